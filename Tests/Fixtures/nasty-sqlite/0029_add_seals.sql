-- Description: the wax seal of each supplier, as a tiny picture

-- name: migrate-0029-up
CREATE TABLE seal (
    supplier_id INTEGER PRIMARY KEY REFERENCES supplier (id),
    picture     BLOB NOT NULL DEFAULT x'',
    sum         BLOB NOT NULL CHECK (length(sum) = 4)
) STRICT;

INSERT INTO supplier (id, name) VALUES (1, 'Wuyi & Sons'), (2, 'Uji'';--');

INSERT INTO seal VALUES
    (1, CAST(X'89504E470D0A1A0A' || x'3b27222d2d' AS BLOB), x'DEADBEEF'),     -- the bytes hold ;'"--
    (2, x'', X'00000000');

UPDATE seal SET picture = CAST(picture || x'00' AS BLOB) WHERE hex(sum) = 'DEADBEEF';

-- name: migrate-0029-down
DROP TABLE seal;
DELETE FROM supplier WHERE id IN (1, 2);

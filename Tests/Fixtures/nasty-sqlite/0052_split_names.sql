-- Description: first and last names, split by a recursive walk; the full name stays

-- name: migrate-0052-up
CREATE TABLE name_part (
    customer TEXT NOT NULL REFERENCES customer (code) ON DELETE CASCADE ON UPDATE CASCADE,
    place    INTEGER NOT NULL,
    part     TEXT NOT NULL CHECK (part <> '' AND instr(part, ' ') = 0),
    PRIMARY KEY (customer, place)
) STRICT, WITHOUT ROWID;

WITH RECURSIVE walk (code, place, part, rest) AS (
    SELECT code, 0, '', replace(name, ';', ' ') || ' ' FROM customer
     UNION ALL
    SELECT code,
           place + (substr(rest, 1, 1) <> ' '),
           CASE WHEN instr(rest, ' ') > 1 THEN substr(rest, 1, instr(rest, ' ') - 1) ELSE '' END,
           substr(rest, instr(rest, ' ') + 1)
      FROM walk
     WHERE rest <> ''
)
INSERT INTO name_part (customer, place, part)
SELECT code, place, part FROM walk WHERE part <> '';

-- name: migrate-0052-down
DROP TABLE name_part;

-- Description: tills; this file came from Windows (CRLF line ends)

-- name: migrate-0009-up
CREATE TABLE till (
    id    INTEGER PRIMARY KEY,
    label TEXT NOT NULL,
    motto TEXT NOT NULL DEFAULT 'two
lines; one "till"'
);

INSERT INTO till (id, label) VALUES
    (1, 'by the door'),         -- don't move it
    (2, 'by the kettle');

CREATE TRIGGER till_is_numbered
AFTER UPDATE OF id ON till
BEGIN
    SELECT RAISE (ABORT, 'a till keeps its number; END;');
END;

-- name: migrate-0009-down
DROP TRIGGER till_is_numbered;
DROP TABLE till;

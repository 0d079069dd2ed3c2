-- Description: the people behind the counter; this file begins with a byte order mark

-- name: migrate-0010-up
CREATE TABLE staff (
    id       INTEGER PRIMARY KEY,
    name     TEXT NOT NULL,
    works_at INTEGER REFERENCES till (id) ON DELETE SET NULL
);

INSERT INTO staff (id, name, works_at) VALUES (1, 'Zoë', 1), (2, 'Nguyễn Ánh', 2), (3, 'O''Brien', NULL);

-- name: migrate-0010-down
DROP TABLE staff;

-- Description: days on which the shop is closed; no final semicolon in either block

-- name: migrate-0012-up
CREATE TABLE holiday (
    day  TEXT PRIMARY KEY,
    name TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO holiday (day, name) VALUES
    ('2024-05-21', 'International Tea Day'),
    ('2024-12-25', 'Christmas; closed')

-- name: migrate-0012-down
DROP TABLE holiday

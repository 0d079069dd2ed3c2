-- Description: who works when; this file has no newline at its end

-- name: migrate-0011-up
CREATE TABLE shift (
    staff_id INTEGER NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    day      TEXT    NOT NULL,
    hours    REAL    NOT NULL CHECK (hours > 0 AND hours <= 12.0),
    PRIMARY KEY (day, staff_id)
) WITHOUT ROWID;

-- name: migrate-0011-down
DROP TABLE shift; -- nobody works here any more
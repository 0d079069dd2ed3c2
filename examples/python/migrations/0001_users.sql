-- Description: Users
-- name: migrate-0001-up
CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL UNIQUE
);

-- name: migrate-0001-down
DROP TABLE users;

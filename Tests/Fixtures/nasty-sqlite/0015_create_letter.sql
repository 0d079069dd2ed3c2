-- Description: form letters; one of them explains how migrations are written

-- name: migrate-0015-up
CREATE TABLE letter (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL
) STRICT;

INSERT INTO letter (name, body) VALUES ('to the new developer', 'Dear colleague,

a migration''s file looks like this:

-- name: migrate-9999-up
CREATE TABLE teapot (id INTEGER);
-- name: migrate-9999-down
DROP TABLE teapot;

and, where it must run without a transaction, with

-- transactional: false

on top. Don''t forget the semicolons;
    Camellia');

-- name: migrate-0015-down
DROP TABLE letter;

-- Description: how to write names; a style guide full of things that are nearly headers

-- name: migrate-0037-up
-- name of the table: in the singular
-- names: short
-- filename: 0037_number_the_letters.sql
-- rename: never
-- -- name: migrate-9999-up is text
-- a header says "-- name: migrate-9999-up", alone on its line
CREATE TABLE guideline (id INTEGER PRIMARY KEY, text TEXT); -- name: migrate-9999-up is text
SELECT 'not a header' -- name: migrate-9999-down is text
    AS name;
INSERT INTO guideline (text) VALUES ('
-- name: migrate-9999-up
'), ("migrate-9999-down" IS NULL)
/* the string above in double quotes is no column: SQLite makes a string of it;
-- name: migrate-9999-down
*/;
CREATE VIEW [guide
-- name: migrate-9999-up
] AS SELECT text AS "a
-- name: migrate-9999-down
" FROM guideline;

-- name: migrate-0037-down
DROP VIEW "guide
-- name: migrate-9999-up
";
DROP TABLE guideline;

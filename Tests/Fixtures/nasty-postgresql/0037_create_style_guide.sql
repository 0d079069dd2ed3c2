-- Description: how to write names; a style guide full of things that are nearly headers

-- name: migrate-0037-up
-- name of the table: in the singular
-- names: short
-- filename: 0037_create_style_guide.sql
-- -- name: migrate-9999-up is text
CREATE TABLE harbour.guide (id integer PRIMARY KEY, text text); -- name: migrate-9999-up is text
DO $$
-- name: migrate-9999-up
BEGIN
-- name: migrate-9999-down
    INSERT INTO harbour.guide VALUES (1, $t$
-- name: migrate-9999-up
$t$);
END $$;
SELECT 'no header' -- name: migrate-9999-down is text
    AS "
-- name: migrate-9999-up
", E'\'
-- name: migrate-9999-up
' /*
-- name: migrate-9999-down
/* */
-- name: migrate-9999-up
*/;

-- name: migrate-0037-down
DROP TABLE harbour.guide;

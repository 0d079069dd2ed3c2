-- Description: the harbour's own schema (don't "quote" this; it's only a comment, $$ and $1 and all)

-- name: migrate-0001-up
CREATE SCHEMA harbour;

COMMENT ON SCHEMA harbour IS 'Port of Skagen; the harbour master''s "books" -- since 1907; $$ in, $$ out';

-- name: migrate-0001-down
DROP SCHEMA harbour;

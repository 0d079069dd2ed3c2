-- Description: {description}
-- after: {after}
-- unless: {unless}
--
-- [extension.{extension}] makes the column itself in a database whose tables come later: there this migration is only
-- recorded. Where a table has rows, a column that may not be null needs a default, or rows that are filled first.

-- name: migrate-{version}-up
{up}
-- name: migrate-{version}-down
{down}

-- {title}
-- Version: {version}
-- Description: {description}
-- Created: {created_at}
-- Author: {author}

-- name: migrate-{version}-up
-- Write the SQL that makes the change here.

-- name: migrate-{version}-down
-- Write the SQL that undoes it here, or delete this block if that is impossible.

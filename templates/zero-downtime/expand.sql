-- {title}
-- Version: {version}
-- Description: {description}: expand
-- Created: {created_at}
-- Author: {author}

-- 1 of 3. Goes out before the release that writes both columns and still reads the old one. The programs that run now
-- must not notice: add, and remove or rename nothing.

-- name: migrate-{version}-up
-- A new column allows null, or has a constant default, so that no row is written:
--
-- alter table accounts add column email_address text;

-- name: migrate-{version}-down
-- alter table accounts drop column email_address;

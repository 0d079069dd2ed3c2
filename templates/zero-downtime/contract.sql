-- {title}
-- Version: {version}
-- Description: {description}: contract
-- Created: {created_at}
-- Author: {author}

-- 3 of 3. Goes out when no program that runs reads or writes the old column. Keep it out of the folder until then.

-- name: migrate-{version}-up
-- alter table accounts drop column email;

-- name: migrate-{version}-down
-- The column can be had back, and what was in it only from the new one:
--
-- alter table accounts add column email text;
-- update accounts set email = email_address;

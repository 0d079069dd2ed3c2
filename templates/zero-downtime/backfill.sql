-- {title}
-- Version: {version}
-- Description: {description}: backfill
-- Created: {created_at}
-- Author: {author}

-- 2 of 3. Goes out when every program that runs writes both columns. Keep it out of the folder until then: 'rung
-- upgrade' applies all that is there. After it comes the release that reads the new column.
-- transactional: false

-- name: migrate-{version}-up
-- Fill what was there before; many rows in batches, as the profile 'data' shows. Then demand what the new release
-- relies on. On PostgreSQL a check that is validated afterwards locks nobody out while it reads the table:
--
-- update accounts set email_address = email where email_address is null;
-- alter table accounts add constraint accounts_email_address check (email_address is not null) not valid;
-- alter table accounts validate constraint accounts_email_address;

-- name: migrate-{version}-down
-- alter table accounts drop constraint accounts_email_address;

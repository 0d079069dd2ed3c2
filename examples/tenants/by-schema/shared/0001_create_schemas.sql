-- Description: A schema for each tenant

-- name: migrate-0001-up
create schema acme;
create schema globex;

-- name: migrate-0001-down
-- A tenant that has gone down to its base leaves its record behind, without rows. While more than that is left of
-- any, PostgreSQL refuses, and all stays.
drop table if exists globex.ddl_migrations;
drop table if exists acme.ddl_migrations;
drop schema globex;
drop schema acme;

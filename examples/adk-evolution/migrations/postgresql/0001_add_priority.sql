-- Description: Give each session a priority
-- after: ext_adk_0002
--
-- PostgreSQL 11 and later keep a constant default beside the table: no row is written. Programs that do not know
-- the column get 0.

-- name: migrate-0001-up
alter table adk_sessions add column priority integer not null default 0;

-- name: migrate-0001-down
-- The priorities go with the column.
alter table adk_sessions drop column priority;

-- Description: objects whose names start like CREATE TRIGGER, but are not

-- name: migrate-0045-up
CREATE TABLE trigger_log (id INTEGER PRIMARY KEY, begin_at TEXT, end_at TEXT);
CREATE VIEW "create trigger" AS SELECT begin_at, end_at FROM trigger_log;
CREATE INDEX trigger_log_end ON trigger_log (end_at) WHERE begin_at IS NOT NULL;
create trigger if not exists main.trigger_log_closed after update of end_at on trigger_log
for each row when new.end_at < new.begin_at begin select raise (rollback, 'end; before begin'); end;
EXPLAIN QUERY PLAN SELECT * FROM trigger_log;
CREATE VIEW trigger_begin AS SELECT begin_at AS begin FROM trigger_log;
CREATE TABLE case_end AS SELECT CASE WHEN 1 THEN 'end' END AS "end", 'create trigger; begin' AS what;

-- name: migrate-0045-down
DROP TABLE case_end;
DROP VIEW trigger_begin;
DROP TRIGGER trigger_log_closed;
DROP INDEX trigger_log_end;
DROP VIEW "create trigger";
DROP TABLE trigger_log;

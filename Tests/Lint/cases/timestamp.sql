-- A time has no zone.
-- rung: timestamp-without-zone
-- squawk: prefer-timestamp-tz
-- pgfence: timestamp columns

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);

-- judged
-- lock_timeout: 5s
alter table book add column bought timestamp;

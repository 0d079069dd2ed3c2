-- The index of a partitioned table alone has no rows.
-- rung: none: no row is read; the index of each partition is built concurrently and attached
-- squawk: require-concurrent-index-creation
-- eugene: E6
-- pgfence: CREATE INDEX

-- setup
create table visit (id bigint not null, day date not null) partition by range (day);
create table visit_2026 partition of visit for values from ('2026-01-01') to ('2027-01-01');

-- judged
-- lock_timeout: 5s
create index visit_id on only visit (id);

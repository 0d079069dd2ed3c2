-- The index of a partitioned table is built in each partition.
-- rung: index-blocks-writes
-- squawk: require-concurrent-index-creation
-- eugene: E6
-- pgfence: CREATE INDEX
-- strong_migrations: add_index

-- setup
create table visit (id bigint not null, day date not null) partition by range (day);
create table visit_2026 partition of visit for values from ('2026-01-01') to ('2027-01-01');
create table visit_2027 partition of visit for values from ('2027-01-01') to ('2028-01-01');

-- judged
-- lock_timeout: 5s
create index visit_id on visit (id);

-- A part of a table is taken out while nobody can read or write either.
-- rung: locks-several-tables
-- squawk: require-concurrent-partition-detach
-- pgfence: DETACH PARTITION

-- setup
create table visit (day date not null) partition by range (day);
create table visit_2026 partition of visit for values from ('2026-01-01') to ('2027-01-01');

-- judged
-- lock_timeout: 5s
alter table visit detach partition visit_2026;

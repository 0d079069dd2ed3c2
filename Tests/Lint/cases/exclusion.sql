-- An exclusion constraint builds its index while nobody can read or write.
-- rung: exclusion-blocks-all
-- squawk: constraint-missing-not-valid
-- eugene: E8
-- pgfence: ADD CONSTRAINT EXCLUDE
-- strong_migrations: add_exclusion_constraint

-- setup
create table stay (span int8range);

-- judged
-- lock_timeout: 5s
alter table stay add constraint stay_once exclude using gist (span with &&);

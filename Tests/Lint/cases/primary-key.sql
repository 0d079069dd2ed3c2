-- A primary key builds its index while nobody can read or write.
-- rung: unique-blocks-all
-- squawk: adding-serial-primary-key-field, constraint-missing-not-valid
-- eugene: E7

-- setup
create table card (no bigint not null);

-- judged
-- lock_timeout: 5s
alter table card add primary key (no);

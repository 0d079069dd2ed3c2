-- A primary key on an index that is there reads every row for a null.
-- rung: scans-for-not-null
-- eugene: W14, E2

-- setup
create table card (no bigint);
create unique index card_no on card (no);

-- judged
-- lock_timeout: 5s
alter table card add constraint card_pkey primary key using index card_no;

-- Description: create ledger, which only grows

-- name: migrate-0002-up
create table entries (
  id integer primary key,
  account_id integer not null references accounts (id),
  cents integer not null,
  memo text not null default ''
) strict;

create index entries_by_account on entries (account_id);

create trigger entries_are_final before update on entries
begin
  select raise(abort, 'entries are not changed; write a second one that takes the first back');
end;

-- name: migrate-0002-down
drop table entries;

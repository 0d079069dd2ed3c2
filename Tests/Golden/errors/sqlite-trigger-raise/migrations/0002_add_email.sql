-- name: migrate-0002-up
create trigger no_empty_names before insert on users
begin
  select case when new.name = '' then raise(abort, 'a user needs a name') end;
end;
insert into users (name) values ('Ada'),
  ('');

-- What pg_dump writes in a way of its own.
create schema app;
create type app.mood as enum ('sad', 'ok', 'it''s');
create domain app.positive as integer check (value > 0);
create sequence app.numbers start 100;
create table app.users (
  id integer generated always as identity primary key, name text not null unique, m app.mood default 'ok',
  n app.positive, upper_name text generated always as (upper(name)) stored
);
create table public.posts (
  id serial primary key, user_id integer not null references app.users on delete cascade, body text, tags text[],
  check (length(body) < 1000)
);
create table public.migrate_log (id integer, note text);
create table public.parted (id integer, at date) partition by range (at);
create table public.parted_1 partition of public.parted for values from ('2020-01-01') to ('2021-01-01');
create index posts_open on public.posts (user_id) where body is not null;
create view public.recent as select p.id, u.name from public.posts p join app.users u on u.id = p.user_id;
create materialized view public.counts as select count(*) as n from public.posts;
create function app.touch() returns trigger language plpgsql as $$
begin
  new.body := coalesce(new.body, '') || '; -- name: x';
  return new;
end $$;
create procedure app.fill(a integer) language sql begin atomic
  insert into public.migrate_log values (a, 'x;y');
  select case when a > 1 then 2 end;
end;
create trigger posts_touch before insert on public.posts for each row execute function app.touch();
create rule quiet as on delete to public.parted do instead (update public.parted set id = 1; select 1);
comment on table app.users is 'people; and "others"
-- name: migrate-0001-down';
comment on column public.posts.body is 'text';
insert into app.users (name, n) values ('ann', 1), ('bob; \. ', 2), (E'tab\there', 3);
insert into public.posts (user_id, body, tags) values (1, E'line\nline', '{a,b}'), (2, null, null);
insert into public.migrate_log values (1, '\restrict abc');
insert into public.parted values (1, '2020-05-05');
select setval('app.numbers', 150);
refresh materialized view public.counts;
grant select on public.posts to public;
alter table public.posts enable row level security;
create policy mine on public.posts using (user_id = 1);

-- name: migrate-0002-up
with recursive r(i) as (select 1 union all select i + 1 from r where i < 20000)
insert into a select hex(randomblob(50)) from r;

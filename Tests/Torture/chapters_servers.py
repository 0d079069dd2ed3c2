"""The statements of the migrations for PostgreSQL and MariaDB, in chapters of one subject each.

`{m}` is the number of the migration. Statements that change rows give another result when they run twice, so that a
second run is seen. No table counts by itself, because a statement that is rolled back leaves a gap.
"""

Chapters = dict[str, list[str]]

# The tests make the role 'torture_owner' on the server.
POSTGRESQL: Chapters = {
    "tables": [
        "create table t{m} (id integer primary key, n integer, s text)",
        "create table u{m} (id integer primary key, t integer references t{m})",
        "insert into t{m} values (1, 10, 'a;b'), (2, 20, $x$c -- d$x$)",
        "insert into u{m} select id, id from t{m}",
        "create table gone{m} (id integer)",
        "drop table gone{m}",
        "alter table u{m} rename to v{m}",
        "insert into v{m} select id + (select max(id) from v{m}), t from v{m}",
        "comment on table v{m} is 'it''s v; {m}'",
        "grant select on v{m} to torture_owner",
    ],
    "columns": [
        "create table c{m} (id integer primary key, a integer, b text)",
        "insert into c{m} values (1, 1, 'x'), (2, 2, 'y')",
        "alter table c{m} add column d integer not null default 7, alter column a type bigint",
        "update c{m} set d = d + id",
        "alter table c{m} rename column a to e",
        "alter table c{m} drop column b",
        "insert into c{m} select id + 2, e, d from c{m}",
        "alter table c{m} add constraint c{m}_positive check (d > 0) not valid",
        "alter table c{m} validate constraint c{m}_positive",
    ],
    "indexes": [
        "create table i{m} (id integer primary key, n integer, s text)",
        "insert into i{m} values (1, 10, 'a'), (2, 20, 'b')",
        "create index i{m}_n on i{m} (n)",
        "create unique index i{m}_s on i{m} (lower(s)) where n > 0",
        "drop index i{m}_n",
        "alter index i{m}_s rename to i{m}_lower",
        "create index i{m}_n on i{m} (n desc) include (s)",
    ],
    "views and triggers": [
        "create table w{m} (id integer primary key, n integer)",
        "create table w{m}_log (id integer, n integer)",
        "create view w{m}_sum as select sum(n) as n from w{m}",
        "create function w{m}_note() returns trigger language plpgsql as $$\n"
        "begin\n  insert into w{m}_log values (new.id, new.n);\n  return new;\nend;\n$$",
        "create trigger w{m}_after after insert on w{m} for each row execute function w{m}_note()",
        "insert into w{m} values (1, 1), (2, 2)",
        "create or replace view w{m}_sum as select sum(n) as n, count(*) as c from w{m}",
        "insert into w{m} select 3, n from w{m}_sum",
        "drop trigger w{m}_after on w{m}",
        "insert into w{m} select id + 3, n from w{m}",
        "create materialized view w{m}_kept as select * from w{m}",
    ],
    "routines": [
        "create table p{m} (id integer primary key, n integer)",
        "create procedure p{m}_add(x integer) language sql as $$ insert into p{m} values (x, x * 2); $$",
        "call p{m}_add(1)",
        "do $$ begin insert into p{m} select max(id) + 1, 5 from p{m}; end $$",
        "select max(id) from p{m}",
        "create type p{m}_mood as enum ('sad', 'glad')",
        "alter table p{m} add mood p{m}_mood default 'glad'",
        "update p{m} set n = n + 1",
        "drop procedure p{m}_add",
    ],
    "rows": [
        "create table r{m} (id integer primary key, n integer)",
        "insert into r{m} select i, i from generate_series(1, 5000) as i",
        "update r{m} set n = n + 1",
        "delete from r{m} where id % 3 = 0",
        "insert into r{m} select id + (select max(id) from r{m}), n from r{m}",
        "with old as (delete from r{m} where id < 100 returning id, n)\n"
        "insert into r{m} select id + 100000, n * 2 from old",
        "update r{m} set n = n * 3 where id % 2 = 0",
        "truncate w{last}_log",
    ],
}
POSTGRESQL_ALONE: Chapters = {
    "concurrently": [
        "create table k{m} (id integer primary key, n integer)",
        "insert into k{m} select i, i from generate_series(1, 20000) as i",
        "create index concurrently k{m}_n on k{m} (n)",
        "update k{m} set n = n + 1 where id < 100",
        "create unique index concurrently k{m}_both on k{m} (n, id)",
        "reindex index concurrently k{m}_n",
        "drop index concurrently k{m}_n",
        "create index concurrently k{m}_n on k{m} (n desc)",
        "insert into k{m} select id + (select max(id) from k{m}), n from k{m} where id < 10",
    ],
    "housekeeping": [
        "create type h{m}_mood as enum ('sad')",
        "alter type h{m}_mood add value 'glad'",
        "create table h{m} (id integer primary key, mood h{m}_mood default 'glad')",
        "insert into h{m} values (1, 'sad'), (2, 'glad')",
        "vacuum h{m}",
        "update h{m} set id = id + 10",
        "vacuum (full, analyze) h{m}",
        "alter type h{m}_mood add value 'calm' before 'sad'",
        "create materialized view h{m}_kept as select mood from h{m}",
        "refresh materialized view h{m}_kept",
        "insert into h{m} select max(id) + 1, 'calm' from h{m}",
    ],
    "search path": [
        "create schema e{m}",
        "set search_path = e{m}, public",
        "create table inner{m} (id integer primary key)",
        "insert into inner{m} values (1)",
        "create index inner{m}_id on inner{m} (id)",
        "insert into inner{m} select id + 1 from inner{m}",
        "create view seen{m} as select max(id) as id from inner{m}",
    ],
    "role": [
        "grant all on schema public to torture_owner",
        "set role torture_owner",
        "create table o{m} (id integer primary key)",
        "insert into o{m} values (1)",
        "alter table o{m} add n integer default 3",
        "insert into o{m} select id + 1, n from o{m}",
        "reset role",
        "revoke select on o{m} from torture_owner",
    ],
}

# The numbers from 1, as MariaDB and MySQL both make them.
THREE_THOUSAND = "json_table(concat('[', repeat('0,', 2999), '0]'), '$[*]' columns (n for ordinality))"
# MySQL runs them, too.
MARIADB: Chapters = {
    "rows": [
        "insert into base values ({m}, {m}, 'a;b')",
        "update base set n = n + 1",
        "insert into base select max(id) + 1000 * {m}, {m}, 'c -- d' from base",
        "delete from base where id > 1000 and n % 7 = 0",
        "replace into base select {m} + 500, n + 1, s from base where id = {m}",
        "update base set n = n + 2 where id % 2 = 0",
    ],
    "many rows": [
        f"insert into mass select n + 10000 * {{m}}, n from {THREE_THOUSAND} as numbers",
        "update mass set n = n + 1 where id > 10000 * {m}",
        "delete from mass where id > 10000 * {m} and id % 3 = 0",
        "insert into mass select id + 5000, n from mass where id > 10000 * {m}",
        "update base set n = n + 1 where id < (select max(n) from mass)",
    ],
}
MARIADB_ALONE: Chapters = {
    "tables": [
        "create table t{m} (id integer primary key, n integer, s varchar(20))",
        "create table u{m} (id integer primary key, t integer, foreign key u{m}_t (t) references t{m} (id))",
        "insert into t{m} values (1, 10, 'a;b'), (2, 20, 'c')",
        "create table gone{m} (id integer primary key)",
        "drop table gone{m}",
        "rename table u{m} to v{m}",
        "insert into v{m} select id, id from t{m}",
        "create table copy{m} (primary key (id)) select id, n from t{m}",
        "truncate table copy{m}",
    ],
    "columns": [
        "create table c{m} (id integer primary key, a integer, b varchar(20))",
        "insert into c{m} values (1, 1, 'x'), (2, 2, 'y')",
        "alter table c{m} add column d integer not null default 7, add index c{m}_a (a), modify b varchar(30)",
        "update c{m} set d = d + id",
        "alter table c{m} rename column a to e",
        "alter table c{m} drop column b, add column f integer default 1 after id",
        "insert into c{m} select id + 2, f, e, d from c{m}",
    ],
    "indexes": [
        "create table i{m} (id integer primary key, n integer, s varchar(20))",
        "insert into i{m} values (1, 10, 'a'), (2, 20, 'b')",
        "create index i{m}_n on i{m} (n)",
        "create unique index i{m}_s on i{m} (s)",
        "drop index i{m}_n on i{m}",
        "create index i{m}_n on i{m} (n, s)",
        "analyze table i{m}",
        "insert into i{m} select id + 2, n, concat(s, id) from i{m}",
    ],
    "views, triggers, routines": [
        "create table w{m} (id integer primary key, n integer)",
        "create table w{m}_log (id integer primary key, n integer)",
        "create view w{m}_sum as select sum(n) as n from w{m}",
        "create trigger w{m}_after after insert on w{m} for each row insert into w{m}_log values (new.id, new.n)",
        "insert into w{m} values (1, 1), (2, 2)",
        "create procedure w{m}_add(in x integer) insert into w{m} values (x, x * 2)",
        "call w{m}_add(3)",
        "create function w{m}_twice(x integer) returns integer deterministic return x * 2",
        "insert into w{m} select max(id) + 1, w{m}_twice(max(n)) from w{m}",
        "create or replace view w{m}_sum as select count(*) as c, sum(n) as n from w{m}",
        "drop trigger w{m}_after",
        "drop procedure w{m}_add",
        "insert into w{m} select id + 10, n from w{m}",
    ],
    # A second run of the statement in the middle succeeds, and brings back what was before.
    "swaps": [
        "create table old{m} (id integer primary key)",
        "create table new{m} (id integer primary key, n integer)",
        "rename table old{m} to between{m}, new{m} to old{m}, between{m} to new{m}",
        "insert into old{m} values (1, 1)",
        "alter table old{m} rename column id to n, rename column n to id",
        "insert into old{m} (n, id) values (2, 2)",
    ],
}
MARIADB_FIRST = [
    "create table base (id integer primary key, n integer, s varchar(20))",
    "create table mass (id integer primary key, n integer)",
]

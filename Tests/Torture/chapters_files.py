"""The statements of the migrations for SQLite and DuckDB, in chapters of one subject each.

`{m}` is the number of the migration. Statements that change rows give another result when they run twice, so that a
second run is seen.
"""

Chapters = dict[str, list[str]]

SQLITE: Chapters = {
    "tables": [
        "create table t{m} (id integer primary key, n integer, s text)",
        "create table u{m} (id integer primary key, t integer references t{m} (id))",
        "insert into t{m} values (1, 10, 'a;b'), (2, 20, 'c -- d')",
        "insert into u{m} select id, id from t{m}",
        "create table gone{m} (id integer primary key)",
        "drop table gone{m}",
        "alter table u{m} rename to v{m}",
        "insert into v{m} select id + (select max(id) from v{m}), t from v{m}",
    ],
    "columns": [
        "create table c{m} (id integer primary key, a integer, b text)",
        "insert into c{m} values (1, 1, 'x'), (2, 2, 'y')",
        "alter table c{m} add column d integer not null default 7",
        "update c{m} set d = d + id",
        "alter table c{m} rename column a to e",
        "alter table c{m} drop column b",
        "insert into c{m} select id + 2, e, d from c{m}",
    ],
    "indexes": [
        "create table i{m} (id integer primary key, n integer, s text)",
        "insert into i{m} values (1, 10, 'a'), (2, 20, 'b')",
        "create index i{m}_n on i{m} (n)",
        "create unique index i{m}_s on i{m} (s) where n > 0",
        "reindex i{m}_n",
        "drop index i{m}_n",
        "create index i{m}_n on i{m} (n desc, s)",
        "analyze i{m}",
    ],
    "views and triggers": [
        "create table w{m} (id integer primary key, n integer)",
        "create table w{m}_log (id integer primary key, n integer)",
        "create view w{m}_sum as select sum(n) as n from w{m}",
        "create trigger w{m}_after after insert on w{m} begin\n"
        "  insert into w{m}_log (n) values (new.n);\n  update w{m} set n = n + 1 where id = new.id;\nend",
        "insert into w{m} (n) values (1), (2)",
        "drop view w{m}_sum",
        "create view w{m}_sum as select count(*) as c, sum(n) as n from w{m}",
        "insert into w{m} (n) select n from w{m}_sum",
        "drop trigger w{m}_after",
        "insert into w{m} (n) values (3)",
    ],
    "rows": [
        "create table r{m} (id integer primary key, n integer)",
        "with recursive x (i) as (select 1 union all select i + 1 from x where i < 4000)\n"
        "insert into r{m} select i, i from x",
        "update r{m} set n = n + 1",
        "delete from r{m} where id % 3 = 0",
        "insert into r{m} select id + (select max(id) from r{m}), n from r{m}",
        "replace into r{m} select id, n * 2 from r{m} where id < 100",
        "update r{m} set n = n * 3 where id % 2 = 0",
    ],
}
SQLITE_ALONE: Chapters = {
    "housekeeping": [
        "create table h{m} (id integer primary key, n integer)",
        "insert into h{m} values (1, 1), (2, 2)",
        "vacuum",
        "update h{m} set n = n + 1",
        "pragma user_version = {m}",
        "delete from h{m} where id = 1",
        "vacuum",
        "analyze",
        "insert into h{m} select id + (select max(id) from h{m}), n from h{m}",
    ],
    "journal": [
        "create table j{m} (id integer primary key, n integer)",
        "insert into j{m} values (1, 1), (2, 2)",
        "pragma journal_mode = wal",
        "update j{m} set n = n + 1",
        "insert into j{m} select id + (select max(id) from j{m}), n from j{m}",
        "pragma journal_mode = delete",
        "update j{m} set n = n * 2",
    ],
}

DUCKDB: Chapters = {
    "tables": [
        "create table t{m} (id integer primary key, n integer, s varchar)",
        "insert into t{m} values (1, 10, 'a;b'), (2, 20, 'c -- d')",
        "create table gone{m} (id integer)",
        "drop table gone{m}",
        "create table u{m} as select id, n from t{m}",
        "alter table u{m} rename to v{m}",
        "insert into v{m} select id + 2, n from v{m}",
        "comment on table v{m} is 'it''s v; {m}'",
        "create schema s{m}",
        "create table s{m}.inner{m} (id integer)",
    ],
    "columns": [
        "create table c{m} (id integer, a integer, b varchar)",
        "insert into c{m} values (1, 1, 'x'), (2, 2, 'y')",
        "alter table c{m} add column d integer default 7",
        "update c{m} set d = d + id",
        "alter table c{m} rename column a to e",
        "alter table c{m} drop column b",
        "alter table c{m} alter e type bigint",
        "insert into c{m} select id + 2, e, d from c{m}",
    ],
    "indexes": [
        "create table i{m} (id integer, n integer)",
        "insert into i{m} values (1, 10), (2, 20)",
        "create index i{m}_n on i{m} (n)",
        "create unique index i{m}_id on i{m} (id)",
        "drop index i{m}_n",
        "insert into i{m} select id + (select max(id) from i{m}), n from i{m}",
    ],
    "views and macros": [
        "create table w{m} (id integer, n integer)",
        "create sequence w{m}_number",
        "create view w{m}_sum as select sum(n) as n from w{m}",
        "create macro w{m}_twice(x) as x * 2",
        "insert into w{m} values (1, w{m}_twice(4)), (2, w{m}_twice(5))",
        "drop view w{m}_sum",
        "create or replace view w{m}_sum as select count(*) as c, sum(n) as n from w{m}",
        "create type w{m}_mood as enum ('sad', 'glad')",
        "alter table w{m} add column mood w{m}_mood default 'glad'",
        "insert into w{m} select id + 2, n + 1, mood from w{m}",
    ],
    "rows": [
        "create table r{m} (id integer, n integer)",
        "insert into r{m} select i, i from range(1, 20001) as x (i)",
        "update r{m} set n = n + 1",
        "delete from r{m} where id % 3 = 0",
        "insert into r{m} select id + (select max(id) from r{m}), n from r{m}",
        "update r{m} set n = n * 3 where id % 2 = 0",
        "with old as (select max(id) as id from r{m}) insert into r{m} select id + 1, 0 from old",
    ],
}
DUCKDB_ALONE: Chapters = {
    "housekeeping": [
        "create table h{m} (id integer, n integer)",
        "insert into h{m} values (1, 1), (2, 2)",
        "checkpoint",
        "update h{m} set n = n + 1",
        "vacuum",
        "insert into h{m} select id + 2, n from h{m}",
        "analyze",
        "force checkpoint",
        "update h{m} set n = n + 1",
    ],
}

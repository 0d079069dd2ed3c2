"""What releases have brought to SQL: up, verified, dumped, down and by the printed script."""

from behaviours_law import lawful
from declare import since
from stage import Stage, equal, holds, migration

# For each kind of database: the release from which on it has this, what makes it, and what takes it away.
NEWS: dict[str, list[tuple[int, str, str]]] = {
    "postgresql": [
        (17, """create table t (id integer primary key, n integer);
insert into t values (1, 1), (3, 3);
merge into t using (values (1), (2)) as v (id) on t.id = v.id
  when matched then update set n = 10
  when not matched then insert values (v.id, 20)
  when not matched by source then delete
  returning merge_action(), t.*;
create view j as select a from json_table('[{"a": 1}]', '$[*]' columns (a integer path '$.a')) as x;
create function f(x integer) returns integer language sql
begin atomic
  select x + 1;
  select x + 2;
end;""", "drop function f;\ndrop view j;\ndrop table t;"),
        (18, """create table a (
  id uuid primary key default uuidv7(),
  n integer constraint n_is_there not null,
  twice integer generated always as (n * 2) virtual,
  constraint n_is_large check (n > 100) not enforced
);
create table b (valid tstzrange, room int4range, constraint b_key primary key (room, valid without overlaps));
alter table a add column m integer;
insert into a (id, n) values ('00000000-0000-0000-0000-000000000001', 1);
alter table a add constraint m_is_there not null m not valid;
with changed as (update a set n = n + 1, m = 0 returning old.n as before, new.n as after) select * from changed;""",
         "drop table b;\ndrop table a;"),
    ],
    "mariadb": [
        (11, """create sequence s start with 5;
create table a (id int primary key default (next value for s), u uuid, n int) with system versioning;
insert into a (u, n) values ('123e4567-e89b-12d3-a456-426655440000', 1);
update a set n = 2;
create table b (id int primary key, e vector(3) not null, vector index (e));
create or replace view w as select id from a;
create or replace table c (i inet6, p int check (p > 0));
delimiter //
create or replace procedure p() begin for i in 1 .. 2 do select i; end for; end //
delimiter ;""", "drop procedure p;\ndrop table c;\ndrop view w;\ndrop table b;\ndrop table a;\ndrop sequence s;"),
    ],
    "mysql": [
        (9, """create table a (id int primary key, e vector(3), n int not null, m int generated always as (n * 2) virtual);
create table b (id int primary key, j json default (json_object()), constraint positive check (id > 0) not enforced);
insert into a (id, n) values (1, 5), (2, 6) as new on duplicate key update n = new.n;
insert into b (id) values row(-1), row(2);
create view if not exists w as select id, n from a;
alter table a add column late int invisible, algorithm = instant;
delimiter //
create procedure p() begin declare i int default 0; if i = 0 then set i = 1; end if; select i; end //
create function f(a int) returns int deterministic return a + 1 //
delimiter ;""", "drop function f;\ndrop procedure p;\ndrop view w;\ndrop table b;\ndrop table a;"),
    ],
    "sqlite": [
        (353, """create table t (a integer, b text) strict;
alter table t alter column a set not null;
alter table t alter column a drop not null;
alter table t add constraint positive check (a > 0);
insert into t values (1_000, (select string_agg(x, ',' order by x desc) from (select 1 as x union select 2)));
insert into t values (2, jsonb_extract(jsonb('{"a": "b"}'), '$.a'));
create view v as select a, b ->> '$' as c from t where false;""", "drop view v;\ndrop table t;"),
    ],
    "duckdb": [
        (2, """create table t (a integer primary key, b varchar);
create table log (a integer);
create table m (a integer);
create trigger follow after insert on m for each row insert into log values (new.a);
create function twice(x) as 2 * x;
insert into m values (1), (2);
insert into t values (1, 'it''s; $$'), (2, list_transform([1, 2], lambda x: twice(x))::varchar);
merge into t using (values (1, 'x'), (3, 'y')) as v (a, b) on t.a = v.a
  when matched then update set b = v.b
  when not matched then insert values (v.a, v.b)
  returning merge_action, a;""", "drop trigger follow on m;\ndrop function twice;\ndrop table m;\ndrop table log;\ndrop table t;"),
    ],
}
NEWS["psql"], NEWS["sqlite3"] = NEWS["postgresql"], NEWS["sqlite"]


def write(stage: Stage) -> None:
    release = stage.kind.release()
    snippets = [(up, down) for since, up, down in NEWS[stage.kind.kind] if since <= release]
    holds(snippets, f"nothing of {stage.kind.kind} {release} is new")
    for number, (up, down) in enumerate(snippets, 1):
        stage.write(migration(f"{number:04}", up, down))


FIRST = {kind: min(since for since, _, _ in news) for kind, news in NEWS.items()}


@since(FIRST)
def new_sql_goes_up_and_down_and_up_again(stage: Stage) -> None:
    write(stage)
    stage.call("check").ended(0)
    stage.up()
    whole = stage.database.dump()
    stage.down("base")
    stage.made()
    stage.up()
    equal(stage.database.dump(), whole, "the database")
    stage.call("verify", "--all").ended(0)


@since(FIRST)
def new_sql_is_what_its_script_makes(stage: Stage) -> None:
    write(stage)
    lawful(stage, "upgrade")


@since(FIRST)
def new_sql_is_dumped_and_comes_back(stage: Stage) -> None:
    write(stage)
    stage.up()
    (stage.folder / "schema.sql").write_text(stage.call("dump").ended(0).out)
    new = stage.another()
    stage.call("baseline", "schema.sql", on=new).ended(0)
    stage.call("upgrade", on=new).ended(0).says("nothing to apply")
    equal(stage.call("dump", on=new).ended(0).out, (stage.folder / "schema.sql").read_text(), "its own dump")
    objects = [line for line in stage.database.dump().splitlines() if line.startswith('["object"')]
    equal([line for line in new.dump().splitlines() if line.startswith('["object"')], objects, "objects")


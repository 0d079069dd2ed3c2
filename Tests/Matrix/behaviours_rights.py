"""What a user may not do is told with the statement that allows it, and with nothing more."""

import re

from declare import MYSQL, behaviour
from stage import Stage, equal, holds, migration

ASKED = re.compile(r"ask .* to run: (.*)$", re.MULTILINE)


def given(stage: Stage, *words: str, on: str) -> list[str]:
    """Run a command, and do as an administrator what each refusal asks for, until the command ends well."""
    done: list[str] = []
    while True:
        answer = stage.call(*words, RUNG_DATABASE=on)
        if answer.status == 0:
            return done
        asked = ASKED.findall(answer.ended(1, 69).errors)
        equal(len(asked), 1, f"statements to ask for, in {answer.errors}")
        holds(asked[0] not in done, f"it is not enough: {asked[0]}")
        done += asked
        stage.database.execute(asked[0])


def allowed(stage: Stage, statement: str) -> str:
    """A grant as the kind of database spells it: `RIGHTS on RELATION`."""
    rights, relation = statement.split(" on ")
    user, name = stage.database.limited_user, stage.database.name
    if stage.kind.kind in MYSQL:
        return f"grant {rights} on `{name}`.`{relation}` to '{user}'@'%';"
    return f"grant {rights} on {relation} to {user};"


def prepared(stage: Stage) -> str:
    """A table of somebody else's, and the URL of a user who may do nothing with it."""
    stage.database.execute("create table others (i integer);")
    return stage.database.limited()


@behaviour
def a_missing_right_is_told_with_its_grant(stage: Stage) -> None:
    user = prepared(stage)
    stage.write(migration("0001"), migration("0002", "-- a comment\ninsert into others values (1);", "delete from others;"))
    found = given(stage, "upgrade", on=user)
    if stage.kind.kind in MYSQL:
        tables = [allowed(stage, f"create, select, insert, update, delete on ddl_migrations{end}") for end in ("", "_progress")]
        wanted = [" ".join(tables), allowed(stage, "create on t_0001"), allowed(stage, "insert on others")]
    else:
        wanted = [allowed(stage, "create on schema public"), allowed(stage, "insert on public.others")]
    equal(found, wanted, "what was asked for")
    stage.applied("0001", "0002")
    if stage.kind.kind in MYSQL:
        wanted = [allowed(stage, "delete on others"), allowed(stage, "drop on t_0001")]
    else:
        wanted = [allowed(stage, "delete on public.others")]
    equal(given(stage, "downgrade", "base", on=user), wanted, "what was asked for, on the way down")
    stage.made("others")


@behaviour
def a_user_who_may_not_connect_is_told_with_the_grant(stage: Stage) -> None:
    user, name = prepared(stage), stage.database.name
    who = stage.database.limited_user
    if stage.kind.kind in MYSQL:
        stage.database.execute(f"revoke all privileges, grant option from {who}@'%';")
        pattern = name.replace("_", "\\_")
        wanted = f"grant create, select, insert, update, delete on `{pattern}`.* to '{who}'@'%';"
    else:
        stage.database.execute(f"revoke connect on database {name} from public;")
        wanted = f"grant connect on database {name} to {who};"
    stage.call("status", RUNG_DATABASE=user).ended(69).says("denied", name, wanted)
    equal(given(stage, "status", on=user), [wanted], "what a connection needs")


@behaviour
def a_missing_right_on_the_tracking_table_is_told(stage: Stage) -> None:
    stage.write(migration("0001"))
    stage.up()
    user = prepared(stage)
    select = allowed(stage, "select on public.ddl_migrations")
    write = allowed(stage, "select, insert, update, delete on public.ddl_migrations")
    told = stage.call("status", RUNG_DATABASE=user).ended(1)
    told.says("cannot read the tracking table", f"to run: {select}", f"to apply migrations, too: {write}")
    equal(given(stage, "status", on=user), [select], "what reading needs")
    stage.write(migration("0002", "select 1;"))
    more = allowed(stage, "insert, update, delete on public.ddl_migrations")
    equal(given(stage, "upgrade", on=user), [more], "what writing needs")
    stage.applied("0001", "0002")


@behaviour
def a_database_that_may_not_be_made_is_told_with_the_grant(stage: Stage) -> None:
    user, name = prepared(stage), stage.database.name
    other = user.replace(f"/{name}", f"/{name}_b")
    mine = name.replace("_", "\\_")
    on_mysql = stage.kind.kind in MYSQL
    who = f"'{stage.database.limited_user}'@'%'" if on_mysql else stage.database.limited_user
    wanted = f"grant create on `{mine}\\_b`.* to {who};" if on_mysql else f"alter role {who} createdb;"
    equal(given(stage, "db", "create", on=other), [wanted], "what making it needs")
    wanted = [f"grant drop on `{mine}\\_b`.* to {who};"] if on_mysql else []
    equal(given(stage, "db", "drop", "--yes", on=other), wanted, "what dropping it needs")
    if not on_mysql:
        told = stage.call("db", "drop", "--yes", RUNG_DATABASE=user).ended(1)
        told.says("only the owner 'postgres'", f"alter database {name} owner to {who};")


# Statements of one who may do nothing, on what `owner` owns, and what each asks for.
STATEMENTS = [
    ("create table made (i integer);", ["grant create on schema public to USER;"]),
    ("create table apart.made (i integer);", ["grant usage, create on schema apart to USER;"]),
    ("select * from shut.secret;", ["grant usage on schema shut to USER;", "grant select on shut.secret to USER;"]),
    ("update held set i = 2 where i = 1;", ["grant select, update on public.held to USER;"]),
    ("delete from only held;", ["grant delete on public.held to USER;"]),
    ("truncate held;", ["grant truncate on public.held to USER;"]),
    ("copy held to stdout;", []),
    ('insert into "Odd One" values (1);', ['grant insert on public."Odd One" to USER;']),
    ('delete from "My S"."or""d  ers" where i = 1;', [
        'grant usage on schema "My S" to USER;', 'grant select, delete on "My S"."or""d  ers" to USER;']),
    ("insert into numbered (j) values (1);", [
        "grant insert on public.numbered to USER;", "grant usage on sequence public.numbered_i_seq to USER;"]),
    ("select setval('numbered_i_seq', 9);", ["grant update on sequence public.numbered_i_seq to USER;"]),
    ("select f(1);", ["grant execute on routine public.f(i integer) to USER;"]),
    ("create table made2 (i integer references held (i));", ["grant references on public.held to USER;"]),
    ("create schema made3;", ["grant create on database DATABASE to USER;"]),
    ("alter table supers add column j integer;", ["alter table public.supers owner to USER;"]),
    ("-- by its owner\ndrop index held_key;", ["grant OWNER to USER;"]),
]
OBJECTS = """create role OWNER;
grant create on schema public to OWNER;
grant all on database DATABASE to OWNER;
create table supers (i integer);
set role OWNER;
create schema apart;
create schema shut;
create table shut.secret (i integer);
create table held (i integer primary key, j integer);
create index held_key on held (j);
create table "Odd One" (i integer);
create schema "My S";
create table "My S"."or""d  ers" (i integer);
create table numbered (i serial, j integer);
create function f(i integer) returns integer language sql as 'select 1';
revoke execute on function f from public;
create table shut.supers (i integer);
"""


@behaviour
def the_grant_that_a_statement_needs_is_told(stage: Stage) -> None:
    user = prepared(stage)
    named = {"USER": stage.database.limited_user, "OWNER": f"owner_{stage.database.name}", "DATABASE": stage.database.name}

    def spelled(text: str) -> str:
        return re.sub("USER|OWNER|DATABASE", lambda match: named[match[0]], text)

    stage.database.execute(spelled(OBJECTS))
    # `shut.supers` has the same name, so what is unclear is not told until one of the two may be altered.
    stage.write(migration("0001", "alter table supers add column k integer;", None))
    given(stage, "status", on=user)
    stage.database.execute(spelled("grant create on schema public to USER;"))
    told = stage.call("upgrade", RUNG_DATABASE=user).ended(1)
    told.says("must be owner of table supers", "run again").silent_on("to run:", "with that right")
    stage.database.execute(spelled("drop table shut.supers;\nrevoke create on schema public from USER;"))
    (stage.folder / "migrations" / "0001_x.sql").unlink()
    for number, (statement, wanted) in enumerate(STATEMENTS, 2):
        stage.write(migration(f"{number:04}", statement, None))
        equal(given(stage, "upgrade", on=user), [spelled(text) for text in wanted], f"what is asked for {statement}")


@behaviour
def the_rights_of_another_role_are_not_guessed(stage: Stage) -> None:
    user = prepared(stage)
    stage.database.execute(f"grant create on schema public to {stage.database.limited_user};")
    name = stage.database.limited_user
    stage.write(migration("0001", f"set local role {name};\ninsert into others values (1);", None))
    told = stage.call("upgrade", RUNG_DATABASE=user).ended(1)
    told.says("permission denied for table others", "run again").silent_on("to run:", "with that right")

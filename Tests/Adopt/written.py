"""Projects of the tools that no registry here has, in the formats and with the tables that these tools document."""

import json

from stage import STEPS, TRIGGER
from tools import NUMBERS, STAMPS, TIMES, Files, Tool, down, each, pairs, up


def golang_migrate() -> Tool:
    files = pairs("migrations/00000{n}_{s}.up.sql", "migrations/00000{n}_{s}.down.sql")
    name = "migrations/000004_add_view.up.sql"
    files[name] = f"BEGIN;\n{files[name]}COMMIT;\n"
    return Tool(
        "golang-migrate", "migrations", files, [f"00000{n}" for n in range(1, 5)], author="golang-migrate",
        rows="create table schema_migrations (version uint64, dirty bool); insert into schema_migrations values (2, 0);")


def goose() -> Tool:
    files = each("migrations/0000{n}_{s}.sql", "-- +goose Up\n{up}\n-- +goose Down\n{down}")
    name = "migrations/00002_create_posts.sql"
    files[name] = files[name].replace(TRIGGER, f"-- +goose StatementBegin\n{TRIGGER}\n-- +goose StatementEnd")
    name = "migrations/00003_add_email.sql"
    files[name] = "-- +goose NO TRANSACTION\n" + files[name]
    files["migrations/00005_seed.go"] = "package migrations\n"
    files["migrations/00006_plain.sql"] = "select 1;\n"
    files["migrations/helpers.sql"] = "select 1;\n"
    files["migrations/00004_add_view.sql"] = "-- +goose ENVSUB ON\n" + files["migrations/00004_add_view.sql"]
    # A step back and forth leaves three rows of a version.
    return Tool(
        "goose", "migrations", files, [f"0000{n}" for n in range(1, 5)], author="goose", times=TIMES[:2],
        rows="create table goose_db_version (id integer primary key autoincrement, version_id integer not null, "
        "is_applied integer not null, tstamp timestamp default (datetime('now')));"
        "insert into goose_db_version (version_id, is_applied, tstamp) values (0, 1, '2024-03-01 09:00:00'), "
        f"(1, 1, '{TIMES[0]}'), (2, 1, '2024-03-01 11:00:00'), (2, 0, '2024-03-01 12:00:00'), (2, 1, '{TIMES[1]}'), "
        "(3, 1, '2024-03-03 10:00:00'), (3, 0, '2024-03-03 11:00:00');",
        notes=["'00005_seed.go' is a migration in Go", "'00006_plain.sql' has no marker",
               "'helpers.sql' is not named like a migration of goose", "00004_add_view.sql:1:1: warning: variables are not filled in"])


def flyway() -> Tool:
    files: Files = {}
    for index, version in enumerate(("1", "1.2", "1_10", "2")):
        slug = STEPS[index][0]
        files[f"sql/V{version}__{slug}.sql"] = up(index)
        files[f"sql/U{version}__{slug}.sql"] = down(index)
    files["sql/R__zz_names.sql"] = "create view again as select 1 as n;\n"
    files["sql/V1_10__add_email.sql.conf"] = "executeInTransaction=false\n"
    files["sql/beforeMigrate.sql"] = "select 1;\n"
    files["sql/V2__add_view.sql"] += "-- ${owner}\n"
    rows = ", ".join(
        f"({index + 1}, '{version}', 'x', 'SQL', '{script}', 1, 'ann', '{TIMES[index]}', 5, 1)"
        for index, (version, script) in enumerate((("1", "V1__create_users.sql"), ("1.2", "V1.2__create_posts.sql"))))
    return Tool(
        "flyway", "sql", files, NUMBERS + ["repeat"], author="ann", times=TIMES[:2],
        rows='create table flyway_schema_history (installed_rank int not null primary key, version varchar(50), '
        'description varchar(200) not null, type varchar(20) not null, script varchar(1000) not null, checksum int, '
        f"installed_by varchar(100) not null, installed_on text not null, execution_time int not null, success boolean not null);"
        f"insert into flyway_schema_history values {rows};",
        notes=["'beforeMigrate.sql' is a callback",
               "V2__add_view.sql:3:1: warning: placeholders are not filled in"])


def sqlx() -> Tool:
    files = pairs("migrations/{t}_{s}.up.sql", "migrations/{t}_{s}.down.sql")
    name = "migrations/20240303100000_add_email.up.sql"
    files[name] = "-- no-transaction\n" + files[name]
    rows = ", ".join(f"({STAMPS[n]}, 'x', '{TIMES[n]}', 1, x'00', 1)" for n in (0, 1))
    return Tool(
        "sqlx", "migrations", files, STAMPS, author="sqlx", times=TIMES[:2],
        rows="create table _sqlx_migrations (version bigint primary key, description text not null, installed_on timestamp "
        "not null default current_timestamp, success boolean not null, checksum blob not null, execution_time bigint not null);"
        f"insert into _sqlx_migrations values {rows};")


def diesel() -> Tool:
    files = pairs("migrations/{d}_{s}/up.sql", "migrations/{d}_{s}/down.sql")
    files["migrations/2024-03-03-100000_add_email/metadata.toml"] = "run_in_transaction = false\n"
    rows = ", ".join(f"('{STAMPS[n]}', '{TIMES[n]}')" for n in (0, 1))
    return Tool(
        "diesel", "migrations", files, STAMPS, author="Diesel", times=TIMES[:2],
        rows="create table __diesel_schema_migrations (version varchar(50) primary key not null, run_on timestamp not null "
        f"default current_timestamp); insert into __diesel_schema_migrations values {rows};")


def refinery() -> Tool:
    rows = ", ".join(f"({n + 1}, 'x', '{TIMES[n].replace(' ', 'T')}.123456789Z', '1')" for n in (0, 1))
    return Tool(
        "refinery", "migrations", each("migrations/V{n}__{s}.sql", "{up}"), NUMBERS, author="refinery", times=TIMES[:2],
        rows="create table refinery_schema_history (version int4 primary key, name varchar(255), applied_on varchar(255), "
        f"checksum varchar(255)); insert into refinery_schema_history values {rows};")


def prisma() -> Tool:
    files = each("prisma/migrations/{t}_{s}/migration.sql", "{up}")
    name = "prisma/migrations/20240303100000_add_email/migration.sql"
    files[name] = f"-- RedefineTables\nPRAGMA foreign_keys=OFF;\n{files[name]}PRAGMA foreign_keys=ON;\n"
    files["prisma/migrations/migration_lock.toml"] = 'provider = "sqlite"\n'
    rows = ", ".join(
        f"('{n}', 'x', {1709287200000 + n * 86400000}, '{STAMPS[n]}_{STEPS[n][0]}', null, null, {1709287199000 + n * 86400000}, 1)"
        for n in (0, 1))
    return Tool(
        "prisma", "prisma/migrations", files, STAMPS, author="Prisma", times=TIMES[:2],
        rows='create table "_prisma_migrations" (id text primary key not null, checksum text not null, finished_at datetime, '
        "migration_name text not null, logs text, rolled_back_at datetime, started_at datetime not null default current_timestamp, "
        f'applied_steps_count integer unsigned not null default 0); insert into "_prisma_migrations" values {rows}, '
        f"('9', 'x', null, '{STAMPS[2]}_add_email', 'failed', 1709287300000, 1709287250000, 0);")


def knex() -> Tool:
    files = pairs("migrations/sql/{t}_{s}.up.sql", "migrations/sql/{t}_{s}.down.sql")
    files |= each("migrations/{t}_{s}.js", "exports.up = sqlFile; exports.down = sqlFile;\n")
    files["migrations/20240305100000_seed.js"] = "exports.up = (knex) => knex('users').insert({ id: 9 });\n"
    rows = ", ".join(f"({n + 1}, '{STAMPS[n]}_{STEPS[n][0]}.js', 1, {1709287200000 + n * 86400000})" for n in (0, 1))
    return Tool(
        "knex", "migrations", files, STAMPS, author="Knex", times=TIMES[:2],
        rows="create table knex_migrations (id integer not null primary key autoincrement, name varchar(255), batch integer, "
        f"migration_time datetime); insert into knex_migrations values {rows};",
        notes=["'20240305100000_seed.js' has no SQL files beside it"])


def drizzle() -> Tool:
    files = each("drizzle/000{n}_{s}.sql", "{up}")
    # Drizzle counts from 0, and its generator puts its own line between statements.
    files = {name.replace("000" + name[11], f"000{int(name[11]) - 1}"): text.replace(";\ncreate", ";\n--> statement-breakpoint\ncreate")
             for name, text in files.items()}
    entries = [
        {"idx": n, "version": "6", "when": 1709287200000 + n * 86400000, "tag": f"000{n}_{STEPS[n][0]}", "breakpoints": True}
        for n in range(4)]
    files["drizzle/meta/_journal.json"] = json.dumps({"version": "7", "dialect": "sqlite", "entries": entries})
    return Tool(
        "drizzle", "drizzle", files, ["0000", "0001", "0002", "0003"], author="Drizzle",
        rows="create table __drizzle_migrations (id serial primary key, hash text not null, created_at numeric);"
        "insert into __drizzle_migrations (hash, created_at) values ('a', 1709287200000), ('b', 1709373600000);")


def graphile_migrate() -> Tool:
    before = "-"
    files: Files = {}
    for index, (slug, _, _) in enumerate(STEPS):
        head = f"--! Previous: {before}\n--! Hash: sha1:{index}\n--! Message: {slug.replace('_', ' ')}\n"
        text = up(index).replace(TRIGGER, "")
        if index == 2:
            head += "--! no-transaction\n"
            text = "alter table users add column email varchar(40);\ncreate index concurrently users_email on users (email);\n"
        files[f"migrations/committed/00000{index + 1}{'-' + slug.replace('_', '-') if index else ''}.sql"] = f"{head}\n{text}"
        before = f"sha1:{index}"
    files["migrations/current.sql"] = "-- Enter migration here\n"
    files["migrations/committed/000004-add-view.sql"] += "comment on view named is 'of :DATABASE_OWNER';\n"
    return Tool(
        "graphile-migrate", "migrations", files, [f"00000{n}" for n in range(1, 5)], author="graphile-migrate",
        times=TIMES[:2], database="postgresql",
        rows="create schema graphile_migrate; create table graphile_migrate.migrations (hash text primary key, previous_hash text "
        "references graphile_migrate.migrations, filename text not null, date timestamptz not null default now());"
        f"insert into graphile_migrate.migrations values ('a', null, '000001.sql', '{TIMES[0]}'), "
        f"('b', 'a', '000002-create-posts.sql', '{TIMES[1]}');",
        notes=["'current.sql' is not committed yet", "placeholders are not filled in"])


def rails() -> Tool:
    text = "".join(up(index) for index in range(4))
    text += 'create table "schema_migrations" ("version" varchar not null primary key);\n'
    text += 'INSERT INTO "schema_migrations" (version) VALUES\n(\'20240304100000\'),\n(\'20240301100000\');\n'
    return Tool(
        "rails", "db", {"db/structure.sql": text}, [STAMPS[3]], author="Rails",
        rows=text.split("INSERT INTO")[0] + "insert into schema_migrations values ('20240301100000'), ('20240304100000');",
        notes=["is the schema after 2 migrations, adopted as one"])


ALL = (
    golang_migrate, goose, flyway, sqlx, diesel, refinery, prisma, knex, drizzle, graphile_migrate, rails,
)

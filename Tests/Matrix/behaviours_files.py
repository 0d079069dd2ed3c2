"""Files that come late, are changed, renamed, renumbered or squashed; schemas; copies of the whole."""

from database import TRACKER
from declare import behaviour
from stage import Stage, equal, holds, migration


@behaviour
def a_late_file_is_applied_with_a_warning(stage: Stage) -> None:
    stage.write(migration("0001"), migration("0003"))
    stage.up()
    stage.write(migration("0002"))
    stage.up().says("warning:", "0002")
    stage.applied("0001", "0003", "0002")
    stage.down()
    stage.applied("0001", "0003")


@behaviour
def strict_ordering_refuses_a_late_file(stage: Stage) -> None:
    stage.settings["strict_ordering"] = True
    stage.write(migration("0001"), migration("0003"))
    stage.up()
    stage.write(migration("0002"))
    stage.call("upgrade").ended(1).says("error:", "0002", "--allow-missing")
    stage.applied("0001", "0003")
    stage.up("--allow-missing")
    stage.applied("0001", "0003", "0002")


@behaviour
def a_changed_file_is_a_warning_and_strictly_an_error(stage: Stage) -> None:
    stage.write(migration("0001"), migration("0002"))
    stage.up()
    stage.write(migration("0001", "create table t_0001 (id bigint);"), migration("0003"))
    equal(stage.states()["0001"], "changed", "state")
    stage.call("upgrade", "--strict").ended(1).says("'0001' was changed after it was applied")
    stage.applied("0001", "0002")
    stage.up().says("warning: '0001' was changed after it was applied")
    stage.applied("0001", "0002", "0003")
    (stage.folder / "migrations" / "0002_x.sql").unlink()
    equal(stage.states()["0002"], "missing", "state")
    stage.call("downgrade", "base").ended(1).says("0002")
    stage.applied("0001", "0002", "0003")


@behaviour
def the_row_of_a_renamed_file_follows(stage: Stage) -> None:
    stage.write(migration("20250101000000"), migration("20250102000000", title="posts"))
    stage.up()
    before = stage.database.rows(f"select applied_at, execution_sequence from {TRACKER} order by 2")
    stage.rename("20250102000000_posts.sql", "0002_posts.sql", ("20250102000000", "0002"))
    equal(stage.states(), {"20250101000000": "applied", "0002": "renamed"}, "states")
    stage.settings["auto_sync"] = False
    stage.call("upgrade").ended(1).says("20250102000000", "0002_posts.sql")
    stage.settings.clear()
    stage.up().says("renamed 20250102000000 to 0002")
    stage.applied("20250101000000", "0002")
    equal(stage.database.rows(f"select applied_at, execution_sequence from {TRACKER} order by 2"), before, "times")
    equal(stage.column(TRACKER, "version_type", "execution_sequence"), ["timestamp", "sequential"], "types")
    stage.down("base")
    stage.made()


@behaviour
def reconcile_renames_a_row_by_hand(stage: Stage) -> None:
    stage.write(migration("0001"), migration("0002"))
    stage.up()
    (stage.folder / "migrations" / "0002_x.sql").unlink()
    stage.write(migration("0003", title="other"))
    stage.call("reconcile", "0002", "0003").ended(0)
    stage.applied("0001", "0003")
    stage.up().says("nothing to apply")


@behaviour
def fix_puts_numbers_in_the_place_of_times(stage: Stage) -> None:
    stage.write(migration("0001"), migration("20250101000000"), migration("20250102000000", title="y"))
    stage.up("20250101000000")
    stage.call("fix", "--dry-run").ended(0).says("20250101000000", "0002")
    stage.call("fix", "--yes").ended(0)
    equal(stage.files(), ["0001_x.sql", "0002_x.sql", "0003_y.sql"], "files")
    stage.applied("0001", "0002")
    stage.up()
    stage.applied("0001", "0002", "0003")
    stage.down("base")
    stage.made()


@behaviour
def squash_makes_one_row_of_several(stage: Stage) -> None:
    for number in range(1, 5):
        stage.write(migration(f"000{number}"))
    stage.up()
    before, other, part = stage.database, stage.another(), stage.another()
    stage.call("upgrade", "0002", on=part).ended(0)
    stage.call("squash", "0001:0003", "-m", "first year", "--yes").ended(0)
    equal(stage.files(), ["0001_first_year.sql", "0004_x.sql"], "files")
    stage.up()
    stage.applied("0001", "0004")
    equal(stage.column(TRACKER, "replaces", "execution_sequence")[0], "0001,0002,0003", "what it replaces")
    equal(stage.states(), {"0001": "applied", "0004": "applied"}, "states")
    stage.database = other
    stage.up()
    stage.applied("0001", "0004")
    stage.made("t_0001", "t_0002", "t_0003", "t_0004")
    equal([line for line in other.dump().splitlines() if "replaces" not in line and TRACKER not in line],
          [line for line in before.dump().splitlines() if "replaces" not in line and TRACKER not in line], "the rest")
    stage.down("base")
    stage.made()
    stage.database = part
    stage.call("upgrade").ended(1).says("0001")
    stage.applied("0001", "0002")


@behaviour
def default_schema_is_where_migrations_work_and_rows_are(stage: Stage) -> None:
    stage.settings["default_schema"] = "app"
    stage.write(migration("0001", "create table here (id integer);", "drop table here;"))
    stage.call("upgrade").ended(1, 65, 78).says("app")
    equal(stage.database.tables(), [], "tables outside")
    stage.database.execute("create schema app;\n")
    stage.up()
    equal(stage.database.rows("select count(*) from app.here"), [["0"]], "the table's rows")
    equal(stage.database.rows(f"select version_num from app.{TRACKER}"), [["0001"]], "the tracking table's rows")
    equal(stage.states(), {"0001": "applied"}, "states")
    stage.settings["transactional"] = False
    stage.down()
    stage.up()
    equal(stage.database.rows("select count(*) from app.here"), [["0"]], "the table's rows, statement by statement")
    equal(stage.database.tables(), [], "tables outside")
    stage.settings |= {"transactional": True, "version_table_schema": "ops"}
    stage.call("upgrade").ended(1, 65, 78).says("ops")
    stage.database.execute("create schema ops;\ndrop table app.here;\n")
    stage.up()
    equal(stage.database.rows(f"select version_num from ops.{TRACKER}"), [["0001"]], "rows in another schema")


@behaviour
def a_schema_of_the_file_alone_holds_for_that_migration(stage: Stage) -> None:
    stage.write(migration("0001", head="-- schema: app\n"), migration("0002"))
    stage.call("upgrade").ended(1).says("app")
    equal(stage.column(TRACKER, "version_num"), [], "rows")
    stage.database.execute("create schema app;\n")
    stage.up()
    equal(stage.database.rows("select count(*) from app.t_0001"), [["0"]], "rows")
    stage.made("t_0002")
    stage.down("base")
    stage.made()


@behaviour
def a_default_schema_is_refused_where_there_are_no_schemas(stage: Stage) -> None:
    stage.write(migration("0001", head="-- schema: app\n"))
    stage.call("upgrade").ended(65).says("migrations/0001_x.sql", "schema")
    stage.settings["default_schema"] = "app"
    stage.call("upgrade").ended(65, 78).says("schema")
    equal(stage.database.tables(), [], "tables")


@behaviour
def verify_shows_a_way_back_that_does_not_lead_back(stage: Stage) -> None:
    stage.write(migration("0001"), migration("0002", "alter table t_0001 add column x integer;", "select 1;"))
    stage.up("0001")
    before = stage.database.dump()
    stage.call("verify").ended(1).says("migrations/0002_x.sql:", "reverting '0002' does not undo it")
    stage.write(migration("0002", down="drop table t_0002;"))
    stage.call("verify").ended(0).says("0002: x", "up, down, up")
    stage.call("verify", "--all").ended(0).says("0001: x")
    equal(stage.database.dump(), before, "the database")


@behaviour
def dump_and_baseline_make_the_same_again(stage: Stage) -> None:
    up = "create table p (id integer primary key, a varchar(20) not null);"
    stage.write(migration("0001"), migration("0002", up))
    stage.up()
    first = stage.call("dump").ended(0).out
    equal(stage.call("dump").ended(0).out, first, "a second dump")
    (stage.folder / "schema.sql").write_text(first)
    new = stage.another()
    stage.call("baseline", "schema.sql", on=new).ended(0).says("is at 0002")
    stage.call("upgrade", on=new).ended(0).says("nothing to apply")
    equal(new.dump(), stage.database.dump(), "the database")
    holds("create table" in first.lower(), first)


def put(stage: Stage, folder: str, *all_files: dict[str, str]) -> None:
    (stage.folder / folder).mkdir(parents=True, exist_ok=True)
    for files in all_files:
        for name, text in files.items():
            (stage.folder / folder / name).write_text(text)


@behaviour
def files_below_the_folder_are_named_until_they_are_taken(stage: Stage) -> None:
    put(stage, "migrations/2024/01", migration("0001"))
    put(stage, "migrations/2024", migration("0002"))
    put(stage, "migrations/_drafts", migration("0003"))
    words = ("migrations/2024", "0002_x.sql, 01/0001_x.sql", 'script_location = "migrations/**"')
    stage.call("upgrade").ended(0).says("warning: ", *words).silent_on("create-migration", "_drafts")
    stage.call("status", "--strict", "--exit-code").ended(65).says("error: ", *words)
    stage.call("check", "--strict").ended(65).says(*words)
    stage.settings["script_location"] = "migrations/**"
    stage.call("check", "--strict").ended(0).silent_on("2024")
    stage.up().silent_on("warning")
    stage.applied("0001", "0002")


@behaviour
def several_folders_are_one_series(stage: Stage) -> None:
    stage.settings["script_location"] = ["migrations", "shop/**"]
    stage.write(migration("0002"))
    put(stage, "shop/a", migration("0001"), migration("0003"))
    stage.up()
    stage.applied("0001", "0002", "0003")
    stage.call("create-migration", "-m", "next", "--sequential").ended(0).says("migrations/0004_next.sql")
    (stage.folder / "migrations" / "0004_next.sql").unlink()
    put(stage, "shop", migration("0002", "create table other (i integer);", "drop table other;", title="other"))
    stage.call("upgrade").ended(65).says("migrations/0002_x.sql", "shop/0002_other.sql")
    stage.call("fix", "shop/0002_other.sql", "--yes").ended(0).says("0002  ->  0004  shop/0002_other.sql")
    stage.up()
    stage.call("fix", "0009_none.sql", "--yes").ended(64).says("'migrations' or 'shop/**'")
    stage.call("squash", "0001:0003", "-m", "all", "--yes").ended(0)
    found = sorted(str(path.relative_to(stage.folder)) for path in stage.folder.rglob("0*.sql"))
    equal(found, ["shop/0004_other.sql", "shop/a/0001_all.sql"], "files")
    stage.call("status", "--exit-code").ended(0)
    stage.call("status", "--exit-code", RUNG_SCRIPT_LOCATION="migrations, shop/a").ended(1).says("shop")
    stage.down("base")
    stage.made()

"""Plans that are reviewed before they run: what was approved runs, and nothing else does."""

import re

from declare import behaviour
from stage import Stage, equal, holds, migration


def planned(stage: Stage, *words: str, name: str = "plan.sql", **variables: str) -> str:
    """Write a plan; returns its digest."""
    said = stage.call(*words, "--dry-run", "--out", name, **variables).ended(0)
    digest = re.search(r"sha256 ([0-9a-f]{64})", said.errors)
    holds(digest, said.errors)
    text = (stage.folder / name).read_text()
    holds(f"-- sha256: {digest[1]}\n" in text, "the digest in the file")
    return digest[1]


def refused(stage: Stage, *words: str, reason: str, plan: str = "plan.sql", **variables: str) -> None:
    before = stage.database.dump()
    stage.call(*words, "--plan", plan, **variables).ended(1).says("not the plan that was approved", reason, "@@")
    equal(stage.database.dump(), before, f"the database after a refusal: {reason}")


def three(stage: Stage) -> None:
    stage.write(migration("0001"), migration("0002"), migration("0003"))


@behaviour
def an_approved_plan_runs_for_another_author(stage: Stage) -> None:
    three(stage)
    stage.up("0001")
    digest = planned(stage, "upgrade")
    equal(planned(stage, "upgrade", RUNG_AUTHOR="grace"), digest, "the digest of another author's plan")
    by_hand = stage.another()
    stage.call("upgrade", "0001", on=by_hand).ended(0)
    text = (stage.folder / "plan.sql").read_text()
    sent = by_hand.send(text)
    equal((sent.returncode, sent.stderr.decode()), (0, ""), "the client, with the plan")
    stage.call("upgrade", "--plan", "plan.sql", RUNG_AUTHOR="lovelace").ended(0)
    stage.applied("0001", "0002", "0003")
    equal(stage.column("ddl_migrations", "applied_by", "execution_sequence"), ["ada", "lovelace", "lovelace"], "authors")
    digest = planned(stage, "downgrade", "base", name="down.sql")
    stage.call("downgrade", "base", "--expect", "0" * 64).ended(1).says(digest)
    stage.applied("0001", "0002", "0003")
    stage.call("downgrade", "base", "--expect", digest.upper()).ended(0)
    stage.applied()


@behaviour
def a_plan_is_refused_when_anything_has_changed(stage: Stage) -> None:
    three(stage)
    stage.up("0001")
    planned(stage, "upgrade", "0002")
    refused(stage, "upgrade", reason="file: none when it was planned")
    refused(stage, "upgrade", "0002", "--table", "others", reason="from: 0001, 1 row")
    file = stage.folder / "migrations" / "0002_x.sql"
    text = file.read_text()
    file.write_text(text.replace("t_0002", "u_0002"))
    refused(stage, "upgrade", "0002", reason="file: up 0002")
    file.write_text(text)
    other = stage.another()
    refused(stage, "upgrade", "0002", reason="database: ", RUNG_DATABASE=other.url)
    equal(other.tables(), [], "the other database")
    plan = stage.folder / "plan.sql"
    right = plan.read_text()
    for old, new in (("t_0002", "t_0009"), ("-- to: 0002", "-- to: 0001"), ("commit;", "commit ;")):
        if old not in right:
            continue
        plan.write_text(right.replace(old, new, 1))
        stage.call("upgrade", "0002", "--plan", "plan.sql").ended(65).says("was edited: line ")
    plan.write_text(right)
    stage.applied("0001")
    stage.up("0002")
    refused(stage, "upgrade", "0002", reason="from: 0001, 1 row")
    stage.down("0001")
    stage.call("upgrade", "0002", "--plan", "plan.sql").ended(0)


@behaviour
def a_plan_belongs_to_a_target_and_a_role(stage: Stage) -> None:
    three(stage)
    stage.up("0001")
    planned(stage, "upgrade")
    url = stage.database.url
    if stage.kind.is_server:
        refused(stage, "upgrade", reason="role: ", RUNG_DATABASE=stage.database.guarded("none"))
    settings = stage.folder / "other.toml"
    settings.write_text('[target.production]\ndatabase = "env:URL"\n')
    refused(stage, "upgrade", "--config", "other.toml", "--target", "production", reason="target: ", URL=url)


@behaviour
def a_protected_target_changes_by_a_plan_alone(stage: Stage) -> None:
    three(stage)
    (stage.folder / "other.toml").write_text('[target.production]\ndatabase = "env:URL"\nprotected = true\n')
    way = {"RUNG_CONFIG": "other.toml", "RUNG_TARGET": "production", "URL": stage.database.url}
    stage.call("upgrade", **way).ended(1).says("'production' is protected", "--plan")
    planned(stage, "upgrade", "0002", **way)
    stage.call("upgrade", "0002", "--plan", "plan.sql", **way).ended(0)
    for words in (("downgrade",), ("redo",), ("db", "drop", "--yes")):
        stage.call(*words, **way).ended(1).says("'production' is protected", "--yes-i-mean production")
        stage.call(*words, "--yes-i-mean", "staging", **way).ended(1)
    stage.call("downgrade", "--dry-run", **way).ended(0)
    stage.call("redo", "--yes-i-mean", "production", **way).ended(0)
    stage.applied("0001", "0002")
    digest = planned(stage, "downgrade", **way)
    stage.call("downgrade", "--expect", digest, **way).ended(0)
    stage.call("downgrade", "--yes-i-mean", "production", **way).ended(0)
    stage.applied()


@behaviour
def a_plan_of_nothing_runs_nothing(stage: Stage) -> None:
    three(stage)
    stage.up()
    planned(stage, "upgrade")
    stage.call("upgrade", "--plan", "plan.sql").ended(0).says("nothing to apply")
    stage.write(migration("0004"))
    refused(stage, "upgrade", reason="file: none when it was planned; up 0004")


@behaviour
def a_plan_and_a_dry_run_exclude_each_other(stage: Stage) -> None:
    three(stage)
    stage.call("upgrade", "--out", "plan.sql").ended(64)
    planned(stage, "upgrade")
    stage.call("upgrade", "--dry-run", "--plan", "plan.sql").ended(64)
    stage.call("upgrade", "--expect", "12").ended(64)
    stage.call("upgrade", "--plan", "none.sql").ended(73, 69, 65).says("none.sql")
    stage.call("upgrade", "--plan", "migrations/0001_x.sql").ended(65).says("is not a plan")


ADDED = re.compile(r"^-- (undoes the plan|from \w+ back to|not undone: |'0\w+' was interrupted).*\n", re.M)


def rolls_back(stage: Stage, *words: str, start: tuple[str, ...], target: str) -> str:
    """A plan and its rollback, sent by the client, against `upgrade` and `downgrade`; returns the rollback."""
    by_hand = stage.another()
    for database in (stage.database, by_hand):
        if start:
            stage.call(*start, on=database).ended(0)
    before = by_hand.dump()
    options = ("--dry-run", "--out", "plan.sql", "--with-rollback", "back.sql")
    said = stage.call(*words, *options, on=by_hand).ended(0).says("wrote back.sql", "wrote plan.sql")
    equal(by_hand.dump(), before, "the database after the planning")
    back = (stage.folder / "back.sql").read_text()
    digest = re.search(r"sha256 ([0-9a-f]{64})", said.errors)
    holds(digest and f"-- undoes the plan with sha256: {digest[1]}\n" in back, back[:400])
    for name in ("plan.sql", "back.sql"):
        sent = by_hand.send((stage.folder / name).read_text())
        equal((sent.returncode, sent.stderr.decode()), (0, ""), f"the client, with {name}")
        if name == "plan.sql":
            stage.call(*words).ended(0)
            downgrade = stage.call("downgrade", target, "--dry-run", on=by_hand).ended(0)
            # DuckDB says which schema the table is in once there is one.
            same = [text.replace('"main".', "") for text in (ADDED.sub("", back), downgrade.out)]
            equal(*same, "the rollback, and what 'downgrade' prints after the plan")
    stage.down(target)
    equal(by_hand.dump(), stage.database.dump(), "after the rollback, and after 'downgrade'")
    return back


@behaviour
def a_rollback_undoes_exactly_its_plan(stage: Stage) -> None:
    three(stage)
    stage.write(migration("0004", "create table v (a text);\ninsert into v values ('it''s; x');", "drop table v;"))
    stage.write(migration("0005", head="-- transactional: false\n\n"))
    back = rolls_back(stage, "upgrade", start=("upgrade", "0002"), target="0002")
    holds("-- from 0005 back to 0002\n" in back, back[:400])
    holds(back.splitlines()[1].startswith("-- run with: "), back[:300])
    stage.renew()
    rolls_back(stage, "upgrade", "+2", start=(), target="base")
    stage.renew()
    stage.settings["include_extensions"] = ["litestar", "events"]
    equal("drop table" in rolls_back(stage, "upgrade", start=("upgrade", "0005"), target="-2").lower(), True, "what reverts extensions")


@behaviour
def a_rollback_tells_what_it_cannot_undo(stage: Stage) -> None:
    three(stage)
    stage.write({"repeat_0001_view.sql": "create table if not exists again (a integer);\n"})
    back = rolls_back(stage, "upgrade", start=("upgrade", "0001"), target="0001")
    holds("-- not undone: what 'repeat_0001_view.sql' made; " in back, back[:500])
    stage.up()
    stage.write({"repeat_0001_view.sql": "create table if not exists again (b integer);\n"})
    stage.call("upgrade", "--dry-run", "--with-rollback", "back.sql").ended(0)
    holds("nothing to revert" in (stage.folder / "back.sql").read_text(), "a plan of a repeatable migration alone")


@behaviour
def a_rollback_that_would_not_be_whole_is_not_written(stage: Stage) -> None:
    three(stage)
    stage.write(migration("0003", down=None), migration("0004"), migration("0005", down=None))
    options = ("--dry-run", "--out", "plan.sql", "--with-rollback", "back.sql")
    refused = stage.call("upgrade", *options).ended(1)
    refused.says("migrations/0003_x.sql: error: no rollback is written: '0003' cannot be undone", "'0005'",
                 "'-- name: migrate-0003-down'", "'rung upgrade +2'")
    equal(refused.out, "", "standard output")
    equal([path.name for path in stage.folder.glob("*.sql")], [], "files")
    stage.call("upgrade", "0002", *options).ended(0)
    stage.call("upgrade", "--with-rollback", "back.sql").ended(64).says("--dry-run")
    stage.call("upgrade", "--dry-run", "--out", "x.sql", "--with-rollback", "x.sql").ended(64)


@behaviour
def a_rollback_takes_out_of_order_and_renamed_files(stage: Stage) -> None:
    three(stage)
    stage.write(migration("0005", title="five"))
    stage.up()
    stage.write(migration("0004"))
    stage.rename("0005_five.sql", "0006_five.sql", ("0005", "0006"))
    stage.call("upgrade", "--dry-run", "--out", "plan.sql", "--with-rollback", "back.sql").ended(0)
    back = (stage.folder / "back.sql").read_text()
    holds("-- not undone: the changes of the tracking table" in back, back[:500])
    before = [row for row in stage.database.dump().splitlines() if "t_" in row]
    for name in ("plan.sql", "back.sql"):
        sent = stage.database.send((stage.folder / name).read_text())
        equal((sent.returncode, sent.stderr.decode()), (0, ""), f"the client, with {name}")
    stage.applied("0001", "0002", "0003", "0006")
    equal([row for row in stage.database.dump().splitlines() if "t_" in row], before, "tables")

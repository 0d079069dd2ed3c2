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

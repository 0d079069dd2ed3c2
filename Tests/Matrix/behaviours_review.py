"""The page and the text for a reviewer: what they say is true, and what is written stays text."""

import re
from html.parser import HTMLParser

from declare import behaviour
from stage import Stage, equal, holds, migration

HOSTILE = "</script> & \"a\" | <img src=x onerror=alert(1)> `b` 'c'"


class Page(HTMLParser):
    """The text of a page, its elements, and what it refers to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.elements: set[str] = set()
        self.targets: list[str] = []
        self.names: list[str] = []
        self.feed(text)
        self.text = " ".join("".join(self.words).split())

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        for name, value in attributes:
            holds(not name.startswith("on"), f"{tag} {name}")
            if name in ("src", "href", "action", "data", "poster", "srcset"):
                self.targets.append(value or "")
            if name == "id":
                self.names.append(value or "")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def described(version: str, description: str, up: str, down: str | None = "") -> dict[str, str]:
    return migration(version, up, down, head=f"-- Description: {description}\n-- Author: ada\n")


def page(stage: Stage) -> Page:
    stage.call("review", "--html", "review.html").ended(0)
    return Page((stage.folder / "review.html").read_text())


@behaviour
def a_review_says_what_is_planned_and_changes_nothing(stage: Stage) -> None:
    stage.write(migration("0001"))
    stage.up()
    stage.write(described("0002", HOSTILE, f"create table t_0002 (id integer); -- {HOSTILE}"), migration("0003"))
    before = stage.database.dump()
    shown = page(stage)
    equal(stage.database.dump(), before, "the database after a review")
    holds(HOSTILE in shown.text, shown.text)
    holds(not shown.elements & {"script", "img", "iframe", "link", "object", "embed", "form"}, str(shown.elements))
    equal([target for target in shown.targets if not target.startswith("#")], [], "what the page asks for")
    equal(len(shown.names), len(set(shown.names)), "names that are given once")
    for target in shown.targets:
        holds(target[1:] in shown.names, f"{target} leads nowhere")
    plan = stage.call("upgrade", "--dry-run", "--out", "plan.sql").ended(0)
    digest = re.search(r"sha256 ([0-9a-f]{64})", plan.errors)
    holds(digest and digest[1] in shown.text, "the digest of the plan")
    said = stage.call("review").ended(0)
    holds(digest and digest[1] in said.out and "| 0002 |" in said.out, said.out)
    holds("<img" not in re.sub(r"```sql.*?```", "", said.out, flags=re.DOTALL), said.out)
    stage.call("review", "--markdown", "review.md").ended(0)
    equal((stage.folder / "review.md").read_text(), said.out, "the file and what is printed")
    stage.call("upgrade", "--expect", digest[1] if digest else "").ended(0)
    stage.applied("0001", "0002", "0003")
    holds("Nothing is pending" in page(stage).text, "what is left")


@behaviour
def a_review_says_whether_down_migrations_restore_the_schema(stage: Stage) -> None:
    stage.write(
        migration("0001", "create table kept (id integer);"),
        migration("0002", "create table a (id integer);", "drop table a;"),
        migration("0003", "create table b (id integer);", "select 1;"),
        migration("0004", "create table c (id integer);", "drop table c;"))
    rows = re.findall(r"^\| (\d+) \|.*\| ([^|]+) \|$", stage.call("review").ended(0).out, re.MULTILINE)
    equal(
        rows, [("0001", "does not restore the schema"), ("0002", "schema restored"), ("0003", "does not restore the schema"), ("0004", "schema restored")],
        "the down migration of each")
    stage.write(migration("0005", "create table d (id integer);", None))
    rows = re.findall(r"^\| (\d+) \|.*\| ([^|]+) \|$", stage.call("review").ended(0).out, re.MULTILINE)
    equal(rows[-1], ("0005", "no down migration"), "one without a down block")
    equal(rows[0], ("0001", "not tried: '0005' cannot be reverted"), "one before it")


@behaviour
def a_review_says_which_rows_are_lost(stage: Stage) -> None:
    stage.write(migration("0001", "create table t (id integer, a integer);\ninsert into t values (1, 7), (2, 8);"))
    stage.up()
    stage.write(
        migration("0002", "delete from t where id = 1;", "select 1;"),
        migration("0003", "create table u (id integer);", "drop table u;"))
    said = stage.call("review", "--data").ended(0).out
    holds(re.search(r"\| 0002 \|.*data is lost: .*t.* \(1 row\) \|", said), said)
    holds(re.search(r"\| 0003 \|.*\| schema and rows restored \|", said), said)
    holds(re.search(r"\| 0002 \|.*\| schema restored \|", stage.call("review").ended(0).out), "the schema alone")


@behaviour
def a_review_shows_a_migration_that_fails(stage: Stage) -> None:
    stage.write(migration("0001"), migration("0002", "select no_such_column_x from t_0001;"), migration("0003"))
    said = stage.call("review").ended(0)
    holds("no_such_column_x" in said.out and "`fails`" in said.out, said.out)
    holds("not tried" in said.out, said.out)
    holds("no_such_column_x" in page(stage).text, "the page")
    equal(stage.database.tables(), [], "the database")


@behaviour
def a_review_tries_repeatable_migrations_too(stage: Stage) -> None:
    stage.write(
        migration("0001", "create table a (id integer);", "drop table a;"),
        {"repeat_0001_v.sql": "drop view if exists v;\ncreate view v as select id from a;\n"})
    said = stage.call("review").ended(0).out.replace("\\", "")
    holds(re.search(r"\| 0001 \|.*\| schema restored \|", said), said)
    holds(re.search(r"\| ext_repeat_0001 \|.*\| repeatable \|", said), said)
    stage.up()
    stage.call("review", "0001").ended(0).says("Nothing is pending")


@behaviour
def what_names_another_database_is_not_tried(stage: Stage) -> None:
    other = stage.database.dump()
    name = stage.database.url.rsplit("/", 1)[1].split("?")[0]
    stage.write(migration("0001", f"create table `{name}` . leaked (id integer);", "select 1;"))
    for words in (["lint"], ["review"], ["verify"]):
        stage.call(*words).ended(1).says("names the database", "0001_x.sql:2:8")
        equal(stage.database.dump(), other, f"the database after {words[0]}")
    stage.write(migration("0001", f"insert into runs select '{name}.x'; -- from {name}.x", "select 1;"))
    stage.call("lint").silent_on("names the database")


@behaviour
def what_attaches_another_database_is_not_tried(stage: Stage) -> None:
    stage.write(
        migration("0001", "attach 'other.db' as o;\ncreate table o.leaked (id integer);", "select 1;",
                  head="-- transactional: false\n"))
    for words in (["lint"], ["review"], ["verify"]):
        if words != ["lint"] or stage.kind.kind != "duckdb":
            stage.call(*words).ended(1).says("names the database 'other.db'", "0001_x.sql:3:1")
        holds(not (stage.folder / "other.db").exists(), f"other.db after {words[0]}")

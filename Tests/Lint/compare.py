"""Hold `rung lint` against squawk on statements that are risky, or only look so: cases/*.sql.

usage: compare.py --rung PROGRAM [--only PATTERN] [--write]
  --only PATTERN  only cases whose names match
  --write         write the table of docs/lint.md, which is compared otherwise
environment: RUNG_TEST_POSTGRESQL, as Tests/run sets it
exit status: 0 all holds; 1 a tool finds something else than a case says, or the table of docs/lint.md is another one

A case says in its first lines what it shows, and what each tool is expected to say: its rules, or for Rung `none: `
and a reason. What eugene, pgfence and strong_migrations say is from their documentation. `-- setup` is a migration that is
there before, `-- judged` the one that is judged. squawk reads what is judged, as if in a transaction where it runs in
one, for the release that the case names.
"""

import argparse
import concurrent.futures
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from sarif_pydantic import Sarif

HERE = Path(__file__).resolve().parent
PAGE = HERE.parents[1] / "docs" / "lint.md"
TOOLS = ("squawk", "eugene", "pgfence", "strong_migrations")
# What squawk 2.70 looks for unless it is told otherwise.
SQUAWK = """
    adding-field-with-default adding-foreign-key-constraint adding-not-nullable-field adding-required-field
    adding-serial-primary-key-field ban-alter-domain-with-add-constraint ban-alter-identity ban-char-field
    ban-concurrent-index-creation-in-transaction ban-create-domain-with-constraint ban-drop-column ban-drop-constraint
    ban-drop-database ban-drop-default ban-drop-domain ban-drop-extension ban-drop-function
    ban-drop-generated-expression ban-drop-not-null ban-drop-schema ban-drop-sequence ban-drop-table ban-drop-type
    ban-drop-view ban-duplicate-column-assignments ban-set-schema ban-truncate-cascade ban-uncommitted-transaction
    changing-column-type constraint-missing-not-valid disallowed-unique-constraint identifier-too-long
    prefer-bigint-over-int prefer-bigint-over-smallint prefer-identity prefer-repack prefer-robust-stmts
    prefer-text-field prefer-timestamp-tz renaming-column renaming-object renaming-table
    require-concurrent-index-creation require-concurrent-index-deletion require-concurrent-partition-detach
    require-concurrent-reindex require-enum-value-ordering require-lock-timeout require-statement-timeout
    transaction-nesting""".split()
EUGENE = [*(f"E{number}" for number in (*range(1, 12), 15, 16)), "W12", "W13", "W14"]
# Each case has the one limit as a directive of Rung, which squawk does not know, and most do not need the other.
LIMITS = ("require-lock-timeout", "require-statement-timeout")


@dataclass
class Case:
    name: str
    title: str
    said: dict[str, str]
    setup: str
    judged: str

    def __init__(self, path: Path) -> None:
        head, rest = path.read_text().split("\n-- judged\n")
        head, _, self.setup = head.partition("\n-- setup\n")
        first, *lines = head.strip().splitlines()
        self.name, self.title, self.judged = path.stem, first.removeprefix("-- "), rest
        self.said = dict(line.removeprefix("-- ").split(": ", 1) for line in lines)

    def rules(self, tool: str) -> list[str]:
        text = self.said.get(tool, "")
        return [] if text.startswith("none: ") else sorted(text.split(", ")) if text else []

    @property
    def is_transactional(self) -> bool:
        return "-- transactional: false\n" not in self.judged

    @property
    def schema(self) -> str:
        return "case_" + self.name.replace("-", "_")

    def files(self, number: int) -> dict[str, str]:
        """Its two migrations, in a schema of its own."""
        head = re.match(r"(-- \w+: .*\n)*", self.judged)[0]
        setup, judged = f"{number:04}", f"{number + 1:04}"
        return {
            f"{setup}_setup.sql": f"-- schema: {self.schema}\n-- name: migrate-{setup}-up\n{self.setup or ';'}\n",
            f"{judged}_{self.name}.sql":
                f"-- schema: {self.schema}\n{head}-- name: migrate-{judged}-up\n{self.judged.removeprefix(head)}",
        }

    def squawked(self) -> list[str]:
        # The program itself: the one on the path of a virtual environment starts it with Python.
        command = [str(Path(sys.executable).parent / "squawk"), "--reporter", "json"]
        command += ["--pg-version", self.said.get("release", "15"), "--stdin-filepath", f"{self.name}.sql"]
        command += ["--assume-in-transaction"] * self.is_transactional
        done = subprocess.run(command, input=self.judged, text=True, capture_output=True, timeout=60, check=False)
        found = {found["rule_name"] for found in json.loads(done.stdout)}
        return sorted(found - {rule for rule in LIMITS if rule not in self.rules("squawk")})


def linted(program: str, database: str, cases: list[Case], form: str) -> str:
    """What `rung lint` prints about cases that are one project."""
    with tempfile.TemporaryDirectory(prefix="rung-lint-") as folder:
        migrations = Path(folder) / "migrations"
        migrations.mkdir()
        schemas = "".join(f"create schema {case.schema};\n" for case in cases)
        files = {"0001_schemas.sql": f"-- name: migrate-0001-up\n{schemas}"}
        for index, case in enumerate(cases):
            files |= case.files(2 * index + 2)
        for name, text in files.items():
            (migrations / name).write_text(text)
        variables = {key: value for key, value in os.environ.items() if not key.startswith(("RUNG_", "PG"))}
        done = subprocess.run(
            [program, "lint", "--all", "--format", form, "--database", database], cwd=folder, text=True,
            env={**variables, "HOME": folder}, capture_output=True, timeout=120, check=False)
    assert done.returncode in (0, 1) and done.stdout, done.stderr
    return done.stdout


def found(program: str, database: str, cases: list[Case]) -> dict[str, tuple[list[str], str]]:
    """The rules that Rung finds broken, and what it measures, by the names of the cases."""
    report = json.loads(linted(program, database, cases, "json"))
    rules: dict[str, set[str]] = {case.name: set() for case in cases}
    for finding in report["findings"]:
        rules.setdefault(Path(finding["file"]).stem[5:], set()).add(finding["rule"])
    return {case.name: (sorted(rules[case.name]), measured(case, report["statements"])) for case in cases}


def measured(case: Case, statements: list[dict[str, Any]]) -> str:
    """The locks of what is judged, and whether rows are rewritten or read, in one cell."""
    facts: list[str] = []
    for statement in statements:
        if Path(statement["file"]).stem[5:] != case.name:
            continue
        facts += [lock.split(" on ")[0].removesuffix("Lock") for lock in statement["locks"]]
        facts += ["writes"] * bool(statement["rewritten"]) + ["reads"] * bool(statement["scanned"])
    return ", ".join(dict.fromkeys(facts)) or "–"


def unknown(value: object) -> list[str]:
    """The keys that SARIF does not have, for the model takes any; it lacks one that the standard has (3.14.17)."""
    if isinstance(value, list):
        return [key for each in value for key in unknown(each)]
    if not isinstance(value, BaseModel):
        return []
    own = set(value.model_extra or {}) - {"columnKind"}
    return [*own, *(key for _, each in value for key in unknown(each))]


def check_sarif(program: str, database: str, cases: list[Case]) -> None:
    log = Sarif.model_validate_json(linted(program, database, cases, "sarif"))
    assert not unknown(log), unknown(log)
    rules = {result.rule_id for result in log.runs[0].results or []}
    assert {rule for case in cases for rule in case.rules("rung")} <= rules, rules


def problems(case: Case, found: list[str], squawked: list[str]) -> list[str]:
    """What is not as the case says."""
    told = []
    if found != case.rules("rung"):
        told.append(f"{case.name}: rung finds {found}, not {case.rules('rung')}")
    if squawked != case.rules("squawk"):
        told.append(f"{case.name}: squawk finds {squawked}, not {case.rules('squawk')}")
    if not found and not case.said.get("rung", "").startswith("none: "):
        told.append(f"{case.name}: rung finds nothing, and there is no reason")
    return told


def uncovered(cases: list[Case]) -> list[str]:
    """The rules of others that no case shows."""
    shown = {tool: {rule for case in cases for rule in case.rules(tool)} for tool in TOOLS}
    lost = [rule for rule in SQUAWK if rule not in shown["squawk"]]
    lost += [f"not a rule of squawk that is on: {rule}" for rule in shown["squawk"] - set(SQUAWK)]
    return lost + [rule for rule in EUGENE if rule not in shown["eugene"]]


def table(cases: list[Case], facts: dict[str, str]) -> str:
    """The cases that another tool speaks of, for docs/lint.md."""
    lines = [
        "| what happens | measured | Rung | squawk | eugene | pgfence | strong_migrations |", "|---|---|---|---|---|---|---|"]
    for case in sorted(cases, key=lambda case: (not case.rules("rung"), case.rules("rung"), case.name)):
        if not any(tool in case.said for tool in TOOLS):
            continue
        words = case.said["rung"].replace("none: ", "nothing: ")
        own = ", ".join(f"[{rule}](#{rule})" for rule in case.said["rung"].split(", ")) if case.rules("rung") else words
        others = (case.said.get(tool, "–") for tool in TOOLS)
        lines.append(f"| {case.title} | {facts[case.name]} | {own} | {' | '.join(others)} |")
    return "\n".join(lines) + "\n"


def compared(cases: list[Case], facts: dict[str, str], is_writing: bool) -> list[str]:
    """Whether docs/lint.md has the table; it has the locks of one release of PostgreSQL."""
    begin, end = "<!-- made by Tests/Lint/compare.py --write -->\n\n", "\n<!-- end -->"
    before, rest = PAGE.read_text().split(begin)
    old, after = rest.split(end)
    if is_writing:
        PAGE.write_text(before + begin + table(cases, facts) + end + after)
        return []
    return [] if old == table(cases, facts) else ["docs/lint.md has another table: Tests/Lint/compare.py --write"]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rung", required=True, type=lambda path: str(Path(path).absolute()))
    parser.add_argument("--only", default="")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    began = time.monotonic()
    everything = [Case(path) for path in sorted((HERE / "cases").glob("*.sql"))]
    cases = [case for case in everything if re.search(options.only, case.name)]
    server, name = os.environ["RUNG_TEST_POSTGRESQL"], f"lint_{uuid.uuid4().hex[:8]}"
    subprocess.run(["psql", "-X", "-q", "-c", f"create database {name}", f"{server}/postgres"], check=True)
    # One that fails stops the others, and so is a project of its own.
    failing = [case for case in cases if case.rules("rung") == ["fails"]]
    projects = [[case for case in cases if case not in failing], *([case] for case in failing)]
    try:
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            url, projects = f"{server}/{name}", [each for each in projects if each]
            checks = [pool.submit(check_sarif, options.rung, url, each) for each in projects[:2]]
            each_found = pool.map(lambda each: found(options.rung, url, each), projects)
            own, facts = {}, {}
            for each in each_found:
                for name_of_case, (rules, fact) in each.items():
                    own[name_of_case], facts[name_of_case] = rules, fact
            others = dict(zip((case.name for case in cases), pool.map(Case.squawked, cases), strict=True))
            for check in checks:
                check.result()
    finally:
        subprocess.run(["psql", "-X", "-q", "-c", f"drop database {name}", f"{server}/postgres"], check=True)
    for case in cases:
        print(f"{case.name:33} {', '.join(own[case.name]) or case.said['rung']:60} {', '.join(others[case.name]) or '–'}")
    told = [line for case in cases for line in problems(case, own[case.name], others[case.name])]
    if not options.only:
        told += [f"no case shows {rule}" for rule in uncovered(everything)]
        told += compared(everything, facts, options.write)
    print("\n".join(["", *told]))
    print(f"{len(cases)} compared, {len(told)} not as they say, in {time.monotonic() - began:.0f} s")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())

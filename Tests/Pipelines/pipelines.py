"""Run the pipelines of examples/ci as far as a machine without GitHub and GitLab can: their steps, by a shell.

usage: pipelines.py --rung PROGRAM
environment: RUNG_TEST_POSTGRESQL, a server where this may create databases
exit status: 0 the files match the published schemas, and their steps do what they say; 1 otherwise
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path
from typing import Any

import psycopg
import yaml

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "examples" / "ci"
SCHEMAS = {"github.yaml": "vendor.github-workflows", "gitlab.yaml": "vendor.gitlab-ci"}
SETTINGS = """[target.review]
database = "env:REVIEW_URL"

[target.production]
database = "env:PRODUCTION_URL"
protected = true
"""
FIRST = "-- name: migrate-0001-up\ncreate table a (id bigint);\n-- name: migrate-0001-down\ndrop table a;\n"
SECOND = "-- name: migrate-0002-up\ncreate table b (id bigint);\n-- name: migrate-0002-down\ndrop table b;\n"
BAD = "-- name: migrate-0003-up\ncreate index a_id on a (id);\n-- name: migrate-0003-down\ndrop index a_id;\n"


def holds(condition: object, what: str) -> None:
    if not condition:
        sys.exit(f"pipelines: {what}")


class Machine:
    """A clone of a repository with a pull request, the databases, and the programs that a runner has."""

    def __init__(self, rung: str, folder: Path, server: str) -> None:
        self.folder, self.clone = folder, folder / "clone"
        self.server = server
        names = {name: f"pipeline_{uuid.uuid4().hex[:10]}" for name in ("review", "production")}
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            for name in names.values():
                connection.execute(f'create database "{name}"')
        self.names = names
        self.environment = {
            "PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "HOME": str(folder), "CI": "true", "LC_ALL": "C.UTF-8",
            "REVIEW_URL": f"{server}/{names['review']}", "PRODUCTION_URL": f"{server}/{names['production']}",
            "RUNG_WHEEL": "rung.whl", "GIT_AUTHOR_NAME": "ada", "GIT_AUTHOR_EMAIL": "ada@example.com",
            "GIT_COMMITTER_NAME": "ada", "GIT_COMMITTER_EMAIL": "ada@example.com", "RUNG_AUTHOR": "ada",
        }
        self._programs(rung)
        self._repository()

    def _programs(self, rung: str) -> None:
        (self.folder / "bin").mkdir()
        for name in ("pip", "pipx"):
            self._program(name, f'[ "$*" = "install rung.whl" ] && ln -sf "{rung}" "{self.folder}/bin/rung"')
        # What is installed is written down; the script is known only once its package is there.
        self._program("sudo", 'exec "$@"')
        self._program("apt-get", f"""case $* in
update) ;;
'install -y postgresql-common') ln -sf apt "{self.folder}/bin/apt.postgresql.org.sh" ;;
'install -y postgresql-client-'*) cat "{self.folder}/sources" && echo "$3" > "{self.folder}/client" ;;
*) exit 2 ;;
esac""")
        self._program("apt", f'[ "$*" = -y ] && : > "{self.folder}/sources"')
        self._program("gh", f'[ "$1 $2 $4" = "pr comment --body-file" ] && cp "$5" "{self.folder}/comment.md"')

    def _program(self, name: str, body: str) -> None:
        path = self.folder / "bin" / name
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)

    def _repository(self) -> None:
        self.sh("git init -q -b main origin && cd origin && mkdir migrations", cwd=self.folder)
        origin = self.folder / "origin"
        (origin / "rung.toml").write_text(SETTINGS)
        (origin / "migrations" / "0001_a.sql").write_text(FIRST)
        self.sh("git add . && git commit -qm first", cwd=origin)
        self.sh("git clone -q origin clone", cwd=self.folder)
        (self.clone / "migrations" / "0002_b.sql").write_text(SECOND)
        self.sh("git checkout -qb change && git add . && git commit -qm second")

    def sh(self, script: str, cwd: Path | None = None, status: int = 0, **variables: str) -> str:
        here = script.replace("/usr/share/postgresql-common/pgdg/", f"{self.folder}/bin/")
        ran = subprocess.run(
            ["bash", "-e", "-c", here], cwd=cwd or self.clone, env=self.environment | variables,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        holds(ran.returncode == status, f"{script}\nended with {ran.returncode}, not {status}:\n{ran.stdout}")
        return ran.stdout

    def client(self, image: str) -> None:
        """Expect that pg_dump of the server's release was installed."""
        installed = (self.folder / "client").read_text().strip()
        holds(image.removeprefix("postgres:") == installed.removeprefix("postgresql-client-"), f"{installed} for {image}")

    def tables(self, name: str) -> list[str]:
        with psycopg.connect(f"{self.server}/{self.names[name]}") as connection:
            rows = connection.execute("select tablename from pg_tables where schemaname = 'public' order by 1")
            return [row[0] for row in rows if not row[0].startswith("ddl_")]

    def close(self) -> None:
        with psycopg.connect(f"{self.server}/postgres", autocommit=True) as connection:
            for name in self.names.values():
                connection.execute(f'drop database "{name}" with (force)')


def github(text: str, context: dict[str, str]) -> str:
    """A text with the expressions of GitHub filled from a context; one that is not known is an error."""
    def value(match: re.Match[str]) -> str:
        holds(match[1] in context, f"what is {match[0]}?")
        return context[match[1]]
    return re.sub(r"\$\{\{ *([\w.]+) *\}\}", value, str(text))


def variables(entries: dict[str, Any], context: dict[str, str]) -> dict[str, str]:
    known = {name: github(value, context) for name, value in entries.items()}
    # The server is another one here.
    return {name: value for name, value in known.items() if name != "REVIEW_URL"}


def steps_of_github(machine: Machine, job: dict[str, Any], context: dict[str, str], fails: str = "") -> list[str]:
    """Run the steps of a job; returns the files that it keeps."""
    shared = variables(job.get("env", {}), context)
    kept: list[str] = []
    has_failed = False
    for step in job["steps"]:
        if has_failed and "always()" not in step.get("if", ""):
            continue
        if step.get("uses", "").startswith("actions/upload-artifact@"):
            kept = step["with"]["path"].split()
        if "run" in step:
            is_expected = fails and step["name"] == fails
            machine.sh(
                step["run"], status=1 if is_expected else 0, **shared, **variables(step.get("env", {}), context))
            has_failed = has_failed or bool(is_expected)
    holds(has_failed == bool(fails), f"the step {fails!r} did not fail")
    return kept


def try_github(machine: Machine) -> None:
    jobs = yaml.safe_load((FOLDER / "github.yaml").read_text())["jobs"]
    secret = {name: job.get("environment") for name, job in jobs.items() if "secrets.PRODUCTION_URL" in str(job)}
    # The environment of the deployment has reviewers, and planning waits for none.
    holds(secret == {"review": "plan", "deploy": "production"}, f"environments with the secret: {secret}")
    context = {
        "secrets.PRODUCTION_URL": machine.environment["PRODUCTION_URL"], "vars.RUNG_WHEEL": "rung.whl",
        "github.base_ref": "main", "github.token": "t", "github.event.number": "7",
    }
    machine.sh("rung upgrade 0001 --target production --expect $(rung upgrade 0001 --target production --dry-run "
               "--out p 2>&1 | sed -n 's/.*sha256 //p')")
    kept = steps_of_github(machine, jobs["review"], context)
    machine.client(jobs["review"]["services"]["postgres"]["image"])
    for name in kept:
        holds((machine.clone / name).stat().st_size > 0, f"{name} is kept")
    comment = (machine.folder / "comment.md").read_text()
    holds("0002" in comment and "create table b" in comment, comment)
    digest = re.findall(r"Digest for production: `([0-9a-f]{64})`", comment)
    holds(len(digest) == 1, comment)
    holds(machine.tables("production") == ["a"], "production before it is approved")
    steps_of_github(machine, jobs["deploy"], context | {"inputs.digest": "0" * 64}, "Apply what was approved, or nothing")
    holds(machine.tables("production") == ["a"], "production after another digest")
    steps_of_github(machine, jobs["deploy"], context | {"inputs.digest": digest[0]})
    holds(machine.tables("production") == ["a", "b"], "production after its digest")
    # A finding stops the job, but not the comment about it.
    machine.sh("git worktree remove --force ../base")
    (machine.clone / "migrations" / "0003_c.sql").write_text(BAD)
    (machine.folder / "comment.md").unlink()
    steps_of_github(machine, jobs["review"], context, "Lint what the request adds")
    holds("index-blocks-writes" in (machine.folder / "comment.md").read_text(), "the comment about a finding")


def try_gitlab(machine: Machine) -> None:
    jobs = yaml.safe_load((FOLDER / "gitlab.yaml").read_text())
    before = "\n".join(jobs["default"]["before_script"])

    def run(name: str, status: int = 0, **values: str) -> None:
        script = "\n".join([before, *jobs[name]["script"]])
        machine.sh(script, status=status, CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main", **values)

    # A variable may have the scope of an environment.
    holds(jobs["review"].get("environment") == {"name": "plan", "action": "access"}, "the environment that plans")
    run("review")
    machine.client(jobs["review"]["services"][0]["name"])
    for name in jobs["review"]["artifacts"]["paths"]:
        holds((machine.clone / name).stat().st_size > 0, f"{name} is kept")
    digest = re.findall(r"Digest for production: `([0-9a-f]{64})`", (machine.clone / "review.md").read_text())
    holds(len(digest) == 1 and machine.tables("production") == [], "production before it is approved")
    run("deploy", status=1, DIGEST="0" * 64)
    run("deploy", DIGEST=digest[0])
    holds(machine.tables("production") == ["a", "b"], "production after its digest")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rung", required=True)
    rung = str(Path(parser.parse_args().rung).resolve())
    for name, schema in SCHEMAS.items():
        checked = subprocess.run(
            [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(FOLDER / name)],
            capture_output=True, text=True, check=False)
        holds(checked.returncode == 0, f"{name}: {checked.stdout}{checked.stderr}")
    for trial in (try_github, try_gitlab):
        with tempfile.TemporaryDirectory(prefix="rung-pipelines-") as folder:
            machine = Machine(rung, Path(folder), os.environ["RUNG_TEST_POSTGRESQL"])
            try:
                machine.sh("pip install rung.whl")
                trial(machine)
            finally:
                machine.close()
    print("2 pipelines, each with its schema and its steps")


if __name__ == "__main__":
    main()

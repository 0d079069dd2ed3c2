#!/usr/bin/env python3
"""Rung and its driver for Spanner, tried with the real gcloud and Google's emulator. It takes some minutes.

usage: spanner.py [RUNG]      the executable, 'rung' unless told otherwise
exit status: 0 passed, 1 failed, 69 there is no emulator
The emulator is part of the Google Cloud SDK: google-cloud-cli-spanner-emulator. It listens on loopback.
"""

import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
RUNG = shutil.which(sys.argv[1] if len(sys.argv) > 1 else "rung")
URL = "spanner://rung-test/instance/app"
failures = 0

MIGRATIONS = {
    "0001_users.sql": """-- name: migrate-0001-up
create table users (id INT64 NOT NULL, name STRING(100) /* it's; a name */) primary key (id);
create index users_by_name on users (name);
insert into users (id, name) values (1, 'a;b'), (2, "it's"), (3, '''x;
y''');
-- name: migrate-0001-down
drop index users_by_name;
drop table users;
""",
    "0002_numbers.sql": """-- name: migrate-0002-up
alter table users add column n INT64;
insert into users (id, n) values (4, 4);
insert into users (id, n) values (1, 1);
-- name: migrate-0002-down
delete from users where id = 4;
alter table users drop column n;
""",
}


def check(what, ran, status, *words):
    global failures
    said = ran.stdout + ran.stderr
    holds = ran.returncode == status and all(word in said for word in words)
    failures += not holds
    print(("ok      " if holds else "not ok  ") + what, flush=True)
    if not holds:
        print(f"        {ran.returncode}\n        " + said.replace("\n", "\n        "))


def port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def start(folder):
    """The emulator, and the environment in which gcloud uses it."""
    gcloud = shutil.which("gcloud")
    program = gcloud and pathlib.Path(gcloud).resolve().parent / "cloud_spanner_emulator/gateway_main"
    if not program or not program.exists():
        sys.exit(print("there is no emulator of Spanner", file=sys.stderr) or 69)
    rest = port()
    server = subprocess.Popen(
        [program, "--hostname", "127.0.0.1", "--grpc_port", str(port()), "--http_port", str(rest)], cwd=folder,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8", "RUNG_HOME": str(HERE.parents[1]),
        "CLOUDSDK_CONFIG": str(folder / "gcloud"),
        "CLOUDSDK_AUTH_DISABLE_CREDENTIALS": "true", "CLOUDSDK_CORE_DISABLE_PROMPTS": "1", "CLOUDSDK_CORE_PROJECT": "rung-test",
        "CLOUDSDK_API_ENDPOINT_OVERRIDES_SPANNER": f"http://127.0.0.1:{rest}/"}
    for _ in range(100):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{rest}/v1/projects/rung-test/instances", timeout=5).close()
            return server, environment
        except OSError:
            time.sleep(0.1)
    sys.exit("the emulator does not start")


def tests(folder, environment):
    def call(*words):
        return subprocess.run(words, cwd=folder, env=environment, text=True, capture_output=True)

    def rung(*words):
        return call(RUNG, *words, "--database", URL)

    def query(sql):
        return call("gcloud", "spanner", "databases", "execute-sql", "app", "--instance=instance", f"--sql={sql}",
                    "--format=value(rows)")

    call("gcloud", "spanner", "instances", "create", "instance", "--config=emulator-config", "--description=x", "--nodes=1")
    check("a database", call("gcloud", "spanner", "databases", "create", "app", "--instance=instance"), 0)
    check("status of an empty database", rung("status"), 0, "2 pending")
    check("upgrade", rung("upgrade", "0001"), 0, "applied 1 migration")
    check("a string with a semicolon and a line end", query("select name from users where id = 3"), 0, "x;\\ny")
    check("upgrade with nothing to do", rung("upgrade", "0001"), 0, "nothing to apply")
    check("a refused statement has its place", rung("upgrade"), 1, "0002_numbers.sql:4:1", "ALREADY_EXISTS")
    check("what was before it is counted", rung("status"), 0, "interrupted", "after 2 statements")
    path = folder / "migrations/0002_numbers.sql"
    path.write_text(path.read_text().replace("values (1, 1)", "values (5, 5)"))
    check("it is resumed", rung("upgrade", "--resume"), 0, "applied 1 migration")
    check("no statement ran twice", query("select count(*) from users"), 0, "5")
    check("status", rung("status"), 0, "2 applied")
    path.write_text(path.read_text().replace("id = 4", "id in (4, 5)"))
    check("downgrade", rung("downgrade", "base"), 0, "reverted 2 migrations")
    check("nothing is left", query("select table_name from information_schema.tables where table_name = 'users'"), 0)
    check("rung drivers test", call(RUNG, "drivers", "test", URL), 0)


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "migrations").mkdir()
        for file, text in MIGRATIONS.items():
            (folder / "migrations" / file).write_text(text)
        server, environment = start(folder)
        try:
            tests(folder, environment)
        finally:
            # The gateway starts the emulator itself.
            os.killpg(server.pid, 15)
            server.wait()
    sys.exit(failures > 0)


if __name__ == "__main__":
    main()

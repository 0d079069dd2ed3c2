"""Look at the review page in a real browser: nothing leaves it, nothing in it runs, and it fits.

usage: browser.py --rung PROGRAM [--keep FOLDER]
  --keep FOLDER  keep the pictures there: wide, phone, dark, and the pages of a print
environment: CHROMIUM, the browser (chromium)
exit status: 0 the page holds; 1 it does not
"""

import argparse
import http.server
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

# What somebody might write into a description; it would ask the server of this test for something.
HOSTILE = (
    "</script><script>document.title='it ran'</script> & \"a\" </style><img src={0}/img onerror=document.title='it_ran'>"
    "<link rel=stylesheet href={0}/css><iframe src={0}/frame></iframe>")
SHOTS = {
    "wide": ["--window-size=1400,3000"],
    "phone": ["--window-size=500,3000"],
    "dark": ["--window-size=1400,3000", "--force-dark-mode", "--blink-settings=preferredColorScheme=0"],
}


def holds(condition: object, what: str) -> None:
    if not condition:
        sys.exit(f"browser: {what}")


def browser(folder: Path, *words: str) -> str:
    program = os.environ.get("CHROMIUM", "chromium")
    ran = subprocess.run(
        [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
         f"--user-data-dir={folder / 'profile'}", "--no-first-run", "--disable-component-update",
         "--disable-background-networking", *words],
        capture_output=True, text=True, timeout=120, check=False)
    holds(ran.returncode == 0, f"{' '.join(words)}: {ran.stderr[-2000:]}")
    return ran.stdout


def project(folder: Path, rung: str, hostile: str) -> Path:
    migrations = folder / "migrations"
    migrations.mkdir()
    (folder / "rung.toml").write_text('database = "sqlite:app.db"\n')
    first = "create table a (id integer primary key);\ncreate table b (id integer, a_id integer references a (id));"
    for number, up in enumerate([first, f"create table c (id integer); -- {hostile}", "drop table b;"], 1):
        (migrations / f"000{number}_x.sql").write_text(
            f"-- Description: {hostile}\n-- Author: {hostile}\n-- name: migrate-000{number}-up\n{up}\n"
            f"-- name: migrate-000{number}-down\nselect 1;\n")
    subprocess.run([rung, "review", "--html", "review.html"], cwd=folder, check=True, capture_output=True)
    return folder / "review.html"


class Listener(http.server.BaseHTTPRequestHandler):
    """Notes what is asked for."""

    asked: list[str] = []

    def do_GET(self) -> None:  # noqa: N802  the name is the library's
        Listener.asked.append(self.path)
        self.send_response(404)
        self.end_headers()

    def log_message(self, format: str, *words: object) -> None:
        pass


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rung", required=True)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="rung-page-") as name:
        folder = Path(name)
        server = http.server.HTTPServer(("127.0.0.1", 0), Listener)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        here = f"http://127.0.0.1:{server.server_port}"
        control = folder / "control.html"
        control.write_text(f"<img src={here}/control>")
        browser(folder, "--dump-dom", f"file://{control}")
        holds(Listener.asked == ["/control"], "this test would not notice what a page asks for")
        page = project(folder, str(Path(options.rung).resolve()), HOSTILE.format(here))
        address = f"file://{page}"
        shown = browser(folder, "--dump-dom", address)
        holds("<title>sqlite:app.db: base to 0003</title>" in shown, "something in the page has run")
        for element in ("<script", "<img", "<link", "<iframe"):
            holds(element not in shown, f"what was written has become an element: {element}")
        holds("it_ran" in shown, "what was written is not there")
        holds(Listener.asked == ["/control"], f"the page asks for {Listener.asked[1:]}")
        for shot, words in SHOTS.items():
            browser(folder, *words, f"--screenshot={folder / shot}.png", address)
            holds((folder / f"{shot}.png").stat().st_size > 10_000, f"the picture '{shot}' is empty")
        browser(folder, f"--print-to-pdf={folder / 'print.pdf'}", "--no-pdf-header-footer", address)
        holds((folder / "print.pdf").read_bytes().startswith(b"%PDF"), "the print")
        if options.keep:
            options.keep.mkdir(parents=True, exist_ok=True)
            for path in [*folder.glob("*.png"), folder / "print.pdf", page]:
                shutil.copy(path, options.keep)
    print("the page holds in a browser")


if __name__ == "__main__":
    main()

"""What the stand-ins have in common: they write down how they were called, and play back recorded answers.

RUNG_RECORDING names a folder with 'rules.json', a list of rules: 'when' is searched in a statement, 'after' (if there)
in all statements before it, 'answer' is a file below answers/, or 'print' a text. The first rule that fits counts.
Each call is a line of 'calls.jsonl': program, arguments, names of variables, input; no value of a variable. What was
executed is in 'statements', a zero byte behind each.
"""

import json
import os
import pathlib
import re
import sys

FOLDER = pathlib.Path(os.environ.get("RUNG_RECORDING", "."))
ANSWERS = pathlib.Path(__file__).resolve().parent.parent / "answers"


class Answer:
    """A recorded answer: '# KEY: VALUE' lines, an empty line, the text as the client prints it."""

    def __init__(self, rule):
        self.header = {"stream": "out", "status": "0"}
        self.text = rule.get("print", "")
        if "answer" in rule:
            head, _, self.text = (ANSWERS / rule["answer"]).read_text().partition("\n\n")
            for line in head.splitlines():
                key, _, value = line.lstrip("# ").partition(": ")
                self.header[key] = value
        self.status = int(self.header["status"])

    def say(self, **holes):
        text = self.text
        for hole, value in holes.items():
            text = text.replace("{" + hole + "}", str(value))
        stream = sys.stderr if self.header["stream"] == "err" else sys.stdout
        stream.write(text)
        stream.flush()


def record(entry):
    entry = {"program": pathlib.Path(sys.argv[0]).name, "arguments": sys.argv[1:],
             "variables": sorted(os.environ), **entry}
    with open(FOLDER / "calls.jsonl", "a") as file:
        file.write(json.dumps(entry) + "\n")


def answer(statement):
    """The answer to a statement; None where nothing is recorded."""
    log = FOLDER / "statements"
    before = log.read_text() if log.exists() else ""
    with open(log, "a") as file:
        file.write(statement + "\0")
    for rule in json.loads((FOLDER / "rules.json").read_text()):
        if re.search(rule["when"], statement) and re.search(rule.get("after", ""), before):
            if "unless" in rule and re.search(rule["unless"], before):
                continue
            return Answer(rule)
    return None

#!/usr/bin/env python3
"""Cut the up blocks out of the fixtures by simple means, for the databases' own clients.

blocks.py FOLDER OUT

Every fixture's version is known, so its own markers can be looked for by name; Rung's scanner, which must find blocks
without such knowledge, has no part in this. A migration is wrapped in a transaction unless its file says otherwise.
"""

import re
import sys
from pathlib import Path


def terminated(block: bytes) -> bytes:
    """The block with a semicolon on the line after it, which does no harm where there is one already."""
    return block + (b"" if block.endswith(b"\n") else b"\n") + b";\n"


folder, out = Path(sys.argv[1]), Path(sys.argv[2])
out.mkdir()
for file in sorted(folder.glob("*.sql")):
    version = file.name[:4].encode()
    text = file.read_bytes().removeprefix(b"\xef\xbb\xbf")
    marker = rb"^[ \t]*--[ \t]*name[ \t]*:[ \t]*(migrate[-_]" + version + rb"[-_](?:up|down)|get-users|count-users)[ \t\r]*\n"
    found = list(re.finditer(marker, text, re.IGNORECASE | re.MULTILINE))
    ends = [match.start() for match in found[1:]] + [len(text)]
    blocks = {match[1].lower()[-2:]: text[match.end() : end] for match, end in zip(found, ends)}
    block = blocks[b"up"]
    if not re.search(rb"^-- transactional: false\s*$", text[: found[0].start()], re.MULTILINE):
        block = b"begin;\n" + terminated(block) + b"commit;\n"
    (out / file.name).write_bytes(terminated(block))

"""Packs a tree of packaging/make-tree as a wheel: https://packaging.python.org/specifications/binary-distribution-format

usage: pack.py TREE FOLDER VERSION PLATFORM

The executable is a script of the wheel, which pip puts beside 'python'. Manual pages, completions and rung.mk go below
'share' of the environment. The date of every file is SOURCE_DATE_EPOCH.
"""

import base64
import hashlib
import os
import pathlib
import stat
import sys
import time
import zipfile

NAME = "rung-migrate"


def metadata(version: str, licences: list[str]) -> str:
    """The file METADATA, which ends with the page of the wheel."""
    template = pathlib.Path(__file__).with_name("METADATA.in").read_text()
    lines = "".join(f"License-File: {name}\n" for name in licences)
    return template.replace("@VERSION@", version).replace("@LICENCES@\n", lines)


def contents(tree: pathlib.Path, version: str, platform: str) -> dict[str, bytes]:
    """The files of the wheel by their paths in it."""
    stem = f"{NAME.replace('-', '_')}-{version}"
    info, data = f"{stem}.dist-info", f"{stem}.data"
    licences = {"LICENSE": tree / "share/doc/rung/LICENSE"}
    licences |= {path.name: path for path in sorted((tree / "share/doc/rung/licences").iterdir())}
    files = {f"{data}/scripts/rung": (tree / "bin/rung").read_bytes()}
    for path in sorted((tree / "share").rglob("*")):
        if path.is_file() and "doc" not in path.relative_to(tree).parts:
            files[f"{data}/data/{path.relative_to(tree)}"] = path.read_bytes()
    files |= {f"{info}/licenses/{name}": path.read_bytes() for name, path in licences.items()}
    files[f"{info}/METADATA"] = metadata(version, list(licences)).encode()
    files[f"{info}/WHEEL"] = (
        f"Wheel-Version: 1.0\nGenerator: rung\nRoot-Is-Purelib: false\nTag: py3-none-{platform}\n".encode())
    files[f"{info}/RECORD"] = record(files, f"{info}/RECORD").encode()
    return files


def record(files: dict[str, bytes], own: str) -> str:
    """The file RECORD: path, checksum and size of every file, without those of itself."""
    lines = []
    for path, content in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        lines.append(f"{path},sha256={digest},{len(content)}\n")
    return "".join(lines) + f"{own},,\n"


def write(path: pathlib.Path, files: dict[str, bytes]) -> None:
    date = time.gmtime(int(os.environ["SOURCE_DATE_EPOCH"]))[:6]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, date)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (stat.S_IFREG | (0o755 if "/scripts/" in name else 0o644)) << 16
            archive.writestr(entry, content)


def main(tree: str, folder: str, version: str, platform: str) -> None:
    path = pathlib.Path(folder) / f"{NAME.replace('-', '_')}-{version}-py3-none-{platform}.whl"
    write(path, contents(pathlib.Path(tree), version, platform))
    print(path)


main(*sys.argv[1:])

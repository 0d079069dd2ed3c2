"""Section 7: the checksum, which leaves out the lines that hold a version, and what it is used for."""

from declare import differs, equal, holds, migration, same
from sqlspec.migrations.runner import SyncMigrationRunner
from stage import Case

USERS = """\
-- SQLSpec Migration
-- Version: 0001
-- Description: Create users

-- name: migrate-0001-up
CREATE TABLE users (id INTEGER PRIMARY KEY);

-- name: migrate-0001-down
DROP TABLE users;
"""
ONE = "-- name: migrate-0001-up\nSELECT 1;\n"
PLAIN = "c30d843e6353b4d393c8274467cd50f5"


def recorded(case: Case, text: str, name: str = "0001_x.sql") -> str:
    """The checksum that both record for a file of that text, without running it."""
    for side in case.sides():
        side.write({name: text})
    case.take("stamp", "base")
    case.take("stamp", name.rsplit("_", 1)[0])
    checksums = case.rung.rows("checksum")
    equal(len(checksums), 1, f"rows after a stamp of {text!r}")
    case.remove(name)
    return checksums[0]


def computed(text: str) -> str:
    """What SQLSpec's own function makes of a text that it has read."""
    return SyncMigrationRunner("migrations").calculate_checksum(text)


def all_equal(case: Case, digest: str, *texts: str) -> None:
    for text in texts:
        equal(recorded(case, text), digest, f"checksum of {text!r}")


# 7.1 The algorithm


@same("7.1 the checksum is MD5 in 32 small hexadecimal digits, over UTF-8")
def _(case: Case) -> None:
    all_equal(case, "bfa2614e6457b6c808d67be4fffc8dc9", USERS)
    all_equal(case, "90b02aa9a3cdc8c835f64fed96073033", "-- name: migrate-0001-up\nINSERT INTO t VALUES ('é');\n")


@same("7.1 a file that is not UTF-8 is refused")
def _(case: Case) -> None:
    for side in case.sides():
        (side.migrations / "0001_x.sql").write_bytes(ONE.encode() + b"-- \xff\n")
    theirs, ours = case.each("stamp", "1")
    theirs.refused(1, "UnicodeDecodeError")
    ours.refused(65, "UTF-8")


@same("7.1 \\r\\n and a lone \\r count as \\n")
def _(case: Case) -> None:
    all_equal(case, PLAIN, ONE, ONE.replace("\n", "\r\n"))
    text = "-- name: migrate-0001-up\nSELECT 1,\r2;\n"
    all_equal(case, computed(text.replace("\r", "\n")), text)


@same("7.1 a file without any \\n has no names, and is refused")
def _(case: Case) -> None:
    case.write({"0001_x.sql": ONE.replace("\n", "\r")})
    case.take("stamp", "1")[1].refused(65)


@same("7.1 a byte order mark stays part of the text")
def _(case: Case) -> None:
    text = "\ufeff-- a remark\n" + ONE
    equal(recorded(case, text), computed(text), "checksum")
    holds(computed(text) != computed(text[1:]), "the mark changes nothing")


@differs(
    "7.1 a byte order mark right before the first name hides it from SQLSpec",
    docs="a byte order mark before the first header",
)
def _(case: Case) -> None:
    case.write({"0001_x.sql": "\ufeff" + ONE})
    theirs, ours = case.each("stamp", "1")
    theirs.refused(1, "missing required 'up'")
    ours.done()
    equal(case.rung.rows("checksum"), ["5e4aaa00764a91fb33eed0fe326422f1"], "Rung's checksum")
    equal(computed("\ufeff" + ONE), "5e4aaa00764a91fb33eed0fe326422f1", "what SQLSpec would compute")


@same("7.1 nothing is trimmed or normalised: blanks, comments and the description count")
def _(case: Case) -> None:
    variants = [USERS, USERS.replace("Create users", "Create  users"), USERS.replace(" (id", "  (id")]
    variants += [USERS.replace("CREATE", "create"), USERS + "\n", "-- Author: Ada\n" + USERS, USERS + "-- a remark\n"]
    equal(len({recorded(case, text) for text in variants}), len(variants), "checksums")


@same("7.1 a removed line takes the blank lines behind it, and the end of the file")
def _(case: Case) -> None:
    all_equal(case, PLAIN, *(ONE.replace("up\n", f"up{blank}\n") for blank in ("  ", "\n\n", "\u00a0")))
    all_equal(case, "07e6f4efa0029088bee714fdc534eef6", ONE.rstrip())
    both = "-- name: migrate-0001-up\nA;\n-- name: migrate-0001-down"
    equal(recorded(case, both + "\n"), recorded(case, both), "checksum without the last line end")


@same("7.1 only names in the first column, with hyphens, are left out")
def _(case: Case) -> None:
    digests = {
        "-- name: migrate_0001_up\nSELECT 1;\n": "739a84b4ddf95d6fc82766fbd6799869",
        "  -- name: migrate-0001-up\nSELECT 1;\n": "fd074b1120401e29f14f5d63a01fd6f3",
        "-- name: migrate-0001-up!\nSELECT 1;\n": "b4cbf6a053b931907630602b194c45d8",
        "-- name : migrate-0001-up\nSELECT 1;\n": "bb057f936d2eb01cb2c64513a8e19f26",
        "--name:MIGRATE-0001-UP\nSELECT 1;\n": PLAIN,
    }
    for text, digest in digests.items():
        all_equal(case, digest, text)


@same("7.1 of comments `-- Version:` in the first column alone is left out")
def _(case: Case) -> None:
    all_equal(case, "90c36210b34af6081906abc16285a731", "-- name: migrate-0001-up\n-- Version: 1\nSELECT 1;\n")
    equal(recorded(case, "--VERSION:1\n" + ONE), recorded(case, "-- version: 1 or 2\n" + ONE), "checksum")
    kept = ["# Version: 1\n", " -- Version: 1\n", "-- Version 1\n", "--- Version: 1\n", "--  Versions: 1\n"]
    equal(len({recorded(case, f"{ONE}/*\n{line}*/\n") for line in kept}), len(kept), "checksums")


@same("7.1 `Version:` in the first column is left out wherever it is, in a string too")
def _(case: Case) -> None:
    text = "-- name: migrate-0001-up\nINSERT INTO t VALUES ('\nVersion: 5\n');\n"
    all_equal(case, "ef1921f0dcb9c097fc4fe06fb8758909", text, text.replace("5", "the sixth"))


@same("7.1 an empty `-- Version:` takes the next line with it, SQL or not")
def _(case: Case) -> None:
    text = "-- name: migrate-0001-up\n-- Version:\nCREATE TABLE a (id int);\nSELECT 1;\n"
    equal(recorded(case, text), recorded(case, text.replace("TABLE a", "TABLE other")), "checksum")


@same("7.1 a version in a name may go on over lines, and may be an extension's")
def _(case: Case) -> None:
    text = "-- name: migrate-0009\nfoo-up\n" + ONE
    equal(recorded(case, text), recorded(case, text.replace("foo", "bar\nSELECT 2;\n")), "checksum")
    extension = "-- name: migrate-ext_foo_0001-up\nSELECT 1;\n"
    equal(recorded(case, extension, "ext_foo_0001_x.sql"), PLAIN, "checksum of an extension's file")


@same("7.1 letters count in either case as Python has it: ſ is an s, ı and İ are an i")
def _(case: Case) -> None:
    expected = recorded(case, "-- Version: 1\n" + ONE)
    for word in ("verſion", "Versıon", "VERSİON"):
        equal(recorded(case, f"-- {word}: 1\n{ONE}"), expected, f"checksum with {word}")


@same("7.1 another version in names and headers leaves the checksum as it is")
def _(case: Case) -> None:
    stamped = recorded(case, USERS.replace("0001", "20251018120000"), "20251018120000_x.sql")
    equal(stamped, "bfa2614e6457b6c808d67be4fffc8dc9", "checksum")


# 7.2 Worked examples that the texts above do not have


@same("7.2 what has no up block has no checksum: an empty file, headers alone, all of it behind `-- Version:`")
def _(case: Case) -> None:
    for text in ("", "-- name: migrate-0001-up\n", "-- Version:\nCREATE TABLE a(id int);\n"):
        equal(computed(text), "d41d8cd98f00b204e9800998ecf8427e", f"what SQLSpec would compute for {text!r}")
        case.write({"0001_x.sql": text})
        theirs, ours = case.take("stamp", "1")
        theirs.refused(1)
        ours.refused(65)
        case.applied()


@same("7.2 both blocks, one after the other")
def _(case: Case) -> None:
    text = "-- name: migrate-0001-up\nA;\n-- name: migrate-0001-down\nB;\n"
    all_equal(case, "912240fb379332062f1833f6dcbcae58", text)


# 7.3 What it is used for


@same("7.3 the checksum is recorded when a migration is applied")
def _(case: Case) -> None:
    case.write({"0001_users.sql": USERS})
    case.take("up")
    equal(case.rung.rows("checksum"), ["bfa2614e6457b6c808d67be4fffc8dc9"], "checksum")


@differs(
    "7.3 an applied file that was edited is never told; Rung compares before every run",
    docs="checksums are stored, but never compared",
)
def _(case: Case) -> None:
    case.write(migration("0001"), migration("0002"))
    case.take("up")
    case.write(migration("0001", up="CREATE TABLE other (id INTEGER);"))
    theirs, ours = case.take("up")
    theirs.done("Already at latest version")
    ours.done("'0001' was changed after it was applied")
    case.rung.call("upgrade", strict=True).refused(1, "changed")
    equal(case.rung.status(), {"0001": "changed", "0002": "applied"}, "states")


@same("7.3 a downgrade runs what the edited file has now")
def _(case: Case) -> None:
    case.write(migration("0001"))
    case.take("up")
    case.write(migration("0001", down="DROP TABLE t_0001; CREATE TABLE left_behind (id INTEGER);"))
    case.take("down")
    case.made("left_behind")
    case.applied()

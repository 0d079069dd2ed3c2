"""Migrations that are shell scripts."""

from stage import Stage, behaviour

FILE = "migrations/0001_x.sh"
TEXT = """
    case $1 in
    up) printf 'create table %s (id integer);\\n' "$RUNG_VERSION" ;;
    *) exit 3 ;;
    esac
    """


@behaviour
def a_shell_script_prints_its_sql(stage: Stage) -> None:
    stage.write(FILE, TEXT)
    stage.load("up", FILE).gives("create table 0001 (id integer);\n")
    stage.load("down", FILE).fails(3)


@behaviour
def a_shell_script_that_fails_is_told_with_its_line(stage: Stage) -> None:
    stage.write(FILE, "echo 'select 1;'\nnosuchprogram\n")
    answer = stage.load("up", FILE)
    # What was printed before is there, but the status says that it is not to be used.
    assert answer.status == 65, answer
    assert answer.errors.splitlines()[-1].startswith(f"{FILE}:2: "), answer
    stage.write(FILE, "echo 'the cause' >&2\nexit 9\n")
    stage.load("up", FILE).fails(65, f"{FILE}: the cause\n")
    stage.write(FILE, "false\n")
    stage.load("up", FILE).fails(65, f"{FILE}: it ended with status 1\n")
    stage.write(FILE, 'echo "$nowhere"\n')
    stage.load("up", FILE).fails(65, f"{FILE}:1: ")


@behaviour
def a_shell_script_that_is_not_there_is_told(stage: Stage) -> None:
    stage.load("up", FILE).fails(65, f"{FILE}: cannot be read")
    stage.write("0001_x.sh", "echo a")
    stage.load("up", "0001_x.sh").gives("a\n")
    stage.load("sideways", FILE).fails(64, "usage: rung-load-sh up|down FILE")

"""What goes wrong, and what a migration prints or leaves behind."""

import ast
import os
import signal
import subprocess

from stage import Stage, behaviour, equal

FILE = "migrations/0001_x.py"


@behaviour
def an_exception_has_the_line_of_the_migration(stage: Stage) -> None:
    stage.python_of("def up():\n    x = 1\n    raise ValueError('no such\\nthing')").fails(
        65, f"{FILE}:3: ValueError: no such\nthing\n"
    )
    stage.python_of("async def up():\n    raise KeyError('x')").fails(65, f"{FILE}:2: KeyError: 'x'\n")
    stage.python_of("def up():\n    yield 'a'\n    yield 1 / 0").fails(
        65, f"{FILE}:3: ZeroDivisionError: division by zero\n"
    )
    stage.python_of("import nowhere\ndef up(): pass").fails(
        65, f"{FILE}:1: ModuleNotFoundError: No module named 'nowhere'\n"
    )
    stage.python_of("def down():\n    raise ValueError('kept')", "down").fails(65, f"{FILE}:2: ValueError: kept\n")


@behaviour
def the_deepest_line_counts_and_another_file_is_told(stage: Stage) -> None:
    stage.write("helper.py", "def fail():\n    raise ValueError('deep')\n")
    stage.python_of("import helper\ndef inner():\n    helper.fail()\ndef up():\n    inner()").fails(
        65, f"{FILE}:3: ValueError: deep\nraised in {stage.folder}/helper.py:2\n"
    )


@behaviour
def a_fault_of_the_syntax_has_its_line(stage: Stage) -> None:
    stage.python_of("x = 1\ndef up():\n    return = 1").fails(65, f"{FILE}:3: SyntaxError: invalid syntax")
    stage.python_of("x = 1\n  y = 2").fails(65, f"{FILE}:2: IndentationError: unexpected indent")
    stage.write("broken.py", "def (:\n")
    stage.python_of("\nimport broken\ndef up(): pass").fails(
        65, f"{FILE}:1: SyntaxError: invalid syntax\nraised in {stage.folder}/broken.py:1\n"
    )
    (stage.folder / FILE).write_bytes(b"x = '\xff'\n")
    stage.load().fails(65, f"{FILE}:").says("SyntaxError: (unicode error)")


@behaviour
def a_file_that_is_not_there_is_told(stage: Stage) -> None:
    stage.load().fails(65, f"{FILE}: FileNotFoundError: ")
    stage.load("sideways").fails(64, "usage: rung-load-py up|down FILE")


@behaviour
def ending_the_program_is_an_error(stage: Stage) -> None:
    stage.python_of("import sys\ndef up():\n    sys.exit(0)").fails(
        65, f"{FILE}:3: SystemExit: 0\na migration ends by returning"
    )
    stage.python_of("exit()").fails(65, f"{FILE}:1: SystemExit")
    stage.python_of("async def up():\n    raise SystemExit").fails(65, f"{FILE}:2: SystemExit")


@behaviour
def an_interrupt_passes(stage: Stage) -> None:
    stage.write(FILE, "import time\ndef up():\n    print('started')\n    time.sleep(600)")
    running = subprocess.Popen(
        [stage.programs / "rung-load-py", "up", FILE],
        cwd=stage.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "RUNG_PYTHON": stage.python},
        # A job in the background ignores interrupts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    running.stderr.readline()
    running.send_signal(signal.SIGINT)
    out, errors = running.communicate(timeout=30)
    equal((running.returncode, out, errors), (130, b"", b""), "status, SQL and words")


@behaviour
def nothing_that_is_printed_gets_into_the_sql(stage: Stage) -> None:
    stage.python_of("""
        import os, subprocess, sys
        print("at import")
        def up():
            print("print")
            sys.stdout.write("write\\n")
            sys.__stdout__.write("dunder\\n")
            os.write(1, b"descriptor\\n")
            subprocess.run(["echo", "child"])
            os.system("echo shell")
            sys.stdout.buffer.write(b"bytes\\n")
            return "select 1"
        """).gives("select 1").says("at import", "print", "write", "dunder", "descriptor", "child", "shell", "bytes")


@behaviour
def standard_input_is_empty(stage: Stage) -> None:
    stage.python_of("def up():\n    return input()").fails(65, f"{FILE}:2: EOFError")


@behaviour
def threads_and_loops_left_behind_do_not_hold_it_up(stage: Stage) -> None:
    stage.python_of("""
        import threading, time
        def up():
            threading.Thread(target=time.sleep, args=(600,)).start()
            return "select 1"
        """).gives("select 1")
    stage.python_of("""
        import asyncio
        async def up():
            up.task = asyncio.create_task(asyncio.sleep(600))
            return "select 1"
        """).gives("select 1")
    stage.python_of("""
        import asyncio
        def up():
            loop = asyncio.new_event_loop()
            asyncio.set_event_loop(loop)
            loop.create_task(asyncio.sleep(600))
            return loop.run_until_complete(asyncio.sleep(0, "select 1"))
        """).gives("select 1")


@behaviour
def an_async_migration_has_a_loop(stage: Stage) -> None:
    stage.python_of("""
        import asyncio
        async def part(text):
            await asyncio.sleep(0)
            return text
        async def up(context):
            parts = await asyncio.gather(part("a"), part("b"))
            return parts + [context.execution_mode]
        """).gives("a", "b", "async")
    stage.python_of("import asyncio\ndef up(): return asyncio.run(asyncio.sleep(0, 'a'))").gives("a")
    stage.python_of("import asyncio\ndef up(): return asyncio.sleep(0, 'a')").gives("a")


@behaviour
def sql_that_cannot_be_sent_is_refused(stage: Stage) -> None:
    stage.python_of("def up(): return 'a\\0b'").fails(65, f"{FILE}:1: the SQL has a zero byte in it")
    stage.python_of("def up(): return 'a\\udc80'").fails(65, f"{FILE}:1: UnicodeEncodeError")
    text = "é '' \\\\ \"x\" 日本 \\r\\n -- c"
    stage.python_of(f"def up(): return [{text!r}, 'b']").gives(text, "b")


@behaviour
def much_sql_passes_whole(stage: Stage) -> None:
    stage.python_of("def up(): return [f\"insert into t values ({n}, '{'x' * 100}')\" for n in range(50000)]").gives(
        *[f"insert into t values ({n}, '{'x' * 100}')" for n in range(50000)]
    )


@behaviour
def a_python_that_is_not_there_has_a_status(stage: Stage) -> None:
    stage.python_of("def up(): return 'a'", RUNG_PYTHON="/nowhere/python").fails(
        69, "the Python '/nowhere/python' is not there: install python3"
    )


@behaviour
def the_program_runs_as_text_and_on_python_3_9(stage: Stage) -> None:
    program = (stage.programs / "rung-load-py").read_text()
    stage.write(FILE, "def up(): return 'a'")
    done = subprocess.run(
        ["/bin/sh", "-c", program, "rung-load-py", "up", FILE],
        cwd=stage.folder,
        capture_output=True,
        check=False,
        env={**os.environ, "RUNG_PYTHON": stage.python},
    )
    equal((done.returncode, done.stdout), (0, b"a"), f"status and SQL {done.stderr!r}")
    text = program.partition("<<'PYTHON'\n")[2].partition("\nPYTHON\n")[0]
    ast.parse(text, feature_version=(3, 9))

"""Start a program and write its peak memory into a file, in kilobytes: launch.py FILE PROGRAM ARGUMENT...

Linux counts the memory of the program that starts another one for that one too, so this program imports nothing that
it does not need: run it with 'python3 -I -S'. It ends as the other program did.
"""

import posix
import sys

process = posix.posix_spawn(sys.argv[2], sys.argv[2:], posix.environ)
_, status, usage = posix.wait4(process, 0)
with open("/proc/self/status") as own:
    floor = next((line.split()[1] for line in own if line.startswith("VmHWM")), "0")
with open(sys.argv[1], "w") as file:
    file.write(f"{usage.ru_maxrss} {floor}")
sys.exit(posix.waitstatus_to_exitcode(status))

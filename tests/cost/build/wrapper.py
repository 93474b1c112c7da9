#!/usr/bin/env python3
"""Runs rustc as cargo would, and writes down what it took, cargo's own left out: seconds, or with `COUNT` instructions."""

import os
import re
import resource
import subprocess
import sys

command = sys.argv[1:]
# Not where cargo asks rustc about itself.
is_crate = os.environ["CRATE"] in command
log = os.environ["TAKEN"] + ".log"
if is_crate and "COUNT" in os.environ:
    # Rustup's program of that name starts the compiler, which valgrind would not follow.
    sysroot = subprocess.run([command[0], "--print", "sysroot"], check=True, capture_output=True, text=True).stdout.strip()
    counter = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", f"--log-file={log}"]
    command = [*counter, f"{sysroot}/bin/rustc", *command[1:]]
code = subprocess.run(command).returncode
if is_crate:
    with open(os.environ["TAKEN"], "a") as taken:
        if "COUNT" in os.environ:
            with open(log) as log:
                taken.write(re.search("Collected : ([0-9]+)", log.read())[1])
        else:
            used = resource.getrusage(resource.RUSAGE_CHILDREN)
            taken.write(f"{used.ru_utime + used.ru_stime}")
sys.exit(code)

#!/usr/bin/env python3
"""Runs rustc as cargo would, and writes down what it took, cargo's own left out: seconds, or with `COUNT` instructions."""

import os
import re
import resource
import subprocess
import sys
from pathlib import Path


def timed(command):
    code = subprocess.run(command).returncode
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return code, used.ru_utime + used.ru_stime


def counted(command, log):
    # Rustup's program of that name starts the compiler, which valgrind would not follow.
    sysroot = subprocess.run([command[0], "--print", "sysroot"], check=True, capture_output=True, text=True).stdout.strip()
    counter = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", f"--log-file={log}"]
    code = subprocess.run([*counter, f"{sysroot}/bin/rustc", *command[1:]]).returncode
    return code, re.search("Collected : ([0-9]+)", log.read_text())[1]


rustc = sys.argv[1:]
# Cargo also asks rustc about itself.
if os.environ["CRATE"] not in rustc:
    sys.exit(subprocess.run(rustc).returncode)
taken = Path(os.environ["TAKEN"])
code, figure = counted(rustc, taken.with_suffix(".log")) if "COUNT" in os.environ else timed(rustc)
taken.write_text(f"{figure}")
sys.exit(code)

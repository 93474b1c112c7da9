"""An application with one derived struct and no client, built from nothing."""

import os
import resource
import shutil
import subprocess
import time
from pathlib import Path


def packages(crate: Path):
    """How many packages are compiled, the application not counted."""
    command = ["cargo", "tree", "--edges=normal,build", "--prefix=none", "--manifest-path", str(crate / "Cargo.toml")]
    tree = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return len({" ".join(line.split()[:2]) for line in tree.splitlines() if line}) - 1


def build(crate: Path, target: Path):
    """Seconds of wall time and of CPU time that a build into an empty folder takes."""
    shutil.rmtree(target, ignore_errors=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    command = ["cargo", "build", "--offline", "--quiet", "--manifest-path", str(crate / "Cargo.toml")]
    subprocess.run(command, check=True, env=os.environ | {"CARGO_TARGET_DIR": str(target)})
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    shutil.rmtree(target)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

"""What many derived structs in one crate cost, the dependencies built beforehand."""

import os
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent

MODES = {"check": ["check"], "dev": ["build"], "release": ["build", "--release"]}


def cargo(crate: Path, target: Path, command, *arguments, **variables):
    environment = os.environ | {"CARGO_TARGET_DIR": str(target)} | variables
    command = ["cargo", command, "--manifest-path", str(crate / "Cargo.toml"), *arguments]
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True)


def seconds(crate: Path, target: Path, mode):
    """Seconds of CPU time that rustc takes for this crate alone."""
    return taken(crate, target, mode)


def instructions(crate: Path, target: Path, mode):
    """The processor's instructions that rustc takes for this crate alone."""
    return taken(crate, target, mode, COUNT="1")


def taken(crate, target, mode, **variables):
    written = crate / "taken"
    written.unlink(missing_ok=True)
    (crate / "src/main.rs").touch()
    wrapper = {"RUSTC_WORKSPACE_WRAPPER": str(HERE / "wrapper.py"), "TAKEN": str(written)}
    cargo(crate, target, *MODES[mode], **wrapper, **variables, CRATE=crate.name.replace("-", "_"))
    return float(written.read_text())


def llvm_lines(crate: Path, target: Path):
    """Lines of the functions' LLVM IR before any optimisation, without debug information: what rustc hands to LLVM."""
    flags = ["--emit=llvm-ir", "-Copt-level=0", "-Ccodegen-units=1", "-Cno-prepopulate-passes", "-Cdebuginfo=0"]
    (crate / "src/main.rs").touch()
    cargo(crate, target, "rustc", "--", *flags)
    [ir] = (target / "debug/deps").glob(f"{crate.name.replace('-', '_')}-*.ll")
    lines = 0
    inside = False
    for line in ir.open():
        inside = inside or line.startswith("define ")
        lines += inside
        inside = inside and not line.startswith("}")
    ir.unlink()
    return lines

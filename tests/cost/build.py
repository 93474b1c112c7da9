"""Measures the build cost of db-config, serde and figment: `python3 tests/cost/build.py [RUNS [STRUCTS]]`.

Prints the tables of docs/reference/build-cost.md. The first one is the first build of an application with one struct and
no client. The second one is the cost of each further struct: a crate with STRUCTS of them minus a crate with one, with
the dependencies already built. The times depend on the load of the machine.
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DIRECTORY = ROOT / "target/build-cost"
RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 3
STRUCTS = int(sys.argv[2]) if len(sys.argv) > 2 else 100

SERDE = 'serde = { version = "1", features = ["derive"] }'
FIGMENT = 'figment = { version = "0.10", features = ["env"] }'
OURS = ["db_config::DatabaseConfig", "db_config::DatabaseUrl", "db_config::DatabaseConfig", "T::from_env()"]
THEIRS = ["serde::Deserialize", "String", "serde::de::DeserializeOwned"]
FROM_MAP = "T::deserialize(serde::de::value::MapDeserializer::<_, serde::de::value::Error>::new(std::env::vars()))"
FROM_FIGMENT = "figment::Figment::from(figment::providers::Env::raw()).extract::<T>()"


def db_config(features):
    return f'db-config = {{ path = "{ROOT}/db-config", default-features = false, features = {features} }}'


# The dependencies, the derive, the type of a URL, the trait, and the expression that reads any such type.
LIBRARIES = {
    "db-config": ([db_config('["derive", "idna"]')], *OURS),
    "db-config without `idna`": ([db_config('["derive"]')], *OURS),
    "serde alone": ([SERDE], *THEIRS, FROM_MAP),
    "figment": ([FIGMENT, SERDE], *THEIRS, FROM_FIGMENT),
}


def write(library, count):
    """Writes a crate with `count` structs, all read through one generic function; returns its directory."""
    dependencies, derive, url, trait, read = LIBRARIES[library]
    variable = '#[database(env = "{}"{})] ' if library.startswith("db-config") else ""
    fields = [("database_url", url, ""), ("workers", "u16", ", parse"), ("name", "Option<String>", ", parse")]
    struct = "\n".join(f"    {variable.format(name.upper(), how)}{name}: {ty}," for name, ty, how in fields)
    structs = "\n".join(f"#[derive({derive})]\nstruct Config{number} {{\n{struct}\n}}" for number in range(count))
    loads = ", ".join(f"load::<Config{number}>" for number in range(count))
    directory = DIRECTORY / str(list(LIBRARIES).index(library)) / f"app{count}"
    (directory / "src").mkdir(parents=True, exist_ok=True)
    (directory / "src/main.rs").write_text(f"""#![allow(dead_code)]
{structs}
fn load<T: {trait}>() -> bool {{ {read}.is_ok() }}
static LOADS: [fn() -> bool; {count}] = [{loads}];
fn main() {{ println!("{{}}", LOADS.iter().filter(|load| load()).count()); }}
""")
    dependencies = "\n".join(dependencies)
    (directory / "Cargo.toml").write_text(f"""[package]
name = "app{count}"
edition = "2024"
[dependencies]
{dependencies}
[profile.dev]
incremental = false
debug = false
[workspace]
""")
    return directory


def cargo(directory, target, *arguments):
    """Runs cargo for a changed crate; returns the seconds of wall time and of CPU time."""
    (directory / "src/main.rs").touch()
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    environment = os.environ | {"CARGO_TARGET_DIR": str(target)}
    subprocess.run(["cargo", "--quiet", *arguments], cwd=directory, env=environment, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.monotonic() - start, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def packages(directory):
    """Returns the number of compiled packages, without the application."""
    command = ["cargo", "tree", "--edges=normal,build", "--prefix=none"]
    tree = subprocess.run(command, cwd=directory, check=True, capture_output=True, text=True).stdout
    return len({" ".join(line.split()[:2]) for line in tree.splitlines() if line}) - 1


def first_build(directory, target):
    shutil.rmtree(target, ignore_errors=True)
    return cargo(directory, target, "build", "--offline")


def dev_build(directory, target):
    return statistics.median(cargo(directory, target, "build", "--offline")[1] for _ in range(RUNS))


def llvm_lines(directory, target):
    """Returns the lines of the functions that rustc passes to LLVM, before any optimization."""
    flags = ["--emit=llvm-ir", "-Copt-level=0", "-Ccodegen-units=1", "-Cno-prepopulate-passes", "-Cdebuginfo=0"]
    cargo(directory, target, "rustc", "--offline", "--", *flags)
    [file] = (target / "debug/deps").glob(f"{directory.name}-*.ll")
    lines, is_inside = 0, False
    for line in file.open():
        is_inside = is_inside or line.startswith("define ")
        lines += is_inside
        is_inside = is_inside and not line.startswith("}")
    file.unlink()
    return lines


apps = {library: write(library, 1) for library in LIBRARIES}
print("| first build | packages | wall time | CPU time |\n|---|---:|---:|---:|")
for library, directory in apps.items():
    cargo(directory, DIRECTORY / "target", "fetch")
    wall, cpu = map(statistics.median, zip(*(first_build(directory, DIRECTORY / "first") for _ in range(RUNS))))
    print(f"| {library} | {packages(directory)} | {wall:.2f} s | {cpu:.2f} s |", flush=True)
print("\n| a further struct of 3 fields | lines of LLVM IR | CPU time of a dev build |\n|---|---:|---:|")
for library in ["db-config", "serde alone", "figment"]:
    one, many, target = apps[library], write(library, STRUCTS), DIRECTORY / "target"
    lines = (llvm_lines(many, target) - llvm_lines(one, target)) / (STRUCTS - 1)
    taken = dev_build(many, target) - dev_build(one, target)
    print(f"| {library} | {lines:.0f} | {1000 * taken / (STRUCTS - 1):.1f} ms |", flush=True)
shutil.rmtree(DIRECTORY)

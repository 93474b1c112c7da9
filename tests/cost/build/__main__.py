"""What db-config costs to build beside what people would use instead: `python3 tests/cost/build`, some twenty minutes on two
cores. It writes `docs/build-cost.md`; figures of a busy machine are not worth keeping.

It needs valgrind. `--runs 3` is how often each is measured, `--structs 500` how many structs there are, `--only
envconfig,conf` leaves the other crates out and prints the tables without writing them. It fails if another crate has fewer
LLVM lines, or the closest fewer instructions.
"""

import argparse
import platform
import re
import statistics
import subprocess
import sys
from pathlib import Path

import cold
import expansion
from apps import EIGHT, LIBRARIES, OURS, ROOT, THREE

# More would take minutes.
RELEASE_STRUCTS = 100
COUNTED_STRUCTS = 20
# Whose times are so close to ours that a busy machine could decide.
CLOSEST = "envconfig"


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--structs", type=int, default=500)
    arguments.add_argument("--only", default="")
    arguments = arguments.parse_args()
    only = [name for name in arguments.only.split(",") if name]
    libraries = [library for library in LIBRARIES if not only or library.folder in [OURS, *only]]
    folder = ROOT / "target/build-cost"

    cold_rows = cold_builds(libraries, folder, arguments.runs)
    peers = [library for library in libraries if not library.cold_only]
    three, eight = (expansions(peers, folder, fields, arguments.structs, arguments.runs) for fields in (THREE, EIGHT))
    counted = instructions([library for library in peers if library.name in (OURS, CLOSEST)], folder)
    text = document(cold_rows, three, eight, counted, arguments)
    print(text)
    if not only:
        (ROOT / "docs/build-cost.md").write_text(text)
    return is_beaten(three, 1) or is_beaten(eight, 1) or any(is_beaten(counted, column) for column in (1, 2, 3))


def cold_builds(libraries, folder, runs):
    apps = {library: folder / f"{library.folder}-app" for library in libraries}
    for library, crate in apps.items():
        progress(f"fetch {library.name}")
        library.write(crate, 1, THREE)
        subprocess.run(["cargo", "fetch", "--quiet", "--manifest-path", str(crate / "Cargo.toml")], check=True)
    measured = {library: [] for library in libraries}
    # In turns, so that a busy minute hits all of them.
    for run in range(runs):
        for library, crate in apps.items():
            progress(f"cold build {run + 1} of {runs}: {library.name}")
            measured[library].append(cold.build(crate, folder / "cold"))
    return [[library.name, str(cold.packages(apps[library])), *median(measured[library])] for library in libraries]


def expansions(libraries, folder, fields, structs, runs):
    target = folder / "target"
    crates = {}
    for library in libraries:
        progress(f"prepare {library.name}, {len(fields)} fields")
        sizes = {1: None, structs: None, RELEASE_STRUCTS: None}
        for count in sizes:
            sizes[count] = folder / f"{library.folder}-{len(fields)}x{count}"
            library.write(sizes[count], count, fields)
        crates[library] = sizes
        # Builds the dependencies.
        for mode in expansion.MODES:
            expansion.cargo(sizes[1], target, *expansion.MODES[mode])
    lines = {}
    for library, sizes in crates.items():
        progress(f"LLVM lines of {library.name}")
        lines[library] = round(each(lambda crate: expansion.llvm_lines(crate, target), sizes, RELEASE_STRUCTS))
    # Milliseconds a struct.
    measured = {(library, mode): [] for library in libraries for mode in expansion.MODES}
    for run in range(runs):
        for library, sizes in crates.items():
            for mode in expansion.MODES:
                count = RELEASE_STRUCTS if mode == "release" else structs
                # What takes long is measured once.
                if run > 0 and measured[library, mode][0] * count > 4000:
                    continue
                progress(f"{mode} {run + 1} of {runs}: {library.name}, {len(fields)} fields")
                seconds = each(lambda crate: expansion.seconds(crate, target, mode), sizes, count)
                measured[library, mode].append(1000 * seconds)
    rows = []
    for library in libraries:
        figures = [f"{statistics.median(measured[library, mode]):.1f} ms" for mode in expansion.MODES]
        rows.append([library.name, str(lines[library]), *figures])
    return rows


def instructions(libraries, folder):
    rows = []
    for library in libraries:
        sizes = {count: folder / f"{library.folder}-{len(THREE)}x{count}" for count in (1, COUNTED_STRUCTS)}
        for count, crate in sizes.items():
            library.write(crate, count, THREE)
        figures = []
        for mode in expansion.MODES:
            progress(f"instructions of {library.name}, {mode}")
            count = each(lambda crate: expansion.instructions(crate, folder / "target", mode), sizes, COUNTED_STRUCTS)
            figures.append(f"{count / 1e6:.1f} M")
        rows.append([library.name, *figures])
    return rows


def each(measure, sizes, count):
    """What each further struct takes."""
    return (measure(sizes[count]) - measure(sizes[1])) / (count - 1)


def median(measured):
    return [f"{statistics.median(column):.2f} s" for column in zip(*measured)]


def base(rows):
    [base] = [row for row in rows if row[0] == OURS]
    return base


def table(headings, rows):
    """A Markdown table; every figure has its ratio to db-config's."""
    lines = ["| " + " | ".join(headings) + " |", "|---|" + "---:|" * (len(headings) - 1)]
    for row in rows:
        cells = [row[0]]
        for figure, ours in zip(row[1:], base(rows)[1:]):
            ratio = number(figure) / number(ours)
            cells.append(figure if row[0] == OURS else f"{figure} ({ratio:.2f})")
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def is_beaten(rows, column):
    return any(number(row[column]) < number(base(rows)[column]) for row in rows)


def number(figure):
    return float(figure.split()[0])


def document(cold_rows, three, eight, counted, arguments):
    rustc = subprocess.run(["rustc", "--version"], check=True, capture_output=True, text=True).stdout.strip()
    versions = sorted({
        f"{name} {version}"
        for library in LIBRARIES
        for dependency in library.dependencies
        for name, version in re.findall(r'^([\w-]+) = .*?"=([\d.]+)"', dependency)
    })
    cold_table = table(["crate", "packages", "wall", "CPU"], cold_rows)
    modes = ["`cargo check`", "dev build", "release build"]
    three_table, eight_table = (
        table([f"a struct of {fields} fields", "LLVM lines", *modes], rows)
        for fields, rows in ((len(THREE), three), (len(EIGHT), eight))
    )
    counted_table = table([f"a struct of {len(THREE)} fields", *modes], counted)
    return f"""# What it costs to build

Written by `python3 tests/cost/build`: {rustc}, {platform.machine()}, medians of {arguments.runs} runs taken in turns (one run
where it takes more than four seconds). In
brackets the ratio to db-config. The others are {", ".join(versions)}.

## The first build

An application with one derived struct of three fields and no database client, `cargo build` into an empty folder, nothing
downloaded. CPU time is that of all cores.

{cold_table}

What the feature `idna` adds is `url` and what it needs for international host names. Without it (`default-features = false,
features = ["derive"]`) a host name that is not ASCII is an error which says to write it as `xn--...`. sqlx, SeaORM, refinery
and mysql_async bring `url` in any case, so leaving the feature out saves its build for applications of Diesel, diesel-async,
rusqlite, mongodb, tokio-postgres and deadpool-postgres. Where another crate brings `url`, the
application can leave out the tables by itself: `idna_adapter = "=1.0.0"` among its dependencies takes them away from every
crate that it builds, and with them every international name.

## Many structs

What each further struct costs in a crate whose dependencies are built already: {arguments.structs} of them ({RELEASE_STRUCTS} in
the release build, and for the LLVM lines), less a crate with one. URLs are a `DatabaseUrl` here and a `String` there. Every
struct is read, through one generic function, so that the code of each is compiled. Nothing is built incrementally or with
debug information. Times are the CPU time of rustc for that crate alone; LLVM lines are those of the functions that it hands
to LLVM, before any optimisation.

{three_table}

{eight_table}

Where times are close, a busy machine decides. What it does not move are the instructions of rustc, by valgrind's callgrind,
{COUNTED_STRUCTS} structs less one:

{counted_table}
"""


def progress(line):
    print(line, file=sys.stderr, flush=True)


sys.exit(main())

//! `cargo bench -p runtime`: counts the instructions of loads by db-config and by hand, and their growth. Prints the
//! table of `docs/reference/run-time.md`.
//!
//! Valgrind counts the instructions, so other processes do not change the result. The benchmark fails if a cost grows
//! faster than its input.

use std::env;
use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, ExitCode};

use runtime::{ENVIRONMENT, Run, growth, rows};

const UNDER_CALLGRIND: &str = "under-callgrind";

/// The greatest power of the size with which a cost may grow. 1 is linear.
const EXPONENT: f64 = 1.1;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if arguments == [UNDER_CALLGRIND] {
        all_runs().iter().for_each(measured);
        return Ok(ExitCode::SUCCESS);
    }
    // `cargo test --benches` runs this program without this argument.
    if !arguments.iter().any(|argument| argument == "--bench") {
        return Ok(ExitCode::SUCCESS);
    }
    let mut counts = instructions()?.into_iter();
    let mut next = || counts.next().expect("Valgrind counts each run");
    println!("| | db-config, instructions | by hand, instructions | ratio |\n|---|---:|---:|---:|");
    for row in rows() {
        let (ours, by_hand) = (next(), next());
        println!("| {} | {ours} | {by_hand} | {:.2} |", row.name, ours / by_hand);
    }
    println!("\n| | sizes | instructions | power |\n|---|---|---:|---:|");
    let mut is_linear = true;
    for series in growth() {
        let points: Vec<(f64, f64)> = series.points.iter().map(|(size, _)| (*size as f64, next())).collect();
        let [(first, least), .., before, last] = points[..] else { panic!("{} has too few sizes", series.name) };
        let power = (last.1 / before.1).log2() / (last.0 / before.0).log2();
        println!("| {} | {first} to {} | {least} to {} | {power:.2} |", series.name, last.0, last.1);
        is_linear &= power <= EXPONENT;
    }
    Ok(if is_linear { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn all_runs() -> Vec<Run> {
    let rows = rows().into_iter().flat_map(|row| [row.ours, row.by_hand]);
    rows.chain(growth().into_iter().flat_map(|series| series.points).map(|(_, run)| run)).collect()
}

fn measured(run: &Run) {
    // Excludes the work that a process does only once.
    run();
    collected(run);
}

/// Runs under Callgrind's counter. Callgrind finds this function by its name, counts its instructions, and writes the
/// count when it returns.
#[inline(never)]
fn collected(run: &Run) {
    run();
    // Prevents a tail call, which would not return to this function.
    black_box(run);
}

/// Returns the number of instructions of each run.
fn instructions() -> Result<Vec<f64>, Box<dyn Error>> {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("callgrind");
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory)?;
    let out = directory.join("out");
    let status = Command::new("valgrind")
        .env_clear()
        .env("PATH", env::var_os("PATH").unwrap_or_default())
        .envs(ENVIRONMENT)
        // Valgrind counts the processor's `rep movsb` once for each copied byte.
        .env("GLIBC_TUNABLES", "glibc.cpu.hwcaps=-ERMS")
        .args(["--tool=callgrind", "--toggle-collect=*::collected", "--dump-after=*::collected", "--quiet"])
        .arg(format!("--callgrind-out-file={}", out.display()))
        .arg(env::current_exe()?)
        .arg(UNDER_CALLGRIND)
        .status()
        .map_err(|error| format!("valgrind: {error}"))?;
    if !status.success() {
        return Err(format!("valgrind: {status}").into());
    }
    let total = |number: usize| -> Result<f64, Box<dyn Error>> {
        let dump = fs::read_to_string(directory.join(format!("out.{number}")))?;
        let total = dump.lines().find_map(|line| line.strip_prefix("totals: ")).ok_or("a dump without totals")?;
        Ok(total.trim().parse()?)
    };
    (1..=all_runs().len()).map(total).collect()
}

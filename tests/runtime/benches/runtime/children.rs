//! The programs that measure: this one under valgrind's callgrind, and the one that counts allocations.

use std::env;
use std::error::Error;
use std::ffi::OsStr;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};

use runtime::{ENVIRONMENT, growth, rows};

use crate::Grown;

pub(crate) const CALLGRIND: &str = "under-callgrind";
pub(crate) const TIMES: &str = "times-of-rows";

/// The instructions of each row, ours and theirs, and of each size.
type Instructions = (Vec<[f64; 2]>, Vec<Grown>);

pub(crate) fn callgrind() -> Result<Instructions, Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("callgrind");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    let out = folder.join("out");
    run(bare("valgrind")
        // Valgrind counts a processor's `rep movsb` once for each byte of what is copied.
        .env("GLIBC_TUNABLES", "glibc.cpu.hwcaps=-ERMS")
        .args(["--tool=callgrind", "--toggle-collect=*::collected", "--dump-after=*::collected", "--quiet"])
        .arg(format!("--callgrind-out-file={}", out.display()))
        .arg(env::current_exe()?)
        .arg(CALLGRIND))
    .map_err(|error| format!("valgrind: {error}"))?;
    let mut dumps = (1..).map(|number| total(&folder.join(format!("out.{number}"))));
    let mut next = || dumps.next().ok_or("no dump")?;
    let rows = rows().iter().map(|_| Ok([next()?, next()?])).collect::<Result<_, Box<dyn Error>>>()?;
    let mut all = Vec::new();
    for series in growth() {
        let instructions = series.points.iter().map(|_| next()).collect::<Result<_, _>>()?;
        all.push(Grown { series, instructions });
    }
    Ok((rows, all))
}

/// The instructions that one dump counts.
fn total(dump: &Path) -> Result<f64, Box<dyn Error>> {
    let text = fs::read_to_string(dump).map_err(|error| format!("{}: {error}", dump.display()))?;
    let total = text.lines().find_map(|line| line.strip_prefix("totals: ")).ok_or("a dump without totals")?;
    Ok(total.trim().parse()?)
}

/// What runs under callgrind: [`callgrind`] reads the dumps in this order.
pub(crate) fn under_callgrind() {
    let work = rows().into_iter().flat_map(|row| [row.ours, row.theirs]);
    for run in work.chain(growth().into_iter().flat_map(|series| series.points).map(|point| point.run)) {
        // What is done once in a process.
        run();
        collected(&run);
    }
}

/// What valgrind knows by name: it counts inside of it, and dumps what it has counted at its end.
#[inline(never)]
fn collected(run: &dyn Fn()) {
    run();
    // Otherwise the call would be a jump, without a return to here.
    black_box(run);
}

/// How often each row allocates, and how many bytes.
pub(crate) fn allocations() -> Result<Vec<[f64; 4]>, Box<dyn Error>> {
    lines(&run(&mut bare(env!("CARGO_BIN_EXE_allocations")))?)
}

/// The numbers of each row.
pub(crate) fn lines<const N: usize>(text: &str) -> Result<Vec<[f64; N]>, Box<dyn Error>> {
    let numbers = |line: &str| -> Result<[f64; N], Box<dyn Error>> {
        let numbers = line.split_whitespace().map(str::parse).collect::<Result<Vec<f64>, _>>()?;
        numbers.try_into().map_err(|_| format!("not {N} numbers: {line}").into())
    };
    text.lines().map(numbers).collect()
}

/// With nothing in its environment but what the rows read.
pub(crate) fn bare(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.env_clear().env("PATH", env::var_os("PATH").unwrap_or_default()).envs(ENVIRONMENT);
    command
}

/// What it prints.
pub(crate) fn run(command: &mut Command) -> Result<String, Box<dyn Error>> {
    let output = command.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(output.status.to_string().into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

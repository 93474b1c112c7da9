//! What it costs to read a configuration, beside what people would use instead: `cargo bench -p runtime`.
//!
//! `-- instructions allocations growth` leaves the times out, which other work on the machine moves. `COST=overwrite`
//! writes `docs/run-time.md` and `docs/growth.svg`. It needs valgrind.

mod children;
mod page;
mod plot;
mod times;

use std::env;
use std::error::Error;
use std::fs;
use std::process::ExitCode;

use runtime::{Series, rows};

use self::children::{allocations, callgrind};

/// More would be growth that is not linear. Where the last size still has a large constant part, less than 1 is seen.
const EXPONENT: f64 = 1.1;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.first().map(String::as_str) {
        Some(children::CALLGRIND) => children::under_callgrind(),
        Some(children::TIMES) => times::measure(),
        // `cargo test --benches` runs it too, without this argument.
        _ if !arguments.iter().any(|argument| argument == "--bench") => {}
        _ => {
            return measure(&arguments).unwrap_or_else(|error| {
                eprintln!("{error}");
                ExitCode::FAILURE
            });
        }
    }
    ExitCode::SUCCESS
}

/// What was measured for each row: ours, theirs; of allocations the count and the bytes of each.
#[derive(Default)]
struct Measured {
    instructions: Option<Vec<[f64; 2]>>,
    allocations: Option<Vec<[f64; 4]>>,
    nanoseconds: Option<Vec<[f64; 2]>>,
    growth: Option<Vec<Grown>>,
}

/// One series, with the instructions of each size.
struct Grown {
    series: Series,
    instructions: Vec<f64>,
}

impl Grown {
    fn size(&self, point: usize) -> f64 {
        self.series.points[point].size as f64
    }

    fn last(&self) -> usize {
        self.instructions.len() - 1
    }

    /// What each further unit costs between this point and the next.
    fn each(&self, point: usize) -> f64 {
        (self.instructions[point + 1] - self.instructions[point]) / (self.size(point + 1) - self.size(point))
    }

    /// The power of the size with which the cost grows at the end: 1 is linear.
    fn exponent(&self) -> f64 {
        let (last, before) = (self.last(), self.last() - 1);
        (self.instructions[last] / self.instructions[before]).log2() / (self.size(last) / self.size(before)).log2()
    }
}

fn measure(arguments: &[String]) -> Result<ExitCode, Box<dyn Error>> {
    let named: Vec<&str> = arguments.iter().map(String::as_str).filter(|name| !name.starts_with('-')).collect();
    let wanted = |name| named.is_empty() || named.contains(&name);
    let mut measured = Measured::default();
    if wanted("instructions") || wanted("growth") {
        let (pairs, growth) = callgrind()?;
        measured.instructions = wanted("instructions").then_some(pairs);
        measured.growth = wanted("growth").then_some(growth);
    }
    if wanted("allocations") {
        measured.allocations = Some(allocations()?);
    }
    if wanted("times") {
        measured.nanoseconds = Some(times::of_rows()?);
    }
    let text = page::text(&measured);
    println!("{text}");
    if env::var_os("COST").is_some_and(|value| value == "overwrite") {
        let docs = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs");
        fs::write(format!("{docs}/run-time.md"), text)?;
        if let Some(growth) = &measured.growth {
            fs::write(format!("{docs}/growth.svg"), plot::svg(growth))?;
        }
    }
    let wrong = beyond_bounds(&measured);
    wrong.iter().for_each(|line| eprintln!("{line}"));
    Ok(if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn beyond_bounds(measured: &Measured) -> Vec<String> {
    let mut wrong = Vec::new();
    for (row, [ours, theirs]) in rows().iter().zip(measured.instructions.iter().flatten()) {
        if ours / theirs > row.bound {
            wrong.push(format!(
                "{}: {:.2} times their instructions; the bound is {}",
                row.name,
                ours / theirs,
                row.bound
            ));
        }
    }
    for grown in measured.growth.iter().flatten().filter(|grown| grown.exponent() > EXPONENT) {
        wrong.push(format!("{}: grows with the power {:.2}", grown.series.name, grown.exponent()));
    }
    wrong
}

//! How long each row takes.

use std::env;
use std::error::Error;
use std::time::{Duration, Instant};

use runtime::rows;

use crate::children;

/// Short enough for most to be undisturbed, whatever else the machine is doing.
const ROUND: Duration = Duration::from_micros(100);
const ROUNDS: usize = 501;

/// Those of the fastest round, in nanoseconds.
pub(crate) fn of_rows() -> Result<Vec<[f64; 2]>, Box<dyn Error>> {
    let text = children::run(children::bare(env::current_exe()?).arg(children::TIMES))?;
    children::lines(&text)
}

/// Both sides by turns, so that what slows the machine down slows both.
pub(crate) fn measure() {
    for row in rows() {
        let sides = [&row.ours, &row.theirs].map(|run| (run, repeats(run)));
        let mut fastest = [f64::INFINITY; 2];
        for _ in 0..ROUNDS {
            for ((run, repeats), fastest) in sides.iter().zip(&mut fastest) {
                *fastest = fastest.min(time(run, *repeats).as_nanos() as f64 / f64::from(*repeats));
            }
        }
        let [ours, theirs] = fastest;
        println!("{ours} {theirs}");
    }
}

/// How often it runs in one round; finding out warms it up.
fn repeats(run: &dyn Fn()) -> u32 {
    (0..).map(|power| 1 << power).find(|repeats| time(run, *repeats) >= ROUND).unwrap_or(1)
}

fn time(run: &dyn Fn(), repeats: u32) -> Duration {
    let start = Instant::now();
    (0..repeats).for_each(|_| run());
    start.elapsed()
}

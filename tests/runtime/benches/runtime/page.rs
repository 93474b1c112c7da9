//! `docs/run-time.md`: what was measured, in tables.

use std::fmt::Write as _;

use runtime::rows;

use crate::{Grown, Measured};

pub(crate) fn text(measured: &Measured) -> String {
    let mut text = String::from(HEAD);
    table(&mut text, measured);
    if let Some(growth) = &measured.growth {
        text.push_str(GROWTH);
        growth_table(&mut text, growth.iter().filter(|grown| !grown.series.is_hostile));
        text.push_str(HOSTILE);
        growth_table(&mut text, growth.iter().filter(|grown| grown.series.is_hostile));
    }
    text
}

const HEAD: &str = "\
# Run time

What it costs to read a configuration, beside what people would use instead, all of which checks less:

```console
$ COST=overwrite cargo bench -p runtime
```

Each task is run once before it is measured. Instructions are counted by valgrind, so that nothing else on the machine
moves them; allocations are counts and bytes; times are those of the fastest of 501 rounds.

";

const GROWTH: &str = "
## Growth

![Instructions by size, in two plots: lines that rise with the size, and none faster](growth.svg)

A whole load, notices included, by the size of what it reads. *First* and *last* are the instructions for each further
unit between the two smallest and the two largest sizes; the *power* is *p* where the cost grows at the
end as the size to the power of *p*: 1 is linear.

";

const HOSTILE: &str = "
The same for texts made to be slow, which are refused or read; the sizes are bytes.

";

fn table(text: &mut String, measured: &Measured) {
    let mut columns: Vec<(&str, Vec<[String; 3]>)> = Vec::new();
    let compared = |pairs: &[[f64; 2]]| {
        pairs.iter().map(|[ours, theirs]| [whole(*ours), whole(*theirs), format!("{:.2}", ours / theirs)]).collect()
    };
    if let Some(instructions) = &measured.instructions {
        columns.push(("instructions", compared(instructions)));
    }
    if let Some(allocations) = &measured.allocations {
        let shown = |count, bytes| format!("{count} ({})", whole(bytes));
        let row = |[ours, bytes, theirs, their_bytes]: &[f64; 4]| {
            [shown(*ours, *bytes), shown(*theirs, *their_bytes), format!("{:.2}", ours / theirs)]
        };
        columns.push(("allocations (bytes)", allocations.iter().map(row).collect()));
    }
    if let Some(nanoseconds) = &measured.nanoseconds {
        columns.push(("ns", compared(nanoseconds)));
    }
    if columns.is_empty() {
        return;
    }
    let heads: String = columns.iter().map(|(head, _)| format!(" {head} | theirs | ratio |")).collect();
    let _ = writeln!(text, "| |{heads}\n|---|{}", "---:|---:|---:|".repeat(columns.len()));
    for (i, row) in rows().iter().enumerate() {
        let cells: String = columns.iter().map(|(_, rows)| format!(" {} |", rows[i].join(" | "))).collect();
        let _ = writeln!(text, "| {} |{cells}", row.name);
    }
}

fn growth_table<'a>(text: &mut String, growth: impl Iterator<Item = &'a Grown>) {
    text.push_str("| | sizes | instructions | first | last | power |\n|---|---|---:|---:|---:|---:|\n");
    for grown in growth {
        let last = grown.last();
        let _ = writeln!(
            text,
            "| {} | {} to {} | {} to {} | {:.1} | {:.1} | {:.2} |",
            grown.series.name,
            whole(grown.size(0)),
            whole(grown.size(last)),
            whole(grown.instructions[0]),
            whole(grown.instructions[last]),
            grown.each(0),
            grown.each(last - 1),
            grown.exponent(),
        );
    }
}

/// A whole number, its thousands separated.
fn whole(number: f64) -> String {
    let digits = format!("{number:.0}");
    let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().map(|group| str::from_utf8(group).unwrap()).collect();
    groups.join(",")
}

//! `allocations`: for each row, how often this crate and the other allocate, and how many bytes; a program of its own,
//! because counting is work too.

use runtime::rows;

fn main() {
    for row in rows() {
        for run in [&row.ours, &row.theirs] {
            // What is done once in a process.
            run();
            let counted = allocation_counter::measure(run);
            print!("{} {} ", counted.count_total, counted.bytes_total);
        }
        println!();
    }
}

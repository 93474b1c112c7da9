//! `cargo run -p tests --bin conformance -- DIR`: compares db-config with the files of URLs in a directory. Prints the
//! table of `docs/reference/conformance.md`.
//!
//! Exits with 1 if a case disagrees without a reason, and with 2 if there is nothing to check.

use std::path::Path;
use std::process::ExitCode;

use tests::conformance::Conformance;

fn main() -> ExitCode {
    let Some(path) = std::env::args_os().nth(1) else {
        eprintln!("usage: conformance DIR");
        return ExitCode::from(2);
    };
    match Conformance::of(Path::new(&path)) {
        Ok(conformance) if conformance.files.is_empty() => {
            eprintln!("no file with cases in {}", path.display());
            ExitCode::from(2)
        }
        Ok(conformance) => {
            print!("{conformance}");
            if conformance.holds() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("{}: {error}", path.display());
            ExitCode::from(2)
        }
    }
}

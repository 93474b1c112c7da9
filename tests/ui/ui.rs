//! Compiles each case of a mistake, and compares the error messages with the expected ones.

use std::io::Write as _;
use std::process::Command;

/// The compiler version of the `.stderr` files. Each version has its own wording.
const SNAPSHOTS: &str = "rustc 1.95.";

/// The directories of mistakes, by kind.
const FOLDERS: &[&str] = &["attribute", "scheme", "target", "shape", "flatten", "pool", "plain", "debug"];

#[test]
fn ui() {
    let rustc = Command::new("rustc").arg("--version").output().unwrap();
    let version = String::from_utf8(rustc.stdout).unwrap();

    let cases = trybuild::TestCases::new();
    for folder in FOLDERS.iter().chain(&["pass"]) {
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let count = files.filter(|file| file.extension().is_some_and(|extension| extension == "rs")).count();
        assert!(count > 0, "{folder} has no cases");
    }
    cases.pass("pass/*.rs");
    if version.starts_with(SNAPSHOTS) {
        FOLDERS.iter().for_each(|folder| cases.compile_fail(format!("{folder}/*.rs")));
    } else {
        // The test harness shows `println!` output only for failed tests.
        let _ = writeln!(std::io::stderr(), "SKIPPED: the messages of {SNAPSHOTS}x, because this is {version}");
    }
}

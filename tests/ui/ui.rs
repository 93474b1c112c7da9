//! What the compiler says about each mistake: one case, one message.

use std::io::Write as _;
use std::process::Command;

/// The compiler that the `.stderr` files were made with: each version words its own part in its own way.
const SNAPSHOTS: &str = "rustc 1.95.";

/// The mistakes, by kind.
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
        // `println!` is shown for failed tests only.
        let _ = writeln!(std::io::stderr(), "LEFT OUT: the messages of {SNAPSHOTS}x, as this is {version}");
    }
}

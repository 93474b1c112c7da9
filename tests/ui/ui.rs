//! What the compiler says about each mistake: one case, one message.

use std::process::Command;

/// The compiler that the `.stderr` files were made with: each version words its own part in its own way.
const SNAPSHOTS: &str = "rustc 1.95.";

#[test]
fn ui() {
    let rustc = Command::new("rustc").arg("--version").output().unwrap();
    let version = String::from_utf8(rustc.stdout).unwrap();

    let cases = trybuild::TestCases::new();
    cases.pass("pass/*.rs");
    if version.starts_with(SNAPSHOTS) {
        cases.compile_fail("attribute/*.rs");
        cases.compile_fail("scheme/*.rs");
        cases.compile_fail("target/*.rs");
        cases.compile_fail("shape/*.rs");
        cases.compile_fail("flatten/*.rs");
        cases.compile_fail("pool/*.rs");
        cases.compile_fail("plain/*.rs");
        cases.compile_fail("debug/*.rs");
    } else {
        println!("left out the messages of {SNAPSHOTS}x, as this is {version}");
    }
}

//! What the compiler says about each mistake: one case, one message.

use std::process::Command;

/// The compiler that the `.stderr` files were made with: each version words its own part in its own way.
const SNAPSHOTS: &str = "rustc 1.95.";

#[test]
fn ui() {
    let rustc = Command::new("rustc").arg("--version").output().unwrap();
    let version = String::from_utf8(rustc.stdout).unwrap();

    let cases = trybuild::TestCases::new();
    cases.pass("ui/pass/*.rs");
    if version.starts_with(SNAPSHOTS) {
        cases.compile_fail("ui/attribute/*.rs");
        cases.compile_fail("ui/scheme/*.rs");
        cases.compile_fail("ui/target/*.rs");
        cases.compile_fail("ui/shape/*.rs");
    } else {
        println!("left out the messages of {SNAPSHOTS}x, as this is {version}");
    }
}

//! Tests that run again as a child, whose environment can be chosen without modifying this process's.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

const CHILD: &str = "DB_CONFIG_TEST_CHILD";

/// Runs `test` of the same file again with these variables, in this folder.
pub fn again<V: AsRef<OsStr>>(test: &str, folder: &Path, variables: &[(&str, V)]) {
    let output = Command::new(std::env::current_exe().expect("the test's own path"))
        .args(["--exact", test, "--nocapture", "--include-ignored"])
        .current_dir(folder)
        .env(CHILD, "1")
        .envs(variables.iter().map(|(name, value)| (name, value)))
        .output()
        .expect("the test runs again");
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{stdout}\n{stderr}");
    assert!(stdout.contains("1 passed"), "{test} did not run");
}

/// Whether this is the child.
pub fn is_child() -> bool {
    std::env::var_os(CHILD).is_some()
}

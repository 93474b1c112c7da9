//! Tests that run again as a child, whose environment can be chosen without modifying this process's.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

const CHILD: &str = "DB_CONFIG_TEST_CHILD";

/// Runs `test` of the same file again with these variables, in this folder.
pub fn again<V: AsRef<OsStr>>(test: &str, folder: &Path, variables: &[(&str, V)]) {
    run(Command::new(this()), test, folder, variables);
}

/// The same where the shell's `mounts` are made, which nobody else sees; they begin in the folder.
#[cfg(unix)]
pub fn again_with_mounts(test: &str, folder: &Path, mounts: &str) {
    use std::os::unix::fs::MetadataExt as _;

    let mut command = Command::new("unshare");
    // Who is not root is it in a namespace of his own, where the system lets him.
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0);
    command.args((!is_root).then_some("--map-root-user"));
    command.args(["--mount", "sh", "-euc", &format!("{mounts}\nexec \"$@\""), "sh"]).arg(this());
    run(command, test, folder, &[("", ""); 0]);
}

fn this() -> PathBuf {
    std::env::current_exe().expect("the test's own path")
}

fn run<V: AsRef<OsStr>>(mut command: Command, test: &str, folder: &Path, variables: &[(&str, V)]) {
    let output = command
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

//! Runs a test again in a child process, which gets its own environment variables.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

const CHILD: &str = "DB_CONFIG_TEST_CHILD";

/// Runs `test` of the same file again with these environment variables, in this directory.
pub fn again<V: AsRef<OsStr>>(test: &str, directory: &Path, variables: &[(&str, V)]) {
    run(Command::new(this()), test, directory, variables);
}

/// Like [`again`], but runs the shell commands `mounts` first, in a mount namespace of the child. They start in the
/// directory.
#[cfg(unix)]
pub fn again_with_mounts(test: &str, directory: &Path, mounts: &str) {
    use std::os::unix::fs::MetadataExt as _;

    let mut command = Command::new("unshare");
    // If the system permits it, a user other than root becomes root in a new user namespace.
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0);
    command.args((!is_root).then_some("--map-root-user"));
    command.args(["--mount", "sh", "-euc", &format!("{mounts}\nexec \"$@\""), "sh"]).arg(this());
    run(command, test, directory, &[("", ""); 0]);
}

fn this() -> PathBuf {
    std::env::current_exe().expect("the path of the test program")
}

fn run<V: AsRef<OsStr>>(mut command: Command, test: &str, directory: &Path, variables: &[(&str, V)]) {
    let output = command
        .args(["--exact", test, "--nocapture", "--include-ignored"])
        .current_dir(directory)
        .env(CHILD, "1")
        .envs(variables.iter().map(|(name, value)| (name, value)))
        .output()
        .expect("cannot start the test program");
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{stdout}\n{stderr}");
    assert!(stdout.contains("1 passed"), "{test} did not run");
}

/// Returns whether this process is the child.
pub fn is_child() -> bool {
    std::env::var_os(CHILD).is_some()
}

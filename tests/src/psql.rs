//! `psql`: what libpq itself makes of a URL and of its variables.

use std::process::Command;

use crate::servers;

/// Runs a query with `psql`, which sees these variables and no others.
///
/// It asks nobody for a password, and reads no file unless a variable names it: `HOME` is a directory that does not
/// exist unless it is one of the variables.
///
/// # Errors
///
/// What it says where it does not connect. A query that fails is a panic.
pub fn psql(url: &str, variables: &[(&str, &str)], query: &str) -> Result<String, String> {
    let output = Command::new(servers::psql())
        .args(["--no-psqlrc", "--no-password", "--no-align", "--tuples-only", "--command", query, "--dbname", url])
        .env_clear()
        .env("HOME", "/nonexistent")
        .env("LC_ALL", "C")
        .envs(variables.iter().copied())
        .output()
        .expect("psql starts");
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    match output.status.code() {
        Some(0) => Ok(String::from_utf8(output.stdout).expect("the server sends UTF-8").trim_end().to_owned()),
        // psql's own error, and a connection that it did not get.
        Some(2) => Err(stderr),
        _ => panic!("psql {url} {query}: {stderr}"),
    }
}

//! `psql`, which shows how libpq itself reads a URL and its environment variables.

use std::process::Command;

use crate::servers;

/// Runs a query with `psql`, with these environment variables and no others.
///
/// `psql` does not prompt for a password, and reads only the files that the variables name. Unless `HOME` is one of the
/// variables, it is a directory that does not exist.
///
/// # Errors
///
/// Returns the stderr of `psql` if it does not connect.
///
/// # Panics
///
/// Panics if the query fails.
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
        // The connection failed.
        Some(2) => Err(stderr),
        _ => panic!("psql {url} {query}: {stderr}"),
    }
}

//! The output and the exit codes of `check_main` and `check`. Each program is a child process that runs `check_main`.

use std::process::{Command, ExitCode, Output};

use db_config::{DatabaseConfig, DatabaseUrl, PoolSettings, check, check_main};

#[derive(DatabaseConfig)]
#[allow(dead_code)]
struct Config {
    orders: (DatabaseUrl, PoolSettings),
    #[database(env = "PORT", parse, default = "8080")]
    port: u16,
    #[database(env = "API_KEY", secret)]
    api_key: Option<String>,
}

const PROGRAM: &str = "DB_CONFIG_TEST_PROGRAM";

/// Runs this test again, as a child process that ends like the program.
fn program(name: &str, variables: &[(&str, &str)]) -> Output {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "check::programs", "--nocapture", "--include-ignored", "--quiet"])
        .env_clear()
        .env(PROGRAM, name)
        .envs(variables.iter().copied())
        .output()
        .unwrap()
}

#[test]
#[ignore = "it is the child"]
fn programs() {
    let Some(name) = std::env::var_os(PROGRAM) else { return };
    println!("BEGIN");
    let code = match name.to_str() {
        Some("check") => check::<Config>(&[("DATABASE_URL", "sqlite:app.db")]),
        _ => check_main::<Config>(),
    };
    println!("END");
    std::process::exit(i32::from(code != ExitCode::SUCCESS));
}

/// Returns the standard output and the standard error.
fn streams(output: &Output) -> (&str, &str) {
    let stdout = std::str::from_utf8(&output.stdout).unwrap();
    let stdout = stdout.split_once("BEGIN\n").unwrap().1.split_once("END\n").unwrap().0;
    (stdout, std::str::from_utf8(&output.stderr).unwrap())
}

#[test]
fn a_configuration_that_can_be_read() {
    let url = ("DATABASE_URL", "postgres://app:S3cr3tPw@localhost/orders?max_connections=9&sslmode=disable");
    let output = program("check_main", &[url, ("API_KEY", "S3cr3t"), ("DATABASE_STATEMENT_TIMEOUT", "5s")]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let (stdout, stderr) = streams(&output);
    assert_eq!(stderr, "");
    assert!(!stdout.contains("S3cr3t") && stdout.contains("environment") && stdout.contains("app:***@"), "{stdout}");
    assert!(stdout.contains("max_connections=9") && stdout.contains("off: set by `sslmode` in the URL"), "{stdout}");
    assert!(!stdout.contains('\u{1b}'), "not a terminal: {stdout:?}");
}

#[test]
fn a_configuration_with_problems() {
    let url = ("DATABASE_URL", "postgres://app:S3cr3tPw@localhost:99999/orders");
    let output = program("check_main", &[url, ("PORT", "S3cr3t"), ("DATABASE_MAX_CONNECTIONS", "0")]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let (stdout, stderr) = streams(&output);
    assert_eq!(stdout, "");
    assert!(stderr.starts_with("2 problems with the database configuration of `Config`\n\n"), "{stderr}");
    assert!(stderr.ends_with('\n') && !stderr.contains("S3cr3t"), "{stderr}");
    assert!(!stderr.contains('\u{1b}'), "not a terminal: {stderr:?}");
    let output = program("check_main", &[]);
    assert_eq!((output.status.code(), streams(&output).0), (Some(1), ""));
}

#[test]
fn another_source() {
    let output = program("check", &[("DATABASE_URL", "postgress://")]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(streams(&output).0.contains("sqlite:app.db"), "{output:?}");
}

/// Nobody reads the pipe, as with `| head`.
#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_panic() {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "check::programs", "--nocapture", "--include-ignored", "--quiet"])
        .env_clear()
        .env(PROGRAM, "check_main")
        .stderr(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    drop(child.stderr.take());
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

//! The output of programs: the check, a panic, the error of `main`. Each program is this test again, as a child
//! process.

use std::path::PathBuf;
use std::process::{Command, ExitCode, Termination as _};

use db_config::{DatabaseConfig, DatabaseUrl, check, check_main, source};

use super::search::{Search, search_all};

#[derive(Debug, DatabaseConfig)]
#[allow(dead_code)]
struct Config {
    database: DatabaseUrl,
    #[database(env = "CACHE_URL")]
    cache: Option<PathBuf>,
    #[database(env = "API_KEY", secret)]
    api_key: String,
    #[database(env = "SERVICE", parse)]
    service: String,
}

const PROGRAM: &str = "DB_CONFIG_TEST_PROGRAM";

#[test]
#[ignore = "it is the child"]
fn child() {
    let Some(name) = std::env::var_os(PROGRAM) else { return };
    let code = match name.to_str() {
        Some("check_main") => check_main::<Config>(),
        Some("check") => check::<Config>(&source::from_fn(|name| std::env::var(name).ok())),
        Some("main") => Config::from_env().map(drop).report(),
        Some("unwrap") => {
            Config::from_env().unwrap();
            ExitCode::SUCCESS
        }
        _ => {
            Config::from_env().expect("a configuration");
            ExitCode::SUCCESS
        }
    };
    std::process::exit(i32::from(code != ExitCode::SUCCESS));
}

#[test]
fn in_the_output_of_a_program() {
    search_all(search, &[]);
}

fn search(search: &mut Search) {
    let canary = search.canary.clone();
    let valid = format!("postgres://app:{}@localhost/orders?password={}", canary.escaped(), canary.half_escaped());
    let broken = format!("postgres://app:{}@localhost/orders?shcema=a", canary.escaped());
    let service = format!("redis://:{}@localhost", canary.escaped());
    for (url, names) in
        [(valid, &["check_main", "check"][..]), (broken, &["check_main", "check", "main", "unwrap", "expect"])]
    {
        for name in names {
            let output = Command::new(std::env::current_exe().expect("the test's own path"))
                .args(["--exact", "programs::child", "--nocapture", "--include-ignored", "--quiet"])
                .env(PROGRAM, name)
                .envs([("DATABASE_URL", &url), ("API_KEY", &canary.secret), ("SERVICE", &service)])
                .output()
                .expect("the test runs again");
            let text = [output.stdout, output.stderr].map(|text| String::from_utf8(text).expect("it is UTF-8"));
            assert!(text.concat().contains("DATABASE_URL"), "{name}: {text:?}");
            search.text(name, &text.concat());
        }
    }
}

//! Compares the README's table of configuration crates with a run of each crate.

use std::process::{Command, Output};

const CRATES: [&str; 9] =
    ["db-config", "env::var", "figment", "config", "envy", "envconfig", "confique", "conf", "clap"];

const GOOD: &str = "postgres://app:hunter2@db/app";

struct Run {
    succeeded: bool,
    text: String,
}

fn run(name: &str, variables: &[(&str, &str)]) -> Run {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_peers"))
        .arg(name)
        .env_clear()
        .envs(variables.iter().copied())
        .output()
        .expect("the program runs");
    let text = String::from_utf8(stdout).unwrap() + &String::from_utf8(stderr).unwrap();
    Run { succeeded: status.success(), text }
}

/// Runs the crate with `DATABASE_URL` set to `text` and the other variable to a valid URL.
fn run_with(name: &str, text: &str) -> Run {
    run(name, &[("DATABASE_URL", text), ("EVENTS_URL", GOOD)])
}

fn with_nothing_set(name: &str) -> &'static str {
    let text = run(name, &[]).text;
    let named = ["DATABASE_URL", "EVENTS_URL"].iter().filter(|variable| text.contains(**variable)).count();
    match named {
        2 => "both",
        1 => "the first",
        _ if text.contains("database_url") => "the first, as a field",
        _ => "no",
    }
}

fn yes_or_no(holds: bool) -> &'static str {
    if holds { "yes" } else { "no" }
}

fn names_the_variable(name: &str) -> &'static str {
    let Run { succeeded, text } = run_with(name, "postgres://app:hunter2@db:notaport/app");
    assert!(!succeeded, "{name}: {text}");
    yes_or_no(text.contains("DATABASE_URL"))
}

fn redacts_the_password(name: &str) -> &'static str {
    let Run { text, .. } = run_with(name, "postgres://app:hunter2@db:notaport/app");
    yes_or_no(!text.contains("hunter2"))
}

fn redacts_it_in_debug(name: &str) -> &'static str {
    let Run { succeeded, text } = run_with(name, GOOD);
    assert!(succeeded, "{name}: {text}");
    yes_or_no(!text.contains("hunter2"))
}

fn rejects_a_wrong_scheme(name: &str) -> &'static str {
    yes_or_no(!run_with(name, "postgress://app:hunter2@db/app").succeeded)
}

/// Returns whether the error suggests `%23` for an unescaped `#` in the password.
fn suggests_a_fix(name: &str) -> &'static str {
    let Run { succeeded, text } = run_with(name, "postgres://app:hunter#2@db/app");
    assert!(!succeeded, "{name}: {text}");
    yes_or_no(text.contains("%23"))
}

fn rejects_a_placeholder(name: &str) -> &'static str {
    yes_or_no(!run_with(name, "postgres://app:$PASSWORD@db/app").succeeded)
}

fn reads_a_file(name: &str) -> &'static str {
    let file = concat!(env!("CARGO_TARGET_TMPDIR"), "/database_url");
    std::fs::write(file, GOOD).unwrap();
    let Run { succeeded, .. } = run(name, &[("DATABASE_URL_FILE", file), ("EVENTS_URL", GOOD)]);
    yes_or_no(succeeded)
}

type Question = (&'static str, fn(&str) -> &'static str);

const QUESTIONS: [Question; 8] = [
    ("unset variables that the error names, of two", with_nothing_set),
    ("invalid URL: the error names the variable", names_the_variable),
    ("invalid URL: the error redacts the password", redacts_the_password),
    ("`{:?}` of the config redacts the password", redacts_it_in_debug),
    ("rejects `postgress://`", rejects_a_wrong_scheme),
    ("unescaped `#` in the password: suggests `%23`", suggests_a_fix),
    ("rejects an unexpanded `$PASSWORD`", rejects_a_placeholder),
    ("reads `DATABASE_URL_FILE`", reads_a_file),
];

#[test]
fn the_readme_agrees_with_a_run() {
    let readme = include_str!("../../../README.md");
    let rows = QUESTIONS.map(|(question, answer)| format!("| {question} | {} |", CRATES.map(answer).join(" | ")));
    let absent = rows.iter().filter(|row| !readme.lines().any(|line| line == *row)).count();
    assert_eq!(absent, 0, "the README's rows should be\n{}", rows.join("\n"));
}

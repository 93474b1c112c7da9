//! The table of the README that compares this crate with others is what a run of each of them gives.

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

/// With this text as `DATABASE_URL`, and nothing wrong with the other variable.
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

fn hides_the_password(name: &str) -> &'static str {
    let Run { text, .. } = run_with(name, "postgres://app:hunter2@db:notaport/app");
    yes_or_no(!text.contains("hunter2"))
}

fn hides_it_in_debug(name: &str) -> &'static str {
    let Run { succeeded, text } = run_with(name, GOOD);
    assert!(succeeded, "{name}: {text}");
    yes_or_no(!text.contains("hunter2"))
}

fn finds_a_wrong_scheme(name: &str) -> &'static str {
    yes_or_no(!run_with(name, "postgress://app:hunter2@db/app").succeeded)
}

/// A `#` that should have been escaped.
fn says_what_to_write(name: &str) -> &'static str {
    let Run { succeeded, text } = run_with(name, "postgres://app:hunter#2@db/app");
    assert!(!succeeded, "{name}: {text}");
    yes_or_no(text.contains("%23"))
}

fn finds_a_placeholder(name: &str) -> &'static str {
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
    ("two variables are unset: names them", with_nothing_set),
    ("a wrong URL: names the variable", names_the_variable),
    ("a wrong URL: hides the password", hides_the_password),
    ("`{:?}` of the settings hides it", hides_it_in_debug),
    ("`postgress://` is refused", finds_a_wrong_scheme),
    ("a raw `#` in the password: says to write `%23`", says_what_to_write),
    ("`$PASSWORD`, never filled in, is refused", finds_a_placeholder),
    ("`DATABASE_URL_FILE` is read", reads_a_file),
];

#[test]
fn the_readme_says_what_a_run_gives() {
    let readme = include_str!("../../../README.md");
    let rows = QUESTIONS.map(|(question, answer)| format!("| {question} | {} |", CRATES.map(answer).join(" | ")));
    let absent = rows.iter().filter(|row| !readme.lines().any(|line| line == *row)).count();
    assert_eq!(absent, 0, "the README's rows should be\n{}", rows.join("\n"));
}

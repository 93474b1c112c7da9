//! `docs/differences.md`.

use crate::differential::difference::Difference;
use crate::differential::parsers::Parser::{self, *};
use crate::differential::rules::{EVERY, rules};

const HEAD: &str = "\
# Where other parsers read a URL differently

What a client's own parser reads from a text, and what the client's settings say that this library makes of it.
Where both take it, they agree on hosts, ports, user, password, database, TLS mode and every key, or differ in one of
these ways; and what only this library refuses, it refuses for one of these reasons. The parsers: libpq itself
(`PQconninfoParse`), tokio-postgres 0.7, sqlx 0.8 and 0.9, mysql_async 0.37, mongodb 3, and the `url` crate.

`cargo test -p tests --features libpq --test compatibility differential` checks that on generated texts, and that each row is met;
`DIFFERENCES_CASES=100000` tests more of them, `DIFFERENCES_SEED=1` others. With `DIFFERENCES=overwrite`
it writes this file.

| parser | what the text has | what it makes of it | what this library makes of it | why |
|---|---|---|---|---|
";

pub fn table() -> String {
    let mut text = HEAD.to_owned();
    for difference in rules() {
        let Difference { parsers, text: has, examples: _, theirs, ours, why, is_it: _ } = difference;
        let has = match difference.examples_for(parsers[0]).next().filter(|example| !example.is_empty()) {
            Some(example) => format!("{has}, as in {}", code(&example)),
            None => (*has).to_owned(),
        };
        let cells = [names(parsers), has, (*theirs).to_owned(), (*ours).to_owned(), (*why).to_owned()];
        text += &format!("| {} |\n", cells.map(|cell| cell.replace('|', "\\|")).join(" | "));
    }
    text
}

/// A text as code, with what cannot be seen escaped as in Rust.
fn code(text: &str) -> String {
    let shown: String =
        text.chars().flat_map(|c| if c.is_control() { c.escape_debug().collect() } else { vec![c] }).collect();
    format!("`{shown}`")
}

/// Two versions of one client are named once.
fn names(parsers: &[Parser]) -> String {
    const GROUPS: &[(&[Parser], &str)] = &[
        (EVERY, "all"),
        (&[SqlxPostgres, Sqlx08Postgres, SqlxMySql, Sqlx08MySql, SqlxSqlite, Sqlx08Sqlite], "sqlx"),
        (&[SqlxPostgres, Sqlx08Postgres, SqlxMySql, Sqlx08MySql], "sqlx (PostgreSQL, MySQL)"),
        (&[SqlxPostgres, Sqlx08Postgres], "sqlx (PostgreSQL)"),
        (&[SqlxMySql, Sqlx08MySql], "sqlx (MySQL)"),
        (&[SqlxSqlite, Sqlx08Sqlite], "sqlx (SQLite)"),
    ];
    let mut rest = parsers.to_vec();
    let mut names = Vec::new();
    for (group, name) in GROUPS {
        if group.iter().all(|parser| rest.contains(parser)) {
            rest.retain(|parser| !group.contains(parser));
            names.push((group[0], *name));
        }
    }
    names.extend(rest.into_iter().map(|parser| (parser, parser.name())));
    names.sort();
    names.into_iter().map(|(_, name)| name).collect::<Vec<_>>().join(", ")
}

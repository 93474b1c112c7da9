//! Writes `docs/reference/differences.md`.

use tests::conformance::{EXCEPTIONS, Exception, Reason};

use crate::differential::difference::Difference;
use crate::differential::parsers::Parser::{self, *};
use crate::differential::rules::{EVERY, rules};

const HEAD: &str = "\
# Differences from other parsers

This table lists every way in which db-config reads a URL differently from the client's own parser. It also gives the
reason for each URL that only db-config rejects.

- Where both accept a URL, they agree on everything else: hosts, ports, user, password, database, TLS mode and every query
  parameter.
- The parsers are libpq itself (`PQconninfoParse`), tokio-postgres 0.7, sqlx 0.8 and 0.9, mysql_async 0.37, mysql 28, mongodb
  3, redis 1, fred 10 and the `url` crate.
- For a client, db-config's column is the content of the client options that db-config builds.

`cargo test -p tests --features libpq --test compatibility differential` compares them on generated URLs. It fails if it finds
another difference, or if a row never occurs.

| variable | effect |
|---|---|
| `DIFFERENCES_CASES=100000` | tests more URLs |
| `DIFFERENCES_SEED=1` | tests other URLs |
| `DIFFERENCES=overwrite` | writes this page |

## Table

| parser | the URL has | the parser reads | db-config reads | reason |
|---|---|---|---|---|
";

const PLATFORMS: &str = "
## URLs of platforms

The command [`conformance`][conformance] passes the URLs that platforms write through every client. With these URLs a
client alone connects, and db-config does not connect to the same server, user and database with at least the same TLS.

- **security**: the client alone sends the password to another server, or with less protection than the URL asks for.
- **data**: the client alone loses data, or writes it into another file than other tools.

| client | the URL has | the client alone | db-config | reason |
|---|---|---|---|---|
";

pub fn table() -> String {
    let mut text = HEAD.to_owned();
    for difference in rules() {
        let Difference { parsers, text: has, examples: _, theirs, ours, why, is_it: _ } = difference;
        let has = match difference.examples_for(parsers[0]).next().filter(|example| !example.is_empty()) {
            Some(example) => format!("{has}: {}", code(&example)),
            None => (*has).to_owned(),
        };
        let cells = [names(parsers), has, (*theirs).to_owned(), (*ours).to_owned(), (*why).to_owned()];
        text += &format!("| {} |\n", cells.map(|cell| cell.replace('|', "\\|")).join(" | "));
    }
    text += PLATFORMS;
    for exception in EXCEPTIONS {
        let Exception { has, example, alone, here, reason, .. } = exception;
        let has = format!("{has}: {}", code(example));
        let reason = match reason {
            Reason::Security => "security",
            Reason::Data => "data",
        };
        let cells = [clients(exception), has, (*alone).to_owned(), (*here).to_owned(), reason.to_owned()];
        text += &format!("| {} |\n", cells.map(|cell| cell.replace('|', "\\|")).join(" | "));
    }
    text + "\n[conformance]: conformance.md\n"
}

/// Returns the names of the clients of an exception.
fn clients(exception: &Exception) -> String {
    match exception.clients {
        [""] => "all".to_owned(),
        names => names.join(", "),
    }
}

/// Returns the text as code, with control characters escaped as in Rust.
fn code(text: &str) -> String {
    let shown: String =
        text.chars().flat_map(|c| if c.is_control() { c.escape_debug().collect() } else { vec![c] }).collect();
    format!("`{shown}`")
}

/// Returns the names of the parsers. Two versions of one client have one name.
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

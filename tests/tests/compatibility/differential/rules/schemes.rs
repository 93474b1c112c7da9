//! The scheme, and texts that have none.

use db_config::ProblemKind::{
    AdoNet, BarePath, GoDsn, Jdbc, KeywordValue, MissingSlashes, NoScheme, ShellCommand, UnknownScheme,
};

use db_config::Backend;

use super::*;

pub const RULES: &[Difference] = &[
    Difference {
        parsers: &[SqlxPostgres, Sqlx08Postgres, SqlxMySql, Sqlx08MySql, SqlxSqlite, Sqlx08Sqlite],
        text: "the scheme of another database",
        examples: &["POSTGRES://h"],
        theirs: "one of its own URLs: it ignores the scheme",
        ours: "an error, where the field's type does not take it",
        why: "a wrong variable is found at startup",
        is_it: |d| {
            let is_one_of = |schemes: &[&str]| schemes.iter().any(|it| it.eq_ignore_ascii_case(d.scheme()));
            let is_refused = matches!(d.found, Finding::Rejected(..));
            d.parser != Url && is_refused && is_one_of(&every_scheme()) && !is_one_of(own_schemes(d.parser))
        },
    },
    Difference {
        parsers: &[SqlxPostgres, Sqlx08Postgres, SqlxMySql, Sqlx08MySql, SqlxSqlite, Sqlx08Sqlite, Url],
        text: "a scheme that is no database's",
        examples: &["postgras://h"],
        theirs: "one of its own URLs: it ignores the scheme",
        ours: "an error, with the scheme that is probably meant",
        why: "it is a typo, or a driver's name of another language",
        is_it: |d| {
            (d.rejects(UnknownScheme) || d.rejects(Jdbc))
                && !every_scheme().iter().any(|it| it.eq_ignore_ascii_case(d.scheme()))
        },
    },
    Difference {
        parsers: &[SqlxPostgres, Sqlx08Postgres, SqlxMySql, Sqlx08MySql, SqlxSqlite, Sqlx08Sqlite, Url],
        text: "no `://` after the scheme",
        examples: &[":h"],
        theirs: "no host, and the rest is the database",
        ours: "an error",
        why: "a slash is missing, and it would connect to this machine",
        is_it: |d| {
            d.rejects(MissingSlashes)
                && !every_scheme().iter().any(|it| d.text.to_lowercase().starts_with(&format!("{it}://")))
        },
    },
    Difference {
        parsers: &[
            Libpq,
            TokioPostgres,
            SqlxPostgres,
            Sqlx08Postgres,
            SqlxMySql,
            Sqlx08MySql,
            MySqlAsync,
            SqlxSqlite,
            Sqlx08Sqlite,
            Url,
        ],
        text: "no scheme",
        examples: &["host=h", "h= x"],
        theirs: "libpq and tokio-postgres read keywords and values, sqlx the name of a SQLite file",
        ours: "an error that says what the text looks like: a path, keywords and values, a data source name, a \
            shell command",
        why: "the scheme says which database it is",
        is_it: |d| {
            let kinds = [NoScheme, KeywordValue, BarePath, AdoNet, ShellCommand, GoDsn];
            kinds.iter().any(|kind| d.rejects(*kind))
                && !every_scheme().iter().any(|it| it.eq_ignore_ascii_case(d.scheme()))
        },
    },
];

fn own_schemes(parser: Parser) -> &'static [&'static str] {
    match parser {
        Libpq | TokioPostgres | SqlxPostgres | Sqlx08Postgres => Backend::Postgres.schemes(),
        SqlxMySql | Sqlx08MySql | MySqlAsync => Backend::MySql.schemes(),
        MongoDb => Backend::MongoDb.schemes(),
        SqlxSqlite | Sqlx08Sqlite => Backend::Sqlite.schemes(),
        Url => &[],
    }
}

fn every_scheme() -> Vec<&'static str> {
    [Backend::Postgres, Backend::MySql, Backend::MongoDb, Backend::Sqlite].map(Backend::schemes).concat()
}

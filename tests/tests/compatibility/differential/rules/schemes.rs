//! The scheme, and values without one.

use db_config::ProblemKind::{
    AdoNet, BarePath, Encoded, GoDsn, Jdbc, Json, KeywordValue, MissingSlashes, NoScheme, ShellCommand, TextBeforeUrl,
    UnknownScheme,
};

use db_config::Backend;

use super::*;

pub const RULES: &[Difference] = &[
    Difference {
        parsers: &[SqlxPostgres, Sqlx08Postgres, SqlxMySql, Sqlx08MySql, Fred, SqlxSqlite, Sqlx08Sqlite],
        text: "the scheme of another database",
        examples: &["POSTGRES://h"],
        theirs: "its own scheme: it ignores the scheme of the URL",
        ours: "an error, unless the field type supports that database",
        why: "finds a wrong variable at startup",
        is_it: |d| {
            let is_one_of = |schemes: &[&str]| schemes.iter().any(|it| it.eq_ignore_ascii_case(d.scheme()));
            let is_refused = matches!(d.found, Finding::Rejected(..));
            d.parser != Url && is_refused && is_one_of(&every_scheme()) && !is_one_of(own_schemes(d.parser))
        },
    },
    Difference {
        parsers: &[SqlxPostgres, Sqlx08Postgres, SqlxMySql, Sqlx08MySql, Fred, SqlxSqlite, Sqlx08Sqlite, Url],
        text: "an unknown scheme",
        examples: &["postgras://h"],
        theirs: "its own scheme: it ignores the scheme of the URL",
        ours: "an error with the scheme that was probably meant",
        why: "it is a typo, or the name of a driver in another language",
        is_it: |d| {
            (d.rejects(UnknownScheme) || d.rejects(Jdbc))
                && !every_scheme().iter().any(|it| it.eq_ignore_ascii_case(d.scheme()))
        },
    },
    Difference {
        parsers: &[SqlxPostgres, Sqlx08Postgres, SqlxMySql, Sqlx08MySql, SqlxSqlite, Sqlx08Sqlite, Url],
        text: "no `://` after the scheme",
        examples: &[":h"],
        theirs: "no host; the rest is the database",
        ours: "an error",
        why: "a slash is missing, and the client would connect to this machine",
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
            Fred,
            SqlxSqlite,
            Sqlx08Sqlite,
            Url,
        ],
        text: "no scheme",
        examples: &["host=h", "h= x", "e\tdis://h"],
        theirs: "libpq and tokio-postgres: keywords and values; sqlx: the name of a SQLite file",
        ours: "an error that names the format of the value: a path, keywords and values, a data source name, a \
            shell command",
        why: "the scheme selects the database",
        is_it: |d| {
            let kinds = [NoScheme, KeywordValue, BarePath, AdoNet, ShellCommand, GoDsn, TextBeforeUrl, Json, Encoded];
            kinds.iter().any(|kind| d.rejects(*kind))
                && !every_scheme().iter().any(|it| it.eq_ignore_ascii_case(d.scheme()))
        },
    },
];

fn own_schemes(parser: Parser) -> &'static [&'static str] {
    match parser {
        Libpq | TokioPostgres | SqlxPostgres | Sqlx08Postgres => Backend::Postgres.schemes(),
        SqlxMySql | Sqlx08MySql | MySqlAsync | MySql => Backend::MySql.schemes(),
        MongoDb => Backend::MongoDb.schemes(),
        Redis | Fred => Backend::Redis.schemes(),
        SqlxSqlite | Sqlx08Sqlite => Backend::Sqlite.schemes(),
        Url => &[],
    }
}

fn every_scheme() -> Vec<&'static str> {
    [Backend::Postgres, Backend::MySql, Backend::MongoDb, Backend::Redis, Backend::Sqlite]
        .map(Backend::schemes)
        .concat()
}

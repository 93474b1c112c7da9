//! Every difference: a row of the table, and how it is told.

mod keys;
mod parts;
mod refused;
mod schemes;
mod sqlite;
mod texts;
mod tls;

use Parser::*;

use crate::differential::difference::{Difference, Finding};
use crate::differential::parsers::{Parser, decoded};

pub const EVERY: &[Parser] = &[
    Libpq,
    TokioPostgres,
    SqlxPostgres,
    Sqlx08Postgres,
    SqlxMySql,
    Sqlx08MySql,
    MySqlAsync,
    MySql,
    MongoDb,
    Redis,
    Fred,
    SqlxSqlite,
    Sqlx08Sqlite,
    Url,
];

/// Those of servers.
pub const SERVERS: &[Parser] = &[
    Libpq,
    TokioPostgres,
    SqlxPostgres,
    Sqlx08Postgres,
    SqlxMySql,
    Sqlx08MySql,
    MySqlAsync,
    MySql,
    MongoDb,
    Redis,
    Fred,
    Url,
];

/// Those of servers whose URLs have no rules of MongoDB's specification.
const SERVERS_WITHOUT_MONGODB: &[Parser] =
    &[Libpq, TokioPostgres, SqlxPostgres, Sqlx08Postgres, SqlxMySql, Sqlx08MySql, MySqlAsync, MySql, Redis, Fred, Url];

/// All of them, in the table's order. The first that explains a disagreement counts.
pub fn rules() -> impl Iterator<Item = &'static Difference> + Clone {
    [schemes::RULES, texts::RULES, parts::RULES, tls::RULES, keys::RULES, refused::RULES, sqlite::RULES]
        .into_iter()
        .flatten()
}

//! Pool options: in the URL, in variables and in attributes.

#[cfg(unix)]
mod bb8_postgres;
#[cfg(unix)]
mod deadpool_postgres;
#[cfg(unix)]
mod diesel;
mod enum_options;
mod limits;
#[cfg(unix)]
mod mongodb;
#[cfg(unix)]
mod mysql;
#[cfg(unix)]
mod mysql_async;
mod own_variables;
mod poolers;
mod precedence;
#[cfg(unix)]
mod r2d2_postgres;
#[cfg(unix)]
mod redis;
#[cfg(unix)]
mod rusqlite;
#[cfg(unix)]
mod sea_orm;
#[cfg(unix)]
mod sqlx;
mod supported_options;
mod unsupported;
mod variables;
mod warnings;
mod wrong_values;

use db_config::{ConfigError, DatabaseConfig, DatabaseUrl, PoolSettings, ProblemKind};

type Orders = (DatabaseUrl, PoolSettings);

const URL: (&str, &str) = ("DATABASE_URL", "postgres://app:S3cr3tPw@localhost/app");

#[track_caller]
fn problems(error: &ConfigError) -> Vec<(&str, &str, ProblemKind)> {
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains("S3cr3t"), "{shown}");
    for problem in error.problems() {
        assert!(!problem.help().is_empty(), "{shown}");
    }
    error.problems().iter().map(|problem| (problem.variable(), problem.field(), problem.kind())).collect()
}

#[derive(DatabaseConfig, Debug)]
struct Config {
    #[database(max_connections = 20, acquire_timeout = "5s")]
    orders: Orders,
}

fn pool(source: &[(&str, &str)]) -> PoolSettings {
    Config::from_source(source).unwrap().orders.1
}

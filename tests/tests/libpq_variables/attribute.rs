//! `libpq_env`: the environment variables of libpq, for every field type of PostgreSQL.

use db_config::{DatabaseConfig, DatabaseUrl, DieselUrl, TlsMode};
use sqlx::postgres::PgConnectOptions;

#[derive(DatabaseConfig)]
#[database(libpq_env, schemes("postgres"))]
struct Config {
    url: DatabaseUrl,
    sqlx: PgConnectOptions,
    any: sqlx::any::AnyConnectOptions,
    sqlx_0_8: sqlx_0_8::postgres::PgConnectOptions,
    sea_orm: sea_orm::ConnectOptions,
    sea_orm_1_1: sea_orm_1_1::ConnectOptions,
    diesel: DieselUrl,
    tokio_postgres: tokio_postgres::Config,
    deadpool: deadpool_postgres::Config,
}

impl Config {
    /// Returns the client options of each field, as `Debug` output or as their own URL.
    fn debug_texts(&self) -> Vec<String> {
        vec![
            format!("{:?}", self.sqlx),
            format!("{:?}", self.any),
            format!("{:?}", self.sqlx_0_8),
            format!("{:?}", self.sea_orm),
            format!("{:?}", self.sea_orm_1_1),
            self.diesel.expose_secret().to_owned(),
            format!("{:?}", self.tokio_postgres),
            format!("{:?}", self.deadpool),
        ]
    }
}

const VARIABLES: &[(&str, &str)] = &[
    ("PGHOST", "db.example.com"),
    ("PGPORT", "5433"),
    ("PGUSER", "somebody"),
    ("PGPASSWORD", "hunter2"),
    ("PGDATABASE", "orders"),
    ("PGSSLMODE", "require"),
    ("PGAPPNAME", "shop"),
    ("PGOPTIONS", "-c work_mem=64MB"),
];

#[test]
fn they_replace_an_unset_url() {
    let config = Config::from_source(&VARIABLES.to_vec()).unwrap();
    assert_eq!(config.url.tls().mode(), TlsMode::Require);
    for shown in config.debug_texts() {
        for value in ["db.example.com", "5433", "somebody", "orders", "shop", "work_mem"] {
            assert!(shown.contains(value), "{value}: {shown}");
        }
        assert!(shown.to_lowercase().contains("require"), "{shown}");
    }
}

#[test]
fn the_url_overrides_them() {
    let mut variables = VARIABLES.to_vec();
    variables.push((
        "DATABASE_URL",
        "postgres://me:pw@[::1]:1/mine?sslmode=disable&application_name=mine&options=-c%20x.y%3D1",
    ));
    let config = Config::from_source(&variables).unwrap();
    assert_eq!(config.url.tls().mode(), TlsMode::Off);
    for shown in config.debug_texts() {
        for (_, value) in VARIABLES.iter().filter(|(name, _)| *name != "PGSSLMODE") {
            assert!(!shown.contains(value), "{value}: {shown}");
        }
    }
}

#[test]
fn without_the_attribute_they_only_complete_a_url() {
    #[derive(DatabaseConfig)]
    struct Plain {
        url: DatabaseUrl,
    }
    let mut variables = VARIABLES.to_vec();
    assert!(Plain::from_source(&variables).is_err());
    variables.push(("DATABASE_URL", "postgres:///"));
    let url = Plain::from_source(&variables).unwrap().url;
    assert_eq!((url.host(), url.port(), url.username()), (Some("db.example.com"), Some(5433), Some("somebody")));
    assert_eq!((url.password(), url.database(), url.tls().mode()), (Some("hunter2"), Some("orders"), TlsMode::Require));
}

#[test]
fn fields_of_other_databases_ignore_them() {
    #[derive(DatabaseConfig)]
    #[database(libpq_env)]
    struct Mixed {
        postgres: Option<PgConnectOptions>,
        #[database(env = "MY_URL")]
        mysql: Option<sqlx::mysql::MySqlConnectOptions>,
        #[database(env = "FILE_URL")]
        file: Option<std::path::PathBuf>,
    }
    let mixed = Mixed::from_source(&[("PGHOST", "h")]).unwrap();
    assert!(mixed.postgres.is_some() && mixed.mysql.is_none() && mixed.file.is_none());
}

#[test]
fn they_override_a_default() {
    #[derive(DatabaseConfig)]
    #[database(libpq_env)]
    struct Defaulted {
        #[database(default = "postgres://me@localhost/mine")]
        url: DatabaseUrl,
        #[database(env = "OTHER_URL", default = "sqlite:other.db")]
        other: DatabaseUrl,
    }
    let Defaulted { url, other } =
        Defaulted::from_source(&[("PGHOST", "h"), ("PGDATABASE", "theirs"), ("PGPORT", "7")]).unwrap();
    assert_eq!((url.host(), url.database(), url.port()), (Some("h"), Some("theirs"), Some(7)));
    // The default value provides the other parts.
    assert_eq!(url.username(), Some("me"));
    assert_eq!((other.scheme(), other.host()), ("postgres", Some("h")));
}

#[test]
fn names_the_invalid_variable() {
    let error = Config::from_source(&[("PGHOST", "h"), ("PGPORT", "banana")]).err().unwrap();
    assert_eq!(error.problems()[0].variable(), "PGPORT");
    let error = Config::from_source(&[("PGHOST", "h"), ("PGSSLMODE", "bogus")]).err().unwrap();
    assert_eq!(error.problems()[0].variable(), "PGSSLMODE");
}

#[cfg(unix)]
#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn connects_to_a_server() {
    use sqlx::ConnectOptions as _;

    let server = tests::servers::postgres();
    let port = server.port.to_string();
    let variables = [
        ("PGHOST", "localhost"),
        ("PGPORT", port.as_str()),
        ("PGUSER", server.user),
        ("PGPASSWORD", server.password),
        ("PGDATABASE", server.database),
        ("PGSSLMODE", "verify-full"),
        ("PGSSLROOTCERT", tests::servers::certificates().ca.to_str().unwrap()),
        ("PGAPPNAME", "shop"),
    ];
    let config = Config::from_source(&variables).unwrap();
    let mut connection = config.sqlx.connect().await.unwrap();
    let row: (String, bool) =
        sqlx::query_as("select current_setting('application_name'), ssl from pg_stat_ssl where pid = pg_backend_pid()")
            .fetch_one(&mut connection)
            .await
            .unwrap();
    assert_eq!(row, ("shop".to_owned(), true));
}

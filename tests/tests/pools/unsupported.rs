//! Options that the field type does not support.

use std::path::PathBuf;

use db_config::{DatabaseConfig, DatabaseUrl, PoolSettings, WarningKind};
use sqlx::mysql::MySqlConnectOptions;
use sqlx::postgres::PgConnectOptions;

#[test]
fn warns_of_an_option_that_the_type_does_not_support() {
    #[derive(DatabaseConfig)]
    #[allow(dead_code)]
    struct Files {
        #[database(busy_timeout = "5s")]
        cache: db_config::SqliteFile,
        #[database(env = "FOLDER_URL")]
        folder: Option<PathBuf>,
    }

    let unsupported = |source: &[(&str, &str)]| -> Vec<String> {
        Files::warnings(source)
            .unwrap()
            .iter()
            .map(|warning| match warning.kind() {
                WarningKind::Unsupported { parameter } => {
                    format!("{} {} {parameter}", warning.variable(), warning.field())
                }
                other => format!("{other:?}"),
            })
            .collect()
    };
    let url = ("DATABASE_URL", "sqlite:app.db");
    assert_eq!(unsupported(&[url]), [""; 0]);
    assert_eq!(unsupported(&[url, ("DATABASE_BUSY_TIMEOUT", "9s")]), [""; 0]);
    // db-config does not read the values of these variables.
    assert_eq!(
        unsupported(&[url, ("DATABASE_MAX_CONNECTIONS", "S3cr3t"), ("DATABASE_STATEMENT_TIMEOUT", "")]),
        ["DATABASE_URL cache DATABASE_MAX_CONNECTIONS", "DATABASE_URL cache DATABASE_STATEMENT_TIMEOUT"],
    );
    // Without a URL, the variable has no effect.
    assert_eq!(unsupported(&[url, ("FOLDER_MAX_CONNECTIONS", "5")]), [""; 0]);
    assert_eq!(
        unsupported(&[url, ("FOLDER_URL", "sqlite:b.db"), ("FOLDER_MAX_CONNECTIONS", "5")]),
        ["FOLDER_URL folder FOLDER_MAX_CONNECTIONS"],
    );
}

#[test]
fn warns_of_an_option_that_the_database_does_not_support() {
    #[derive(DatabaseConfig)]
    #[database(statement_timeout = "5s")]
    #[allow(dead_code)]
    enum Store {
        MySql(MySqlConnectOptions),
        Postgres(PgConnectOptions),
    }

    let warnings =
        |source: &[(&str, &str)]| Store::warnings(source).unwrap().iter().map(ToString::to_string).collect::<Vec<_>>();
    let mysql = ("DATABASE_URL", "mysql://app@localhost/app");
    // The attribute is for the other variant.
    assert_eq!(warnings(&[mysql]), [""; 0]);
    assert_eq!(
        warnings(&[mysql, ("DATABASE_STATEMENT_TIMEOUT", "5s")]),
        [
            "DATABASE_URL (field `Store`): ignoring `DATABASE_STATEMENT_TIMEOUT`: the field type does not support it; remove it, \
          or use a client or pool that supports it"
        ],
    );
    let postgres = ("DATABASE_URL", "postgres://app@localhost/app");
    let options = |source: &[(&str, &str)]| match Store::from_source(source).unwrap() {
        Store::Postgres(options) => options.get_options().unwrap_or_default().to_owned(),
        Store::MySql(_) => panic!(),
    };
    assert!(options(&[postgres]).contains("statement_timeout=5000"), "{}", options(&[postgres]));
    let set = [postgres, ("DATABASE_STATEMENT_TIMEOUT", "250ms")];
    assert!(options(&set).contains("statement_timeout=250"), "{}", options(&set));
}

#[test]
fn a_list_warns_once_of_each_option() {
    #[derive(DatabaseConfig)]
    #[allow(dead_code)]
    struct Lists {
        replicas: Vec<PgConnectOptions>,
    }

    let source = [
        ("DATABASE_REPLICA_URLS", "postgres://a@localhost/x?pool_size=5,postgres://a@127.0.0.1/x?pool_size=6"),
        ("DATABASE_REPLICA_MAX_CONNECTIONS", "5"),
    ];
    let warnings: Vec<_> = Lists::warnings(&source).unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(warnings.len(), 2, "{warnings:?}");
    assert!(warnings.iter().any(|warning| warning.contains("`pool_size`")), "{warnings:?}");
    assert!(warnings.iter().any(|warning| warning.contains("`DATABASE_REPLICA_MAX_CONNECTIONS`")), "{warnings:?}");
}

#[test]
fn deadpool_names_the_variable_of_an_option_that_it_does_not_support() {
    #[derive(DatabaseConfig)]
    struct Config {
        database: (DatabaseUrl, PoolSettings),
    }

    let url = ("DATABASE_URL", "postgres://u@localhost/d");
    for (variable, value) in
        [("DATABASE_MIN_CONNECTIONS", "5"), ("DATABASE_IDLE_TIMEOUT", "5s"), ("DATABASE_MAX_LIFETIME", "5s")]
    {
        let Config { database: (_, pool) } = Config::from_source(&[url, (variable, value)]).unwrap();
        let error = pool.deadpool().unwrap_err().to_string();
        assert!(error.contains(variable), "{error}");
    }
    let Config { database: (_, pool) } = Config::from_source(&[url, ("DATABASE_ACQUIRE_TIMEOUT", "5s")]).unwrap();
    assert_eq!(pool.deadpool().unwrap().timeouts.wait, Some(std::time::Duration::from_secs(5)));
}

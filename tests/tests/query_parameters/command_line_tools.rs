//! Parameters that the command-line tool of a client ignores.

use db_config::{DatabaseConfig, DieselUrl, FromDatabaseUrl, WarningKind};
use sqlx::postgres::PgConnectOptions;
use tests::url;

fn ignored<T: FromDatabaseUrl>(query: &str) -> Vec<(String, String)> {
    let url = url(&format!("postgres://u@localhost/d?{query}"));
    let warnings = url.warnings(T::capabilities(&url)).into_iter();
    let schemas = warnings.filter_map(|warning| match warning {
        WarningKind::SchemaOfCli { parameter, instead } => Some((parameter, instead)),
        _ => None,
    });
    schemas.collect()
}

#[test]
fn a_schema_that_the_tools_of_the_client_ignore_is_a_warning() {
    for (query, name, instead) in [
        ("schema=tenant", "schema", "options=-c%20search_path%3Dtenant"),
        ("currentSchema=tenant", "currentSchema", "options=-c%20search_path%3Dtenant"),
        ("search_path=tenant_1", "search_path", "options=-c%20search_path%3Dtenant_1"),
        ("search_path=a,b", "search_path", "options=-c%20search_path%3D..."),
        ("schema=My%20Tenant", "schema", "options=-c%20search_path%3D..."),
    ] {
        let expected = [(name.to_owned(), instead.to_owned())];
        assert_eq!(ignored::<PgConnectOptions>(query), expected, "{query}");
        assert_eq!(ignored::<sqlx_0_8::postgres::PgConnectOptions>(query), expected, "{query}");
        assert_eq!(ignored::<sqlx::any::AnyConnectOptions>(query), expected, "{query}");
        assert_eq!(ignored::<sea_orm::ConnectOptions>(query), expected, "{query}");
        assert_eq!(ignored::<sea_orm_1_1::ConnectOptions>(query), expected, "{query}");
        assert_eq!(ignored::<refinery::config::Config>(query), expected, "{query}");
        // The tools of these clients reject the parameter, or the client has no tool.
        assert_eq!(ignored::<DieselUrl>(query), [], "{query}");
        assert_eq!(ignored::<tokio_postgres::Config>(query), [], "{query}");
    }
    for query in [
        "schema=public",
        "search_path=public",
        "search_path=%22$user%22,%20public",
        "options=-c%20search_path%3Dtenant",
        "options=-c%20search_path%3Dtenant&schema=tenant",
    ] {
        assert_eq!(ignored::<PgConnectOptions>(query), [], "{query}");
    }
}

#[test]
fn the_tools_do_not_read_the_default() {
    #[derive(DatabaseConfig)]
    #[allow(dead_code)]
    struct Config {
        #[database(default = "postgres://u@localhost/d?schema=tenant")]
        database: PgConnectOptions,
    }

    assert_eq!(Config::warnings(&[("OTHER", "")]).unwrap(), []);
    assert_eq!(Config::warnings(&[("DATABASE_URL", "postgres://u@localhost/d?schema=tenant")]).unwrap().len(), 1);
}

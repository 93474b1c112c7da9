//! SeaORM 2 and 1.1 on real databases.

use db_config::{DatabaseUrl, FromDatabaseUrl};
use tests::scenarios::{self, Prefer, VerifyCa};
use tests::{servers, url};

/// The tests of one version of SeaORM. `$query` is its method for an unprepared query.
macro_rules! version {
    ($module:ident, $sea_orm:ident, $query:ident, $verify_ca:expr) => {
        mod $module {
            use ::$sea_orm as sea_orm;
            use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement};

            use super::*;

            async fn connect(url: &DatabaseUrl) -> Result<DatabaseConnection, Box<dyn std::error::Error + Send + Sync>> {
                let mut options = ConnectOptions::from_database_url(url)?;
                options.max_connections(1).acquire_timeout(std::time::Duration::from_secs(5));
                Ok(Database::connect(options).await?)
            }

            async fn text(connection: &DatabaseConnection, sql: &str) -> String {
                let statement = Statement::from_string(connection.get_database_backend(), sql);
                connection.$query(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
            }

            #[tokio::test]
            #[ignore = "needs PostgreSQL: run ./test"]
            async fn postgres() {
                scenarios::postgres($verify_ca, async |url| {
                    let connection = connect(&url).await?;
                    let ssl = "select ssl::text from pg_stat_ssl where pid = pg_backend_pid()";
                    Ok(text(&connection, ssl).await == "true")
                })
                .await;
            }

            #[tokio::test]
            #[ignore = "needs PostgreSQL: run ./test"]
            async fn the_session_has_the_options_of_the_url() {
                let server = servers::postgres();
                let query = "schema=information_schema&application_name=me%20%2B&statement_timeout=4000&connection_limit=3&pool_timeout=7";
                let url = url(&server.url_as(server.user, server.host, query));
                let connection = connect(&url).await.unwrap();
                assert_eq!(text(&connection, "select current_setting('search_path')").await, "information_schema");
                assert_eq!(text(&connection, "select current_setting('application_name')").await, "me +");
                assert_eq!(text(&connection, "select current_setting('statement_timeout')").await, "4s");
                let options = ConnectOptions::from_database_url(&url).unwrap();
                assert_eq!(options.get_max_connections(), Some(3));
                assert_eq!(options.get_acquire_timeout().map(|timeout| timeout.as_secs()), Some(7));
            }

            #[tokio::test]
            #[ignore = "needs MariaDB: run ./test"]
            async fn mariadb() {
                scenarios::mariadb($verify_ca, Prefer::Supported, async |url| {
                    let connection = connect(&url).await?;
                    let cipher = "select cast(variable_value as char(99)) from information_schema.session_status \
                                  where variable_name = 'Ssl_cipher'";
                    Ok(!text(&connection, cipher).await.is_empty())
                })
                .await;
            }

            #[tokio::test]
            async fn sqlite() {
                let directory = tempfile::tempdir().unwrap();
                let path = directory.path().join("my app é%.db");
                let escaped = tests::escaped(path.to_str().unwrap()).replace("%2F", "/");
                for text in [format!("sqlite3://{escaped}"), format!("file:{escaped}"), "sqlite://:memory:".to_owned()] {
                    let connection = connect(&url(&text)).await.unwrap();
                    connection.execute_unprepared("create table if not exists t (x)").await.unwrap();
                    connection.execute_unprepared("insert into t values (1)").await.unwrap();
                }
                assert!(path.is_file());
                let connection = connect(&url(&format!("sqlite://{escaped}?mode=ro"))).await.unwrap();
                assert_eq!(text(&connection, "select cast(count(*) as text) from t").await, "2");
                assert!(connection.execute_unprepared("insert into t values (1)").await.is_err());
            }

            #[test]
            fn rejects_unsupported_parameters() {
                let error = ConnectOptions::from_database_url(&url("postgres://a,b/d")).unwrap_err();
                assert!(error.to_string().contains("several hosts"), "{error}");
            }
        }
    };
}

version!(sea_orm_2, sea_orm, query_one_raw, VerifyCa::Unsupported);
version!(sea_orm_1_1, sea_orm_1_1, query_one, VerifyCa::Unsupported);

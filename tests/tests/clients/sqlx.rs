//! The client options of sqlx 0.9 and 0.8, on real databases.

use db_config::{DatabaseConfig, FromDatabaseUrl};
use tests::scenarios::{self, Prefer, VerifyCa};
use tests::{servers, url};

/// The tests of one version of sqlx.
macro_rules! version {
    ($module:ident, $sqlx:ident, $verify_ca:expr) => {
        mod $module {
            use ::$sqlx as sqlx;
            use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
            use sqlx::mysql::{MySqlConnectOptions, MySqlPoolOptions, MySqlSslMode};
            use sqlx::postgres::{PgConnectOptions, PgPoolOptions, PgSslMode};
            use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
            use sqlx::{ConnectOptions, Connection, Row};

            use super::*;

            #[test]
            fn postgres_options_are_those_of_the_url() {
                let options = PgConnectOptions::from_database_url(&url(
                    "postgres://us%40er:p%40ss@[::1]:5433/or%20ders?sslmode=verify-full&application_name=a+b\
                     &schema=s1&options=--cluster%3Dblue%20-c%20x%3D1&statement_timeout=1500&prepared_statements=false&connection_limit=3",
                ))
                .unwrap();
                assert_eq!((options.get_host(), options.get_port()), ("::1", 5433));
                assert_eq!((options.get_username(), options.get_database()), ("us@er", Some("or ders")));
                assert_eq!(options.get_application_name(), Some("a+b"));
                let wanted = "--cluster=blue -c x=1 -c search_path=s1 -c statement_timeout=1500";
                assert_eq!(options.get_options(), Some(wanted));
                assert!(matches!(options.get_ssl_mode(), PgSslMode::VerifyFull));
                assert!(format!("{options:?}").contains("statement_cache_capacity: 0"));
            }

            #[test]
            fn postgres_rejects_unsupported_parameters() {
                for (text, what) in [
                    ("postgres://a,b/d", "several hosts"),
                    ("postgres://h/d?target_session_attrs=read-write", "target_session_attrs"),
                    ("postgres://h/d?channel_binding=require", "sslmode=verify-full"),
                    ("postgres://h/d?sslcert=a&sslkey=b&sslpassword=hunter2", "sslpassword"),
                    ("postgres://name/d?hostaddr=10.0.0.1&sslmode=verify-full", "hostaddr"),
                ] {
                    let error = PgConnectOptions::from_database_url(&url(text)).unwrap_err().to_string();
                    assert!(error.contains(what) && error.contains("sqlx") && !error.contains("hunter2"), "{error}");
                }
                let address = url("mysql://u@[::1]/d");
                assert!(AnyConnectOptions::from_database_url(&address).unwrap_err().to_string().contains("IPv6"));
                assert_eq!(MySqlConnectOptions::from_database_url(&address).unwrap().get_host(), "::1");
                let raised = url("postgres://h.example.com/d?channel_binding=require&sslmode=require");
                let options = PgConnectOptions::from_database_url(&raised).unwrap();
                assert!(matches!(options.get_ssl_mode(), PgSslMode::VerifyFull));
            }

            #[test]
            fn rejects_a_url_of_another_database() {
                let error = PgConnectOptions::from_database_url(&url("mysql://h/d")).unwrap_err();
                assert!(error.to_string().contains("expected a PostgreSQL URL, found `mysql://`"), "{error}");
                assert!(SqliteConnectOptions::from_database_url(&url("postgres://h/d")).is_err());
                assert!(AnyConnectOptions::from_database_url(&url("mongodb://h/d")).is_err());
                assert!(PgPoolOptions::from_database_url(&url("mongodb://h/d")).is_err());
            }

            #[test]
            fn a_time_of_zero_is_no_limit() {
                let times = url("postgres://h/d?pool_timeout=0&idle_timeout=0&max_lifetime=0");
                let options = PgPoolOptions::from_database_url(&times).unwrap();
                assert!(options.get_acquire_timeout().as_secs() > 1_000_000);
                assert_eq!((options.get_idle_timeout(), options.get_max_lifetime()), (None, None));
                let error = PgPoolOptions::from_database_url(&url("postgres://h/d?pool=2&pool_min=3")).unwrap_err();
                assert!(error.to_string().contains("`pool_min` (3) is greater than `pool` (2)"), "{error}");
            }

            #[test]
            fn rejects_tls_over_a_socket() {
                let socket = url("postgres://u@%2Ftmp/d?sslmode=verify-full");
                let error = PgConnectOptions::from_database_url(&socket).unwrap_err();
                assert!(error.to_string().contains("is impossible over a Unix socket"), "{error}");
            }

            #[test]
            fn the_any_url_names_the_host() {
                let any = AnyConnectOptions::from_database_url(&url("postgres://u@db.example.com/d")).unwrap();
                assert_eq!(any.database_url.host_str(), Some("db.example.com"));
            }

            #[test]
            fn mysql_options_are_those_of_the_url() {
                let options = MySqlConnectOptions::from_database_url(&url(
                    "mysql2://u:p@db.example.com:3307/d?sslaccept=strict&charset=utf8mb4&timezone=%2B02:00",
                ))
                .unwrap();
                assert_eq!((options.get_host(), options.get_port()), ("db.example.com", 3307));
                assert!(matches!(options.get_ssl_mode(), MySqlSslMode::VerifyIdentity));
                let shown = format!("{options:?}");
                assert!(shown.contains("+02:00"), "{shown}");
            }

            const ENCRYPTED: &str = "select ssl from pg_stat_ssl where pid = pg_backend_pid()";

            #[tokio::test]
            #[ignore = "needs PostgreSQL: run ./test"]
            async fn postgres() {
                scenarios::postgres($verify_ca, async |url| {
                    let mut connection = PgConnectOptions::from_database_url(&url)?.connect().await?;
                    Ok(sqlx::query(ENCRYPTED).fetch_one(&mut connection).await?.try_get(0)?)
                })
                .await;
            }

            #[tokio::test]
            #[ignore = "needs PostgreSQL: run ./test"]
            async fn postgres_through_any() {
                sqlx::any::install_default_drivers();
                scenarios::postgres($verify_ca, async |url| {
                    let mut connection = AnyConnectOptions::from_database_url(&url)?.connect().await?;
                    Ok(sqlx::query(ENCRYPTED).fetch_one(&mut connection).await?.try_get(0)?)
                })
                .await;
            }

            #[tokio::test]
            #[ignore = "needs MariaDB: run ./test"]
            async fn mariadb() {
                scenarios::mariadb($verify_ca, Prefer::Supported, async |url| {
                    let mut connection = MySqlConnectOptions::from_database_url(&url)?.connect().await?;
                    let row = sqlx::query("show status like 'Ssl_cipher'").fetch_one(&mut connection).await?;
                    Ok(!row.try_get::<String, _>(1)?.is_empty())
                })
                .await;
            }

            #[tokio::test]
            #[ignore = "needs MariaDB: run ./test"]
            async fn mariadb_through_any() {
                sqlx::any::install_default_drivers();
                scenarios::mariadb($verify_ca, Prefer::Supported, async |url| {
                    let mut connection = AnyConnectOptions::from_database_url(&url)?.connect().await?;
                    let cipher = "select cast(variable_value as char(99)) from information_schema.session_status \
                                  where variable_name = 'Ssl_cipher'";
                    let row = sqlx::query(cipher).fetch_one(&mut connection).await?;
                    Ok(!row.try_get::<String, _>(0)?.is_empty())
                })
                .await;
            }

            #[tokio::test]
            #[ignore = "needs PostgreSQL: run ./test"]
            async fn the_session_has_the_options_of_the_url() {
                let server = servers::postgres();
                let query = "sslmode=disable&schema=information_schema&application_name=me%20%2B&statement_timeout=4321&prepared_statements=false";
                let url = url(&server.url_as(server.user, server.host, query));
                let row = "select current_setting('search_path'), current_setting('application_name'), current_setting('statement_timeout')";
                let options = PgConnectOptions::from_database_url(&url).unwrap();
                let row = sqlx::query(row).fetch_one(&mut options.connect().await.unwrap()).await.unwrap();
                let settings: Vec<String> = (0..3).map(|i| row.get(i)).collect();
                assert_eq!(settings, ["information_schema", "me +", "4321ms"]);
            }

            #[tokio::test]
            #[ignore = "needs PostgreSQL: run ./test"]
            async fn a_derived_struct_builds_connection_and_pool() {
                #[derive(DatabaseConfig)]
                struct Config {
                    orders: PgConnectOptions,
                    #[database(env = "DATABASE_URL")]
                    pool: PgPoolOptions,
                }
                let server = servers::postgres();
                let url = server.url_as(server.user, server.host, "connection_limit=3&pool_timeout=7");
                let config = Config::from_source(&[("DATABASE_URL", url)]).unwrap();
                assert_eq!(config.pool.get_max_connections(), 3);
                assert_eq!(config.pool.get_acquire_timeout().as_secs(), 7);
                let pool = config.pool.connect_with(config.orders).await.unwrap();
                let one: i32 = sqlx::query("select 1").fetch_one(&pool).await.unwrap().get(0);
                assert_eq!(one, 1);
            }

            #[tokio::test]
            async fn sqlite_files() {
                let directory = tempfile::tempdir().unwrap();
                let path = directory.path().join("my app #1%.db");
                let escaped = tests::escaped(path.to_str().unwrap()).replace("%2F", "/");
                for scheme in ["sqlite://", "sqlite:", "sqlite3://", "file://", "file:"] {
                    let options = SqliteConnectOptions::from_database_url(&url(&format!("{scheme}{escaped}"))).unwrap();
                    let mut connection = options.connect().await.unwrap();
                    sqlx::query("create table if not exists t (x)").execute(&mut connection).await.unwrap();
                    sqlx::query("insert into t values (1)").execute(&mut connection).await.unwrap();
                    connection.close().await.unwrap();
                }
                assert!(path.is_file());
                sqlx::any::install_default_drivers();
                let any = AnyConnectOptions::from_database_url(&url(&format!("sqlite://{escaped}?mode=ro"))).unwrap();
                let pool = AnyPoolOptions::new().connect_with(any).await.unwrap();
                let count: i64 = sqlx::query("select count(*) from t").fetch_one(&pool).await.unwrap().get(0);
                assert_eq!(count, 5);
                assert!(sqlx::query("insert into t values (1)").execute(&pool).await.is_err(), "mode=ro allows a write");

                let missing = format!("sqlite://{}/no.db?mode=rw", directory.path().display());
                assert!(SqliteConnectOptions::from_database_url(&url(&missing)).unwrap().connect().await.is_err());
                assert!(!directory.path().join("no.db").exists());
            }

            #[tokio::test]
            async fn sqlite_in_memory_is_one_database_for_a_pool() {
                sqlx::any::install_default_drivers();
                for text in ["sqlite::memory:", "sqlite://:memory:", "file::memory:", "sqlite://?mode=memory", "file:shared?mode=memory"] {
                    let options = SqliteConnectOptions::from_database_url(&url(text)).unwrap();
                    let pool = SqlitePoolOptions::new().min_connections(2).connect_with(options).await.unwrap();
                    let (mut one, mut other) = (pool.acquire().await.unwrap(), pool.acquire().await.unwrap());
                    sqlx::query("create table t (x)").execute(&mut *one).await.unwrap();
                    sqlx::query("insert into t values (1)").execute(&mut *other).await.unwrap();
                    drop((one, other));
                    pool.close().await;

                    let options = AnyConnectOptions::from_database_url(&url(text)).unwrap();
                    let pool = AnyPoolOptions::new().min_connections(2).connect_with(options).await.unwrap();
                    let (mut one, mut other) = (pool.acquire().await.unwrap(), pool.acquire().await.unwrap());
                    sqlx::query("create table t (x)").execute(&mut *one).await.unwrap();
                    sqlx::query("insert into t values (1)").execute(&mut *other).await.unwrap();
                    drop((one, other));
                    pool.close().await;
                }
            }

            #[tokio::test]
            #[ignore = "needs MariaDB: run ./test"]
            async fn a_pool_on_mariadb() {
                let options = MySqlConnectOptions::from_database_url(&url(&servers::mariadb().url())).unwrap();
                let pool = MySqlPoolOptions::new().connect_with(options).await.unwrap();
                let one: i32 = sqlx::query("select 1").fetch_one(&pool).await.unwrap().get(0);
                assert_eq!(one, 1);
            }
        }
    };
}

version!(sqlx_0_9, sqlx, VerifyCa::Unsupported);
// The verifier of sqlx 0.8 recognizes a wrong name only by the error of older rustls versions.
version!(sqlx_0_8, sqlx_0_8, VerifyCa::Unsupported);

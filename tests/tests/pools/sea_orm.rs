//! Pool options take effect in SeaORM's pools, on real servers.

use std::time::Duration;

use db_config::Connect;
use tests::pools::{assert_shows_no_password, closed, each, has_two_and_waits, postgres};
use tests::{servers, three_ways};

fn mariadb() -> String {
    servers::mariadb().url()
}

/// Defines the tests of one version of SeaORM.
macro_rules! sea_orm_version {
    ($module:ident, $sea_orm:ident) => {
        mod $module {
            use ::$sea_orm as sea_orm;
            use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbErr};

            use super::*;

            #[tokio::test]
            #[ignore = "needs PostgreSQL and MariaDB: run ./test"]
            async fn the_size_and_the_wait_reach_the_pool() {
                let settings =
                    three_ways!(ConnectOptions, postgres("sea"), max_connections = 2, acquire_timeout = "1s");
                each(settings, async |options| {
                    let database = Database::connect(options).await.unwrap();
                    has_two_and_waits(|| database.get_postgres_connection_pool().acquire()).await;
                })
                .await;
                type Sea = Connect<DatabaseConnection>;
                each(three_ways!(Sea, postgres("sea"), max_connections = 2, acquire_timeout = "1s"), async |connect| {
                    let database = connect.connect().await.unwrap();
                    has_two_and_waits(|| database.get_postgres_connection_pool().acquire()).await;
                })
                .await;
                each(three_ways!(Sea, mariadb(), max_connections = 2, acquire_timeout = "1s"), async |connect| {
                    let database = connect.connect().await.unwrap();
                    has_two_and_waits(|| database.get_mysql_connection_pool().acquire()).await;
                })
                .await;
            }

            #[tokio::test]
            async fn the_size_and_the_wait_reach_an_sqlite_pool() {
                type Sea = Connect<DatabaseConnection>;
                let url = "sqlite::memory:".to_owned();
                each(three_ways!(Sea, url, max_connections = 2, acquire_timeout = "1s"), async |connect| {
                    let database = connect.connect().await.unwrap();
                    has_two_and_waits(|| database.get_sqlite_connection_pool().acquire()).await;
                })
                .await;
            }

            #[tokio::test]
            #[ignore = "needs PostgreSQL: run ./test"]
            async fn the_minimum_and_the_times_reach_the_pool() {
                let rest = three_ways!(
                    Connect<DatabaseConnection>,
                    postgres("sea"),
                    min_connections = 3,
                    idle_timeout = "420s",
                    max_lifetime = "480s"
                );
                for connect in rest {
                    let database = connect.connect().await.unwrap();
                    let pool = database.get_postgres_connection_pool();
                    assert_eq!(pool.size(), 3);
                    let options = pool.options();
                    assert_eq!(options.get_idle_timeout(), Some(Duration::from_secs(420)));
                    assert_eq!(options.get_max_lifetime(), Some(Duration::from_secs(480)));
                }
            }

            #[tokio::test]
            #[ignore = "needs PostgreSQL: run ./test"]
            async fn a_statement_is_cancelled_after_its_time() {
                let connect =
                    three_ways!(Connect<DatabaseConnection>, postgres("statement"), statement_timeout = "200ms");
                for connect in connect {
                    let database = connect.connect().await.unwrap();
                    let error = database.execute_unprepared("select pg_sleep(5)").await.unwrap_err();
                    assert!(error.to_string().contains("statement timeout"), "{error}");
                }
            }

            #[tokio::test]
            async fn a_server_that_is_not_there_is_the_clients_error() {
                for scheme in ["postgres", "mysql"] {
                    let connect = three_ways!(Connect<DatabaseConnection>, closed(scheme), acquire_timeout = "1s");
                    each(connect, async |connect| {
                        let error: DbErr = connect.connect().await.unwrap_err().into();
                        assert_shows_no_password(&error);
                    })
                    .await;
                }
            }
        }
    };
}

sea_orm_version!(sea_orm_2, sea_orm);
sea_orm_version!(sea_orm_1_1, sea_orm_1_1);

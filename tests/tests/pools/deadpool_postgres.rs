//! Pool options take effect in deadpool-postgres, on a real server.

use db_config::TlsPlan;
use deadpool_postgres::{Config, Pool, Runtime};
use tests::connector::connector;
use tests::pools::{each, has_two_and_waits, postgres};
use tests::three_ways;

type Settings = (Config, TlsPlan);

fn pool((config, tls): Settings) -> Pool {
    config.create_pool(Some(Runtime::Tokio1), connector(&tls).unwrap()).unwrap()
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn the_size_and_the_wait_reach_the_pool() {
    let settings = three_ways!(Settings, postgres("deadpool"), max_connections = 2, acquire_timeout = "1s");
    each(settings, async |settings| {
        let pool = pool(settings);
        has_two_and_waits(|| pool.get()).await;
        assert_eq!(pool.status().size, 2);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn a_statement_is_cancelled_after_its_time() {
    for settings in three_ways!(Settings, postgres("deadpool"), statement_timeout = "200ms") {
        let client = pool(settings).get().await.unwrap();
        let error = client.batch_execute("select pg_sleep(5)").await.unwrap_err();
        assert!(error.as_db_error().unwrap().message().contains("statement timeout"), "{error}");
    }
    for config in three_ways!(tokio_postgres::Config, postgres("alone"), statement_timeout = "200ms") {
        let (client, connection) = config.connect(tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        let error = client.batch_execute("select pg_sleep(5)").await.unwrap_err();
        assert!(error.as_db_error().unwrap().message().contains("statement timeout"), "{error}");
    }
}

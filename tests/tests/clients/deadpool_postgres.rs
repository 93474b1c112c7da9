//! The client options of deadpool-postgres: the same connection as in tokio-postgres, and the pool.

use std::time::Duration;

use db_config::{DatabaseUrl, FromDatabaseUrl, TlsPlan};
use deadpool_postgres::{Config, Pool, Runtime};
use tests::connector::connector;
use tests::scenarios::{self, VerifyCa};
use tests::{servers, url};

#[test]
fn connects_like_tokio_postgres() {
    for text in [
        "postgres://us%40er:p%40ss%2F%3F%23%25+%26=@[::1]:5433,db2.example.com/or%20ders?sslmode=require\
         &application_name=a+b%26c&schema=s1&options=-c%20x%3D1&connect_timeout=7&tcp_user_timeout=2000\
         &keepalives=off&keepalives_idle=3&keepalives_interval=4&keepalives_count=5&target_session_attrs=read-only\
         &channel_binding=require&load_balance_hosts=random&sslnegotiation=direct&statement_timeout=1500",
        "postgres://db.example.com",
        "postgres://db/d?connect_timeout=0&keepalives_idle=0&tcp_user_timeout=0&target_session_attrs=any",
        "postgres://u@%2Fvar%2Frun%2Fa:b:5433/d",
        "postgres://u:@a.example.com,b.example.com:6000/d?hostaddr=10.0.0.7,fe80::1",
        "postgres:///d?hostaddr=10.0.0.7",
        "postgres://%C3%A9:%F0%9F%94%91@h.example.com/%C3%A9?application_name=%F0%9F%94%91",
    ] {
        let text = text.replace("%2Fa:b:", "%2Fa%3Ab:");
        let wanted = tokio_postgres::Config::from_database_url(&url(&text)).unwrap();
        let config = Config::from_database_url(&url(&text)).unwrap();
        assert_eq!(config.get_pg_config().unwrap(), wanted, "{text}");
        assert!(config.pool.is_none());
    }
}

#[test]
fn the_pool_has_the_options_of_the_url() {
    let text = "postgres://h.example.com/d?connection_limit=3&pool_timeout=7";
    let pool = Config::from_database_url(&url(text)).unwrap().get_pool_config();
    assert_eq!((pool.max_size, pool.timeouts.wait), (3, Some(Duration::from_secs(7))));
    let text = "postgres://h.example.com/d?pool_timeout=7";
    let pool = Config::from_database_url(&url(text)).unwrap().get_pool_config();
    assert_eq!(pool.max_size, Config::new().get_pool_config().max_size);
}

#[test]
fn rejects_unsupported_parameters() {
    for (text, what) in [
        ("postgres://u:hunter2@h/d?target_session_attrs=standby", "`target_session_attrs=standby`"),
        ("postgres://u:hunter2@h/d?passfile=f", "passfile"),
    ] {
        let error = Config::from_database_url(&url(text)).unwrap_err().to_string();
        assert!(error.contains(what) && error.contains("deadpool-postgres") && !error.contains("hunter2"), "{error}");
    }
    let error = Config::from_database_url(&url("postgres://h/d?connection_limit=0")).unwrap_err().to_string();
    assert!(error.contains("`connection_limit` must be at least 1"), "{error}");
}

fn pool(url: &DatabaseUrl) -> Result<Pool, Box<dyn std::error::Error + Send + Sync>> {
    let (config, tls) = <(Config, TlsPlan)>::from_database_url(url)?;
    Ok(config.create_pool(Some(Runtime::Tokio1), connector(&tls)?)?)
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn on_a_server() {
    scenarios::postgres(VerifyCa::AnyName, async |url| {
        let client = pool(&url)?.get().await?;
        Ok(client.query_one("select ssl from pg_stat_ssl where pid = pg_backend_pid()", &[]).await?.get(0))
    })
    .await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn the_pool_has_the_size_in_the_url() {
    let server = servers::postgres();
    let query = "connection_limit=1&pool_timeout=1&target_session_attrs=read-write";
    let pool = pool(&url(&server.url_as(server.user, server.host, query))).unwrap();
    let only = pool.get().await.unwrap();
    assert!(pool.get().await.is_err(), "the pool has a second connection");
    drop(only);
    assert!(pool.get().await.is_ok());
}

//! The client options of deadpool-redis: the same connection as in redis, and the pool.

use std::time::Duration;

use db_config::{DatabaseUrl, FromDatabaseUrl, ProblemKind};
use deadpool_redis::{Config, Pool, Runtime};
use redis::ConnectionInfo;
use tests::servers::{self, PASSWORD, certificates};
use tests::{escaped, url};

fn config(text: &str) -> Config {
    Config::from_database_url(&url(text)).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn connects_like_redis() {
    for text in [
        "redis://us%40er:p%40ss%3A%2F%3F%25+%26@cache.example.com:6380/7?protocol=3",
        "rediss://:hunter2@[2001:db8::1]",
        "rediss://h/1#insecure",
        "redis+unix:///run/redis.sock?db=3&user=app&pass=hunter2",
        "redis://",
    ] {
        let config = config(text);
        let info: ConnectionInfo = config.connection.expect("the options of the connection").into();
        let wanted = ConnectionInfo::from_database_url(&url(text)).unwrap();
        assert_eq!(info.addr(), wanted.addr(), "{text}");
        let (info, wanted) = (info.redis_settings(), wanted.redis_settings());
        assert_eq!((info.username(), info.password()), (wanted.username(), wanted.password()), "{text}");
        assert_eq!((info.db(), info.protocol()), (wanted.db(), wanted.protocol()), "{text}");
        assert!(config.url.is_none() && config.pool.is_none(), "{text}");
    }
}

#[test]
fn the_pool_has_the_options_of_the_url() {
    let pool = config("redis://h?max_connections=3&acquire_timeout=7").get_pool_config();
    assert_eq!((pool.max_size, pool.timeouts.wait), (3, Some(Duration::from_secs(7))));
    let pool = config("redis://h?acquire_timeout=7").get_pool_config();
    assert_eq!(pool.max_size, Config::default().get_pool_config().max_size);
    let error = Config::from_database_url(&url("redis://h?pool_size=0")).unwrap_err().to_string();
    assert!(error.contains("`pool_size` must be at least 1"), "{error}");
}

#[test]
fn its_config_holds_no_certificates() {
    let (ca, cert, key) = (&certificates().ca, &certificates().client_cert, &certificates().client_key);
    for (query, what) in [
        (format!("tls_ca={}", ca.display()), "a CA certificate"),
        (format!("tls_cert={}&tls_key={}", cert.display(), key.display()), "a client certificate"),
    ] {
        let error = Config::from_database_url(&url(&format!("rediss://:hunter2@h?{query}"))).unwrap_err();
        assert_eq!(error.kind(), ProblemKind::Unsupported, "{error}");
        let shown = format!("{error:#}");
        assert!(shown.contains(what) && shown.contains("Connect<deadpool_redis::Pool>"), "{shown}");
    }
}

async fn ping(url: &DatabaseUrl) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    tests::connector::install_provider();
    let pool = Config::from_database_url(url)?.create_pool(Some(Runtime::Tokio1))?;
    let mut connection = pool.get().await?;
    redis::cmd("PING").exec_async(&mut connection).await?;
    Ok(())
}

#[tokio::test]
#[ignore = "needs Redis: run ./test"]
async fn on_a_server() {
    let server = servers::redis();
    let text = server.url();
    ping(&url(&text)).await.unwrap();
    let insecure =
        text.replace("redis://", "rediss://").replace(&server.port.to_string(), &server.tls_port.to_string());
    ping(&url(&format!("{insecure}#insecure"))).await.unwrap();
    assert!(ping(&url(&insecure)).await.is_err());
    assert!(ping(&url(&text.replace(&escaped(PASSWORD), "wrong"))).await.is_err());
}

#[tokio::test]
#[ignore = "needs Redis: run ./test"]
async fn the_pool_has_the_size_in_the_url() {
    let server = servers::redis();
    let text = server.url_as(server.user, server.host, "max_connections=1&acquire_timeout=1");
    let pool: Pool = config(&text).create_pool(Some(Runtime::Tokio1)).unwrap();
    let only = pool.get().await.unwrap();
    assert!(pool.get().await.is_err(), "the pool has a second connection");
    drop(only);
    assert!(pool.get().await.is_ok());
}

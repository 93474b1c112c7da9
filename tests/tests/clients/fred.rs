//! The client options of fred, on a real server.

use db_config::{Connect, DatabaseUrl, FromDatabaseUrl, ProblemKind};
use fred::clients::Client;
use fred::interfaces::ClientLike;
use fred::types::config::{Config, ServerConfig};
use fred::types::{CustomCommand, RespVersion};
use tests::servers::{self, certificates};
use tests::url;

use super::redis_servers::{Login, login, logs_in, presents_the_certificate};

fn config(text: &str) -> Config {
    tests::connector::install_provider();
    Config::from_database_url(&url(text)).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn options_are_those_of_the_url() {
    let text = "REDIS://us%40er:p%40ss%3A%2F%3F%25+%26@cache.example.com:6380/7?protocol=3";
    let config = config(text);
    assert_eq!(config.server, ServerConfig::new_centralized("cache.example.com", 6380));
    assert_eq!((config.username.as_deref(), config.password.as_deref()), (Some("us@er"), Some("p@ss:/?%+&")));
    assert_eq!((config.database, config.version.clone()), (Some(7), RespVersion::RESP3));
    assert!(!config.uses_tls());
}

#[test]
fn what_the_url_leaves_out_is_the_clients_default() {
    for text in ["redis://127.0.0.1", "valkey://default@127.0.0.1:6379/0"] {
        assert_eq!(config(text), Config::default(), "{text}");
    }
}

#[test]
fn hosts_of_every_kind() {
    assert_eq!(config("redis://[2001:db8::1]").server, ServerConfig::new_centralized("2001:db8::1", 6379));
    assert_eq!(config("redis://").server, ServerConfig::new_centralized("localhost", 6379));
    let socket = config("redis+unix:///run/my%20redis.sock?db=3&user=app&pass=hunter2");
    assert_eq!(socket.server, ServerConfig::new_unix_socket("/run/my redis.sock"));
    assert_eq!((socket.database, socket.username.as_deref()), (Some(3), Some("app")));
}

#[test]
fn uses_tls_if_the_scheme_requests_it() {
    for text in ["rediss://h", "valkeys://h", "rediss://h#insecure", "redis://h?tls=true"] {
        assert!(config(text).uses_rustls(), "{text}");
    }
    assert!(!config("redis://h").uses_tls());
}

#[test]
fn rejects_what_it_does_not_support() {
    for (text, what) in [
        ("redis://a,b", "`ServerConfig::new_clustered`"),
        ("redis://:hunter2@h/256", "fred does not support database 256"),
        ("redis://:hunter2%20x@h?protocol=3", "whitespace or quotation marks"),
        ("redis://:hunter2%0D%0AFLUSHALL@h?protocol=3", "whitespace or quotation marks"),
        ("redis://a%22b:hunter2@h?protocol=resp3", "whitespace or quotation marks"),
        ("rediss://:hunter2@h?ssl_check_hostname=false", "`verify-ca`"),
    ] {
        let error = Config::from_database_url(&url(text)).unwrap_err();
        assert_eq!(error.kind(), ProblemKind::Unsupported, "{error}");
        let shown = format!("{error:#}");
        assert!(shown.contains(what) && !shown.contains("hunter2"), "{shown}");
    }
    let error = Config::from_database_url(&url("rediss://h?tls_ca=/nowhere/ca.pem")).unwrap_err();
    assert_eq!(error.kind(), ProblemKind::Unreadable, "{error}");
}

/// Connects, and asks who it is and for its database.
async fn connect(url: &DatabaseUrl) -> Login {
    let client = Client::new(Config::from_database_url(url)?, None, None, None);
    client.init().await?;
    let command = |name| CustomCommand::new_static(name, None, false);
    let user: String = client.custom(command("ACL"), vec!["WHOAMI"]).await?;
    let info: String = client.custom(command("CLIENT"), vec!["INFO"]).await?;
    client.quit().await?;
    Ok(login(&user, &info))
}

#[tokio::test]
#[ignore = "needs Redis: run ./test"]
async fn on_a_server() {
    let (server, ca) = (servers::redis(), certificates().ca.display());
    // With RESP3, the client does not support the password of the other users.
    let admin = Client::new(config(&server.url()), None, None, None);
    admin.init().await.unwrap();
    let user = vec!["SETUSER", "resp3", "on", ">p@ss/w#rd:1?2", "~*", "&*", "+@all"];
    let _: String = admin.custom(CustomCommand::new_static("ACL", None, false), user).await.unwrap();
    let resp3 = format!("redis://resp3:p%40ss%2Fw%23rd%3A1%3F2@localhost:{}/1?protocol=3", server.port);
    let resp3_with_tls =
        format!("{resp3}&tls=true&tls_ca={ca}").replace(&server.port.to_string(), &server.tls_port.to_string());
    let own = [(resp3, Some("resp3 db1 resp3")), (resp3_with_tls, Some("resp3 db1 resp3"))];
    logs_in(connect, own.into()).await;
}

#[tokio::test]
#[ignore = "needs Redis: run ./test"]
async fn presents_the_certificate_of_the_client() {
    presents_the_certificate(connect).await;
}

/// Without care, a result that comes at once is missed, and the client waits for another one forever.
#[tokio::test(flavor = "multi_thread")]
async fn a_refused_connection_is_always_reported() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let text = format!("redis://{}", listener.local_addr().unwrap());
    drop(listener);
    for _ in 0..300 {
        let connect = Connect::<Client>::from_database_url(&url(&text)).unwrap();
        let connected = tokio::time::timeout(std::time::Duration::from_secs(20), connect.connect()).await;
        let error = connected.expect("the client reports the result").expect_err("no server listens");
        assert!(error.to_string().contains("ConnectionRefused"), "{error}");
    }
}

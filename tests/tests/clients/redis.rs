//! The client options of redis, on a real server.

use db_config::{Backend, DatabaseUrl, FromDatabaseUrl, ProblemKind, TlsMode};
use redis::{Client, ConnectionAddr, ConnectionInfo, ProtocolVersion, RedisConnectionInfo, cmd};
use tests::clients::connecting;
use tests::servers::{self, certificates};
use tests::{error, url};

use super::redis_servers::{Login, login, logs_in, presents_the_certificate, tls_url};

fn info(text: &str) -> ConnectionInfo {
    ConnectionInfo::from_database_url(&url(text)).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn settings(text: &str) -> RedisConnectionInfo {
    info(text).redis_settings().clone()
}

fn address(text: &str) -> ConnectionAddr {
    info(text).addr().clone()
}

fn tcp(host: &str, port: u16) -> ConnectionAddr {
    ConnectionAddr::Tcp(host.to_owned(), port)
}

fn tls(host: &str, insecure: bool) -> ConnectionAddr {
    ConnectionAddr::TcpTls { host: host.to_owned(), port: 6379, insecure, tls_params: None }
}

#[test]
fn options_are_those_of_the_url() {
    let text = "REDIS://us%40er:p%40ss%3A%2F%3F%25+%26@cache.example.com:6380/7?protocol=3";
    assert_eq!(address(text), tcp("cache.example.com", 6380));
    let settings = settings(text);
    assert_eq!((settings.username(), settings.password()), (Some("us@er"), Some("p@ss:/?%+&")));
    assert_eq!((settings.db(), settings.protocol()), (7, ProtocolVersion::RESP3));
    let client = Client::from_database_url(&url(text)).unwrap();
    assert_eq!(format!("{:?}", client.get_connection_info()), format!("{:?}", info(text)));
}

#[test]
fn what_the_url_leaves_out_is_the_clients_default() {
    let settings = settings("redis://localhost");
    assert_eq!(format!("{settings:?}"), format!("{:?}", RedisConnectionInfo::default()));
    for text in ["redis://", "redis://:6379", "valkey:///0"] {
        assert_eq!(address(text), tcp("localhost", 6379), "{text}");
    }
}

#[test]
fn a_password_needs_no_user() {
    for text in ["redis://:hunter2@h", "redis://h?password=hunter2", "redis+unix:///run/redis.sock?pass=hunter2"] {
        let settings = settings(text);
        assert_eq!((settings.username(), settings.password()), (None, Some("hunter2")), "{text}");
    }
    let settings = settings("redis://default@h");
    assert_eq!((settings.username(), settings.password()), (None, None));
}

#[test]
fn hosts_of_every_kind() {
    assert_eq!(address("redis://[2001:db8::1]"), tcp("2001:db8::1", 6379));
    assert_eq!(address("redis://10.0.0.7:1"), tcp("10.0.0.7", 1));
    for scheme in ["redis+unix", "valkey+unix", "unix"] {
        let text = format!("{scheme}:///run/my%20redis.sock?db=3&user=app&pass=hunter2");
        assert_eq!(address(&text), ConnectionAddr::Unix("/run/my redis.sock".into()));
        assert_eq!((settings(&text).db(), settings(&text).username()), (3, Some("app")));
    }
}

#[test]
fn sets_the_chosen_tls_mode() {
    assert_eq!(address("rediss://h"), tls("h", false));
    assert_eq!(address("valkeys://h/0"), tls("h", false));
    assert_eq!(address("redis://h?tls=true"), tls("h", false));
    for text in ["rediss://h#insecure", "rediss://h/#insecure", "rediss://h/0?ssl_cert_reqs=none"] {
        assert_eq!(address(text), tls("h", true), "{text}");
    }
}

#[test]
fn certificates_are_in_the_options() {
    let (ca, cert, key) = (&certificates().ca, &certificates().client_cert, &certificates().client_key);
    let text = format!("rediss://h?tls_ca={}&tls_cert={}&tls_key={}", ca.display(), cert.display(), key.display());
    let ConnectionAddr::TcpTls { insecure: false, tls_params: Some(_), .. } = address(&text) else {
        panic!("{:?}", address(&text));
    };
    let directory = tempfile::tempdir().unwrap();
    let empty = directory.path().join("empty.pem");
    std::fs::write(&empty, "").unwrap();
    let garbage = directory.path().join("garbage.pem");
    std::fs::write(&garbage, "-----BEGIN CERTIFICATE-----\nhunter2\n-----END CERTIFICATE-----\n").unwrap();
    let missing = directory.path().join("missing.pem");
    for (file, message) in
        [(&missing, "cannot read"), (&empty, "contains no certificate"), (&garbage, "redis rejects the certificates")]
    {
        let text = format!("rediss://h?tls_ca={}", file.display());
        let error = ConnectionInfo::from_database_url(&url(&text)).unwrap_err();
        assert_eq!(error.kind(), ProblemKind::Unreadable, "{error}");
        assert!(error.to_string().contains(message) && !format!("{error:?}").contains("hunter2"), "{error}");
    }
    let text = format!("rediss://h?tls_cert={}&tls_key={}", cert.display(), cert.display());
    let error = ConnectionInfo::from_database_url(&url(&text)).unwrap_err().to_string();
    assert!(error.contains("contains no private key"), "{error}");
}

#[test]
fn rejects_what_it_does_not_support() {
    for (text, what) in
        [("redis://a,b", "several hosts"), ("rediss://:hunter2@h?ssl_check_hostname=false", "`verify-ca`")]
    {
        for client in connecting(Backend::Redis) {
            let error = (client.show)(&url(text)).expect_err(client.name);
            assert_eq!(error.kind(), ProblemKind::Unsupported, "{}: {error}", client.name);
            let shown = format!("{error:#}");
            assert!(shown.contains(what) && !shown.contains("hunter2"), "{}: {shown}", client.name);
        }
    }
    for (text, what) in [("redis://:hunter2@0.0.0.0", "`0.0.0.0`"), ("redis://:hunter2@[::]:1", "`::`")] {
        let error = ConnectionInfo::from_database_url(&url(text)).unwrap_err().to_string();
        assert!(error.contains(&format!("redis does not support the host {what}")), "{error}");
    }
    let cluster = ConnectionInfo::from_database_url(&url("redis://a,b")).unwrap_err();
    assert!(format!("{cluster:#}").contains("`redis::cluster::ClusterClient`"), "{cluster:#}");
    assert_eq!(error("redis://h/users").kind(), ProblemKind::InvalidValue);
}

#[test]
fn a_variable_that_prefers_tls_leaves_it_off() {
    #[derive(Debug, db_config::DatabaseConfig)]
    struct Config {
        #[database(env = "REDIS_URL")]
        _redis: ConnectionInfo,
    }
    use db_config::DatabaseConfig as _;
    let variables = [("REDIS_URL", "redis://h"), ("REDIS_TLS", "prefer")];
    let loaded = Config::load(&variables).unwrap();
    assert_eq!(loaded.config._redis.addr(), &tcp("h", 6379));
    assert_eq!(ConnectionInfo::tls(&url("rediss://h")).mode(), TlsMode::VerifyFull);
}

#[test]
fn the_redacted_options_name_the_server() {
    struct Redacted<T>(T);
    impl<T: FromDatabaseUrl> std::fmt::Debug for Redacted<T> {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            self.0.fmt_redacted(f)
        }
    }
    for (text, shown) in [
        // The user may be a misplaced password, if a variable has the password.
        ("redis://app:hunter2@h/3", "redis://h:6379/3 (TLS off)"),
        ("redis://default:hunter2@h/3", "redis://default@h:6379/3 (TLS off)"),
        ("rediss://:hunter2@[::1]:1", "redis://[::1]:1/0 (TLS verify-full)"),
        ("rediss://h#insecure", "redis://h:6379/0 (TLS require)"),
        ("redis+unix:///run/redis.sock", "redis://%2Frun%2Fredis.sock/0 (TLS off)"),
    ] {
        for client in connecting(Backend::Redis) {
            // fred does not show the mode of its connector.
            let shown = match (client.name, shown.split_once(" (TLS ")) {
                ("fred", Some((options, mode))) if mode != "off)" => format!("{options} (TLS on)"),
                _ => shown.to_owned(),
            };
            assert_eq!((client.redacted)(&url(text)).unwrap(), shown, "{}", client.name);
        }
    }
    // Without a password, it may be a misplaced one.
    let misplaced = RedisConnectionInfo::default().set_username("hunter2");
    let options = Redacted(info("redis://h").set_redis_settings(misplaced));
    assert_eq!(format!("{options:?}"), "redis://h:6379/0 (TLS off)");
}

/// Connects in both ways of the client, and asks who it is and for its database.
async fn connect(url: &DatabaseUrl) -> Login {
    tests::connector::install_provider();
    let client = Client::from_database_url(url)?;
    let mut connection = client.get_multiplexed_async_connection().await?;
    let user: String = cmd("ACL").arg("WHOAMI").query_async(&mut connection).await?;
    let info: String = cmd("CLIENT").arg("INFO").query_async(&mut connection).await?;
    let of_sync = client.clone();
    tokio::task::spawn_blocking(move || {
        let timeout = std::time::Duration::from_secs(5);
        cmd("PING").query::<String>(&mut of_sync.get_connection_with_timeout(timeout)?)
    })
    .await??;
    Ok(login(&user, &info))
}

#[tokio::test]
#[ignore = "needs Redis: run ./test"]
async fn on_a_server() {
    let with_resp3 = format!("tls_ca={}&protocol=3", certificates().ca.display());
    let own = [
        (servers::redis().url_as("default", "localhost", "protocol=resp3"), Some("default db3 resp3")),
        (tls_url("app", "localhost", &with_resp3), Some("app db3 resp3")),
    ];
    logs_in(connect, own.into()).await;
}

#[tokio::test]
#[ignore = "needs Redis: run ./test"]
async fn presents_the_certificate_of_the_client() {
    presents_the_certificate(connect).await;
}

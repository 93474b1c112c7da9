//! Redis and Valkey: the schemes, the password without a user, the number of the database, and Unix sockets.

use db_config::resolved::{Redis, RedisProtocol};
use db_config::{Backend, DatabaseUrl, ProblemKind, TlsMode};
use tests::{error, url};

fn resolved(url: &DatabaseUrl) -> Redis<'_> {
    Redis::resolve(url).unwrap_or_else(|error| panic!("{error}"))
}

fn message(text: &str) -> String {
    error(text).to_string()
}

#[test]
fn reads_the_urls_of_platforms() {
    for (platform, text, user, password, host, port, tls) in [
        ("local", "redis://localhost", None, None, "localhost", 6379, TlsMode::Off),
        ("Compose", "redis://redis:6379/0", None, None, "redis", 6379, TlsMode::Off),
        (
            "Heroku",
            "rediss://:p1b2c3@ec2-1-2-3-4.compute-1.amazonaws.com:21210",
            None,
            Some("p1b2c3"),
            "ec2-1-2-3-4.compute-1.amazonaws.com",
            21210,
            TlsMode::VerifyFull,
        ),
        (
            "Upstash",
            "rediss://default:AXb=c@eu1-fit-cod-1.upstash.io:6379",
            Some("default"),
            Some("AXb=c"),
            "eu1-fit-cod-1.upstash.io",
            6379,
            TlsMode::VerifyFull,
        ),
        (
            "Railway",
            "redis://default:pw@redis.railway.internal:6379",
            Some("default"),
            Some("pw"),
            "redis.railway.internal",
            6379,
            TlsMode::Off,
        ),
        ("Render", "redis://red-abc123:6379", None, None, "red-abc123", 6379, TlsMode::Off),
        (
            "DigitalOcean",
            "rediss://default:pw@db-redis-ams3-1-do-user-1-0.b.db.ondigitalocean.com:25061",
            Some("default"),
            Some("pw"),
            "db-redis-ams3-1-do-user-1-0.b.db.ondigitalocean.com",
            25061,
            TlsMode::VerifyFull,
        ),
        (
            "ElastiCache",
            "rediss://app:pw@master.cache.abc123.euw1.cache.amazonaws.com:6379",
            Some("app"),
            Some("pw"),
            "master.cache.abc123.euw1.cache.amazonaws.com",
            6379,
            TlsMode::VerifyFull,
        ),
        (
            "Aiven",
            "valkeys://default:pw@cache.aivencloud.com:20001",
            Some("default"),
            Some("pw"),
            "cache.aivencloud.com",
            20001,
            TlsMode::VerifyFull,
        ),
    ] {
        let url = url(text);
        let redis = resolved(&url);
        let [server] = &redis.servers[..] else { panic!("{platform}") };
        assert_eq!((redis.user, redis.password.map(|it| it.expose_secret())), (user, password), "{platform}");
        assert_eq!((&*server.host, server.port), (host, Some(port)), "{platform}");
        assert_eq!((url.backend(), redis.tls.mode()), (Backend::Redis, tls), "{platform}");
        assert!(password.is_none_or(|password| !url.redacted().contains(password)), "{platform}: {url}");
    }
}

#[test]
fn a_database_is_a_number() {
    for (text, database) in [
        ("redis://h", 0),
        ("redis://h/", 0),
        ("redis://h/0", 0),
        ("rediss://h/15/", 15),
        ("redis://h?db=3", 3),
        ("redis://h/3?db=3", 3),
        ("redis+unix:///r.sock?db=4", 4),
        ("redis+unix:///r.sock?virtual_host=5", 5),
    ] {
        assert_eq!(resolved(&url(text)).database, database, "{text}");
    }
    for text in ["redis://h/app", "redis://h/-1", "redis://h/1a", "redis://h/99999999999", "redis://h?db=app"] {
        assert_eq!(
            message(text),
            "expected the number of a Redis database: use a number such as `0`, because Redis databases have no names",
            "{text}"
        );
    }
    assert!(message("redis:///run/redis.sock").contains("`redis+unix://`"), "{}", message("redis:///run/redis.sock"));
    assert!(message("redis://h/1?db=2").starts_with("`db` contradicts"), "{}", message("redis://h/1?db=2"));
}

#[test]
fn the_scheme_of_a_socket_has_a_path() {
    for (text, path, user, password) in [
        ("redis+unix:///run/redis.sock", "/run/redis.sock", None, None),
        ("unix://app:pw@/run/redis.sock?db=1", "/run/redis.sock", Some("app"), Some("pw")),
        ("valkey+unix:///my%20r.sock?user=app&pass=pw", "/my r.sock", Some("app"), Some("pw")),
        ("redis+unix://localhost/r.sock", "/r.sock", None, None),
        ("redis://:pw@%2Frun%2Fredis.sock/2", "/run/redis.sock", None, Some("pw")),
    ] {
        let url = url(text);
        let redis = resolved(&url);
        let [server] = &redis.servers[..] else { panic!("{text}") };
        assert_eq!((&*server.host, server.is_socket, server.port), (path, true, None), "{text}");
        assert_eq!((redis.user, redis.password.map(|it| it.expose_secret())), (user, password), "{text}");
        assert_eq!(redis.tls.mode(), TlsMode::Off, "{text}");
    }
    assert_eq!(
        message("redis+unix://:hunter2@run/redis.sock"),
        "expected the path of a Unix socket after `unix://`, without a host: use `redis+unix://:***@/run/redis.sock`"
    );
    assert!(message("redis+unix://").ends_with("use the whole path, as in `redis+unix:///run/redis.sock`"));
    for (text, help) in [
        ("unix:/run/redis.sock", "use `unix:///run/redis.sock`"),
        ("Redis+Unix:/run/redis.sock?db=1", "use `Redis+Unix:///run/redis.sock?db=1`"),
        ("unix:run/redis.sock", "use the whole path, as in `redis+unix:///run/redis.sock`"),
    ] {
        assert_eq!(message(text), format!("missing `://` after the scheme: {help}"), "{text}");
    }
}

#[test]
fn a_socket_has_no_tls() {
    for (text, name) in [
        ("redis+unix:///r.sock?tls=true", "tls"),
        ("unix:///r.sock?ssl_cert_reqs=required", "ssl_cert_reqs"),
        ("redis://%2Fr.sock?ssl=1", "ssl"),
        ("rediss://:hunter2@%2Fr.sock", "rediss"),
    ] {
        let error = error(text);
        assert_eq!(error.kind(), ProblemKind::Unsupported, "{text}");
        assert_eq!(
            error.to_string(),
            format!(
                "`{name}` asks for TLS, which is impossible over a Unix socket: remove `{name}`, or use the name of a host"
            ),
        );
        let marked = format!("{error:#}");
        assert!(marked.contains(&"^".repeat(name.len())) && !marked.contains("hunter2"), "{marked}");
    }
    for text in ["redis+unix:///r.sock?tls=false", "unix:///r.sock?tls_ca=/ca.pem", "redis+unix:///r.sock#insecure"] {
        assert_eq!(url(text).tls().mode(), TlsMode::Off, "{text}");
    }
}

#[test]
fn a_fragment_turns_verification_off() {
    for text in ["rediss://:pw@h:6379/0?protocol=3#insecure", "rediss://h#insecure", "valkeys://h/#insecure"] {
        assert_eq!(url(text).tls().mode(), TlsMode::Require, "{text}");
        assert!(url(text).redacted().ends_with("#insecure"), "{text}");
    }
    assert_eq!(url("redis://h#insecure").tls().mode(), TlsMode::Off);
    for (text, kind) in [
        ("rediss://h#other", ProblemKind::Fragment),
        ("rediss://h#Insecure", ProblemKind::Fragment),
        ("postgres://h/d#insecure", ProblemKind::Fragment),
        ("rediss://:p#w@h#insecure", ProblemKind::UnescapedCharacter('#')),
        ("redis://:hunt#er2@h", ProblemKind::UnescapedCharacter('#')),
    ] {
        assert_eq!(error(text).kind(), kind, "{text}");
        assert!(!format!("{:#}", error(text)).contains("er2"), "{:#}", error(text));
    }
}

#[test]
fn a_lone_name_is_not_dropped() {
    let alone = url("redis://hunter2@cache.example.com");
    let error = Redis::resolve(&alone).unwrap_err();
    assert_eq!(
        error.to_string(),
        "missing password for the user name: use `redis://user:password@host`, or `redis://:password@host` for a password \
         without a user"
    );
    // `redis-cli` reads it as a password.
    assert_eq!(alone.redacted(), "redis://***@cache.example.com");
    assert!(!format!("{error:#?} {error:#}").contains("hunter2"), "{error:#}");
    for text in ["redis://hunter2:@h/0", "redis+unix://hunter2:@/r.sock"] {
        assert!(!format!("{:?} {}", url(text), url(text)).contains("hunter2"), "{text}");
    }
    for text in ["dragonfly://hunter2:@h", "redis+unix://hunter2:@run/r.sock", "redis://hunter2:@h/app"] {
        assert!(!format!("{:#} {:?}", tests::error(text), tests::error(text)).contains("hunter2"), "{text}");
    }
    for text in ["redis://default@h", "redis://h", "redis://:@h", "redis://default:@h", "redis://app:pw@h"] {
        resolved(&url(text));
    }
    assert_eq!(resolved(&url("redis://default:@h")).password, None);
    assert!(Redis::resolve(&url("redis://app:@h")).is_err());
}

#[test]
fn the_protocol_has_two_versions() {
    for (value, protocol) in [
        ("2", RedisProtocol::Resp2),
        ("resp2", RedisProtocol::Resp2),
        ("3", RedisProtocol::Resp3),
        ("RESP3", RedisProtocol::Resp3),
    ] {
        let url = url(&format!("redis://h?protocol={value}"));
        assert_eq!(resolved(&url).protocol.map(|it| it.value), Some(protocol), "{value}");
    }
    assert_eq!(message("redis://h?protocol=4"), "invalid value for `protocol`: use `2`, `3`, `resp2` or `resp3`");
}

#[test]
fn parameters_of_other_tools_are_known() {
    let url = url("redis://h?pool_size=5&dial_timeout=3s&family=0&read_timeout=1s&lazyConnect=true");
    let redis = resolved(&url);
    assert_eq!(redis.pool.max_connections.unwrap().value, 5);
    assert_eq!(redis.timeouts.connect.unwrap().value.as_secs(), 3);
    // The keys of the application would have other names.
    assert!(message("redis://h?keyPrefix=app:").starts_with("Rust Redis clients do not support a prefix for all keys"));
    assert!(
        message("redis://h?sslmode=require").starts_with("unknown query parameter `sslmode`, which may affect TLS")
    );
}

#[test]
fn a_part_can_be_replaced() {
    for (text, replaced) in [
        ("redis://:pw@h:1/0", "redis://:pw@h:1/7"),
        ("rediss://h?protocol=3#insecure", "rediss://h/7?protocol=3#insecure"),
        ("redis+unix://:pw@/r.sock?db=1", "redis+unix://:pw@/r.sock?db=7"),
    ] {
        let url = url(text).with_database("7").unwrap();
        assert_eq!(url.expose_secret(), replaced);
        assert_eq!(resolved(&url).database, 7);
        assert_eq!(url.tls().mode(), replaced.parse::<DatabaseUrl>().unwrap().tls().mode());
    }
    assert!(url("redis://h").with_database("app").is_err());
    for (text, replaced) in [
        ("redis://h:1/0", "redis://:n%40w@h:1/0"),
        ("rediss://app:old@h#insecure", "rediss://app:n%40w@h#insecure"),
        ("redis+unix:///r.sock?pass=old&db=1", "redis+unix://:n%40w@/r.sock?db=1"),
    ] {
        let url = url(text).with_password("n@w").unwrap();
        assert_eq!((url.expose_secret(), resolved(&url).password.unwrap().expose_secret()), (replaced, "n@w"));
    }
}

#[test]
fn the_builder_writes_what_every_client_reads() {
    let build = || DatabaseUrl::builder(Backend::Redis);
    for (builder, text) in [
        (build().host("h"), "redis://h"),
        (build().host("h").port(1).password("p@ss").database("2"), "redis://:p%40ss@h:1/2"),
        (build().rediss().host("::1").user("app").password("pw"), "rediss://app:pw@[::1]"),
        (build().host("/run/my redis.sock").password("pw").database("2"), "redis+unix://:pw@/run/my%20redis.sock?db=2"),
        (build().host("h").parameter("protocol", "3"), "redis://h?protocol=3"),
    ] {
        assert_eq!(builder.build().unwrap().expose_secret(), text);
    }
    let error = |builder: db_config::DatabaseUrlBuilder| builder.build().unwrap_err().to_string();
    assert!(error(build().host("h").database("app")).starts_with("expected the number of a Redis database"));
    assert!(error(build().rediss().host("/r.sock")).starts_with("TLS is impossible over a Unix socket"));
    assert!(error(DatabaseUrl::builder(Backend::MySql).rediss().host("h")).starts_with("only a Redis URL"));
    assert!(error(build().srv().host("h")).starts_with("only a MongoDB URL"));
}

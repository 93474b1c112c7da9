//! Redis: the password, the user and the parts from variables.

use db_config::resolved::Redis;
use db_config::{DatabaseConfig, DatabaseUrl, TlsMode};

#[derive(Debug, DatabaseConfig)]
struct Config {
    #[database(parts, schemes("redis"))]
    cache: DatabaseUrl,
}

fn load(source: &[(&'static str, &str)]) -> Result<DatabaseUrl, String> {
    Config::from_source(&source.to_vec()).map(|config| config.cache).map_err(|error| error.to_string())
}

fn text(source: &[(&'static str, &str)]) -> String {
    load(source).unwrap_or_else(|error| panic!("{error}")).expose_secret().to_owned()
}

#[test]
fn a_variable_fills_in_the_password() {
    let url = load(&[("REDIS_URL", "redis://h"), ("REDIS_PASSWORD", "p@ss")]).unwrap();
    let redis = Redis::resolve(&url).unwrap();
    assert_eq!((redis.user, redis.password.unwrap().expose_secret()), (None, "p@ss"));
    let url = load(&[("REDIS_URL", "redis://app@h"), ("REDIS_PASSWORD", "pw")]).unwrap();
    let redis = Redis::resolve(&url).unwrap();
    assert_eq!((redis.user, redis.password.unwrap().expose_secret()), (Some("app"), "pw"));
    let url = load(&[("REDIS_URL", "redis://h"), ("REDIS_USER", "app"), ("REDIS_PASSWORD", "pw")]).unwrap();
    assert_eq!(Redis::resolve(&url).unwrap().user, Some("app"));
}

#[test]
fn parts_make_a_url() {
    for (source, expected) in [
        (&[("REDIS_HOST", "h")][..], "redis://h"),
        (&[("REDIS_HOST", "h"), ("REDIS_PORT", "7000"), ("REDIS_DB", "2")], "redis://h:7000/2"),
        (&[("REDIS_HOST", "h"), ("REDIS_SCHEME", "rediss")], "rediss://h"),
        (&[("REDIS_HOST", "h"), ("REDIS_SCHEME", "Valkeys")], "rediss://h"),
        (&[("REDIS_HOST", "/run/redis.sock"), ("REDIS_DB", "2")], "redis+unix:///run/redis.sock?db=2"),
        (&[("REDIS_URL", "redis://h"), ("REDIS_PORT", "7000")], "redis://h:7000"),
        (&[("REDIS_URL", "redis://:pw@h"), ("REDIS_DB", "3")], "redis://:pw@h/3"),
        (&[("REDIS_URL", "rediss://h#insecure"), ("REDIS_DB", "3")], "rediss://h/3#insecure"),
        (&[("REDIS_URL", "redis+unix:///r.sock"), ("REDIS_DB", "3")], "redis+unix:///r.sock?db=3"),
        (&[("REDIS_URL", "redis+unix:///r.sock"), ("REDIS_HOST", "/r.sock")], "redis+unix:///r.sock"),
    ] {
        assert_eq!(text(source), expected, "{source:?}");
    }
    let url = load(&[("REDIS_HOST", "h"), ("REDIS_PASSWORD", "p@ss"), ("REDIS_TLS", "true")]).unwrap();
    assert_eq!((url.password(), url.tls().mode()), (Some("p@ss"), TlsMode::VerifyFull));
}

#[test]
fn parts_that_contradict_the_url_are_errors() {
    for source in [
        &[("REDIS_URL", "redis://h"), ("REDIS_HOST", "other")][..],
        &[("REDIS_URL", "redis://h/1"), ("REDIS_DB", "2")],
        &[("REDIS_URL", "redis://h"), ("REDIS_SCHEME", "rediss")],
        &[("REDIS_URL", "redis+unix:///r.sock"), ("REDIS_HOST", "h")],
    ] {
        let error = load(source).unwrap_err();
        assert!(error.contains("sets another"), "{source:?}: {error}");
    }
    let error = load(&[("REDIS_HOST", "h"), ("REDIS_DB", "app")]).unwrap_err();
    assert!(error.contains("expected the number of a Redis database"), "{error}");
}

#[test]
fn parts_override_a_default() {
    #[derive(Debug, DatabaseConfig)]
    struct Defaulted {
        #[database(parts, default = "redis+unix:///run/redis.sock?db=1", schemes("redis"))]
        socket: DatabaseUrl,
        #[database(env = "CACHE_URL", parts, default = "redis://:pw@localhost/1", schemes("redis"))]
        cache: DatabaseUrl,
    }
    let load = |source: &[(&'static str, &str)]| Defaulted::from_source(&source.to_vec()).unwrap();
    let config = load(&[("REDIS_DB", "2"), ("CACHE_DB", "2")]);
    assert_eq!(config.socket.expose_secret(), "redis+unix:///run/redis.sock?db=2");
    assert_eq!(config.cache.expose_secret(), "redis://:pw@localhost/2");
    let config = load(&[("REDIS_HOST", "h"), ("CACHE_PORT", "7000")]);
    assert_eq!(config.socket.expose_secret(), "redis://h");
    assert_eq!(config.cache.expose_secret(), "redis://:pw@localhost:7000/1");
}

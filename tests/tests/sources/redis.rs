//! Redis: the password, the user and the parts from variables.

use db_config::resolved::Redis;
use db_config::{Backend, DatabaseConfig, DatabaseUrl, TlsMode};

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
        (&[("REDIS_HOST", "h"), ("REDIS_SCHEME", "rediss"), ("REDIS_ENGINE", "redis")], "rediss://h"),
        (&[("REDIS_HOST", "/run/redis.sock"), ("REDIS_SCHEME", "unix")], "redis+unix:///run/redis.sock"),
        (&[("REDIS_URL", "redis://%2Fr.sock"), ("REDIS_SCHEME", "unix")], "redis://%2Fr.sock"),
        (&[("REDIS_URL", r#"{"host":"h"}"#), ("REDIS_SCHEME", "rediss")], "rediss://h"),
        (&[("REDIS_HOST", "/run/redis.sock"), ("REDIS_DB", "2")], "redis+unix:///run/redis.sock?db=2"),
        (&[("REDIS_URL", "redis://h"), ("REDIS_PORT", "7000")], "redis://h:7000"),
        // The URL decides.
        (&[("REDIS_URL", "redis://h"), ("REDIS_SCHEME", "unix")], "redis://h"),
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
        &[("REDIS_URL", r#"{"scheme":"redis","host":"h"}"#), ("REDIS_SCHEME", "rediss")],
        &[("REDIS_URL", "redis+unix:///r.sock"), ("REDIS_HOST", "h")],
    ] {
        let error = load(source).unwrap_err();
        assert!(error.contains("sets another"), "{source:?}: {error}");
    }
    let error = load(&[("REDIS_HOST", "h"), ("REDIS_DB", "app")]).unwrap_err();
    assert!(error.contains("expected the number of a Redis database"), "{error}");
    let error = load(&[("REDIS_URL", "redis://:hunter2@h"), ("REDIS_SCHEME", "VALKEYS")]).unwrap_err();
    let expected = "REDIS_SCHEME sets another scheme (`valkeys`) than the URL (`redis`)";
    assert!(error.contains(expected) && error.contains("use the scheme `valkeys` in the URL"), "{error}");
}

#[test]
fn the_scheme_of_a_socket_needs_a_path() {
    for scheme in ["unix", "Redis+Unix"] {
        let error = load(&[("REDIS_HOST", "cache"), ("REDIS_SCHEME", scheme)]).unwrap_err();
        assert!(error.contains("REDIS_HOST"), "{error}");
        assert!(error.contains("expected the path of a Unix socket, found a host name"), "{error}");
        assert!(error.contains("use a path such as `/run/redis.sock`, or set REDIS_SCHEME to `redis`"), "{error}");
    }
}

#[test]
fn an_object_with_a_tls_mode_names_the_variable_to_use() {
    let error = load(&[("REDIS_URL", r#"{"host":"h","tls":"true"}"#)]).unwrap_err();
    assert!(error.contains("remove it, and set the TLS mode in REDIS_TLS"), "{error}");
    let error = load(&[("REDIS_URL", r#"{"port":"6379"}"#)]).unwrap_err();
    assert!(error.contains("set the object in REDIS_SECRET next to a URL"), "{error}");
}

#[derive(Debug, DatabaseConfig)]
struct WithTls {
    #[database(parts, default = "rediss://cache.internal/1", schemes("redis"))]
    cache: DatabaseUrl,
}

#[test]
fn parts_keep_the_tls_of_a_default() {
    let host = ("REDIS_HOST", "h");
    for (source, expected) in [
        (&[host][..], "rediss://h"),
        (&[host, ("REDIS_PORT", "7000"), ("REDIS_DB", "2")], "rediss://h:7000/2"),
        (&[("REDIS_PORT", "7000")], "rediss://cache.internal:7000/1"),
        (&[host, ("REDIS_TLS", "true")], "rediss://h"),
        (&[host, ("REDIS_REQUIRE_SSL", "false")], "rediss://h"),
        // AWS and Django name the database system.
        (&[host, ("REDIS_ENGINE", "redis")], "rediss://h"),
        (&[("REDIS_URL", r#"{"host":"h"}"#)], "rediss://h"),
        (&[("REDIS_URL", r#"{"host":"h","engine":"redis"}"#)], "rediss://h"),
        (&[("REDIS_URL", r#"{"host":"h"}"#), ("REDIS_DB", "2")], "rediss://h/2"),
    ] {
        let url = WithTls::from_source(&source.to_vec()).unwrap_or_else(|error| panic!("{source:?}: {error}")).cache;
        assert_eq!((url.expose_secret(), url.tls().mode()), (expected, TlsMode::VerifyFull), "{source:?}");
    }
}

#[test]
fn an_explicit_scheme_or_mode_replaces_the_tls_of_a_default() {
    let host = ("REDIS_HOST", "h");
    for (source, expected) in [
        (&[host, ("REDIS_SCHEME", "redis")][..], "redis://h"),
        (&[host, ("REDIS_TLS", "false")], "redis://h"),
        (&[host, ("REDIS_SSL", "0")], "redis://h"),
        (&[("REDIS_HOST", "/run/redis.sock")], "redis+unix:///run/redis.sock"),
        (&[("REDIS_URL", "redis://h")], "redis://h"),
        (&[("REDIS_URL", r#"{"host":"h","scheme":"redis"}"#)], "redis://h"),
        (&[("REDIS_URL", r#"{"url":"redis://h"}"#)], "redis://h"),
        (&[("REDIS_URL", r#"{"host":"h"}"#), ("REDIS_SCHEME", "redis")], "redis://h"),
        (&[("REDIS_URL", r#"{"host":"h"}"#), ("REDIS_TLS", "off")], "redis://h"),
    ] {
        let url = WithTls::from_source(&source.to_vec()).unwrap_or_else(|error| panic!("{source:?}: {error}")).cache;
        assert_eq!((url.expose_secret(), url.tls().mode()), (expected, TlsMode::Off), "{source:?}");
    }
    // Nobody reads along on this machine.
    for host in ["localhost", "127.0.0.1", "::1"] {
        let local = WithTls::from_source(&[("REDIS_HOST", host)]).unwrap().cache;
        let object = format!(r#"{{"host":"{host}"}}"#);
        let of_object = WithTls::from_source(&[("REDIS_URL", &*object)]).unwrap().cache;
        assert_eq!([local.tls().mode(), of_object.tls().mode()], [TlsMode::Off; 2], "{host}");
    }
    for value in ["no-verify", "skip-verify"] {
        let unverified = WithTls::from_source(&[host, ("REDIS_TLS", value)]).unwrap().cache;
        assert_eq!(unverified.tls().mode(), TlsMode::Require, "{value}");
    }
    // No client has this mode, which would be plaintext.
    let error = WithTls::from_source(&vec![host, ("REDIS_TLS", "prefer")]).unwrap_err().to_string();
    assert!(error.contains("`REDIS_TLS` contradicts `rediss`"), "{error}");
}

/// Without it, the parts would be plaintext.
#[test]
fn a_mistake_in_a_default_is_an_error_of_the_parts() {
    fn misspelled() -> String {
        "redis:/:hunter2@cache.internal".to_owned()
    }
    #[derive(Debug, DatabaseConfig)]
    struct Config {
        #[database(env = "REDIS_URL", parts, default_with = misspelled, schemes("redis"))]
        _cache: DatabaseUrl,
    }
    let error = Config::from_source(&[("REDIS_HOST", "cache")]).unwrap_err().to_string();
    assert!(error.contains("the default, whose TLS the parts keep: ") && !error.contains("hunter2"), "{error}");
    // These need no default.
    for source in [
        &[("REDIS_HOST", "cache"), ("REDIS_SCHEME", "redis")][..],
        &[("REDIS_HOST", "localhost")],
        &[("REDIS_HOST", "/run/redis.sock")],
        &[("REDIS_URL", "redis://cache")],
        &[("REDIS_URL", r#"{"url":"redis://cache"}"#)],
        &[("REDIS_URL", r#"{"host":"cache","scheme":"rediss"}"#)],
    ] {
        assert!(Config::from_source(&source.to_vec()).is_ok(), "{source:?}");
    }
}

#[test]
fn every_default_with_tls_keeps_it() {
    fn secure() -> String {
        "valkeys://:pw@cache.internal".to_owned()
    }
    fn plaintext() -> String {
        "redis://:pw@cache.internal".to_owned()
    }
    #[derive(Debug, DatabaseConfig)]
    struct Defaults {
        #[database(env = "A_URL", parts, default = "redis://h?tls=true", schemes("redis"))]
        a: DatabaseUrl,
        #[database(env = "B_URL", parts, default = "rediss://h#insecure", schemes("redis"))]
        b: DatabaseUrl,
        #[database(env = "C_URL", parts, default_with = secure, schemes("redis"))]
        c: DatabaseUrl,
        #[database(env = "D_URL", parts, default_with = plaintext, schemes("redis"))]
        d: DatabaseUrl,
        #[database(env = "E_URL", parts, default = "mysql://h", schemes("redis", "mysql"))]
        e: DatabaseUrl,
        #[database(env = "F_URL", parts, default = "rediss://h", schemes("redis", "mysql"))]
        f: DatabaseUrl,
        // Laravel's.
        #[database(env = "G_URL", parts("G_", scheme = "CACHE_DRIVER"), default = "rediss://h", schemes("redis"))]
        g: DatabaseUrl,
    }
    let hosts = ["A_HOST", "B_HOST", "C_HOST", "D_HOST", "E_HOST", "F_HOST", "G_HOST"].map(|name| (name, "cache"));
    let source = [&hosts[..], &[("E_ENGINE", "redis"), ("F_ENGINE", "mysql"), ("CACHE_DRIVER", "redis")]].concat();
    let Defaults { a, b, c, d, e, f, g } = Defaults::from_source(&source).unwrap();
    for with_tls in [&a, &b, &c, &g] {
        assert_eq!(with_tls.expose_secret(), "rediss://cache");
    }
    assert_eq!([&d, &e, &f].map(DatabaseUrl::expose_secret), ["redis://cache", "redis://cache", "mysql://cache"]);
    assert_eq!((a.tls().mode(), b.tls().mode()), (TlsMode::VerifyFull, TlsMode::VerifyFull));
    assert_eq!(f.backend(), Backend::MySql);
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

//! Redis: the scheme sets the TLS mode, and the clients verify the server unless an option turns that off.

use db_config::TlsMode::{Off, Require, VerifyFull};
use db_config::{DatabaseConfig, DatabaseUrl, TlsMode, TlsReason, WarningKind};
use tests::{error, url};

use super::mode;

fn load<C: DatabaseConfig>(source: &[(&'static str, &str)]) -> Result<C, String> {
    C::from_source(&source.to_vec()).map_err(|error| error.to_string())
}

#[derive(Debug, DatabaseConfig)]
struct Cache {
    #[database(env = "REDIS_URL")]
    cache: DatabaseUrl,
}

fn with_variable(text: &str, value: &str) -> Result<TlsMode, String> {
    load::<Cache>(&[("REDIS_URL", text), ("REDIS_TLS", value)]).map(|config| config.cache.tls().mode())
}

#[test]
fn the_scheme_sets_the_mode_for_every_host() {
    for host in ["localhost", "redis", "10.0.0.5", "cache.example.com", "app.flycast", "[2001:db8::1]"] {
        for (scheme, expected) in [("redis", Off), ("valkey", Off), ("rediss", VerifyFull), ("valkeys", VerifyFull)] {
            let url = url(&format!("{scheme}://:pw@{host}"));
            assert_eq!((url.tls().mode(), url.tls().reason()), (expected, &TlsReason::Scheme(scheme)), "{url}");
        }
    }
    assert_eq!(url("rediss://h").tls().to_string(), "verify-full: set by the scheme `rediss`");
}

#[test]
fn options_of_other_clients_turn_verification_off() {
    for (query, expected) in [
        ("ssl_cert_reqs=none", Require),
        ("ssl_cert_reqs=CERT_NONE", Require),
        ("ssl_cert_reqs=required", VerifyFull),
        ("skip_verify=true", Require),
        ("skip_verify=false", VerifyFull),
        ("insecure=true", Require),
        ("tls=true", VerifyFull),
        ("ssl_check_hostname=false", TlsMode::VerifyCa),
        ("ssl_ca_certs=/ca.pem", VerifyFull),
    ] {
        assert_eq!(mode(&format!("rediss://h?{query}")), expected, "{query}");
    }
    // They do not turn TLS on.
    for query in ["ssl_cert_reqs=none", "skip_verify=true", "insecure=true"] {
        assert_eq!(mode(&format!("redis://h?{query}")), Off, "{query}");
    }
    for query in ["tls=true", "ssl=true", "tls_ca=/ca.pem"] {
        assert_eq!(mode(&format!("redis://h?{query}")), VerifyFull, "{query}");
    }
}

#[test]
fn no_parameter_turns_the_tls_of_the_scheme_off() {
    for text in ["rediss://h?tls=false", "valkeys://h?ssl=false"] {
        let error = error(text).to_string();
        assert!(error.contains("contradicts `rediss`") || error.contains("contradicts `valkeys`"), "{error}");
    }
    assert_eq!(mode("redis://h?tls=false"), Off);
}

#[test]
fn a_variable_and_an_attribute_raise_the_mode() {
    for value in ["require", "true", "verify-full"] {
        assert_eq!(with_variable("redis://h", value), Ok(VerifyFull), "{value}");
        assert_eq!(with_variable("rediss://h", value), Ok(VerifyFull), "{value}");
    }
    assert_eq!(with_variable("redis://h", "off"), Ok(Off));
    // No client has such a mode.
    assert_eq!(with_variable("redis://h", "prefer"), Ok(Off));
    for value in ["off", "prefer"] {
        let error = with_variable("rediss://h", value).unwrap_err();
        assert!(error.contains("`REDIS_TLS` contradicts `rediss`"), "{error}");
    }
    // A variable that is stricter than the URL applies.
    for value in ["true", "verify-full"] {
        assert_eq!(with_variable("rediss://h#insecure", value), Ok(VerifyFull), "{value}");
    }

    #[derive(Debug, DatabaseConfig)]
    struct Minimum {
        #[database(env = "REDIS_URL", tls = "require")]
        cache: DatabaseUrl,
    }
    let minimum = |text| load::<Minimum>(&[("REDIS_URL", text)]).map(|config| config.cache.tls().mode());
    assert_eq!(minimum("redis://h"), Ok(VerifyFull));
    assert_eq!(minimum("rediss://h#insecure"), Ok(Require));
    assert_eq!(minimum("redis+unix:///r.sock"), Ok(Off));
    assert!(minimum("redis://h?tls=false").is_err());
}

#[test]
fn a_default_mode_does_not_override_the_scheme() {
    #[derive(Debug, DatabaseConfig)]
    struct Config {
        #[database(env = "REDIS_URL", default_tls = "verify-full")]
        cache: DatabaseUrl,
    }
    for (text, expected) in [("redis://h", Off), ("rediss://h", VerifyFull), ("unix:///r.sock", Off)] {
        assert_eq!(load::<Config>(&[("REDIS_URL", text)]).unwrap().cache.tls().mode(), expected, "{text}");
    }
}

#[test]
fn a_default_mode_applies_to_parts_without_a_scheme() {
    #[derive(Debug, DatabaseConfig)]
    struct Config {
        #[database(parts, default_tls = "require", schemes("redis"))]
        cache: DatabaseUrl,
    }
    let of_parts = |scheme: &[(&'static str, &str)]| {
        let parts = [("REDIS_HOST", "cache.example.com"), ("REDIS_PASSWORD", "pw")];
        load::<Config>(&[&parts, scheme].concat()).unwrap().cache.tls().mode()
    };
    assert_eq!(of_parts(&[]), VerifyFull);
    assert_eq!(of_parts(&[("REDIS_SCHEME", "redis")]), Off);
    assert_eq!(of_parts(&[("REDIS_SCHEME", "rediss")]), VerifyFull);
    // It names the database system.
    assert_eq!(of_parts(&[("REDIS_ENGINE", "redis")]), VerifyFull);
    let of_object = |object: &str, others: &[(&'static str, &'static str)]| {
        let source = [&[("REDIS_URL", object)], others].concat();
        load::<Config>(&source).unwrap().cache.tls().mode()
    };
    assert_eq!(of_object(r#"{"host":"h"}"#, &[]), VerifyFull);
    assert_eq!(of_object(r#"{"host":"h","engine":"redis"}"#, &[("REDIS_PORT", "7000")]), VerifyFull);
    assert_eq!(of_object(r#"{"host":"h","scheme":"redis"}"#, &[]), Off);
    assert_eq!(of_object(r#"{"url":"redis://h"}"#, &[]), Off);
    assert_eq!(of_object(r#"{"host":"h"}"#, &[("REDIS_SCHEME", "redis")]), Off);
}

#[test]
fn plaintext_beyond_private_networks_is_a_warning() {
    let warnings = |text: &str| -> Vec<WarningKind> {
        let warnings = Cache::warnings(&[("REDIS_URL", text)]).unwrap();
        warnings.iter().map(|warning| warning.kind().clone()).collect()
    };
    let host = "cache.example.com".to_owned();
    assert_eq!(warnings("redis://:pw@cache.example.com"), [WarningKind::PlaintextScheme { scheme: "redis", host }]);
    for text in [
        "redis://localhost",
        "redis://redis",
        "redis://10.0.0.5",
        "redis://redis.railway.internal",
        "redis://app.flycast",
        "rediss://cache.example.com",
        "rediss://cache.example.com#insecure",
        "redis+unix:///r.sock",
        "redis://cache.example.com?tls=true",
    ] {
        assert_eq!(warnings(text), [], "{text}");
    }
    // A variable that only repeats the scheme is no other choice.
    let off = |text: &'static str| Cache::warnings(&[("REDIS_URL", text), ("REDIS_TLS", "0")]).unwrap();
    assert_eq!(off("redis://redis"), []);
    let host = "cache.example.com".to_owned();
    let [warning] = &off("redis://cache.example.com")[..] else { panic!() };
    assert_eq!(*warning.kind(), WarningKind::PlaintextScheme { scheme: "redis", host });
    let shown = Cache::warnings(&[("REDIS_URL", "valkey://:hunter2@cache.example.com")]).unwrap()[0].to_string();
    assert!(shown.contains("use `valkeys://` if the server supports TLS") && !shown.contains("hunter2"), "{shown}");
}

#[test]
fn turning_off_the_verification_has_no_effect_without_tls() {
    let warnings = |text: &str| {
        let warnings = Cache::warnings(&[("REDIS_URL", text)]).unwrap();
        warnings.iter().map(|warning| warning.kind().clone()).collect::<Vec<_>>()
    };
    for (text, parameter, scheme) in [
        ("redis://h#insecure", "#insecure", Some("redis")),
        ("valkey://h?ssl_cert_reqs=none", "ssl_cert_reqs", Some("valkey")),
        ("redis://h?skip_verify=true", "skip_verify", Some("redis")),
        ("redis://h?ssl_check_hostname=false", "ssl_check_hostname", Some("redis")),
        ("redis+unix:///r.sock#insecure", "#insecure", None),
    ] {
        let expected = WarningKind::InsecureWithoutTls { parameter: parameter.to_owned(), scheme };
        assert_eq!(warnings(text), [expected], "{text}");
    }
    for text in ["rediss://h#insecure", "redis://h?tls=true#insecure", "redis://h?skip_verify=false"] {
        assert_eq!(warnings(text), [], "{text}");
    }
    assert_eq!(
        warnings("redis://h#insecure")[0].to_string(),
        "`#insecure` has no effect without TLS; use `rediss://` if the server supports TLS, otherwise remove it"
    );
    assert_eq!(warnings("unix:///r.sock#insecure")[0].to_string(), "`#insecure` has no effect without TLS; remove it");
}

#[test]
fn the_help_for_a_missing_certificate_names_parameters_of_the_same_tool() {
    for (query, missing, root) in [
        ("ssl_keyfile=/k", "ssl_certfile", "ssl_ca_certs"),
        ("SSL_CertFile=/c", "ssl_keyfile", "ssl_ca_certs"),
        ("tls_key=/k", "tls_cert", "tls_ca"),
        ("sslcert=/c", "sslkey", "sslrootcert"),
    ] {
        let error = error(&format!("rediss://h?{query}"));
        let name = query.split('=').next().unwrap();
        assert_eq!(error.message(), format!("`{name}` needs `{missing}`"));
        assert_eq!(error.help(), format!("add `{missing}`; use `{root}` for the CA certificate"));
        // Each name is known.
        url(&format!("rediss://h?{query}&{missing}=/x&{root}=/y"));
    }
}

//! The query parameters that only libpq supports.

use db_config::{Backend, DatabaseConfig, DatabaseUrl, DieselUrl, FromDatabaseUrl, ProblemKind, WarningKind};
use sqlx::postgres::PgConnectOptions;
use tests::clients::connecting;
use tests::{error, url};

/// Lists the parameters of <https://www.postgresql.org/docs/18/libpq-connect.html#LIBPQ-PARAMKEYWORDS> that other
/// clients do not support.
const KEYS: &[(&str, &str)] = &[
    ("require_auth", "scram-sha-256"),
    ("passfile", "/x/.pgpass"),
    ("replication", "database"),
    ("gssencmode", "require"),
    ("sslcertmode", "require"),
    ("sslcrl", "/crl.pem"),
    ("sslcrldir", "/crls"),
    ("requirepeer", "postgres"),
    ("ssl_min_protocol_version", "TLSv1.3"),
    ("scram_client_key", "c2VjcmV0"),
    ("scram_server_key", "c2VjcmV0"),
    ("sslkeylogfile", "/keys.log"),
    ("oauth_issuer", "https://issuer.example.com"),
    ("oauth_client_id", "client"),
    ("oauth_client_secret", "c2VjcmV0"),
    ("oauth_scope", "openid"),
];

/// The parameters that affect neither the choice of the server nor security.
const MINOR: &[(&str, &str)] = &[
    ("sslcompression", "1"),
    ("sslsni", "0"),
    ("ssl_max_protocol_version", "TLSv1.2"),
    ("min_protocol_version", "3.2"),
    ("max_protocol_version", "latest"),
    ("krbsrvname", "pg"),
    ("gsslib", "sspi"),
    ("gssdelegation", "1"),
];

/// In libpq, the URL has precedence over a service. The URL that db-config builds sets the host and TLS, so a service
/// would have no effect.
#[test]
fn every_client_rejects_a_service() {
    #[derive(Debug, DatabaseConfig)]
    #[allow(dead_code)]
    struct Config {
        #[database(libpq_env, schemes("postgres"))]
        database: DieselUrl,
    }
    for query in ["service=prod", "servicefile=/services"] {
        let url = url(&format!("postgres://u@h.example.com/d?{query}"));
        for client in connecting(Backend::Postgres) {
            let error = (client.show)(&url).expect_err(client.name);
            let (key, _) = query.split_once('=').unwrap();
            assert_eq!(error.kind(), ProblemKind::Unsupported, "{}: {error}", client.name);
            assert!(error.excerpt().is_some_and(|excerpt| excerpt.contains(key)), "{}: {error}", client.name);
        }
    }
    // db-config never reads this variable.
    let error = Config::from_source(&[("PGSERVICE", "prod")]).unwrap_err();
    assert_eq!(error.problems()[0].kind(), ProblemKind::Missing, "{error}");
}

#[test]
fn reach_libpq_and_are_rejected_by_other_clients() {
    for (key, value) in KEYS {
        let url = url(&format!("postgres://u@h.example.com/d?{key}={}", tests::escaped(value)));
        let diesel = DieselUrl::from_database_url(&url).unwrap();
        let pair = format!("{key}={}", tests::escaped(value));
        assert!(diesel.expose_secret().contains(&pair), "{}", diesel.expose_secret());
        for client in connecting(Backend::Postgres).filter(|client| client.name != "Diesel") {
            let error = (client.show)(&url).expect_err(client.name);
            assert_eq!(error.kind(), ProblemKind::Unsupported, "{}: {error}", client.name);
            assert!(error.to_string().contains(&format!("`{key}`")), "{}: {error}", client.name);
        }
        assert!(!url.to_string().contains("c2VjcmV0"), "{url}");
    }
}

#[test]
fn a_minor_one_is_a_warning_for_another_client() {
    for (key, value) in MINOR {
        let url = url(&format!("postgres://u@h.example.com/d?{key}={value}"));
        assert!(DieselUrl::from_database_url(&url).unwrap().expose_secret().contains(&format!("{key}={value}")));
        assert_eq!(url.warnings(DieselUrl::capabilities(&url)), []);
        let ignored = WarningKind::Unsupported { parameter: (*key).to_owned() };
        assert_eq!(url.warnings(PgConnectOptions::capabilities(&url)), [ignored]);
        for client in connecting(Backend::Postgres) {
            (client.show)(&url).unwrap_or_else(|error| panic!("{}: {error}", client.name));
        }
    }
}

#[test]
fn a_value_with_which_every_client_complies_is_accepted() {
    let query = "max_protocol_version=3.0&min_protocol_version=3.0&ssl_min_protocol_version=TLSv1&gssencmode=disable";
    let url = url(&format!("postgres://u@h.example.com/d?{query}"));
    assert_eq!(url.warnings(PgConnectOptions::capabilities(&url)), []);
    for client in connecting(Backend::Postgres) {
        (client.show)(&url).unwrap_or_else(|error| panic!("{}: {error}", client.name));
    }
}

#[test]
fn a_typo_gets_a_suggestion() {
    for (typo, key) in [("max_protocol_versoin", "max_protocol_version"), ("oauth_isuer", "oauth_issuer")] {
        let error = format!("postgres://h/d?{typo}=x").parse::<DatabaseUrl>().unwrap_err();
        assert!(error.to_string().contains(&format!("did you mean `{key}`?")), "{error}");
    }
}

#[test]
fn a_value_that_libpq_rejects_is_an_error() {
    for query in [
        "min_protocol_version=bogus",
        "max_protocol_version=3.1",
        "gssencmode=bogus",
        "gsslib=bogus",
        "gssdelegation=maybe",
        "ssl_min_protocol_version=SSLv3",
        "sslcertmode=bogus",
        "replication=logical",
        "require_auth=bogus",
        "require_auth=!md5,password",
    ] {
        let error = error(&format!("postgres://h/d?{query}"));
        assert_eq!(error.kind(), ProblemKind::InvalidValue, "{query}: {error}");
        assert!(error.help().starts_with("use "), "{query}: {error}");
    }
    // libpq compares some of them with the case of its manual.
    let diesel = DieselUrl::from_database_url(&url("postgres://u@h/d?gssencmode=REQUIRE")).unwrap();
    assert!(diesel.expose_secret().contains("gssencmode=require"));
}

#[test]
fn a_fallback_name_counts_without_a_name() {
    for (query, name) in [
        ("fallback_application_name=fallback77", "fallback77"),
        ("application_name=named77&fallback_application_name=fallback77", "named77"),
        ("fallback_application_name=fallback77&application_name=named77", "named77"),
    ] {
        let url = url(&format!("postgres://u@localhost/d?{query}"));
        for client in connecting(Backend::Postgres) {
            let shown = (client.show)(&url).unwrap_or_else(|error| panic!("{}: {error}", client.name));
            let other = if name == "named77" { "fallback77" } else { "named77" };
            assert!(shown.contains(name) && !shown.contains(other), "{}: {query}: {shown}", client.name);
        }
    }
}

//! The TLS parameters of all clients in a URL, and their precedence.

use db_config::{DatabaseConfig, DatabaseUrl, FromDatabaseUrl, ProblemKind, RootCertificate, TlsMode, TlsPlan};
use mongodb::options::{ClientOptions, Tls, TlsOptions};
use sqlx::postgres::PgConnectOptions;
use tests::{error, url};

use super::mode;

use TlsMode::{Require, VerifyCa, VerifyFull};

/// Lists parameters that ask for verification, and the weakest mode that each allows.
const VERIFYING: &[(&str, TlsMode)] = &[
    ("verify_identity=true", VerifyFull),
    ("verify_ca=true", VerifyCa),
    ("trustServerCertificate=false", VerifyFull),
    ("verifyServerCertificate=true", VerifyFull),
    ("sslaccept=strict", VerifyFull),
    ("ssl={\"rejectUnauthorized\":true}", VerifyFull),
    ("tls=true", VerifyFull),
    ("require_ssl=true", VerifyFull),
    ("sslrootcert=system", VerifyFull),
];

/// Lists parameters that are weaker, or that ask for no verification.
const WEAKER: &[&str] = &[
    "ssl-mode=REQUIRED",
    "ssl_mode=PREFERRED",
    "ssl-mode=DISABLED",
    "sslmode=require",
    "sslmode=prefer",
    "sslmode=allow",
    "sslmode=no-verify",
    "sslmode=disable",
    "ssl=true",
    "ssl=false",
    "ssl={\"rejectUnauthorized\":false}",
    "useSSL=true",
    "requireSSL=true",
    "requireSSL=false",
    "require_ssl=false",
    "tls=skip-verify",
    "tls=preferred",
    "sslaccept=accept_invalid_certs",
    "trustServerCertificate=true",
    "verifyServerCertificate=false",
    "verify_ca=false",
    "verify_identity=false",
    "ssl-ca=/ca.pem",
];

#[test]
fn a_parameter_to_verify_is_never_overridden() {
    // In dialects that verify by default, these parameters turn off a part of the verification.
    let part_of_it = ["tls=true", "require_ssl=true"];
    let off =
        ["verify_ca=false", "verify_identity=false", "trustServerCertificate=true", "verifyServerCertificate=false"];
    let also = ["sslmode=no-verify", "tls=skip-verify", "ssl={\"rejectUnauthorized\":false}"];
    let off = [&off[..], &also, &["sslaccept=accept_invalid_certs"]].concat();
    let mut accepted = 0;
    for (verifying, least) in VERIFYING {
        for weaker in WEAKER {
            for other in [""].iter().chain(WEAKER) {
                let may_lower = part_of_it.contains(verifying) && (off.contains(weaker) || off.contains(other));
                for query in [format!("{verifying}&{weaker}&{other}"), format!("{other}&{weaker}&{verifying}")] {
                    for host in ["db.example.com", "localhost", "db"] {
                        let text = format!("mysql://u@{host}/d?{query}");
                        let Ok(url) = text.parse::<DatabaseUrl>() else { continue };
                        accepted += 1;
                        assert!(url.tls().mode() >= *least || may_lower, "{text}: {}", url.tls());
                    }
                }
            }
        }
    }
    assert!(accepted > 1000, "only {accepted} are accepted");
}

/// libpq has the same rule: "weak sslmode may not be used with sslrootcert=system (use verify-full)".
#[test]
fn the_systems_root_certificates_require_verify_full() {
    for host in ["db.example.com", "localhost", "db"] {
        let plan = url(&format!("postgres://u@{host}/d?sslrootcert=system")).tls().clone();
        assert_eq!((plan.mode(), plan.root_certificate()), (VerifyFull, Some(&RootCertificate::System)), "{host}");
        for value in ["disable", "allow", "prefer", "require", "verify-ca"] {
            let error = error(&format!("postgres://u@{host}/d?sslrootcert=system&sslmode={value}"));
            assert_eq!(error.kind(), ProblemKind::Contradiction, "{value}: {error}");
        }
    }
}

#[test]
fn a_parameter_to_verify_the_server_means_verify_full() {
    for query in ["verifyServerCertificate=true", "verify_identity=true", "sslaccept=strict"] {
        assert_eq!(mode(&format!("mysql://u@db.example.com/d?{query}")), VerifyFull, "{query}");
    }
}

#[test]
fn an_empty_file_name_names_no_file() {
    for text in [
        "postgres://db.example.com/d?sslrootcert=",
        "postgres://db.example.com/d?sslcert=&sslkey=&sslrootcert=",
        "mysql://db.example.com/d?ssl-ca=&ssl-cert=&ssl-key=",
    ] {
        let tls = url(text).tls().clone();
        assert_eq!((tls.root_certificate(), tls.client_certificate(), tls.client_key()), (None, None, None), "{text}");
        assert_eq!(tls.mode(), Require, "{text}");
    }
    let mongodb = url("mongodb://db.example.com/d?tlsCAFile=&tlsCertificateKeyFile=");
    assert_eq!((mongodb.tls().mode(), mongodb.tls().root_certificate()), (VerifyFull, None));
    let options = ClientOptions::from_database_url(&mongodb).unwrap();
    assert_eq!(options.tls, Some(Tls::Enabled(TlsOptions::default())));
    let sqlx = PgConnectOptions::from_database_url(&url("postgres://h.example.com/d?sslmode=verify-full&sslrootcert="));
    assert!(format!("{:?}", sqlx.unwrap()).contains("ssl_root_cert: None"));
}

#[test]
fn a_repeated_property_for_javascript_is_rejected() {
    for object in [
        r#"{"rejectUnauthorized":false,"rejectUnauthorized":true}"#,
        r#"{"rejectUnauthorized":true,"rejectUnauthorized":false}"#,
        r#"{"rejectUnauthorized":false,"minVersion":"TLSv1.2","rejectUnauthorized":true}"#,
        r#"{"rejectUnauthorized":false,"checkServerIdentity":true}"#,
        // JavaScript reads these as other properties, so it verifies.
        r#"{"reject%20Unauthorized":false}"#,
        r#"{"rejectUnauthorized":fal%20se}"#,
        r#"{"RejectUnauthorized":false}"#,
    ] {
        for text in
            [format!("mysql://h.example.com/d?ssl={object}"), format!("postgres://h.example.com/d?ssl={object}")]
        {
            assert_eq!(error(&text).kind(), ProblemKind::InvalidValue, "{text}");
        }
    }
}

#[test]
fn two_names_of_a_parameter_contradict_each_other() {
    for (text, one, other) in [
        ("mysql://h/d?ssl-ca=/a.pem&sslrootcert=/b.pem", "sslrootcert", "ssl-ca"),
        ("mysql://h/d?sslca=/a.pem&ssl_ca=/b.pem", "ssl_ca", "sslca"),
        ("postgres://h/d?connection_limit=1&max_connections=2", "max_connections", "connection_limit"),
        ("postgres://h/d?sslmode=require&ssl_mode=disable", "ssl_mode", "sslmode"),
    ] {
        let error = error(text);
        assert_eq!(error.kind(), ProblemKind::Contradiction, "{error}");
        assert!(error.message().contains(&format!("`{one}` contradicts `{other}`")), "{error}");
        assert!(!error.message().contains("twice"), "{error}");
    }
    let twice = error("mysql://h/d?ssl-ca=/a.pem&ssl-ca=/b.pem");
    assert!(twice.message().contains("`ssl-ca` is set twice"), "{twice}");
    assert_eq!(mode("mysql://h/d?ssl-ca=/a.pem&sslrootcert=/a.pem"), VerifyFull);
}

#[test]
fn libpqs_variables_set_the_mode_too() {
    #[derive(DatabaseConfig)]
    struct Config {
        #[database(libpq_env)]
        database: TlsPlan,
    }
    let plan = |query: &str, variables: &[(&'static str, &'static str)]| {
        let url = format!("postgres://u@db.example.com/d{query}");
        let mut values = vec![("DATABASE_URL".to_owned(), url)];
        values.extend(variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        Config::from_source(&values).map(|config| config.database)
    };
    assert_eq!(plan("", &[("PGSSLNEGOTIATION", "direct")]).unwrap().reason().to_string(), "set by PGSSLNEGOTIATION");
    let system = plan("?sslmode=verify-full", &[("PGSSLROOTCERT", "system")]).unwrap();
    assert_eq!(system.root_certificate(), Some(&RootCertificate::System));
    assert_eq!(plan("", &[("PGSSLROOTCERT", "")]).unwrap().root_certificate(), None);
    assert!(plan("", &[("PGSSLMODE", "prefer"), ("PGSSLNEGOTIATION", "direct")]).is_err());
    // The CA certificate from the URL counts together with the mode from the variable.
    let own = plan("?sslrootcert=/ca.pem", &[("PGSSLMODE", "require")]).unwrap();
    assert!(own.mode() >= VerifyCa, "{own}");
}

/// As a field type, an enum gets the attributes of the field. The enum's own minimum for TLS still applies.
#[test]
fn an_enum_that_requires_tls_rejects_a_field_with_less() {
    #[derive(Debug, DatabaseConfig)]
    #[database(tls = "verify-full")]
    #[allow(dead_code)]
    enum Store {
        Postgres(DatabaseUrl),
    }

    #[derive(Debug, DatabaseConfig)]
    #[allow(dead_code)]
    struct Weaker {
        store: Store,
    }

    #[derive(Debug, DatabaseConfig)]
    #[allow(dead_code)]
    struct AsStrong {
        #[database(tls = "verify-full")]
        store: Store,
    }

    let source = [("DATABASE_URL", "postgres://u:hunter2@localhost/d")];
    let error = Weaker::from_source(&source).unwrap_err().to_string();
    for part in ["`Store` requires TLS mode `verify-full`", "but this field uses `prefer` (", "on the field"] {
        assert!(error.contains(part) && !error.contains("hunter2"), "{error}");
    }
    AsStrong::from_source(&source).unwrap();
    let Store::Postgres(url) = Store::from_source(&source).unwrap();
    assert_eq!(url.tls().mode(), VerifyFull);
}

//! The TLS options of each client.

use db_config::{Backend, DieselUrl, FromDatabaseUrl, ProblemKind, TlsMode, TlsReason, WarningKind};
use sqlx::mysql::{MySqlConnectOptions, MySqlSslMode};
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use tests::clients::{Client, clients_of};
use tests::{error, url};
use tokio_postgres::config::{SslMode, SslNegotiation};

use super::mode;

use TlsMode::{Prefer, Require, VerifyCa, VerifyFull};

#[test]
fn mysql_options_verify_as_requested() {
    for (query, expected) in [
        ("ssl-mode=REQUIRED&verify_identity=true", VerifyFull),
        ("verify_identity=true&ssl-mode=REQUIRED", VerifyFull),
        ("ssl-mode=REQUIRED&verify_ca=true", VerifyCa),
        ("sslmode=require&trustServerCertificate=false", VerifyFull),
        ("trustServerCertificate=false", VerifyFull),
    ] {
        for host in ["db.example.com", "db", "127.0.0.1"] {
            let text = format!("mysql://u@{host}/d?{query}&ssl-ca=/ca.pem");
            let url = url(&text);
            assert_eq!(url.tls().mode(), expected, "{text}");
            let sqlx = MySqlConnectOptions::from_database_url(&url).map(|options| options.get_ssl_mode());
            match expected {
                // sqlx does not support this combination, see the next test.
                VerifyCa => {
                    assert_eq!(sqlx.map_err(|error| error.kind()).err(), Some(ProblemKind::Unsupported), "{text}")
                }
                _ => assert!(matches!(sqlx, Ok(MySqlSslMode::VerifyIdentity)), "{text}: {sqlx:?}"),
            }
            let options = mysql_async::Opts::from_database_url(&url).unwrap().ssl_opts().cloned().unwrap();
            assert!(!options.accept_invalid_certs(), "{text}");
            assert_eq!(options.skip_domain_validation(), expected == VerifyCa, "{text}");
        }
    }
    let contrary = "mysql://u@db.example.com/d?ssl-mode=REQUIRED&verify_identity=true&verify_ca=false";
    assert_eq!(error(contrary).kind(), ProblemKind::Contradiction);
    let prefers = "mysql://u@db.example.com/d?ssl-mode=PREFERRED&verify_ca=true&ssl-ca=/ca.pem";
    assert_eq!(error(prefers).kind(), ProblemKind::Contradiction);
}

/// sqlx and mysql trust the public CAs in addition to a CA certificate, so they would accept any public certificate.
#[test]
fn a_ca_certificate_is_the_only_root_or_is_rejected() {
    for (text, from) in [
        ("postgres://u@db.example.com/d?sslmode=verify-ca&sslrootcert=/ca.pem", "`sslmode`"),
        ("postgres://u@db.example.com/d?sslmode=verify-ca", "`sslmode`"),
        ("mysql://u@db.example.com/d?ssl-mode=VERIFY_CA&ssl-ca=/ca.pem", "`ssl-mode`"),
        ("mysql://u@db.example.com/d?ssl-mode=VERIFY_CA", "`ssl-mode`"),
    ] {
        let url = url(text);
        assert_eq!(url.tls().mode(), VerifyCa);
        for Client { name, show, .. } in clients_of(url.backend()) {
            let shown = show(&url);
            if name.starts_with("sqlx") || name.starts_with("SeaORM") || *name == "mysql" {
                let error = shown.expect_err(name);
                assert_eq!(error.kind(), ProblemKind::Unsupported, "{name}: {error}");
                let message = error.to_string();
                assert!(
                    message.contains("`verify-ca`") && message.contains("public") && message.contains(from),
                    "{message}"
                );
                let library = name.split(' ').next().unwrap();
                assert!(message.contains(library) && message.contains("`verify-full`"), "{message}");
            }
        }
    }
    let (full, ca) =
        ("postgres://u@db.example.com/d?sslrootcert=/ca.pem", "mysql://u@h.example.com/d?ssl-mode=verify_ca");
    assert!(format!("{:?}", PgConnectOptions::from_database_url(&url(full)).unwrap()).contains("VerifyFull"));
    let own = mysql_async::Opts::from_database_url(&url(&format!("{ca}&ssl-ca=/ca.pem"))).unwrap();
    assert!(own.ssl_opts().unwrap().disable_built_in_roots());
    let libpq = DieselUrl::from_database_url(&url("postgres://u@h.example.com/d?sslmode=require&sslrootcert=/ca.pem"));
    assert!(libpq.unwrap().expose_secret().contains("sslmode=verify-ca&sslrootcert=%2Fca.pem"));
}

#[test]
fn direct_negotiation_requires_tls() {
    for host in ["localhost", "127.0.0.1", "app.flycast", "db"] {
        let text = format!("postgres://u@{host}/d?sslnegotiation=direct");
        let plan = url(&text).tls().clone();
        assert_eq!(
            (plan.mode(), plan.reason()),
            (Require, &TlsReason::QueryParameter("sslnegotiation".to_owned())),
            "{text}"
        );
        let tokio = tokio_postgres::Config::from_database_url(&url(&text)).unwrap();
        assert_eq!((tokio.get_ssl_mode(), tokio.get_ssl_negotiation()), (SslMode::Require, SslNegotiation::Direct));
        let libpq = DieselUrl::from_database_url(&url(&text)).unwrap();
        assert!(libpq.expose_secret().contains("sslmode=require&sslnegotiation=direct"), "{}", libpq.expose_secret());
        // sqlx connects with TLS too, only one round trip later.
        let sqlx = PgConnectOptions::from_database_url(&url(&text)).unwrap();
        assert!(matches!(sqlx.get_ssl_mode(), PgSslMode::Require));
        let warning = WarningKind::Unsupported { parameter: "sslnegotiation".to_owned() };
        let is_ignored = |capabilities| url(&text).warnings(capabilities).contains(&warning);
        assert!(is_ignored(PgConnectOptions::CAPABILITIES), "{text}");
        assert!(!is_ignored(tokio_postgres::Config::CAPABILITIES), "{text}");
    }
    for weak in ["disable", "allow", "prefer"] {
        let error = error(&format!("postgres://u@localhost/d?sslmode={weak}&sslnegotiation=direct"));
        assert_eq!(error.kind(), ProblemKind::Contradiction, "{error}");
    }
    assert_eq!(mode("postgres://u@localhost/d?sslmode=verify-full&sslnegotiation=direct"), VerifyFull);
    assert_eq!(mode("postgres://u@localhost/d?sslnegotiation=postgres"), Prefer);
}

/// Neon's own URL requires channel binding, which excludes a man in the middle without a CA.
#[test]
fn a_client_without_channel_binding_verifies_the_host_name_instead() {
    let clients = ["sqlx", "SeaORM"];
    for (query, mode) in [
        ("sslmode=require&channel_binding=require", "verify-full"),
        ("channel_binding=require&sslmode=require", "verify-full"),
        ("channel_binding=require", "verify-full"),
        ("sslmode=require&sslrootcert=/ca.pem&channel_binding=require", "verify-full"),
        ("sslmode=verify-full&channel_binding=require", "verify-full"),
        ("sslmode=require&channel_binding=prefer", "require"),
        ("sslmode=require&channel_binding=disable", "require"),
        // TLS is optional, or the certificate must not be verified.
        ("sslmode=prefer&channel_binding=require", ""),
        ("sslmode=disable&channel_binding=require", ""),
        ("sslmode=no-verify&channel_binding=require", ""),
    ] {
        let url = url(&format!("postgres://u:p@ep-a1.eu-central-1.aws.neon.tech/d?{query}"));
        let tested =
            clients_of(Backend::Postgres).filter(|client| clients.iter().any(|it| client.name.starts_with(it)));
        for Client { name, show, .. } in tested {
            match show(&url) {
                Ok(shown) => {
                    let shown = shown.to_lowercase();
                    let is_shown = shown.contains(mode) || shown.contains(&mode.replace('-', ""));
                    assert!(!mode.is_empty() && is_shown, "{name}: {query}: {shown}")
                }
                Err(error) => {
                    assert_eq!((mode, error.kind()), ("", ProblemKind::Unsupported), "{name}: {query}: {error}");
                    assert!(error.message().ends_with("does not support `channel_binding`"), "{error}");
                }
            }
        }
        let error = PgConnectOptions::from_database_url(&tests::url("postgres://localhost/d?channel_binding=require"));
        assert!(error.unwrap_err().help().contains("`sslmode=verify-full`"));
    }
}

#[test]
fn the_reason_names_the_channel_binding_that_raises_the_mode() {
    let url = url("postgres://u:p@ep-a1.eu-central-1.aws.neon.tech/d?sslmode=require&channel_binding=require");
    assert_eq!(url.tls().to_string(), "require: set by `sslmode` in the URL");
    let raised = "verify-full: set by `sslmode` in the URL and raised in place of channel binding";
    assert_eq!(PgConnectOptions::tls(&url).to_string(), raised);
    assert_eq!(tokio_postgres::Config::tls(&url), *url.tls());
}

/// Each TLS parameter applies to every client of PostgreSQL. No client uses its own default mode.
#[test]
fn no_client_is_weaker_than_the_plan() {
    for (query, wanted) in [("", Require), ("sslmode=verify-full", VerifyFull), ("sslaccept=strict", VerifyFull)] {
        let url = url(&format!("postgres://u@db.example.com/d?{query}"));
        assert_eq!(url.tls().mode(), wanted);
        for Client { name, show, .. } in clients_of(Backend::Postgres) {
            if ["DatabaseUrl", "TlsPlan"].contains(name) {
                continue;
            }
            let shown = show(&url);
            // These types do not support certificate verification.
            if ["tokio-postgres", "postgres", "deadpool-postgres"].contains(name) && wanted == VerifyFull {
                assert_eq!(shown.expect_err(name).kind(), ProblemKind::Unsupported, "{name}: {query}");
                continue;
            }
            let shown = shown.unwrap_or_else(|error| panic!("{name}: {error}")).to_lowercase();
            let needed: &[&str] = match (*name, wanted) {
                ("refinery", _) => &["use_tls: true"],
                (_, VerifyFull) => &["verifyfull", "verify-full"],
                _ => &["require"],
            };
            assert!(needed.iter().any(|part| shown.contains(part)), "{name}: {query}: {shown}");
        }
    }
}

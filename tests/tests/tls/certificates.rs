//! Certificates: `verify-ca` needs a CA certificate, and db-config reports certificates that a field type does not
//! support.

use std::path::Path;

use db_config::{
    Backend, DatabaseConfig, DatabaseUrl, DieselUrl, FromDatabaseUrl, PoolSettings, ProblemKind, RootCertificate,
    Roots, TlsMode, TlsPlan, TlsReason, UrlError, WarningKind,
};
use diesel_async::AsyncPgConnection;
use diesel_async::pooled_connection::AsyncDieselConnectionManager;
use rustls::RootCertStore;
use sqlx::mysql::{MySqlConnectOptions, MySqlSslMode};
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use tests::child::{again, is_child};
use tests::clients::{Client, connecting};
use tests::connector::install_provider;
use tests::url;

use TlsMode::{Off, Prefer, Require, VerifyCa, VerifyFull};

type Tokio = tokio_postgres::Config;
type Deadpool = deadpool_postgres::Config;
type Refinery = refinery::config::Config;

fn rejected<T: FromDatabaseUrl>(text: &str) -> UrlError {
    match T::from_database_url(&url(text)) {
        Ok(_) => panic!("{} accepts {text}", std::any::type_name::<T>()),
        Err(error) => {
            assert_eq!(error.kind(), ProblemKind::Unsupported, "{text}: {error}");
            error
        }
    }
}

/// Anyone can get a certificate from a public CA, and `verify-ca` does not verify the host name.
#[test]
fn verify_ca_against_public_cas_is_rejected_by_every_client() {
    if !is_child() {
        // libpq's own root certificate in the home directory would change the result.
        let test = "certificates::verify_ca_against_public_cas_is_rejected_by_every_client";
        return again(test, Path::new("."), &[("HOME", "/nowhere")]);
    }
    install_provider();
    let mut clients = Vec::new();
    for (text, by, help) in [
        ("postgres://u@db.example.com/d?sslmode=verify-ca", "`sslmode`", "`sslrootcert`"),
        ("mysql://u@db.example.com/d?ssl-mode=VERIFY_CA", "`ssl-mode`", "`ssl-ca`"),
        ("mysql://u@db.example.com/d?verify_ca=true", "`verify_ca`", "`ssl-ca`"),
        (
            "mongodb://db.example.com/d?tlsAllowInvalidHostnames=true",
            "`tlsAllowInvalidHostnames`",
            "`tlsAllowInvalidHostnames`",
        ),
        (
            "mongodb://localhost/d?tls=true&tlsAllowInvalidHostnames=true",
            "`tlsAllowInvalidHostnames`",
            "`tlsAllowInvalidHostnames`",
        ),
    ] {
        let url = url(text);
        assert_eq!(url.tls().mode(), VerifyCa, "{text}");
        for Client { name, show, .. } in connecting(url.backend()) {
            let error = show(&url).expect_err(name);
            assert_eq!(error.kind(), ProblemKind::Unsupported, "{name}: {error}");
            let shown = error.to_string();
            assert!(shown.contains("`verify-ca`") || shown.contains("certificate"), "{name}: {shown}");
            assert!(shown.contains(by), "{name}: {shown}");
            let adds_public_cas = name.starts_with("sqlx") || name.starts_with("SeaORM") || *name == "mysql";
            if adds_public_cas || ["tokio-postgres", "postgres", "deadpool-postgres", "refinery"].contains(name) {
                continue;
            }
            assert!(shown.contains("public CAs") && shown.contains(help), "{name}: {shown}");
            clients.push(*name);
        }
    }
    clients.sort();
    clients.dedup();
    assert_eq!(clients, ["Diesel", "mongodb (ClientOptions)", "mongodb (ConnectionString)", "mysql_async"]);

    let text = "postgres://u@db.example.com/d?sslmode=verify-ca";
    for error in [
        rejected::<(Tokio, TlsPlan)>(text),
        rejected::<(Deadpool, TlsPlan)>(text),
        rejected::<AsyncDieselConnectionManager<AsyncPgConnection>>(text),
        rejected::<AsyncDieselConnectionManager<diesel_async::AsyncMysqlConnection>>(
            "mysql://u@db.example.com/d?ssl-mode=VERIFY_CA",
        ),
    ] {
        let shown = format!("{error:#}");
        assert!(shown.contains("public CAs") && shown.contains("^"), "{shown}");
    }
}

#[test]
fn verify_ca_against_public_cas_is_rejected_by_connectors() {
    install_provider();
    let mut own = RootCertStore::empty();
    own.add(rustls_certificate(&tests::servers::certificates().ca)).unwrap();
    for text in [
        "postgres://u@db.example.com/d?sslmode=verify-ca",
        "mysql://u@db.example.com/d?ssl-mode=VERIFY_CA",
        "mongodb://db.example.com/d?tls=true&tlsAllowInvalidHostnames=true",
    ] {
        let plan = url(text).tls().clone();
        for error in [
            plan.rustls(Roots::WebPki).unwrap_err(),
            plan.rustls(Roots::System).unwrap_err(),
            plan.postgres_rustls(Roots::WebPki).err().unwrap(),
            plan.native_tls().err().unwrap(),
            plan.postgres_native_tls().err().unwrap(),
        ] {
            assert_eq!(error.kind(), ProblemKind::Unsupported, "{error}");
            assert!(error.message().contains("public CAs") && error.help().contains("`verify-full`"), "{error}");
        }
        // The application's CAs are not public CAs.
        plan.rustls(Roots::Store(own.clone())).unwrap();
    }
    let ca = tests::servers::certificates().ca.display();
    let plan = url(&format!("postgres://u@db.example.com/d?sslmode=verify-ca&sslrootcert={ca}")).tls().clone();
    plan.rustls(Roots::WebPki).unwrap();
    plan.native_tls().unwrap();
}

fn rustls_certificate(path: &Path) -> rustls::pki_types::CertificateDer<'static> {
    use rustls::pki_types::pem::PemObject;
    rustls::pki_types::CertificateDer::from_pem_file(path).unwrap()
}

/// An empty store can verify nothing.
#[test]
fn an_empty_store_is_named() {
    install_provider();
    for (query, is_verified) in [
        ("sslmode=require", true),
        ("sslmode=verify-ca", true),
        ("sslmode=verify-full", true),
        ("sslmode=no-verify", false),
        ("sslmode=require&trustServerCertificate=true", false),
        ("ssl={\"rejectUnauthorized\":false}", false),
        ("sslaccept=accept_invalid_certs", false),
        ("", true),
        ("sslmode=prefer", false),
        ("sslmode=disable", false),
    ] {
        let plan = url(&format!("postgres://u@db.example.com/d?{query}")).tls().clone();
        match plan.rustls(Roots::Store(RootCertStore::empty())) {
            Err(error) => {
                assert!(is_verified, "{query}: {error}");
                assert!(error.message().contains("missing CA certificate"), "{error}");
                assert!(error.help().contains("`RootCertStore`"), "{error}");
            }
            Ok(_) => assert!(!is_verified, "{query}"),
        }
    }
}

/// If the URL names no CA certificate, libpq uses the one in the home directory. Without that file, libpq would fail to
/// connect.
#[test]
fn diesel_may_use_libpqs_own_root_certificate() {
    let text = "postgres://u@db.example.com/d?sslmode=verify-ca";
    if is_child() {
        let settings = DieselUrl::from_database_url(&url(text)).unwrap();
        assert!(
            settings.expose_secret().contains("sslmode=verify-ca")
                && !settings.expose_secret().contains("sslrootcert=%2F")
        );
        return;
    }
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join(".postgresql")).unwrap();
    std::fs::copy(&tests::servers::certificates().ca, home.path().join(".postgresql/root.crt")).unwrap();
    let variables = [("HOME", home.path().to_str().unwrap())];
    again("certificates::diesel_may_use_libpqs_own_root_certificate", Path::new("."), &variables);
}

#[test]
fn require_with_a_root_certificate_is_verify_full_where_public_cas_are_trusted_too() {
    let text = "postgres://u@db.example.com/d?sslmode=require&sslrootcert=/ca.pem";
    let postgres = url(text);
    assert_eq!(postgres.tls().mode(), VerifyCa);
    let options = PgConnectOptions::from_database_url(&postgres).unwrap();
    assert!(matches!(options.get_ssl_mode(), PgSslMode::VerifyFull));
    assert!(format!("{options:?}").contains("/ca.pem"));
    let plan = PgConnectOptions::tls(&postgres);
    assert_eq!(plan.mode(), VerifyFull);
    assert_eq!(plan.root_certificate(), Some(&RootCertificate::File("/ca.pem".into())));
    assert!(matches!(plan.reason(), TlsReason::WithRootCertificate(_)), "{plan}");
    for options in [
        sqlx::any::AnyConnectOptions::from_database_url(&postgres).unwrap().database_url.to_string(),
        sea_orm::ConnectOptions::from_database_url(&postgres).unwrap().get_url().to_owned(),
        sea_orm_1_1::ConnectOptions::from_database_url(&postgres).unwrap().get_url().to_owned(),
    ] {
        assert!(options.contains("sslmode=verify-full&sslrootcert=%2Fca.pem"), "{options}");
    }
    let mysql = url("mysql://u@db.example.com/d?ssl-mode=REQUIRED&ssl-ca=/ca.pem");
    let options = MySqlConnectOptions::from_database_url(&mysql).unwrap();
    assert!(matches!(options.get_ssl_mode(), MySqlSslMode::VerifyIdentity));
    assert_eq!(MySqlConnectOptions::tls(&mysql).mode(), VerifyFull);
    // These clients trust only the CA from the URL.
    assert_eq!(mysql_async::Opts::tls(&mysql).mode(), VerifyCa);
    assert_eq!(DieselUrl::tls(&postgres).mode(), VerifyCa);
    // An explicit `verify-ca` is an error.
    for text in [
        "postgres://u@db.example.com/d?sslmode=verify-ca&sslrootcert=/ca.pem",
        "postgres://u@db.example.com/d?sslmode=verify-ca",
    ] {
        let error = rejected::<PgConnectOptions>(text);
        assert!(error.message().contains("public CAs") && error.help().contains("`verify-full`"), "{error}");
    }
}

/// A type that does not support certificates would connect without them, and without verification.
#[test]
fn a_type_without_certificates_rejects_those_of_the_url() {
    for (query, what, mark) in [
        ("sslmode=verify-full&sslrootcert=/ca.pem", "a CA certificate", "sslrootcert"),
        ("sslmode=require&sslrootcert=/ca.pem", "a CA certificate", "sslrootcert"),
        ("sslrootcert=/ca.pem", "a CA certificate", "sslrootcert"),
        ("sslrootcert=system", "a CA certificate", "sslrootcert"),
        ("sslaccept=strict&sslcert=/ca.pem", "a CA certificate", "sslcert"),
        ("sslmode=verify-full", "`verify-full`", "sslmode"),
        ("sslmode=verify-ca", "`verify-ca`", "sslmode"),
        ("sslaccept=strict", "`verify-full`", "sslaccept"),
        ("sslcert=/c.pem&sslkey=/k.pem", "a client certificate", "sslcert"),
        ("sslmode=prefer&sslcert=/c.pem&sslkey=/k.pem", "a client certificate", "sslcert"),
    ] {
        for host in ["localhost", "db.example.com"] {
            let text = format!("postgres://u@{host}/d?{query}");
            for error in [rejected::<Tokio>(&text), rejected::<Deadpool>(&text)] {
                assert!(error.message().contains(what), "{error}");
                assert!(error.help().contains("`(Config, TlsPlan)`"), "{error}");
                let marked = " ".repeat(4 + text.find(mark).unwrap()) + &"^".repeat(mark.len());
                assert_eq!(error.excerpt().unwrap().lines().last(), Some(marked.as_str()), "{error:#}");
            }
            // The suggested type works.
            if !query.contains("verify-ca") {
                <(Tokio, TlsPlan)>::from_database_url(&url(&text)).unwrap();
                <(Deadpool, TlsPlan)>::from_database_url(&url(&text)).unwrap();
                <(Tokio, DatabaseUrl)>::from_database_url(&url(&text)).unwrap();
            }
        }
    }
    // These URLs need no certificate.
    for query in [
        "sslmode=disable&sslrootcert=/ca.pem",
        "sslmode=disable&sslcert=/c.pem&sslkey=/k.pem",
        "sslmode=prefer&sslrootcert=/ca.pem",
        "sslmode=no-verify&sslrootcert=/ca.pem",
        "sslmode=require",
    ] {
        let url = url(&format!("postgres://u@db.example.com/d?{query}"));
        Tokio::from_database_url(&url).unwrap();
        Deadpool::from_database_url(&url).unwrap();
        assert_eq!(Tokio::tls(&url).mode(), url.tls().mode(), "{query}");
    }
    for (query, what) in [
        ("sslrootcert=/ca.pem", "certificate files"),
        ("sslmode=verify-full&sslrootcert=/ca.pem", "certificate files"),
        ("sslcert=/c&sslkey=/k", "certificate files"),
        ("sslmode=verify-ca", "`verify-ca`"),
    ] {
        let error = rejected::<Refinery>(&format!("postgres://u@db.example.com/d?{query}"));
        assert!(error.message().contains(what), "{error}");
    }
    // refinery verifies with the trusted roots of the system.
    Refinery::from_database_url(&url("postgres://u@db.example.com/d?sslmode=verify-full")).unwrap();
}

#[derive(DatabaseConfig)]
#[allow(clippy::large_enum_variant)]
enum Store {
    Tokio(Tokio),
    Mongo(Box<mongodb::options::ConnectionString>),
}

/// A `TlsPlan` in a tuple holds the certificates for each part, at any depth. It does not hold them for fields outside
/// the tuple.
#[test]
fn a_plan_in_the_tuple_holds_the_certificates_for_every_part() {
    fn is_held<T: FromDatabaseUrl>() {
        let url = url("postgres://u@db.example.com/d?sslmode=verify-full&sslrootcert=/ca.pem&sslcert=/c&sslkey=/k");
        let name = std::any::type_name::<T>();
        if let Err(error) = T::from_database_url(&url) {
            panic!("{name}: {error}");
        }
        assert_eq!(T::tls(&url), url.tls().clone(), "{name}");
    }
    is_held::<(Tokio, TlsPlan)>();
    is_held::<(TlsPlan, Box<Deadpool>)>();
    is_held::<((Tokio, PoolSettings), TlsPlan)>();
    is_held::<((Tokio, TlsPlan), (PoolSettings, Deadpool))>();
    is_held::<(DatabaseUrl, (PoolSettings, Box<(Deadpool, Tokio)>))>();
    is_held::<(Store, TlsPlan)>();
    is_held::<(Box<(PoolSettings, Store)>, TlsPlan)>();

    let text = "postgres://u@db.example.com/d?sslmode=verify-full";
    rejected::<Store>(text);
    rejected::<(Store, PoolSettings)>(text);
    assert_eq!(<(Store, PoolSettings)>::tls(&url(text)).mode(), Require);
    let (kept, _) = <(DatabaseUrl, TlsPlan)>::from_database_url(&url(text)).unwrap();
    rejected::<Tokio>(kept.expose_secret());
    assert_eq!(Tokio::from_database_url(&kept).unwrap_err().kind(), ProblemKind::Unsupported);
}

#[test]
fn a_type_without_certificates_rejects_the_attribute() {
    // On the field itself, this attribute does not compile.
    #[derive(DatabaseConfig)]
    #[database(tls = "verify-full")]
    struct Alone {
        _database: Tokio,
    }
    #[derive(DatabaseConfig)]
    #[database(default_tls = "verify-full")]
    struct Fallback {
        _database: Deadpool,
    }
    #[derive(DatabaseConfig)]
    struct Pair {
        #[database(tls = "verify-full")]
        database: (Deadpool, TlsPlan),
    }
    let source = [("DATABASE_URL", "postgres://u@db.example.com/d")];
    let error = Alone::from_source(&source).err().unwrap().to_string();
    assert!(error.contains("`tls` attribute") && error.contains("`(Config, TlsPlan)`"), "{error}");
    let error = Fallback::from_source(&source).err().unwrap().to_string();
    assert!(error.contains("`default_tls`") && error.contains("`(Config, TlsPlan)`"), "{error}");
    assert_eq!(Pair::from_source(&source).unwrap().database.1.mode(), VerifyFull);
}

#[derive(DatabaseConfig)]
#[database(libpq_env)]
struct Libpq<T> {
    database: T,
}

/// Returns the field's value, the warnings, and the TLS plan of the report.
fn load<T: FromDatabaseUrl>(source: &[(&str, &str)]) -> (T, Vec<WarningKind>, TlsPlan) {
    let source = source.to_vec();
    let loaded = Libpq::<T>::load(&source).unwrap_or_else(|error| panic!("{source:?}: {error}"));
    let report = Libpq::<T>::report(&source).unwrap();
    assert_eq!(loaded.warnings, report.warnings());
    let plan = report.entries()[0].database().unwrap().tls().clone();
    let kinds = loaded.warnings.iter().map(|warning| warning.kind().clone()).filter(is_about_the_url);
    (loaded.config.database, kinds.collect(), plan)
}

/// The files of these URLs do not exist.
fn is_about_the_url(kind: &WarningKind) -> bool {
    !matches!(kind, WarningKind::UnreadableCertificate { .. })
}

fn unheld(variable: &str) -> WarningKind {
    WarningKind::UnheldCertificate { variable: variable.to_owned() }
}

fn not_verified(variable: &str, mode: TlsMode) -> WarningKind {
    WarningKind::NotVerified { variable: variable.to_owned(), mode }
}

/// These variables may be meant for other programs.
#[test]
fn a_type_without_certificates_warns_of_those_of_a_variable() {
    use tokio_postgres::config::SslMode;
    let url = ("DATABASE_URL", "postgres://u@db.example.com/d");
    let (root, system) = (("PGSSLROOTCERT", "/ca.pem"), ("PGSSLROOTCERT", "system"));
    let certificate = [("PGSSLCERT", "/c.pem"), ("PGSSLKEY", "/k.pem")];
    for (variables, warnings) in [
        (&[("PGSSLMODE", "verify-full")][..], &[not_verified("PGSSLMODE", VerifyFull)][..]),
        (&[("PGSSLMODE", "verify-ca")], &[not_verified("PGSSLMODE", VerifyCa)]),
        (&[root], &[unheld("PGSSLROOTCERT")]),
        (&[("PGSSLMODE", "require"), root], &[unheld("PGSSLROOTCERT")]),
        (&[("PGSSLMODE", "verify-full"), root], &[not_verified("PGSSLMODE", VerifyFull), unheld("PGSSLROOTCERT")]),
        (&[system], &[not_verified("PGSSLROOTCERT", VerifyFull), unheld("PGSSLROOTCERT")]),
        (&certificate, &[unheld("PGSSLCERT")]),
        (&[("PGSSLMODE", "require")], &[]),
        (&[("DATABASE_TLS", "verify-full")], &[not_verified("DATABASE_TLS", VerifyFull)]),
    ] {
        let source = [&[url], variables].concat();
        let (options, found, plan) = load::<Tokio>(&source);
        assert_eq!(found, warnings, "{variables:?}");
        assert_eq!((options.get_ssl_mode(), plan.mode()), (SslMode::Require, Require), "{variables:?}");
        assert_eq!((plan.root_certificate(), plan.client_certificate(), plan.client_key()), (None, None, None));
        let (options, found, plan) = load::<Deadpool>(&source);
        assert_eq!((&*found, plan.mode()), (warnings, Require), "{variables:?}");
        assert_eq!(options.get_pg_config().unwrap().get_ssl_mode(), SslMode::Require);
        // A `TlsPlan` in the tuple holds the certificates.
        if !variables.contains(&("PGSSLMODE", "verify-ca")) {
            let ((_, plan), found, reported) = load::<(Tokio, TlsPlan)>(&source);
            assert_eq!((found, &plan), (vec![], &reported), "{variables:?}");
        }
    }
    let plan = load::<Tokio>(&[url, ("PGSSLMODE", "verify-full")]).2;
    assert!(plan.to_string().contains("PGSSLMODE") && plan.to_string().contains("certificates"), "{plan}");
    for (variable, warning) in
        [("PGSSLROOTCERT", unheld("PGSSLROOTCERT")), ("PGSSLMODE", not_verified("PGSSLMODE", VerifyFull))]
    {
        let text = warning.to_string();
        assert!(text.contains(variable) && text.contains("`(Config, TlsPlan)`"), "{text}");
    }

    // If the URL itself asks for verification, the result is still an error.
    let error =
        Libpq::<Tokio>::from_source(&[("DATABASE_URL", "postgres://u@h.example.com/d?sslmode=verify-full"), root]);
    assert!(error.err().unwrap().to_string().contains("`sslmode` in the URL"));
    let named = ("DATABASE_URL", "postgres://u@h.example.com/d?sslrootcert=/ca.pem");
    let error = Libpq::<Tokio>::from_source(&[named, ("PGSSLMODE", "require")]).err().unwrap().to_string();
    assert!(error.contains("a CA certificate") && error.contains("^^^^^^^^^^^"), "{error}");
}

/// refinery verifies with the trusted roots of the system whenever it encrypts.
#[test]
fn refinery_leaves_out_the_files_of_a_variable() {
    let url = ("DATABASE_URL", "postgres://u@db.example.com/d");
    let (root, mode) = (("PGSSLROOTCERT", "/ca.pem"), |mode| ("PGSSLMODE", mode));
    for (variables, expected, warnings) in [
        (&[root][..], VerifyFull, &[unheld("PGSSLROOTCERT")][..]),
        (&[mode("verify-full"), root], VerifyFull, &[unheld("PGSSLROOTCERT")]),
        (&[mode("require"), root], Require, &[unheld("PGSSLROOTCERT")]),
        (&[mode("verify-ca"), root], Require, &[not_verified("PGSSLMODE", VerifyCa), unheld("PGSSLROOTCERT")]),
        (&[("PGSSLCERT", "/c"), ("PGSSLKEY", "/k")], Require, &[unheld("PGSSLCERT")]),
        (&[mode("verify-full")], VerifyFull, &[]),
    ] {
        let (options, found, plan) = load::<Refinery>(&[&[url], variables].concat());
        assert_eq!((plan.mode(), &*found), (expected, warnings), "{variables:?}");
        assert_eq!((plan.root_certificate(), plan.client_certificate()), (None, None), "{variables:?}");
        assert!(options.use_tls());
    }
}

#[test]
fn a_certificate_that_the_mode_does_not_use_is_a_warning() {
    let warnings = |text: &str| {
        let warnings = url(text).warnings(db_config::Capabilities::ALL).into_iter();
        warnings.filter(is_about_the_url).collect::<Vec<_>>()
    };
    for (query, name, mode) in [
        ("sslmode=disable&sslrootcert=/ca.pem", "sslrootcert", Off),
        ("sslmode=prefer&sslrootcert=/ca.pem", "sslrootcert", Prefer),
        ("sslmode=allow&ssl-ca=/ca.pem", "ssl-ca", Prefer),
        ("sslmode=no-verify&sslrootcert=/ca.pem", "sslrootcert", Require),
        ("sslmode=disable&sslcert=/c&sslkey=/k", "sslcert", Off),
        ("sslmode=prefer&sslcert=/c&sslkey=/k", "sslcert", Prefer),
    ] {
        let expected = WarningKind::UnusedCertificate { name: name.to_owned(), mode };
        for scheme in ["postgres", "mysql"] {
            assert_eq!(
                warnings(&format!("{scheme}://u@db.example.com/d?{query}")),
                std::slice::from_ref(&expected),
                "{query}"
            );
        }
        let text = expected.to_string();
        assert!(text.contains(&format!("`{name}`")) && text.contains(&format!("`{mode}`")), "{text}");
    }
    let both = warnings("postgres://u@h/d?sslmode=disable&sslrootcert=/ca.pem&sslcert=/c&sslkey=/k");
    assert_eq!(both.len(), 2, "{both:?}");
    for query in [
        "",
        "sslrootcert=/ca.pem",
        "sslmode=require&sslrootcert=/ca.pem",
        "sslmode=require&sslcert=/c&sslkey=/k",
        "sslmode=verify-full&sslrootcert=system",
        "sslcert=/c&sslkey=/k",
        "sslmode=disable",
        "sslmode=prefer&sslrootcert=",
    ] {
        assert_eq!(warnings(&format!("postgres://u@db.example.com/d?{query}")), [], "{query}");
    }
    // A Unix socket does not support TLS.
    let socket = "postgres://u@%2Frun%2Fpg/d";
    assert_eq!(warnings(&format!("{socket}?sslrootcert=/ca.pem")).len(), 1);

    let (root, off) = (("PGSSLROOTCERT", "/ca.pem"), ("DATABASE_URL", "postgres://u@h/d?sslmode=disable"));
    let expected = WarningKind::UnusedCertificate { name: "PGSSLROOTCERT".to_owned(), mode: Off };
    for warnings in
        [load::<PgConnectOptions>(&[off, root]).1, load::<Tokio>(&[off, root]).1, load::<Refinery>(&[off, root]).1]
    {
        assert_eq!(warnings, std::slice::from_ref(&expected));
    }
    for name in ["tlsCAFile", "tlsCertificateKeyFile"] {
        let expected = WarningKind::UnusedCertificate { name: name.to_owned(), mode: Off };
        assert_eq!(warnings(&format!("mongodb://db.example.com/d?tls=false&{name}=/c.pem")), [expected]);
        assert_eq!(warnings(&format!("mongodb://db.example.com/d?{name}=/c.pem")), []);
    }
    let warnings = load::<DatabaseUrl>(&[("DATABASE_URL", "postgres://u@h/d"), ("PGSSLMODE", "disable"), root]).1;
    assert!(warnings.contains(&expected), "{warnings:?}");
    // libpq ignores the variable over a Unix socket.
    assert_eq!(load::<DatabaseUrl>(&[("DATABASE_URL", socket), root]).1, []);
    assert_eq!(url(socket).backend(), Backend::Postgres);
}

#[test]
fn verify_ca_without_a_ca_certificate_is_rejected() {
    let text = "postgres://u@db.example.com/d?sslmode=verify-ca";
    assert_eq!(PgConnectOptions::from_database_url(&url(text)).unwrap_err().kind(), ProblemKind::Unsupported);
    let text = "mysql://u@db.example.com/d?ssl-mode=VERIFY_CA";
    let error = mysql_async::Opts::from_database_url(&url(text)).unwrap_err();
    assert!(error.to_string().contains("ssl-ca"), "{error}");
    let text = "mysql://u@db.example.com/d?ssl-mode=VERIFY_CA";
    let error = DieselUrl::from_database_url(&url(text)).unwrap_err();
    assert!(error.to_string().contains("ssl-ca"), "{error}");
}

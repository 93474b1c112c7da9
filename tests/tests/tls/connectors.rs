//! Connectors of rustls and native-tls from a TLS plan, for tokio-postgres and the crates built on it, on real servers.

use std::error::Error;
use std::sync::Arc;

use db_config::{DatabaseConfig, DatabaseUrl, FromDatabaseUrl, ProblemKind, Roots, TlsMode, TlsPlan, UrlError};
use deadpool_postgres::Runtime;
use diesel_async::AsyncPgConnection;
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, bb8};
use rustls::RootCertStore;
use rustls::crypto::ring;
use tests::connector::{self, connector};
use tests::scenarios::{self, VerifyCa};
use tests::servers::{self, certificates};
use tests::url;
use tokio_postgres::Socket;
use tokio_postgres::tls::MakeTlsConnect;

type Fallible<T> = Result<T, Box<dyn Error + Send + Sync>>;

const ENCRYPTED: &str = "select ssl from pg_stat_ssl where pid = pg_backend_pid()";

async fn with<C>(url: DatabaseUrl, connector: impl Fn(&TlsPlan) -> Result<C, UrlError>) -> Fallible<bool>
where
    C: MakeTlsConnect<Socket> + 'static,
    C::Stream: Send + 'static,
    C::TlsConnect: Send,
    <C::TlsConnect as tokio_postgres::tls::TlsConnect<Socket>>::Future: Send,
{
    let (config, tls) = <(tokio_postgres::Config, TlsPlan)>::from_database_url(&url)?;
    let (client, connection) = config.connect(connector(&tls)?).await?;
    tokio::spawn(connection);
    Ok(client.query_one(ENCRYPTED, &[]).await?.get(0))
}

async fn native_tls(url: DatabaseUrl) -> Fallible<bool> {
    with(url, TlsPlan::postgres_native_tls).await
}

/// Trusts the public CAs, unless the URL of the scenario names a CA certificate.
async fn rustls(url: DatabaseUrl) -> Fallible<bool> {
    let provider = Arc::new(ring::default_provider());
    with(url, |tls| tls.postgres_rustls_with_provider(Roots::WebPki, Arc::clone(&provider))).await
}

async fn deadpool(url: DatabaseUrl) -> Fallible<bool> {
    let (config, tls) = <(deadpool_postgres::Config, TlsPlan)>::from_database_url(&url)?;
    let pool = config.create_pool(Some(Runtime::Tokio1), connector(&tls)?)?;
    Ok(pool.get().await?.query_one(ENCRYPTED, &[]).await?.get(0))
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn native_tls_on_a_server() {
    scenarios::postgres(VerifyCa::AnyName, native_tls).await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn rustls_on_a_server() {
    scenarios::postgres(VerifyCa::AnyName, rustls).await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn deadpool_on_a_server() {
    scenarios::postgres(VerifyCa::AnyName, deadpool).await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn an_expired_certificate_is_rejected_if_it_is_verified() {
    connector::install_provider();
    let server = servers::postgres_expired();
    let ca = certificates().ca.display();
    let over = |query: &str| url(&server.url_as(server.user, "localhost", query));
    let diesel_async = async |url: DatabaseUrl| -> Fallible<bool> {
        let manager = AsyncDieselConnectionManager::<AsyncPgConnection>::from_database_url(&url)?;
        bb8::Pool::builder().build(manager).await?.dedicated_connection().await?;
        Ok(true)
    };
    for mode in ["verify-ca", "verify-full"] {
        let url = || over(&format!("sslmode={mode}&sslrootcert={ca}"));
        for (client, outcome) in [
            ("rustls", rustls(url()).await),
            ("native-tls", native_tls(url()).await),
            ("deadpool", deadpool(url()).await),
            ("diesel-async", diesel_async(url()).await),
        ] {
            let error = outcome.err().unwrap_or_else(|| panic!("{client} accepts it with {mode}"));
            let error = format!("{error:?} {error}");
            assert!(error.to_lowercase().contains("expired"), "{client}: {error}");
        }
    }
    let unverified = || over("sslmode=require");
    assert!(rustls(unverified()).await.unwrap() && native_tls(unverified()).await.unwrap());
    assert!(deadpool(unverified()).await.unwrap() && diesel_async(unverified()).await.unwrap());
}

/// Returns the application's trusted roots, with this CA alone.
fn store(ca: &std::path::Path) -> Roots {
    use rustls::pki_types::CertificateDer;
    use rustls::pki_types::pem::PemObject;
    let mut store = RootCertStore::empty();
    store.add(CertificateDer::from_pem_file(ca).unwrap()).unwrap();
    Roots::Store(store)
}

/// libpq's rule for a CA certificate applies. Without a CA certificate, an explicit `require` accepts every
/// certificate.
#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn the_apps_own_roots_verify_under_require() {
    connector::install_provider();
    let (server, certificates) = (servers::postgres(), certificates());
    let (key, certificate) = (certificates.client_key.display(), certificates.client_cert.display());
    let pair = format!("sslcert={certificate}&sslkey={key}");
    for (user, query, is_explicit) in [
        (server.user, "sslmode=require".to_owned(), true),
        (server.user, "ssl=true".to_owned(), true),
        (server.user, "requiressl=1".to_owned(), true),
        // The client certificate turns the implied mode into `require`.
        (servers::CERT_USER, pair.clone(), false),
        (servers::CERT_USER, format!("sslmode=require&{pair}"), true),
    ] {
        for (host, ca, is_accepted) in [
            ("localhost", &certificates.ca, true),
            ("127.0.0.1", &certificates.ca, is_explicit),
            ("localhost", &certificates.other_ca, false),
            ("127.0.0.1", &certificates.other_ca, false),
        ] {
            let url = url(&server.url_as(user, host, &query));
            assert_eq!(url.tls().mode(), TlsMode::Require, "{url}");
            let tokio = with(url.clone(), |tls| tls.postgres_rustls(store(ca))).await;
            let (config, tls) = <(deadpool_postgres::Config, TlsPlan)>::from_database_url(&url).unwrap();
            let pool = config.create_pool(Some(Runtime::Tokio1), tls.postgres_rustls(store(ca)).unwrap()).unwrap();
            let deadpool: Fallible<bool> =
                async { Ok(pool.get().await?.query_one(ENCRYPTED, &[]).await?.get(0)) }.await;
            for outcome in [tokio, deadpool] {
                match outcome {
                    Ok(is_encrypted) => assert!(is_accepted && is_encrypted, "{url} with {}", ca.display()),
                    Err(error) => {
                        let error = format!("{error:?}");
                        let cause = if *ca == certificates.ca { "NotValidForName" } else { "UnknownIssuer" };
                        assert!(!is_accepted && error.contains(cause), "{url} with {}: {error}", ca.display());
                    }
                }
            }
        }
    }
    // These URLs ask for no verification.
    for (query, is_encrypted) in [
        ("sslmode=no-verify", true),
        ("sslmode=require&trustServerCertificate=true", true),
        ("trustServerCertificate=true", true),
        ("sslmode=require&sslaccept=accept_invalid_certs", true),
        ("ssl={\"rejectUnauthorized\":false}", true),
        ("sslmode=prefer", true),
        ("sslmode=disable", false),
    ] {
        let url = url(&server.url_as(server.user, "localhost", query));
        let outcome = with(url, |tls| tls.postgres_rustls(store(&certificates.other_ca))).await;
        assert_eq!(outcome.unwrap_or_else(|error| panic!("{query}: {error:?}")), is_encrypted, "{query}");
    }
    // `verify-ca` verifies only the chain.
    for (ca, is_accepted) in [(&certificates.ca, true), (&certificates.other_ca, false)] {
        let plan = url(&server.url_as(server.user, "127.0.0.1", "sslmode=verify-ca")).tls().clone();
        let connector = plan.postgres_rustls(store(ca)).unwrap();
        let config = tokio_postgres::Config::from_database_url(&url(&server.url_as(
            server.user,
            "127.0.0.1",
            "sslmode=require",
        )));
        assert_eq!(config.unwrap().connect(connector).await.is_ok(), is_accepted);
    }
}

#[derive(DatabaseConfig)]
#[database(libpq_env)]
struct Libpq {
    orders: (tokio_postgres::Config, TlsPlan),
}

/// A variable and the `tls` attribute set the mode explicitly, like a URL. `default_tls` does not.
#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn the_apps_own_roots_verify_under_require_of_a_variable_or_an_attribute() {
    #[derive(DatabaseConfig)]
    struct Attribute {
        #[database(tls = "require")]
        orders: (tokio_postgres::Config, TlsPlan),
    }
    #[derive(DatabaseConfig)]
    struct Fallback {
        #[database(default_tls = "require")]
        orders: (tokio_postgres::Config, TlsPlan),
    }
    connector::install_provider();
    let (server, certificates) = (servers::postgres(), certificates());
    let text = server.url_as(server.user, "127.0.0.1", "");
    let url = ("DATABASE_URL", text.as_str());
    for ((config, tls), is_explicit) in [
        (Libpq::from_source(&[url, ("PGSSLMODE", "require")]).unwrap().orders, true),
        (Libpq::from_source(&[url, ("DATABASE_TLS", "require")]).unwrap().orders, true),
        (Attribute::from_source(&[url]).unwrap().orders, true),
        (Fallback::from_source(&[url]).unwrap().orders, false),
    ] {
        assert_eq!(tls.mode(), TlsMode::Require);
        for (ca, is_accepted) in [(&certificates.ca, is_explicit), (&certificates.other_ca, false)] {
            let connected = config.connect(tls.postgres_rustls(store(ca)).unwrap()).await;
            assert_eq!(connected.is_ok(), is_accepted, "{tls}");
        }
    }
}

#[test]
fn an_invalid_certificate_file_is_named() {
    let directory = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = directory.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let garbage = write("garbage.pem", "-----BEGIN CERTIFICATE-----\nhunter2\n-----END CERTIFICATE-----\n");
    let empty = write("empty.pem", "");
    let certificate = certificates().client_cert.display().to_string();
    let plan = |query: &str| url(&format!("postgres://u@db.example.com/d?{query}")).tls().clone();
    for (query, file) in [
        (format!("sslrootcert={garbage}"), &garbage),
        (format!("sslrootcert={empty}"), &empty),
        ("sslrootcert=/nowhere/ca.pem".to_owned(), &"/nowhere/ca.pem".to_owned()),
        (format!("sslcert={certificate}&sslkey={empty}"), &empty),
        (format!("sslcert={certificate}&sslkey=/nowhere/key"), &"/nowhere/key".to_owned()),
    ] {
        let provider = Arc::new(ring::default_provider());
        let rustls = plan(&query).rustls_with_provider(Roots::WebPki, provider).err();
        let native_tls = plan(&query).native_tls().err();
        for error in [rustls, native_tls] {
            let error = error.unwrap_or_else(|| panic!("{query} is accepted"));
            assert_eq!(error.kind(), ProblemKind::Unreadable, "{error}");
            let text = error.to_string();
            assert!(text.contains(file) && text.contains("PEM") && !text.contains("hunter2"), "{text}");
        }
    }
}

#[test]
fn no_connector_verifies_without_a_ca_certificate() {
    let plan = url("postgres://u@db.example.com/d?sslmode=verify-full").tls().clone();
    let provider = Arc::new(ring::default_provider());
    let roots = Roots::Store(RootCertStore::empty());
    let error = plan.rustls_with_provider(roots, provider).unwrap_err().to_string();
    assert!(error.contains("missing CA certificate") && error.contains("rustls-native-certs"), "{error}");
}

/// The error of rustls contains the line as numbers. The line is the whole key if its newlines were lost in a variable.
#[test]
fn the_error_of_a_key_file_shows_none_of_it() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("key.pem");
    std::fs::write(&file, "-----BEGIN PRIVATE KEY-----S3cr3tPw").unwrap();
    let path = file.display();
    let url: DatabaseUrl =
        format!("postgres://h.example.com/d?sslmode=require&sslcert=c&sslkey={path}").parse().unwrap();
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let error = url.tls().rustls_with_provider(db_config::Roots::WebPki, provider).unwrap_err();
    let message = format!("invalid private key in {path}: `-----BEGIN ...-----` is not on its own line");
    assert_eq!(error.message(), message);
}

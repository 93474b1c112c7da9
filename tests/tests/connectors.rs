//! What a TLS plan becomes: rustls and native-tls, for tokio-postgres and what is built on it, on real servers.

use std::error::Error;
use std::sync::Arc;

use db_config::{DatabaseUrl, FromDatabaseUrl, ProblemKind, Roots, TlsPlan, UrlError};
use deadpool_postgres::Runtime;
use diesel_async::AsyncPgConnection;
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, bb8};
use rustls::RootCertStore;
use rustls::crypto::ring;
use tests::connector::{self, connector};
use tests::scenarios::{self, VerifyCa};
use tests::servers::{self, certificates};
use tokio_postgres::Socket;
use tokio_postgres::tls::MakeTlsConnect;

type Fallible<T> = Result<T, Box<dyn Error + Send + Sync>>;

const ENCRYPTED: &str = "select ssl from pg_stat_ssl where pid = pg_backend_pid()";

fn url(text: &str) -> DatabaseUrl {
    text.parse().unwrap_or_else(|error: UrlError| panic!("{text}: {error}"))
}

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

/// Trusts nothing by itself: the URLs of the scenarios name what they trust.
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
async fn an_expired_certificate_is_refused_where_it_is_verified() {
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
            let error = outcome.err().unwrap_or_else(|| panic!("{client} takes it with {mode}"));
            let error = format!("{error:?} {error}");
            assert!(error.to_lowercase().contains("expired"), "{client}: {error}");
        }
    }
    let unverified = || over("sslmode=require");
    assert!(rustls(unverified()).await.unwrap() && native_tls(unverified()).await.unwrap());
    assert!(deadpool(unverified()).await.unwrap() && diesel_async(unverified()).await.unwrap());
}

#[test]
fn files_that_are_none_are_refused_with_their_name() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let garbage = write("garbage.pem", "-----BEGIN CERTIFICATE-----\nhunter2\n-----END CERTIFICATE-----\n");
    let empty = write("empty.pem", "");
    let certificate = certificates().client_cert.display().to_string();
    let plan = |query: &str| url(&format!("postgres://u@db.example.com/d?{query}")).tls();
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
            let error = error.unwrap_or_else(|| panic!("{query} is taken"));
            assert_eq!(error.kind(), ProblemKind::Unreadable, "{error}");
            let text = error.to_string();
            assert!(text.contains(file) && text.contains("PEM") && !text.contains("hunter2"), "{text}");
        }
    }
}

#[test]
fn nobody_verifies_with_no_authority() {
    let plan = url("postgres://u@db.example.com/d?sslmode=verify-full").tls();
    let provider = Arc::new(ring::default_provider());
    let roots = Roots::Store(RootCertStore::empty());
    let error = plan.rustls_with_provider(roots, provider).unwrap_err().to_string();
    assert!(error.contains("no certificate authority") && error.contains("rustls-native-certs"), "{error}");
}

//! rustls without an installed `CryptoProvider`. The test needs its own process.

use db_config::{DatabaseUrl, FromDatabaseUrl, Roots, TlsMode};
use diesel_async::AsyncPgConnection;
use diesel_async::pooled_connection::AsyncDieselConnectionManager;
use tests::connector;

type Manager = AsyncDieselConnectionManager<AsyncPgConnection>;

#[test]
fn the_error_names_the_missing_provider() {
    let url = |text: &str| text.parse::<DatabaseUrl>().unwrap();
    let public = url("postgres://u@db.example.com/d");
    let error = public.tls().rustls(Roots::System).unwrap_err().to_string();
    assert!(error.contains("no rustls `CryptoProvider` is installed") && error.contains("install_default"), "{error}");

    // The mode does not depend on a provider.
    let local = url("postgres://u@localhost/d");
    let [asked, off] = ["prefer", "disable"].map(|mode| url(&format!("postgres://u@localhost/d?sslmode={mode}")));
    let modes = || [&local, &off, &public, &asked].map(|url| Manager::tls(url).mode());
    let expected = [TlsMode::Prefer, TlsMode::Off, TlsMode::Require, TlsMode::Prefer];
    assert_eq!(modes(), expected);
    // A server on this machine needs no provider unless the URL asks for TLS.
    for url in [&local, &off] {
        Manager::from_database_url(url).unwrap();
    }
    let binding = url("postgres://u@localhost/d?channel_binding=require");
    for url in [&public, &asked, &binding] {
        let error = Manager::from_database_url(url).err().unwrap().to_string();
        assert!(error.contains("no rustls `CryptoProvider` is installed"), "{error}");
    }

    connector::install_provider();
    public.tls().rustls(Roots::System).unwrap();
    assert_eq!(modes(), expected);
    for url in [&local, &off, &public, &asked] {
        Manager::from_database_url(url).unwrap();
    }
}

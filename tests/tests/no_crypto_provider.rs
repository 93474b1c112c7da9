//! rustls where nobody has installed a provider of cryptography: alone in its process.

use db_config::{DatabaseUrl, FromDatabaseUrl, Roots, TlsMode};
use diesel_async::AsyncPgConnection;
use diesel_async::pooled_connection::AsyncDieselConnectionManager;
use tests::connector;

type Manager = AsyncDieselConnectionManager<AsyncPgConnection>;

#[test]
fn it_says_what_to_install() {
    let url = |text: &str| text.parse::<DatabaseUrl>().unwrap();
    let public = url("postgres://u@db.example.com/d");
    let error = public.tls().rustls(Roots::System).unwrap_err().to_string();
    assert!(error.contains("no `CryptoProvider` is installed") && error.contains("install_default"), "{error}");

    // A server on this machine needs none, unless the URL asks for TLS.
    let local = url("postgres://u@localhost/d");
    assert_eq!((local.tls().mode(), Manager::tls(&local).mode()), (TlsMode::Prefer, TlsMode::Off));
    Manager::from_database_url(&local).unwrap();
    for asked in ["postgres://u@localhost/d?sslmode=prefer", "postgres://u@db.example.com/d"] {
        assert!(Manager::from_database_url(&url(asked)).is_err(), "{asked}");
    }

    connector::install_provider();
    public.tls().rustls(Roots::System).unwrap();
    assert_eq!(Manager::tls(&local).mode(), TlsMode::Prefer);
    Manager::from_database_url(&local).unwrap();
}

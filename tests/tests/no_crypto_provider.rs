//! rustls where nobody has installed a provider of cryptography: alone in its process.

use db_config::{DatabaseUrl, FromDatabaseUrl, Roots};
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

    // The mode is the same with a provider and without one.
    let local = url("postgres://u@localhost/d");
    for url in [&local, &public] {
        assert_eq!(Manager::tls(url), *url.tls());
        let error = Manager::from_database_url(url).err().unwrap().to_string();
        assert!(error.contains("no `CryptoProvider` is installed"), "{error}");
    }
    Manager::from_database_url(&url("postgres://u@localhost/d?sslmode=disable")).unwrap();

    connector::install_provider();
    public.tls().rustls(Roots::System).unwrap();
    for url in [&local, &public] {
        assert_eq!(Manager::tls(url), *url.tls());
        Manager::from_database_url(url).unwrap();
    }
}

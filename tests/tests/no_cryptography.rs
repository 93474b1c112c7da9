//! rustls where nobody has installed a provider of cryptography: alone in its process.

use db_config::{DatabaseUrl, Roots};
use tests::connector;

#[test]
fn it_says_what_to_install() {
    let url: DatabaseUrl = "postgres://u@db.example.com/d".parse().unwrap();
    let error = url.tls().rustls(Roots::System).unwrap_err().to_string();
    assert!(error.contains("no `CryptoProvider` is installed") && error.contains("install_default"), "{error}");
    connector::install_provider();
    url.tls().rustls(Roots::System).unwrap();
}

//! The CAs that each client trusts if the URL names a CA certificate. The server's certificate is signed by a CA that
//! `SSL_CERT_FILE` makes a trusted root of the system. The URL names the certificate of another CA.

use std::path::Path;

use db_config::{DatabaseUrl, FromDatabaseUrl, ProblemKind};
use sqlx::ConnectOptions as _;
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use tests::child::{again, is_child};
use tests::servers::{self, certificates};

fn variable(name: &str) -> String {
    std::env::var(name).unwrap()
}

fn url(host: &str, query: &str) -> DatabaseUrl {
    format!("{}?{query}&sslrootcert={}", variable("URL").replace("HOST", host), variable("OTHER_CA")).parse().unwrap()
}

/// Runs the test again with three variables: the server's URL with `HOST` as its host, the CA of the server, and
/// another CA.
fn in_a_child(test: &str) {
    let server = servers::postgres();
    let certificates = certificates();
    let url = server.url_as(server.user, "HOST", "").trim_end_matches('?').to_owned();
    let (ca, other) = (certificates.ca.to_str().unwrap(), certificates.other_ca.to_str().unwrap());
    again(test, Path::new("."), &[("URL", url.as_str()), ("SSL_CERT_FILE", ca), ("OTHER_CA", other)]);
}

/// `verify-ca` does not verify the host name, so anyone with a certificate of a public CA could intercept the
/// connection.
#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn sqlx_also_trusts_public_cas() {
    if !is_child() {
        return in_a_child("trusted_roots::sqlx_also_trusts_public_cas");
    }
    // Without db-config, sqlx connects, although another CA is set.
    let unverified = PgConnectOptions::from_database_url(&url("127.0.0.1", "sslmode=verify-full")).unwrap();
    assert!(unverified.clone().connect().await.is_err(), "the certificate is for another name");
    unverified.ssl_mode(PgSslMode::VerifyCa).connect().await.unwrap();

    let error = PgConnectOptions::from_database_url(&url("127.0.0.1", "sslmode=verify-ca")).unwrap_err();
    assert_eq!(error.kind(), ProblemKind::Unsupported);
    assert!(error.message().contains("trusts the public CAs"), "{error}");
    // A URL that means `verify-ca` makes sqlx verify the host name too.
    let settings = PgConnectOptions::from_database_url(&url("127.0.0.1", "sslmode=require")).unwrap();
    let error = format!("{:?}", settings.connect().await.unwrap_err());
    assert!(error.contains("NotValidForName"), "{error}");
    PgConnectOptions::from_database_url(&url("localhost", "sslmode=require")).unwrap().connect().await.unwrap();
    // With `verify-full`, the host name is the protection.
    let settings = PgConnectOptions::from_database_url(&url("localhost", "sslmode=verify-full")).unwrap();
    settings.connect().await.unwrap();
}

#[cfg_attr(not(feature = "libpq"), ignore = "needs libpq: run ./test")]
#[cfg_attr(feature = "libpq", ignore = "needs PostgreSQL: run ./test")]
#[test]
fn libpq_trusts_no_other_ca() {
    #[cfg(not(feature = "libpq"))]
    tests::left_out("a test of Diesel, as there is no libpq: run ./test");
    #[cfg(feature = "libpq")]
    {
        use diesel::prelude::*;

        if !is_child() {
            return in_a_child("trusted_roots::libpq_trusts_no_other_ca");
        }
        for (host, query) in
            [("127.0.0.1", "sslmode=verify-ca"), ("127.0.0.1", "sslmode=require"), ("localhost", "sslmode=verify-full")]
        {
            let target = db_config::DieselUrl::from_database_url(&url(host, query)).unwrap();
            assert!(diesel::PgConnection::establish(target.expose_secret()).is_err(), "{query}");
        }
    }
}

#[tokio::test]
#[ignore = "needs MariaDB: run ./test"]
async fn mysql_async_trusts_no_other_ca() {
    let server = servers::mariadb();
    let certificates = certificates();
    for (ca, goes) in [(&certificates.ca, true), (&certificates.other_ca, false)] {
        let query = format!("ssl-mode=VERIFY_IDENTITY&ssl-ca={}", ca.display());
        let url: DatabaseUrl = server.url_as(server.user, "localhost", &query).parse().unwrap();
        let settings = mysql_async::Opts::from_database_url(&url).unwrap();
        assert!(settings.ssl_opts().unwrap().disable_built_in_roots());
        assert_eq!(mysql_async::Conn::new(settings).await.is_ok(), goes, "{query}");
    }
}

//! Which authorities each client trusts when it is given a root certificate: proved on a server whose certificate was
//! signed by a "public" authority, made the system's with `SSL_CERT_FILE`, while the given certificate is another's.

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

/// The server's URL with `HOST` for its host, the authority that signed for it, and another.
fn in_a_child(test: &str) {
    let server = servers::postgres();
    let certificates = certificates();
    let url = server.url_as(server.user, "HOST", "").trim_end_matches('?').to_owned();
    let (ca, other) = (certificates.ca.to_str().unwrap(), certificates.other_ca.to_str().unwrap());
    again(test, Path::new("."), &[("URL", url.as_str()), ("SSL_CERT_FILE", ca), ("OTHER_CA", other)]);
}

/// With `verify-ca`, which checks no name, anybody with a public certificate could be the man in the middle.
#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn sqlx_trusts_the_public_ones_beside_it() {
    if !is_child() {
        return in_a_child("authorities::sqlx_trusts_the_public_ones_beside_it");
    }
    // Its own settings, with its own setters: connected, though another authority was named.
    let unverified = PgConnectOptions::from_database_url(&url("127.0.0.1", "sslmode=verify-full")).unwrap();
    assert!(unverified.clone().connect().await.is_err(), "the certificate is for another name");
    unverified.ssl_mode(PgSslMode::VerifyCa).connect().await.unwrap();

    let error = PgConnectOptions::from_database_url(&url("127.0.0.1", "sslmode=verify-ca")).unwrap_err();
    assert_eq!(error.kind(), ProblemKind::NotCarried);
    assert!(error.message().contains("trusts the public CAs"), "{error}");
    // What would mean `verify-ca` verifies the name too.
    let settings = PgConnectOptions::from_database_url(&url("127.0.0.1", "sslmode=require")).unwrap();
    let error = format!("{:?}", settings.connect().await.unwrap_err());
    assert!(error.contains("NotValidForName"), "{error}");
    PgConnectOptions::from_database_url(&url("localhost", "sslmode=require")).unwrap().connect().await.unwrap();
    // Then the name is what counts.
    let settings = PgConnectOptions::from_database_url(&url("localhost", "sslmode=verify-full")).unwrap();
    settings.connect().await.unwrap();
}

#[cfg_attr(not(feature = "libpq"), ignore = "needs libpq: run ./test")]
#[cfg_attr(feature = "libpq", ignore = "needs PostgreSQL: run ./test")]
#[test]
fn libpq_trusts_nobody_else() {
    #[cfg(not(feature = "libpq"))]
    tests::left_out("a test of Diesel, as there is no libpq: run ./test");
    #[cfg(feature = "libpq")]
    {
        use diesel::prelude::*;

        if !is_child() {
            return in_a_child("authorities::libpq_trusts_nobody_else");
        }
        for (host, query) in
            [("127.0.0.1", "sslmode=verify-ca"), ("127.0.0.1", "sslmode=require"), ("localhost", "sslmode=verify-full")]
        {
            let target = db_config::DieselUrl::from_database_url(&url(host, query)).unwrap();
            assert!(diesel::PgConnection::establish(target.expose()).is_err(), "{query}");
        }
    }
}

#[tokio::test]
#[ignore = "needs MariaDB: run ./test"]
async fn mysql_async_trusts_nobody_else() {
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

//! The certificates that each client trusts, on servers with a certificate signed by their own CA.

use db_config::{DatabaseUrl, FromDatabaseUrl, TlsPlan};
use mongodb::bson::doc;
use mongodb::options::{ClientOptions, Tls};
use mysql_async::prelude::Queryable;
use sqlx::postgres::PgConnectOptions;
use tests::connector::connector;
use tests::servers::{self, Server, certificates};
use tests::url;

type Result = std::result::Result<bool, Box<dyn std::error::Error + Send + Sync>>;

const ENCRYPTED: &str = "select ssl from pg_stat_ssl where pid = pg_backend_pid()";

async fn tokio(url: &DatabaseUrl) -> Result {
    let (config, plan) = <(tokio_postgres::Config, TlsPlan)>::from_database_url(url)?;
    let (client, connection) = config.connect(connector(&plan)?).await?;
    tokio::spawn(connection);
    Ok(client.query_one(ENCRYPTED, &[]).await?.get(0))
}

async fn sqlx(url: &DatabaseUrl) -> Result {
    use sqlx::{ConnectOptions, Row};
    let mut connection = PgConnectOptions::from_database_url(url)?.connect().await?;
    Ok(sqlx::query(ENCRYPTED).fetch_one(&mut connection).await?.try_get(0)?)
}

async fn mysql(url: &DatabaseUrl) -> Result {
    let mut connection = mysql_async::Conn::new(mysql_async::Opts::from_database_url(url)?).await?;
    let row: Option<(String, String)> = connection.query_first("show status like 'Ssl_cipher'").await?;
    connection.disconnect().await?;
    Ok(!row.ok_or("no status")?.1.is_empty())
}

async fn mongodb(url: &DatabaseUrl) -> Result {
    let options = ClientOptions::from_database_url(url)?;
    let encrypted = matches!(options.tls, Some(Tls::Enabled(_)));
    let client = mongodb::Client::with_options(options)?;
    client.database("app").run_command(doc! { "ping": 1 }).await?;
    Ok(encrypted)
}

/// Compares the outcome of each case: encrypted, unencrypted, or `None` for no connection.
async fn check<F: Future<Output = Result>>(
    server: &Server,
    cases: &[(&str, String, Option<bool>)],
    connect: impl Fn(DatabaseUrl) -> F,
) {
    let mut wrong = Vec::new();
    for (host, query, expected) in cases {
        let url = url(&server.url_as(server.user, host, query));
        let result = connect(url.clone()).await;
        if result.as_ref().ok() != expected.as_ref() {
            wrong.push(format!("{url}: {expected:?} expected, not {result:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn postgres() {
    let (ca, other) = (certificates().ca.display(), certificates().other_ca.display());
    let mut cases = vec![
        // libpq's rule: `require` with a CA certificate verifies the chain.
        ("127.0.0.1", format!("sslmode=require&sslrootcert={other}"), None),
        ("localhost", format!("sslmode=verify-ca&sslrootcert={other}"), None),
        ("localhost", format!("sslrootcert={other}"), None),
        ("localhost", format!("sslrootcert={ca}"), Some(true)),
        ("127.0.0.1", format!("sslrootcert={ca}"), None),
        ("localhost", "sslaccept=strict".to_owned(), None),
        ("localhost", "sslrootcert=system".to_owned(), None),
        ("localhost", "sslrootcert=".to_owned(), Some(true)),
    ];
    check(servers::postgres(), &cases, async |url| sqlx(&url).await).await;
    cases.push(("127.0.0.1", format!("sslmode=require&sslrootcert={ca}"), Some(true)));
    check(servers::postgres(), &cases, async |url| tokio(&url).await).await;
    // sqlx would also trust other CAs, so it verifies the host name too.
    let cases = [
        ("localhost", format!("sslmode=verify-ca&sslrootcert={ca}"), None),
        ("localhost", format!("sslmode=require&sslrootcert={ca}"), Some(true)),
        ("127.0.0.1", format!("sslmode=require&sslrootcert={ca}"), None),
    ];
    check(servers::postgres(), &cases, async |url| sqlx(&url).await).await;
}

#[tokio::test]
#[ignore = "needs MariaDB: run ./test"]
async fn mariadb() {
    let (ca, other) = (certificates().ca.display(), certificates().other_ca.display());
    let cases = [
        ("localhost", format!("ssl-mode=REQUIRED&ssl-ca={other}"), None),
        ("localhost", format!("ssl-mode=REQUIRED&ssl-ca={ca}"), Some(true)),
        ("localhost", "ssl-mode=REQUIRED".to_owned(), Some(true)),
        ("localhost", "ssl-mode=REQUIRED&verify_ca=true".to_owned(), None),
        ("localhost", "sslmode=require&trustServerCertificate=false".to_owned(), None),
        ("localhost", format!("ssl-mode=REQUIRED&verify_identity=true&ssl-ca={ca}"), Some(true)),
        ("127.0.0.1", format!("ssl-mode=REQUIRED&verify_identity=true&ssl-ca={ca}"), None),
    ];
    check(servers::mariadb(), &cases, async |url| mysql(&url).await).await;
}

#[tokio::test]
#[ignore = "needs MongoDB: run ./test"]
async fn mongodb_too() {
    let (ca, client) = (certificates().ca.display(), certificates().client_combined_pem.display());
    let query = |query: String| format!("authSource=admin&serverSelectionTimeoutMS=1500&{query}");
    let cases = [
        ("localhost", query("tlsInsecure=false".to_owned()), None),
        ("localhost", query("tlsAllowInvalidCertificates=false".to_owned()), None),
        ("localhost", query(format!("tlsCertificateKeyFile={client}")), None),
        ("localhost", query(format!("tlsCertificateKeyFile={client}&tlsCAFile={ca}")), Some(true)),
        ("127.0.0.1", query(format!("tlsInsecure=false&tlsCAFile={ca}")), None),
        ("127.0.0.1", query(format!("tlsInsecure=true&tlsCAFile={ca}")), Some(true)),
    ];
    check(servers::mongodb(), &cases, async |url| mongodb(&url).await).await;
}

//! Connects tokio-postgres with TLS: the client options and the `TlsPlan` come from the same URL.
//!
//! ```sh
//! DATABASE_URL='postgres://app:secret@db.example.com/app?sslmode=verify-full&sslrootcert=ca.pem' \
//!     cargo run -p examples --features rustls --example rustls
//! ```

use db_config::{DatabaseConfig, Roots, TlsPlan};

#[derive(DatabaseConfig)]
struct Config {
    database: (tokio_postgres::Config, TlsPlan),
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let (config, tls) = Config::from_env()?.database;
    println!("TLS: {tls}");

    let (client, connection) = config.connect(tls.postgres_rustls(Roots::System)?).await?;
    let connection = tokio::spawn(connection);
    let row = client.query_one("select version()", &[]).await?;
    println!("{}", row.get::<_, String>(0));

    drop(client);
    Ok(connection.await??)
}

//! The throw-away servers answer over TCP and over sockets, with and without TLS, and refuse the wrong users.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tests::escaped;
use tests::servers::{self, CERT_USER, PASSWORD, SSL_REQUEST, TLS_USER, certificates};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

mod postgres {
    use super::*;

    /// Returns whether the connection is encrypted, as reported by the server.
    async fn encrypted<T>(url: &str, tls: T) -> Result<bool>
    where
        T: tokio_postgres::tls::MakeTlsConnect<tokio_postgres::Socket>,
        T::Stream: Send + 'static,
    {
        let (client, connection) = tokio_postgres::connect(url, tls).await?;
        let connection = tokio::spawn(connection);
        let row = client.query_one("select ssl from pg_stat_ssl where pid = pg_backend_pid()", &[]).await?;
        drop(client);
        connection.await??;
        Ok(row.get(0))
    }

    async fn plain(url: &str) -> Result<bool> {
        encrypted(url, tokio_postgres::NoTls).await
    }

    /// Verifies the server against the CA, and optionally presents the client certificate.
    async fn verified(url: &str, ca: &Path, with_certificate: bool) -> Result<bool> {
        let mut roots = rustls::RootCertStore::empty();
        roots.add(CertificateDer::from_pem_file(ca)?)?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots);
        let config = if with_certificate {
            let chain = vec![CertificateDer::from_pem_file(&certificates().client_cert)?];
            config.with_client_auth_cert(chain, PrivateKeyDer::from_pem_file(&certificates().client_key)?)?
        } else {
            config.with_no_client_auth()
        };
        encrypted(url, tokio_postgres_rustls::MakeRustlsConnect::new(config)).await
    }

    #[tokio::test]
    #[ignore = "needs PostgreSQL: run ./test"]
    async fn answers_over_tcp_and_its_socket() -> Result<()> {
        let server = servers::postgres();
        assert!(!plain(&server.url()).await?);
        let socket = escaped(server.socket.to_str().expect("a UTF-8 path"));
        assert!(!plain(&server.url_as(server.user, &socket, "")).await?);
        let wrong = server.url().replace(&escaped(PASSWORD), "wrong");
        assert!(plain(&wrong).await.is_err());
        Ok(())
    }

    #[tokio::test]
    #[ignore = "needs PostgreSQL: run ./test"]
    async fn has_a_certificate_for_localhost_only() -> Result<()> {
        let (server, ca) = (servers::postgres(), &certificates().ca);
        let url = server.url_as(server.user, "localhost", "sslmode=require");
        assert!(verified(&url, ca, false).await?);
        assert!(verified(&url, &certificates().other_ca, false).await.is_err());
        let url = server.url_as(server.user, server.host, "sslmode=require");
        assert!(verified(&url, ca, false).await.is_err());
        Ok(())
    }

    #[tokio::test]
    #[ignore = "needs PostgreSQL: run ./test"]
    async fn refuses_users_without_credentials() -> Result<()> {
        let (server, ca) = (servers::postgres(), &certificates().ca);
        let url = server.url_as(TLS_USER, "localhost", "sslmode=require");
        assert!(verified(&url, ca, false).await?);
        assert!(plain(&url.replace("require", "disable")).await.is_err());
        let url = server.url_as(CERT_USER, "localhost", "sslmode=require");
        assert!(verified(&url, ca, true).await?);
        assert!(verified(&url, ca, false).await.is_err());
        Ok(())
    }
}

mod mariadb {
    use super::*;
    use mysql_async::prelude::Queryable;
    use mysql_async::{ClientIdentity, Conn, OptsBuilder, SslOpts};

    fn opts(user: &str, host: &str) -> OptsBuilder {
        let server = servers::mariadb();
        OptsBuilder::default()
            .ip_or_hostname(host)
            .tcp_port(server.port)
            .user(Some(user))
            .pass(Some(server.password))
            .db_name(Some(server.database))
            // By default, mysql_async switches from TCP to the socket that the server reports.
            .prefer_socket(false)
    }

    fn tls(ca: &Path) -> SslOpts {
        SslOpts::default().with_root_certs(vec![ca.to_path_buf().into()]).with_disable_built_in_roots(true)
    }

    /// Returns whether the connection is encrypted, as reported by the server.
    async fn encrypted(opts: impl Into<mysql_async::Opts>) -> Result<bool> {
        let mut connection = Conn::new(opts).await?;
        let row: Option<(String, String)> = connection.query_first("show status like 'Ssl_version'").await?;
        connection.disconnect().await?;
        Ok(!row.expect("a status").1.is_empty())
    }

    #[tokio::test]
    #[ignore = "needs MariaDB: run ./test"]
    async fn answers_over_tcp_and_its_socket() -> Result<()> {
        let server = servers::mariadb();
        assert!(!encrypted(opts(server.user, server.host)).await?);
        assert!(!encrypted(opts(server.user, server.host).socket(server.socket.to_str()).prefer_socket(true)).await?);
        let url = server.url_as(server.user, server.host, "prefer_socket=false");
        assert!(!encrypted(mysql_async::Opts::from_url(&url)?).await?);
        assert!(encrypted(opts(server.user, server.host).pass(Some("wrong"))).await.is_err());
        Ok(())
    }

    #[tokio::test]
    #[ignore = "needs MariaDB: run ./test"]
    async fn has_a_certificate_for_localhost_only() -> Result<()> {
        let (server, ca) = (servers::mariadb(), &certificates().ca);
        assert!(encrypted(opts(server.user, "localhost").ssl_opts(tls(ca))).await?);
        assert!(encrypted(opts(server.user, "localhost").ssl_opts(tls(&certificates().other_ca))).await.is_err());
        assert!(encrypted(opts(server.user, server.host).ssl_opts(tls(ca))).await.is_err());
        Ok(())
    }

    #[tokio::test]
    #[ignore = "needs MariaDB: run ./test"]
    async fn refuses_users_without_credentials() -> Result<()> {
        let (certificates, host) = (certificates(), "localhost");
        let tls = tls(&certificates.ca);
        assert!(encrypted(opts(TLS_USER, host).ssl_opts(tls.clone())).await?);
        assert!(encrypted(opts(TLS_USER, host)).await.is_err());
        let file = |path: &PathBuf| path.clone().into();
        let identity = ClientIdentity::new(file(&certificates.client_cert), file(&certificates.client_key));
        assert!(encrypted(opts(CERT_USER, host).ssl_opts(tls.clone().with_client_identity(Some(identity)))).await?);
        assert!(encrypted(opts(CERT_USER, host).ssl_opts(tls)).await.is_err());
        Ok(())
    }
}

mod mongodb {
    use super::*;
    use ::mongodb::{Client, bson::doc};

    const QUERY: &str = "authSource=admin&serverSelectionTimeoutMS=500";

    /// Writes to the database, which needs the user's permission.
    async fn write(url: &str) -> Result<()> {
        let client = Client::with_uri_str(url).await?;
        let server = servers::mongodb();
        client.database(server.database).collection("test").insert_one(doc! { "x": 1 }).await?;
        Ok(())
    }

    #[tokio::test]
    #[ignore = "needs MongoDB: run ./test"]
    async fn answers_over_tcp_and_its_socket() -> Result<()> {
        let server = servers::mongodb();
        write(&server.url()).await?;
        let socket = escaped(server.socket.to_str().expect("a UTF-8 path"));
        write(&server.url_as(server.user, &socket, QUERY).replace(&format!(":{}/", server.port), "/")).await?;
        assert!(write(&server.url().replace(&escaped(PASSWORD), "wrong")).await.is_err());
        assert!(write(&format!("mongodb://{}:{}", server.host, server.port)).await.is_err());
        Ok(())
    }

    #[tokio::test]
    #[ignore = "needs MongoDB: run ./test"]
    async fn has_a_certificate_for_localhost_only() -> Result<()> {
        let (server, certificates) = (servers::mongodb(), certificates());
        let query = |ca: &Path| format!("{QUERY}&tlsCAFile={}", escaped(ca.to_str().expect("a UTF-8 path")));
        let url = server.url_as(server.user, "localhost", &query(&certificates.ca));
        write(&url).await?;
        let client = escaped(certificates.client_combined_pem.to_str().expect("a UTF-8 path"));
        write(&format!("{url}&tlsCertificateKeyFile={client}")).await?;
        assert!(write(&server.url_as(server.user, "localhost", &query(&certificates.other_ca))).await.is_err());
        assert!(write(&server.url_as(server.user, server.host, &query(&certificates.ca))).await.is_err());
        Ok(())
    }
}

mod redis {
    use super::*;
    use ::redis::{Client, ClientTlsConfig, ErrorKind, RedisError, TlsCertificates, cmd};
    use tests::servers::PROHIBITED_USER;

    /// Pings with this URL. A path to a CA certificate verifies the server.
    fn ping(url: &str, ca: Option<&Path>, with_certificate: bool) -> Result<()> {
        let client = match ca {
            None => Client::open(url)?,
            Some(ca) => {
                let certificates = certificates();
                let read = |path: &PathBuf| std::fs::read(path);
                let client_tls = match with_certificate {
                    true => Some(ClientTlsConfig {
                        client_cert: read(&certificates.client_cert)?,
                        client_key: read(&certificates.client_key)?,
                    }),
                    false => None,
                };
                Client::build_with_tls(url, TlsCertificates { client_tls, root_cert: Some(std::fs::read(ca)?) })?
            }
        };
        // A server without TLS waits for the rest of a command, and does not answer.
        let mut connection = client.get_connection_with_timeout(Duration::from_secs(2))?;
        assert_eq!(cmd("PING").query::<String>(&mut connection)?, "PONG");
        Ok(())
    }

    fn tls_url(server: &servers::Server, host: &str) -> String {
        let url = server.url_as(server.user, host, "").replace("redis://", "rediss://");
        url.replace(&format!(":{}/", server.port), &format!(":{}/", server.tls_port))
    }

    #[test]
    #[ignore = "needs Redis: run ./test"]
    fn answers_over_tcp_and_its_socket() -> Result<()> {
        let server = servers::redis();
        let (url, password) = (server.url(), escaped(PASSWORD));
        ping(&url, None, false)?;
        ping(&url.replace("app:", ":"), None, false)?;
        let socket = format!("redis+unix://{}?db=3&user=app&pass={password}", server.socket.display());
        ping(&socket, None, false)?;
        let wrong = ping(&url.replace(&password, "wrong"), None, false).expect_err("a wrong password");
        let kind = wrong.downcast_ref::<RedisError>().map(RedisError::kind);
        assert_eq!(kind, Some(ErrorKind::AuthenticationFailed));
        for (url, code) in [
            (format!("redis://{}:{}", server.host, server.port), "NOAUTH"),
            (server.url_as(PROHIBITED_USER, server.host, ""), "NOPERM"),
        ] {
            let error = ping(&url, None, false).expect_err("a refused command");
            assert_eq!(error.downcast_ref::<RedisError>().and_then(RedisError::code), Some(code));
        }
        Ok(())
    }

    #[test]
    #[ignore = "needs Redis: run ./test"]
    fn has_a_certificate_for_localhost_only() -> Result<()> {
        let (server, certificates) = (servers::redis(), certificates());
        ping(&tls_url(server, "localhost"), Some(&certificates.ca), false)?;
        ping(&format!("{}#insecure", tls_url(server, server.host)), None, false)?;
        assert!(ping(&tls_url(server, server.host), Some(&certificates.ca), false).is_err());
        assert!(ping(&tls_url(server, "localhost"), Some(&certificates.other_ca), false).is_err());
        let expired = tls_url(servers::redis_expired(), "localhost");
        assert!(ping(&expired, Some(&certificates.ca), false).is_err());
        ping(&format!("{expired}#insecure"), None, false)
    }

    #[test]
    #[ignore = "needs Redis: run ./test"]
    fn can_require_a_certificate_of_the_client() -> Result<()> {
        let url = tls_url(servers::redis_with_client_certificates(), "localhost");
        ping(&url, Some(&certificates().ca), true)?;
        assert!(ping(&url, Some(&certificates().ca), false).is_err());
        let plain = servers::redis_without_tls();
        ping(&plain.url(), None, false)?;
        assert!(ping(&format!("{}#insecure", tls_url(plain, "localhost")), None, false).is_err());
        Ok(())
    }

    #[test]
    #[ignore = "needs Redis: run ./test"]
    fn can_start_later_and_slowly() -> Result<()> {
        let later = servers::Later::redis();
        assert!(ping(&later.url(), None, false).is_err());
        let server = later.start();
        ping(&later.url(), None, false)?;
        drop(server);

        let server = servers::redis();
        let url = server.url().replace(&format!(":{}/", server.port), &format!(":{}/", servers::starting(server)));
        for _ in 0..3 {
            let error = ping(&url, None, false).expect_err("the server is loading");
            assert_eq!(error.downcast_ref::<RedisError>().and_then(RedisError::code), Some("LOADING"));
        }
        ping(&url, None, false)
    }
}

#[test]
fn the_server_without_tls_refuses_it_and_records_its_input() -> Result<()> {
    let server = servers::refuses_tls();
    let mut stream = std::net::TcpStream::connect(server.address)?;
    stream.write_all(&SSL_REQUEST)?;
    let mut answer = [0];
    stream.read_exact(&mut answer)?;
    assert_eq!(&answer, b"N");
    assert_eq!(server.first_messages(), [SSL_REQUEST.to_vec()]);
    stream.write_all(b"hello")?;
    stream.read_to_end(&mut Vec::new())?;
    assert_eq!(server.first_messages(), [[&SSL_REQUEST[..], b"hello"].concat()]);
    Ok(())
}

//! The certificates of redis, whose types exist only with one of its TLS features.
//!
//! No feature of db-config enables one. So a function imports everything from redis: there, the client's names take
//! precedence over the stand-ins of this file.

use std::fs;
use std::path::Path;

use redis::{Client, ConnectionInfo, ErrorKind, RedisResult};

use crate::error::{ProblemKind, UrlError};
use crate::tls::TlsPlan;
use crate::tls::connectors::{missing, unreadable};

/// Reads the certificates and adds them to the options.
pub(super) fn add(info: ConnectionInfo, tls: &TlsPlan, client: &str) -> Result<ConnectionInfo, UrlError> {
    let root = tls.root_file().map(|path| read(path, "CERTIFICATE", "certificate")).transpose()?;
    let certificate = match tls.client_certificate() {
        Some(path) => {
            let key = tls.client_key().unwrap_or(path);
            Some((read(path, "CERTIFICATE", "certificate")?, read(key, "PRIVATE KEY", "private key")?))
        }
        None => None,
    };
    match build(info, certificate, root) {
        Ok(client) => Ok(client.get_connection_info().clone()),
        // The client's own error may contain a line of the key.
        Err(_) => Err(UrlError::from_kind(ProblemKind::Unreadable)
            .with_message(format!("{client} rejects the certificates"))
            .with_help("use files in PEM format, and the key of the client certificate")),
    }
}

/// Reads a PEM file.
fn read(path: &Path, label: &str, item: &str) -> Result<Vec<u8>, UrlError> {
    let content = fs::read(path).map_err(|error| unreadable(path, error))?;
    // The client ignores a file without it.
    match String::from_utf8_lossy(&content).contains(&format!("{label}-----")) {
        true => Ok(content),
        false => Err(missing(path, item)),
    }
}

fn build(
    info: ConnectionInfo,
    certificate: Option<(Vec<u8>, Vec<u8>)>,
    root_cert: Option<Vec<u8>>,
) -> RedisResult<Client> {
    #[allow(clippy::wildcard_imports, reason = "some names may not exist")]
    use redis::*;
    let client_tls = certificate.map(|(client_cert, client_key)| ClientTlsConfig { client_cert, client_key });
    Client::build_with_tls(info, TlsCertificates { client_tls, root_cert })
}

#[allow(dead_code, reason = "the client has it with TLS")]
struct TlsCertificates {
    client_tls: Option<ClientTlsConfig>,
    root_cert: Option<Vec<u8>>,
}

#[allow(dead_code, reason = "the client has it with TLS")]
struct ClientTlsConfig {
    client_cert: Vec<u8>,
    client_key: Vec<u8>,
}

/// The function of a client without TLS, whose address db-config has already rejected.
#[allow(dead_code, reason = "the client has it with TLS")]
trait WithoutTls: Sized {
    fn build_with_tls(info: ConnectionInfo, certificates: TlsCertificates) -> RedisResult<Self>;
}

impl WithoutTls for Client {
    fn build_with_tls(_: ConnectionInfo, _: TlsCertificates) -> RedisResult<Self> {
        Err((ErrorKind::InvalidClientConfig, "redis is built without TLS").into())
    }
}

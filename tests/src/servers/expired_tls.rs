use super::certificates;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, Stream};
use std::io::Read;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// A listener that speaks TLS from the first byte, as MongoDB does, with an expired certificate for `localhost`.
/// MongoDB itself does not start with an expired certificate.
#[derive(Debug)]
pub struct ExpiredTls {
    /// The address on which it listens.
    pub address: SocketAddr,
    received: Arc<Mutex<Vec<u8>>>,
}

impl ExpiredTls {
    /// Returns the decrypted bytes that clients have sent.
    pub fn received(&self) -> Vec<u8> {
        self.received.lock().expect("no connection panicked").clone()
    }
}

/// Starts a new listener.
pub fn expired_tls() -> ExpiredTls {
    let file = |name| certificates().directory().join(name);
    let chain = vec![CertificateDer::from_pem_file(file("expired.pem")).expect("the file contains a certificate")];
    let key = PrivateKeyDer::from_pem_file(file("expired.key")).expect("the file contains a key");
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|config| config.with_no_client_auth().with_single_cert(chain, key))
        .map(Arc::new)
        .expect("the certificate and the key match");

    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("the listener is bound");
    let received = Arc::default();
    let seen = Arc::clone(&received);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (config, seen) = (Arc::clone(&config), Arc::clone(&seen));
            thread::spawn(move || serve(stream, config, &seen));
        }
    });
    ExpiredTls { address, received }
}

fn serve(mut stream: TcpStream, config: Arc<ServerConfig>, received: &Mutex<Vec<u8>>) {
    let mut connection = ServerConnection::new(config).expect("the settings are valid");
    let mut buffer = [0; 4096];
    while let Ok(length @ 1..) = Stream::new(&mut connection, &mut stream).read(&mut buffer) {
        received.lock().expect("no connection panicked").extend_from_slice(&buffer[..length]);
    }
}

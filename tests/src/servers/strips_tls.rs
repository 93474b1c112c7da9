use super::{HOST, SSL_REQUEST, Server};
use crate::escaped;
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// The request for GSSAPI encryption, which libpq sends before that for TLS if the system has a Kerberos ticket.
const GSS_REQUEST: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 48];

/// The flag `CLIENT_SSL` in the second byte of the capabilities in a MySQL server's greeting.
const CLIENT_SSL: u8 = 0x08;

/// A man-in-the-middle proxy that makes client and server believe that the other does not support TLS. It forwards
/// everything else.
#[derive(Debug)]
pub struct StripsTls {
    server: &'static Server,
    port: u16,
    connections: Connections,
}

/// The bytes that the client of each connection has sent.
type Connections = Arc<Mutex<Vec<Vec<u8>>>>;

impl StripsTls {
    /// Returns the server's URL through this proxy.
    pub fn url(&self, query: &str) -> String {
        let Server { scheme, user, password, database, .. } = self.server;
        format!("{scheme}://{user}:{}@{HOST}:{}/{database}?{query}", escaped(password), self.port)
    }

    /// Returns the bytes that each client has sent since the last call, including refused requests for TLS.
    pub fn take_sent(&self) -> Vec<Vec<u8>> {
        std::mem::take(&mut self.connections.lock().expect("no connection panicked"))
    }
}

/// Starts a new proxy in front of this server.
pub fn strips_tls(server: &'static Server) -> StripsTls {
    let listener = TcpListener::bind((HOST, 0)).expect("a port is free");
    let port = listener.local_addr().expect("the listener is bound").port();
    let connections = Connections::default();
    let seen = Arc::clone(&connections);
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let seen = Arc::clone(&seen);
            // Ends when the client or the server disconnects.
            thread::spawn(move || serve(client, server, &seen));
        }
    });
    StripsTls { server, port, connections }
}

fn serve(client: TcpStream, server: &Server, connections: &Connections) -> io::Result<()> {
    let upstream = TcpStream::connect((server.host, server.port))?;
    let index = {
        let mut connections = connections.lock().expect("no connection panicked");
        connections.push(Vec::new());
        connections.len() - 1
    };
    let record = |bytes: &[u8]| {
        let mut connections = connections.lock().expect("no connection panicked");
        // `take_sent` may have removed the entry of this connection.
        if let Some(connection) = connections.get_mut(index) {
            connection.extend_from_slice(bytes);
        }
    };
    match server.scheme {
        "postgres" => refuse_requests(&client, &upstream, record)?,
        "mysql" => strip_greeting(&client, &upstream)?,
        // MongoDB does not negotiate TLS. A connection uses TLS from the first byte or not at all.
        _ => {}
    }
    let (from, to) = (upstream.try_clone()?, client.try_clone()?);
    thread::spawn(move || pump(from, to, |_| {}));
    pump(client, upstream, record);
    Ok(())
}

fn pump(mut from: TcpStream, mut to: TcpStream, mut record: impl FnMut(&[u8])) {
    let mut buffer = [0; 4096];
    while let Ok(length @ 1..) = from.read(&mut buffer) {
        record(&buffer[..length]);
        if to.write_all(&buffer[..length]).is_err() {
            break;
        }
    }
    // Disconnects the other side too.
    let _ = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
}

fn refuse_requests(mut client: &TcpStream, mut upstream: &TcpStream, record: impl Fn(&[u8])) -> io::Result<()> {
    loop {
        // The length of the shortest first message of a client.
        let mut message = [0; 8];
        client.read_exact(&mut message)?;
        record(&message);
        match message {
            SSL_REQUEST | GSS_REQUEST => client.write_all(b"N")?,
            _ => return upstream.write_all(&message),
        }
    }
}

fn strip_greeting(mut client: &TcpStream, mut upstream: &TcpStream) -> io::Result<()> {
    let mut header = [0; 4];
    upstream.read_exact(&mut header)?;
    let mut greeting = vec![0; usize::from(header[0]) | usize::from(header[1]) << 8];
    upstream.read_exact(&mut greeting)?;
    // Protocol, version, NUL, thread (4 bytes), scramble (8), NUL, capabilities.
    let version = greeting.iter().position(|&byte| byte == 0).expect("the version ends with NUL");
    let capabilities = version + 1 + 4 + 8 + 1;
    assert_ne!(greeting[capabilities + 1] & CLIENT_SSL, 0, "the server does not support TLS");
    greeting[capabilities + 1] &= !CLIENT_SSL;
    client.write_all(&header)?;
    client.write_all(&greeting)
}

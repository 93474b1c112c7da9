use super::{HOST, SSL_REQUEST, Server};
use crate::escaped;
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// What libpq asks for before TLS where the system has a Kerberos ticket.
const GSS_REQUEST: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 48];

/// `CLIENT_SSL`, in the second byte of the capabilities of a MySQL server's greeting.
const CLIENT_SSL: u8 = 0x08;

/// A man in the middle who makes client and server believe that the other has no TLS, and otherwise hands on what they
/// say.
#[derive(Debug)]
pub struct StripsTls {
    server: &'static Server,
    port: u16,
    connections: Connections,
}

/// What the client of each has sent.
type Connections = Arc<Mutex<Vec<Vec<u8>>>>;

impl StripsTls {
    /// The server's URL through this proxy.
    pub fn url(&self, query: &str) -> String {
        let Server { scheme, user, password, database, .. } = self.server;
        format!("{scheme}://{user}:{}@{HOST}:{}/{database}?{query}", escaped(password), self.port)
    }

    /// What each connection has sent since this was last asked, the requests for TLS that were refused included.
    pub fn take_sent(&self) -> Vec<Vec<u8>> {
        std::mem::take(&mut self.connections.lock().expect("no connection panicked"))
    }
}

/// Starts a new proxy before this server.
pub fn strips_tls(server: &'static Server) -> StripsTls {
    let listener = TcpListener::bind((HOST, 0)).expect("a port is free");
    let port = listener.local_addr().expect("it is bound").port();
    let connections = Connections::default();
    let seen = Arc::clone(&connections);
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let seen = Arc::clone(&seen);
            // Whoever hangs up ends it.
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
        // A connection of a test that has taken what was sent and no longer cares.
        if let Some(connection) = connections.get_mut(index) {
            connection.extend_from_slice(bytes);
        }
    };
    match server.scheme {
        "postgres" => refuse_requests(&client, &upstream, record)?,
        "mysql" => strip_greeting(&client, &upstream)?,
        // MongoDB negotiates nothing: TLS is there from the first byte, or it is not.
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
    // The one that still talks to nobody shall learn of it.
    let _ = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
}

fn refuse_requests(mut client: &TcpStream, mut upstream: &TcpStream, record: impl Fn(&[u8])) -> io::Result<()> {
    loop {
        // The shortest message that a client begins with.
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
    let version = greeting.iter().position(|&byte| byte == 0).expect("the version ends");
    let capabilities = version + 1 + 4 + 8 + 1;
    assert_ne!(greeting[capabilities + 1] & CLIENT_SSL, 0, "the server has no TLS");
    greeting[capabilities + 1] &= !CLIENT_SSL;
    client.write_all(&header)?;
    client.write_all(&greeting)
}

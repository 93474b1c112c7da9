use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// The first message of a PostgreSQL client that requests TLS.
pub const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];

/// A listener that speaks PostgreSQL's protocol without TLS, and disconnects before the login.
#[derive(Debug)]
pub struct RefusesTls {
    /// The address on which it listens.
    pub address: SocketAddr,
    connections: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl RefusesTls {
    /// Returns the bytes that each client has sent so far. They are only [`SSL_REQUEST`] if the client disconnected
    /// after the refusal.
    pub fn first_messages(&self) -> Vec<Vec<u8>> {
        self.connections.lock().expect("no connection panicked").clone()
    }
}

/// Starts a new listener.
pub fn refuses_tls() -> RefusesTls {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("the listener is bound");
    let connections = Arc::default();
    let seen = Arc::clone(&connections);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let seen = Arc::clone(&seen);
            thread::spawn(move || serve(stream, &seen));
        }
    });
    RefusesTls { address, connections }
}

fn serve(mut stream: TcpStream, seen: &Mutex<Vec<Vec<u8>>>) {
    let mut message = [0; 4096];
    let Ok(length) = stream.read(&mut message) else {
        return;
    };
    let index = {
        let mut seen = seen.lock().expect("no connection panicked");
        seen.push(message[..length].to_vec());
        seen.len() - 1
    };
    if message[..length] != SSL_REQUEST || stream.write_all(b"N").is_err() {
        return;
    }
    if let Ok(length) = stream.read(&mut message) {
        seen.lock().expect("no connection panicked")[index].extend_from_slice(&message[..length]);
    }
}

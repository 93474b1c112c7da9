use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// What a PostgreSQL client sends first when it wants TLS.
pub const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];

/// A listener that talks like a PostgreSQL server without TLS, and hangs up where a login would start.
#[derive(Debug)]
pub struct RefusesTls {
    /// Where it listens.
    pub address: SocketAddr,
    connections: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl RefusesTls {
    /// What each connection has sent so far: [`SSL_REQUEST`] alone where the client left after the refusal.
    pub fn first_messages(&self) -> Vec<Vec<u8>> {
        self.connections.lock().expect("no connection panicked").clone()
    }
}

/// Starts a new listener.
pub fn refuses_tls() -> RefusesTls {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it is bound");
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

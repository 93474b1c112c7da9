use std::io::{Read, Write};
use std::net::TcpListener;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::thread;

/// A listener that speaks PostgreSQL's protocol and requests the password of every client in clear text. It then
/// refuses the client with a message that [`password_in`] reads.
#[derive(Debug)]
pub struct AsksForPassword {
    /// The port on 127.0.0.1.
    pub port: u16,
}

impl AsksForPassword {
    /// Listens also on a Unix socket in this directory, with the name of the default port.
    pub fn listen_in(&self, directory: &Path) {
        let listener = UnixListener::bind(directory.join(".s.PGSQL.5432")).expect("the directory is writable");
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                thread::spawn(move || serve(stream));
            }
        });
    }
}

/// Starts a new listener.
pub fn asks_for_password() -> AsksForPassword {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = listener.local_addr().expect("the listener is bound").port();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || serve(stream));
        }
    });
    AsksForPassword { port }
}

const MARK: &str = "the password in hexadecimal is <";

/// Returns the password that a client has sent, from its error message.
pub fn password_in(message: &str) -> Option<Vec<u8>> {
    let (_, rest) = message.split_once(MARK)?;
    let (digits, _) = rest.split_once('>')?;
    let byte = |at| u8::from_str_radix(&digits[at..at + 2], 16).expect("the listener wrote hexadecimal digits");
    Some((0..digits.len()).step_by(2).map(byte).collect())
}

/// Serves one client. Returns early if the client disconnects, because it has no password.
fn serve(mut stream: impl Read + Write) -> Option<()> {
    // Requests for TLS and for GSSAPI come before the login.
    while let [4, 210, 22, 46 | 47, ..] = read(&mut stream)?[..] {
        stream.write_all(b"N").ok()?;
    }
    stream.write_all(b"R\0\0\0\x08\0\0\0\x03").ok()?;
    stream.read_exact(&mut [0]).ok()?;
    let password = read(&mut stream)?;
    let digits: String =
        password.strip_suffix(b"\0").unwrap_or(&password).iter().map(|byte| format!("{byte:02x}")).collect();
    let error = format!("SFATAL\0C28000\0M{MARK}{digits}>\0\0");
    stream.write_all(b"E").ok()?;
    stream.write_all(&(error.len() as u32 + 4).to_be_bytes()).ok()?;
    stream.write_all(error.as_bytes()).ok()
}

/// Reads a message, which begins with its length, and returns its content.
fn read(stream: &mut impl Read) -> Option<Vec<u8>> {
    let mut length = [0; 4];
    stream.read_exact(&mut length).ok()?;
    let mut message = vec![0; (u32::from_be_bytes(length) as usize).checked_sub(4)?.min(1 << 20)];
    stream.read_exact(&mut message).ok()?;
    Some(message)
}

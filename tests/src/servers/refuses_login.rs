use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

/// Starts a PostgreSQL server that refuses every login with this SQLSTATE and message, for example in another language.
/// Returns its URL without TLS.
pub fn refuses_login(code: &str, message: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("its port").port();
    let fields = format!("SFATAL\0VFATAL\0C{code}\0M{message}\0\0");
    let mut answer = vec![b'E'];
    answer.extend((fields.len() as u32 + 4).to_be_bytes());
    answer.extend(fields.as_bytes());
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            // The client's startup message.
            let _ = stream.read(&mut [0; 1024]);
            let _ = stream.write_all(&answer);
        }
    });
    format!("postgres://app@127.0.0.1:{port}/app?sslmode=disable")
}

use super::{HOST, Server};
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

/// The number of connections that it refuses.
const REFUSED: usize = 3;

/// Starts a proxy in front of this PostgreSQL or MariaDB server. It refuses the first connections as a server does that
/// starts or is full, and forwards the others. Returns the port.
pub fn starting(server: &'static Server) -> u16 {
    let listener = TcpListener::bind((HOST, 0)).expect("a port is free");
    let port = listener.local_addr().expect("the listener is bound").port();
    thread::spawn(move || {
        for (count, client) in listener.incoming().flatten().enumerate() {
            thread::spawn(move || match (count < REFUSED, server.scheme) {
                (true, "postgres") => refuse_as_postgres(client),
                (true, _) => refuse_as_mysql(client),
                (false, _) => forward(client, server),
            });
        }
    });
    port
}

/// Answers the startup message with SQLSTATE 57P03.
fn refuse_as_postgres(mut client: TcpStream) -> io::Result<()> {
    let _startup = client.read(&mut [0; 4096])?;
    let fields = b"SFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0\0";
    let mut message = vec![b'E'];
    message.extend((fields.len() as u32 + 4).to_be_bytes());
    message.extend(fields);
    client.write_all(&message)
}

/// Sends error 1040 instead of the greeting, without a SQLSTATE, as the server does before the handshake.
fn refuse_as_mysql(mut client: TcpStream) -> io::Result<()> {
    let text = b"Too many connections";
    let mut packet = vec![text.len() as u8 + 3, 0, 0, 0, 0xff];
    packet.extend(1040_u16.to_le_bytes());
    packet.extend(text);
    client.write_all(&packet)?;
    // The client reads the packet before it learns that the connection is closed.
    client.read(&mut [0; 16]).map(drop)
}

fn forward(client: TcpStream, server: &Server) -> io::Result<()> {
    let upstream = TcpStream::connect((server.host, server.port))?;
    let (mut from, mut to) = (upstream.try_clone()?, client.try_clone()?);
    thread::spawn(move || {
        let copied = io::copy(&mut from, &mut to);
        to.shutdown(std::net::Shutdown::Both).and(copied)
    });
    let (mut from, mut to) = (client, upstream);
    io::copy(&mut from, &mut to)?;
    to.shutdown(std::net::Shutdown::Both)
}

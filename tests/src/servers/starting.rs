use super::{HOST, Server};
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

/// The number of connections that it refuses.
const REFUSED: usize = 3;

/// Starts a proxy in front of this PostgreSQL, MariaDB or Redis server. It refuses the first connections as a server does that
/// starts or is full, and forwards the others. Returns the port.
pub fn starting(server: &'static Server) -> u16 {
    let listener = TcpListener::bind((HOST, 0)).expect("a port is free");
    let port = listener.local_addr().expect("the listener is bound").port();
    thread::spawn(move || {
        for (count, client) in listener.incoming().flatten().enumerate() {
            thread::spawn(move || match (count < REFUSED, server.scheme) {
                (true, "postgres") => refuse_as_postgres(client),
                (true, "redis") => refuse_as_redis(client),
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

/// Answers commands as Redis does while it loads its data: it accepts only a login and the choice of a database.
fn refuse_as_redis(mut client: TcpStream) -> io::Result<()> {
    let mut input = [0; 4096];
    loop {
        let length = client.read(&mut input)?;
        if length == 0 {
            return Ok(());
        }
        // A command is an array, which begins with `*`. The name of the command follows its length.
        let lines: Vec<_> = input[..length].split(|&byte| byte == b'\n').collect();
        for command in lines.windows(3).filter(|lines| lines[0].starts_with(b"*")) {
            let is_allowed = [&b"AUTH"[..], b"SELECT"].contains(&command[2].trim_ascii());
            let answer: &[u8] =
                if is_allowed { b"+OK\r\n" } else { b"-LOADING Redis is loading the dataset in memory\r\n" };
            client.write_all(answer)?;
        }
    }
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

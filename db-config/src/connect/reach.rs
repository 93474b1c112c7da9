//! Connects to the servers of a URL without a client, for a client that does not report why it cannot connect.

use std::io;
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

use super::blocking::OnThread;
use super::timer::within;

/// Connects to one of the servers.
///
/// # Errors
///
/// Returns the error of the last address of the last server: an unknown host, a refused connection, or no answer.
pub(crate) async fn reach(servers: Vec<(String, u16)>, limit: Duration) -> io::Result<()> {
    let connected = OnThread::new(move || {
        let mut last = Ok(());
        for server in servers {
            match server.to_socket_addrs() {
                Ok(addresses) => {
                    for address in addresses {
                        match TcpStream::connect_timeout(&address, limit) {
                            Ok(_) => return Ok(()),
                            Err(error) => last = Err(error),
                        }
                    }
                }
                Err(error) => last = Err(error),
            }
        }
        last
    });
    within(limit, connected).await.unwrap_or_else(|| Err(io::ErrorKind::TimedOut.into()))
}

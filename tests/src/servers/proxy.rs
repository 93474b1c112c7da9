use super::{HOST, PASSWORD, Server, USER};
use crate::escaped;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::Duration;

/// The treatment of the bytes that pass through a [`Proxy`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Traffic {
    /// Forwards them.
    Flows,
    /// Forwards them after this time.
    Delayed(Duration),
    /// Holds them back, and leaves the connections open.
    Stands,
    /// Closes the connections, and each new one.
    IsCut,
}

/// A proxy between a client and a server, which delays, stops or cuts the traffic.
#[derive(Debug)]
pub struct Proxy {
    server: &'static Server,
    port: u16,
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    traffic: Traffic,
    open: Vec<TcpStream>,
    next: usize,
    closed: usize,
    /// Those before this one get no more bytes.
    stuck: usize,
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().expect("no connection panicked")
}

impl Proxy {
    /// Starts a proxy in front of this server.
    pub fn new(server: &'static Server) -> Self {
        let listener = TcpListener::bind((HOST, 0)).expect("a port is free");
        let port = listener.local_addr().expect("the listener is bound").port();
        let state =
            Arc::new(Mutex::new(State { traffic: Traffic::Flows, open: Vec::new(), next: 0, closed: 0, stuck: 0 }));
        let of_thread = Arc::clone(&state);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if lock(&of_thread).traffic == Traffic::IsCut {
                    continue;
                }
                let Ok(upstream) = TcpStream::connect((HOST, server.port)) else { continue };
                for stream in [&client, &upstream] {
                    stream.set_nodelay(true).expect("the socket is open");
                }
                let streams = [&client, &upstream].map(|stream| stream.try_clone().expect("a descriptor is free"));
                let number = {
                    let mut state = lock(&of_thread);
                    state.open.extend(streams);
                    state.next += 1;
                    state.next
                };
                let (from, to) = (client.try_clone().expect("a descriptor is free"), upstream.try_clone());
                let (to, state) = (to.expect("a descriptor is free"), Arc::clone(&of_thread));
                thread::spawn(move || forward(from, to, number, &state));
                let state = Arc::clone(&of_thread);
                thread::spawn(move || {
                    forward(upstream, client, number, &state);
                    lock(&state).closed += 1;
                });
            }
        });
        Self { server, port, state }
    }

    /// Returns the server's URL through this proxy.
    pub fn url(&self) -> String {
        let Server { scheme, database, query, .. } = self.server;
        let login = if *scheme == "mongodb" { String::new() } else { format!("{USER}:{}@", escaped(PASSWORD)) };
        format!("{scheme}://{login}{HOST}:{}/{database}?{query}", self.port)
    }

    /// Returns the port of this proxy.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Changes what it does with the bytes.
    pub fn set(&self, traffic: Traffic) {
        let mut state = lock(&self.state);
        state.traffic = traffic;
        if traffic == Traffic::IsCut {
            for stream in state.open.drain(..) {
                // The other side may have closed it.
                let _ = stream.shutdown(Shutdown::Both);
            }
        }
    }

    /// Holds back the bytes of the connections so far for ever, and leaves them open. New ones flow.
    pub fn hold_all(&self) {
        let mut state = lock(&self.state);
        state.stuck = state.next;
    }

    /// Returns the number of connections that both sides have open.
    pub fn open(&self) -> usize {
        let state = lock(&self.state);
        state.next - state.closed
    }

    /// Returns the number of connections so far.
    pub fn accepted(&self) -> usize {
        lock(&self.state).next
    }
}

fn forward(mut from: TcpStream, mut to: TcpStream, number: usize, state: &Mutex<State>) {
    let mut bytes = [0; 16 * 1024];
    while let Ok(count @ 1..) = from.read(&mut bytes) {
        let delay = Duration::from_millis(5);
        loop {
            let (traffic, stuck) = {
                let state = lock(state);
                (state.traffic, state.stuck)
            };
            match traffic {
                _ if number <= stuck => thread::sleep(delay),
                Traffic::Flows | Traffic::IsCut => break,
                Traffic::Delayed(time) => {
                    thread::sleep(time);
                    break;
                }
                Traffic::Stands => thread::sleep(delay),
            }
        }
        if to.write_all(&bytes[..count]).is_err() {
            break;
        }
    }
    // The other side learns that this one has ended.
    let _ = to.shutdown(Shutdown::Both);
    let _ = from.shutdown(Shutdown::Both);
}

//! Opening connections: `wait` until the server answers, and `ping`.

mod attempts;
mod clients;
mod lazy;
mod load;
mod operating;
mod ping;
mod silent;
mod wait;

//! Opening connections: `wait` until the server answers, and `ping`.

mod attempts;
mod clients;
mod ping;
mod silent;
mod wait;

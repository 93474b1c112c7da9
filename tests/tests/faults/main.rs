//! The errors of each client when the connection fails. The client returns in time and does not panic. No piece of the
//! password is in any form of its error or in its logs. It never connects without the TLS that the URL requires.
//!
//! The messages are on the client's page in `docs/clients`, under `## Connection errors`. `FAULTS=overwrite` rewrites
//! them.

mod client;
mod document;
mod logs;
mod mongodb;
mod mysql;
mod postgres;
mod redis;
mod servers;
mod sqlite;

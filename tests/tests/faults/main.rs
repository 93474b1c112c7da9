//! What each client says when its server refuses: it comes back in time, without a panic, without a piece of the
//! password in any form of its error or its logs, and never without the TLS that was asked for.
//!
//! What they say is `docs/faults.md`; `FAULTS=overwrite` writes it anew.

mod client;
mod document;
mod logs;
mod mongodb;
mod mysql;
mod postgres;
mod servers;
mod sqlite;

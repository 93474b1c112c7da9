//! Output about a configuration: the report, the check, `.env.example`, `Debug` and events.

mod check;
mod debug;
mod deploying;
mod env_docs;
mod env_example;
mod table;
mod tracing;

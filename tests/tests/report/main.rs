//! What an app shows of its configuration: the report, the check, `.env.example`, `Debug`, events.

mod check;
mod debug;
mod deploying;
mod env_example;
mod table;
mod tracing;

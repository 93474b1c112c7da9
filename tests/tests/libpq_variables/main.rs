//! libpq's variables (`PGHOST` and others) and its password file: what they fill in, what they override, and what of them
//! reaches a client.

mod attribute;
mod fill_in;
mod over_a_default;
#[cfg(unix)]
mod password_file;
mod process_environment;
#[cfg(unix)]
mod psql;

//! libpq's environment variables (`PGHOST` and others) and its password file. The tests cover the parts that they fill
//! in and override, and the variables that a client would read itself.

mod attribute;
mod fill_in;
mod over_a_default;
#[cfg(unix)]
mod password_file;
mod process_environment;
#[cfg(unix)]
mod psql;

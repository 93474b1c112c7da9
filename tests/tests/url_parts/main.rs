//! The parts of a URL: scheme, user, password, hosts, ports, database, query.

mod international_hosts;
mod never_panics;
mod other_tools;
mod reading;
mod values;

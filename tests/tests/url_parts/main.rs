//! The parts of a URL: scheme, user, password, hosts, ports, database, query.

mod builder;
mod diagnosis;
mod equality;
mod escapes;
mod hosts;
mod international_hosts;
mod mistakes;
mod schemes;
mod users;

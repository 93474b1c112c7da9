//! The parts of a URL: scheme, user, password, hosts, ports, database, query.

mod builder;
mod diagnosis;
mod equality;
mod escapes;
mod foreign;
mod hosts;
mod international_hosts;
mod mistakes;
mod redis;
mod schemes;
mod users;

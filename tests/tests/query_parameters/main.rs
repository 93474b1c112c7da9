//! Query parameters. A parameter never becomes part of the value before it, and a value never becomes more than a value
//! in SQL or in a startup packet.

#[cfg(unix)]
mod command_line_tools;
mod foreign_names;
mod libpq_only;
mod mysql_session;
mod other_tools;
mod params_attribute;
mod parts;
#[cfg(unix)]
mod pgbouncer;
mod separators;
mod startup_packet;
mod suggestions;
mod units;

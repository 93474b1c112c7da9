//! Query parameters: none is swallowed by what stands before it, and none reaches SQL or a startup packet as more than a
//! value.

#[cfg(unix)]
mod command_line_tools;
mod libpq_only;
mod mysql_session;
mod other_tools;
#[cfg(unix)]
mod pgbouncer;
mod separators;
mod startup_packet;

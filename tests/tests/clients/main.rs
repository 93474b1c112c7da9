//! Each client: its settings are those of the URL, or the URL is refused, and a real server takes them.

mod connection_strings;
mod custom;
mod deadpool_postgres;
mod diesel;
mod diesel_async;
mod mongodb;
mod mysql_async;
mod refinery;
mod rusqlite;
mod sea_orm;
mod sqlx;
mod tokio_postgres;

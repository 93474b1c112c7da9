//! Each client: its options are those of the URL, or db-config rejects the URL. A real server accepts the options.

mod connection_strings;
mod custom;
mod deadpool_postgres;
mod deadpool_redis;
mod diesel;
mod diesel_async;
mod fred;
mod mongodb;
mod mysql;
mod mysql_async;
mod postgres;
mod redis;
mod redis_servers;
mod refinery;
mod rusqlite;
mod sea_orm;
mod sqlx;
mod test_database;
mod tokio_postgres;

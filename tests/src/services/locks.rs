//! Locks that block all writes to a database until they are dropped.

use std::path::Path;

use mongodb::bson::doc;

use crate::servers::Server;

/// Runs the SQL, which must lock the file. The lock lasts until the connection is dropped.
pub(super) fn locked_file(path: &Path, sql: &str) -> rusqlite::Connection {
    let connection = rusqlite::Connection::open(path).expect("the file opens");
    connection.execute_batch(sql).expect("the file is not locked");
    connection
}

/// Like [`locked_file`], but reverts the migration first. Other connections can still read.
pub(super) fn unmigrated_file(path: &Path) -> rusqlite::Connection {
    let connection = locked_file(path, "drop table visits");
    let query = "select name from sqlite_master where type = 'table' and name like '%migrations'";
    let table: String = connection.query_row(query, [], |row| row.get(0)).expect("the migration tool has a table");
    locked_file(path, &format!("delete from {table}; begin immediate"))
}

/// A new schema in a PostgreSQL database.
pub(super) struct Schema<'a> {
    pub(super) name: String,
    server: &'a Server,
}

impl<'a> Schema<'a> {
    pub(super) fn new(server: &'a Server) -> Self {
        let schema = Self { name: format!("of_{}", std::process::id()), server };
        schema.run(&format!("create schema {}", schema.name));
        schema
    }

    /// Runs the statements and returns their connection. Dropping it releases their locks.
    pub(super) fn run(&self, sql: &str) -> Connection {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.expect("a runtime starts");
        let client = runtime.block_on(async {
            let (client, connection) =
                tokio_postgres::connect(&self.server.url(), tokio_postgres::NoTls).await.expect("the server answers");
            tokio::spawn(connection);
            client.batch_execute(sql).await.expect("the server runs the statements");
            client
        });
        Connection { _client: client, _runtime: runtime }
    }
}

pub(super) struct Connection {
    _client: tokio_postgres::Client,
    _runtime: tokio::runtime::Runtime,
}

/// Blocks all writes to the server until it is dropped.
pub(super) struct MongoLock {
    admin: mongodb::Database,
    runtime: tokio::runtime::Runtime,
}

impl MongoLock {
    pub(super) fn new(server: &Server) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime starts");
        let admin = runtime.block_on(async {
            let client = mongodb::Client::with_uri_str(server.url()).await.expect("the URL is valid");
            let admin = client.database("admin");
            admin.run_command(doc! { "fsync": 1, "lock": true }).await.expect("the server can be locked");
            admin
        });
        Self { admin, runtime }
    }
}

impl Drop for MongoLock {
    fn drop(&mut self) {
        let unlocked = self.runtime.block_on(async { self.admin.run_command(doc! { "fsyncUnlock": 1 }).await });
        unlocked.expect("the server can be unlocked");
    }
}

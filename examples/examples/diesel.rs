//! Opens a Diesel pool, writes a row and counts the rows: `cargo run -p examples --features diesel --example diesel`.

use db_config::{Connect, DatabaseConfig};
use diesel::connection::SimpleConnection;
use diesel::r2d2::{ConnectionManager, Pool};
use diesel::{QueryableByName, RunQueryDsl, SqliteConnection, sql_query, sql_types};

#[derive(DatabaseConfig)]
struct Config {
    #[database(default = "sqlite::memory:", max_connections = 2)]
    database: Connect<Pool<ConnectionManager<SqliteConnection>>>,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = sql_types::BigInt)]
    count: i64,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let pool = Config::from_env()?.database.connect()?;
    pool.get()?
        .batch_execute("create table if not exists visits (note text); insert into visits (note) values ('hello')")?;
    let count: Count = sql_query("select count(*) as count from visits").get_result(&mut pool.get()?)?;
    println!("visits: {}", count.count);
    Ok(())
}

use db_config::{DatabaseConfig, DatabaseUrl};
use std::path::PathBuf;

#[derive(DatabaseConfig)]
#[database(prefix = "APP_", tls = "require", schemes("postgres", "sqlite"), crate = ::db_config)]
struct Config {
    #[database(env = "ORDERS_URL", default = "postgresql://localhost/orders", libpq_env, params = "application_name=a%20b")]
    orders: DatabaseUrl,

    #[database(env("CACHE_URL", "SQLITE_URL"), schemes("sqlite3"), params = "journal_mode=wal&mode=rw")]
    cache: Option<PathBuf>,

    #[database(env = "SALES_URL", schemes("mongodb", "mongodb+srv"),)]
    #[database(default = "mongodb://localhost/sales", default_tls = "verify-full")]
    sales: DatabaseUrl,

    #[database(skip)]
    started: Option<u8>,
}

fn main() {}

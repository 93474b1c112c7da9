// What the macro sees, a type, a scheme and a default: all of it in one compile.
use db_config::{DatabaseConfig, DatabaseUrl, SqliteFile};
use std::path::PathBuf;

#[derive(DatabaseConfig)]
#[database(evn = "STORE_URL", default = "postgres://localhost:port/orders")]
enum Store {
    Path(PathBuf),
    File(SqliteFile),
    Bytes(Vec<u8>),
    #[database(skip)]
    None,
}

#[derive(DatabaseConfig)]
struct Config {
    #[database(parse, tls = "require")]
    url: DatabaseUrl,

    #[database(env = "PORTS", parse)]
    ports: [u16; 2],

    #[database(env = "STORE_URL", default = "sqlite:/app.db")]
    store: Store,
}

fn main() {
    let _ = Store::from_env();
    let _ = Config::from_env();
}

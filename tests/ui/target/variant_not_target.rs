use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
#[database(default = "postgres://localhost/orders")]
enum Store {
    Url(DatabaseUrl),
    Bytes(Vec<u8>),
}

fn main() {
    let _ = Store::from_env();
}

use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
union Store {
    a: u8,
    b: i8,
}

fn main() {}

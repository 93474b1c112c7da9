use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
enum Store {
    Url(),
}

fn main() {}

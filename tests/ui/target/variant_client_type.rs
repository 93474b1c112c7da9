use db_config::{DatabaseConfig, SqliteFile};
use ui::client::ConnectOptions;

#[derive(DatabaseConfig)]
#[database(debug)]
enum Store {
    File(SqliteFile),
    Server(ConnectOptions),
}

fn main() {}

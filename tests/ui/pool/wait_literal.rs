use db_config::{Connect, DatabaseConfig};

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "USERS_URL", wait = 30)]
    users: Connect<sqlx::PgPool>,
    #[database(env = "STOCK_URL", wait = "soon")]
    stock: Connect<sqlx::PgPool>,
}

fn main() {}

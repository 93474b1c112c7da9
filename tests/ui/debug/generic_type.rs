use db_config::{DatabaseConfig, DatabaseUrl};

struct Level;

impl std::str::FromStr for Level {
    type Err = String;

    fn from_str(_: &str) -> Result<Self, String> {
        Ok(Level)
    }
}

#[derive(DatabaseConfig)]
#[database(debug)]
struct Config<T> {
    orders: DatabaseUrl,

    #[database(env = "LEVEL", show)]
    level: T,
}

fn main() {
    let config = Config::<Level>::from_env().unwrap();
    println!("{config:?}");
}

use db_config::{DatabaseConfig, DatabaseUrl};

fn url() -> String {
    "postgres://localhost/app".to_owned()
}

fn port() -> u16 {
    8080
}

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "A_URL", default_with = url())]
    called: DatabaseUrl,
    #[database(env = "B_URL", default_with = "url")]
    text: DatabaseUrl,
    #[database(env = "C_URL", default_with)]
    no_value: DatabaseUrl,
    #[database(env = "D_URL", default = "postgres://h/d", default_with = url)]
    both: DatabaseUrl,
}

#[derive(DatabaseConfig)]
struct Types {
    #[database(env = "A_URL", default_with = url)]
    optional: Option<DatabaseUrl>,
    #[database(env = "PORT", parse, default_with = port)]
    port: u16,
}

#[derive(DatabaseConfig)]
#[database(default_with = url)]
struct OnStruct {
    database: DatabaseUrl,
}

fn main() {}

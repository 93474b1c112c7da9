use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    a: Option<DatabaseUrl>,
    b: std::option::Option<DatabaseUrl>,
    c: ::std::option::Option<DatabaseUrl>,
    d: core::option::Option<DatabaseUrl>,
    e: ::core::option::Option<DatabaseUrl>,
}

fn main() {
    let no_variables: [(&str, &str); 0] = [];
    let Config { a, b, c, d, e } = Config::from_source(&no_variables).unwrap();
    assert!([a, b, c, d, e].iter().all(Option::is_none));
}

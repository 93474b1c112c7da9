pub use db_config as reexport;

mod inner {
    #[derive(crate::reexport::DatabaseConfig)]
    #[database(crate = super::reexport)]
    struct Relative {
        orders: crate::reexport::DatabaseUrl,
    }

    #[derive(crate::reexport::DatabaseConfig)]
    #[database(crate = "crate::reexport")]
    struct Quoted {
        orders: crate::reexport::DatabaseUrl,
    }
}

#[derive(reexport::DatabaseConfig)]
#[database(crate = reexport)]
struct Bare {
    orders: reexport::DatabaseUrl,
}

#[derive(reexport::DatabaseConfig)]
#[database(crate = self::reexport)]
struct Config {
    orders: reexport::DatabaseUrl,
}

fn main() {}

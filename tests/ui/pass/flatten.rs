use db_config::{DatabaseConfig, DatabaseUrl, SqliteFile};
use std::path::PathBuf;

#[derive(DatabaseConfig)]
#[database(prefix = "DB_")]
struct Shop {
    orders: DatabaseUrl,

    #[database(env = "PORT", parse, default = "8080")]
    port: u16,
}

#[derive(DatabaseConfig)]
enum Store {
    File(SqliteFile),
}

// A mention of a parameter in the type, and in another place than the end.
#[derive(DatabaseConfig)]
struct Middle<'a, T, const N: usize> {
    #[database(flatten, prefix = "INNER_")]
    inner: T,

    #[database(skip)]
    names: std::marker::PhantomData<&'a [u8; N]>,
}

#[derive(DatabaseConfig)]
#[database(prefix = "APP_")]
struct App<T> {
    #[database(flatten)]
    shop: Shop,

    #[database(flatten, prefix = "SIDE_")]
    side: Shop,

    // Reads the same variables as `shop`, with a value that is valid for both.
    #[database(flatten)]
    again: self::Shop,

    #[database(env = "CACHE_URL")]
    cache: Option<PathBuf>,

    #[database(flatten, prefix = "STORE_")]
    store: Store,

    #[database(flatten, prefix = "X_")]
    inner: T,

    #[database(flatten, prefix = "Y_")]
    middle: Middle<'static, T, 2>,
}

// Nothing but another type.
#[derive(DatabaseConfig)]
struct Wrapper {
    #[database(flatten)]
    shop: Shop,
}

#[derive(DatabaseConfig)]
struct Nothing {}

#[derive(DatabaseConfig)]
struct OfNothing {
    #[database(flatten)]
    nothing: Nothing,
}

// Both read DATABASE_URL, of whose pool the second's other name says as much.
#[derive(DatabaseConfig)]
struct Two {
    #[database(env("DATABASE_URL", "DATABASE_URI"))]
    orders: DatabaseUrl,
}

#[derive(DatabaseConfig)]
struct OfTwo {
    orders: DatabaseUrl,

    #[database(flatten)]
    two: Two,
}

#[derive(DatabaseConfig)]
struct BesideTwo {
    orders: DatabaseUrl,

    #[database(env("DATABASE_URL", "DATABASE_URI"))]
    two: DatabaseUrl,
}

fn main() {
    let names = |settings: &[db_config::Field]| {
        settings.iter().map(|setting| format!("{} {}", setting.field(), setting.variables()[0])).collect::<Vec<_>>()
    };
    assert_eq!(
        names(App::<Shop>::fields()),
        [
            "shop.orders APP_DB_DATABASE_URL",
            "shop.port APP_DB_PORT",
            "side.orders APP_SIDE_DB_DATABASE_URL",
            "side.port APP_SIDE_DB_PORT",
            "again.orders APP_DB_DATABASE_URL",
            "again.port APP_DB_PORT",
            "cache APP_CACHE_URL",
            "store.Store APP_STORE_DATABASE_URL",
            "inner.orders APP_X_DB_DATABASE_URL",
            "inner.port APP_X_DB_PORT",
            "middle.inner.orders APP_Y_INNER_DB_DATABASE_URL",
            "middle.inner.port APP_Y_INNER_DB_PORT",
        ],
    );
    assert_eq!(names(App::<Nothing>::fields()).len(), 8);
    assert_eq!(names(Wrapper::fields()), ["shop.orders DB_DATABASE_URL", "shop.port DB_PORT"]);
    assert!(OfNothing::fields().is_empty());
    assert_eq!(OfTwo::fields().len(), BesideTwo::fields().len());
}

use db_config::{DatabaseConfig, DatabaseUrl};
use std::fmt::Debug;
use std::path::PathBuf;

fn is_debug<T: Debug>() {}

#[derive(DatabaseConfig)]
#[database(debug)]
struct Shop<'a, T, U, const N: usize>
where
    T: Clone,
{
    orders: T,

    #[database(env = "VALUE", parse)]
    value: U,

    #[database(env = "VALUES", show)]
    values: Option<Vec<U>>,

    // These types have no `Debug`.
    #[database(env = "KEY", secret)]
    key: Key,

    #[database(env = "KEY", parse)]
    same: Option<Vec<Key>>,

    #[database(skip)]
    skipped: std::marker::PhantomData<(&'a [u8; N], Key)>,
}

struct Key;

impl std::str::FromStr for Key {
    type Err = String;

    fn from_str(_: &str) -> Result<Self, String> {
        Ok(Key)
    }
}

#[derive(DatabaseConfig)]
#[database(debug)]
enum Store<T> {
    File(PathBuf),
    Url(T),
}

#[derive(DatabaseConfig)]
#[database(debug)]
struct App<C> {
    #[database(flatten, prefix = "SHOP_")]
    shop: Shop<'static, DatabaseUrl, u8, 2>,

    #[database(flatten, prefix = "STORE_")]
    store: Store<Server>,

    #[database(flatten, prefix = "INNER_")]
    inner: C,

    #[database(env = "STORE")]
    optional: Option<Store<Server>>,

    replicas: Vec<DatabaseUrl>,
}

struct Server;

impl db_config::FromDatabaseUrl for Server {
    const BACKENDS: db_config::Backends = db_config::Backends::POSTGRES;

    fn from_database_url(_: &DatabaseUrl) -> Result<Self, db_config::UrlError> {
        Ok(Server)
    }
}

#[derive(DatabaseConfig)]
#[database(debug)]
struct Nothing {}

// A field of every name that the derived code has.
#[derive(DatabaseConfig)]
#[database(debug)]
#[allow(non_snake_case)]
struct Names {
    #[database(env = "A")]
    __f: DatabaseUrl,
    #[database(env = "B")]
    __prefix: DatabaseUrl,
    #[database(env = "C")]
    r#type: DatabaseUrl,
    #[database(env = "D")]
    fmt_redacted_fields: DatabaseUrl,
}

fn main() {
    is_debug::<App<Nothing>>();
    is_debug::<App<Store<Server>>>();
    is_debug::<Names>();
}

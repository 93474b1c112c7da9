//! Pool options with their own variable and unit.

use db_config::{DatabaseConfig, DatabaseUrl, PoolSettings};

type Orders = (DatabaseUrl, PoolSettings);

#[derive(DatabaseConfig)]
struct Values {
    #[database(env = "A_URL", max_connections(env = "A_SIZE", defualt = 20))]
    a: Orders,
    #[database(env = "B_URL", max_connections(env = "B_SIZE", unit = "s"))]
    b: Orders,
    #[database(env = "C_URL", idle_timeout(unit = "seconds"))]
    c: Orders,
    #[database(env = "D_URL", max_connections(env = "D_SIZE", env = "D_POOL"))]
    d: Orders,
    #[database(env = "E_URL", max_connections(env = ""))]
    e: Orders,
    #[database(env = "F_URL", max_connections(env = "F_SIZE", default = "20"))]
    f: Orders,
    #[database(env = "G_URL", idle_timeout(unit = "s", default = 20))]
    g: Orders,
    #[database(env = "H_URL", idle_timeout(unit = "s", default = "20"))]
    h: Orders,
    #[database(env = "I_URL", max_connections(env = "I_SIZE" default = 20))]
    i: Orders,
    #[database(env = "J_URL", max_connections(default = 20 env = "J_SIZE"))]
    j: Orders,
    #[database(env = "K_URL", max_connections())]
    k: Orders,
    #[database(env = "L_URL", max_connections(env))]
    l: Orders,
    #[database(env = "M_URL", max_connections(env = "M SIZE", prefix = "M_", default = 0))]
    m: Orders,
    #[database(env = "N_URL", max_connections(env("N_SIZE", "N_POOL")))]
    n: Orders,
}

#[derive(DatabaseConfig)]
#[database(max_connections(env = "SIZE", defualt = 20))]
enum Enum {
    #[database(idle_timeout(unit = "x"))]
    Sqlite((PoolSettings, db_config::SqliteFile)),
}

fn main() {}

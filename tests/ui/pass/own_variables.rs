//! The compiler limits the time of constants. It suffices for the own variables of many flattened fields.

use db_config::{DatabaseConfig, DatabaseUrl, PoolSettings};

type Orders = (DatabaseUrl, PoolSettings);

macro_rules! config {
    ($name:ident: $($field:ident $url:literal $max:literal $min:literal $acquire:literal $idle:literal $lifetime:literal)*) => {
        #[derive(DatabaseConfig)]
        struct $name {
            $(#[database(
                env = $url,
                max_connections(env = $max),
                min_connections(env = $min),
                acquire_timeout(env = $acquire),
                idle_timeout(env = $idle),
                max_lifetime(env = $lifetime)
            )]
            $field: Orders,)*
        }
    };
}

config! {
    First:
    a0 "APP_A0_URL" "APP_A0_MAX" "APP_A0_MIN" "APP_A0_WAIT" "APP_A0_IDLE" "APP_A0_LIFE"
    a1 "APP_A1_URL" "APP_A1_MAX" "APP_A1_MIN" "APP_A1_WAIT" "APP_A1_IDLE" "APP_A1_LIFE"
    a2 "APP_A2_URL" "APP_A2_MAX" "APP_A2_MIN" "APP_A2_WAIT" "APP_A2_IDLE" "APP_A2_LIFE"
    a3 "APP_A3_URL" "APP_A3_MAX" "APP_A3_MIN" "APP_A3_WAIT" "APP_A3_IDLE" "APP_A3_LIFE"
    a4 "APP_A4_URL" "APP_A4_MAX" "APP_A4_MIN" "APP_A4_WAIT" "APP_A4_IDLE" "APP_A4_LIFE"
    a5 "APP_A5_URL" "APP_A5_MAX" "APP_A5_MIN" "APP_A5_WAIT" "APP_A5_IDLE" "APP_A5_LIFE"
}

config! {
    Second:
    b0 "APP_B0_URL" "APP_B0_MAX" "APP_B0_MIN" "APP_B0_WAIT" "APP_B0_IDLE" "APP_B0_LIFE"
    b1 "APP_B1_URL" "APP_B1_MAX" "APP_B1_MIN" "APP_B1_WAIT" "APP_B1_IDLE" "APP_B1_LIFE"
    b2 "APP_B2_URL" "APP_B2_MAX" "APP_B2_MIN" "APP_B2_WAIT" "APP_B2_IDLE" "APP_B2_LIFE"
    b3 "APP_B3_URL" "APP_B3_MAX" "APP_B3_MIN" "APP_B3_WAIT" "APP_B3_IDLE" "APP_B3_LIFE"
    b4 "APP_B4_URL" "APP_B4_MAX" "APP_B4_MIN" "APP_B4_WAIT" "APP_B4_IDLE" "APP_B4_LIFE"
    b5 "APP_B5_URL" "APP_B5_MAX" "APP_B5_MIN" "APP_B5_WAIT" "APP_B5_IDLE" "APP_B5_LIFE"
}

#[derive(DatabaseConfig)]
struct App {
    #[database(flatten)]
    first: First,
    #[database(flatten)]
    second: Second,
}

// Two names of one unit, and a value that needs a unit next to one that does not.
#[derive(DatabaseConfig)]
struct Units {
    #[database(env = "DATABASE_URL", idle_timeout(env = "IDLE", unit = "m"), max_lifetime(unit = "m"))]
    first: Orders,
    #[database(env = "DATABASE_URL", idle_timeout(env = "IDLE", unit = "min"), max_lifetime(unit = "MIN"))]
    second: Orders,
    #[database(env = "DATABASE_URL")]
    third: Orders,
    #[database(env = "OTHER_URL", idle_timeout(env = "IDLE", unit = "min"))]
    other: Orders,
}

fn main() {
    assert_eq!(App::fields().len(), 12);
    assert_eq!(Units::fields().len(), 4);
}

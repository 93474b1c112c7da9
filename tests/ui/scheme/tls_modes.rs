use db_config::{Backends, DatabaseConfig, DatabaseUrl, FromDatabaseUrl, TlsMode, TlsModes, TlsPlan, UrlError};

macro_rules! client {
    ($name:ident, $modes:expr) => {
        struct $name;

        impl FromDatabaseUrl for $name {
            const BACKENDS: Backends = Backends::ALL;
            const TLS_MODES: TlsModes = $modes;

            fn from_database_url(_: &DatabaseUrl) -> Result<Self, UrlError> {
                Ok(Self)
            }
        }
    };
}

client!(NoPrefer, TlsModes::ALL.difference(TlsModes::from_slice(&[TlsMode::Prefer])));
client!(NoVerifyCa, TlsModes::ALL.difference(TlsModes::from_slice(&[TlsMode::VerifyCa])));
client!(NoCertificates, TlsModes::from_slice(&[TlsMode::Off, TlsMode::Prefer, TlsMode::Require]));
client!(NoTls, TlsModes::from_slice(&[TlsMode::Off]));

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "A_URL", tls = "prefer")]
    a: NoPrefer,
    #[database(env = "B_URL", default_tls = "prefer")]
    b: Option<NoPrefer>,
    #[database(env = "C_URL", tls = "verify-ca")]
    c: Vec<NoVerifyCa>,
    #[database(env = "D_URL", tls = "verify-full")]
    d: NoCertificates,
    #[database(env = "E_URL", tls = "require")]
    e: Box<NoTls>,
    #[database(env = "F_URL", tls = "verify-full")]
    fine: (NoCertificates, TlsPlan),
}

// The struct's mode is for the fields that support it.
#[derive(DatabaseConfig)]
#[database(default_tls = "prefer")]
struct Inherited {
    database: NoPrefer,
}

#[derive(DatabaseConfig)]
#[database(tls = "prefer")]
enum Store {
    Any(NoPrefer),
}

fn main() {}

//! The attribute `params`.

use db_config::{Backends, DatabaseConfig, DatabaseUrl, FromDatabaseUrl, SqliteFile, UrlError};

struct Pinger;

impl FromDatabaseUrl for Pinger {
    const BACKENDS: Backends = Backends::POSTGRES;

    fn from_database_url(_: &DatabaseUrl) -> Result<Self, UrlError> {
        Ok(Pinger)
    }
}

// The field type decides which database the parameters are for.
#[derive(DatabaseConfig)]
struct Types {
    #[database(env = "A_URL", params = "aplication_name=shop")]
    a: Pinger,
    #[database(env = "B_URL", params = "aplication_name=shop")]
    b: (DatabaseUrl, SqliteFile),
    #[database(env = "C_URL", params = "journal_mode=wal&application_name=shop")]
    c: SqliteFile,
    #[database(env = "D_URL", schemes("postgres", "mysql"), params = "journal_mode=wal")]
    d: DatabaseUrl,
    #[database(env = "E_URL", params = "charset=latin1")]
    e: DatabaseUrl,
    #[database(env = "F_URL", params = "echo=true")]
    f: Vec<SqliteFile>,
}

#[derive(DatabaseConfig)]
struct Values {
    #[database(env = "A_URL", params = "")]
    a: DatabaseUrl,
    #[database(env = "B_URL", params = "?application_name=shop")]
    b: DatabaseUrl,
    #[database(env = "C_URL", params = "application_name")]
    c: DatabaseUrl,
    #[database(env = "D_URL", params = "application_name=my shop")]
    d: DatabaseUrl,
    #[database(env = "E_URL", params = "application_name=50%")]
    e: DatabaseUrl,
    #[database(env = "F_URL", params = "application_name=a;lock_timeout=5")]
    f: DatabaseUrl,
    #[database(env = "G_URL", params = "application_name=a#b")]
    g: DatabaseUrl,
    #[database(env = "H_URL", params = "keepalives_idle=soon")]
    h: DatabaseUrl,
    #[database(env = "I_URL", schemes("postgres"), params = "application_name=a&applicationName=b")]
    i: DatabaseUrl,
    #[database(env = "J_URL", params = "application_name=${NAME}")]
    j: DatabaseUrl,
    #[database(env = "K", parse, params = "application_name=shop")]
    k: u16,
    #[database(env = "L_URL", params("application_name=shop"))]
    l: DatabaseUrl,
    #[database(env = "M_URL", schemes("postgres"), params = "aplication_name=shop")]
    m: DatabaseUrl,
    #[database(env = "N_URL", params = "&&")]
    n: DatabaseUrl,
    #[database(env = "O_URL", params = "schema=a&search_path=b")]
    o: Pinger,
    #[database(env = "P_URL", schemes("postgres"), params = "options[a%20b]=1")]
    p: DatabaseUrl,
    #[database(env = "Q_URL", params = "charset=utf8mb4&collation=latin1_swedish_ci")]
    q: DatabaseUrl,
}

#[derive(DatabaseConfig)]
struct OtherPlaces {
    #[database(env = "A_URL", params = "host=db&port=5432&dbname=app")]
    a: DatabaseUrl,
    #[database(env = "B_URL", params = "user=app&password=hunter2")]
    b: DatabaseUrl,
    #[database(env = "C_URL", parts = "DB_", params = "user=app&host=db")]
    c: DatabaseUrl,
    #[database(env = "D_URL", params = "sslmode=require&sslrootcert=ca.pem")]
    d: DatabaseUrl,
    #[database(env = "E_URL", params = "pool_size=5&connect_timeout=3&maxPoolSize=7&statement_timeout=9")]
    e: DatabaseUrl,
    #[database(env = "F_URL", params = "passfile=/x&service=y&proxyPassword=z")]
    f: DatabaseUrl,
    #[database(env = "G_URL", params = "sslkeylogfile=x&ssl_min_protocol_version=TLSv1.3")]
    g: DatabaseUrl,
    #[database(env = "H_URL", params = "ssl_disabled=false&tls_versions=TLSv1.2&direct_tls=false&built_in_roots=true")]
    h: DatabaseUrl,
    #[database(env = "I_URL", schemes("mongodb"), params = "tlsDisableOCSPEndpointCheck=true")]
    i: DatabaseUrl,
}

#[derive(DatabaseConfig)]
#[database(params = "charset=utf8mb4")]
enum Store {
    #[database(params = "application_name=shop")]
    Sqlite(SqliteFile),
    #[database(params = "sslmode=require")]
    Postgres(Pinger),
}

#[derive(DatabaseConfig)]
#[database(params = "application_name=shop")]
struct Container {
    url: DatabaseUrl,
}

#[derive(DatabaseConfig)]
#[database(params = "charset=utf8mb4")]
enum Generic<T: FromDatabaseUrl> {
    One(T),
}

#[derive(DatabaseConfig)]
struct UsesGeneric {
    url: Generic<SqliteFile>,
}

// The code that runs at startup would reject them.
#[derive(DatabaseConfig)]
struct Defaults {
    #[database(env = "A_URL", default = "postgres://h/d?schema=a&search_path=b")]
    a: DatabaseUrl,
    #[database(env = "B_URL", default = "mysql://u@h/d?charset=utf8mb4&collation=latin1_swedish_ci")]
    b: DatabaseUrl,
}

fn main() {}

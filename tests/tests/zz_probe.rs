use db_config::*;
use tests::clients::*;
fn url(t: &str) -> DatabaseUrl { t.parse().unwrap_or_else(|e: UrlError| panic!("{t}: {e}")) }
#[test]
fn probe() {
    let u = url("postgres://u@evil.com，.localhost/d");
    let d = deadpool_postgres::Config::from_database_url(&u).unwrap();
    println!("DEADPOOL {:?} {:?}", d.url, d.get_pg_config().map(|c| format!("{:?} {:?}", c.get_hosts(), c.get_ssl_mode())));
    println!("DIESEL {}", DieselUrl::from_database_url(&u).unwrap().expose());
    let t = tokio_postgres::Config::from_database_url(&u);
    println!("TOKIO {:?}", t);
    println!("MONGO {:?}", mongodb::options::ClientOptions::from_database_url(&url("mongodb://evil.com，.localhost/d")).map(|o| o.hosts));
    println!("SQLXANY {:?}", sqlx::any::AnyConnectOptions::from_database_url(&u).map(|o| o.database_url.to_string()));
    for q in ["sqlite::memory:?immutable=1", "sqlite::memory:?vfs=unix", "sqlite::memory:?cache=private", "file:my%20name?mode=memory"] {
        let u = url(q);
        for c in clients_of(Backend::Sqlite) { println!("{q} {} {:?}", c.name, (c.show)(&u).map_err(|e| e.to_string())); }
    }
    for t in ["mongodb://localhost/?tlsInsecure=false", "mongodb://localhost/?tls=false&tlsInsecure=false", "postgres://,db.example.com/d", "postgres://u@h.example.com/d?sslmode=require&sslrootcert=system", "mysql://h.example.com/d?sslrootcert=system", "mysql://u@a;b/d", "postgres://u@h.example.com./d",
      "postgres://u@%2Ftmp,localhost/d?sslmode=verify-full", "postgres://u@h/d?sslmode=", "postgres://h/d?sslnegotiation=", "mysql://h/d?requireSSL=true&verifyServerCertificate=true","mongodb://h.example.com/?tls=true&tlsAllowInvalidHostnames=true",
      "postgres://u@xn--/d","postgres://u@0x7f000001/d","postgres://u@0/d","postgres://u@127.0.0.1.localhost/d","mysql://u@%2Ftmp%2Fs.sock/d?ssl-mode=REQUIRED", "mysql://h.example.com/d?sslaccept=strict&trustServerCertificate=true","mysql://h.example.com/d?verify_identity=true&requireSSL=false"] {
        println!("{t} => {}", t.parse::<DatabaseUrl>().map_or_else(|e| format!("ERR {e}"), |u| u.tls().to_string()));
    }
    let u = url("mysql://u@%2Ftmp%2Fs.sock/d?ssl-mode=REQUIRED");
    for c in clients_of(Backend::MySql) { println!("{} {:?}", c.name, (c.show)(&u).map_err(|e| e.to_string())); }
    let u = url("postgres://u@%2Ftmp,localhost/d?sslmode=verify-full");
    for c in clients_of(Backend::Postgres) { println!("{} {:?}", c.name, (c.show)(&u).map_err(|e| e.to_string())); }
}

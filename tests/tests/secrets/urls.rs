//! Secrets in a URL: in valid URLs, in invalid ones, and in the client options.

use db_config::resolved::{Resolved, Secret};
use db_config::{Capabilities, DatabaseUrl, FromDatabaseUrl, MigrationTiming, UrlError, UrlPart, pathname};
use tests::clients::CLIENTS;

use super::search::{Search, forms, search_all};

/// Returns valid URLs with the secret in each place that can have one. An escaped secret is always accepted.
pub fn valid(secret: &str) -> Vec<String> {
    let mut urls = vec![
        format!("postgres://app:{secret}@db.example.com:5433/orders"),
        format!("postgresql://u:{secret}@a,b:5433/orders?target_session_attrs=read-write&load_balance_hosts=random"),
        format!("postgres://app:{secret}@%2Fvar%2Frun/orders?application_name=shop&options=-c%20work_mem%3D1"),
        format!("postgres://db.example.com/orders?user=app&password={secret}&keepalives_idle=5&options[search_path]=a"),
        format!("postgres://app:other@db.example.com/orders?password={secret}&password={secret}"),
        format!("postgres://app@db.example.com/d?sslmode=verify-full&sslcert=c&sslkey=k&sslpassword={secret}"),
        format!("postgres://app@h/d?oauth_issuer=i&oauth_client_id=c&oauth_client_secret={secret}"),
        format!(
            "postgres://app:{secret}@db.example.com/d?channel_binding=prefer&sslnegotiation=direct&sslmode=require"
        ),
        format!("postgres://app@h/d?scram_client_key={secret}&scram_server_key={secret}"),
        format!("mysql://app:{secret}@db.example.com:3307/orders?charset=utf8mb4&collation=c&timezone=UTC"),
        format!("mariadb://app:{secret}@localhost/orders?socket=/run/mysqld/mysqld.sock"),
        format!("mongodb://app:{secret}@a:27018,b/orders?replicaSet=r&authSource=admin"),
        format!("mongodb+srv://app:{secret}@db.example.com/orders"),
        format!("mongodb://app@h/d?authMechanism=PLAIN&authMechanismProperties={secret}"),
        format!("mongodb://h/d?tls=true&tlsCertificateKeyFile=f&tlsCertificateKeyFilePassword={secret}"),
        format!("mongodb://h/d?proxyHost=p&proxyUsername=u&proxyPassword={secret}"),
        // The password also occurs in other parts.
        "postgres://orders:orders@orders/orders".to_owned(),
    ];
    // A client rejects these parameters, or accepts them with a warning.
    for query in ["connection_limit=5", "schema=a", "socket_timeout=5", "pgbouncer=true", "sslmode=verify-ca", "supa=x"]
    {
        urls.push(format!("postgres://app:{secret}@db.example.com/orders?{query}"));
    }
    urls
}

/// Returns URLs that some client does not support, or rejects with its own message.
fn rejected_by_some(secret: &str) -> Vec<String> {
    vec![
        format!("postgres://u:{secret}@a,b/d?target_session_attrs=standby"),
        format!("postgres://u:{secret}@h.example.com/d?channel_binding=require"),
        format!("postgres://u:{secret}@h.example.com/d?oauth_client_secret={secret}&oauth_client_id=x&oauth_issuer=y"),
        format!("postgres://u:{secret}@h.example.com/d?sslcert=c&sslkey=k&sslpassword={secret}"),
        format!("postgres://u@/d?password={secret}&sslmode=require"),
        format!("mysql://u:{secret}@a,b/d?charset=latin1"),
        format!("mysql://u:{secret}@[::1]/d?charset=latin1&collation=utf8mb4_bin"),
        format!("mongodb://u:{secret}@h.example.com/d?maxPoolSize=0"),
        format!("mongodb://localhost/d?authMechanism=MONGODB-OIDC&authMechanismProperties=ENVIRONMENT:{secret}"),
        format!("mongodb://localhost/d?authMechanism=GSSAPI&authMechanismProperties=CANONICALIZE_HOST_NAME:{secret}"),
    ]
}

/// Returns invalid URLs, with the secret wherever a mistake may put it.
pub fn broken(secret: &str) -> Vec<String> {
    let mut texts = Vec::new();
    for scheme in
        ["postgres", "mysql", "mongodb", "sqlite", "file", "postgress", "cockroach", "postgres+asyncpg", "redis"]
    {
        for behind in
            ["@h:x/d", "@h:99999/d", "@(h)/d", "@::1/d", "@h/d?a", "@h/d?shcema=a", "@h/d?sslmode=maybe", "@h/d#"]
        {
            texts.push(format!("{scheme}://app:{secret}{behind}"));
        }
        for rest in [
            format!("app:{secret}@h/d"),
            format!("/app:{secret}@h/d"),
            format!("//app:{secret}"),
            format!("//h/d?passwort={secret}"),
            format!("//h/d?sslkey=-----BEGIN%20{secret}"),
            format!("//h/d?password={secret}&passwort=x&sslmode=maybe"),
            format!("//app:{secret}@h1,h2:1,h3:x/d"),
            format!("//app:{secret}@h/d?sslmode=disable&ssl=true"),
            format!("//app:{secret}@h/d?schema=a&schema=b"),
            format!("//app:{secret}@h/d?sslcert=c"),
            format!("//app:{secret}@h/d,mysql://app:{secret}@h/d"),
            format!("//app:{secret}@tcp(h:3306)/d"),
            format!("//app:{secret}@h/${{NAME}}"),
            format!("//app:{secret}@h/d\n"),
            format!("//app:{secret}@h/%ff"),
            format!("//h/d?sslcert=c&sslkey={secret}%0A{secret}"),
        ] {
            texts.push(format!("{scheme}:{rest}"));
        }
    }
    texts.extend([
        secret.to_owned(),
        format!("\"{secret}\""),
        format!(" {secret}"),
        format!("app:{secret}@h"),
        format!("app:{secret}@tcp(h:3306)/d"),
        format!("host=h user=app password={secret}"),
        format!("Server=h;User Id=app;Password={secret}"),
        format!("jdbc:postgresql://h/d?user=app&password={secret}"),
        format!("jdbc:mysql://h/d?user=app&password={secret}"),
        format!("jdbc:sqlserver://h;user=app;password={secret}"),
        format!("DATABASE_URL=postgres://app:{secret}@h/d"),
        format!("psql 'postgres://app:{secret}@h/d'"),
        format!("'postgres://app:{secret}@h/d'"),
        format!("postgres:app:{secret}@h/d"),
        format!("postgres//app:{secret}@h/d"),
        format!("/{secret}"),
        format!("./{secret}"),
    ]);
    texts
}

#[test]
fn in_a_url_and_its_client_options() {
    search_all(
        search,
        forms! {
            Backend: Debug;
            Backends: Debug;
            Capabilities: Debug;
            DatabaseUrl: Debug, Display, Serialize;
            Param: Debug;
            Host: Debug;
            HostKind: Debug, Display;
            Keepalives: Debug;
            LibpqParameter: Debug;
            MigrationTiming: Debug, Display;
            MongoDb: Debug;
            MySql: Debug;
            MySqlSession: Debug;
            WarningKind: Debug, Display;
            Pool: Debug;
            Postgres: Debug;
            PostgresSession: Debug;
            ProblemKind: Debug;
            Resolved: Debug;
            Secret: Debug;
            Server: Debug;
            TlsMode: Debug, Display;
            TlsModes: Debug;
            TlsPlan: Debug, Display;
            TlsReason: Debug, Display;
            UrlError: Debug, Display, Error;
            UrlPart: Debug;
        },
    );
}

#[test]
fn in_the_error_of_a_text_that_is_no_url() {
    search_all(
        |search| {
            let canary = search.canary.clone();
            for text in broken(&canary.escaped()).into_iter().chain(broken(&canary.secret)) {
                match text.parse::<DatabaseUrl>() {
                    Ok(url) => search.both(&url),
                    Err(error) => rejected(search, &error),
                }
            }
        },
        &[],
    );
}

fn search(search: &mut Search) {
    let canary = search.canary.clone();
    let (escaped, half_escaped) = (canary.escaped(), canary.half_escaped());
    for text in [valid(&escaped), valid(&half_escaped), rejected_by_some(&escaped)].concat() {
        let url: DatabaseUrl = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
        assert!(url.expose_secret() == text, "only `expose_secret` returns the URL");
        search.text("pathname", &format!("{:?}", pathname(&text)));
        url_in_every_form(search, &url);
    }
}

fn rejected(search: &mut Search, error: &UrlError) {
    search.error(error);
    search.diagnostic(&db_config::Diagnosis::from(error));
    search.debug(&error.kind());
    search.method("UrlError::message", error.message());
    search.method("UrlError::help", error.help());
    search.method("UrlError::excerpt", error.excerpt());
    search.method("UrlError::variable", error.variable());
}

fn url_in_every_form(search: &mut Search, url: &DatabaseUrl) {
    search.both(url);
    search.serialized(url);
    search.method("DatabaseUrl::redacted", url.redacted());
    search.method("DatabaseUrl::scheme", url.scheme());
    search.method("DatabaseUrl::host", url.host());
    search.method("DatabaseUrl::username", url.username());
    search.method("DatabaseUrl::database", url.database());
    search.method("DatabaseUrl::pathname", url.pathname());
    search.debug(&url.backend());
    search.text("Backend", url.backend().name());
    search.both(&MigrationTiming::from_database_url(url).unwrap());
    search.both(url.tls());
    search.both(&url.tls().mode());
    search.both(url.tls().reason());
    for host in url.hosts() {
        search.both(host);
        search.method("Host::name", host.name());
        let kind = match url.tls().reason() {
            db_config::TlsReason::Host { kind, .. } => *kind,
            _ => db_config::HostKind::ThisMachine,
        };
        search.both(&kind);
    }
    if let Some(root) = url.tls().root_certificate() {
        search.debug(root);
    }
    let parts = [
        UrlPart::Scheme,
        UrlPart::Username,
        UrlPart::Password,
        UrlPart::Hosts,
        UrlPart::Path,
        UrlPart::Query,
        UrlPart::Parameter("password"),
        UrlPart::Parameter("authMechanismProperties"),
        UrlPart::Parameter("schema"),
    ];
    for part in parts {
        search.debug(&part);
        rejected(search, &url.unsupported("a client", "a part", part));
    }
    let secret = search.canary.secret.clone();
    let is_in_url = url.password() == Some(&secret) || url.query_pairs().any(|(_, value)| value == secret);
    for secret in [&*secret, url.expose_secret()].into_iter().filter(|_| is_in_url) {
        search.error(&url.rejected_by("a client", format!("not `{secret}`")));
        search.error(&url.rejected_by("a client", format!("near {:?}", secret.chars().skip(1).collect::<String>())));
        search.error(&url.rejected_by("a client", serde_json::to_string(secret).expect("a string serializes to JSON")));
    }
    resolved(search, url);
    for capabilities in [Capabilities::EMPTY, Capabilities::ALL] {
        search.debug(&capabilities);
        for warning in url.warnings(capabilities) {
            search.both(&warning);
        }
    }
    for client in CLIENTS {
        for warning in url.warnings((client.capabilities)(url)) {
            search.both(&warning);
        }
        search.debug(&client.backends);
        search.debug(&db_config::TlsModes::ALL);
        if let Err(error) = (client.show)(url) {
            rejected(search, &error);
        }
    }
    // The client's own `Debug` is searched too.
    search.text("FromDatabaseUrl", &format!("{:?}", db_config::TlsPlan::from_database_url(url)));
}

fn resolved(search: &mut Search, url: &DatabaseUrl) {
    let Ok(resolved) = Resolved::resolve(url) else { return };
    search.debug(&resolved);
    let (servers, pool, timeouts) = match &resolved {
        Resolved::Postgres(postgres) => {
            search.debug(postgres);
            search.debug(&postgres.session);
            search.method("PostgresSession::startup_options", postgres.session.startup_options());
            search.debug(&postgres.keepalives);
            postgres.password.iter().for_each(|password| search.debug::<Secret<'_>>(password));
            postgres.libpq.iter().for_each(|key| search.debug(key));
            postgres.keepalives.idle.iter().for_each(|given| search.debug(given));
            postgres.channel_binding.iter().for_each(|given| search.both(&given.value));
            postgres.target_session_attrs.iter().for_each(|given| search.both(&given.value));
            postgres.load_balance_hosts.iter().for_each(|given| search.both(&given.value));
            postgres.ssl_negotiation.iter().for_each(|given| search.both(&given.value));
            (&postgres.servers, &postgres.pool, &postgres.timeouts)
        }
        Resolved::MySql(mysql) => {
            search.debug(mysql);
            search.debug(&mysql.session);
            (&mysql.servers, &mysql.pool, &mysql.timeouts)
        }
        Resolved::MongoDb(mongodb) => {
            search.debug(mongodb);
            (&mongodb.servers, &mongodb.pool, &mongodb.timeouts)
        }
        Resolved::Sqlite(_) => panic!("no SQLite URL has a secret"),
        _ => unreachable!("there is no other backend"),
    };
    servers.iter().for_each(|server| search.debug(server));
    search.debug(pool);
    search.debug(timeouts);
}

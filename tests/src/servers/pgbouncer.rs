use super::{DATABASE, HOST, PASSWORD, Recipe, Server, USER, find, free_port};

/// The connections that use TLS.
#[derive(Debug, Clone, Copy)]
pub(super) enum Leg {
    None,
    /// From the client to PgBouncer.
    Client,
    /// From PgBouncer to PostgreSQL.
    Server,
}

/// Starts PgBouncer as a transaction-mode pooler for PostgreSQL.
pub(super) fn start(tls: Leg) -> Server {
    let program = find("pgbouncer", &[], "PgBouncer (Debian's package `pgbouncer`)");
    let server = super::postgres();
    let (port, database) = (server.port, server.database);
    let settings = format!(
        "[databases]
        {database} = host={HOST} port={port}
        [pgbouncer]
        listen_addr = {HOST}
        auth_type = plain
        auth_file = users
        pool_mode = transaction
        default_pool_size = 1
        unix_socket_dir =
        client_tls_sslmode = {}
        client_tls_cert_file = server.pem
        client_tls_key_file = server.key
        server_tls_sslmode = {}
        ",
        if matches!(tls, Leg::Client) { "require" } else { "disable" },
        if matches!(tls, Leg::Server) { "require" } else { "disable" },
    );
    let listen_port = free_port();
    let directory = Recipe {
        name: "PgBouncer",
        // PgBouncer does not run as root.
        prepare: r#"
            { echo "$settings" | sed 's/^ *//'; echo "listen_port = $port"; } >settings &&
            echo "$users" >users && cp "$certificates/server.pem" "$certificates/server.key" . || return
            as=
            if [ "$(id -u)" = 0 ]; then
                as='setpriv --reuid=postgres --regid=postgres --init-groups'
                chown -R postgres . || return
            fi"#,
        serve: r#"$as "$program" settings"#,
        stop: "INT",
        ready: "process up",
        variables: &[
            ("program", program.as_os_str()),
            ("settings", settings.as_ref()),
            ("users", format!("\"{USER}\" \"{PASSWORD}\"").as_ref()),
        ],
    }
    .start(listen_port);
    Server {
        scheme: "postgres",
        host: HOST,
        port: listen_port,
        tls_port: listen_port,
        socket: directory.path.clone(),
        user: USER,
        password: PASSWORD,
        database: DATABASE,
        query: match tls {
            Leg::Client => "sslmode=require&pgbouncer=true",
            Leg::None | Leg::Server => "sslmode=disable&pgbouncer=true",
        },
        _directory: directory,
    }
}

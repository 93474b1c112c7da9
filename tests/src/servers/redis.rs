use super::{HOST, PASSWORD, PROHIBITED_USER, Recipe, Server, Tls, USER, find, free_port};

/// The database, which is another one than the default.
pub(super) const DATABASE: &str = "3";

pub(super) fn start(tls: Tls, port: u16) -> Server {
    let server = find("redis-server", &[], "Redis (Debian's package `redis-server`)");
    let tls_port = match tls {
        Tls::Valid | Tls::Expired => free_port(),
        Tls::Only | Tls::None => port,
    };
    let (plain, encrypted) = match tls {
        Tls::Valid | Tls::Expired => (port, tls_port),
        Tls::Only => (0, port),
        Tls::None => (port, 0),
    };
    // As before Redis 6.
    let renamed = if matches!(tls, Tls::None) { "rename-command HELLO \"\"" } else { "" };
    let clients = if matches!(tls, Tls::Only) { "yes" } else { "optional" };
    let options = format!(
        "bind {HOST}
        port {plain}
        tls-port {encrypted}
        tls-auth-clients {clients}
        unixsocket socket
        save \"\"
        user default on \">{PASSWORD}\" ~* &* +@all
        user {USER} on \">{PASSWORD}\" ~* &* +@all
        user {PROHIBITED_USER} on \">{PASSWORD}\" -@all +auth +hello +select
        {renamed}"
    );
    let directory = Recipe {
        name: "Redis",
        prepare: r#"
            echo "$options" >options
            if [ "$certificate" ]; then
                echo "tls-ca-cert-file $certificates/ca.pem
                    tls-cert-file $certificates/$certificate.pem
                    tls-key-file $certificates/$certificate.key" >>options
            fi"#,
        serve: r#""$server" "$directory/options" --dir "$directory""#,
        stop: "KILL",
        ready: "Ready to accept connections",
        variables: &[("server", server.as_os_str()), ("options", options.as_ref()), ("certificate", tls.certificate())],
    }
    .start(port);
    Server {
        scheme: "redis",
        host: HOST,
        port,
        tls_port,
        socket: directory.path.join("socket"),
        user: USER,
        password: PASSWORD,
        database: DATABASE,
        query: "",
        _directory: directory,
    }
}

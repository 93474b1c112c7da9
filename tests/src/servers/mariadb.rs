use super::{CERT_USER, DATABASE, HOST, LIMITED_USER, PASSWORD, Recipe, Server, TLS_USER, Tls, USER, find};

pub(super) fn start(tls: Tls, port: u16) -> Server {
    let server = find("mariadbd", &[], "MariaDB (Debian's package `mariadb-server`)");
    let install = find("mariadb-install-db", &[], "MariaDB (Debian's package `mariadb-server`)");
    let sql = format!(
        "create database {DATABASE};
        create user {USER} identified by '{PASSWORD}';
        create user {TLS_USER} identified by '{PASSWORD}' require ssl;
        create user {CERT_USER} identified by '{PASSWORD}' require x509;
        create user {LIMITED_USER} identified by '{PASSWORD}' with max_user_connections 2;
        grant all on {DATABASE}.* to {USER}, {TLS_USER}, {CERT_USER}, {LIMITED_USER};"
    );
    let directory = Recipe {
        name: "MariaDB",
        prepare: r#"
            user=$(id -un)
            tls=--skip-ssl
            if [ "$certificate" ]; then
                tls="--ssl-ca=$certificates/ca.pem"
                tls="$tls --ssl-cert=$certificates/$certificate.pem --ssl-key=$certificates/$certificate.key"
            fi
            install_data() {
                rm -rf "$directory/data"
                "$install" --no-defaults --user="$user" --datadir="$directory/data" --skip-test-db --skip-name-resolve \
                    --innodb-log-file-size=4M
            }
            # On a busy machine it sometimes fails without a cause.
            echo "$sql" >sql && { install_data || install_data; }"#,
        serve: r#""$server" --no-defaults --user="$user" --datadir="$directory/data" --init-file="$directory/sql" \
            --bind-address=127.0.0.1 --port="$port" --socket="$directory/socket" --pid-file="$directory/pid" \
            $tls --skip-name-resolve --innodb-log-file-size=4M --innodb-buffer-pool-size=16M \
            --innodb-flush-log-at-trx-commit=0 --innodb-doublewrite=0"#,
        stop: "KILL",
        ready: "ready for connections",
        variables: &[
            ("server", server.as_os_str()),
            ("install", install.as_os_str()),
            ("sql", sql.as_ref()),
            ("certificate", tls.certificate()),
        ],
    }
    .start(port);
    Server {
        scheme: "mysql",
        host: HOST,
        port,
        tls_port: port,
        socket: directory.path.join("socket"),
        user: USER,
        password: PASSWORD,
        database: DATABASE,
        query: "ssl-mode=disabled",
        _directory: directory,
    }
}

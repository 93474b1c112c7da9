//! A connection, as the server sees it.

/// One text with every part of [`Seen`].
pub const QUERY: &str = "select concat_ws('|', current_user, current_database(), current_setting('port'), \
                         (inet_server_addr() is null)::text, current_setting('application_name'), \
                         current_setting('work_mem'), \
                         (select ssl::text from pg_stat_ssl where pid = pg_backend_pid()))";

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub user: String,
    pub database: String,
    /// The server's own port: each server has another, its socket included.
    pub port: String,
    pub is_socket: bool,
    pub application_name: String,
    /// A setting for `options`.
    pub work_mem: String,
    pub is_encrypted: bool,
}

impl Seen {
    pub fn read(row: &str) -> Self {
        let parts: Vec<&str> = row.split('|').collect();
        let [user, database, port, is_socket, application_name, work_mem, is_encrypted] = parts[..] else {
            panic!("not seven parts: {row}");
        };
        let truth = |text: &str| match text {
            "true" => true,
            "false" => false,
            _ => panic!("neither true nor false: {row}"),
        };
        Self {
            user: user.to_owned(),
            database: database.to_owned(),
            port: port.to_owned(),
            is_socket: truth(is_socket),
            application_name: application_name.to_owned(),
            work_mem: work_mem.to_owned(),
            is_encrypted: truth(is_encrypted),
        }
    }

    /// Whether it is the same as the other, TLS apart, which may be there without need.
    pub fn is_at_least(&self, other: &Self) -> bool {
        self.is_encrypted >= other.is_encrypted && Self { is_encrypted: other.is_encrypted, ..self.clone() } == *other
    }
}

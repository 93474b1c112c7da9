//! The properties of a connection, according to the server.

/// The query that returns all parts of [`Seen`] in one string.
pub const QUERY: &str = "select concat_ws('|', current_user, current_database(), current_setting('port'), \
                         (inet_server_addr() is null)::text, current_setting('application_name'), \
                         current_setting('work_mem'), \
                         (select ssl::text from pg_stat_ssl where pid = pg_backend_pid()))";

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub user: String,
    pub database: String,
    /// The server's own port, which identifies the server, also over a socket.
    pub port: String,
    pub is_socket: bool,
    pub application_name: String,
    /// A server setting that `options` can change.
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

    /// Returns whether the connections are equal, except that this one may be encrypted when the other is not.
    pub fn is_at_least(&self, other: &Self) -> bool {
        self.is_encrypted >= other.is_encrypted && Self { is_encrypted: other.is_encrypted, ..self.clone() } == *other
    }
}

//! What a URL leaves out, filled in as the database's own client library does it, so that no client
//! fills it in from the environment behind the application's back.

use std::path::Path;

use crate::{DatabaseUrl, Host};

/// PostgreSQL's port: libpq's compiled-in default.
pub(crate) const POSTGRES_PORT: u16 = 5432;

/// The user; where the URL names none, the operating system's, as libpq has it.
pub(crate) fn postgres_user(url: &DatabaseUrl) -> String {
    let name = || system_user().or_else(|| std::env::var(if cfg!(windows) { "USERNAME" } else { "USER" }).ok());
    url.username().map(str::to_owned).or_else(name).unwrap_or_else(|| "postgres".to_owned())
}

/// The name of the process's user, from where `getpwuid` has it on Linux.
#[cfg(target_os = "linux")]
fn system_user() -> Option<String> {
    use std::os::unix::fs::MetadataExt;

    let uid = std::fs::metadata("/proc/self").ok()?.uid().to_string();
    let users = std::fs::read_to_string("/etc/passwd").ok()?;
    users.lines().map(|line| line.split(':')).find_map(|mut fields| {
        let name = fields.next()?;
        (fields.nth(1)? == uid).then(|| name.to_owned())
    })
}

#[cfg(not(target_os = "linux"))]
fn system_user() -> Option<String> {
    None
}

/// Where a host is left out, the folder of the local server's socket, or `localhost` where there is
/// none: libpq's rule, with the folders that Debian, Fedora and the source distribution compile in.
pub(crate) fn postgres_host(host: &Host) -> String {
    if !host.name().is_empty() {
        return host.name().to_owned();
    }
    if let Some(address) = host.address() {
        return address.to_string();
    }
    let port = host.port().unwrap_or(POSTGRES_PORT);
    ["/var/run/postgresql", "/tmp"]
        .into_iter()
        .find(|folder| Path::new(folder).join(format!(".s.PGSQL.{port}")).exists())
        .unwrap_or("localhost")
        .to_owned()
}

//! What a URL leaves out, filled in as libpq does, so that no client fills it in from the environment behind the
//! application's back.

use std::path::Path;
use std::sync::OnceLock;

/// PostgreSQL's port: libpq's compiled-in default.
pub(crate) const PORT: u16 = 5432;

/// The operating system's name for the user of this process, as libpq and MySQL's clients determine it.
pub(crate) fn user() -> Option<&'static str> {
    static USER: OnceLock<Option<String>> = OnceLock::new();
    USER.get_or_init(system_user).as_deref()
}

/// From where `getpwuid` reads it on Linux.
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
    std::env::var(if cfg!(windows) { "USERNAME" } else { "USER" }).ok()
}

/// The default host: the folder of the local server's socket, or `localhost` if there is none: libpq's rule, with the
/// folders that Debian, Fedora and the source distribution compile in.
pub(crate) fn host(port: u16) -> &'static str {
    ["/var/run/postgresql", "/tmp"]
        .into_iter()
        .find(|folder| Path::new(folder).join(format!(".s.PGSQL.{port}")).exists())
        .unwrap_or("localhost")
}

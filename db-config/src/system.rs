//! Differences between operating systems, and values that do not come from a [`Source`](crate::Source): the user and
//! the socket of the local PostgreSQL server.

use std::fs::{FileType, Metadata};
use std::path::Path;

/// Whether paths have drive letters and backslashes, and files of programs are in `%APPDATA%`.
pub(crate) const IS_WINDOWS: bool = cfg!(windows);

/// The environment variable with the directory of libpq's files.
pub(crate) const LIBPQ_HOME: &str = if IS_WINDOWS { "APPDATA" } else { "HOME" };
/// The path of libpq's password file in that directory.
pub(crate) const LIBPQ_PASSWORD_FILE: &str = if IS_WINDOWS { "postgresql\\pgpass.conf" } else { ".pgpass" };
/// The path of libpq's root certificate in that directory.
pub(crate) const LIBPQ_ROOT_CERTIFICATE: &str =
    if IS_WINDOWS { "postgresql\\root.crt" } else { ".postgresql/root.crt" };

/// The default socket directories of PostgreSQL on Debian, on Fedora, and when built from source.
pub(crate) const SOCKET_DIRECTORIES: [&str; 3] = ["/var/run/postgresql", "/run/postgresql", "/tmp"];

/// Returns the directory with the socket of the local PostgreSQL server on this port, if there is one.
pub(crate) fn socket_directory(port: u16) -> Option<&'static str> {
    let has_socket = |directory: &&str| Path::new(directory).join(format!(".s.PGSQL.{port}")).exists();
    SOCKET_DIRECTORIES.into_iter().find(has_socket)
}

/// Returns the name of the effective user of this process, like libpq and the MySQL clients.
#[cfg(feature = "os-user")]
pub(crate) fn user() -> Option<&'static str> {
    static USER: std::sync::OnceLock<Option<String>> = std::sync::OnceLock::new();
    USER.get_or_init(|| whoami::username().ok()).as_deref()
}

#[cfg(not(feature = "os-user"))]
pub(crate) fn user() -> Option<&'static str> {
    None
}

/// Returns the drive that a path begins with, such as `C:`.
pub(crate) fn drive(path: &str) -> Option<&str> {
    if IS_WINDOWS && db_config_syntax::is_drive(path) { path.get(..2) } else { None }
}

/// Returns whether this user cannot create files in a directory. Returns `false` if that is not known.
///
/// Linux checks the permission before it creates a file without a name, which vanishes at once.
#[cfg(target_os = "linux")]
pub(crate) fn is_read_only(directory: &Path) -> bool {
    use std::io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem};
    use std::os::unix::fs::OpenOptionsExt as _;

    /// The value differs between architectures. It is 0 where it is not known.
    const O_DIRECTORY: i32 = if cfg!(any(target_arch = "aarch64", target_arch = "arm")) {
        0o40_000
    } else if cfg!(any(target_arch = "x86_64", target_arch = "x86", target_arch = "riscv64")) {
        0o200_000
    } else {
        0
    };
    const O_TMPFILE: i32 = 0o20_000_000 | O_DIRECTORY;
    if O_DIRECTORY == 0 {
        return false;
    }
    let created = std::fs::OpenOptions::new().write(true).custom_flags(O_TMPFILE).open(directory);
    created.is_err_and(|error| matches!(error.kind(), PermissionDenied | ReadOnlyFilesystem))
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn is_read_only(_: &Path) -> bool {
    false
}

#[cfg(unix)]
pub(crate) fn is_pipe(kind: FileType) -> bool {
    std::os::unix::fs::FileTypeExt::is_fifo(&kind)
}

#[cfg(not(unix))]
pub(crate) fn is_pipe(_: FileType) -> bool {
    false
}

/// Returns the permission bits of a file, or 0 on an operating system without them.
#[cfg(unix)]
pub(crate) fn mode(metadata: &Metadata) -> u32 {
    std::os::unix::fs::MetadataExt::mode(metadata)
}

#[cfg(not(unix))]
pub(crate) fn mode(_: &Metadata) -> u32 {
    0
}

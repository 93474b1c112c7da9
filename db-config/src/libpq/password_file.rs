//! libpq's [password file](https://www.postgresql.org/docs/current/libpq-pgpass.html).
//!
//! Each line is `hostname:port:database:username:password`. The first line that matches a connection gives its password.
//! Lines match as in libpq 18, byte by byte:
//!
//! - A field that is only `*` matches everything.
//! - A `\` makes the next character literal: `\:`, `\\`, and `\*` for the name `*`.
//! - An unescaped `:` matches a `:` of the value, so `::1:5432:app:app:secret` is a line for the host `::1`.
//! - The password ends at an unescaped `:` or at the end of the line. Every CR at the end of a line is dropped.
//! - A `#` as the first byte makes a line a comment.
//! - libpq reads C strings: a NUL removes the rest of its line, the newline included.
//! - A line with an empty password matches too. The connection then has no password.
//!
//! Differences from libpq:
//!
//! - `HOME` and `APPDATA` come from the [`Source`](crate::Source). libpq asks the operating system if `HOME` is not set.
//! - Each libpq knows one default socket directory, that of its build. See [`SOCKET_DIRECTORIES`].
//! - A file above 1 MiB is skipped, with a warning.
//! - A file that cannot be read is skipped with a warning. libpq skips it silently.

use std::borrow::Cow;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read};
use std::net::IpAddr;
use std::path::PathBuf;

use super::PORT;
use crate::system::{self, SOCKET_DIRECTORIES};
use db_config_syntax::printable::printable;

/// The host name that matches the default socket directory.
///
/// libpq matches it for the directory of its own build, and the path for any other directory. db-config matches both for
/// all [`SOCKET_DIRECTORIES`].
const LOCALHOST: &str = "localhost";

/// The size limit of the file.
const MAX_BYTES: u64 = 1 << 20;

/// The path of the password file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Location {
    pub path: PathBuf,
    /// `passfile` or `PGPASSFILE`; `None` for the default file.
    pub named_by: Option<&'static str>,
}

/// Finds the password file: the URL's `passfile`, else `PGPASSFILE`, else the default file in the home directory.
///
/// As in libpq, an empty `passfile` selects the default file even if `PGPASSFILE` is set. An empty variable is unset.
///
/// # Errors
///
/// `variable` fails for `PGPASSFILE`. A home directory that cannot be read has no password file.
pub(crate) fn locate<E>(
    passfile: Option<&str>,
    variable: impl Fn(&'static str) -> Result<Option<String>, E>,
) -> Result<Option<Location>, E> {
    let named = |path: &str, by| Some(Location { path: path.into(), named_by: Some(by) });
    match passfile {
        Some("") => {}
        Some(path) => return Ok(named(path, "passfile")),
        None => {
            if let Some(path) = variable("PGPASSFILE")?.filter(|path| !path.is_empty()) {
                return Ok(named(&path, "PGPASSFILE"));
            }
        }
    }
    let home = variable(system::LIBPQ_HOME).ok().flatten().filter(|home| !home.is_empty());
    Ok(home
        .map(|home| Location { path: PathBuf::from(home.as_str()).join(system::LIBPQ_PASSWORD_FILE), named_by: None }))
}

/// A password file that is not used. `Display` writes a warning and its help, without any content of the file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Skipped {
    pub path: PathBuf,
    /// As in [`Location`].
    pub named_by: Option<&'static str>,
    pub reason: SkipReason,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum SkipReason {
    Missing,
    /// A directory, a pipe, a device.
    NotRegular,
    /// The group or others have permissions on it.
    Accessible {
        mode: u32,
    },
    TooLarge,
    Unreadable(io::ErrorKind),
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A value that does not look like a path may be a misplaced secret.
        let is_plausible = self.path.is_absolute() || self.path.exists();
        let path = self.path.to_string_lossy();
        let path = if is_plausible { Some(printable(&path)) } else { None };
        match (&path, self.named_by) {
            (Some(path), Some(name)) => write!(f, "the password file `{path}` (set by `{name}`)")?,
            (Some(path), None) => write!(f, "the password file `{path}`")?,
            (None, Some(name)) => write!(f, "the password file set by `{name}`")?,
            (None, None) => f.write_str("the password file in the home directory")?,
        }
        f.write_str(" is not used: ")?;
        match self.reason {
            SkipReason::Missing if self.path.starts_with("~") => f.write_str("`~` is not expanded; use the whole path"),
            SkipReason::Missing => match self.named_by {
                Some(name) => write!(f, "it does not exist; create it or remove `{name}`"),
                None => f.write_str("it does not exist"),
            },
            SkipReason::NotRegular => f.write_str("it is not a regular file"),
            SkipReason::Accessible { mode } => {
                write!(f, "its group or others can access it (mode {mode:04o}); run `chmod 600 ")?;
                f.write_str(path.as_deref().unwrap_or("FILE"))?;
                f.write_str("`")
            }
            SkipReason::TooLarge => f.write_str("it is larger than 1 MiB"),
            SkipReason::Unreadable(kind) => write!(f, "it cannot be read ({kind})"),
        }
    }
}

impl Location {
    /// Reads the file. Returns `None` if there is no default file.
    ///
    /// # Errors
    ///
    /// The file is not used.
    pub(crate) fn read(&self) -> Result<Option<PasswordFile>, Skipped> {
        let skipped = |reason| Skipped { path: self.path.clone(), named_by: self.named_by, reason };
        // Opening a pipe would wait for its other end.
        let metadata = match fs::metadata(&self.path) {
            Ok(metadata) => metadata,
            // Silent as in libpq: the home directory of many services is another user's, or does not exist.
            Err(_) if self.named_by.is_none() => return Ok(None),
            Err(error) => return Err(skipped(unreadable(&error))),
        };
        if !metadata.is_file() {
            return Err(skipped(SkipReason::NotRegular));
        }
        let file = File::open(&self.path).map_err(|error| skipped(unreadable(&error)))?;
        // The opened file may be another one than that of the first `metadata`.
        let metadata = file.metadata().map_err(|error| skipped(unreadable(&error)))?;
        // The mode is 0 on Windows, where libpq relies on the permissions of the directory.
        match system::mode(&metadata) {
            _ if !metadata.is_file() => return Err(skipped(SkipReason::NotRegular)),
            mode if mode & 0o077 != 0 => return Err(skipped(SkipReason::Accessible { mode: mode & 0o7777 })),
            _ if metadata.len() > MAX_BYTES => return Err(skipped(SkipReason::TooLarge)),
            _ => {}
        }
        let mut bytes = Vec::new();
        file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|error| skipped(unreadable(&error)))?;
        if bytes.len() as u64 > MAX_BYTES {
            return Err(skipped(SkipReason::TooLarge));
        }
        Ok(Some(PasswordFile::new(bytes)))
    }
}

fn unreadable(error: &io::Error) -> SkipReason {
    match error.kind() {
        io::ErrorKind::NotFound => SkipReason::Missing,
        kind => SkipReason::Unreadable(kind),
    }
}

/// One server of a connection, with its user and its database.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PasswordTarget<'a> {
    /// The host name, address or socket directory as the URL spells it; empty if it is left out.
    pub host: &'a str,
    /// `hostaddr`, which counts only if the host is empty.
    pub address: Option<IpAddr>,
    /// `None` for the default port.
    pub port: Option<u16>,
    /// `None` for the database with the user's name.
    pub database: Option<&'a str>,
    pub user: &'a str,
}

impl PasswordTarget<'_> {
    /// Returns the host names, one of which must match.
    fn hosts(&self) -> [Cow<'_, str>; 2] {
        match (self.host, self.address) {
            ("", Some(address)) => [address.to_string().into(), address.to_string().into()],
            ("", None) => [LOCALHOST.into(), LOCALHOST.into()],
            (host, _) if SOCKET_DIRECTORIES.contains(&host) => [LOCALHOST.into(), host.into()],
            (host, _) => [host.into(), host.into()],
        }
    }
}

/// Why a password file that has a password does not provide it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unusable {
    /// The password is not UTF-8.
    NotUtf8,
    /// The first target and the one at this index have different passwords, or only one of them has one.
    Differs { other: usize },
}

/// The lines of a password file, which `Debug` does not write.
pub(crate) struct PasswordFile(Vec<u8>);

impl fmt::Debug for PasswordFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PasswordFile").finish_non_exhaustive()
    }
}

impl PasswordFile {
    fn new(mut bytes: Vec<u8>) -> Self {
        let had_last_newline = bytes.ends_with(b"\n");
        let mut is_after_nul = false;
        bytes.retain(|byte| {
            is_after_nul |= *byte == 0;
            let is_kept = !is_after_nul;
            is_after_nul &= *byte != b'\n';
            is_kept
        });
        // libpq drops a last line whose newline was removed with a NUL.
        if had_last_newline && !bytes.ends_with(b"\n") {
            let whole_lines = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
            bytes.truncate(whole_lines);
        }
        Self(bytes)
    }

    /// Returns the password that all targets have in common; `None` if none of them has one.
    ///
    /// # Errors
    ///
    /// - Two targets have different passwords.
    /// - The password is not UTF-8.
    pub(crate) fn password<'a>(
        &self,
        targets: impl IntoIterator<Item = PasswordTarget<'a>>,
    ) -> Result<Option<String>, Unusable> {
        let mut targets = targets.into_iter().enumerate();
        let Some((_, first)) = targets.next() else { return Ok(None) };
        let password = self.bytes_for(&first);
        if let Some((other, _)) = targets.find(|(_, target)| self.bytes_for(target) != password) {
            return Err(Unusable::Differs { other });
        }
        match password {
            Some(password) => match std::str::from_utf8(&password) {
                Ok(password) => Ok(Some(password.to_owned())),
                Err(_) => Err(Unusable::NotUtf8),
            },
            None => Ok(None),
        }
    }

    fn bytes_for(&self, target: &PasswordTarget<'_>) -> Option<Vec<u8>> {
        let database = target.database.filter(|database| !database.is_empty()).unwrap_or(target.user);
        let port = target.port.unwrap_or(PORT).to_string();
        if target.user.is_empty() {
            return None;
        }
        let hosts = target.hosts();
        let password_of = |line: &'_ [u8]| {
            let line = without_crs(line);
            if line.starts_with(b"#") {
                return None;
            }
            let after_host = hosts.iter().find_map(|host| after(line, host))?;
            let rest = after(after(after(after_host, &port)?, database)?, target.user)?;
            Some(unescaped(rest))
        };
        self.0.split(|byte| *byte == b'\n').find_map(password_of).filter(|password| !password.is_empty())
    }
}

fn without_crs(line: &[u8]) -> &[u8] {
    let end = line.iter().rposition(|byte| *byte != b'\r').map_or(0, |last| last + 1);
    &line[..end]
}

/// Returns the rest of the line after its first field, if the field matches the value.
fn after<'a>(line: &'a [u8], value: &str) -> Option<&'a [u8]> {
    if let Some(rest) = line.strip_prefix(b"*:") {
        return Some(rest);
    }
    let mut rest = line;
    for byte in value.bytes() {
        rest = rest.strip_prefix(b"\\").unwrap_or(rest).strip_prefix(&[byte])?;
    }
    rest.strip_prefix(b":")
}

/// Returns the unescaped password at the start of `text`.
fn unescaped(text: &[u8]) -> Vec<u8> {
    let mut password = Vec::with_capacity(text.len());
    let mut bytes = text.iter().copied();
    while let Some(byte) = bytes.next() {
        match byte {
            b':' => break,
            b'\\' => password.push(bytes.next().unwrap_or(byte)),
            _ => password.push(byte),
        }
    }
    password
}

#[cfg(test)]
mod tests;

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
//! - A line with an empty password matches too, and means that there is no password.
//!
//! Differences from libpq:
//!
//! - `HOME` and `APPDATA` come from the [`Source`](crate::Source). libpq asks the operating system if `HOME` is not set.
//! - Each libpq knows one default socket directory, that of its build. See [`SOCKET_DIRECTORIES`].
//! - A file above 1 MiB is skipped. So is a file that cannot be read, with a warning where libpq is silent.

use std::borrow::Cow;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read};
use std::net::IpAddr;
use std::path::PathBuf;

use super::PORT;
use crate::system::{self, SOCKET_DIRECTORIES};
use db_config_syntax::printable::printable;

/// The host name for the default socket directory. libpq looks it up for the directory of its own build, and the
/// directory for the others. Here both match for all [`SOCKET_DIRECTORIES`].
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

/// A password file that is not used. `Display` is a warning with its help; it shows no content of the file.
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
        // A value that is not a path may be a misplaced secret.
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
            SkipReason::Missing if self.path.starts_with("~") => {
                f.write_str("`~` is not expanded; write the whole path")
            }
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
        // Of the file that is open: the name can be another file's by now.
        let metadata = file.metadata().map_err(|error| skipped(unreadable(&error)))?;
        // 0 on Windows, where libpq relies on the directory's protection.
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
pub(crate) struct Target<'a> {
    /// The host name, address or socket directory as the URL spells it; empty if it names none.
    pub host: &'a str,
    /// `hostaddr`, which counts only if there is no `host`.
    pub address: Option<IpAddr>,
    /// `None` for the default port.
    pub port: Option<u16>,
    /// `None` for the database that is named like the user.
    pub database: Option<&'a str>,
    pub user: &'a str,
}

impl Target<'_> {
    /// The host names of which one has to match.
    fn hosts(&self) -> [Cow<'_, str>; 2] {
        match (self.host, self.address) {
            ("", Some(address)) => [address.to_string().into(), address.to_string().into()],
            ("", None) => [LOCALHOST.into(), LOCALHOST.into()],
            (host, _) if SOCKET_DIRECTORIES.contains(&host) => [LOCALHOST.into(), host.into()],
            (host, _) => [host.into(), host.into()],
        }
    }
}

/// Why a password file gives no password although it has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unusable {
    /// The password is not UTF-8.
    NotUtf8,
    /// The first target and the one at this index have different passwords, or only one of them has one.
    Differs { other: usize },
}

/// The lines of a password file. `Debug` shows none of them.
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
        // libpq waits for the rest of a line whose newline it did not see.
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
    /// Two targets differ, so that one of them would get a password that is not its own; or it is not UTF-8.
    pub(crate) fn password<'a>(
        &self,
        targets: impl IntoIterator<Item = Target<'a>>,
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

    fn bytes_for(&self, target: &Target<'_>) -> Option<Vec<u8>> {
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

/// The rest of the line after its first field, if that matches the value.
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

/// The password at the start of the text.
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
mod tests {
    use super::*;

    const TARGET: Target<'_> =
        Target { host: "db.example.com", address: None, port: Some(5433), database: Some("shop"), user: "app" };

    fn file(lines: impl AsRef<[u8]>) -> PasswordFile {
        PasswordFile::new(lines.as_ref().to_vec())
    }

    fn password(lines: impl AsRef<[u8]>, target: Target<'_>) -> Option<String> {
        file(lines).password([target]).unwrap().map(|password| password.to_string())
    }

    #[test]
    fn the_first_line_that_matches_decides() {
        for (lines, expected) in [
            ("db.example.com:5433:shop:app:secret", Some("secret")),
            ("db.example.com:5433:shop:app:one\ndb.example.com:5433:shop:app:two\n", Some("one")),
            ("*:*:*:*:one\ndb.example.com:5433:shop:app:two\n", Some("one")),
            ("db.example.com:5432:*:*:other\n*:5433:*:app:secret\n", Some("secret")),
            ("other:*:*:*:a\n*:5432:*:*:b\n*:*:other:*:c\n*:*:*:other:d\n", None),
            ("\n\n# comment\n#*:*:*:*:no\n *:*:*:*:no\n*:*:*:*:yes", Some("yes")),
            // An empty password matches, and is none.
            ("*:*:*:*:\n*:*:*:*:second\n", None),
            ("*:*:*:*\n*:*:*\n:::::\n\r\n*\n", None),
            ("", None),
            // No prefix, no suffix, no other case.
            ("db.example.co:*:*:*:a\ndb.example.comm:*:*:*:b\nDB.example.com:*:*:*:c\n", None),
            ("db*:*:*:*:a\n**:*:*:*:b\n*.example.com:*:*:*:c", None),
        ] {
            assert_eq!(password(lines, TARGET).as_deref(), expected, "{lines:?}");
        }
    }

    #[test]
    fn a_backslash_makes_a_character_literal() {
        let odd = Target { database: Some(r"a:b\c"), user: "*", ..TARGET };
        for (lines, expected) in [
            (r"*:*:a\:b\\c:\*:pass\:word\\1", Some(r"pass:word\1")),
            // An unescaped colon matches where the value has one; a backslash has to be escaped.
            (r"*:*:a:b\\c:*:x", Some("x")),
            (r"*:*:a\:b\c:*:x", None),
            (r"\*:*:*:*:x", None),
            (r"*:*:\a\:\b\\\c:*:\x\y", Some("xy")),
            // The password ends at an unescaped colon. A backslash at the end is one.
            (r"*:*:*:*:secret:more:fields", Some("secret")),
            ("*:*:*:*:secret\\", Some("secret\\")),
            (r"*:*:*\:*:x", None),
            ("*:*:*:*\\", None),
        ] {
            assert_eq!(password(lines, odd).as_deref(), expected, "{lines:?}");
        }
    }

    #[test]
    fn lines_end_in_every_way() {
        for lines in ["*:*:*:*:secret", "*:*:*:*:secret\n", "*:*:*:*:secret\r\n", "#\r\n*:*:*:*:secret\r\r\n\n"] {
            assert_eq!(password(lines, TARGET).as_deref(), Some("secret"), "{lines:?}");
        }
        // A CR inside a line and a blank are parts of the password.
        assert_eq!(password("*:*:*:*: a\rb \n", TARGET).as_deref(), Some(" a\rb "));
        let long = "x".repeat(100_000);
        assert_eq!(password(format!("{long}:*:*:*:a\n*:*:*:*:{long}\n"), TARGET), Some(long));
    }

    /// What libpq makes of a NUL, as tests/tests/libpq_variables/password_file.rs compares.
    #[test]
    fn a_nul_joins_two_lines() {
        for (lines, expected) in [
            ("*:*:*:*:a\0b\nc\n", Some("ac")),
            ("#\0\n*:*:*:*:comment\n*:*:*:*:a\n", Some("a")),
            ("*:*:*:*:a\0b", Some("a")),
            ("*:*:*:*:a\0b\n", None),
            ("*:*:*:*:a\n\0", Some("a")),
            ("\0", None),
        ] {
            assert_eq!(password(lines, TARGET).as_deref(), expected, "{lines:?}");
        }
    }

    #[test]
    fn what_the_url_leaves_out_is_libpqs_default() {
        let user_alone = Target { host: "", address: None, port: None, database: None, user: "app" };
        assert_eq!(password("localhost:5432:app:app:secret", user_alone).as_deref(), Some("secret"));
        let empty = Target { database: Some(""), ..user_alone };
        assert_eq!(password("localhost:5432:app:app:secret", empty).as_deref(), Some("secret"));
        assert_eq!(password("*:*:*:*:secret", Target { user: "", ..TARGET }), None);

        let address = Some(IpAddr::from([10, 0, 0, 7]));
        let nameless = Target { host: "", address, ..TARGET };
        assert_eq!(password("localhost:*:*:*:a\n10.0.0.7:*:*:*:b\n", nameless).as_deref(), Some("b"));
        let named = Target { address, ..TARGET };
        assert_eq!(password("10.0.0.7:*:*:*:a\ndb.example.com:*:*:*:b\n", named).as_deref(), Some("b"));
        let ipv6 = Target { host: "::1", ..TARGET };
        for line in ["::1:5433:*:*:a", r"\:\:1:5433:*:*:a"] {
            assert_eq!(password(line, ipv6).as_deref(), Some("a"), "{line}");
        }
    }

    #[test]
    fn a_default_socket_directory_is_localhost() {
        for directory in SOCKET_DIRECTORIES {
            let socket = Target { host: directory, ..TARGET };
            assert_eq!(password("localhost:5433:*:*:a", socket).as_deref(), Some("a"));
            assert_eq!(password(format!("{directory}:5433:*:*:a"), socket).as_deref(), Some("a"));
        }
        for other in ["/run/pg", "/tmp/", "/var/run/postgresql/", "localhost.", "LOCALHOST"] {
            let target = Target { host: other, ..TARGET };
            assert_eq!(password("localhost:*:*:*:a", target), None, "{other}");
            assert_eq!(password(format!("{other}:*:*:*:b"), target).as_deref(), Some("b"));
        }
    }

    #[test]
    fn no_target_gets_the_password_of_another() {
        let [a, b] = ["a", "b"].map(|host| Target { host, ..TARGET });
        let common = |lines: &str, targets: &[Target<'static>]| {
            let password = file(lines).password(targets.iter().copied());
            password.map(|password| password.map(|password| password.to_string()))
        };
        assert_eq!(common("*:*:*:*:x", &[a, b]), Ok(Some("x".to_owned())));
        assert_eq!(common("a:*:*:*:x\nb:*:*:*:x", &[a, b, a]), Ok(Some("x".to_owned())));
        assert_eq!(common("c:*:*:*:x", &[a, b]), Ok(None));
        assert_eq!(common("a:*:*:*:x", &[]), Ok(None));
        for lines in ["a:*:*:*:x\nb:*:*:*:y", "a:*:*:*:x", "b:*:*:*:x", "a:*:*:*:\n*:*:*:*:x"] {
            assert_eq!(common(lines, &[a, a, b]), Err(Unusable::Differs { other: 2 }), "{lines}");
        }
    }

    #[test]
    fn only_the_password_has_to_be_utf8() {
        assert_eq!(password(b"# \xff\n\xff:*:*:*:\xff\n*:*:*:*:\xc3\xa9\n", TARGET).as_deref(), Some("\u{e9}"));
        assert_eq!(file(b"*:*:*:*:\xe9").password([TARGET]), Err(Unusable::NotUtf8));
    }

    fn variables(set: &[(&str, &str)]) -> impl Fn(&'static str) -> Result<Option<String>, String> {
        let set: Vec<(String, String)> = set.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        move |name| Ok(set.iter().find(|(set, _)| set == name).map(|(_, value)| value.clone()))
    }

    #[cfg(not(windows))]
    #[test]
    fn the_nearest_name_decides_which_file_it_is() {
        let all = [("PGPASSFILE", "/variable"), ("HOME", "/home/app"), ("APPDATA", "/roaming")];
        let home = Location { path: "/home/app/.pgpass".into(), named_by: None };
        let named = |path: &str, by| Location { path: path.into(), named_by: Some(by) };
        for (passfile, set, expected) in [
            (Some("/url"), &all[..], Some(named("/url", "passfile"))),
            (None, &all, Some(named("/variable", "PGPASSFILE"))),
            (Some(""), &all, Some(home.clone())),
            (None, &[("PGPASSFILE", ""), ("HOME", "/home/app")], Some(home.clone())),
            (None, &all[1..], Some(home)),
            (None, &[("HOME", "")], None),
            (None, &[], None),
        ] {
            assert_eq!(locate(passfile, variables(set)).unwrap(), expected, "{passfile:?} {set:?}");
        }
    }

    #[test]
    fn a_home_that_cannot_be_read_is_none() {
        let variable = |name| if name == "PGPASSFILE" { Ok(None) } else { Err("not Unicode") };
        assert_eq!(locate(None, variable), Ok(None));
        assert_eq!(locate(None, |_| Err("not Unicode")), Err("not Unicode"));
    }

    #[cfg(unix)]
    mod on_disk {
        use super::*;
        use std::os::unix::fs::{PermissionsExt, symlink};
        use std::path::Path;
        use std::process::Command;
        use std::sync::atomic::{AtomicU32, Ordering};

        /// A directory of one test.
        struct Directory(PathBuf);

        impl Directory {
            fn new() -> Self {
                static NEXT: AtomicU32 = AtomicU32::new(0);
                let number = NEXT.fetch_add(1, Ordering::Relaxed);
                let path = std::env::temp_dir().join(format!("db-config-pgpass-{}-{number}", std::process::id()));
                fs::create_dir(&path).unwrap();
                Self(path)
            }
        }

        impl Drop for Directory {
            fn drop(&mut self) {
                fs::remove_dir_all(&self.0).unwrap();
            }
        }

        fn named(path: impl Into<PathBuf>) -> Location {
            Location { path: path.into(), named_by: Some("PGPASSFILE") }
        }

        fn default(path: impl Into<PathBuf>) -> Location {
            Location { path: path.into(), named_by: None }
        }

        fn write(path: &Path, content: &[u8], mode: u32) {
            fs::write(path, content).unwrap();
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        }

        fn reason(location: &Location) -> SkipReason {
            location.read().unwrap_err().reason
        }

        #[test]
        fn only_its_owner_may_have_access() {
            let directory = Directory::new();
            let path = directory.0.join("pgpass");
            for mode in [0o600, 0o400, 0o700] {
                write(&path, b"*:*:*:*:secret\n", mode);
                let file = named(&path).read().unwrap().unwrap();
                assert_eq!(file.password([TARGET]).unwrap().unwrap().as_str(), "secret", "{mode:o}");
            }
            for mode in [0o640, 0o604, 0o610, 0o601, 0o620, 0o602, 0o644, 0o777, 0o4640] {
                write(&path, b"*:*:*:*:secret\n", mode);
                for location in [named(&path), default(&path)] {
                    assert_eq!(reason(&location), SkipReason::Accessible { mode });
                    let warning = location.read().unwrap_err().to_string();
                    let help = format!("(mode {mode:04o}); run `chmod 600 {}`", path.display());
                    assert!(warning.ends_with(&help) && !warning.contains("secret"), "{warning}");
                }
            }
            // It is the file that counts, not a link to it.
            let link = directory.0.join("link");
            symlink(&path, &link).unwrap();
            write(&path, b"*:*:*:*:secret\n", 0o600);
            assert!(named(&link).read().unwrap().is_some());
        }

        #[test]
        fn it_has_to_be_a_regular_file() {
            let directory = Directory::new();
            let pipe = directory.0.join("pipe");
            assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
            for path in [pipe.as_path(), &directory.0, Path::new("/dev/zero"), Path::new("/dev/null")] {
                for location in [named(path), default(path)] {
                    assert_eq!(reason(&location), SkipReason::NotRegular, "{}", path.display());
                }
            }
        }

        #[test]
        fn only_a_named_file_is_missed() {
            let directory = Directory::new();
            let missing = directory.0.join("missing");
            assert!(default(&missing).read().unwrap().is_none());
            assert!(default("/dev/null/.pgpass").read().unwrap().is_none());
            let skipped = named(&missing).read().unwrap_err();
            assert_eq!(skipped.reason, SkipReason::Missing);
            assert_eq!(
                skipped.to_string(),
                format!(
                    "the password file `{}` (set by `PGPASSFILE`) is not used: it does not exist; create it or remove \
                     `PGPASSFILE`",
                    missing.display()
                )
            );
            let tilde = named("~/.pgpass").read().unwrap_err().to_string();
            assert!(tilde.contains("`~` is not expanded"), "{tilde}");
        }

        #[test]
        fn a_value_that_is_no_path_may_be_the_password() {
            let skipped = named("hunter2").read().unwrap_err();
            assert_eq!(skipped.reason, SkipReason::Missing);
            assert!(!skipped.to_string().contains("hunter2"), "{skipped}");
            // A NUL cannot be in a path.
            let skipped = named("/a\0b\u{1b}[2J").read().unwrap_err();
            assert!(matches!(skipped.reason, SkipReason::Unreadable(_)), "{skipped:?}");
            assert!(!skipped.to_string().contains(['\0', '\u{1b}']), "{skipped}");
        }

        #[test]
        fn the_size_is_limited() {
            let directory = Directory::new();
            let path = directory.0.join("pgpass");
            let mut content = b"*:*:*:*:secret\n".to_vec();
            content.resize(MAX_BYTES as usize, b'#');
            write(&path, &content, 0o600);
            assert!(named(&path).read().unwrap().is_some());
            content.push(b'\n');
            write(&path, &content, 0o600);
            assert_eq!(reason(&named(&path)), SkipReason::TooLarge);
        }

        #[test]
        fn debug_shows_no_line() {
            let shown = format!("{:?}", file("host:*:*:app:hunter2"));
            assert_eq!(shown, "PasswordFile(..)");
        }
    }
}

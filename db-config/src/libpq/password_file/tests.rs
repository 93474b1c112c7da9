use super::*;

const TARGET: PasswordTarget<'_> =
    PasswordTarget { host: "db.example.com", address: None, port: Some(5433), database: Some("shop"), user: "app" };

fn file(lines: impl AsRef<[u8]>) -> PasswordFile {
    PasswordFile::new(lines.as_ref().to_vec())
}

fn password(lines: impl AsRef<[u8]>, target: PasswordTarget<'_>) -> Option<String> {
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
        // An empty password matches, and the result is no password.
        ("*:*:*:*:\n*:*:*:*:second\n", None),
        ("*:*:*:*\n*:*:*\n:::::\n\r\n*\n", None),
        ("", None),
        // Not a prefix, not a suffix, and case-sensitive.
        ("db.example.co:*:*:*:a\ndb.example.comm:*:*:*:b\nDB.example.com:*:*:*:c\n", None),
        ("db*:*:*:*:a\n**:*:*:*:b\n*.example.com:*:*:*:c", None),
    ] {
        assert_eq!(password(lines, TARGET).as_deref(), expected, "{lines:?}");
    }
}

#[test]
fn a_backslash_makes_a_character_literal() {
    let odd = PasswordTarget { database: Some(r"a:b\c"), user: "*", ..TARGET };
    for (lines, expected) in [
        (r"*:*:a\:b\\c:\*:pass\:word\\1", Some(r"pass:word\1")),
        // An unescaped colon matches a colon of the value. A backslash must be escaped.
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
    // A CR inside a line and a space are parts of the password.
    assert_eq!(password("*:*:*:*: a\rb \n", TARGET).as_deref(), Some(" a\rb "));
    let long = "x".repeat(100_000);
    assert_eq!(password(format!("{long}:*:*:*:a\n*:*:*:*:{long}\n"), TARGET), Some(long));
}

/// tests/tests/libpq_variables/password_file.rs compares these results with libpq.
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
fn libpqs_defaults_fill_in_omitted_parts() {
    let user_alone = PasswordTarget { host: "", address: None, port: None, database: None, user: "app" };
    assert_eq!(password("localhost:5432:app:app:secret", user_alone).as_deref(), Some("secret"));
    let empty = PasswordTarget { database: Some(""), ..user_alone };
    assert_eq!(password("localhost:5432:app:app:secret", empty).as_deref(), Some("secret"));
    assert_eq!(password("*:*:*:*:secret", PasswordTarget { user: "", ..TARGET }), None);

    let address = Some(IpAddr::from([10, 0, 0, 7]));
    let nameless = PasswordTarget { host: "", address, ..TARGET };
    assert_eq!(password("localhost:*:*:*:a\n10.0.0.7:*:*:*:b\n", nameless).as_deref(), Some("b"));
    let named = PasswordTarget { address, ..TARGET };
    assert_eq!(password("10.0.0.7:*:*:*:a\ndb.example.com:*:*:*:b\n", named).as_deref(), Some("b"));
    let ipv6 = PasswordTarget { host: "::1", ..TARGET };
    for line in ["::1:5433:*:*:a", r"\:\:1:5433:*:*:a"] {
        assert_eq!(password(line, ipv6).as_deref(), Some("a"), "{line}");
    }
}

#[test]
fn a_default_socket_directory_is_localhost() {
    for directory in SOCKET_DIRECTORIES {
        let socket = PasswordTarget { host: directory, ..TARGET };
        assert_eq!(password("localhost:5433:*:*:a", socket).as_deref(), Some("a"));
        assert_eq!(password(format!("{directory}:5433:*:*:a"), socket).as_deref(), Some("a"));
    }
    for other in ["/run/pg", "/tmp/", "/var/run/postgresql/", "localhost.", "LOCALHOST"] {
        let target = PasswordTarget { host: other, ..TARGET };
        assert_eq!(password("localhost:*:*:*:a", target), None, "{other}");
        assert_eq!(password(format!("{other}:*:*:*:b"), target).as_deref(), Some("b"));
    }
}

#[test]
fn no_target_gets_the_password_of_another() {
    let [a, b] = ["a", "b"].map(|host| PasswordTarget { host, ..TARGET });
    let common = |lines: &str, targets: &[PasswordTarget<'static>]| {
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
fn only_the_password_must_be_utf8() {
    assert_eq!(password(b"# \xff\n\xff:*:*:*:\xff\n*:*:*:*:\xc3\xa9\n", TARGET).as_deref(), Some("\u{e9}"));
    assert_eq!(file(b"*:*:*:*:\xe9").password([TARGET]), Err(Unusable::NotUtf8));
}

fn variables(set: &[(&str, &str)]) -> impl Fn(&'static str) -> Result<Option<String>, String> {
    let set: Vec<(String, String)> = set.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    move |name| Ok(set.iter().find(|(set, _)| set == name).map(|(_, value)| value.clone()))
}

#[cfg(not(windows))]
#[test]
fn passfile_comes_before_pgpassfile_and_the_home_directory() {
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
        // The permissions of the file count, not those of a link to it.
        let link = directory.0.join("link");
        symlink(&path, &link).unwrap();
        write(&path, b"*:*:*:*:secret\n", 0o600);
        assert!(named(&link).read().unwrap().is_some());
    }

    #[test]
    fn it_must_be_a_regular_file() {
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
    fn only_a_named_file_must_exist() {
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
    fn a_value_that_is_not_a_path_may_be_the_password() {
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

//! `.env` files. db-config reads the values of dotenvy, and rejects those that the author of the file did not mean.

use std::collections::HashMap;
use std::path::Path;

use db_config::{DatabaseConfig, DatabaseUrl, DotEnv, ProblemKind, Source, Warning, WarningKind};
use tests::child::{again, is_child};

use crate::only_problem;

#[derive(DatabaseConfig, Debug)]
struct Config {
    database: DatabaseUrl,
    #[database(env = "KEY", secret)]
    _key: Option<String>,
}

/// Returns a directory with a file named `.env`, and the path of the file.
fn file(text: impl AsRef<[u8]>) -> (tempfile::TempDir, String) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join(".env");
    std::fs::write(&path, text).unwrap();
    let path = path.to_str().unwrap().to_owned();
    (directory, path)
}

/// Returns the path of the file and the source that db-config reads from it.
fn dotenv(text: impl AsRef<[u8]>) -> (String, DotEnv) {
    let (_directory, path) = file(text);
    let dotenv = DotEnv::from_path(&path).unwrap_or_else(|error| panic!("{error}"));
    (path, dotenv)
}

/// Asserts that no half of the secret `S3cr3t` is shown. The path is removed first because its random name may contain
/// one.
fn assert_no_secret(text: &str, path: &str) {
    let text = if path.is_empty() { text.to_owned() } else { text.replace(path, "") };
    assert!(!["S3", "cr3t"].iter().any(|half| text.contains(half)), "{text}");
}

/// Returns whether the message contains this whole name.
fn names(message: &str, name: &str) -> bool {
    message.split([' ', ',', ';']).any(|part| part == name)
}

/// Lists values that are wrong on line 4.
const DOUBTFUL: &[(&str, &str)] = &[
    // The `$` belongs to the password.
    ("postgres://u:S3$cr3t@h/d", "the `$` at column 29 in the value of DATABASE_URL"),
    ("postgres://u:S3cr3t$@h/d", "dotenvy would drop the `$`"),
    ("postgres://u:$S3cr3t@h/d", "`$` at column"),
    ("postgres://u:S3$$cr3t@h/d", "dotenvy would drop the `$`"),
    ("postgres://u:S3$1cr3t@h/d", "a variable that is not set"),
    ("postgres://u:S3cr3t@h/d$", "dotenvy would drop the `$`"),
    ("\"postgres://u:S3$cr3t@h/d\"", "a variable that is not set"),
    ("'postgres://u:'S3$cr3t@h/d", "a variable that is not set"),
    // The variable is not set.
    ("postgres://u:${PW}@h/d", "refers to `${PW}`, which is not set"),
    ("postgres://u:$PW@h/d", "a variable that is not set"),
    ("\"postgres://u:${PW}@h/d\"", "refers to `${PW}`, which is not set"),
    ("postgres://u:${s3cr3t}@h/d", "a variable that is not set"),
    ("postgres://u:${PW:-S3cr3t}@h/d", "more than the name of a variable"),
    ("postgres://u:${USED:-S3cr3t}@h/d", "more than the name of a variable"),
    ("postgres://u:${}S3cr3t@h/d", "more than the name of a variable"),
    ("postgres://u:${LATER}@h/d", "refers to `${LATER}`, which is not set"),
    ("postgres://u:${DATABASE_URL}@h/d", "refers to `${DATABASE_URL}`, which is not set"),
    // dotenvy would end the name at its `_`.
    ("postgres://u:$USED_S3cr3t@h/d", "would end the name after the `$`"),
    ("postgres://u:$DB_PASSWORD@h/d", "would end the name after the `$`"),
    // After a name, dotenvy does not read `\$` as an escape.
    ("postgres://u:$USED\\$S3cr3t@h/d", "as a part of the value"),
    // The line of the variable has its own error.
    ("postgres://u:${CUT}@h/d", "refers to `${CUT}`, which has an error on line 2"),
    ("postgres://u:$CUT@h/d", "has an error on line 2"),
    // dotenvy would drop the `\`.
    ("postgres://h/S3cr3t\\", "dotenvy would drop the `\\` at the end"),
];

fn lines(name: &str, value: &str) -> String {
    format!("USED=used\nexport CUT=S3$\n\n{name}={value}\nLATER=x\n")
}

#[test]
fn a_doubtful_value_is_an_error_if_it_is_read() {
    for (value, cause) in DOUBTFUL {
        let (path, source) = dotenv(lines("DATABASE_URL", value));
        let error = Config::from_source(&source).unwrap_err();
        let (variable, message) = only_problem(&error);
        assert_eq!((variable, error.problems()[0].kind()), ("DATABASE_URL", ProblemKind::Unreadable), "{value}");
        assert!(message.starts_with(&format!("{path}, line 4: ")) && names(message, "DATABASE_URL"), "{message}");
        assert!(message.contains(cause), "{value}: {message}");
        let own = source.get("DATABASE_URL").unwrap_err().to_string();
        assert!(own.starts_with(message) && own.ends_with(error.problems()[0].help()), "{own}");
        for shown in [format!("{error} {:?}", error.problems()), own, format!("{source:?}")] {
            assert_no_secret(&shown, &path);
        }
        // The cause is the same for a plain variable, the file of a variable and a pool option.
        let url = "DATABASE_URL=postgres://u@h/d\n";
        for name in
            ["KEY", "KEY_FILE", "DATABASE_URL_FILE", "DATABASE_MAX_CONNECTIONS", "DATABASE_MAX_CONNECTIONS_FILE"]
        {
            let (_, source) = dotenv(lines(name, value) + if name == "DATABASE_URL_FILE" { "" } else { url });
            #[derive(DatabaseConfig, Debug)]
            struct Pooled {
                #[database(max_connections = 20)]
                _database: (DatabaseUrl, db_config::PoolSettings),
                #[database(env = "KEY", secret)]
                _key: Option<String>,
            }
            let error = Pooled::from_source(&source).unwrap_err();
            let (variable, message) = only_problem(&error);
            assert_eq!(variable, name, "{error}");
            assert!(message.contains("line 4: ") && names(message, name), "{message}");
        }
    }
}

#[test]
fn a_doubtful_value_is_a_warning_if_it_is_not_read() {
    for (value, cause) in DOUBTFUL {
        let (path, source) =
            dotenv(lines("OTHER", &value.replace("DATABASE_URL", "OTHER")) + "DATABASE_URL=sqlite:a.db\n");
        assert!(Config::from_source(&source).is_ok(), "{value}");
        let warnings = Config::warnings(&source).unwrap();
        let [cut, warning] = &warnings[..] else { panic!("{warnings:?}") };
        assert_eq!((cut.variable(), warning.variable(), warning.field()), ("CUT", "OTHER", ""));
        let WarningKind::Source { message } = warning.kind() else { panic!("{warning:?}") };
        let cause = cause.replace("DATABASE_URL", "OTHER");
        // The name is seven characters shorter.
        let cause = cause.replace("column 29", "column 22");
        assert!(message.starts_with(&format!("{path}, line 4: ")) && names(message, "OTHER"), "{message}");
        assert!(message.contains(&cause), "{message}");
        assert_eq!(warning.to_string(), format!("OTHER: {message}"));
        assert_no_secret(message, &path);
        assert_eq!(Config::load(&source).unwrap().warnings, warnings);
        let report = Config::report(&source).unwrap();
        assert_eq!(report.warnings(), warnings);
        assert!(report.to_string().contains(&format!("warning: OTHER: {path}, line 4: ")), "{report}");
        // Pointers and chains forward the warnings.
        let boxed: Box<dyn Source> = Box::new([("X", "y")].or(source));
        assert_eq!(Config::warnings(&boxed).unwrap(), warnings);
    }
}

#[test]
fn only_variables_that_are_looked_up_count_as_read() {
    #[derive(DatabaseConfig, Debug)]
    struct Two {
        #[database(env("FIRST_URL", "SECOND_URL"))]
        _database: DatabaseUrl,
    }
    let (_, source) = dotenv("FIRST_URL=sqlite:a.db\nSECOND_URL=sqlite:$\nPGHOST=$X\n");
    let warnings = Two::warnings(&source).unwrap();
    let names: Vec<_> = warnings.iter().map(Warning::variable).collect();
    assert_eq!(names, ["SECOND_URL", "PGHOST"]);
    let (_, source) = dotenv("SECOND_URL=sqlite:$\n");
    assert_eq!(only_problem(&Two::from_source(&source).unwrap_err()).0, "SECOND_URL");
    #[derive(DatabaseConfig, Debug)]
    struct Libpq {
        #[database(libpq_env)]
        _database: DatabaseUrl,
    }
    let (_, source) = dotenv("DATABASE_URL=postgres://u@h/d\nPGPASSWORD=S3$cr3t\n");
    assert_eq!(only_problem(&Libpq::from_source(&source).unwrap_err()).0, "PGPASSWORD");
}

/// dotenvy reads these values as they were meant.
#[test]
fn other_values_are_dotenvys() {
    let text = r#"
USED=used
export EMPTY=
A=postgres://u:'S3$cr3t'@h/d
B="postgres://u:S3\$cr3t@h/d"
C=postgres://u:S3\$cr3t@h/d
D=${USED}/$USED/"${USED}"/${EMPTY}
E='${NONE} $NONE'
F=$USED$USED
G="two
lines with $USED and ${USED}"
H=x # $NONE
  I  =  'y'   # it's
J=# ${NONE}
K=a#b
L=\\\'\"\ \$
M="a\nb"
N=$USED # c
O={a}$USED{b}
a.b=${USED}
"#;
    let expected: HashMap<String, String> = dotenvy::from_read_iter(text.as_bytes()).map(Result::unwrap).collect();
    assert_eq!(expected.len(), 18);
    let (_, source) = dotenv(text);
    for (name, value) in &expected {
        assert_eq!(source.get(name).as_ref(), Ok(&Some(value.clone())), "{name}");
    }
    assert_eq!(expected["G"], "two\nlines with used and used");
    assert_eq!(source.warnings(&[]), []);
}

#[test]
fn a_variable_given_twice() {
    for (first, second) in
        [("sqlite:a.db", "sqlite:b.db"), ("sqlite:a.db", "sqlite:a.db"), ("sqlite:$", "x"), ("x", "")]
    {
        let (path, source) =
            dotenv(format!("DATABASE_URL={first}\n# DATABASE_URL=\nOTHER=\"a\nb\"\nexport DATABASE_URL={second}"));
        let error = Config::from_source(&source).unwrap_err();
        let (variable, message) = only_problem(&error);
        assert_eq!(variable, "DATABASE_URL");
        assert_eq!(message, format!("{path}, line 5: DATABASE_URL is already set on line 1"));
    }
    let (path, source) = dotenv("OTHER=a\nDATABASE_URL=sqlite:a.db\nOTHER=b\nUSES=$OTHER\nother=c\n");
    let warnings = Config::warnings(&source).unwrap();
    let shown: Vec<_> = warnings.iter().map(ToString::to_string).collect();
    let [twice, uses] = &shown[..] else { panic!("{shown:?}") };
    assert!(twice.starts_with(&format!("OTHER: {path}, line 3: OTHER is already set on line 1")), "{twice}");
    assert!(
        uses.contains("line 4: the `$` at column 6 in the value of USES refers to a variable that has an error"),
        "{uses}"
    );
    // The two readers of dotenvy differ. `load` uses the first value, and the iterator the last.
    assert!(source.get("OTHER").is_err());
}

#[test]
fn a_variable_of_the_environment_needs_nothing_from_the_file() {
    const TEST: &str = "dotenv::a_variable_of_the_environment_needs_nothing_from_the_file";
    let text =
        "DATABASE_URL=sqlite:$\nDATABASE_URL=\nOTHER=$NONE\nKEY=${PW}\nPW=$NONE\nEMPTY=$NONE\nUSES=${EMPTY}${PW}\n";
    if !is_child() {
        let (directory, _) = file(text);
        let variables = [("DATABASE_URL", "sqlite:env.db"), ("OTHER", "x"), ("PW", "pw"), ("EMPTY", "")];
        return again(TEST, directory.path(), &variables);
    }
    let source = DotEnv::load().unwrap();
    let loaded = Config::load(&source).unwrap();
    assert_eq!(loaded.config.database.expose_secret(), "sqlite:env.db");
    assert_eq!(loaded.config._key.as_deref(), Some("pw"));
    assert!(
        loaded.warnings.iter().all(|warning| !matches!(warning.kind(), WarningKind::Source { .. })),
        "{:?}",
        loaded.warnings
    );
    assert_eq!(source.get("USES"), Ok(Some("pw".to_owned())));
    assert!(std::env::var_os("USES").is_none(), "the environment was written");
}

/// The line is doubtful, but the environment has the file of its variable.
#[test]
fn the_file_of_the_environment_counts_before_a_doubtful_line() {
    const TEST: &str = "dotenv::the_file_of_the_environment_counts_before_a_doubtful_line";
    if !is_child() {
        let (directory, _) = file("DATABASE_URL=postgres://$\nKEY_FILE=$\n");
        std::fs::write(directory.path().join("url"), "sqlite:file.db\n").unwrap();
        return again(TEST, directory.path(), &[("DATABASE_URL_FILE", "url"), ("KEY", "own")]);
    }
    let config = Config::from_source(&DotEnv::load().unwrap()).unwrap();
    assert_eq!((config.database.expose_secret(), config._key.as_deref()), ("sqlite:file.db", Some("own")));
}

/// Returns the error of a file that cannot be parsed.
fn rejected(text: impl AsRef<[u8]>) -> String {
    let (_directory, path) = file(text);
    let error = DotEnv::from_path(&path).unwrap_err();
    error.to_string().split_once(&path).unwrap_or_else(|| panic!("{error}")).1.to_owned()
}

#[test]
fn a_line_that_cannot_be_read_is_named_with_its_cause() {
    for (line, expected) in [
        ("APP_NAME=My App", "unquoted whitespace in the value of APP_NAME"),
        ("CRON=*/5 * * * *", "unquoted whitespace in the value of CRON"),
        ("export URL=a b # c", "unquoted whitespace in the value of URL"),
        ("NAME=don't", "unclosed quote at column 9 in the value of NAME"),
        ("NAME=\"S3cr3t", "unclosed quote at column 6 in the value of NAME"),
        ("NAME='it\\'s'", "unclosed quote at column 12 in the value of NAME"),
        ("NAME=S3\\cr3t", "unknown escape sequence at column 8 in the value of NAME"),
        ("NAME=\"S3\\cr3t\"", "unknown escape sequence at column 9 in the value of NAME"),
        ("NAME=${S3cr3t", "unclosed `${` at column 6 in the value of NAME"),
        ("NAME=\"$USED\"", "dotenvy would treat the quote or `\\` after the `$` at column 7"),
        ("NAME=\"S3cr3t$\"", "dotenvy would treat the quote or `\\` after the `$` at column 13"),
        ("NAME='S3cr3t\\'", "dotenvy would misread the `\\` before a quote in the value of NAME"),
        ("NAME=x  # S3cr3t's", "dotenvy would misread the quote in the comment after the value of NAME"),
        ("S3cr3t", "expected `NAME=value`"),
        ("S3-cr3t=x", "expected `NAME=value`"),
        ("NAME: S3cr3t", "expected `NAME=value`"),
        ("1=S3cr3t", "expected `NAME=value`"),
        ("=S3cr3t", "expected `NAME=value`"),
        ("export NAME", "expected `NAME=value`"),
        ("postgres://u:S3cr3t@h/d?a=b", "expected `NAME=value`"),
    ] {
        for (before, after) in [("", ""), ("USED=1\n\n# x\n", "\nX=1\n"), ("A=\"1\n2\"\r\n \r\n", "\r\n")] {
            assert!(
                dotenvy::from_read_iter(format!("{before}{line}{after}").as_bytes()).any(|line| line.is_err()),
                "{line}"
            );
            let error = rejected(format!("{before}{line}{after}"));
            let number = before.matches('\n').count() + 1;
            assert!(error.starts_with(&format!(", line {number}: {expected}")), "{line}: {error}");
            assert_no_secret(&error, "");
        }
    }
    assert!(rejected(b"A=1\nB=\xff\n").ends_with(": line 2 is not valid UTF-8"));
    assert!(rejected(b"\xff\xfeA\0=\0b\0").contains("UTF-16"));
    assert!(rejected("A=".to_owned() + &"a".repeat(1024 * 1024)).contains("larger than 1 MiB"));
    assert!(DotEnv::from_path(Path::new("/")).is_err());
}

#[cfg(unix)]
#[test]
fn a_device_is_an_error() {
    let error = DotEnv::from_path("/dev/zero").unwrap_err().to_string();
    assert!(error.starts_with("cannot read /dev/zero: "), "{error}");
}

#[test]
fn a_byte_order_mark_is_skipped() {
    for text in ["\u{feff}DATABASE_URL=sqlite:a.db\r\nKEY=x\r\n", "\u{feff}# c\nDATABASE_URL=sqlite:a.db\nKEY=x"] {
        let (_, source) = dotenv(text);
        let config = Config::from_source(&source).unwrap();
        assert_eq!((config.database.expose_secret(), config._key.as_deref()), ("sqlite:a.db", Some("x")));
    }
    assert!(rejected("A=1\n\u{feff}B=2\n").contains("line 2: expected"));
    assert_eq!(dotenv("\u{feff}").1.get("A"), Ok(None));
}

/// An unclosed quote ends at a quote in a later line, and its value includes the lines between them.
#[test]
fn a_variable_inside_the_quotes_of_another_is_an_error() {
    let text = "NAME=don't\nDATABASE_URL=postgres://u:S3cr3t@h/d\nTEXT=can't\n";
    let (path, source) = dotenv(text);
    let error = Config::from_source(&source).unwrap_err();
    let expected = format!("{path}, line 2: DATABASE_URL is inside the quotes of the value that begins on line 1");
    assert_eq!(only_problem(&error), ("DATABASE_URL", expected.as_str()));
    // If the variable is also set elsewhere, or if nobody reads it, the line is part of the value.
    let (_, source) = dotenv("TEXT='\nDATABASE_URL=x\nKEYS=y'\nDATABASE_URL=sqlite:a.db\n");
    assert_eq!(Config::load(&source).unwrap().warnings.len(), 0);
    assert_eq!(source.get("TEXT"), Ok(Some("\nDATABASE_URL=x\nKEYS=y".to_owned())));
    // dotenvy finds a quote in a comment after two spaces.
    let (_, source) = dotenv("KEY=x  # don't\nDATABASE_URL=sqlite:a.db\nTEXT='y'\nKEY_FILE=\n'z'  # can't\n");
    assert!(source.get("DATABASE_URL").unwrap_err().to_string().contains("line 2: DATABASE_URL is inside"));
    // A `\'` ends the value for one part of dotenvy, but does not end the line for another.
    let (_, source) = dotenv("KEY='x\\'\nDATABASE_URL='y\\'\n");
    let error = Config::from_source(&source).unwrap_err().to_string();
    assert!(
        error.contains("line 1: dotenvy would misread the `\\` before a quote in the value of KEY")
            && error.contains("line 2: DATABASE_URL is inside"),
        "{error}"
    );
}

#[test]
fn the_nearest_file_above_is_named() {
    const TEST: &str = "dotenv::the_nearest_file_above_is_named";
    if !is_child() {
        let (directory, _) = file("DATABASE_URL=$\n");
        let below = directory.path().join("a/b");
        // A directory with this name is skipped.
        std::fs::create_dir_all(below.join(".env")).unwrap();
        return again(TEST, &below, &[("DIRECTORY", directory.path())]);
    }
    let path = Path::new(&std::env::var_os("DIRECTORY").unwrap()).canonicalize().unwrap().join(".env");
    let error = DotEnv::load().unwrap().get("DATABASE_URL").unwrap_err().to_string();
    assert!(error.starts_with(&format!("{}, line 1: ", path.display())), "{error}");
}

/// Returns the value that the author of the file means, by dotenvy's rules for quotes and a shell's rules for names.
/// Returns `None` if the meaning is unclear because a variable is not set or a quote is not closed.
fn meant(text: &str, set: &dyn Fn(&str) -> Option<&'static str>) -> Option<String> {
    let text = text.trim_start_matches(' ');
    let mut value = String::new();
    let mut rest = text;
    let mut quote = None;
    loop {
        let mut chars = rest.chars();
        let Some(c) = chars.next() else { return quote.is_none().then_some(value) };
        let behind = chars.as_str();
        let is_comment = |text: &str| text.trim_start_matches(' ').starts_with(['#', '\n']);
        (rest, quote) = match (quote, c) {
            (None, '\n') => return Some(value),
            (None, '#') if rest.len() == text.len() => return Some(value),
            (None, ' ') => return is_comment(behind).then_some(value),
            (None, '\'' | '"') => (behind, Some(c)),
            (Some(open), c) if c == open => (behind, None),
            (None | Some('"'), '\\') => {
                let c = behind.chars().next()?;
                match c {
                    'n' => value.push('\n'),
                    '\\' | '\'' | '"' | '$' | ' ' => value.push(c),
                    // The end of the line cannot be escaped.
                    '\n' if quote.is_none() => value.push('\\'),
                    _ => return None,
                }
                (if c == '\n' { behind } else { &behind[1..] }, quote)
            }
            (None | Some('"'), '$') => match behind.strip_prefix('{') {
                Some(inside) => {
                    let (name, behind) = inside.split_once('}')?;
                    value.push_str(set(name)?);
                    (behind, quote)
                }
                None => {
                    let end = behind.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(behind.len());
                    let (name, behind) = behind.split_at(end);
                    match name {
                        "" => value.push('$'),
                        name => value.push_str(set(name)?),
                    }
                    // dotenvy keeps the `\`, regardless of the character after it.
                    if !name.is_empty() && behind.starts_with('\\') {
                        return None;
                    }
                    // dotenvy accepts one space after a name.
                    match behind.strip_prefix(' ') {
                        Some(_) if quote.is_none() && is_comment(behind) => return Some(value),
                        Some(behind) if quote.is_none() && !name.is_empty() => {
                            value.push(' ');
                            (behind, quote)
                        }
                        _ => (behind, quote),
                    }
                }
            },
            (_, c) => {
                value.push(c);
                (behind, quote)
            }
        };
    }
}

/// Checks all values of up to three tokens, without quotes and in both kinds of quotes. db-config returns an error
/// exactly if dotenvy's value is not the meant one.
#[test]
fn every_value_is_the_meant_one_or_an_error() {
    const TOKENS: [&str; 12] = ["a", "_b", "$", "{", "}", "SET", "NONE", "'", "\"", "\\", " ", "#"];
    let set = |name: &str| match name {
        "SET" => Some("value"),
        "EMPTY" => Some(""),
        _ => None,
    };
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join(".env");
    let (mut fine, mut doubtful, mut unreadable) = (0, 0, 0);
    let mut check = |value: &str| {
        for after in ["AFTER=x\n", "AFTER='\\'\n"] {
            let text = format!("SET=value\nEMPTY=\nVALUE={value}\n{after}");
            std::fs::write(&path, &text).unwrap();
            let expected: Result<HashMap<String, String>, _> = dotenvy::from_read_iter(text.as_bytes()).collect();
            let dotenv = DotEnv::from_path(&path);
            let Ok(expected) = expected else {
                unreadable += 1;
                assert!(dotenv.is_err(), "{text}");
                continue;
            };
            let meant = meant(&format!("{value}\n{after}"), &set);
            let is_meant = meant.as_deref() == Some(&expected["VALUE"]);
            let dotenv = dotenv.unwrap_or_else(|error| panic!("{text}{error}"));
            assert_ne!(dotenv.get("AFTER"), Ok(None), "{text}");
            let value = dotenv.get("VALUE");
            match is_meant {
                true => fine += 1,
                false => doubtful += 1,
            }
            assert_eq!(value.ok().flatten(), meant.filter(|_| is_meant), "{text}dotenvy: {:?}", expected["VALUE"]);
        }
    };
    let mut values = vec![String::new()];
    for len in 0..=3 {
        for value in &values {
            check(value);
            check(&format!("'{value}'"));
            check(&format!("\"{value}\""));
        }
        if len < 3 {
            values = values.iter().flat_map(|value| TOKENS.map(|token| format!("{value}{token}"))).collect();
        }
    }
    assert!(fine > 500 && doubtful > 500 && unreadable > 500, "{fine} {doubtful} {unreadable}");
}

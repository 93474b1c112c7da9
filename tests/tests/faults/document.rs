//! The tables of messages on the clients' pages, under `## Connection errors`.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::path::Path;

/// The page of each client, by the first word of the client's name. The other words name a variant of the client.
const PAGES: &[(&str, &str)] = &[
    ("deadpool-postgres", "deadpool-postgres"),
    ("Diesel", "diesel"),
    ("deadpool-redis", "deadpool-redis"),
    ("diesel-async", "diesel-async"),
    ("fred", "fred"),
    ("mongodb", "mongodb"),
    ("mysql", "mysql"),
    ("mysql_async", "mysql_async"),
    ("postgres", "postgres"),
    ("redis", "redis"),
    ("refinery", "refinery"),
    ("rusqlite", "rusqlite"),
    ("SeaORM", "sea-orm"),
    ("sqlx", "sqlx"),
    ("tokio-postgres", "tokio-postgres"),
];

/// The databases, in the order of their tables on a page.
const DATABASES: [&str; 5] = ["PostgreSQL", "MySQL", "MongoDB", "Redis", "SQLite"];

const HEADING: &str = "\n## Connection errors\n";

/// Marks the place of the tables on a page that has none yet.
const MARKER: &str = "<!-- faults -->";

/// An error, what to do about it, and the message of each client as a cell of a table.
pub struct Row {
    pub error: &'static str,
    pub help: String,
    pub messages: Vec<(&'static str, String)>,
}

/// Compares the tables of this database on the pages of all clients with the rows. `FAULTS=overwrite` rewrites them.
pub fn compare(database: &str, rows: &[Row]) {
    let mut problems = Vec::new();
    for (client, page) in PAGES {
        if let Some(table) = table(client, rows) {
            problems.extend(compare_page(page, database, &table).err());
        }
    }
    assert_eq!(problems, [""; 0], "run `FAULTS=overwrite ./test -p tests --test faults`");
}

fn compare_page(page: &str, database: &str, table: &str) -> Result<(), String> {
    let name = format!("docs/clients/{page}.md");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(&name);
    let overwrite = std::env::var_os("FAULTS").is_some_and(|value| value == "overwrite");
    let failed = |error: io::Error| format!("{name}: {error}");
    let mut file = File::options().read(true).write(overwrite).open(path).map_err(failed)?;
    // Other tests, of this process and of others, write their own tables on the page.
    if overwrite { file.lock() } else { file.lock_shared() }.map_err(failed)?;
    let mut old = String::new();
    file.read_to_string(&mut old).map_err(failed)?;

    let new = with_table(&old, database, table).map_err(|problem| format!("{name} has no {problem}"))?;
    if overwrite && old != new {
        let written = file.rewind().and_then(|()| file.set_len(0)).and_then(|()| file.write_all(new.as_bytes()));
        return written.map_err(failed);
    }
    let differs = new.lines().zip(old.lines()).find(|(new, old)| new != old);
    match (differs, old == new) {
        (Some((new, old)), _) => Err(format!("{name}: expected {new}, found {old}")),
        (None, true) => Ok(()),
        (None, false) => Err(format!("{name} has another number of lines")),
    }
}

/// Returns the page with this table of the database, or the name of the part that the page does not have.
fn with_table(page: &str, database: &str, table: &str) -> Result<String, &'static str> {
    let introduction = page.find(HEADING).ok_or("heading `## Connection errors`")? + HEADING.len();
    let is_heading = |line: &str| line.starts_with("### ");
    let is_start = |line: &str| line == MARKER || is_heading(line);
    let is_table = |line: &str| line.is_empty() || line.starts_with('|') || is_start(line);
    let offset_of = |line: &str| line.as_ptr() as usize - page.as_ptr() as usize;

    let mut lines = page[introduction..].lines();
    let start = lines.find(|line| is_start(line)).map(offset_of).ok_or("line `<!-- faults -->` or `### ...`")?;
    let end = lines.find(|line| !is_table(line)).map_or(page.len(), offset_of);
    let position = |database: &str| DATABASES.iter().position(|name| *name == database);
    let mut tables = BTreeMap::new();
    for section in page[start..end].split("### ").skip(1) {
        let (name, table) = section.split_once('\n').unwrap_or((section, ""));
        tables.insert(position(name).ok_or("known database in a heading `### ...`")?, table.trim());
    }
    tables.insert(position(database).ok_or("such database")?, table.trim());

    let sections = tables.into_iter().map(|(position, table)| format!("### {}\n\n{table}\n", DATABASES[position]));
    let sections: Vec<_> = sections.collect();
    let separator = if end == page.len() { "" } else { "\n" };
    Ok(format!("{}{}{separator}{}", &page[..start], sections.join("\n"), &page[end..]))
}

/// Returns the client's table, with a column for its variants if their messages differ.
fn table(client: &str, rows: &[Row]) -> Option<String> {
    let rows: Vec<_> = rows.iter().map(|row| (row, messages(client, row))).collect();
    if rows.iter().all(|(_, messages)| messages.is_empty()) {
        return None;
    }
    let has_variants = rows.iter().any(|(_, messages)| messages.len() > 1);
    let mut table = match has_variants {
        true => "| error | help | variant | message |\n|---|---|---|---|\n",
        false => "| error | help | message |\n|---|---|---|\n",
    }
    .to_owned();
    for (row, messages) in &rows {
        let (mut error, mut help) = (row.error, &*row.help);
        for (message, variants) in messages {
            let variants = if has_variants { format!(" {} |", short_names(variants, messages)) } else { String::new() };
            table.push_str(&format!("| {error} | {help} |{variants} {message} |\n"));
            (error, help) = ("", "");
        }
    }
    Some(table)
}

/// A message, and the variants of a client that have it, each as the words of its name.
type Message<'a> = (&'a str, Vec<Vec<&'a str>>);

/// Returns the client's messages.
fn messages<'a>(client: &str, row: &'a Row) -> Vec<Message<'a>> {
    let mut messages: Vec<Message> = Vec::new();
    for (name, message) in &row.messages {
        let mut words = name.split(' ');
        if words.next() != Some(client) {
            continue;
        }
        match messages.iter_mut().find(|(known, _)| known == message) {
            Some((_, variants)) => variants.push(words.collect()),
            None => messages.push((message, vec![words.collect()])),
        }
    }
    messages
}

/// Returns the fewest words that name these variants and no other.
fn short_names(variants: &[Vec<&str>], messages: &[Message]) -> String {
    let others = || messages.iter().flat_map(|(_, variants)| variants).filter(|variant| !variants.contains(variant));
    if others().next().is_none() {
        return "all".to_owned();
    }
    let mut words: Vec<&str> = Vec::new();
    for word in variants.iter().flatten() {
        if !words.contains(word) && !others().any(|other| other.contains(word)) {
            words.push(word);
        }
    }
    match variants.iter().all(|variant| variant.iter().any(|word| words.contains(word))) {
        true => words.join(", "),
        false => variants.iter().map(|variant| variant.join(" ")).collect::<Vec<_>>().join(", "),
    }
}

/// Returns the message as a code span in a cell of a table.
pub fn code(message: &str) -> String {
    let message = message.replace('|', "\\|");
    match message.contains('`') {
        true => format!("`` {message} ``"),
        false => format!("`{message}`"),
    }
}

/// Returns the error with its sources, as anyhow's `{error:#}` does, without repetitions and without the parts that
/// differ from run to run.
pub fn one_line(error: &(dyn Error + 'static)) -> String {
    let (mut line, mut next) = (error.to_string(), error.source());
    while let Some(source) = next {
        let text = source.to_string();
        if !line.contains(&text) {
            line.push_str(&format!(": {text}"));
        }
        next = source.source();
    }
    same_everywhere(&line)
}

fn same_everywhere(line: &str) -> String {
    let mut line = without_mongodb_fields(&line.split_whitespace().collect::<Vec<_>>().join(" "));
    // The answer of a resolver depends on whether it reached a server.
    for answer in ["Temporary failure in name resolution", "No address associated with hostname"] {
        line = line.replace(answer, "Name or service not known");
    }
    if let Ok(directory) = std::env::current_dir() {
        line = line.replace(&directory.display().to_string(), "/data");
    }
    if let Ok(home) = std::env::var("HOME") {
        line = line.replace(&format!("\"{home}/"), "\"~/");
    }
    numbers(&line)
}

/// Leaves out the fields at the end of each mongodb error: labels, source and server response. The source follows as a
/// message of its own.
fn without_mongodb_fields(line: &str) -> String {
    const START: &str = ", labels: {";
    const END: &str = "server response: None";
    let fields = |line: &str| {
        let start = line.find(START)?;
        Some((start, start + line[start..].find(END)? + END.len()))
    };
    let (mut short, mut rest) = (String::new(), line);
    while let Some((start, end)) = fields(rest) {
        short.push_str(&rest[..start]);
        short.push_str(", …");
        rest = &rest[end..];
    }
    short + rest
}

/// Replaces ports, times, and line numbers of the server's and OpenSSL's sources.
fn numbers(line: &str) -> String {
    let mut shown = String::new();
    let mut rest = line;
    while let Some(start) = rest.find(|char: char| char.is_ascii_digit()) {
        let length = rest[start..].find(|char: char| !char.is_ascii_digit()).unwrap_or(rest.len() - start);
        let (before, digits) = (&rest[..start], &rest[start..start + length]);
        shown.push_str(before);
        match length {
            5 if before.ends_with(':') || before.ends_with("port ") => shown.push_str("PORT"),
            9.. => shown.push('…'),
            _ if before.ends_with(" line ") || before.ends_with(".c:") => shown.push('…'),
            _ => shown.push_str(digits),
        }
        rest = &rest[start + length..];
    }
    shown + rest
}

#[test]
fn each_database_has_its_table_in_order() {
    let page = "# sqlx\n\n## Connection errors\n\nThe messages.\n\n<!-- faults -->\n";
    let page = with_table(page, "SQLite", "| a |\n").unwrap();
    assert_eq!(page, "# sqlx\n\n## Connection errors\n\nThe messages.\n\n### SQLite\n\n| a |\n");
    let page = with_table(&page, "MySQL", "| b |\n").unwrap();
    assert!(page.ends_with("The messages.\n\n### MySQL\n\n| b |\n\n### SQLite\n\n| a |\n"), "{page}");
    let linked = format!("{page}\n[tls]: ../tls.md\n");
    assert_eq!(with_table(&linked, "MySQL", "| b |\n").as_ref(), Ok(&linked));
    assert!(with_table("# sqlx\n", "MySQL", "| b |\n").is_err());
}

#[test]
fn variants_with_the_same_message_are_named_once() {
    let message = |name, message: &str| (name, message.to_owned());
    let rows = |messages: &[(&'static str, &str)]| {
        let messages = messages.iter().map(|(name, text)| message(*name, text)).collect();
        [Row { error: "e", help: "h".to_owned(), messages }]
    };
    let all = rows(&[("sqlx 0.9 `A`", "x"), ("sqlx 0.8 `A`", "x"), ("rusqlite", "y")]);
    assert_eq!(table("sqlx", &all).unwrap().lines().last(), Some("| e | h | x |"));
    assert_eq!(table("mongodb", &all), None);
    let types = rows(&[("sqlx 0.9 `A`", "x"), ("sqlx 0.8 `A`", "x"), ("sqlx 0.9 `B`", "y"), ("sqlx 0.8 `B`", "y")]);
    assert!(table("sqlx", &types).unwrap().ends_with("| e | h | `A` | x |\n|  |  | `B` | y |\n"));
    let one = rows(&[("sqlx 0.9 `A`", "x"), ("sqlx 0.8 `A`", "y"), ("sqlx 0.9 `B`", "y"), ("sqlx 0.8 `B`", "y")]);
    assert!(table("sqlx", &one).unwrap().ends_with("| e | h | 0.9 `A` | x |\n|  |  | 0.8, `B` | y |\n"));
}

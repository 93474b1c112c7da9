//! `docs/faults.md`, whose tables are what the clients say.

use std::error::Error;
use std::fs::File;
use std::io::{Read, Seek, Write};
use std::path::Path;

/// A fault, what to do about it, and what each client says.
pub type Row<'a> = (&'a str, &'a str, Vec<(&'a str, String)>);

/// Compares the table under this heading with what was said; `FAULTS=overwrite` writes it anew.
pub fn compare(heading: &str, rows: &[Row<'_>]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/faults.md");
    let overwrite = std::env::var_os("FAULTS").is_some_and(|value| value == "overwrite");
    let mut file = File::options().read(true).write(overwrite).open(&path).expect("docs/faults.md");
    // Other tests, of this process and of others, write their tables.
    if overwrite { file.lock() } else { file.lock_shared() }.expect("the file system has locks");
    let mut text = String::new();
    file.read_to_string(&mut text).expect("docs/faults.md is text");

    let title = format!("## {heading}\n");
    let section = text.find(&title).unwrap_or_else(|| panic!("docs/faults.md has no `{title}`")) + title.len();
    let start = section + text[section..].find('|').expect("a table");
    let end = text[start..].find("\n\n").map_or(text.len(), |end| start + end + 1);
    let (old, new) = (&text[start..end], table(rows));
    if overwrite && old != new {
        let anew = format!("{}{new}{}", &text[..start], &text[end..]);
        file.rewind().and_then(|()| file.set_len(0)).and_then(|()| file.write_all(anew.as_bytes())).expect("written");
        return;
    }
    let differs = new.lines().zip(old.lines()).find(|(new, old)| new != old);
    assert_eq!(differs, None, "run `FAULTS=overwrite ./test -p tests --test faults`");
    assert_eq!(new, old);
}

/// One line for each message, with the clients that say it.
fn table(rows: &[Row<'_>]) -> String {
    let mut table = "| fault | what to do | client | what it says |\n|---|---|---|---|\n".to_owned();
    for (fault, help, answers) in rows {
        let mut messages: Vec<(&str, Vec<&str>)> = Vec::new();
        for (client, message) in answers {
            match messages.iter_mut().find(|(known, _)| known == message) {
                Some((_, clients)) => clients.push(client),
                None => messages.push((message, vec![client])),
            }
        }
        let (mut fault, mut help) = (*fault, *help);
        for (message, clients) in messages {
            let message = message.replace('|', "\\|").replace('<', "&lt;");
            table.push_str(&format!("| {fault} | {help} | {} | {message} |\n", clients.join(", ")));
            (fault, help) = ("", "");
        }
    }
    table
}

/// The error and its sources, as anyhow shows them in `{error:#}`, without what differs from run to run.
pub fn one_line(error: &(dyn Error + 'static)) -> String {
    let (mut line, mut next) = (error.to_string(), error.source());
    while let Some(source) = next {
        let text = source.to_string();
        // Some errors already say what their sources do.
        if !line.ends_with(&text) {
            line.push_str(&format!(": {text}"));
        }
        next = source.source();
    }
    same_everywhere(&line)
}

fn same_everywhere(line: &str) -> String {
    let mut line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    // How a resolver says that it has no answer depends on whether it reached anybody.
    for answer in ["Temporary failure in name resolution", "No address associated with hostname"] {
        line = line.replace(answer, "Name or service not known");
    }
    // The order of a set.
    line = line.replace(r#""SystemOverloadedError", "RetryableError""#, r#""RetryableError", "SystemOverloadedError""#);
    if let Ok(folder) = std::env::current_dir() {
        line = line.replace(&folder.display().to_string(), "/data");
    }
    if let Ok(home) = std::env::var("HOME") {
        line = line.replace(&format!("\"{home}/"), "\"~/");
    }
    numbers(&line)
}

/// Ports, times, and lines of the server's and OpenSSL's sources.
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

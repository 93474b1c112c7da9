//! Generates a Markdown table of the variables of a configuration.

use super::Field;
use super::env_example::{Documented, documented, example_parts};
use db_config_syntax::printable::printable;
use db_config_syntax::{Backend, Backends, Part};

const HEADER: &str = "| variable | type | required | default | description |\n|---|---|---|---|---|\n";

/// Returns the table, with a row for each variable.
pub(crate) fn env_docs(fields: &[Field]) -> String {
    let rows = documented(fields).into_iter().flat_map(|documented| rows(&documented));
    HEADER.to_owned() + &rows.collect::<String>()
}

fn rows(Documented { field, is_optional, pool }: &Documented<'_>) -> Vec<String> {
    let names: Vec<String> = field.variables().iter().map(|name| code(name)).collect();
    let is_required = !field.has_default() && !is_optional && field.spec.parts.is_none();
    let default = field.redacted_default().map_or(String::new(), |default| code(&default));
    let doc: Vec<&str> = field.doc().lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let first = row([
        &names.join(" or "),
        &value_type(field),
        if is_required { "yes" } else { "no" },
        &default,
        &escaped(&doc.join(" ")),
    ]);
    let pool = pool.iter().map(|line| {
        let backends: Vec<&str> = line.backends.iter().map(|backend| backend.name()).collect();
        let only = if backends.is_empty() { String::new() } else { format!(" ({})", backends.join(", ")) };
        let urls: Vec<String> = line.urls.iter().map(|url| code(url)).collect();
        let kind = match (line.option.is_count(), line.unit) {
            (true, _) => "number".to_owned(),
            (false, None) => "duration".to_owned(),
            (false, Some(unit)) => format!("duration, or a number of {unit}"),
        };
        row([
            &code(&line.variable),
            &kind,
            "no",
            &line.value.map_or(String::new(), |value| code(&value.to_text())),
            &format!("A pool option of {}{only}.", urls.join(" and ")),
        ])
    });
    let parts = example_parts(field).into_iter().map(|(part, variable, _)| {
        let what = match part {
            Part::Host => "host",
            Part::Port => "port",
            Part::User => "user name",
            Part::Password => "password",
            Part::Name if field.backends() == Backends::SQLITE => "path of the file",
            Part::Name => "database name",
            Part::Tls => "TLS mode",
            Part::Scheme => "database system",
        };
        let kind = if part == Part::Port { "number" } else { "string" };
        row([&code(&variable), kind, "no", "", &format!("The {what}, instead of {}.", code(field.first_variable()))])
    });
    std::iter::once(first).chain(parts).chain(pool).collect()
}

fn row(cells: [&str; 5]) -> String {
    let cells = cells.map(|cell| if cell.is_empty() { String::new() } else { format!("{cell} ") });
    format!("| {}\n", cells.map(|cell| format!("{cell}| ")).concat().trim_end())
}

/// Returns the accepted databases of a URL, or the type of a plain variable.
pub(super) fn value_type(field: &Field) -> String {
    let backends: Vec<&str> = field.backends().iter().map(Backend::name).collect();
    match &backends[..] {
        [] => code(field.spec.type_name),
        [name] => format!("{name} URL"),
        [first @ .., last] => format!("{} or {last} URL", first.join(", ")),
    }
}

/// Formats inline code. A cell of a table cannot contain an unescaped `|`.
fn code(text: &str) -> String {
    let text = escaped(text);
    match text.contains('`') {
        true => format!("`` {text} ``"),
        false => format!("`{text}`"),
    }
}

fn escaped(text: &str) -> String {
    printable(text).replace('\n', " ").replace('|', "\\|")
}

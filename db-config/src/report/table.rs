//! A report as a table.

use std::borrow::Cow;
use std::fmt;

use super::{Report, ReportDatabase, ReportEntry};
use db_config_syntax::printable::escaped;

const HEADER: [&str; 6] = ["VARIABLE", "FROM", "VALUE", "DATABASE", "POOL", "TLS"];

pub(super) struct Table<'a> {
    pub report: &'a Report,
    /// Adds ANSI escape codes.
    pub colored: bool,
}

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows: Vec<_> = self.report.entries.iter().map(cells).collect();
        let header = HEADER.map(Cow::Borrowed);
        let width = |column: usize| {
            let cells = rows.iter().map(|row| &row[column]).chain([&header[column]]);
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: [usize; 6] = std::array::from_fn(width);
        self.write_row(f, &header, &widths, true)?;
        for row in &rows {
            self.write_row(f, row, &widths, false)?;
        }
        if !self.report.warnings.is_empty() {
            writeln!(f)?;
        }
        for warning in &self.report.warnings {
            WarningLine { warning, colored: self.colored }.fmt(f)?;
        }
        Ok(())
    }
}

/// A line with a warning.
pub(super) struct WarningLine<'a> {
    pub warning: &'a dyn fmt::Display,
    /// Adds ANSI escape codes.
    pub colored: bool,
}

impl fmt::Display for WarningLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (on, off) = codes(self.colored, false);
        writeln!(f, "{on}warning:{off} {}", self.warning)
    }
}

impl Table<'_> {
    fn write_row(
        &self,
        f: &mut fmt::Formatter<'_>,
        row: &[Cow<'_, str>; 6],
        widths: &[usize; 6],
        is_header: bool,
    ) -> fmt::Result {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', width - cell.chars().count() + 2));
        }
        let (on, off) = if is_header { codes(self.colored, true) } else { Default::default() };
        writeln!(f, "{on}{}{off}", line.trim_end())
    }
}

/// Returns the escape codes that start and end the style of the header or of a warning.
fn codes(colored: bool, is_header: bool) -> (String, String) {
    #[cfg(feature = "color")]
    if colored {
        let style = match is_header {
            true => anstyle::Style::new().bold(),
            false => anstyle::AnsiColor::Yellow.on_default().bold(),
        };
        return (style.render().to_string(), style.render_reset().to_string());
    }
    let _ = (colored, is_header);
    Default::default()
}

fn cells(entry: &ReportEntry) -> [Cow<'_, str>; 6] {
    let database = entry.database.as_ref();
    let cells = [
        variables(entry).into(),
        origin(entry).into(),
        shortened(entry.value.as_deref().unwrap_or_default()),
        database.map_or(String::new(), backend).into(),
        database.map_or(String::new(), |database| pool(&database.pool)).into(),
        database
            .filter(|database| !database.hosts.is_empty())
            .map_or(String::new(), |database| database.tls.to_string())
            .into(),
    ];
    cells.map(escaped)
}

/// Returns the name of the database, for SQLite with the file.
fn backend(database: &ReportDatabase) -> String {
    let name = database.backend.name();
    match &database.file {
        Some(file) => format!("{name}: {file}"),
        None => name.to_owned(),
    }
}

/// Returns the origin of the value, and the attribute that adds query parameters to it.
fn origin(entry: &ReportEntry) -> String {
    let origin = entry.origin.map_or("unset", |origin| origin.as_str());
    let has_params = entry.database.as_ref().is_some_and(|database| !database.params.is_empty());
    format!("{origin}{}", if has_params { " + params" } else { "" })
}

/// Returns the variable of the value and the others that were used, joined by ` + `.
fn variables(entry: &ReportEntry) -> String {
    let others = entry.database.iter().flat_map(|database| &database.variables).map(String::as_str);
    [entry.variable.as_str()].into_iter().chain(others).collect::<Vec<_>>().join(" + ")
}

/// Truncates a long value, which may be the content of a file.
fn shortened(text: &str) -> Cow<'_, str> {
    const MAX_WIDTH: usize = 200;
    match text.char_indices().nth(MAX_WIDTH) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text.into(),
    }
}

fn pool(options: &[(&'static str, String)]) -> String {
    options.iter().map(|(option, value)| format!("{option}={value}")).collect::<Vec<_>>().join(" ")
}

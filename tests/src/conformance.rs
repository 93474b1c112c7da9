//! Compares db-config with files of URLs. Some contain the results of other parsers, some the URLs of platforms.
//!
//! The fields of a case select its check, not the name of its file:
//!
//! - `url` or `conninfo`, with `expect`: compares the parts that another parser reads, in [`parts`]. With `differs`,
//!   either db-config or the parser rejects the URL, for the reason in `differs`.
//! - `name`, `url`, `environment` and `expected`: compares the parts in another project's tests. `expected` is an
//!   object of parts, or `"error"`.
//! - `url` or `input`, with `pathname`, `node24`, `error` or `failure`: compares `new URL(u).pathname`, in [`paths`].
//! - `url` with `node20_pathname`: compares the file that each ecosystem opens, in [`paths`].
//! - `url` with `client_family` and `tls`: checks the clients that must accept the URL, in [`platforms`]. With
//!   `expected`, also compares its parts.

mod clients;
mod decisions;
mod exceptions;
mod parts;
mod paths;
mod platforms;

pub use clients::{Held, held};
pub use exceptions::{EXCEPTIONS, Exception, Reason};
pub use platforms::{Compared, Outcome, compared};

use std::fmt;
use std::path::{Path, PathBuf};
use std::{fs, io};

use db_config::{ConfigError, ProblemKind, UrlError};
use serde_json::Value;

use platforms::Table;

/// The outcome of one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// db-config has the same result.
    Agrees,
    /// db-config differs, for this reason.
    OnPurpose(String),
    /// db-config differs, without a reason.
    Disagrees(String),
    /// The case concerns something that is not in a URL.
    NotCompared(String),
}

/// The cases of one file, each with its name in the output.
#[derive(Debug)]
pub struct Checked {
    /// The file.
    pub name: String,
    /// The cases, in the order of the file.
    pub cases: Vec<(String, Verdict)>,
    /// Further lines of the output.
    notes: Vec<String>,
}

/// The results of all files.
#[derive(Debug, Default)]
pub struct Conformance {
    /// The files with cases.
    pub files: Vec<Checked>,
    /// The files without cases.
    left_out: Vec<String>,
    table: Table,
}

/// The reason for which db-config rejects a URL.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Refusal {
    kind: ProblemKind,
    message: String,
}

impl Conformance {
    /// Checks every JSON file in a directory and its subdirectories, or the file `path`.
    ///
    /// # Errors
    ///
    /// Returns an error if a file cannot be read or is not JSON.
    pub fn of(path: &Path) -> io::Result<Self> {
        let mut conformance = Self::default();
        for file in json_files(path)? {
            let name = file.strip_prefix(path).ok().filter(|name| !name.as_os_str().is_empty()).unwrap_or(&file);
            conformance.add(&name.display().to_string(), &fs::read_to_string(&file)?)?;
        }
        Ok(conformance)
    }

    /// Checks the content of one file.
    ///
    /// # Errors
    ///
    /// Returns an error if it is not JSON.
    pub fn add(&mut self, name: &str, text: &str) -> io::Result<()> {
        let document: Value = serde_json::from_str(text)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, format!("{name}: {error}")))?;
        let mut checked = Checked { name: name.to_owned(), cases: Vec::new(), notes: Vec::new() };
        let mut openers = paths::Openers::default();
        for case in cases(&document) {
            let title = title(case, checked.cases.len() + 1);
            let verdict = match platforms::check(case, &title, &mut self.table) {
                // The case of a platform can also list the parts.
                Some(verdict) => Some(parts::check(case).filter(Verdict::is_disagreement).unwrap_or(verdict)),
                None => paths::check_file(case, &mut openers)
                    .or_else(|| paths::check_pathname(case))
                    .or_else(|| parts::check(case)),
            };
            checked.cases.extend(verdict.map(|verdict| (title, verdict)));
        }
        checked.notes = openers.notes();
        if checked.cases.is_empty() {
            self.left_out.push(name.to_owned());
        } else {
            self.files.push(checked);
        }
        Ok(())
    }

    /// Returns the exceptions, each with its client and the name of its case.
    pub fn exceptions(&self) -> &[(&'static Exception, &'static str, String)] {
        &self.table.exceptions
    }

    /// Returns whether every case agrees, or differs on purpose.
    pub fn holds(&self) -> bool {
        self.files.iter().all(|file| file.count(Verdict::is_disagreement) == 0)
    }
}

impl Checked {
    /// Returns the number of cases with such a verdict.
    pub fn count(&self, verdict: impl Fn(&Verdict) -> bool) -> usize {
        self.cases.iter().filter(|(_, found)| verdict(found)).count()
    }
}

impl Verdict {
    /// Returns whether it is a disagreement without a reason.
    pub fn is_disagreement(&self) -> bool {
        matches!(self, Verdict::Disagrees(_))
    }
}

impl Refusal {
    fn of(error: &ConfigError) -> Self {
        let problem = &error.problems()[0];
        Self { kind: problem.kind(), message: problem.message().to_owned() }
    }
}

impl From<UrlError> for Refusal {
    fn from(error: UrlError) -> Self {
        Self { kind: error.kind(), message: error.message().to_owned() }
    }
}

/// Returns the URLs of the cases in a file.
///
/// # Panics
///
/// Panics if the content is not JSON.
pub fn texts(file: &str) -> Vec<String> {
    let document: Value = serde_json::from_str(file).expect("JSON");
    let text =
        |case: &Value| ["url", "input", "conninfo"].iter().find_map(|name| case[name].as_str()).map(str::to_owned);
    cases(&document).into_iter().filter_map(text).collect()
}

fn json_files(path: &Path) -> io::Result<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let mut entries = fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    entries.sort();
    let mut files = Vec::new();
    for entry in entries {
        if entry.is_dir() {
            files.extend(json_files(&entry)?);
        } else if entry.extension().is_some_and(|extension| extension == "json") {
            files.push(entry);
        }
    }
    Ok(files)
}

/// Returns the objects in the lists of a document, and in the lists of those objects.
fn cases(document: &Value) -> Vec<&Value> {
    fn lists(value: &Value) -> Vec<&Value> {
        let members = value.as_object().into_iter().flat_map(|members| members.values());
        members.filter_map(Value::as_array).flatten().filter(|item| item.is_object()).collect()
    }
    let top = match document.as_array() {
        Some(list) => list.iter().collect(),
        None => lists(document),
    };
    top.into_iter()
        .flat_map(|case| {
            let inner = lists(case);
            if inner.is_empty() { vec![case] } else { inner }
        })
        .collect()
}

/// Returns the name of the platform, or else the URL itself.
fn title(case: &Value, number: usize) -> String {
    let text = ["platform", "name", "url", "input", "conninfo"].iter().find_map(|name| case[name].as_str());
    match (text, case.get("platform")) {
        (Some(platform), Some(_)) => format!("{number} ({platform})"),
        (Some(text), None) => format!("{number} {text:?}"),
        (None, _) => number.to_string(),
    }
}

impl fmt::Display for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let agreed = self.count(|verdict| *verdict == Verdict::Agrees);
        let on_purpose = self.count(|verdict| matches!(verdict, Verdict::OnPurpose(_)));
        let not_compared = self.count(|verdict| matches!(verdict, Verdict::NotCompared(_)));
        write!(f, "{}: {agreed}/{} agree (on purpose not: {on_purpose}", self.name, self.cases.len())?;
        if not_compared > 0 {
            write!(f, "; not about the URL: {not_compared}")?;
        }
        writeln!(f, "; disagreements: {})", self.count(Verdict::is_disagreement))?;
        for (title, verdict) in &self.cases {
            match verdict {
                Verdict::Agrees => {}
                Verdict::OnPurpose(reason) => writeln!(f, "    on purpose: {title}: {reason}")?,
                Verdict::NotCompared(reason) => writeln!(f, "    not compared: {title}: {reason}")?,
                Verdict::Disagrees(how) => writeln!(f, "    DISAGREES: {title}: {how}")?,
            }
        }
        self.notes.iter().try_for_each(|note| writeln!(f, "    {note}"))
    }
}

impl fmt::Display for Conformance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.files.iter().try_for_each(|file| writeln!(f, "{file}"))?;
        self.left_out.iter().try_for_each(|name| writeln!(f, "{name}: left out: no known cases\n"))?;
        write!(f, "{}", self.table)
    }
}

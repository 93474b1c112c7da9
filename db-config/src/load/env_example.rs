//! Generates a `.env.example` file for a configuration.

use super::Field;
use super::field::PoolVariable;
use db_config_syntax::printable::printable;
use db_config_syntax::query::PoolOption;

use crate::capabilities::Capabilities;
use crate::pool_defaults::{PoolSetting, PoolValue};
use db_config_syntax::{Backend, Backends, Part, values};

/// The placeholder of a plain variable.
pub(super) const PLACEHOLDER: &str = "<value>";

/// Returns the content of the file: required variables as lines with a placeholder, everything else as comments.
pub(crate) fn env_example(fields: &[Field]) -> String {
    let mut text = String::new();
    for documented in documented(fields) {
        if !text.is_empty() {
            text.push('\n');
        }
        add(documented.field, documented.is_optional, &documented.pool, &mut text);
    }
    text
}

/// A variable with the fields that read it.
pub(super) struct Documented<'a> {
    /// The first of the fields.
    pub field: &'a Field,
    /// Whether all fields are optional.
    pub is_optional: bool,
    /// The pool options of all fields.
    pub pool: Vec<PoolLine>,
}

/// Returns each first variable once.
pub(super) fn documented(fields: &[Field]) -> Vec<Documented<'_>> {
    let mut all: Vec<Documented<'_>> = Vec::new();
    for field in fields {
        let first = field.first_variable();
        let mut lines = Vec::new();
        for line in pool(field) {
            // Several options of one or more fields can share a variable.
            match all
                .iter_mut()
                .flat_map(|documented| &mut documented.pool)
                .chain(&mut lines)
                .find(|known| known.shows(&line))
            {
                Some(known) if known.urls.iter().any(|url| url == first) => {}
                Some(known) => known.urls.push(first.to_owned()),
                None => lines.push(line),
            }
        }
        match all.iter_mut().find(|documented| documented.field.first_variable() == first) {
            Some(documented) => {
                documented.is_optional &= field.is_optional();
                documented.pool.extend(lines);
            }
            None => all.push(Documented { field, is_optional: field.is_optional(), pool: lines }),
        }
    }
    all
}

/// The variable of a pool option.
pub(super) struct PoolLine {
    pub option: PoolOption,
    pub variable: String,
    /// The variables of the URLs.
    pub urls: Vec<String>,
    /// The default value.
    pub value: Option<PoolValue>,
    /// The name of the unit of a number without one.
    pub unit: Option<&'static str>,
    /// The databases that it is for. An empty list stands for all.
    pub backends: Vec<Backend>,
}

impl PoolLine {
    /// Returns whether the two differ only in the option and the URL.
    fn shows(&self, other: &Self) -> bool {
        let key = |line: &Self| (line.value, line.unit, line.option.is_count());
        self.variable == other.variable && self.backends == other.backends && key(self) == key(other)
    }
}

/// Returns the pool options that the attributes of the field and of its type set.
pub(super) fn pool(field: &Field) -> Vec<PoolLine> {
    let own = field.spec.pool.iter().map(|(option, _)| *option);
    let others = PoolOption::ALL.into_iter().filter(|option| !own.clone().any(|own| own == *option));
    let mut lines: Vec<PoolLine> = Vec::new();
    for option in own.clone().chain(others) {
        let first = lines.len();
        let is_supported = |backend: &Backend| {
            let capabilities = field.spec.capabilities.only(Backends::from_slice(&[*backend]));
            capabilities.contains(Capabilities::from_option(option))
        };
        for PoolVariable { name, unit, backends } in field.pool_variables(field.first_variable(), option) {
            for backend in backends.iter().filter(is_supported) {
                let setting = field.spec.pool_setting(backend, option);
                if setting == PoolSetting::NONE {
                    continue;
                }
                let (variable, unit) = (name.clone(), unit.map(values::unit_name));
                let urls = vec![field.first_variable().to_owned()];
                let line = PoolLine { option, variable, urls, value: setting.value, unit, backends: Vec::new() };
                let is_same = |known: &&mut PoolLine| {
                    known.variable == line.variable && known.unit == line.unit && known.value == line.value
                };
                match lines[first..].iter_mut().find(is_same) {
                    Some(known) => known.backends.push(backend),
                    None => lines.push(PoolLine { backends: vec![backend], ..line }),
                }
            }
        }
        // It is for every database that has the option.
        if let [line] = &mut lines[first..] {
            if field.backends().iter().filter(is_supported).all(|backend| line.backends.contains(&backend)) {
                line.backends.clear();
            }
        }
    }
    lines
}

fn add(field: &Field, is_optional: bool, pool: &[PoolLine], text: &mut String) {
    let [first, others @ ..] = &field.variables[..] else { return };
    let mut line = |start: &str, content: &str| {
        let content = printable(content.trim_end());
        text.push_str(start);
        if !content.is_empty() && start == "#" {
            text.push(' ');
        }
        text.push_str(&content);
        text.push('\n');
    };
    for doc in field.doc().lines() {
        line("#", doc);
    }
    let status = match (field.has_default(), is_optional) {
        (true, _) => "has a default",
        (false, true) => "optional",
        (false, false) => "required",
    };
    match &field.schemes()[..] {
        [] => line("#", &format!("({status})")),
        schemes => line("#", &format!("({status}; accepts {})", schemes.join(", "))),
    }
    for other in others {
        line("#", &format!("(or set {other})"));
    }
    let example = example(field);
    match field.has_default() || is_optional {
        true => line("#", &format!("{first}={}", quoted(&example))),
        false => line("", &format!("{first}={}", quoted(&example))),
    }
    let parts = example_parts(field);
    if !parts.is_empty() {
        line("#", "(or set the parts of the URL)");
    }
    for (_, variable, value) in parts {
        line("#", &format!("{variable}={value}"));
    }
    for PoolLine { variable, value, unit, backends, .. } in pool {
        let names: Vec<&str> = backends.iter().map(|backend| backend.name()).collect();
        let unit = unit.map(|unit| format!("a number without a unit is in {unit}"));
        let notes: Vec<String> = (!names.is_empty()).then(|| names.join(", ")).into_iter().chain(unit).collect();
        if !notes.is_empty() {
            line("#", &format!("({})", notes.join("; ")));
        }
        let value = value.map_or(PLACEHOLDER.to_owned(), PoolValue::to_text);
        line("#", &format!("{variable}={value}"));
    }
}

/// Returns the parts of a field with the attribute `parts`, each with its first variable and an example value.
pub(super) fn example_parts(field: &Field) -> Vec<(Part, String, &'static str)> {
    let backends = field.backends();
    let is_documented = |part: &Part| match part {
        Part::Scheme => backends.iter().count() > 1,
        Part::Name => true,
        _ => backends.has_network(),
    };
    let example = |part| {
        let variable = field.part_variables(part, field.first_variable()).into_iter().next()?;
        let value = match part {
            Part::Host => "<host>",
            Part::Port => "<port>",
            Part::User => "<user>",
            Part::Password => "<password>",
            Part::Name if backends == Backends::SQLITE => "<path>",
            Part::Name => "<database>",
            Part::Tls => "<mode>",
            Part::Scheme => "<scheme>",
        };
        Some((part, variable, value))
    };
    Part::ALL.into_iter().filter(is_documented).filter_map(example).collect()
}

/// Returns the redacted default value, or a placeholder. db-config rejects a placeholder that is not replaced.
fn example(field: &Field) -> String {
    match field.default_value() {
        Some(_) => field.redacted_default().unwrap_or_default(),
        None => match field.spec.backends.iter().next() {
            Some(Backend::Sqlite) => "sqlite:///<path>".to_owned(),
            Some(Backend::Redis) => "redis://:<password>@<host>/0".to_owned(),
            Some(Backend::MongoDb) => "mongodb://<user>:<password>@<host>/<database>".to_owned(),
            Some(backend) => format!("{}://<user>:<password>@<host>/<database>", backend.schemes()[0]),
            None => PLACEHOLDER.to_owned(),
        },
    }
}

/// Puts a value in quotes if a `.env` file needs them.
fn quoted(value: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.,:/@%+=?&*<>".contains(c);
    if value.chars().all(is_plain) {
        return value.to_owned();
    }
    if !value.contains(['\'', '\n']) {
        return format!("'{value}'");
    }
    let escaped = |c: char| match c {
        '\n' => "\\n".to_owned(),
        '\\' | '"' | '$' => format!("\\{c}"),
        c => c.to_string(),
    };
    format!("\"{}\"", value.chars().map(escaped).collect::<String>())
}

//! "Did you mean ...?" for an unknown query parameter: the suggestion has the meaning and the unit of the misspelled name,
//! or there is no suggestion.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use db_config::{Backend, DatabaseUrl, ProblemKind};

use crate::foreign_names::{FOREIGN, Foreign};

const BACKENDS: &[Backend] = &[Backend::Postgres, Backend::MySql, Backend::Sqlite, Backend::MongoDb];

/// Names of different rows with one meaning.
const SAME: &[[&str; 2]] = &[["sslrootcert", "ssl-root-cert"]];

/// Names of other databases with the name or the value that means the same.
const REPLACED: &[&str] = &["applicationName"];

/// Returns the rows of the table: the names of each meaning. A parameter that only libpq, MongoDB or another tool reads has
/// its own meaning.
fn meanings() -> Vec<Vec<String>> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../db-config-syntax/src/query");
    let files = fs::read_dir(&directory).unwrap().map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap());
    let mut rows: Vec<Vec<String>> = SAME.iter().map(|names| names.map(str::to_owned).to_vec()).collect();
    for file in files {
        let lists = file.match_indices("&[").map(|(at, _)| (&file[..at], file[at + 2..].split(']').next().unwrap()));
        for (before, list) in lists {
            let is_name = |text: &&str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
            let names = list.split('"').skip(1).step_by(2).filter(is_name).map(str::to_owned);
            let row = before.rfind("    row(").map_or("const", |start| &before[start..]);
            let own = ["const", "Key::Libpq", "Key::MongoDb", "Key::OtherTool", "Key::Unclear", "Key::NoOp"];
            match own.iter().any(|own| row.contains(own)) {
                true => rows.extend(names.map(|name| vec![name])),
                false => rows.push(names.collect()),
            }
        }
    }
    assert!(rows.len() >= 150, "{}", rows.len());
    rows
}

/// Returns the problem of a URL with this parameter, and the names that the help suggests.
fn problem(backend: Backend, name: &str) -> Option<(ProblemKind, Vec<String>)> {
    let scheme = backend.schemes()[0];
    let error = format!("{scheme}://localhost/d?{name}=").parse::<DatabaseUrl>().err()?;
    let suggestion = error.help().split_once("did you mean ").map_or("", |(_, suggestion)| suggestion);
    let suggested = suggestion.split('`').skip(1).step_by(2);
    // A suggestion can have a value too.
    let names = suggested.map(|suggested| suggested.split('=').next().unwrap().to_owned());
    Some((error.kind(), names.collect()))
}

fn is_known(backend: Backend, name: &str) -> bool {
    let unknown = [ProblemKind::UnknownParameter, ProblemKind::UnknownTlsParameter];
    !problem(backend, name).is_some_and(|(kind, _)| unknown.contains(&kind))
}

/// Returns whether the names have one meaning for one database: they are names of the same row, or one word in several
/// spellings. Of TLS parameters, `require_ssl` and `requiressl` have different meanings.
fn are_same(rows: &[Vec<String>], one: &str, other: &str) -> bool {
    let has = |row: &[String], name: &str| row.iter().any(|known| known.eq_ignore_ascii_case(name));
    let plain = |name: &str| name.replace(['_', '-'], "").to_ascii_lowercase();
    let is_one_word = plain(one) == plain(other) && !plain(one).contains("ssl");
    is_one_word || one.eq_ignore_ascii_case(other) || rows.iter().any(|row| has(row, one) && has(row, other))
}

/// Returns the name with two neighboring letters swapped.
fn swapped(name: &str) -> Vec<String> {
    let swap = |i: usize| format!("{}{}{}{}", &name[..i - 1], &name[i..=i], &name[i - 1..i], &name[i + 1..]);
    (1..name.len()).map(swap).collect()
}

/// Returns the name with two neighboring letters swapped, or one letter left out, replaced or added.
fn neighbors(name: &str) -> BTreeSet<String> {
    let letters = || ('a'..='z').chain(['_', '-']);
    let left_out = (0..name.len()).map(|i| format!("{}{}", &name[..i], &name[i + 1..]));
    let replaced = (0..name.len()).flat_map(|i| letters().map(move |c| (i, i + 1, c)));
    let added = (0..=name.len()).flat_map(|i| letters().map(move |c| (i, i, c)));
    let edited = replaced.chain(added).map(|(from, to, c)| format!("{}{c}{}", &name[..from], &name[to..]));
    left_out.chain(edited).chain(swapped(name)).collect()
}

/// A word that may be two names is corrected to neither, or to both.
#[test]
fn a_misspelled_name_is_never_corrected_to_one_with_another_meaning() {
    let rows = meanings();
    let (mut wrong, mut corrected, mut not_corrected) = (BTreeMap::new(), 0, 0);
    for backend in BACKENDS {
        let names = rows.iter().flatten().filter(|name| is_known(*backend, name));
        let known: BTreeSet<String> = names.map(|name| name.to_ascii_lowercase()).collect();
        assert!(known.len() >= 20, "{}: {known:?}", backend.name());
        let mut near: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for name in &known {
            for word in neighbors(name).into_iter().filter(|word| !known.contains(word)) {
                near.entry(word).or_default().push(name);
            }
        }
        let mut tried = BTreeSet::new();
        let simple: BTreeSet<String> = known.iter().flat_map(|name| swapped(name)).collect();
        for (word, names) in near {
            // More words for the same names take a minute and find no other mistakes.
            if word.is_empty() || tried.contains(&names) || names.len() == 1 && !simple.contains(&word) {
                continue;
            }
            tried.insert(names.clone());
            let has_one_meaning = names[1..].iter().all(|name| are_same(&rows, names[0], name));
            // `x-` begins the names of another tool.
            let Some((_, suggested)) = problem(*backend, &word) else { continue };
            let is_right = suggested.iter().all(|it| names.iter().any(|name| are_same(&rows, it, name)));
            let is_complete = names.iter().all(|name| suggested.iter().any(|it| are_same(&rows, it, name)));
            if has_one_meaning {
                corrected += usize::from(!suggested.is_empty());
                not_corrected += usize::from(suggested.is_empty() && word.len() >= 5);
            }
            if !(suggested.is_empty() || is_right && is_complete) {
                wrong
                    .entry((backend.name(), names.iter().map(|name| name.to_string()).collect::<Vec<_>>()))
                    .or_insert((word, suggested));
            }
        }
    }
    assert!(wrong.is_empty(), "(names that are meant), (misspelled, suggested): {wrong:#?}");
    assert!(corrected > 20 * not_corrected, "{corrected} are corrected, {not_corrected} are not");
}

#[test]
fn a_name_of_another_tool_is_never_corrected_to_one_with_another_meaning_or_unit() {
    let rows = meanings();
    let mut wrong = Vec::new();
    for Foreign { tools, backend, names } in FOREIGN {
        for (name, meant) in *names {
            let Some((_, suggested)) = problem(*backend, name) else { continue };
            let other = suggested.iter().filter(|it| !meant.iter().any(|meant| are_same(&rows, it, meant)));
            wrong.extend(other.map(|it| format!("{}: `{name}` of {tools}: {it}, not {meant:?}", backend.name())));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// MySQL's `sql_mode` is not PostgreSQL's `ssl_mode`.
#[test]
fn a_name_of_another_database_is_never_corrected_to_one_with_another_meaning() {
    let rows = meanings();
    let mut wrong = Vec::new();
    for backend in BACKENDS {
        for name in rows.iter().flatten().filter(|name| !is_known(*backend, name)) {
            if !BACKENDS.iter().any(|other| is_known(*other, name)) {
                continue;
            }
            let Some((_, suggested)) = problem(*backend, name) else { continue };
            let other = suggested.iter().filter(|it| !are_same(&rows, it, name) && !REPLACED.contains(&&**name));
            wrong.extend(other.map(|it| format!("{}: `{name}`: {it}", backend.name())));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The list of other tools' names then states its meaning.
#[test]
fn a_name_with_its_own_suggestion_is_in_the_list_of_other_tools_names() {
    let source = include_str!("../../../db-config-syntax/src/query/suggestion.rs");
    let table = source.split("const REPLACEMENTS").nth(1).unwrap().split("];").next().unwrap();
    let rows: Vec<&str> = table.split("Backend::").map(|row| row.rsplit('"').nth(1).unwrap_or_default()).collect();
    let replaced = &rows[..rows.len() - 1];
    assert!(replaced.len() >= 5, "{replaced:?}");
    let of_database = replaced.iter().zip(table.split("Backend::").skip(1));
    for (name, database) in of_database {
        let is_listed = FOREIGN.iter().any(|Foreign { backend, names, .. }| {
            database.starts_with(&format!("{backend:?}")) && names.iter().any(|(listed, _)| listed == name)
        });
        assert!(is_listed || REPLACED.contains(name), "`{name}`");
    }
}

#[test]
fn the_lists_of_names_are_long() {
    let count =
        |backend: &Backend| FOREIGN.iter().filter(|it| it.backend == *backend).map(|it| it.names.len()).sum::<usize>();
    for backend in BACKENDS {
        assert!(count(backend) >= 30, "{}: {}", backend.name(), count(backend));
    }
}

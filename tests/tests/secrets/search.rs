//! Searches outputs for one secret, and records the outputs that it has searched.

use std::any::type_name;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::{Debug, Display};

use miette::Diagnostic;
use serde::Serialize;
use tests::canaries::{Canary, WRONG, base64, everything};
use tests::escaped;

/// Lists types, and the forms of each that a search must reach.
macro_rules! forms {
    ($($name:ident: $($form:ident),+;)*) => { &[$((stringify!($name), &[$(stringify!($form)),+])),*] };
}
pub(super) use forms;

/// Runs a search for each secret. Fails if an output contains a piece of one, or if a listed form of a type was not
/// searched.
pub fn search_all(search: impl Fn(&mut Search) + Sync, forms: &[(&'static str, &[&'static str])]) {
    let (mut searched, mut leaks) = (Searched::new(), Leaks::new());
    let run = |canary| {
        let mut one = Search::of(canary);
        search(&mut one);
        one
    };
    std::thread::scope(|scope| {
        let searches: Vec<_> = Canary::all().map(|canary| scope.spawn(|| run(canary))).collect();
        for one in searches {
            let mut one = one.join().expect("the search does not panic");
            searched.append(&mut one.searched);
            leaks.append(&mut one.leaks);
        }
    });
    let leaks: Vec<_> = leaks.iter().map(|((form, name), text)| format!("{form} of {name}: {text}")).collect();
    assert!(leaks.is_empty(), "{} kinds of output contain a secret\n{}", leaks.len(), leaks.join("\n\n"));
    for (name, form) in forms.iter().flat_map(|(name, forms)| forms.iter().map(move |form| (name, form))) {
        assert!(searched.contains(&(*form, (*name).to_owned())), "{form} of {name} is not searched");
    }
}

/// Contains each form with the public name of the item that has it.
pub type Searched = BTreeSet<(&'static str, String)>;

/// Contains each form and name with the output that contains a piece of a secret.
pub type Leaks = BTreeMap<(&'static str, String), String>;

pub struct Search {
    pub canary: Canary,
    pub searched: Searched,
    /// Contains the first output with a piece of a secret, for each form of each name.
    pub leaks: Leaks,
}

impl Search {
    pub fn of(canary: Canary) -> Self {
        Self { canary, searched: Searched::new(), leaks: Leaks::new() }
    }

    /// Searches the output of a function or a trait.
    #[track_caller]
    pub fn text(&mut self, name: &str, text: &str) {
        self.add("Text", name, text);
    }

    /// Searches the output of a method, named with its type.
    #[track_caller]
    pub fn method(&mut self, name: &str, text: impl Debug) {
        self.add("Method", name, &format!("{text:?}"));
    }

    #[track_caller]
    pub fn debug<T: Debug + ?Sized>(&mut self, value: &T) {
        self.add("Debug", &name_of::<T>(), &format!("{value:?}\n{value:#?}"));
    }

    #[track_caller]
    pub fn display<T: Display + ?Sized>(&mut self, value: &T) {
        self.add("Display", &name_of::<T>(), &format!("{value}\n{value:#}\n{value:>200}"));
    }

    #[track_caller]
    pub fn both<T: Debug + Display + ?Sized>(&mut self, value: &T) {
        self.debug(value);
        self.display(value);
    }

    /// Searches an error and its sources.
    #[track_caller]
    pub fn causes<T: Error + 'static>(&mut self, error: &T) {
        self.both(error);
        self.add("Error", &name_of::<T>(), &everything(error));
    }

    /// Searches an error and its sources, also in the output of the crates for errors.
    #[track_caller]
    pub fn error<T: Error + Clone + Send + Sync + 'static>(&mut self, error: &T) {
        self.causes(error);
        let anyhow = anyhow::Error::new(error.clone()).context("no configuration");
        let eyre = eyre::Report::new(error.clone()).wrap_err("no configuration");
        let text = format!("{anyhow} {anyhow:#} {anyhow:?} {anyhow:#?} {eyre} {eyre:#} {eyre:?} {eyre:#?}");
        self.add("Error", &name_of::<T>(), &text);
    }

    /// Searches a diagnostic in the formats of miette, one of which is for screen readers.
    #[track_caller]
    pub fn diagnostic<T: Diagnostic>(&mut self, diagnostic: &T) {
        let mut text = format!("{diagnostic} {diagnostic:?}\n");
        let narrated = miette::NarratableReportHandler::new();
        let drawn = miette::GraphicalReportHandler::new_themed(miette::GraphicalTheme::unicode()).with_width(400);
        let json = miette::JSONReportHandler::new();
        narrated.render_report(&mut text, diagnostic).expect("it can be shown");
        drawn.render_report(&mut text, diagnostic).expect("it can be shown");
        json.render_report(&mut text, diagnostic).expect("it can be shown");
        self.add("Diagnostic", &name_of::<T>(), &text);
    }

    #[track_caller]
    pub fn serialized<T: Serialize>(&mut self, value: &T) {
        let json = serde_json::to_string(value).expect("it can be serialized");
        let pretty = serde_json::to_string_pretty(value).expect("it can be serialized");
        self.add("Serialize", &name_of::<T>(), &format!("{json}\n{pretty}"));
    }

    #[track_caller]
    fn add(&mut self, form: &'static str, name: &str, text: &str) {
        if let Some(piece) = self.canary.find_in(text) {
            let at = std::panic::Location::caller();
            let leak = format!("`{piece}` of {:?}, searched at {at}, in\n{text}", self.canary.secret);
            self.leaks.entry((form, name.to_owned())).or_insert(leak);
        }
        self.searched.insert((form, name.to_owned()));
    }
}

/// Returns the name of a type without its path and its parameters.
fn name_of<T: ?Sized>() -> String {
    let name = type_name::<T>().trim_start_matches('&');
    let name = name.split('<').next().unwrap_or(name);
    name.rsplit("::").next().unwrap_or(name).to_owned()
}

#[test]
fn every_spelling_is_found() {
    let escaped = escaped(WRONG);
    let canary = Canary::new(WRONG);
    let each = |before: &str| WRONG.bytes().map(|byte| format!("{before}{byte:02X}")).collect::<String>();
    for text in [
        format!("password {WRONG:?}"),
        format!("postgres://app:{escaped}@h/d"),
        format!("postgres://app:{}@h/d", each("%")),
        format!("postgres://app:{}@h/d", canary.half_escaped()),
        escaped.to_lowercase(),
        format!("{:?}", WRONG.as_bytes()),
        format!("b\"{}\"", WRONG.as_bytes().escape_ascii()),
        format!("cut off: {}", &WRONG[..4]),
        format!("cut off: {}", &escaped[10..15]),
        format!("cut off: {}", &each("%")[6..18]),
        each(""),
        each("\\x"),
        serde_json::to_string(WRONG).expect("a string serializes to JSON"),
        WRONG.encode_utf16().map(|unit| format!("\\u{unit:04X}")).collect(),
        WRONG.escape_unicode().to_string(),
        format!("at the start {}", base64(WRONG.as_bytes())),
        format!("behind a letter {}", base64(format!(":{WRONG}").as_bytes())),
        format!("behind two letters {}", base64(format!("u:{WRONG}").as_bytes())),
    ] {
        assert!(canary.find_in(&text).is_some(), "{text}");
    }
    assert_eq!(canary.find_in("the wrong password: Wr0, Zq"), None);
    assert_eq!(base64(b"Man is"), "TWFuIGlz");
}

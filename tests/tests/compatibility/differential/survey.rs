//! A parser's texts, and where it and this library disagree.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::strategy::{Union, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::differential::difference::{Disagreement, Finding};
use crate::differential::parsers::Parser;
use crate::differential::rules::rules;
use crate::differential::texts::texts;

/// How many texts each parser gets, unless `DIFFERENCES_CASES` says otherwise.
const CASES: usize = 3_000;

/// What came of all texts.
#[derive(Debug, Default)]
pub struct Survey {
    pub texts: usize,
    pub accepted: usize,
    pub same: usize,
    /// How often each difference was met.
    pub met: BTreeMap<&'static str, usize>,
    /// The shortest text of each kind of disagreement that no difference explains.
    pub unexplained: BTreeMap<String, (String, String)>,
}

/// Where the parser and this library disagree on a text; nothing if the parser does not take it.
pub fn disagreements<'a>(parser: Parser, text: &'a str) -> Option<Vec<Disagreement<'a>>> {
    let theirs = parser.theirs(text)?;
    let found = |found| Disagreement { parser, text, found };
    let ours = match parser.ours(text) {
        Ok(ours) => ours,
        Err(error) => return Some(vec![found(Finding::Rejected(error, theirs))]),
    };
    let names = theirs.keys().chain(ours.keys().filter(|name| !theirs.contains_key(*name)));
    let differing = names.filter(|name| theirs.get(*name) != ours.get(*name));
    let fact = |name: &String| Finding::Fact {
        name: name.clone(),
        theirs: theirs.get(name).cloned(),
        ours: ours.get(name).cloned(),
    };
    Some(differing.map(|name| found(fact(name))).collect())
}

impl Survey {
    pub fn of(parser: Parser) -> Self {
        let dialects: Vec<_> = parser.dialects().iter().map(texts).collect();
        let strategy = Union::new(dialects);
        let number = |name: &str| std::env::var(name).ok().map(|value| value.parse::<u64>().expect(name));
        let seed = number("DIFFERENCES_SEED").unwrap_or(0).to_le_bytes().repeat(4);
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
        let mut runner = TestRunner::new_with_rng(Config::default(), rng);
        let mut survey = Self::default();
        let differences = rules().filter(|difference| difference.parsers.contains(&parser));
        let examples = differences.flat_map(|difference| difference.examples_for(parser));
        for text in examples.chain(collected().iter().cloned()) {
            for kind in survey.add(parser, &text) {
                let how = unexplained(parser, &text, &kind).unwrap_or_default();
                survey.unexplained.entry(kind).or_insert((text.clone(), how));
            }
        }
        for _ in 0..number("DIFFERENCES_CASES").map_or(CASES, |cases| cases as usize) {
            let mut tree = strategy.new_tree(&mut runner).expect("no text is rejected");
            let text = tree.current();
            let kinds = survey.add(parser, &text);
            // Only the first of its kind is worth the time.
            if let Some(kind) = kinds.into_iter().find(|kind| !survey.unexplained.contains_key(kind)) {
                let smallest = smallest(&mut tree, |text| unexplained(parser, text, &kind).is_some());
                let how = unexplained(parser, &smallest, &kind).unwrap_or_default();
                survey.unexplained.insert(kind, (smallest, how));
            }
        }
        survey
    }

    /// Counts a text; returns the kinds of its disagreements that nothing explains.
    fn add(&mut self, parser: Parser, text: &str) -> Vec<String> {
        self.texts += 1;
        let Some(disagreements) = disagreements(parser, text) else { return Vec::new() };
        self.accepted += 1;
        self.same += usize::from(disagreements.is_empty());
        let (met, unexplained) = explain(&disagreements);
        for text in met {
            *self.met.entry(text).or_default() += 1;
        }
        unexplained.into_iter().map(Disagreement::kind).collect()
    }

    /// What a failing test shows.
    pub fn report(&self, parser: Parser) -> String {
        let Self { texts, accepted, same, met, unexplained } = self;
        let mut report = format!("{parser}: {texts} texts, it takes {accepted}, of these {same} the same\n");
        for difference in rules().filter(|difference| difference.parsers.contains(&parser)) {
            let count = met.get(difference.text).copied().unwrap_or_default();
            writeln!(report, "{count:>8}  {}", difference.text).unwrap();
        }
        for (kind, (text, how)) in unexplained {
            writeln!(report, "UNEXPLAINED {kind}: {text:?}: {how}").unwrap();
        }
        report
    }
}

/// The URLs of platforms and of libpq's tests: those of this repository, and the collected ones where they are present.
fn collected() -> &'static [String] {
    const FILES: [&str; 2] = ["platforms.json", "libpq.json"];
    const EXTRA: [&str; 5] = [
        "corpus/platform-urls.json",
        "vectors/libpq.json",
        "vectors/tokio-postgres.json",
        "vectors/sqlx.json",
        "vectors/dj-database-url.json",
    ];
    static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
        let files: Vec<String> = FILES.into_iter().map(tests::vectors::committed).collect();
        let texts: Vec<String> = files.iter().flat_map(|text| tests::conformance::texts(text)).collect();
        assert!(texts.len() >= 730, "{}", texts.len());
        let extra = EXTRA.into_iter().filter_map(tests::shared);
        texts.into_iter().chain(extra.flat_map(|text| tests::conformance::texts(&text))).collect()
    });
    &TEXTS
}

/// The differences that explain them, and those that none explains.
pub fn explain<'a, 'b>(disagreements: &'b [Disagreement<'a>]) -> (Vec<&'static str>, Vec<&'b Disagreement<'a>>) {
    let (mut met, mut unexplained) = (Vec::new(), Vec::new());
    for disagreement in disagreements {
        match rules().find(|difference| difference.explains(disagreement)) {
            Some(difference) => met.push(difference.text),
            None => unexplained.push(disagreement),
        }
    }
    (met, unexplained)
}

/// How a text is read otherwise without an explanation, if it is in this way.
fn unexplained(parser: Parser, text: &str, kind: &str) -> Option<String> {
    let disagreements = disagreements(parser, text)?;
    let (_, unexplained) = explain(&disagreements);
    unexplained.into_iter().find(|disagreement| disagreement.kind() == kind).map(ToString::to_string)
}

/// The smallest text that still is one of those.
fn smallest(tree: &mut impl ValueTree<Value = String>, is_one: impl Fn(&str) -> bool) -> String {
    let mut smallest = tree.current();
    let mut can_go_on = tree.simplify();
    while can_go_on {
        let text = tree.current();
        can_go_on = match is_one(&text) {
            true => {
                smallest = text;
                tree.simplify()
            }
            false => tree.complicate(),
        };
    }
    smallest
}

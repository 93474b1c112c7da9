//! Every public type in every form that it has, with secrets by every route, and no piece of one in any text.
//!
//! [`every_public_type_in_every_form`] reads in the library's source what there is, and fails if something of it has
//! not been searched: nothing public can be added without a secret being put into it here.

mod configs;
mod connections;
mod fuzzed;
mod hostile;
mod inventory;
mod plain;
mod programs;
mod promise;
mod redaction;
mod search;
mod serialized;
mod settings;
mod sources;
mod terminal;
mod urls;

use std::collections::{BTreeMap, BTreeSet};

use search::Search;
use tests::canaries::Canary;

#[test]
fn every_public_type_in_every_form() {
    let (mut searched, mut told) = (BTreeSet::new(), BTreeMap::new());
    std::thread::scope(|scope| {
        let searches: Vec<_> = Canary::all().map(|canary| scope.spawn(|| everywhere(canary))).collect();
        for search in searches {
            let mut search = search.join().expect("the search ends");
            searched.append(&mut search.searched);
            told.append(&mut search.told);
        }
    });
    for ((form, name), text) in &told {
        eprintln!("{form} of {name}: {text}\n");
    }
    assert!(told.is_empty(), "{} kinds of text tell a secret", told.len());
    let all = inventory::public();
    assert!(all.len() > 100, "{all:?}");
    let left_out: Vec<_> = all.difference(&searched).collect();
    assert!(left_out.is_empty(), "not searched: {left_out:#?}");
}

fn everywhere(canary: Canary) -> Search {
    let mut search = Search::of(canary);
    urls::search(&mut search);
    settings::search(&mut search);
    sources::search(&mut search);
    configs::search(&mut search);
    plain::search(&mut search);
    serialized::search(&mut search);
    connections::search(&mut search);
    programs::search(&mut search);
    search
}

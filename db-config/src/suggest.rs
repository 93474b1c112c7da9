//! "Did you mean": the nearest of the known words.

/// The word that is at most a third of its letters away.
pub(crate) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_ascii_lowercase();
    known
        // So that a text of any length costs no more than a short one.
        .filter(|candidate| candidate.len().abs_diff(word.len()) * 3 <= candidate.len())
        .map(|candidate| (distance(&word, &candidate.to_ascii_lowercase()), candidate))
        .filter(|(distance, candidate)| distance * 3 <= candidate.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Levenshtein's edit distance, row by row.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_the_nearest() {
        let words = ["postgres", "mysql", "sqlite"];
        assert_eq!(nearest("postgress", words.into_iter()), Some("postgres"));
        assert_eq!(nearest("SQLLITE", words.into_iter()), Some("sqlite"));
        assert_eq!(nearest("oracle", words.into_iter()), None);
    }
}

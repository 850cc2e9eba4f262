//! The word that somebody probably meant.

/// The known word that differs from `word` by at most two letters.
///
/// ```
/// assert_eq!(lang::nearest("sandbx", &["api", "sandbox"]), Some("sandbox"));
/// assert_eq!(lang::nearest("bogus", &["api", "sandbox"]), None);
/// ```
#[must_use]
pub fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    known.iter().copied().map(|it| (distance(word, it), it)).filter(|(far, _)| *far <= 2).min().map(|(_, it)| it)
}

/// Edits (insert, remove, replace) between two short words.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (at, one) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = at + 1;
        for (to, other) in b.iter().enumerate() {
            let replace = diagonal + usize::from(one != *other);
            diagonal = row[to + 1];
            row[to + 1] = replace.min(row[to] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

//! "Did you mean": the nearest word to a mistyped one.

/// The nearest of `words` to `typed`, if it is near enough to be meant (at most a third of its letters differ) and no
/// other is as near: where two could be meant, guessing could pick the softer.
pub(super) fn nearest<'a>(typed: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = typed.chars().count().div_ceil(3).max(1);
    let scored = words.into_iter().map(|word| (distance(typed, word), word));
    let mut near: Vec<(usize, &str)> = scored.filter(|(distance, _)| *distance <= allowed).collect();
    near.sort_by_key(|(distance, _)| *distance);
    match near.as_slice() {
        [(nearest, _), (next, _), ..] if nearest == next => None,
        [(_, word), ..] => Some(word),
        [] => None,
    }
}

/// Letters to insert, drop, replace or swap with a neighbour (optimal string alignment).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    let mut last = None;
    for (row, x) in a.chars().enumerate() {
        let mut here = vec![row.saturating_add(1)];
        for (column, y) in b.iter().enumerate() {
            let at = |line: &[usize], place: usize| line.get(place).copied().unwrap_or(usize::MAX);
            let replace = at(&above, column).saturating_add(usize::from(x != *y));
            let insert = at(&here, column).saturating_add(1);
            let drop = at(&above, column.saturating_add(1)).saturating_add(1);
            let swapped = column.checked_sub(1).filter(|left| b.get(*left) == Some(&x) && last == Some(*y));
            let swap = swapped.map_or(usize::MAX, |left| at(&before, left).saturating_add(1));
            here.push(replace.min(insert).min(drop).min(swap));
        }
        (before, above, last) = (above, here, Some(x));
    }
    above.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_recognised_and_nonsense_is_not() {
        let words = ["trusted", "known", "recent", "fresh", "announced", "unknown"];
        for (typed, meant) in
            [("trustd", "trusted"), ("konwn", "known"), ("unknow", "unknown"), ("frehs", "fresh")]
        {
            assert_eq!(nearest(typed, words), Some(meant), "{typed}");
        }
        assert_eq!(nearest("elephant", words), None);
        assert_eq!(nearest("mismatch", ["match", "no-match"]), None, "two could be meant");
    }
}

//! How many slips of the finger lie between two words (optimal string alignment: insertion,
//! deletion, substitution, transposition of neighbours, each counted one).

/// The distance, or `None` when it is above `most`.
pub(crate) fn within(a: &[char], b: &[char], most: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let substituted = last[j] + usize::from(x != y);
            let mut best = substituted.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                best = best.min(before_last[j - 1] + 1);
            }
            row.push(best);
        }
        if row.iter().all(|distance| *distance > most) {
            return None;
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|distance| *distance <= most)
}

#[cfg(test)]
mod tests {
    use super::within;

    #[test]
    fn slips_are_counted_and_transpositions_count_once() {
        let distance =
            |a: &str, b: &str| within(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>(), 2);
        assert_eq!(distance("recieve", "receive"), Some(1));
        assert_eq!(distance("beautifull", "beautiful"), Some(1));
        assert_eq!(distance("becouse", "because"), Some(1));
        assert_eq!(distance("cat", "house"), None);
        assert_eq!(distance("", "ab"), Some(2));
    }
}

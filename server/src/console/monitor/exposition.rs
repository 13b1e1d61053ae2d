//! Prometheus' text format, read as far as this server writes it.

/// One value: a metric's name with its labels, and how much.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample<'a> {
    /// The name, `_sum` and `_count` included.
    pub name: &'a str,
    /// What stands between the braces.
    labels: &'a str,
    /// How much.
    pub value: f64,
}

impl Sample<'_> {
    /// A label's value; labels of this server hold no quotes.
    pub fn label(&self, name: &str) -> Option<&str> {
        self.labels.split(',').find_map(|pair| {
            let (key, value) = pair.split_once('=')?;
            (key.trim() == name).then(|| value.trim().trim_matches('"'))
        })
    }
}

/// All values of a text.
pub fn samples(text: &str) -> impl Iterator<Item = Sample<'_>> {
    text.lines().filter(|line| !line.starts_with('#')).filter_map(sample)
}

fn sample(line: &str) -> Option<Sample<'_>> {
    let (name, rest) = match line.split_once('{') {
        Some((name, rest)) => (name, rest),
        None => line.split_once(' ')?,
    };
    let (labels, value) = rest.rsplit_once('}').unwrap_or(("", rest));
    Some(Sample { name: name.trim(), labels, value: value.trim().parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_labels_and_values_are_read_and_comments_are_not() {
        let text = "# TYPE a counter\na{region=\"us-east-1\",worker=\"chat\"} 5\n\nb 0.25\nc_sum{x=\"y\"} 1e3\nbroken\n";
        let all: Vec<_> = samples(text).collect();
        assert_eq!(
            all.iter().map(|s| (s.name, s.value)).collect::<Vec<_>>(),
            [("a", 5.0), ("b", 0.25), ("c_sum", 1000.0)]
        );
        assert_eq!(
            (all[0].label("worker"), all[0].label("zone"), all[1].label("x")),
            (Some("chat"), None, None)
        );
    }
}

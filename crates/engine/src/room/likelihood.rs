//! From the numbers that a model gives to each possible token to probabilities.

/// The likeliest token's number and the logarithm of the sum of all.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Outlook {
    best: f32,
    total: f32,
}

impl Outlook {
    pub(super) fn of(logits: &[f32]) -> Self {
        let best = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        // In parts, so that small numbers are not lost in a large sum.
        let parts = logits.chunks(256).map(|part| part.iter().map(|logit| (logit - best).exp()).sum::<f32>());
        let sum: f64 = parts.map(f64::from).sum();
        #[expect(clippy::cast_possible_truncation, reason = "a logarithm of at most a few hundred")]
        Self { best, total: best + sum.ln() as f32 }
    }

    /// Natural logarithm of the probability of a token with this number.
    pub(super) fn log_probability(self, logit: f32) -> f32 {
        logit - self.total
    }

    /// How far it is behind the likeliest.
    pub(super) fn gap(self, logit: f32) -> f32 {
        self.best - logit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_sum_to_one_and_the_likeliest_has_no_gap() {
        let logits: Vec<f32> = (0..50_000_u16).map(|n| f32::from(n % 37) - 80.0).collect();
        let outlook = Outlook::of(&logits);
        let sum: f64 = logits.iter().map(|logit| f64::from(outlook.log_probability(*logit)).exp()).sum();
        assert!((sum - 1.0).abs() < 1e-3, "{sum}");
        assert_eq!(outlook.gap(-44.0), 0.0);
        assert_eq!(outlook.gap(-80.0), 36.0);
    }
}

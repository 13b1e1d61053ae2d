//! The nine aspects of a learner's conversation, each from 0 to 100.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Scores of a conversation; the names on the wire are those that existing clients read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Scores {
    /// Ease of writing: length and flow of sentences.
    #[serde(rename = "Written Fluency")]
    pub written_fluency: u8,
    /// Range and precision of words.
    #[serde(rename = "Vocabulary")]
    pub vocabulary: u8,
    /// Correctness of forms.
    #[serde(rename = "Grammar")]
    pub grammar: u8,
    /// Whether answers fit what was asked.
    #[serde(rename = "Comprehension")]
    pub comprehension: u8,
    /// Whether ideas hang together.
    #[serde(rename = "Coherence")]
    pub coherence: u8,
    /// Politeness and tone of written talk.
    #[serde(rename = "Digital Etiquette")]
    pub digital_etiquette: u8,
    /// Whether questions are answered and asked.
    #[serde(rename = "Responsiveness")]
    pub responsiveness: u8,
    /// How easily it is understood.
    #[serde(rename = "Clarity")]
    pub clarity: u8,
    /// All of it together; always last.
    #[serde(rename = "Overall Communication")]
    pub overall_communication: u8,
}

impl Scores {
    /// The aspects' names on the wire, in order, 'Overall Communication' last.
    pub const NAMES: [&'static str; 9] = [
        "Written Fluency",
        "Vocabulary",
        "Grammar",
        "Comprehension",
        "Coherence",
        "Digital Etiquette",
        "Responsiveness",
        "Clarity",
        "Overall Communication",
    ];

    /// Reads a model's reply: the JSON object in it, whatever stands around it. Numbers may be
    /// written as text; what lies outside 0 to 100 is brought to the nearer end. None if a name is missing.
    pub fn from_reply(reply: &str) -> Option<Self> {
        let object = reply.get(reply.find('{')?..=reply.rfind('}')?)?;
        let mut object: serde_json::Map<String, Value> = serde_json::from_str(object).ok()?;
        for name in Self::NAMES {
            let value = object.get(name)?;
            let number = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())?;
            object.insert(name.to_owned(), Value::from(number.round().clamp(0.0, 100.0) as u8));
        }
        serde_json::from_value(Value::Object(object)).ok()
    }

    /// The values in the order of [`Scores::NAMES`].
    pub const fn values(&self) -> [u8; 9] {
        [
            self.written_fluency,
            self.vocabulary,
            self.grammar,
            self.comprehension,
            self.coherence,
            self.digital_etiquette,
            self.responsiveness,
            self.clarity,
            self.overall_communication,
        ]
    }
}

/// How far somebody's English reaches, in the steps of the Common European Framework (Council of
/// Europe). C2 is left out: a short written talk cannot show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Single words and set phrases.
    A1,
    /// Simple sentences about oneself.
    A2,
    /// Connected text about familiar things.
    B1,
    /// Clear, detailed text.
    B2,
    /// Well-structured text on demanding things.
    C1,
}

impl Level {
    /// An estimate from the five aspects that show language (fluency, vocabulary, grammar, coherence,
    /// clarity), by their mean: below 40 A1, 55 A2, 70 B1, 85 B2. The bounds are our own choice, in line
    /// with what the aspects' formulas give for texts of these levels; it is no examination.
    pub fn estimate(scores: &Scores) -> Self {
        let shown =
            [scores.written_fluency, scores.vocabulary, scores.grammar, scores.coherence, scores.clarity];
        let sum: u32 = shown.into_iter().map(u32::from).sum();
        match sum / 5 {
            0..40 => Self::A1,
            40..55 => Self::A2,
            55..70 => Self::B1,
            70..85 => Self::B2,
            _ => Self::C1,
        }
    }

    /// As it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::A1 => "A1",
            Self::A2 => "A2",
            Self::B1 => "B1",
            Self::B2 => "B2",
            Self::C1 => "C1",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_models_reply_is_read_as_far_as_it_names_all_nine() {
        let pairs: Vec<String> = Scores::NAMES.iter().map(|name| format!("\"{name}\": 50")).collect();
        let plain = format!("Sure! {{{}}} Keep going.", pairs.join(", "));
        assert_eq!(Scores::from_reply(&plain).map(|scores| scores.values()), Some([50; 9]));
        let odd =
            plain.replacen(": 50", ": \"71.6\"", 1).replacen(": 50", ": 400", 1).replacen(": 50", ": -3", 1);
        assert_eq!(Scores::from_reply(&odd).map(|s| s.values()[..3].to_vec()), Some(vec![72, 100, 0]));
        for bad in ["", "no", "{}", "}{", &plain.replace("Clarity", "Clearness")] {
            assert_eq!(Scores::from_reply(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_level_follows_the_aspects_that_show_language_and_no_others() {
        let all = |value: u8| {
            Scores::from_reply(&format!(
                "{{{}}}",
                Scores::NAMES.map(|n| format!("\"{n}\": {value}")).join(",")
            ))
        };
        let level = |value| all(value).map(|scores| Level::estimate(&scores).name());
        let seen = [0, 39, 40, 54, 55, 69, 70, 84, 85, 100].map(level);
        assert_eq!(seen, ["A1", "A1", "A2", "A2", "B1", "B1", "B2", "B2", "C1", "C1"].map(Some));
        let polite = all(30).map(|scores| Scores { digital_etiquette: 100, responsiveness: 100, ..scores });
        assert_eq!(polite.map(|scores| Level::estimate(&scores)), Some(Level::A1));
    }
}

//! The nine aspects of a learner's conversation, each from 0 to 100.

use serde::{Deserialize, Serialize};

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

//! The nine scores.

use lks_domain::conversation::Message;
use lks_domain::scores::Scores;

use crate::Tutor;

pub(crate) fn scores(_tutor: &Tutor, _conversation: &[Message]) -> Scores {
    Scores {
        written_fluency: 0,
        vocabulary: 0,
        grammar: 0,
        comprehension: 0,
        coherence: 0,
        digital_etiquette: 0,
        responsiveness: 0,
        clarity: 0,
        overall_communication: 0,
    }
}

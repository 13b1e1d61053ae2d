//! How a resource looks on the map and in the timeline: by colour and by sign.

use lks_domain::console::plan::Action;
use lks_domain::console::run::StepState;

use crate::words::Words;

/// Such a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Look {
    /// It is there and stays as it is.
    Stays,
    /// A plan says what will be done.
    Planned(Action),
    /// A run will do it.
    Waiting(Action),
    /// A run is doing it.
    Working(Action),
    /// It is done.
    Done(Action),
    /// It could not be done.
    Failed,
    /// It was left out.
    Skipped,
}

impl Look {
    /// Of a step of a run.
    pub const fn of_step(action: Action, state: StepState) -> Self {
        match state {
            StepState::Waiting => Self::Waiting(action),
            StepState::Running => Self::Working(action),
            StepState::Done => Self::Done(action),
            StepState::Failed => Self::Failed,
            StepState::Skipped => Self::Skipped,
        }
    }

    /// Class in the style sheet.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Stays => "look-stays",
            Self::Planned(action) => action_class(action),
            Self::Waiting(_) => "look-waiting",
            Self::Working(_) => "look-working",
            Self::Done(Action::Delete) => "look-gone",
            Self::Done(_) => "look-done",
            Self::Failed => "look-failed",
            Self::Skipped => "look-skipped",
        }
    }

    /// The sign that says the same without colour.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Stays => "",
            Self::Planned(action) | Self::Waiting(action) | Self::Working(action) => action.sign(),
            Self::Done(_) => "✓",
            Self::Failed => "✕",
            Self::Skipped => "·",
        }
    }

    /// The word for it.
    pub fn word(self, words: &Words) -> &'static str {
        match self {
            Self::Stays => words.map.stays,
            Self::Planned(action) => action_word(action, words),
            Self::Waiting(_) => words.map.waiting,
            Self::Working(_) => words.map.working,
            Self::Done(_) => words.map.done,
            Self::Failed => words.map.failed,
            Self::Skipped => words.run.skipped,
        }
    }
}

/// Class of an action in the style sheet.
pub const fn action_class(action: Action) -> &'static str {
    match action {
        Action::Create => "look-create",
        Action::Change => "look-change",
        Action::Replace => "look-replace",
        Action::Delete => "look-delete",
        Action::Adopt => "look-adopt",
        Action::Blocked => "look-blocked",
    }
}

/// The word for an action.
pub fn action_word(action: Action, words: &Words) -> &'static str {
    match action {
        Action::Create => words.map.create,
        Action::Change => words.map.change,
        Action::Replace => words.map.replace,
        Action::Delete => words.map.delete,
        Action::Adopt => words.map.adopt,
        Action::Blocked => words.map.blocked,
    }
}

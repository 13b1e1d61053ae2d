//! How long things take: as measured in past runs where there are any, else as it is usual (AWS.md).

use std::collections::BTreeMap;

use crate::plan::Action;
use crate::resource::{Kind, schema};

/// Seconds by kind and by what is done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pace(BTreeMap<(Kind, Action), u32>);

/// What is usual.
static USUAL: Pace = Pace(BTreeMap::new());

impl Pace {
    /// What is usual, nothing learnt.
    pub fn usual() -> &'static Self {
        &USUAL
    }

    /// The median of what past steps took. A replacement is two things in one and teaches nothing.
    pub fn learnt(steps: impl IntoIterator<Item = (Kind, Action, u64)>) -> Self {
        let mut all: BTreeMap<(Kind, Action), Vec<u64>> = BTreeMap::new();
        for (kind, action, seconds) in steps {
            if matches!(action, Action::Create | Action::Change | Action::Delete) {
                all.entry((kind, action)).or_default().push(seconds);
            }
        }
        Self(all.into_iter().map(|(what, seconds)| (what, median(seconds))).collect())
    }

    /// Seconds that `action` takes with a resource of this kind.
    pub fn seconds(&self, kind: Kind, action: Action) -> u64 {
        let [create, update, delete] = schema::of(kind).seconds;
        let (known_as, usual) = match action {
            Action::Create | Action::Replace => (Action::Create, create),
            Action::Delete => (Action::Delete, delete),
            Action::Change | Action::Adopt | Action::Blocked => (Action::Change, update),
        };
        self.0.get(&(kind, known_as)).copied().unwrap_or(usual).into()
    }
}

/// Of an even number the later of the two in the middle: rather too long than too short.
fn median(mut seconds: Vec<u64>) -> u32 {
    seconds.sort_unstable();
    let middle = seconds.get(seconds.len() / 2).copied().unwrap_or(0);
    u32::try_from(middle).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_measured_takes_the_place_of_what_is_usual() {
        let took = |seconds| (Kind::DbInstance, Action::Create, seconds);
        let pace = Pace::learnt([took(400), took(300), took(9_000)]);
        assert_eq!(pace.seconds(Kind::DbInstance, Action::Create), 400);
        assert_eq!(pace.seconds(Kind::DbInstance, Action::Replace), 400);
        let usual = Pace::usual();
        assert_eq!(
            pace.seconds(Kind::DbInstance, Action::Delete),
            usual.seconds(Kind::DbInstance, Action::Delete)
        );
        assert_eq!(pace.seconds(Kind::Vpc, Action::Create), usual.seconds(Kind::Vpc, Action::Create));
    }

    #[test]
    fn a_replacement_teaches_nothing() {
        assert_eq!(Pace::learnt([(Kind::Vpc, Action::Replace, 99)]), Pace::default());
    }
}

//! What shall go wrong: by number of the mutating call, or at random.

use std::collections::{BTreeMap, BTreeSet};

use crate::resource::Kind;

/// Something that goes wrong with one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Our process dies before the call is sent.
    CrashBefore,
    /// Our process dies after the effect, before the answer.
    CrashAfter,
    /// The call has its effect; the answer is lost.
    LostAnswer,
    /// The call is lost on the way.
    LostCall,
    /// Too many calls.
    Throttle,
    /// The service has a fault; nothing is done.
    Unavailable,
    /// The credentials have just ended.
    Expire,
    /// This account may not do this.
    Deny,
}

/// The faults of a run. Mutating calls are counted from 1.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    /// Faults by number of the mutating call.
    pub at: BTreeMap<u64, Fault>,
    /// Kinds that this account may not use at all.
    pub denied: BTreeSet<Kind>,
    /// Of 1000 calls, how many are throttled.
    pub throttled: u64,
    /// Of 1000 mutating calls, how many lose their answer.
    pub lost: u64,
    /// Of 1000 calls, how many meet a service's fault.
    pub unavailable: u64,
}

impl Faults {
    /// The fault of this call, if any; `dice` is random.
    pub(super) fn of(&self, kind: Kind, mutating: Option<u64>, dice: u64) -> Option<Fault> {
        if self.denied.contains(&kind) {
            return Some(Fault::Deny);
        }
        if let Some(fault) = mutating.and_then(|number| self.at.get(&number)) {
            return Some(*fault);
        }
        let dice = dice % 1000;
        if dice < self.throttled {
            Some(Fault::Throttle)
        } else if dice < self.throttled + self.unavailable {
            Some(Fault::Unavailable)
        } else if dice < self.throttled + self.unavailable + self.lost && mutating.is_some() {
            Some(if dice.is_multiple_of(2) { Fault::LostAnswer } else { Fault::LostCall })
        } else {
            None
        }
    }
}

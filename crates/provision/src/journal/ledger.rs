//! The journal, folded: what is ours, what is in doubt, what was decided.

use std::collections::{BTreeMap, BTreeSet};

use lks_domain::timestamp::Timestamp;

use super::{Choice, Entry, Intent, Operation, Outcome, Verb};
use crate::cloud::Address;
use crate::resource::{Kind, ResourceKey};

/// Their logs and backups are made by AWS, in its own time.
const LEAVES_TRACES: &[Kind] = &[Kind::RestApi, Kind::Function, Kind::DbInstance, Kind::FileSystem];

/// When the account was last written, as far as the journal knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastWrite {
    /// Not by us.
    Never,
    /// Not after this.
    At(Timestamp),
    /// A call was under way when the process died; nobody knows when it took effect.
    Unknown,
}

/// What the journal says.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    /// Random, once for this journal.
    pub nonce: String,
    /// Which physical resource is which of the specification.
    pub owned: BTreeMap<ResourceKey, Address>,
    /// Intents without an outcome, by number.
    pub in_doubt: BTreeMap<u64, Intent>,
    /// The same the other way round.
    pub key_by_address: BTreeMap<Address, ResourceKey>,
    /// What has a successor and is not known to be gone: a run died between making the one and removing the other.
    pub superseded: BTreeSet<Address>,
    /// What was ever ours and may leave something behind that bears its name.
    pub ever: BTreeSet<Address>,
    /// How many times each was made.
    pub made: BTreeMap<ResourceKey, u32>,
    /// Decisions about drift.
    pub choices: Vec<Choice>,
    /// The run that has begun and not ended, with its plan.
    pub open_run: Option<(Verb, String)>,
    /// When the last thing was written; reads before this and their lag may be behind.
    pub last_at: Option<Timestamp>,
    /// The number of the next intent.
    pub next_intent: u64,
}

impl Ledger {
    /// Folds a journal's bytes; a torn record at the end is left out.
    ///
    /// # Errors
    /// A record before the end is damaged.
    pub fn read(bytes: &[u8]) -> Result<Self, super::JournalError> {
        let (entries, _) = super::entry::read_all(bytes)?;
        let mut ledger = Self::default();
        entries.iter().for_each(|entry| ledger.fold(entry));
        Ok(ledger)
    }

    /// Takes in one record.
    pub fn fold(&mut self, entry: &Entry) {
        match entry {
            Entry::Opened { nonce } => {
                self.nonce.clone_from(nonce);
                self.next_intent = self.next_intent.max(1);
            }
            Entry::Began { verb, plan, at } => {
                // The world was observed since: only creations may still have to be looked for.
                self.in_doubt.retain(|_, intent| matches!(intent.operation, Operation::Create { .. }));
                self.open_run = Some((*verb, plan.clone()));
                self.seen(*at);
            }
            Entry::Intended(intent) => {
                self.next_intent = intent.number + 1;
                self.seen(intent.at);
                self.in_doubt.insert(intent.number, intent.clone());
            }
            Entry::Concluded { intent, outcome, at } => {
                self.conclude(*intent, outcome);
                self.last_at = self.last_at.max(*at);
            }
            Entry::Adopted { key, address } => self.own(key, address),
            Entry::Forgotten { key } => {
                self.disown(key);
            }
            Entry::Chose(choice) => self.choose(choice),
            Entry::Ended { how, at } => {
                if how == "done" {
                    self.in_doubt.clear();
                    self.superseded.clear();
                }
                self.open_run = None;
                self.seen(*at);
            }
        }
    }

    /// When reads can be trusted again.
    pub fn last_write(&self) -> LastWrite {
        match self.last_at {
            _ if !self.in_doubt.is_empty() => LastWrite::Unknown,
            None => LastWrite::Never,
            Some(at) => LastWrite::At(at),
        }
    }

    fn seen(&mut self, at: Timestamp) {
        self.last_at = self.last_at.max(Some(at));
    }

    fn own(&mut self, key: &ResourceKey, address: &Address) {
        let older = self.disown(key);
        self.superseded.extend(older);
        self.superseded.remove(address);
        self.owned.insert(key.clone(), address.clone());
        self.key_by_address.insert(address.clone(), key.clone());
        if LEAVES_TRACES.contains(&address.kind) {
            self.ever.insert(address.clone());
        }
        *self.made.entry(key.clone()).or_default() += 1;
        self.in_doubt
            .retain(|_, intent| !matches!(&intent.operation, Operation::Create { key: of, .. } if of == key));
    }

    fn disown(&mut self, key: &ResourceKey) -> Option<Address> {
        let address = self.owned.remove(key)?;
        self.key_by_address.remove(&address);
        Some(address)
    }

    fn conclude(&mut self, number: u64, outcome: &Outcome) {
        let Some(intent) = self.in_doubt.remove(&number) else { return };
        match (intent.operation, outcome) {
            (Operation::Create { key, .. }, Outcome::Made(address)) => self.own(&key, address),
            (Operation::Delete { address }, Outcome::Done) => {
                self.superseded.remove(&address);
                if let Some(key) = self.key_of(&address).cloned() {
                    self.disown(&key);
                }
            }
            _ => {}
        }
    }

    fn choose(&mut self, choice: &Choice) {
        self.choices.retain(|other| (&other.key, &other.field) != (&choice.key, &choice.field));
        if !choice.revoked {
            self.choices.push(choice.clone());
        }
    }

    /// The creation of `key` that may or may not have happened.
    pub fn doubtful_creation(&self, key: &ResourceKey) -> Option<&Intent> {
        self.in_doubt
            .values()
            .find(|intent| matches!(&intent.operation, Operation::Create { key: of, .. } if of == key))
    }

    /// Whether this physical resource is one of ours, or was until it got a successor.
    pub fn knows(&self, address: &Address) -> bool {
        self.key_by_address.contains_key(address) || self.superseded.contains(address)
    }

    /// Which key of the specification this physical resource is.
    pub fn key_of(&self, address: &Address) -> Option<&ResourceKey> {
        self.key_by_address.get(address)
    }
}

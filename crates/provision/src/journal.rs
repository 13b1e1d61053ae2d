//! What a run meant to do and what came of it: appended and durable before and after every mutating
//! call. Folded, it is the ledger: what is ours, and what is in doubt. Knows nothing of clouds.

mod entry;
mod file;
mod ledger;

use std::sync::{Mutex, MutexGuard, PoisonError};

pub use entry::{Choice, Entry, Intent, Operation, Outcome, Verb};
pub use file::{DiskFile, JournalFile, MemoryFile, Tear};
pub use ledger::{LastWrite, Ledger};
use lks_domain::timestamp::Timestamp;

use crate::cloud::Address;
use crate::resource::{ResourceKey, digest};

/// Why the journal cannot be used. Nothing may be called then.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// It cannot be read or written.
    #[error("the journal cannot be written or read: {0}; nothing more was called")]
    Io(#[from] std::io::Error),
    /// A record in the midst of it is not what was written.
    #[error(
        "the journal is damaged at record {0}; 'lks recover' makes a new one from what is in the account"
    )]
    Damaged(usize),
}

/// The journal of one stack.
pub struct Journal {
    inner: Mutex<Inner>,
}

struct Inner {
    file: Box<dyn JournalFile>,
    ledger: Ledger,
}

impl Journal {
    /// Reads the journal; a torn record at its end is dropped.
    ///
    /// # Errors
    /// It cannot be read, or is damaged before its end.
    pub fn open(mut file: Box<dyn JournalFile>) -> Result<Self, JournalError> {
        let bytes = file.read()?;
        let (entries, whole) = entry::read_all(&bytes)?;
        if whole < bytes.len() {
            file.truncate(whole)?;
        }
        let mut ledger = Ledger::default();
        entries.iter().for_each(|entry| ledger.fold(entry));
        let journal = Self { inner: Mutex::new(Inner { file, ledger }) };
        if journal.ledger().nonce.is_empty() {
            journal.append(Entry::Opened { nonce: uuid::Uuid::new_v4().simple().to_string() })?;
        }
        Ok(journal)
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is known now.
    pub fn ledger(&self) -> Ledger {
        self.inner().ledger.clone()
    }

    /// One question to the ledger.
    pub fn ask<T>(&self, question: impl FnOnce(&Ledger) -> T) -> T {
        question(&self.inner().ledger)
    }

    /// Durable when it returns.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn append(&self, entry: Entry) -> Result<(), JournalError> {
        let mut inner = self.inner();
        inner.file.append(&entry::write(&entry))?;
        inner.ledger.fold(&entry);
        Ok(())
    }

    /// Writes down an intent and gives its number.
    ///
    /// # Errors
    /// It cannot be written; then nothing may be called.
    pub fn intend(&self, operation: Operation, at: Timestamp) -> Result<u64, JournalError> {
        let number = self.ask(|ledger| ledger.next_intent);
        self.append(Entry::Intended(Intent { number, operation, at }))?;
        Ok(number)
    }

    /// Writes down what came of an intent.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn conclude(&self, intent: u64, outcome: Outcome, at: Timestamp) -> Result<(), JournalError> {
        self.append(Entry::Concluded { intent, outcome, at: Some(at) })
    }

    /// The token of the next creation of `key`: the same until one has been made.
    pub fn token(&self, key: &ResourceKey) -> String {
        self.ask(|ledger| {
            let times = ledger.made.get(key).copied().unwrap_or(0);
            format!("lks-{}", &digest(format!("{}/{key}/{times}", ledger.nonce))[..32])
        })
    }

    /// The physical resource of `key`, if there is one.
    pub fn address(&self, key: &ResourceKey) -> Option<Address> {
        self.ask(|ledger| ledger.owned.get(key).cloned())
    }
}

#[cfg(test)]
mod tests {
    use lks_domain::region::Region;

    use super::*;
    use crate::resource::Kind;

    fn key() -> ResourceKey {
        ResourceKey::new(Region::UsEast1, Kind::Vpc, "v")
    }

    fn address() -> Address {
        Address { region: Region::UsEast1, kind: Kind::Vpc, id: "vpc-1".into() }
    }

    fn intend(journal: &Journal) -> u64 {
        let operation = Operation::Create { key: key(), token: journal.token(&key()) };
        journal.intend(operation, Timestamp::from_millis(1)).unwrap()
    }

    #[test]
    fn what_was_intended_and_not_concluded_is_in_doubt_after_a_restart() {
        let file = MemoryFile::default();
        let journal = Journal::open(Box::new(file.clone())).unwrap();
        intend(&journal);
        let again = Journal::open(Box::new(file)).unwrap();
        assert_eq!(again.ledger().in_doubt.len(), 1);
        assert_eq!(again.token(&key()), journal.token(&key()));
    }

    #[test]
    fn what_was_made_is_ours_and_the_next_token_is_another() {
        let file = MemoryFile::default();
        let journal = Journal::open(Box::new(file.clone())).unwrap();
        let token = journal.token(&key());
        let intent = intend(&journal);
        journal.conclude(intent, Outcome::Made(address()), Timestamp::from_millis(1)).unwrap();
        let again = Journal::open(Box::new(file)).unwrap();
        assert_eq!(again.address(&key()), Some(address()));
        assert!(again.ledger().in_doubt.is_empty());
        assert_ne!(again.token(&key()), token);
    }

    #[test]
    fn what_got_a_successor_is_known_until_it_is_gone() {
        let file = MemoryFile::default();
        let journal = Journal::open(Box::new(file.clone())).unwrap();
        let newer = Address { id: "vpc-2".into(), ..address() };
        for address in [address(), newer.clone()] {
            let intent = intend(&journal);
            journal.conclude(intent, Outcome::Made(address), Timestamp::from_millis(1)).unwrap();
        }
        let again = Journal::open(Box::new(file)).unwrap();
        assert_eq!(again.address(&key()), Some(newer));
        assert!(again.ledger().knows(&address()));
        let operation = Operation::Delete { address: address() };
        let intent = again.intend(operation, Timestamp::from_millis(2)).unwrap();
        again.conclude(intent, Outcome::Done, Timestamp::from_millis(60_000)).unwrap();
        assert!(!again.ledger().knows(&address()));
        assert_eq!(again.ledger().last_write(), LastWrite::At(Timestamp::from_millis(60_000)));
    }

    #[test]
    fn a_torn_record_is_dropped_wherever_it_is_torn() {
        let file = MemoryFile::default();
        let journal = Journal::open(Box::new(file.clone())).unwrap();
        intend(&journal);
        let whole = file.bytes();
        let start = whole[..whole.len() - 1].iter().rposition(|byte| *byte == b'\n').unwrap() + 1;
        for end in start..whole.len() {
            let torn = MemoryFile::of(whole[..end].to_vec());
            let again = Journal::open(Box::new(torn.clone())).unwrap();
            assert!(again.ledger().in_doubt.is_empty(), "torn at {end}");
            assert_eq!(torn.bytes(), whole[..start].to_vec());
        }
    }

    #[test]
    fn damage_in_the_midst_is_told_apart_from_a_torn_end() {
        let file = MemoryFile::default();
        let journal = Journal::open(Box::new(file.clone())).unwrap();
        intend(&journal);
        let mut bytes = file.bytes();
        bytes[3] ^= 1;
        let error = Journal::open(Box::new(MemoryFile::of(bytes))).err().unwrap();
        assert!(matches!(error, JournalError::Damaged(0)));
    }
}

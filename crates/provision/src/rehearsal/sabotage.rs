//! Breaks the engine on purpose, from outside, so that the trials can show that they notice: what a broken
//! engine leaves behind must be found as a double, an orphan, or a run that does not end.

use std::sync::Arc;
use std::time::Duration;

use lks_domain::region::Region;

use crate::cloud::{
    Account, Address, Answer, Clock, Cloud, Create, ErrorClass, Observed, Probe, ProbeAnswer, Reply,
};
use crate::journal::{JournalFile, Ledger, MemoryFile};
use crate::resource::{Kind, Properties};
use crate::sandbox::Sandbox;
use crate::secret::SecretText;

/// How the engine is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sabotage {
    /// It does not look for what it may have made: nothing is seen that is not in its journal.
    NeverLooks,
    /// It writes no journal at all.
    NeverWrites,
    /// It writes no intents: only what was answered is known.
    NoIntents,
    /// It takes a lost answer for a refusal and simply asks again.
    TrustsSilence,
    /// It believes every read at once, however late reads are.
    TrustsReads,
}

impl Sabotage {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::NeverLooks, Self::NeverWrites, Self::NoIntents, Self::TrustsSilence, Self::TrustsReads];

    /// Whether the engine must do without this record.
    fn swallows(self, record: &[u8]) -> bool {
        let is = |entry: &str| {
            let mark = format!("{{\"entry\":\"{entry}\"");
            record.windows(mark.len()).any(|window| window == mark.as_bytes())
        };
        match self {
            Self::NeverWrites => !is("opened"),
            Self::NoIntents => is("intended"),
            Self::NeverLooks | Self::TrustsSilence | Self::TrustsReads => false,
        }
    }
}

/// A journal file that loses records.
pub(super) struct Lossy {
    pub(super) file: MemoryFile,
    pub(super) how: Sabotage,
}

impl JournalFile for Lossy {
    fn read(&mut self) -> std::io::Result<Vec<u8>> {
        self.file.read()
    }

    fn append(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        if self.how.swallows(bytes) { Ok(()) } else { self.file.append(bytes) }
    }

    fn truncate(&mut self, length: usize) -> std::io::Result<()> {
        self.file.truncate(length)
    }
}

/// A cloud as a broken engine sees it.
pub(super) struct Distorted {
    pub(super) sandbox: Arc<Sandbox>,
    pub(super) file: MemoryFile,
    pub(super) how: Sabotage,
}

impl Distorted {
    /// Whether the journal knows it, or nobody made it by a call.
    fn is_known(ledger: &Ledger, seen: &Observed) -> bool {
        seen.maker == crate::cloud::Maker::Cloud || ledger.key_of(&seen.address).is_some()
    }
}

impl Cloud for Distorted {
    fn clock(&self) -> &dyn Clock {
        self.sandbox.clock()
    }

    fn read_lag(&self) -> Duration {
        match self.how {
            Sabotage::TrustsReads => Duration::ZERO,
            _ => self.sandbox.read_lag(),
        }
    }

    fn account(&self) -> Reply<'_, Account> {
        self.sandbox.account()
    }

    fn create(&self, create: Create) -> Reply<'_, Answer<Observed>> {
        let made = self.sandbox.create(create);
        if self.how != Sabotage::TrustsSilence {
            return made;
        }
        Box::pin(async {
            made.await.map_err(|mut error| {
                if error.class == ErrorClass::UnknownOutcome {
                    error.class = ErrorClass::Unavailable;
                }
                error
            })
        })
    }

    fn read(&self, address: Address) -> Reply<'_, Option<Observed>> {
        self.sandbox.read(address)
    }

    fn update(&self, address: Address, change: Properties) -> Reply<'_, Answer<()>> {
        self.sandbox.update(address, change)
    }

    fn delete(&self, address: Address) -> Reply<'_, Answer<()>> {
        self.sandbox.delete(address)
    }

    fn list(&self, region: Region, kind: Kind) -> Reply<'_, Vec<Observed>> {
        let all = self.sandbox.list(region, kind);
        if self.how != Sabotage::NeverLooks {
            return all;
        }
        Box::pin(async {
            let mut all = all.await?;
            let ledger = Ledger::read(&self.file.bytes()).unwrap_or_default();
            all.retain(|seen| Self::is_known(&ledger, seen));
            Ok(all)
        })
    }

    fn secret(&self, address: Address) -> Reply<'_, SecretText> {
        self.sandbox.secret(address)
    }

    fn probe(&self, probe: Probe) -> Reply<'_, ProbeAnswer> {
        self.sandbox.probe(probe)
    }
}

//! The files of a stack: its journal, the lock that a run holds, the plans that were shown.

use std::fs::{self, File, TryLockError};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::{DeploymentError, Proposal};
use crate::cloud::Account;
use crate::journal::{DiskFile, Journal, JournalError, Ledger};

/// How many plans are kept for an approval.
const PLANS_KEPT: usize = 20;

/// Nobody else works on the stack while this lives; a process that is dead holds nothing.
pub struct Lock {
    _file: File,
}

pub(super) struct Directory {
    path: PathBuf,
    stack: String,
}

impl Directory {
    pub(super) fn open(data_dir: &Path, stack: &str, account: &Account) -> Result<Self, DeploymentError> {
        let name = if account.simulated { stack.to_owned() } else { format!("{stack}@{}", account.id) };
        let path = data_dir.join("stacks").join(name);
        let directory = Self { path, stack: stack.to_owned() };
        fs::create_dir_all(&directory.path).map_err(|error| failed(&directory.path, error))?;
        Ok(directory)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Whoever only looks whether it is held lets go at once, so a moment's patience is enough.
    pub(super) fn lock(&self) -> Result<Lock, DeploymentError> {
        const TRIES: u32 = 5;
        let path = self.path.join("lock");
        let file = File::options().create(true).truncate(false).write(true).open(&path);
        let file = file.map_err(|error| failed(&path, error))?;
        for _ in 0..TRIES {
            match file.try_lock() {
                Ok(()) => return Ok(Lock { _file: file }),
                Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(20)),
                Err(TryLockError::Error(error)) => return Err(failed(&path, error)),
            }
        }
        Err(DeploymentError::Busy(self.stack.clone()))
    }

    fn journal_file(&self) -> PathBuf {
        self.path.join("journal")
    }

    fn fresh_file(&self) -> PathBuf {
        self.path.join("journal.new")
    }

    /// The journal, to be written; only with the lock.
    pub(super) fn journal(&self) -> Result<Journal, DeploymentError> {
        open_journal(&self.journal_file())
    }

    /// An empty journal beside the one that holds; only with the lock.
    pub(super) fn fresh_journal(&self) -> Result<Journal, DeploymentError> {
        let path = self.fresh_file();
        match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(failed(&path, error)),
            _ => open_journal(&path),
        }
    }

    /// The fresh journal holds from now on; gives where the old one is kept.
    pub(super) fn take_fresh_journal(&self) -> Result<Option<PathBuf>, DeploymentError> {
        let (old, fresh) = (self.journal_file(), self.fresh_file());
        let aside = if old.exists() { Some(self.free_name()) } else { None };
        if let Some(aside) = &aside {
            fs::rename(&old, aside).map_err(|error| failed(aside, error))?;
        }
        fs::rename(&fresh, &old).map_err(|error| failed(&old, error))?;
        sync(&self.path)?;
        Ok(aside)
    }

    fn free_name(&self) -> PathBuf {
        let name = |number: u32| self.path.join(format!("journal.old-{number}"));
        (1..).map(name).find(|path| !path.exists()).unwrap_or_else(|| name(0))
    }

    /// What the journal says, without touching it.
    pub(super) fn ledger(&self) -> Result<Ledger, DeploymentError> {
        match fs::read(self.journal_file()) {
            Ok(bytes) => Ok(Ledger::read(&bytes)?),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Ledger::default()),
            Err(error) => Err(JournalError::Io(error).into()),
        }
    }

    fn plan_file(&self, digest: &str) -> PathBuf {
        self.path.join("plans").join(format!("{digest}.json"))
    }

    /// Keeps a plan under its digest, and as the one last shown.
    pub(super) fn keep_proposal(&self, proposal: &Proposal) -> Result<(), DeploymentError> {
        write_json(&self.plan_file(&proposal.digest), proposal)?;
        write_json(&self.path.join("plan.json"), proposal)?;
        self.forget_old_plans();
        Ok(())
    }

    pub(super) fn proposal(&self, digest: &str) -> Result<Proposal, DeploymentError> {
        let unknown = || DeploymentError::UnknownPlan(digest.to_owned());
        if digest.is_empty() || !digest.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(unknown());
        }
        read_json(&self.plan_file(digest))?.ok_or_else(unknown)
    }

    /// An old plan that cannot be removed does no harm.
    fn forget_old_plans(&self) {
        let Ok(entries) = fs::read_dir(self.path.join("plans")) else { return };
        let age = |path: &PathBuf| {
            fs::metadata(path).and_then(|meta| meta.modified()).unwrap_or(SystemTime::UNIX_EPOCH)
        };
        let mut plans: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        plans.sort_by_key(|path| std::cmp::Reverse(age(path)));
        for old in plans.iter().skip(PLANS_KEPT) {
            let _harmless = fs::remove_file(old);
        }
    }
}

fn open_journal(path: &Path) -> Result<Journal, DeploymentError> {
    let file = DiskFile::open(path).map_err(JournalError::Io)?;
    Ok(Journal::open(Box::new(file))?)
}

pub(super) fn failed(path: &Path, source: std::io::Error) -> DeploymentError {
    DeploymentError::File { path: path.to_owned(), source }
}

fn sync(path: &Path) -> Result<(), DeploymentError> {
    File::open(path).and_then(|directory| directory.sync_all()).map_err(|error| failed(path, error))
}

/// Whole when it is there: written beside and renamed.
pub(super) fn write_json(path: &Path, value: &impl serde::Serialize) -> Result<(), DeploymentError> {
    let fresh = path.with_extension("json.new");
    let write = || -> std::io::Result<()> {
        let text = serde_json::to_vec_pretty(value)?;
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        let mut file = File::create(&fresh)?;
        file.write_all(&text)?;
        file.sync_data()?;
        fs::rename(&fresh, path)
    };
    write().map_err(|error| failed(path, error))
}

/// `None`: there is no such file.
pub(super) fn read_json<T: serde::de::DeserializeOwned>(path: &Path) -> Result<Option<T>, DeploymentError> {
    match fs::read(path) {
        Ok(bytes) => match serde_json::from_slice(&bytes) {
            Ok(value) => Ok(Some(value)),
            Err(error) => Err(failed(path, error.into())),
        },
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed(path, error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_real_account_has_a_directory_of_its_own() {
        let home = tempfile::tempdir().unwrap();
        let account =
            |id: &str, simulated| Account { id: id.into(), caller: String::new(), expires: None, simulated };
        let path = |account| Directory::open(home.path(), "lks", &account).unwrap().path;
        assert_eq!(path(account("000000000000", true)), home.path().join("stacks/lks"));
        assert_eq!(path(account("123456789012", false)), home.path().join("stacks/lks@123456789012"));
    }
}

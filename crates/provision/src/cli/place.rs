//! Where a stack's journal is, who may write it, and which cloud it is built in.

use std::fs::{self, File, TryLockError};
use std::future::Future;
use std::path::{Path, PathBuf};

use super::{CliError, CloudName, Common};
use crate::cloud::Cloud;
use crate::journal::{DiskFile, Journal, Ledger};
use crate::resource::Graph;
use crate::sandbox::Sandbox;
use crate::stack::{self, Part, Stack};

/// A stack, its account and its files.
pub(super) struct Place {
    pub sandbox: Sandbox,
    pub stack: Stack,
    pub graph: Graph,
    directory: PathBuf,
}

impl Place {
    pub(super) fn open(common: &Common, data_dir: &Path) -> Result<Self, CliError> {
        let sandbox = account(common, data_dir)?;
        let simulated = sandbox.time().run(sandbox.account(), || false);
        let id = simulated.and_then(Result::ok).map(|account| account.id).unwrap_or_default();
        let stack = choices(common)?.in_account(&id);
        let graph = stack::graph(&stack).map_err(CliError::of)?;
        let directory = directory(common, data_dir).join("stacks").join(&stack.id);
        fs::create_dir_all(&directory).map_err(|error| {
            CliError(format!("{} cannot be made: {error}; choose another --data-dir", directory.display()))
        })?;
        Ok(Self { sandbox, stack, graph, directory })
    }

    /// Runs a future in the account's time.
    pub(super) fn block<F: Future>(&self, future: F) -> Result<F::Output, CliError> {
        let done = self.sandbox.time().run(future, || false);
        done.ok_or_else(|| CliError("the run stopped by itself".into()))
    }

    fn file(&self) -> PathBuf {
        self.directory.join("journal")
    }

    /// Held while the result lives; a process that is dead holds nothing.
    pub(super) fn lock(&self) -> Result<File, CliError> {
        let path = self.directory.join("lock");
        let file =
            File::options().create(true).truncate(false).write(true).open(path).map_err(CliError::of)?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(CliError(format!(
                "another run works on the stack '{}'; wait until it ends",
                self.stack.id
            ))),
            Err(TryLockError::Error(error)) => Err(CliError::of(error)),
        }
    }

    /// The journal, to be written; only with the lock.
    pub(super) fn journal(&self) -> Result<Journal, CliError> {
        let file = DiskFile::open(&self.file()).map_err(CliError::of)?;
        Journal::open(Box::new(file)).map_err(CliError::of)
    }

    /// What the journal says, without touching it.
    pub(super) fn ledger(&self) -> Result<Ledger, CliError> {
        match fs::read(self.file()) {
            Ok(bytes) => Ledger::read(&bytes).map_err(CliError::of),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Ledger::default()),
            Err(error) => Err(CliError::of(error)),
        }
    }

    /// Puts the journal aside; gives its new name.
    pub(super) fn put_journal_aside(&self) -> Result<Option<PathBuf>, CliError> {
        if !self.file().exists() {
            return Ok(None);
        }
        let name = |number: u32| self.directory.join(format!("journal.old-{number}"));
        let free = (1..).map(name).find(|path| !path.exists()).unwrap_or_else(|| name(0));
        fs::rename(self.file(), &free).map_err(CliError::of)?;
        Ok(Some(free))
    }

    /// Keeps the plan that is shown, for whoever approves it.
    pub(super) fn store_plan(&self, document: &serde_json::Value) -> Result<(), CliError> {
        let text = serde_json::to_string_pretty(document).map_err(CliError::of)?;
        fs::write(self.directory.join("plan.json"), text).map_err(CliError::of)
    }

    /// Where the events of the last run are kept.
    pub(super) fn events(&self) -> PathBuf {
        self.directory.join("events.ndjson")
    }
}

fn directory(common: &Common, data_dir: &Path) -> PathBuf {
    common.data_dir.clone().unwrap_or_else(|| data_dir.to_owned())
}

/// The account that the command names.
pub(super) fn account(common: &Common, data_dir: &Path) -> Result<Sandbox, CliError> {
    match common.cloud {
        CloudName::Sandbox => {
            let directory = directory(common, data_dir).join("sandbox");
            Sandbox::open(&directory, common.sandbox_speed).map_err(CliError::of)
        }
        CloudName::Aws => Err(CliError(
            "this build has no connection to Amazon Web Services; use --cloud sandbox, the simulated account"
                .into(),
        )),
    }
}

/// The choices: the file's, or the specification's; parts left out.
pub(super) fn choices(common: &Common) -> Result<Stack, CliError> {
    let mut stack = match &common.stack {
        None => Stack::default(),
        Some(path) => {
            let text = fs::read_to_string(path)
                .map_err(|error| CliError(format!("{} cannot be read: {error}", path.display())))?;
            Stack::from_toml(&text).map_err(|error| CliError(format!("{}: {error}", path.display())))?
        }
    };
    let more: Vec<Part> = common.without.iter().copied().filter(|part| stack.has(*part)).collect();
    stack.without.extend(more);
    Ok(stack)
}

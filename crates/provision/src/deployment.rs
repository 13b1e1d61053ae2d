//! One stack in one account, with its directory: what the command line and the console do with it.
//! Prints nothing. Its methods block, and must be called where that is allowed.

mod directory;
mod error;
mod history;
mod holdings;
mod proposal;
mod run;

use std::path::Path;

use directory::Directory;
pub use directory::Lock;
pub use error::DeploymentError;
pub use history::{RunId, RunState, RunSummary};
pub use holdings::{Holdings, Owned};
pub use proposal::{Proposal, ProposedCost, ProposedStep};
pub use run::RunEnd;

pub use crate::journal::Verb;

use crate::apply::{self, Pace, Site};
use crate::artifacts::Artifacts;
use crate::cloud::Account;
use crate::connection::Connection;
use crate::control::Control;
use crate::drift::{Decision, Drift, Verdict};
use crate::event::{Event, Events};
use crate::inventory::Inventory;
use crate::journal::{Choice, Entry, Journal, Ledger};
use crate::plan::{Basis, Observation};
use crate::recover::Recovered;
use crate::report::Occasion;
use crate::resource::Graph;
use crate::stack::{self, Stack};
use crate::verify::{self, Sheet};

/// A stack, the account it is in, and its files.
pub struct Deployment {
    connection: Connection,
    account: Account,
    stack: Stack,
    artifacts: Artifacts,
    graph: Graph,
    directory: Directory,
}

/// What a look at the account gives.
#[derive(Debug, Clone)]
pub struct Look {
    /// What is there.
    pub observed: Observation,
    /// What the journal knows.
    pub ledger: Ledger,
}

/// The jury's sheet, and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// Every requirement.
    pub sheet: Sheet,
    /// Of which stack, in which account, when.
    pub occasion: Occasion,
}

impl Deployment {
    /// The stack of these choices in the connected account. Its files are in `data_dir`, under `stacks/ID` for
    /// a simulated account and `stacks/ID@ACCOUNT` for another.
    ///
    /// # Errors
    /// The choices cannot be built, name another account, the account cannot be used, or the directory
    /// cannot be made.
    pub fn open(connection: Connection, choices: Stack, data_dir: &Path) -> Result<Self, DeploymentError> {
        let account = connection.account()?;
        let stack = choices.in_account(&account.id);
        if !account.simulated && stack.account_id() != account.id {
            let expected = stack.account_id().to_owned();
            return Err(
                crate::connection::ConnectionError::OtherAccount { expected, found: account.id }.into()
            );
        }
        let graph = stack::graph(&stack)?;
        let directory = Directory::open(data_dir, &stack.id, &account)?;
        Ok(Self { connection, account, stack, artifacts: Artifacts::default(), graph, directory })
    }

    /// The same with what the build made: another build than the one in the account is a change.
    ///
    /// # Errors
    /// None that [`Deployment::open`] would not have told.
    pub fn given(self, artifacts: Artifacts) -> Result<Self, DeploymentError> {
        let graph = stack::graph_of(&self.stack, &artifacts)?;
        Ok(Self { artifacts, graph, ..self })
    }

    /// What the build had made when this was opened.
    pub fn artifacts(&self) -> &Artifacts {
        &self.artifacts
    }

    /// The choices, in this account.
    pub fn stack(&self) -> &Stack {
        &self.stack
    }

    /// Every resource of the specification.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// The way to the account.
    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// The account, as it was when this was opened.
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// Where the files of this stack are.
    pub fn path(&self) -> &Path {
        self.directory.path()
    }

    /// Whether a run is at work on this stack, in this process or another.
    pub fn is_busy(&self) -> bool {
        matches!(self.directory.lock(), Err(DeploymentError::Busy(_)))
    }

    /// Reads the whole account, once the last run's writes can be read.
    ///
    /// # Errors
    /// The account or the journal cannot be read.
    pub fn look(&self) -> Result<Look, DeploymentError> {
        let ledger = self.directory.ledger()?;
        let seen = apply::observe_after(self.connection.cloud(), &self.graph, ledger.last_write());
        let observed = self.connection.block(seen)??;
        Ok(Look { observed, ledger })
    }

    /// What is to be done, kept for the approval. Changes nothing in the account.
    ///
    /// # Errors
    /// The account or the journal cannot be read, or the plan cannot be kept.
    pub fn plan(&self, verb: Verb) -> Result<Proposal, DeploymentError> {
        let look = self.look()?;
        let proposal = proposal::propose(self, &look, verb, &self.pace());
        self.directory.keep_proposal(&proposal)?;
        Ok(proposal)
    }

    /// A plan that was made before, by its digest.
    ///
    /// # Errors
    /// [`DeploymentError::UnknownPlan`]: no such plan is kept.
    pub fn proposal(&self, digest: &str) -> Result<Proposal, DeploymentError> {
        self.directory.proposal(digest)
    }

    /// Every requirement, looked at in the account and asked of the living thing.
    ///
    /// # Errors
    /// The account or the journal cannot be read.
    pub fn verify(&self) -> Result<Verification, DeploymentError> {
        let look = self.look()?;
        let world = Inventory::of_observed(look.observed.all_live());
        let cloud = self.connection.cloud();
        let live = self.connection.block(verify::ask(cloud, &world, &self.stack))?;
        let occasion = Occasion {
            stack: self.stack.name.clone(),
            account: self.account.id.clone(),
            simulated: self.account.simulated,
            at: cloud.clock().now(),
        };
        Ok(Verification { sheet: verify::sheet(&world, &self.stack, &live), occasion })
    }

    /// What is not as it was built.
    ///
    /// # Errors
    /// The account or the journal cannot be read.
    pub fn drift(&self) -> Result<Drift, DeploymentError> {
        let look = self.look()?;
        Ok(crate::drift::drift(self.basis(&look)))
    }

    /// Writes decisions about drift down: all of them, or none if one is about a field that did not drift.
    /// What is decided is carried out by the next apply.
    ///
    /// # Errors
    /// A run is at work; a field did not drift; the account or the journal cannot be used.
    pub fn decide(&self, decisions: &[Decision]) -> Result<(), DeploymentError> {
        let _only_one = self.directory.lock()?;
        let look = self.look()?;
        let drift = crate::drift::drift(self.basis(&look));
        let choices: Result<Vec<Choice>, _> =
            decisions.iter().map(|decision| choice(&drift, &look.ledger, decision)).collect();
        let journal = self.directory.journal()?;
        choices?.into_iter().try_for_each(|choice| journal.append(Entry::Chose(choice)))?;
        Ok(())
    }

    /// Makes a new journal from what is in the account; the old one is put aside once the new one is whole.
    ///
    /// # Errors
    /// A run is at work; the account cannot be read; the journal cannot be written.
    pub fn recover(&self) -> Result<(Recovered, Option<std::path::PathBuf>), DeploymentError> {
        let _only_one = self.directory.lock()?;
        let journal = self.directory.fresh_journal()?;
        let (control, silent) = (Control::default(), |_: &Event| ());
        let events = Events::new(&silent);
        let site = self.site(&journal, &control, &events, Pace::usual());
        let recovered = self.connection.block(crate::recover::recover(site))??;
        drop(journal);
        Ok((recovered, self.directory.take_fresh_journal()?))
    }

    /// What the journal says is ours, in doubt, and decided.
    ///
    /// # Errors
    /// The journal cannot be read.
    pub fn holdings(&self) -> Result<Holdings, DeploymentError> {
        Ok(Holdings::of(&self.directory.ledger()?))
    }

    fn basis<'a>(&'a self, look: &'a Look) -> Basis<'a> {
        let Look { observed, ledger } = look;
        Basis { stack: &self.stack.id, graph: &self.graph, observed, ledger }
    }

    fn site<'a>(
        &'a self,
        journal: &'a Journal,
        control: &'a Control,
        events: &'a Events<'a>,
        pace: &'a Pace,
    ) -> Site<'a> {
        let (cloud, stack, graph) = (self.connection.cloud(), self.stack.id.as_str(), &self.graph);
        Site { cloud, journal, stack, graph, control, events, pace }
    }
}

/// The record of a decision. A choice can be taken back though its field is no drift any more.
fn choice(drift: &Drift, ledger: &Ledger, decision: &Decision) -> Result<Choice, DeploymentError> {
    let Decision { key, field, verdict } = decision;
    let chosen = || ledger.choices.iter().any(|choice| choice.key == *key && choice.field == *field);
    if *verdict == Verdict::Revert && chosen() {
        return Ok(Choice { key: key.clone(), field: field.clone(), accepted: None, revoked: true });
    }
    drift.choice(decision).ok_or_else(|| DeploymentError::NoDrift(key.clone(), field.clone()))
}

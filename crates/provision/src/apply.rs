//! Carries a plan out: longest remaining path first, an intent durable before every mutating call.
//! Whatever ends a run, the next one goes on from the journal and from what it observes.

mod call;
mod converge;
mod create;
mod credentials;
mod gate;
mod guard;
mod lookup;
mod order;
mod pace;
mod purge;
mod remove;
mod schedule;
mod wait;

use std::collections::BTreeMap;
use std::pin::pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::future::{Either, select};
pub(crate) use gate::{Gate, Verb as CallVerb};
use order::Tasks;
pub use order::{critical_seconds, longest_way};
pub use pace::Pace;
use serde::{Deserialize, Serialize};

use crate::cloud::{Address, Cloud, CloudError, ErrorClass, Observed};
use crate::control::Control;
use crate::event::{Ending, Events, Happening};
use crate::journal::{Entry, Journal, JournalError, LastWrite, Ledger, Verb};
use crate::plan::{Basis, Observation, Plan};
use crate::resource::{Graph, Kind, ResourceKey};
use crate::secret::SecretText;

/// What a run needs.
#[derive(Clone, Copy)]
pub struct Site<'a> {
    /// The account.
    pub cloud: &'a dyn Cloud,
    /// The stack's journal; nobody else writes it meanwhile.
    pub journal: &'a Journal,
    /// The value of the `Stack` tag.
    pub stack: &'a str,
    /// What shall be.
    pub graph: &'a Graph,
    /// How it is stopped.
    pub control: &'a Control,
    /// Who is told.
    pub events: &'a Events<'a>,
    /// How long things take here.
    pub pace: &'a Pace,
}

/// Why a run did not do all.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The journal is not to be trusted; nothing more was called.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The world could not be read.
    #[error("{0}")]
    Cloud(#[from] CloudError),
    /// The account may not look at a kind that the specification has.
    #[error("this account may not look at {kind}: {error}")]
    Denied {
        /// Which kind.
        kind: Kind,
        /// What the cloud said.
        error: CloudError,
    },
    /// The world moved since the plan was made.
    #[error("the plan is stale: the account or the specification changed since it was made; plan again")]
    Stale,
    /// Steps of the plan cannot be done.
    #[error("the plan is blocked: {0}")]
    Blocked(String),
}

/// What came of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// How it ended.
    pub ending: Ending,
    /// What failed or is left, in sentences.
    pub left: Vec<String>,
    /// Seconds of the cloud's time.
    pub seconds: u64,
}

/// Why a step did not come to its end.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StepError {
    #[error("cancelled")]
    Cancelled,
    #[error(transparent)]
    Journal(#[from] JournalError),
    #[error("{0}")]
    Cloud(#[from] CloudError),
    #[error("{0}")]
    Refused(String),
}

/// A run under way.
pub(crate) struct Run<'a> {
    pub site: Site<'a>,
    gate: Gate,
    /// Resources of the specification as last seen.
    live: Mutex<BTreeMap<ResourceKey, Observed>>,
    secrets: Mutex<BTreeMap<ResourceKey, SecretText>>,
    guard: guard::Guard,
    count: Mutex<schedule::Count>,
    credentials: credentials::Credentials,
}

impl<'a> Run<'a> {
    fn new(site: Site<'a>, plan: &Plan, observed: &Observation) -> Self {
        let live = plan
            .matched
            .iter()
            .filter_map(|(key, address)| Some((key.clone(), observed.live(address)?.clone())))
            .collect();
        Self {
            site,
            gate: Gate::default(),
            live: Mutex::new(live),
            secrets: Mutex::default(),
            guard: guard::Guard::default(),
            count: Mutex::default(),
            credentials: credentials::Credentials::default(),
        }
    }

    fn live(&self) -> MutexGuard<'_, BTreeMap<ResourceKey, Observed>> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn count(&self) -> MutexGuard<'_, schedule::Count> {
        self.count.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, what: Happening) {
        self.site.events.tell(self.site.cloud.clock().now(), what);
    }

    async fn sleep(&self, duration: Duration) -> Result<(), StepError> {
        let sleep = self.site.cloud.clock().sleep(duration);
        match select(sleep, pin!(self.site.control.cancelled())).await {
            Either::Left(_) => Ok(()),
            Either::Right(_) => Err(StepError::Cancelled),
        }
    }
}

/// Everything in the account that this program knows kinds for, once the last run's writes can be read.
///
/// # Errors
/// The account cannot be read.
pub async fn observe(site: Site<'_>) -> Result<Observation, RunError> {
    observe_after(site.cloud, site.graph, site.journal.ask(Ledger::last_write)).await
}

/// Everything in the account, once what was written at `last` can be read. What the account may not look at and
/// `graph` does not have, is not there for us.
///
/// # Errors
/// The account cannot be read.
pub async fn observe_after(
    cloud: &dyn Cloud,
    graph: &Graph,
    last: LastWrite,
) -> Result<Observation, RunError> {
    let clock = cloud.clock();
    let lag = i64::try_from(cloud.read_lag().as_millis()).unwrap_or(0);
    let wait = match last {
        LastWrite::Never => 0,
        LastWrite::At(last) => (last.millis() + lag - clock.now().millis()).clamp(0, lag),
        LastWrite::Unknown => lag,
    };
    clock.sleep(Duration::from_millis(u64::try_from(wait).unwrap_or(0))).await;
    lookup::observe(cloud, graph).await
}

/// Builds or changes the stack as `approved` says; refused if the world is not the one it was made from.
///
/// # Errors
/// See [`RunError`]. Failed steps are no error but part of the report.
pub async fn apply(site: Site<'_>, approved: &str) -> Result<Report, RunError> {
    let observed = observe(site).await?;
    let ledger = site.journal.ledger();
    let basis = Basis { stack: site.stack, graph: site.graph, observed: &observed, ledger: &ledger };
    let plan = crate::plan::plan(basis);
    ready(&plan, approved)?;
    let run = Run::new(site, &plan, &observed);
    run.carry_out(Verb::Apply, order::of_plan(site.graph, &plan, &observed, site.pace), &plan).await
}

/// Removes everything that is this stack's, as `approved` says, then looks whether anything is left.
///
/// # Errors
/// As [`apply`].
pub async fn destroy(site: Site<'_>, approved: &str) -> Result<Report, RunError> {
    let observed = observe(site).await?;
    let ledger = site.journal.ledger();
    let basis = Basis { stack: site.stack, graph: site.graph, observed: &observed, ledger: &ledger };
    let plan = crate::plan::plan_removal(basis);
    ready(&plan, approved)?;
    own_by_products(site.journal, &plan)?;
    let run = Run::new(site, &plan, &observed);
    run.carry_out(Verb::Destroy, order::of_removal(&plan, &observed, site.pace), &plan).await
}

/// How long carrying this plan out takes, about.
pub fn expected_seconds(graph: &Graph, plan: &Plan, observed: &Observation, verb: Verb, pace: &Pace) -> u64 {
    match verb {
        Verb::Apply => order::of_plan(graph, plan, observed, pace).seconds(),
        Verb::Destroy => order::of_removal(plan, observed, pace).seconds(),
    }
}

/// What AWS made for ours is ours from now on: once its maker is gone nothing else would tell.
fn own_by_products(journal: &Journal, plan: &Plan) -> Result<(), JournalError> {
    let ledger = journal.ledger();
    for address in plan.steps.iter().filter_map(|step| step.address.as_ref()) {
        if ledger.key_of(address).is_none() {
            let key = ResourceKey::new(address.region, address.kind, address.id.clone());
            journal.append(Entry::Adopted { key, address: address.clone() })?;
        }
    }
    Ok(())
}

fn ready(plan: &Plan, approved: &str) -> Result<(), RunError> {
    if plan.digest != approved {
        return Err(RunError::Stale);
    }
    let blocked: Vec<_> =
        plan.blocked().map(|step| format!("{} {}: {}", step.kind, step.name, step.reason)).collect();
    if blocked.is_empty() { Ok(()) } else { Err(RunError::Blocked(blocked.join("; "))) }
}

impl Run<'_> {
    async fn carry_out(&self, verb: Verb, tasks: Tasks, plan: &Plan) -> Result<Report, RunError> {
        let clock = self.site.cloud.clock();
        let began = clock.now();
        self.site.journal.append(Entry::Began { verb, plan: plan.digest.clone(), at: began })?;
        let account = self.site.cloud.account().await;
        let simulated = account.as_ref().is_ok_and(|account| account.simulated);
        if let Ok(account) = account {
            self.credentials.take(account);
        }
        let (steps, seconds) = (tasks.steps(), tasks.seconds());
        self.tell(Happening::Started { verb, steps, seconds, simulated });
        // A pause or its end is told before what follows from it.
        let work = Box::pin(self.work(verb, tasks));
        let mut done = match select(pin!(self.tell_pauses()), work).await {
            Either::Left((never, _)) => match never {},
            Either::Right((done, _)) => done?,
        };
        let at = clock.now();
        done.seconds = u64::try_from((at.millis() - began.millis()) / 1000).unwrap_or(0);
        let how =
            serde_json::to_value(done.ending).unwrap_or_default().as_str().unwrap_or_default().to_owned();
        self.site.journal.append(Entry::Ended { how, at })?;
        let Report { ending: outcome, left, seconds } = done.clone();
        self.tell(Happening::Finished { outcome, seconds, left });
        Ok(done)
    }

    async fn work(&self, verb: Verb, tasks: Tasks) -> Result<Report, RunError> {
        let done = self.carry_out_all(tasks).await?;
        if verb == Verb::Destroy && done.ending != Ending::Cancelled {
            self.sweep(done).await
        } else {
            Ok(done)
        }
    }

    /// Looks again until nothing that is ours is left, or says what is: what AWS made meanwhile, what
    /// could not go because of that, and what stays because somebody else uses it.
    async fn sweep(&self, mut last: Report) -> Result<Report, RunError> {
        const ROUNDS: usize = 8;
        let mut before = None;
        for _ in 0..ROUNDS {
            let Some(observed) = self.observe_again().await? else {
                last.ending = Ending::Cancelled;
                return Ok(last);
            };
            let ledger = self.site.journal.ledger();
            let basis = Basis {
                stack: self.site.stack,
                graph: self.site.graph,
                observed: &observed,
                ledger: &ledger,
            };
            let rest = crate::plan::plan_removal(basis);
            if rest.is_empty() {
                return Ok(Report { ending: Ending::Done, left: Vec::new(), seconds: 0 });
            }
            let these: Vec<_> = rest.steps.iter().filter_map(|step| step.address.clone()).collect();
            if last.ending == Ending::Failed && before.replace(these.clone()) == Some(these) {
                return Ok(last);
            }
            own_by_products(self.site.journal, &rest)?;
            last = self.carry_out_all(order::of_removal(&rest, &observed, self.site.pace)).await?;
            if last.ending == Ending::Cancelled {
                return Ok(last);
            }
        }
        if last.ending == Ending::Done {
            last.ending = Ending::Failed;
            last.left.push("resources came back again and again; somebody else makes them".into());
        }
        Ok(last)
    }

    /// Everything in the account, in the midst of a run; `None`: it was stopped meanwhile.
    async fn observe_again(&self) -> Result<Option<Observation>, RunError> {
        loop {
            if self.hold().await.is_err() {
                return Ok(None);
            }
            match observe(self.site).await {
                Err(RunError::Cloud(error)) if error.class == ErrorClass::ExpiredCredentials => {
                    if self.await_fresh_credentials().await.is_err() {
                        return Ok(None);
                    }
                }
                other => return other.map(Some),
            }
        }
    }

    fn forget_gone(&self, address: &Address) -> Result<(), JournalError> {
        let key = self.site.journal.ask(|ledger| ledger.key_of(address).cloned());
        key.map_or(Ok(()), |key| self.site.journal.append(Entry::Forgotten { key }))
    }
}

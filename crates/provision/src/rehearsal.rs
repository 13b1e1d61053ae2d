//! The engine against a simulated account in memory, with crashes: for tests and measurements.

mod sabotage;
pub mod trial;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::apply::{self, Report, RunError, Site};
use crate::cloud::{Cloud, Maker, Observed};
use crate::control::Control;
use crate::event::{Ending, Event, Events};
use crate::journal::{Journal, JournalError, JournalFile, MemoryFile, Tear};
use crate::plan::{Basis, Observation, Plan, plan, plan_removal};
use crate::resource::Graph;
use crate::sandbox::{Faults, Sandbox, Settings};
pub use sabotage::Sabotage;

/// A simulated account, a journal in memory and a specification.
pub struct Rehearsal {
    /// The account.
    pub sandbox: Arc<Sandbox>,
    /// The journal's bytes; they outlive a crash.
    pub file: MemoryFile,
    /// What shall be.
    pub graph: Graph,
    /// The value of the `Stack` tag.
    pub stack: String,
    /// How the engine is broken on purpose, if it is.
    pub sabotage: Option<Sabotage>,
}

/// Where the process dies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Death {
    /// Before this mutating call is sent.
    BeforeCall(u64),
    /// After the effect of this mutating call, before its answer.
    AfterCall(u64),
    /// At this append to the journal; so much of the record is written.
    AtRecord(u64, Tear),
}

impl Rehearsal {
    /// An empty account.
    pub fn new(stack: &str, graph: Graph, seed: u64, settings: Settings) -> Self {
        let sandbox = Arc::new(Sandbox::simulated(seed, settings));
        Self { sandbox, file: MemoryFile::default(), graph, stack: stack.to_owned(), sabotage: None }
    }

    fn journal(&self) -> Result<Journal, JournalError> {
        let file = self.file.clone();
        let file: Box<dyn JournalFile> = match self.sabotage {
            None => Box::new(file),
            Some(how) => Box::new(sabotage::Lossy { file, how }),
        };
        Journal::open(file)
    }

    /// The account as the engine sees it.
    fn cloud(&self) -> Arc<dyn Cloud> {
        let (sandbox, file) = (self.sandbox.clone(), self.file.clone());
        match self.sabotage {
            None => sandbox,
            Some(how) => Arc::new(sabotage::Distorted { sandbox, file, how }),
        }
    }

    /// Lets the process of the next run die.
    pub fn arm(&self, death: Death) {
        let mut faults = Faults::default();
        match death {
            Death::BeforeCall(number) => drop(faults.at.insert(number, crate::sandbox::Fault::CrashBefore)),
            Death::AfterCall(number) => drop(faults.at.insert(number, crate::sandbox::Fault::CrashAfter)),
            Death::AtRecord(number, tear) => {
                let sandbox = self.sandbox.clone();
                self.file.tear_at(number, tear, move || sandbox.crash());
            }
        }
        self.sandbox.set_faults(faults);
    }

    /// The machine is up again, and nothing goes wrong any more.
    pub fn mend(&self) {
        self.file.mend();
        self.sandbox.set_faults(Faults::default());
    }

    /// Plans and applies; `None`: the process died.
    ///
    /// # Errors
    /// As [`apply::apply`].
    pub fn apply(&self) -> Result<Option<Report>, RunError> {
        self.run(&Control::default(), &|_| (), false)
    }

    /// Plans and removes; `None`: the process died.
    ///
    /// # Errors
    /// As [`apply::destroy`].
    pub fn destroy(&self) -> Result<Option<Report>, RunError> {
        self.run(&Control::default(), &|_| (), true)
    }

    /// A run with a handle and a listener.
    ///
    /// # Errors
    /// As [`apply::apply`].
    pub fn run(
        &self,
        control: &Control,
        sink: &(dyn Fn(&Event) + Send + Sync),
        removal: bool,
    ) -> Result<Option<Report>, RunError> {
        let journal = match self.journal() {
            Err(_) if self.sandbox.has_crashed() => return Ok(None),
            other => other?,
        };
        let events = Events::new(sink);
        let cloud = self.cloud();
        let site = self.site(&*cloud, &journal, control, &events);
        let once = async || {
            let observed = apply::observe(site).await?;
            let ledger = journal.ledger();
            let basis = self.basis(&observed, &ledger);
            if removal {
                let approved = plan_removal(basis).digest;
                apply::destroy(site, &approved).await
            } else {
                let approved = plan(basis).digest;
                apply::apply(site, &approved).await
            }
        };
        let whole = async {
            for _ in 0..3 {
                match once().await {
                    Err(RunError::Stale) => {}
                    other => return other,
                }
            }
            once().await
        };
        match self.sandbox.time().run(whole, || self.sandbox.has_crashed()) {
            Some(Err(_)) if self.sandbox.has_crashed() => Ok(None),
            Some(result) => result.map(Some),
            None => Ok(None),
        }
    }

    fn site<'a>(
        &'a self,
        cloud: &'a dyn Cloud,
        journal: &'a Journal,
        control: &'a Control,
        events: &'a Events<'a>,
    ) -> Site<'a> {
        Site {
            cloud,
            journal,
            stack: &self.stack,
            graph: &self.graph,
            control,
            events,
            pace: apply::Pace::usual(),
        }
    }

    fn basis<'a>(&'a self, observed: &'a Observation, ledger: &'a crate::journal::Ledger) -> Basis<'a> {
        Basis { stack: &self.stack, graph: &self.graph, observed, ledger }
    }

    /// Makes the journal again from the account.
    ///
    /// # Errors
    /// As [`crate::recover::recover`].
    pub fn recover(&self) -> Result<crate::recover::Recovered, RunError> {
        let (journal, control, sink) = (self.journal()?, Control::default(), |_: &Event| ());
        let events = Events::new(&sink);
        let whole = crate::recover::recover(self.site(&*self.sandbox, &journal, &control, &events));
        self.sandbox.time().run(whole, || false).unwrap_or(Err(RunError::Stale))
    }

    /// The plan now.
    ///
    /// # Errors
    /// The journal cannot be read.
    pub fn plan(&self) -> Result<Plan, RunError> {
        let observed = self.world();
        let ledger = self.journal()?.ledger();
        Ok(plan(self.basis(&observed, &ledger)))
    }

    /// Milliseconds of the longest way through the graph, as long as each resource really took.
    ///
    /// # Errors
    /// The journal cannot be read.
    pub fn longest_way_millis(&self) -> Result<u64, RunError> {
        let owned = self.journal()?.ledger().owned;
        let took = |key: &crate::resource::ResourceKey| {
            let millis = owned.get(key).map(|address| self.sandbox.inspect(|world| world.took(address)));
            u64::try_from(millis.and_then(Result::ok).unwrap_or(0)).unwrap_or(0)
        };
        Ok(apply::longest_way(&self.graph, took))
    }

    /// How long planning takes by itself, the reading of the account and the journal aside.
    ///
    /// # Errors
    /// The journal cannot be read.
    pub fn plan_time(&self) -> Result<std::time::Duration, RunError> {
        let observed = self.world();
        let ledger = self.journal()?.ledger();
        let began = std::time::Instant::now();
        let plan = plan(self.basis(&observed, &ledger));
        let took = began.elapsed();
        drop(plan);
        Ok(took)
    }

    /// Everything in the account, as it is.
    pub fn world(&self) -> Observation {
        let all = self.sandbox.inspect(|world| Observation::new(world.everything().cloned()));
        all.unwrap_or_default()
    }

    /// Runs until a run ends; every run but the last dies. Gives the number of runs.
    ///
    /// # Errors
    /// A run that ends otherwise than done.
    pub fn until_done(
        &self,
        removal: bool,
        mut next_death: impl FnMut() -> Option<Death>,
    ) -> Result<u32, String> {
        const RUNS: u32 = 60;
        for number in 1..=RUNS {
            self.mend();
            if let Some(death) = next_death() {
                self.arm(death);
            }
            let report = if removal { self.destroy() } else { self.apply() };
            match report {
                Err(error) => return Err(error.to_string()),
                Ok(None) => {}
                Ok(Some(report)) if report.ending == Ending::Done => return Ok(number),
                Ok(Some(report)) => return Err(report.left.join("; ")),
            }
        }
        Err(format!("not done after {RUNS} runs"))
    }

    /// What is wrong with the account after an apply: resources missing, twice or left over.
    pub fn faults_of_build(&self) -> Vec<String> {
        let mut faults = doubles_and_gaps(&self.world(), &self.graph);
        match self.plan() {
            Ok(plan) if plan.is_empty() => {}
            Ok(plan) => faults.push(format!("the plan is not empty:\n{plan}")),
            Err(error) => faults.push(error.to_string()),
        }
        faults
    }

    /// What is in the account twice.
    pub fn doubles(&self) -> Vec<String> {
        doubles(&self.world())
    }

    /// What is left in the account after a destroy.
    pub fn leftovers(&self) -> Vec<String> {
        self.world().all_live().map(|seen| format!("{} {}", seen.address, seen.name())).collect()
    }
}

/// What is there twice, and whether as much is there as shall be.
pub fn doubles_and_gaps(world: &Observation, graph: &Graph) -> Vec<String> {
    let mut faults = doubles(world);
    let built = world.all_live().filter(|seen| is_built(seen)).count();
    if built != graph.len() {
        let surplus = surplus(world, graph);
        faults.push(format!("{built} resources instead of {}: {surplus}", graph.len()));
    }
    faults
}

/// The kinds of which more or fewer are there than shall be, by region.
fn surplus(world: &Observation, graph: &Graph) -> String {
    let mut counts: BTreeMap<(&str, &str), (Vec<&str>, i64)> = BTreeMap::new();
    for seen in world.all_live().filter(|seen| is_built(seen)) {
        let counted = counts.entry((seen.address.region.id(), seen.address.kind.name())).or_default();
        counted.0.push(&seen.address.id);
        counted.1 += 1;
    }
    for resource in graph.resources() {
        counts.entry((resource.key.region.id(), resource.key.kind.name())).or_default().1 -= 1;
    }
    let odd = counts.iter().filter(|(_, (_, more))| *more != 0);
    let told =
        odd.map(|((region, kind), (ids, more))| format!("{more:+} {kind} in {region} ({})", ids.join(", ")));
    told.collect::<Vec<_>>().join("; ")
}

fn doubles(world: &Observation) -> Vec<String> {
    let mut counts: BTreeMap<(&str, &str, String), usize> = BTreeMap::new();
    for seen in world.all_live().filter(|seen| is_built(seen)) {
        let at = &seen.address;
        *counts.entry((at.region.id(), at.kind.name(), identity(seen))).or_default() += 1;
    }
    let twice = counts.iter().filter(|(_, count)| **count > 1);
    twice.map(|(what, count)| format!("{count} of {what:?}")).collect()
}

/// Made by us, or made along and taken over.
fn is_built(seen: &Observed) -> bool {
    seen.maker == Maker::Caller || crate::resource::tag(&seen.properties, "Stack").is_some()
}

/// What tells one from its like: its key properties, or its name.
fn identity(seen: &Observed) -> String {
    let key = &crate::resource::schema::of(seen.address.kind).key;
    let values: Vec<_> = key.iter().filter_map(|name| seen.properties.get(*name)).collect();
    if values.is_empty() { seen.name().to_owned() } else { format!("{values:?}") }
}

//! Which task waits for which, and how long the longest way through them is. Pure.

use std::collections::{BTreeMap, BTreeSet};

use super::Pace;
use crate::cloud::{Address, Observed};
use crate::plan::{Action, Observation, Plan, Step, removal_edges};
use crate::resource::{Graph, Kind, Replace, ResourceKey, schema};

/// What one task does.
#[derive(Debug, Clone)]
pub(super) enum Work {
    /// Brings a resource of the specification to what it shall be.
    Converge { key: ResourceKey, present: Option<Address>, step: Option<Step> },
    /// Removes a physical resource.
    Remove { address: Address, step: Step },
}

#[derive(Debug, Clone)]
pub(super) struct Task {
    pub work: Work,
    pub needs: BTreeSet<usize>,
    /// Seconds it takes, about.
    pub seconds: u64,
    /// Seconds of the longest way from its beginning to the end of all.
    pub path: u64,
}

impl Task {
    /// The step of the plan that it carries out; `None`: it only looks after what stays.
    pub(super) fn step(&self) -> Option<&Step> {
        match &self.work {
            Work::Converge { step, .. } => step.as_ref(),
            Work::Remove { step, .. } => Some(step),
        }
    }

    fn is_replacement(&self) -> bool {
        matches!(&self.work, Work::Remove { step, .. } if step.action == Action::Replace)
    }
}

/// Tasks and who waits for whom.
#[derive(Debug, Clone, Default)]
pub(super) struct Tasks(pub Vec<Task>);

impl Tasks {
    /// How long all takes at best.
    pub(super) fn seconds(&self) -> u64 {
        self.0.iter().map(|task| task.path).max().unwrap_or(0)
    }

    /// How many of them are steps of the plan.
    pub(super) fn steps(&self) -> usize {
        self.0.iter().filter(|task| task.step().is_some()).count()
    }

    fn push(&mut self, work: Work, needs: BTreeSet<usize>, seconds: u64) -> usize {
        self.0.push(Task { work, needs, seconds, path: 0 });
        self.0.len() - 1
    }

    /// Fills in the longest ways. A task that waits in a circle keeps what it has.
    fn measure(mut self) -> Self {
        let mut needed_by = vec![Vec::new(); self.0.len()];
        for (index, task) in self.0.iter().enumerate() {
            task.needs.iter().for_each(|need| needed_by[*need].push(index));
        }
        let mut waiting: Vec<usize> = needed_by.iter().map(Vec::len).collect();
        let mut ready: Vec<usize> = (0..self.0.len()).filter(|index| waiting[*index] == 0).collect();
        while let Some(index) = ready.pop() {
            let after = needed_by[index].iter().map(|next| self.0[*next].path).max().unwrap_or(0);
            self.0[index].path = after + self.0[index].seconds;
            for need in self.0[index].needs.clone() {
                waiting[need] -= 1;
                if waiting[need] == 0 {
                    ready.push(need);
                }
            }
        }
        self
    }
}

/// How long building this graph takes at best: the longest way of usual times.
pub fn critical_seconds(graph: &Graph) -> u64 {
    longest_way(graph, |key| Pace::usual().seconds(key.kind, Action::Create))
}

/// The longest way through the graph, when each resource takes so long.
pub fn longest_way(graph: &Graph, takes: impl Fn(&ResourceKey) -> u64) -> u64 {
    let mut tasks = Tasks::default();
    let mut index = BTreeMap::new();
    for key in graph.order() {
        let needs = graph.needs(key).filter_map(|need| index.get(need).copied()).collect();
        let work = Work::Converge { key: key.clone(), present: None, step: None };
        index.insert(key.clone(), tasks.push(work, needs, takes(key)));
    }
    tasks.measure().seconds()
}

/// The tasks of a plan that removes.
pub(super) fn of_removal(plan: &Plan, observed: &Observation, pace: &Pace) -> Tasks {
    let mut tasks = Tasks::default();
    let removals: Vec<&Step> = plan.steps.iter().collect();
    add_removals(&mut tasks, &removals, observed, pace);
    tasks.measure()
}

/// Tasks that remove, each after those who hold what it removes; by address.
fn add_removals(
    tasks: &mut Tasks,
    steps: &[&Step],
    observed: &Observation,
    pace: &Pace,
) -> BTreeMap<Address, usize> {
    let seen: Vec<&Observed> =
        steps.iter().filter_map(|step| observed.live(step.address.as_ref()?)).collect();
    let first = tasks.0.len();
    let mut index = BTreeMap::new();
    for step in steps {
        let Some(address) = step.address.clone() else { continue };
        if observed.live(&address).is_none() {
            continue;
        }
        let seconds = pace.seconds(address.kind, Action::Delete);
        let work = Work::Remove { address: address.clone(), step: (*step).clone() };
        index.insert(address, tasks.push(work, BTreeSet::new(), seconds));
    }
    for (held, holders) in removal_edges(&seen).into_iter().enumerate() {
        tasks.0[first + held].needs.extend(holders.into_iter().map(|holder| first + holder));
    }
    index
}

/// The tasks of a plan that builds: every resource of the graph, and what goes before and after.
pub(super) fn of_plan(graph: &Graph, plan: &Plan, observed: &Observation, pace: &Pace) -> Tasks {
    let mut tasks = Tasks::default();
    let by_key: BTreeMap<&ResourceKey, &Step> =
        plan.steps.iter().filter_map(|step| Some((step.key.as_ref()?, step))).collect();
    let mut converging = BTreeMap::new();
    for key in graph.order() {
        let needs = graph.needs(key).filter_map(|need| converging.get(need).copied()).collect();
        let step = by_key.get(key).copied();
        let present = plan.matched.get(key).cloned();
        let work = Work::Converge { key: key.clone(), present, step: step.cloned() };
        let seconds = step.map_or(0, |step| pace.seconds(key.kind, step.action));
        converging.insert(key.clone(), tasks.push(work, needs, seconds));
    }
    let going: Vec<&Step> =
        plan.steps.iter().filter(|step| matches!(step.action, Action::Delete | Action::Replace)).collect();
    let removing = add_removals(&mut tasks, &going, observed, pace);
    tie(&mut tasks, graph, &by_key, &converging, &removing, observed);
    tasks.measure()
}

/// Removals before or after what takes their place, and after whoever lets them go.
fn tie(
    tasks: &mut Tasks,
    graph: &Graph,
    by_key: &BTreeMap<&ResourceKey, &Step>,
    converging: &BTreeMap<ResourceKey, usize>,
    removing: &BTreeMap<Address, usize>,
    observed: &Observation,
) {
    let mut replaced_instances = Vec::new();
    for (key, step) in by_key {
        let Some(address) = step.address.as_ref() else { continue };
        let (Some(new), Some(old)) = (converging.get(*key), removing.get(address)) else {
            release(tasks, converging.get(*key), observed.live(address), removing, observed);
            continue;
        };
        if schema::of(step.kind).replace == Replace::CreateFirst {
            let users = graph.order().iter().filter(|user| graph.needs(user).any(|need| need == *key));
            let users: Vec<_> = users.filter_map(|user| converging.get(user)).copied().collect();
            tasks.0[*old].needs.extend(users.into_iter().chain([*new]));
        } else {
            tasks.0[*new].needs.insert(*old);
        }
        if step.kind == Kind::Instance {
            replaced_instances.push((*old, *new));
        }
    }
    // Two at a time at most, so that a learner is always served.
    for index in 2..replaced_instances.len() {
        let (old, _) = replaced_instances[index];
        let (_, done) = replaced_instances[index - 2];
        tasks.0[old].needs.insert(done);
    }
}

/// What a changed resource still holds goes only after the change.
fn release(
    tasks: &mut Tasks,
    changing: Option<&usize>,
    seen: Option<&Observed>,
    removing: &BTreeMap<Address, usize>,
    observed: &Observation,
) {
    let (Some(changing), Some(seen)) = (changing, seen) else { return };
    for (address, removal) in removing {
        // What is replaced goes first, whoever still names it.
        if tasks.0[*removal].is_replacement() {
            continue;
        }
        let held = observed.live(address);
        if held.is_some_and(|held| crate::plan::refers(seen, held)) {
            tasks.0[*removal].needs.insert(*changing);
        }
    }
}

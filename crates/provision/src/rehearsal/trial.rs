//! Trials that kill, disturb or cancel the engine and look whether it converges. Each is told by a
//! number what to do and by a seed how; each gives one figure.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::{Death, Rehearsal, Sabotage};
use crate::control::Control;
use crate::event::{Ending, Event, Happening};
use crate::journal::Tear;
use crate::resource::Graph;
use crate::sandbox::{Fault, Faults, Settings};
use crate::stack::{Part, Stack, graph};

/// A trial: its number and its seed.
pub type Trial = fn(u64, u64) -> Result<u64, String>;

/// How late reads may be where they are late.
const LONG_LAG: Duration = Duration::from_secs(30);

/// A seed for each trial.
pub fn mix(seed: u64, index: u64) -> u64 {
    let mut z = seed ^ index.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z ^ (z >> 27)
}

/// The stack as specified, in the Sandbox's account.
///
/// # Errors
/// The specification contradicts itself.
pub fn whole() -> Result<(Stack, Graph), String> {
    let stack = Stack::default().in_account("000000000000");
    let graph = graph(&stack).map_err(|error| error.to_string())?;
    Ok((stack, graph))
}

/// A rehearsal of the whole stack.
///
/// # Errors
/// As [`whole`].
pub fn rehearsal(seed: u64, settings: Settings) -> Result<Rehearsal, String> {
    let (stack, graph) = whole()?;
    Ok(Rehearsal::new(&stack.id, graph, seed, settings))
}

fn sound(rehearsal: &Rehearsal) -> Result<(), String> {
    let faults = rehearsal.faults_of_build();
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}

fn empty(rehearsal: &Rehearsal) -> Result<(), String> {
    let left = rehearsal.leftovers();
    if left.is_empty() { Ok(()) } else { Err(format!("left over: {}", left.join("; "))) }
}

/// The kinds of death at one mutating call. Each call has two records: the intent and the outcome.
fn death(kind: u64, call: u64, bytes: u64) -> Death {
    let tear = |number| {
        let length = usize::try_from(1 + bytes % 200).unwrap_or(1);
        Death::AtRecord(number, Tear::After(length))
    };
    match kind % 5 {
        0 => Death::BeforeCall(call),
        1 => Death::AfterCall(call),
        2 => Death::AtRecord(2 * call + 1, Tear::Before),
        3 => tear(2 * call),
        _ => tear(2 * call + 1),
    }
}

/// One death, at every call in turn: of building, of changing, of removing. The figure: runs needed.
///
/// # Errors
/// What went wrong, in sentences.
pub fn single(index: u64, seed: u64) -> Result<u64, String> {
    let rehearsal = rehearsal(seed, Settings::default())?;
    let (kind, verb, call) = (index % 5, index / 5 % 3, index / 15);
    let mut deaths = vec![death(kind, call, seed)];
    match verb {
        0 => {
            let runs = rehearsal.until_done(false, || deaths.pop())?;
            sound(&rehearsal)?;
            Ok(u64::from(runs))
        }
        1 => {
            rehearsal.until_done(false, || None)?;
            let changed = change(rehearsal)?;
            deaths[0] = death(kind, call % 24 + 1, seed);
            let runs = changed.until_done(false, || deaths.pop())?;
            sound(&changed)?;
            Ok(u64::from(runs))
        }
        _ => {
            rehearsal.until_done(false, || None)?;
            let runs = rehearsal.until_done(true, || deaths.pop())?;
            empty(&rehearsal)?;
            Ok(u64::from(runs))
        }
    }
}

/// Another specification for the same account: changes, a replacement, removals.
fn change(rehearsal: Rehearsal) -> Result<Rehearsal, String> {
    let (mut stack, _) = whole()?;
    stack.workers.instance_type = "t2.medium".into();
    stack.database.storage_gb += 5;
    stack.without = vec![Part::Amplify];
    let graph = graph(&stack).map_err(|error| error.to_string())?;
    Ok(Rehearsal { graph, ..rehearsal })
}

/// From one allowed specification to another and back. The figure: seconds of the change.
///
/// # Errors
/// What went wrong, in sentences.
pub fn morph(_: u64, seed: u64) -> Result<u64, String> {
    let first = with_choices(rehearsal(seed, Settings::default())?, mix(seed, 1))?;
    finish(&first, false)?;
    sound(&first)?;
    let second = with_choices(first, mix(seed, 2))?;
    let seconds = finish(&second, false)?;
    sound(&second)?;
    finish(&second, true)?;
    empty(&second)?;
    Ok(seconds)
}

/// The same account, other choices.
fn with_choices(rehearsal: Rehearsal, seed: u64) -> Result<Rehearsal, String> {
    let (mut stack, _) = whole()?;
    let pick = |shift: u32, count: u64| (seed >> shift) % count;
    stack.workers.instance_type = ["t2.large", "t2.medium", "t3.large"][pick(0, 3) as usize].into();
    stack.workers.volume_gb = 30 + 10 * pick(4, 2) as u32;
    stack.nat.instance_type = ["t2.micro", "t2.small"][pick(8, 2) as usize].into();
    stack.database.storage_gb = 20 + pick(12, 3) as u32;
    stack.database.backup_days = 1 + pick(16, 7) as u32;
    stack.logs.retention_days = [7, 30, 90][pick(20, 3) as usize];
    stack.alarms.address = (pick(24, 2) == 0).then(|| "admin@example.org".into());
    stack.without = Part::ALL.into_iter().filter(|part| pick(28 + 3 * *part as u32, 4) == 0).collect();
    let graph = graph(&stack).map_err(|error| error.to_string())?;
    Ok(Rehearsal { graph, ..rehearsal })
}

/// Somebody removes resources by hand, past the engine; the next apply mends it. The figure: seconds.
///
/// # Errors
/// What went wrong, in sentences.
pub fn vandal(index: u64, seed: u64) -> Result<u64, String> {
    let rehearsal = rehearsal(seed, Settings::default())?;
    finish(&rehearsal, false)?;
    let ids: Vec<String> = rehearsal
        .world()
        .all_live()
        .filter(|seen| seen.maker == crate::cloud::Maker::Caller)
        .map(|seen| seen.address.id.clone())
        .collect();
    let many = if index < ids.len() as u64 { 1 } else { 1 + seed % 6 };
    let mut removed = Vec::new();
    for number in 0..many {
        let pick = if many == 1 { index } else { mix(seed, number) };
        let id = &ids[(pick % ids.len() as u64) as usize];
        let gone = rehearsal.sandbox.by_hand(|world| world.remove_by_hand(id));
        if matches!(gone, Ok(Ok(()))) {
            removed.push(id.clone());
        }
    }
    let mend = || -> Result<u64, String> {
        let seconds = finish(&rehearsal, false)?;
        sound(&rehearsal)?;
        finish(&rehearsal, true)?;
        empty(&rehearsal)?;
        Ok(seconds)
    };
    mend().map_err(|error| format!("after {} went: {error}", removed.join(", ")))
}

/// Several random deaths while building and while removing. The figure: runs needed.
///
/// # Errors
/// What went wrong, in sentences.
pub fn multi(index: u64, seed: u64) -> Result<u64, String> {
    let lag = if index.is_multiple_of(4) { LONG_LAG } else { Duration::ZERO };
    die_again_and_again(&rehearsal(seed, Settings { lag, ..Settings::default() })?, seed)
}

/// What the trials see of an engine that is broken: doubles after a building in which a call near the beginning
/// was answered to nobody, orphans after a removal that died and was taken up again, runs that failed. Reads lag. With a sound engine (`None`) they
/// must see nothing.
///
/// # Errors
/// The specification contradicts itself.
pub fn broken(how: Option<Sabotage>, seed: u64) -> Result<Noticed, String> {
    let rehearsal = Rehearsal { sabotage: how, ..rehearsal(seed, laggy())? };
    let mut failures = Vec::new();
    let call = 1 + seed % 12;
    if how == Some(Sabotage::TrustsSilence) {
        let at = [(call, Fault::LostAnswer)].into();
        rehearsal.sandbox.set_faults(Faults { at, ..Faults::default() });
        failures.extend(finish(&rehearsal, false).err());
    } else {
        let mut deaths = vec![Death::AfterCall(call)];
        failures.extend(rehearsal.until_done(false, || deaths.pop()).err());
    }
    let doubles = rehearsal.doubles();
    let mut deaths = vec![Death::AfterCall(1 + (seed >> 8) % 150)];
    failures.extend(rehearsal.until_done(true, || deaths.pop()).err());
    Ok(Noticed { doubles, orphans: rehearsal.leftovers(), failures })
}

/// What the trials see of a broken engine.
#[derive(Debug, Clone, Default)]
pub struct Noticed {
    /// What is there twice after the building.
    pub doubles: Vec<String>,
    /// What is there after the removal.
    pub orphans: Vec<String>,
    /// Why runs did not end well.
    pub failures: Vec<String>,
}

impl Noticed {
    /// Whether it went as with a sound engine.
    pub fn is_nothing(&self) -> bool {
        self.doubles.is_empty() && self.orphans.is_empty() && self.failures.is_empty()
    }
}

fn die_again_and_again(rehearsal: &Rehearsal, seed: u64) -> Result<u64, String> {
    let mut state = seed;
    let mut left = 2 + seed % 5;
    let mut dice = || {
        left = left.checked_sub(1)?;
        state = mix(state, left);
        Some(death(state >> 8, 1 + state % 70, state >> 20))
    };
    let built = rehearsal.until_done(false, &mut dice)?;
    sound(rehearsal)?;
    left = 1 + seed % 3;
    let mut dice = || {
        left = left.checked_sub(1)?;
        state = mix(state, left);
        Some(death(state >> 8, 1 + state % 70, state >> 20))
    };
    let removed = rehearsal.until_done(true, &mut dice)?;
    empty(rehearsal)?;
    Ok(u64::from(built + removed))
}

/// Throttling, lost calls and answers, faults of services, and reads that lag by up to 30 s.
///
/// # Errors
/// What went wrong, in sentences.
pub fn noise(_: u64, seed: u64) -> Result<u64, String> {
    be_disturbed(&rehearsal(seed, laggy())?)
}

fn be_disturbed(rehearsal: &Rehearsal) -> Result<u64, String> {
    let faults = || Faults { throttled: 60, lost: 10, unavailable: 20, ..Faults::default() };
    rehearsal.sandbox.set_faults(faults());
    let seconds = finish(rehearsal, false)?;
    rehearsal.mend();
    sound(rehearsal)?;
    rehearsal.sandbox.set_faults(faults());
    finish(rehearsal, true)?;
    empty(rehearsal)?;
    Ok(seconds)
}

fn laggy() -> Settings {
    Settings { lag: LONG_LAG, ..Settings::default() }
}

/// A run that ends well; its seconds.
///
/// # Errors
/// What went wrong, in sentences.
pub fn finish(rehearsal: &Rehearsal, removal: bool) -> Result<u64, String> {
    let report = if removal { rehearsal.destroy() } else { rehearsal.apply() };
    let report = report.map_err(|error| error.to_string())?.ok_or("died")?;
    if report.ending == Ending::Done { Ok(report.seconds) } else { Err(report.left.join("; ")) }
}

/// Cancelled after a number of calls, then applied again. The figure: seconds of the second run.
///
/// # Errors
/// What went wrong, in sentences.
pub fn cancel(index: u64, seed: u64) -> Result<u64, String> {
    let rehearsal = rehearsal(seed, Settings::default())?;
    let control = Control::default();
    let (calls, after) = (AtomicU64::new(0), AtomicU64::new(0));
    let limit = 1 + index % 190;
    let sink = |event: &Event| {
        if matches!(event.what, Happening::Called { .. }) {
            let before = calls.fetch_add(1, Ordering::Relaxed) + 1;
            after.fetch_add(u64::from(before > limit), Ordering::Relaxed);
            if before >= limit {
                control.cancel();
            }
        }
    };
    let report = rehearsal.run(&control, &sink, false).map_err(|error| error.to_string())?.ok_or("died")?;
    if report.ending != Ending::Cancelled {
        return Err(format!("{:?} instead of cancelled: {:?}", report.ending, report.left));
    }
    if after.load(Ordering::Relaxed) > 0 {
        return Err("calls after the cancel".into());
    }
    let seconds = finish(&rehearsal, false)?;
    sound(&rehearsal)?;
    Ok(seconds)
}

/// The figure: thousandths of the time of an apply over the longest way through the graph, as long as
/// each resource took this time.
///
/// # Errors
/// What went wrong, in sentences.
pub fn time(_: u64, seed: u64) -> Result<u64, String> {
    let rehearsal = rehearsal(seed, Settings::default())?;
    let seconds = finish(&rehearsal, false)?;
    sound(&rehearsal)?;
    let longest = rehearsal.longest_way_millis().map_err(|error| error.to_string())?;
    Ok(seconds * 1_000_000 / longest.max(1))
}

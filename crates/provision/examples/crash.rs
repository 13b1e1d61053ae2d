//! Kills the provisioner again and again on the simulated account and looks whether it converges.
//!
//! `cargo run --release -p lks-provision --example crash -- single|multi|noise|cancel|time|plan [RUNS] [SEED]`
//! prints one JSON object with the figures of docs/PROVISIONER.md; exit code 1 if anything is wrong.
#![allow(clippy::print_stdout)]

use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use lks_provision::control::Control;
use lks_provision::event::{Ending, Event, Happening};
use lks_provision::journal::Tear;
use lks_provision::rehearsal::{Death, Rehearsal};
use lks_provision::resource::Graph;
use lks_provision::sandbox::{Faults, Settings};
use lks_provision::stack::{Stack, graph};
use serde_json::{Value, json};

type Trial = fn(u64, u64) -> Result<u64, String>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number =
        |index: usize, or: u64| arguments.get(index).and_then(|text| text.parse().ok()).unwrap_or(or);
    let mode = arguments.first().map_or("single", String::as_str);
    let (runs, seed) = (number(1, 200), number(2, 20_261_123));
    let figures = match mode {
        "single" => many(runs, seed, single),
        "multi" => many(runs, seed, multi),
        "noise" => many(runs, seed, noise),
        "cancel" => many(runs, seed, cancel),
        "time" => many(runs, seed, time),
        "plan" => plan_time(runs),
        other => json!({ "wrong": [format!("unknown mode {other}")] }),
    };
    println!("{figures:#}");
    if figures["wrong"].as_array().is_some_and(Vec::is_empty) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Runs trials 0..runs on two threads.
fn many(runs: u64, seed: u64, trial: Trial) -> Value {
    let (next, sum, most) = (AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0));
    let wrong = Mutex::new(Vec::new());
    let began = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    if index >= runs {
                        return;
                    }
                    match trial(index, mix(seed, index)) {
                        Ok(figure) => {
                            sum.fetch_add(figure, Ordering::Relaxed);
                            most.fetch_max(figure, Ordering::Relaxed);
                        }
                        Err(error) => {
                            if let Ok(mut wrong) = wrong.lock() {
                                wrong.push(format!("trial {index}: {error}"));
                            }
                        }
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap_or_default();
    json!({
        "runs": runs, "seed": seed, "failed": wrong.len(), "wrong": wrong.iter().take(5).collect::<Vec<_>>(),
        "figure_mean": sum.into_inner() as f64 / runs as f64, "figure_most": most.into_inner(),
        "seconds": began.elapsed().as_secs(),
    })
}

fn mix(seed: u64, index: u64) -> u64 {
    let mut z = seed ^ index.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z ^ (z >> 27)
}

fn whole() -> Result<(Stack, Graph), String> {
    let stack = Stack::default().in_account("000000000000");
    let graph = graph(&stack).map_err(|error| error.to_string())?;
    Ok((stack, graph))
}

fn rehearsal(seed: u64, settings: Settings) -> Result<Rehearsal, String> {
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
fn single(index: u64, seed: u64) -> Result<u64, String> {
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
            deaths[0] = death(kind, call % 12 + 1, seed);
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
    stack.without = vec![lks_provision::stack::Part::Amplify];
    let graph = graph(&stack).map_err(|error| error.to_string())?;
    Ok(Rehearsal { graph, ..rehearsal })
}

/// Several random deaths while building and while removing. The figure: runs needed.
fn multi(index: u64, seed: u64) -> Result<u64, String> {
    let lag = if index.is_multiple_of(4) { Duration::from_secs(30) } else { Duration::ZERO };
    let rehearsal = rehearsal(seed, Settings { lag, ..Settings::default() })?;
    let mut state = seed;
    let mut left = 2 + seed % 5;
    let mut dice = || {
        left = left.checked_sub(1)?;
        state = mix(state, left);
        Some(death(state >> 8, 1 + state % 70, state >> 20))
    };
    let built = rehearsal.until_done(false, &mut dice)?;
    sound(&rehearsal)?;
    left = 1 + seed % 3;
    let mut dice = || {
        left = left.checked_sub(1)?;
        state = mix(state, left);
        Some(death(state >> 8, 1 + state % 70, state >> 20))
    };
    let removed = rehearsal.until_done(true, &mut dice)?;
    empty(&rehearsal)?;
    Ok(u64::from(built + removed))
}

/// Throttling, lost calls and answers, faults of services, and reads that lag by up to 30 s.
fn noise(_: u64, seed: u64) -> Result<u64, String> {
    let lag = Duration::from_secs(30);
    let rehearsal = rehearsal(seed, Settings { lag, ..Settings::default() })?;
    let faults = Faults { throttled: 60, lost: 10, unavailable: 20, ..Faults::default() };
    rehearsal.sandbox.set_faults(faults);
    let seconds = finish(&rehearsal, false)?;
    rehearsal.mend();
    sound(&rehearsal)?;
    let faults = Faults { throttled: 60, lost: 10, unavailable: 20, ..Faults::default() };
    rehearsal.sandbox.set_faults(faults);
    finish(&rehearsal, true)?;
    empty(&rehearsal)?;
    Ok(seconds)
}

fn finish(rehearsal: &Rehearsal, removal: bool) -> Result<u64, String> {
    let report = if removal { rehearsal.destroy() } else { rehearsal.apply() };
    let report = report.map_err(|error| error.to_string())?.ok_or("died")?;
    if report.ending == Ending::Done { Ok(report.seconds) } else { Err(report.left.join("; ")) }
}

/// Cancelled after a number of calls, then applied again. The figure: seconds of the second run.
fn cancel(index: u64, seed: u64) -> Result<u64, String> {
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
fn time(_: u64, seed: u64) -> Result<u64, String> {
    let rehearsal = rehearsal(seed, Settings::default())?;
    let seconds = finish(&rehearsal, false)?;
    sound(&rehearsal)?;
    let longest = rehearsal.longest_way_millis().map_err(|error| error.to_string())?;
    Ok(seconds * 1_000_000 / longest.max(1))
}

/// Planning the whole stack, built and not built, without reading the account.
fn plan_time(runs: u64) -> Value {
    let measured = || -> Result<Vec<Duration>, String> {
        let rehearsal = rehearsal(1, Settings::default())?;
        finish(&rehearsal, false)?;
        let mut times = Vec::new();
        for _ in 0..runs.max(100) {
            times.push(rehearsal.plan_time().map_err(|error| error.to_string())?);
        }
        times.sort_unstable();
        Ok(times)
    };
    match measured() {
        Err(error) => json!({ "wrong": [error] }),
        Ok(times) => {
            let at = |part: usize| times[(times.len() * part / 100).min(times.len() - 1)].as_micros();
            json!({ "wrong": [], "runs": times.len(), "p50_us": at(50), "p99_us": at(99), "most_us": at(100) })
        }
    }
}

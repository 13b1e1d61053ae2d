//! Kills the provisioner again and again on the simulated account and looks whether it converges.
//!
//! `cargo run --release -p lks-provision --example crash -- single|multi|noise|cancel|morph|time|vandal|broken|plan [RUNS] [SEED]`
//! prints one JSON object with the figures of docs/PROVISIONER.md; exit code 1 if anything is wrong.
#![allow(clippy::print_stdout)]

use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use lks_provision::rehearsal::Sabotage;
use lks_provision::rehearsal::trial::{
    Noticed, Trial, broken, cancel, finish, mix, morph, multi, noise, rehearsal, single, time, vandal,
};
use lks_provision::sandbox::Settings;
use serde_json::{Value, json};

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
        "vandal" => many(runs, seed, vandal),
        "morph" => many(runs, seed, morph),
        "broken" => broken_engines(runs, seed),
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

/// The same trials with a sound engine and with each broken one. It is wrong if the sound one is suspected, or a
/// broken one is not noticed.
fn broken_engines(runs: u64, seed: u64) -> Value {
    let mut wrong = Vec::new();
    let mut told = serde_json::Map::new();
    for how in [None].into_iter().chain(Sabotage::ALL.map(Some)) {
        let trials: Result<Vec<Noticed>, String> =
            (0..runs).map(|index| broken(how, mix(seed, index))).collect();
        let trials = trials.unwrap_or_default();
        let count = |having: fn(&Noticed) -> bool| trials.iter().filter(|noticed| having(noticed)).count();
        let noticed = count(|noticed| !noticed.is_nothing());
        let name = how.map_or_else(|| "Sound".to_owned(), |how| format!("{how:?}"));
        if (noticed == 0) == how.is_some() || trials.len() as u64 != runs {
            wrong.push(format!("{name}: {noticed} of {} noticed", trials.len()));
        }
        let figures = json!({
            "noticed": noticed, "with_doubles": count(|noticed| !noticed.doubles.is_empty()),
            "with_orphans": count(|noticed| !noticed.orphans.is_empty()),
            "with_failed_runs": count(|noticed| !noticed.failures.is_empty()),
        });
        told.insert(name, figures);
    }
    json!({ "runs": runs, "seed": seed, "wrong": wrong, "engines": told })
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

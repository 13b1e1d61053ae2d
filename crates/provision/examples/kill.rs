//! Kills the real command line with SIGKILL at random moments, on a simulated account on disk, again and again,
//! lets it finish, and compares the account with the specification.
//!
//! `cargo build --release -p lks-provision --examples && target/release/examples/kill [KILLS] [SEED]` prints one
//! JSON object; exit code 1 if anything was left over, missing or there twice.
#![allow(clippy::print_stdout)]

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use lks_provision::connection::{CloudName, Clouds, SandboxOnly};
use lks_provision::deployment::{Deployment, Verb};
use lks_provision::rehearsal::{doubles_and_gaps, trial::mix};
use lks_provision::sandbox::Speed;
use lks_provision::stack::Stack;
use serde_json::json;

/// So many kills at most while one stack is built, and while it is removed.
const KILLS_A_PHASE: u64 = 6;
/// A run that is not killed must end within this time.
const PATIENCE: Duration = Duration::from_secs(300);

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number =
        |index: usize, or: u64| arguments.get(index).and_then(|text| text.parse().ok()).unwrap_or(or);
    let (wanted, seed) = (number(0, 60), number(1, 20_261_125));
    let mut tally = Tally { dice: seed, ..Tally::default() };
    let began = Instant::now();
    while tally.kills < wanted && tally.wrong.is_empty() {
        if let Err(error) = tally.one_life() {
            tally.wrong.push(error);
        }
    }
    println!(
        "{:#}",
        json!({
            "kills": tally.kills, "ended_before_the_kill": tally.missed, "lives": tally.lives, "seed": seed,
            "steps_done_when_killed": tally.steps_done, "wrong": tally.wrong,
            "seconds": began.elapsed().as_secs(),
        })
    );
    if tally.wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[derive(Default)]
struct Tally {
    dice: u64,
    kills: u64,
    missed: u64,
    lives: u64,
    steps_done: Vec<usize>,
    wrong: Vec<String>,
}

impl Tally {
    fn roll(&mut self, sides: u64) -> u64 {
        self.dice = mix(self.dice, 1);
        (self.dice >> 16) % sides
    }

    /// One stack: built and removed, killed on the way.
    fn one_life(&mut self) -> Result<(), String> {
        self.lives += 1;
        let home = tempfile::tempdir().map_err(|error| error.to_string())?;
        self.phase(home.path(), "apply")?;
        let deployment = open(home.path())?;
        let world = deployment.look().map_err(|error| error.to_string())?.observed;
        let mut faults = doubles_and_gaps(&world, deployment.graph());
        let plan = deployment.plan(Verb::Apply).map_err(|error| error.to_string())?;
        faults.extend(plan.steps.iter().map(|step| format!("still to do: {:?}", step.step)));
        self.phase(home.path(), "destroy")?;
        let world = open(home.path())?.look().map_err(|error| error.to_string())?.observed;
        faults.extend(world.all_live().map(|seen| format!("left over: {}", seen.address)));
        if faults.is_empty() { Ok(()) } else { Err(faults.join("; ")) }
    }

    /// Runs the command until it ends well; all but the last run are killed.
    fn phase(&mut self, home: &Path, verb: &str) -> Result<(), String> {
        for _ in 0..1 + self.roll(KILLS_A_PHASE) {
            let moment = Duration::from_millis(30 + self.roll(2_500));
            if self.run_for(home, verb, moment)? == Outcome::Ended {
                self.missed += 1;
                return Ok(());
            }
            self.kills += 1;
            let last = open(home)?.last_run().map_err(|error| error.to_string())?;
            self.steps_done.push(last.map_or(0, |run| run.done));
        }
        match self.run_for(home, verb, PATIENCE)? {
            Outcome::Ended => Ok(()),
            Outcome::Killed => Err(format!("{verb} did not end by itself")),
        }
    }

    /// The command as a process of its own, killed at this moment if it still runs.
    fn run_for(&self, home: &Path, verb: &str, moment: Duration) -> Result<Outcome, String> {
        let mut child = Command::new(program()?)
            .args([verb, "--yes", "--json", "--sandbox-speed", "max", "--data-dir"])
            .arg(home)
            .stdout(Stdio::null())
            .spawn()
            .map_err(|error| format!("the command line cannot be started: {error}; build all examples"))?;
        let began = Instant::now();
        while began.elapsed() < moment {
            match child.try_wait().map_err(|error| error.to_string())? {
                None => std::thread::sleep(Duration::from_millis(1)),
                Some(status) if status.success() => return Ok(Outcome::Ended),
                Some(status) => return Err(format!("{verb} ended with {status}")),
            }
        }
        child.kill().and_then(|()| child.wait()).map_err(|error| error.to_string())?;
        Ok(Outcome::Killed)
    }
}

#[derive(PartialEq, Eq)]
enum Outcome {
    Ended,
    Killed,
}

/// The command line's example, beside this one.
fn program() -> Result<PathBuf, String> {
    let here = std::env::current_exe().map_err(|error| error.to_string())?;
    Ok(here.with_file_name(format!("lks{}", std::env::consts::EXE_SUFFIX)))
}

fn open(home: &Path) -> Result<Deployment, String> {
    let connection =
        SandboxOnly.connect(CloudName::Sandbox, home, Speed::Max).map_err(|error| error.to_string())?;
    Deployment::open(connection, Stack::default(), home).map_err(|error| error.to_string())
}

//! Commands that change the account.

use std::fs::File;
use std::io::{BufRead, IsTerminal, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use super::place::Place;
use super::progress::Progress;
use super::{CANCELLED, CliError, Common, DONE, FAILED, Run, answer};
use crate::apply::{self, RunError, Site};
use crate::check;
use crate::control::Control;
use crate::event::{Ending, Event, Events};
use crate::journal::Journal;
use crate::plan::Plan;

/// How often a run that nobody has to approve again is planned anew when the world moves meanwhile.
const ATTEMPTS: usize = 3;

pub(super) fn run(
    run: &Run,
    data_dir: &Path,
    out: &mut (dyn Write + Send),
    control: &Control,
    removal: bool,
) -> Result<u8, CliError> {
    let place = Place::open(&run.common, data_dir)?;
    let _only_one = place.lock()?;
    let journal = place.journal()?;
    for _ in 1..ATTEMPTS {
        match attempt(run, &place, &journal, out, control, removal)? {
            Err(RunError::Stale) if run.yes && run.plan.is_none() => {}
            done => return finish(done),
        }
    }
    finish(attempt(run, &place, &journal, out, control, removal)?)
}

fn finish(done: Result<u8, RunError>) -> Result<u8, CliError> {
    done.map_err(CliError::of)
}

fn attempt(
    run: &Run,
    place: &Place,
    journal: &Journal,
    out: &mut (dyn Write + Send),
    control: &Control,
    removal: bool,
) -> Result<Result<u8, RunError>, CliError> {
    let Some(digest) = approved(run, place, out, removal)? else { return Ok(Ok(CANCELLED)) };
    let mut log = File::create(place.events()).map_err(CliError::of)?;
    let progress = Progress::new(run.common.json);
    let lines = Mutex::new(&mut *out);
    let log = Mutex::new(&mut log);
    let sink = |event: &Event| {
        let json = serde_json::to_string(event).unwrap_or_default();
        let _for_later_readers = writeln!(log.lock().unwrap_or_else(PoisonError::into_inner), "{json}");
        if let Some(text) = progress.line(event, json) {
            let mut lines = lines.lock().unwrap_or_else(PoisonError::into_inner);
            let _nobody_listens = writeln!(lines, "{text}").and_then(|()| lines.flush());
        }
    };
    let events = Events::new(&sink);
    let site = Site {
        cloud: &place.sandbox,
        journal,
        stack: &place.stack.id,
        graph: &place.graph,
        control,
        events: &events,
    };
    let report = if removal {
        place.block(apply::destroy(site, &digest))?
    } else {
        place.block(apply::apply(site, &digest))?
    };
    Ok(report.map(|report| match report.ending {
        Ending::Done => DONE,
        Ending::Cancelled => CANCELLED,
        Ending::Failed => FAILED,
    }))
}

/// The digest of the plan to carry out; `None`: somebody said no.
fn approved(
    run: &Run,
    place: &Place,
    out: &mut (dyn Write + Send),
    removal: bool,
) -> Result<Option<String>, CliError> {
    if let Some(digest) = &run.plan {
        return Ok(Some(digest.clone()));
    }
    let look = place.look()?;
    let basis = place.basis(&look);
    let plan = if removal { crate::plan::plan_removal(basis) } else { crate::plan::plan(basis) };
    let quiet = Common { json: true, ..run.common.clone() };
    let findings = if run.common.json {
        place.show(&mut std::io::sink(), &quiet, &look, &plan, removal)?
    } else {
        place.show(out, &run.common, &look, &plan, removal)?
    };
    if check::blocks(&findings) {
        let first = findings.iter().find(|finding| finding.severity == check::Severity::Error);
        let first = first.map(ToString::to_string).unwrap_or_default();
        return Err(CliError(format!("the plan breaks the policy, nothing was done: {first}")));
    }
    if run.yes || plan.is_empty() || ask(out, &plan, removal)? { Ok(Some(plan.digest)) } else { Ok(None) }
}

fn ask(out: &mut (dyn Write + Send), plan: &Plan, removal: bool) -> Result<bool, CliError> {
    if !std::io::stdin().is_terminal() {
        return Err(CliError("nobody can be asked; add --yes to go on without asking".into()));
    }
    let what = if removal { "Remove all this?" } else { "Carry this plan out?" };
    write!(out, "{} {what} Type yes: ", plan.summary()).and_then(|()| out.flush()).map_err(CliError::of)?;
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).map_err(CliError::of)?;
    Ok(line.trim() == "yes")
}

pub(super) fn recover(common: &Common, data_dir: &Path, out: &mut dyn Write) -> Result<u8, CliError> {
    let place = Place::open(common, data_dir)?;
    let _only_one = place.lock()?;
    let aside = place.put_journal_aside()?;
    let journal = place.journal()?;
    let (control, sink) = (Control::default(), |_: &Event| ());
    let events = Events::new(&sink);
    let site = Site {
        cloud: &place.sandbox,
        journal: &journal,
        stack: &place.stack.id,
        graph: &place.graph,
        control: &control,
        events: &events,
    };
    let found = place.block(crate::recover::recover(site))?.map_err(CliError::of)?;
    if common.json {
        answer::document(out, &found)?;
    } else {
        answer::line(out, found.to_string().trim_end())?;
        if let Some(aside) = aside {
            answer::line(out, &format!("The old journal is kept as {}.", aside.display()))?;
        }
    }
    Ok(DONE)
}

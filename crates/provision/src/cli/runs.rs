//! Commands that change the account, and the one that makes the journal anew.

use std::io::{BufRead, IsTerminal, Write};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::live::Live;
use super::place::open;
use super::{CANCELLED, CliError, Common, DONE, FAILED, Run, Setting, answer, plans};
use crate::control::Control;
use crate::deployment::{Deployment, Proposal, RunEnd, Verb};
use crate::event::{Ending, Event};
use crate::ink::Ink;
use crate::plan::PlanText;

pub(super) fn run(
    run: &Run,
    verb: Verb,
    setting: &Setting<'_>,
    out: &mut (dyn Write + Send),
) -> Result<u8, CliError> {
    let deployment = open(&run.common, setting)?;
    let done = if run.common.json {
        as_events(run, verb, &deployment, setting, out)?
    } else {
        as_text(run, verb, &deployment, setting, out)?
    };
    Ok(match done.map(|end| end.report.ending) {
        Some(Ending::Done) => DONE,
        None | Some(Ending::Cancelled) => CANCELLED,
        Some(Ending::Failed) => FAILED,
    })
}

/// One event a line.
fn as_events(
    run: &Run,
    verb: Verb,
    deployment: &Deployment,
    setting: &Setting<'_>,
    out: &mut (dyn Write + Send),
) -> Result<Option<RunEnd>, CliError> {
    let out = Mutex::new(out);
    let sink = |event: &Event| {
        let Ok(json) = serde_json::to_string(event) else { return };
        let mut out = out.lock().unwrap_or_else(PoisonError::into_inner);
        let _nobody_reads = writeln!(out, "{json}").and_then(|()| out.flush());
    };
    if let Some(digest) = &run.plan {
        return Ok(Some(deployment.run(digest, setting.control, &sink)?));
    }
    let approve = |plan: &Proposal| {
        if run.yes || plan.is_empty() { Ok(true) } else { Err(nobody_to_ask()) }
    };
    deployment.run_anew(verb, approve, setting.control, &sink)
}

/// The plan, the question, and what happens, for people.
fn as_text(
    run: &Run,
    verb: Verb,
    deployment: &Deployment,
    setting: &Setting<'_>,
    out: &mut (dyn Write + Send),
) -> Result<Option<RunEnd>, CliError> {
    let live = Live::new(out, setting.ink, setting.on_terminal);
    let clock = deployment.connection().cloud().clock();
    std::thread::scope(|threads| {
        let ticking = setting.on_terminal.then(|| threads.spawn(|| live.tick(|| clock.now())));
        let done = carry_out(run, verb, deployment, setting, &live);
        live.end();
        ticking.iter().for_each(|ticking| ticking.thread().unpark());
        done
    })
}

fn carry_out(
    run: &Run,
    verb: Verb,
    deployment: &Deployment,
    setting: &Setting<'_>,
    live: &Live<'_>,
) -> Result<Option<RunEnd>, CliError> {
    let sink = |event: &Event| live.tell(event);
    if let Some(digest) = &run.plan {
        return Ok(Some(deployment.run(digest, setting.control, &sink)?));
    }
    let approve = |plan: &Proposal| {
        live.write(|out| {
            plans::show(plan, deployment.account(), setting, out)?;
            let needs_no_answer = run.yes || plan.is_empty() || !plan.can_be_applied();
            if needs_no_answer { Ok(true) } else { ask(out, plan, setting) }
        })
    };
    deployment.run_anew(verb, approve, setting.control, &sink)
}

fn ask(out: &mut dyn Write, plan: &Proposal, setting: &Setting<'_>) -> Result<bool, CliError> {
    if !std::io::stdin().is_terminal() {
        return Err(nobody_to_ask());
    }
    let steps = plan.steps.iter().map(|priced| (&priced.step, None)).collect();
    let summary = PlanText { steps, unchanged: plan.unchanged, ink: Ink::PLAIN }.summary();
    let question = match plan.verb {
        Verb::Apply => "Carry this plan out?",
        Verb::Destroy => "Remove all this?",
    };
    write!(out, "{summary}. {question} Type yes: ")
        .and_then(|()| out.flush())
        .map_err(CliError::of_writing)?;
    Ok(typed(setting.control)?.trim() == "yes")
}

/// A line from the keyboard; empty if the command is stopped while it waits.
fn typed(control: &Control) -> Result<String, CliError> {
    let (sender, lines) = mpsc::channel();
    std::thread::spawn(move || {
        let mut line = String::new();
        let read = std::io::stdin().lock().read_line(&mut line).map(|_| line);
        let _stopped_meanwhile = sender.send(read);
    });
    while !control.is_cancelled() {
        match lines.recv_timeout(Duration::from_millis(100)) {
            Ok(line) => return line.map_err(CliError::of),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    Ok(String::new())
}

fn nobody_to_ask() -> CliError {
    CliError("nobody can be asked; add --yes to go on without asking".into())
}

pub(super) fn recover(common: &Common, setting: &Setting<'_>, out: &mut dyn Write) -> Result<u8, CliError> {
    let (found, aside) = open(common, setting)?.recover()?;
    if common.json {
        answer::document(out, &found)?;
        return Ok(DONE);
    }
    answer::line(out, found.to_string().trim_end())?;
    if let Some(aside) = aside {
        answer::line(out, &format!("The old journal is kept as {}.", aside.display()))?;
    }
    Ok(DONE)
}

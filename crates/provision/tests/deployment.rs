//! One stack on a simulated account on disk, as the command line and the console use it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::{Arc, Mutex};

use lks_provision::artifacts::Artifacts;
use lks_provision::cloud::Cloud;
use lks_provision::connection::{CloudName, Clouds, Connection, ConnectionError, Driver, SandboxOnly, Work};
use lks_provision::control::Control;
use lks_provision::deployment::{Deployment, DeploymentError, Proposal, RunId, RunState, Verb};
use lks_provision::drift::{Decision, Verdict};
use lks_provision::event::{Call, Cause, Ending, Event, Happening};
use lks_provision::resource::{Kind, digest};
use lks_provision::sandbox::{Fault, Faults, Sandbox, Settings, Speed};
use lks_provision::stack::{Part, Stack};
use serde_json::json;

/// The account, and the way to it, so that a test can disturb it.
struct House {
    directory: tempfile::TempDir,
    sandbox: Arc<Sandbox>,
}

/// Time passes as it does for everybody who uses this account.
struct Time(Arc<Sandbox>);

impl Driver for Time {
    fn drive(&self, work: Work<'_>) {
        self.0.drive(work);
    }
}

impl House {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        Self { directory, sandbox: Arc::new(Sandbox::simulated(7, Settings::default())) }
    }

    fn connection(&self) -> Connection {
        Connection::new(self.sandbox.clone(), Arc::new(Time(self.sandbox.clone())))
    }

    fn deployment(&self) -> Deployment {
        Deployment::open(self.connection(), Stack::default(), self.directory.path()).unwrap()
    }

    fn file(&self, name: &str) -> String {
        std::fs::read_to_string(self.directory.path().join("stacks/lks").join(name)).unwrap()
    }
}

fn silent(_: &Event) {}

fn apply(deployment: &Deployment) -> RunId {
    let plan = deployment.plan(Verb::Apply).unwrap();
    let end = deployment.run(&plan.digest, &Control::default(), &silent).unwrap();
    assert_eq!((end.report.ending, end.report.left), (Ending::Done, vec![]));
    end.id
}

fn id_of(house: &House, kind: Kind, name: &str) -> String {
    let find = |world: &lks_provision::sandbox::World| {
        world
            .everything()
            .find(|seen| seen.is_live() && seen.address.kind == kind && seen.name() == name)
            .map(|seen| seen.address.id.clone())
    };
    house.sandbox.inspect(find).unwrap().unwrap()
}

fn by_hand(house: &House, id: &str, field: &str, value: serde_json::Value) {
    house.sandbox.by_hand(|world| world.set_by_hand(id, field, value)).unwrap().unwrap();
}

#[test]
fn a_plan_is_kept_by_its_digest_and_reads_back_as_it_was() {
    let house = House::new();
    let deployment = house.deployment();
    let plan = deployment.plan(Verb::Apply).unwrap();
    assert!(plan.can_be_applied() && !plan.is_empty());
    assert!(plan.seconds > 300 && plan.cost.hourly_usd > 1.2);
    assert_eq!(plan.cost.change_hourly_usd, plan.cost.hourly_usd);
    assert_eq!(deployment.proposal(&plan.digest).unwrap(), plan);
    let text = serde_json::to_string(&plan).unwrap();
    assert_eq!(serde_json::from_str::<Proposal>(&text).unwrap(), plan);
    assert!(matches!(deployment.proposal("../../secret"), Err(DeploymentError::UnknownPlan(_))));
    assert!(matches!(
        deployment.run("abc", &Control::default(), &silent),
        Err(DeploymentError::UnknownPlan(_))
    ));
}

#[test]
fn a_run_keeps_the_plan_that_was_approved_and_every_event_and_how_it_ended() {
    let house = House::new();
    let deployment = house.deployment();
    let plan = deployment.plan(Verb::Apply).unwrap();
    let told = Mutex::new(Vec::new());
    let sink = |event: &Event| told.lock().unwrap().push(event.clone());
    let end = deployment.run(&plan.digest, &Control::default(), &sink).unwrap();
    let told = told.into_inner().unwrap();
    assert_eq!(end.id, RunId(1));
    assert_eq!(deployment.run_plan(end.id).unwrap(), plan);
    assert_eq!(deployment.events(end.id, 0).unwrap(), told);
    assert!(told.iter().zip(1..).all(|(event, seq)| event.seq == seq), "a gap in the numbers");
    assert_eq!(deployment.events(end.id, told.len() as u64 - 2).unwrap(), told[told.len() - 2..]);
    assert_eq!(house.file("events.ndjson").lines().count(), told.len());

    let runs = deployment.runs().unwrap();
    assert_eq!(runs.len(), 1);
    assert_eq!((runs[0].state, runs[0].verb, runs[0].done), (RunState::Done, Verb::Apply, runs[0].of));
    assert_eq!(runs[0].last_seq, told.len() as u64);
    assert!(matches!(deployment.events(RunId(9), 0), Err(DeploymentError::UnknownRun(RunId(9)))));
}

#[test]
fn every_call_that_changes_something_is_answered_with_the_clouds_own_number() {
    let house = House::new();
    let deployment = house.deployment();
    let id = apply(&deployment);
    let events = deployment.events(id, 0).unwrap();
    let (mut called, mut numbers) = (0, std::collections::BTreeSet::new());
    for event in &events {
        match &event.what {
            Happening::Called { .. } => called += 1,
            Happening::Answered { request_id, subject, .. } => {
                assert!(numbers.insert(request_id.clone().unwrap()), "the same number twice");
                assert!(subject.id.is_some());
            }
            _ => {}
        }
    }
    assert!(called > 150);
    assert_eq!(called, numbers.len());
}

#[test]
fn a_plan_is_refused_when_the_world_has_moved_and_leaves_no_run_behind() {
    let house = House::new();
    let deployment = house.deployment();
    apply(&deployment);
    let vpc = id_of(&house, Kind::Vpc, "lks-vpc-zone-a");
    by_hand(&house, &vpc, "EnableDnsHostnames", json!(false));
    let plan = deployment.plan(Verb::Apply).unwrap();
    by_hand(&house, &vpc, "EnableDnsHostnames", json!(true));
    let calls = house.sandbox.calls().1;
    let refused = deployment.run(&plan.digest, &Control::default(), &silent).unwrap_err();
    assert!(refused.to_string().contains("stale"), "{refused}");
    assert_eq!(house.sandbox.calls().1, calls);
    assert_eq!(deployment.runs().unwrap().len(), 1);
}

#[test]
fn while_a_run_is_at_work_another_is_refused_and_it_shows_as_running() {
    let house = House::new();
    let deployment = house.deployment();
    let other = house.deployment();
    let plan = deployment.plan(Verb::Apply).unwrap();
    let seen = Mutex::new(None);
    let sink = |event: &Event| {
        if event.seq == 40 {
            let refused = other.run(&plan.digest, &Control::default(), &silent).unwrap_err();
            let state = other.runs().unwrap()[0].state;
            *seen.lock().unwrap() = Some((refused.to_string(), state, other.is_busy()));
        }
    };
    deployment.run(&plan.digest, &Control::default(), &sink).unwrap();
    let (refused, state, busy) = seen.into_inner().unwrap().unwrap();
    assert!(refused.contains("another run works"), "{refused}");
    assert_eq!((state, busy, deployment.is_busy()), (RunState::Running, true, false));
}

#[test]
fn a_run_whose_process_died_is_interrupted_and_is_taken_up_again() {
    let house = House::new();
    let deployment = house.deployment();
    assert!(matches!(deployment.resume(&Control::default(), &silent), Err(DeploymentError::NothingToResume)));
    let plan = deployment.plan(Verb::Apply).unwrap();
    house.sandbox.set_faults(Faults { at: [(60, Fault::CrashAfter)].into(), ..Faults::default() });
    let died = deployment.run(&plan.digest, &Control::default(), &silent).unwrap_err();
    assert!(matches!(died, DeploymentError::Connection(ConnectionError::Stopped)), "{died}");
    drop(deployment);

    // Another process died a moment earlier, before its plan was written: that run never was.
    std::fs::create_dir(house.directory.path().join("stacks/lks/runs/2")).unwrap();
    house.sandbox.set_faults(Faults::default());
    let deployment = house.deployment();
    let interrupted = deployment.interrupted().unwrap().unwrap();
    assert_eq!((interrupted.id, interrupted.state), (RunId(1), RunState::Interrupted));
    assert_eq!(deployment.holdings().unwrap().open_run, Some(Verb::Apply));
    let end = deployment.resume(&Control::default(), &silent).unwrap();
    assert_eq!((end.id, end.report.ending), (RunId(2), Ending::Done));
    assert!(deployment.interrupted().unwrap().is_none());
    assert!(deployment.plan(Verb::Apply).unwrap().is_empty());
    let holdings = deployment.holdings().unwrap();
    assert_eq!((holdings.owned.len(), holdings.in_doubt), (deployment.graph().len(), 0));
}

#[test]
fn while_a_run_is_paused_nothing_is_called_and_then_it_goes_on() {
    let house = House::new();
    let deployment = house.deployment();
    let plan = deployment.plan(Verb::Apply).unwrap();
    let control = Control::default();
    let told = Mutex::new(Vec::new());
    let sink = |event: &Event| {
        if event.seq == 100 {
            control.pause("somebody asked to wait");
        }
        told.lock().unwrap().push(event.what.clone());
    };
    let done = std::thread::scope(|threads| {
        let run = threads.spawn(|| deployment.run(&plan.digest, &control, &sink).unwrap());
        let paused = |what: &Happening| matches!(what, Happening::Paused { cause: Cause::Person, .. });
        while !told.lock().unwrap().iter().any(paused) {
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
        // Everything that was on its way is answered; then nothing happens any more.
        std::thread::sleep(std::time::Duration::from_millis(300));
        let calls = house.sandbox.calls();
        std::thread::sleep(std::time::Duration::from_millis(200));
        assert_eq!(house.sandbox.calls(), calls, "called while paused");
        control.resume("somebody came back");
        run.join().unwrap()
    });
    assert_eq!(done.report.ending, Ending::Done);
    let told = told.into_inner().unwrap();
    let at = told.iter().position(|what| matches!(what, Happening::Paused { .. })).unwrap();
    let resumed = Happening::Resumed { cause: Cause::Person, message: "somebody came back".into() };
    let until = told.iter().position(|what| *what == resumed).unwrap();
    let started = |what: &&Happening| matches!(what, Happening::Called { .. });
    assert_eq!(told[at..until].iter().filter(started).count(), 0);
}

#[test]
fn a_run_waits_for_new_credentials_and_takes_those_of_its_own_account_only() {
    let house = House::new();
    let deployment = house.deployment();
    let plan = deployment.plan(Verb::Apply).unwrap();
    house.sandbox.set_faults(Faults { at: [(80, Fault::Expire)].into(), ..Faults::default() });
    let pauses = Mutex::new(Vec::new());
    let connection = deployment.connection();
    let sink = |event: &Event| match &event.what {
        Happening::Paused { cause, .. } => {
            pauses.lock().unwrap().push(format!("paused for {cause:?}"));
            house.sandbox.set_expiry(None);
            let fresh = house.sandbox.clone() as Arc<dyn Cloud>;
            let other = connection.renew(fresh.clone(), "999999999999").unwrap_err();
            assert!(matches!(other, ConnectionError::OtherAccount { .. }), "{other}");
            connection.renew(fresh, &deployment.account().id).unwrap();
        }
        Happening::Resumed { cause, .. } => pauses.lock().unwrap().push(format!("resumed for {cause:?}")),
        _ => {}
    };
    let end = deployment.run(&plan.digest, &Control::default(), &sink).unwrap();
    assert_eq!(end.report.ending, Ending::Done);
    assert_eq!(*pauses.lock().unwrap(), ["paused for Credentials", "resumed for Credentials"]);
}

#[test]
fn what_drifted_is_accepted_ignored_or_set_back_field_by_field() {
    let house = House::new();
    let deployment = house.deployment();
    apply(&deployment);
    assert!(deployment.drift().unwrap().is_none());
    let vpc = id_of(&house, Kind::Vpc, "lks-vpc-zone-a");
    by_hand(&house, &vpc, "EnableDnsHostnames", json!(false));
    let drift = deployment.drift().unwrap();
    let key = drift.changed[0].key.clone();
    let decide = |field: &str, verdict| {
        deployment.decide(&[Decision { key: key.clone(), field: field.into(), verdict }])
    };
    assert!(matches!(decide("CidrBlock", Verdict::Accept), Err(DeploymentError::NoDrift(..))));
    decide("EnableDnsHostnames", Verdict::Accept).unwrap();
    assert!(deployment.drift().unwrap().is_none());
    assert!(deployment.plan(Verb::Apply).unwrap().is_empty());
    assert_eq!(deployment.holdings().unwrap().choices.len(), 1);
    decide("EnableDnsHostnames", Verdict::Revert).unwrap();
    assert_eq!(deployment.drift().unwrap().changed.len(), 1);
    apply(&deployment);
    assert!(deployment.drift().unwrap().is_none());
}

#[test]
fn a_recovered_journal_takes_the_place_of_the_old_one_which_is_kept() {
    let house = House::new();
    let deployment = house.deployment();
    apply(&deployment);
    let journal = house.directory.path().join("stacks/lks/journal");
    let mut bytes = std::fs::read(&journal).unwrap();
    bytes[3] ^= 1;
    std::fs::write(&journal, &bytes).unwrap();
    let damaged = deployment.plan(Verb::Apply).unwrap_err();
    assert!(damaged.to_string().contains("lks recover"), "{damaged}");
    let (found, aside) = deployment.recover().unwrap();
    assert_eq!(found.found.len(), deployment.graph().len());
    assert_eq!(std::fs::read(aside.unwrap()).unwrap(), bytes);
    assert!(deployment.plan(Verb::Apply).unwrap().is_empty());
}

#[test]
fn the_next_estimate_is_what_was_measured() {
    let house = House::new();
    let deployment = house.deployment();
    let guessed = deployment.plan(Verb::Apply).unwrap().seconds;
    let run = apply(&deployment);
    let events = deployment.events(run, 0).unwrap();
    let Happening::Finished { seconds: took, .. } = events.last().unwrap().what else { panic!("no end") };
    let plan = deployment.plan(Verb::Destroy).unwrap();
    deployment.run(&plan.digest, &Control::default(), &silent).unwrap();
    let learnt = deployment.plan(Verb::Apply).unwrap().seconds;
    let off = |estimate: u64| estimate.abs_diff(took);
    assert!(off(learnt) <= off(guessed), "took {took}, guessed {guessed}, then {learnt}");
    assert!(off(learnt) * 8 < took, "took {took}, learnt {learnt}");
}

#[test]
fn another_build_than_the_one_in_the_account_is_a_change_and_is_uploaded() {
    let house = House::new();
    let built =
        |lambda: &str, client: &str| Artifacts { lambda: Some(digest(lambda)), client: Some(digest(client)) };
    let with = |artifacts: Artifacts| house.deployment().given(artifacts).unwrap();
    apply(&with(built("first", "first")));
    assert!(with(built("first", "first")).plan(Verb::Apply).unwrap().is_empty());

    let lambda = with(built("second", "first"));
    let plan = lambda.plan(Verb::Apply).unwrap();
    let names = |plan: &Proposal| -> Vec<String> {
        plan.steps.iter().filter_map(|step| Some(step.step.key.as_ref()?.name.clone())).collect()
    };
    assert_eq!(names(&plan), ["lks-lambda-code", "lks-lambda-conversations"]);
    apply(&lambda);
    let code = |world: &lks_provision::sandbox::World| {
        let function = world.everything().find(|seen| seen.address.kind == Kind::Function);
        function.and_then(|function| function.properties.get("CodeSha256").cloned())
    };
    assert_eq!(house.sandbox.inspect(code).unwrap(), Some(json!(digest("second"))));

    let client = with(built("second", "second"));
    let plan = client.plan(Verb::Apply).unwrap();
    assert!(plan.steps.len() == 1 && names(&plan) == ["lks-live"], "{:?}", names(&plan));
    apply(&client);
    assert!(client.drift().unwrap().is_none());
    // Whoever has no build at hand compares none.
    assert!(house.deployment().plan(Verb::Apply).unwrap().is_empty());
}

#[test]
fn a_client_learns_where_its_stack_has_moved_to() {
    let house = House::new();
    let artifacts = Artifacts { client: Some(digest("build")), ..Artifacts::default() };
    let deployment = house.deployment().given(artifacts).unwrap();
    apply(&deployment);
    let branch = || {
        let find = |world: &lks_provision::sandbox::World| {
            let seen = world.everything().find(|seen| seen.is_live() && seen.address.kind == Kind::Branch);
            seen.map(|seen| seen.properties["EnvironmentVariables"].clone())
        };
        house.sandbox.inspect(find).unwrap().unwrap()
    };
    let client = || id_of(&house, Kind::UserPoolClient, "lks-user-pool-client");
    let told = |variables: &serde_json::Value, client: &str| {
        variables
            .as_array()
            .is_some_and(|all| all.contains(&json!({ "Name": "LKS_USER_POOL_CLIENT", "Value": client })))
    };
    let before = client();
    assert!(told(&branch(), &before), "{}", branch());

    house.sandbox.by_hand(|world| world.remove_by_hand(&before)).unwrap().unwrap();
    let run = apply(&deployment);
    let after = client();
    assert_ne!(before, after);
    assert!(told(&branch(), &after), "{}", branch());
    let events = deployment.events(run, 0).unwrap();
    let published = events.iter().filter(|event| {
        matches!(&event.what, Happening::Answered { call: Call::Update, subject, .. } if subject.kind == Kind::Branch)
    });
    assert_eq!(published.count(), 1);
    assert!(deployment.plan(Verb::Apply).unwrap().is_empty());
}

#[test]
fn what_the_account_may_not_have_is_named_as_a_part_that_can_be_left_out() {
    let house = House::new();
    let denied = Faults { denied: [Kind::App, Kind::Branch, Kind::Domain].into(), ..Faults::default() };
    house.sandbox.set_faults(denied);
    let refused = house.deployment().plan(Verb::Apply).unwrap_err();
    assert!(refused.to_string().ends_with("leave the part out: --without amplify"), "{refused}");
    let without = Stack { without: vec![Part::Amplify], ..Stack::default() };
    let deployment = Deployment::open(house.connection(), without, house.directory.path()).unwrap();
    apply(&deployment);
    let plan = deployment.plan(Verb::Destroy).unwrap();
    let end = deployment.run(&plan.digest, &Control::default(), &silent).unwrap();
    assert_eq!((end.report.ending, end.report.left), (Ending::Done, vec![]));
}

#[test]
fn a_build_without_a_connection_to_aws_says_which_command_makes_one() {
    let directory = tempfile::tempdir().unwrap();
    let refused = SandboxOnly.connect(CloudName::Aws, directory.path(), Speed::Max).err().unwrap();
    assert!(refused.to_string().contains("./run --aws"), "{refused}");
}

//! What a person reads of plans, runs and stacks has its form in the catalogue of Bahasa Indonesia.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Mutex;

use lks_bahasa::unsaid;
use lks_domain::region::{Region, WorkerKind};
use lks_domain::timestamp::Timestamp;
use lks_provision::apply::RunError;
use lks_provision::cloud::{Clock, CloudError, ErrorClass};
use lks_provision::connection::ConnectionError;
use lks_provision::control::Control;
use lks_provision::deployment::{DeploymentError, RunId};
use lks_provision::event::{Ending, Event, Happening};
use lks_provision::journal::JournalError;
use lks_provision::price;
use lks_provision::rehearsal::Rehearsal;
use lks_provision::resource::{Kind, ResourceKey};
use lks_provision::sandbox::{Fault, Faults, Settings};
use lks_provision::stack::{Part, Stack, Zone, graph, worker_name};
use serde_json::{Value, json};

fn whole_stack() -> Rehearsal {
    let stack = Stack::default().in_account("000000000000");
    Rehearsal::new(&stack.id, graph(&stack).unwrap(), 5, Settings::default())
}

fn by_hand(rehearsal: &Rehearsal, kind: Kind, name: &str, field: &str, value: Value) {
    let world = rehearsal.world();
    let id = world
        .all_live()
        .find(|seen| seen.address.kind == kind && seen.name() == name)
        .unwrap()
        .address
        .id
        .clone();
    rehearsal.sandbox.by_hand(|world| world.set_by_hand(&id, field, value)).unwrap().unwrap();
}

/// What is left in English, each sentence once.
fn in_english(told: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut left: Vec<String> = told.into_iter().flat_map(|text| unsaid(&text)).collect();
    left.sort_unstable();
    left.dedup();
    left
}

fn of_plan(rehearsal: &Rehearsal) -> Vec<String> {
    let steps = rehearsal.plan().unwrap().steps.into_iter();
    steps.flat_map(|step| [step.reason, step.loses]).collect()
}

/// Everything that the events of a run say, and what is left of it.
fn of_run(
    rehearsal: &Rehearsal,
    removal: bool,
    watch: &(dyn Fn(&Event) + Send + Sync),
) -> (Ending, Vec<String>) {
    let told = Mutex::new(Vec::new());
    let sink = |event: &Event| {
        watch(event);
        if let Happening::StepFailed { message, .. }
        | Happening::Paused { message, .. }
        | Happening::Resumed { message, .. } = &event.what
        {
            told.lock().unwrap().push(message.clone());
        }
    };
    let report = rehearsal.run(&Control::default(), &sink, removal).unwrap().unwrap();
    let mut told = told.into_inner().unwrap();
    told.extend(report.left);
    (report.ending, told)
}

#[test]
fn why_a_plan_does_what_it_does_is_said_in_bahasa_indonesia() {
    let rehearsal = whole_stack();
    assert_eq!(in_english(of_plan(&rehearsal)), [""; 0]);
    rehearsal.apply().unwrap();
    by_hand(&rehearsal, Kind::Vpc, "lks-vpc-zone-a", "EnableDnsSupport", json!(false));
    by_hand(&rehearsal, Kind::Instance, "lks-nat-zone-b", "SourceDestCheck", json!(true));
    by_hand(
        &rehearsal,
        Kind::Instance,
        &worker_name(Zone::A, WorkerKind::Chat, 0),
        "KeyName",
        json!("vockey"),
    );
    by_hand(&rehearsal, Kind::DbInstance, "lks-rds", "StorageEncrypted", json!(false));
    let told = of_plan(&rehearsal);
    assert!(told.iter().any(|reason| reason.contains("differs")), "{told:?}");
    assert!(told.iter().any(|reason| reason.contains("this is refused")), "{told:?}");
    assert_eq!(in_english(told), [""; 0]);
}

#[test]
fn why_a_step_failed_is_said_in_bahasa_indonesia() {
    for fault in [Fault::Deny, Fault::Unavailable, Fault::Throttle] {
        for number in [1, 20, 60, 110] {
            let rehearsal = whole_stack();
            rehearsal.sandbox.set_faults(Faults { at: [(number, fault)].into(), ..Faults::default() });
            let (_, told) = of_run(&rehearsal, false, &|_| {});
            assert_eq!(in_english(told), [""; 0], "{fault:?} at call {number}");
        }
    }
}

#[test]
fn what_a_run_needs_to_go_on_is_said_in_bahasa_indonesia() {
    let rehearsal = whole_stack();
    let sandbox = rehearsal.sandbox.clone();
    sandbox.set_expiry(Some(Timestamp::from_millis(sandbox.time().now().millis() + 31_000)));
    let (ending, told) = of_run(&rehearsal, false, &|event| {
        if matches!(event.what, Happening::Paused { .. }) {
            sandbox.set_expiry(None);
        }
    });
    assert_eq!(ending, Ending::Done);
    assert!(!told.is_empty());
    assert_eq!(in_english(told), [""; 0]);
}

#[test]
fn what_is_wrong_with_a_stack_is_said_in_bahasa_indonesia() {
    for file in [
        "id = \"Lks!\"\nname = \"\"\nubuntu = \"18.04\"\nmodels = [\"llama3:8b\"]\naccount = \"12\"\nclient_origin = \"nonsense\"\n\
         [workers]\ninstance_type = \"m5.4xlarge\"\nvolume_gb = 5\n[nat]\ninstance_type = \"x1\"\nvolume_gb = 900\n\
         [database]\nclass = \"db.r5\"\nengine_version = \"14\"\nstorage_gb = 500\nbackup_days = 0\n\
         [zones.a]\navailability_zones = [\"us-east-1a\", \"use1-az2\"]\n[zones.b]\navailability_zones = [\"usw2-az1\", \"usw2-az1\"]\n\
         [alarms]\naddress = \"nobody\"\n[logs]\nretention_days = 2\n[files]\nexpected_gb = 0\n",
        "models = []\n",
    ] {
        let problem = Stack::from_toml(file).unwrap_err().to_string();
        assert_eq!(in_english([problem]), [""; 0]);
    }
}

/// Each refusal once, as far as it is not what the account or the disk said.
#[test]
fn why_nothing_could_be_begun_is_said_in_bahasa_indonesia() {
    let kind = Kind::UserPool;
    let denied = || CloudError::new(ErrorClass::AccessDenied, "AccessDenied", "this account may not do this");
    let broken = || std::io::Error::other("the disk says no");
    let key = ResourceKey::new(Region::UsEast1, Kind::Vpc, "lks-vpc-zone-a");
    let told = [
        ConnectionError::Cloud(denied()).to_string(),
        ConnectionError::Stopped.to_string(),
        ConnectionError::OtherAccount { expected: "000000000000".into(), found: "111111111111".into() }
            .to_string(),
        DeploymentError::Journal(JournalError::Io(broken())).to_string(),
        DeploymentError::Journal(JournalError::Damaged(7)).to_string(),
        DeploymentError::Run(RunError::Denied { kind, error: denied() }).to_string(),
        DeploymentError::Run(RunError::Stale).to_string(),
        DeploymentError::Run(RunError::Blocked("CidrBlock cannot be changed".into())).to_string(),
        DeploymentError::Denied { kind, part: Part::Cognito, error: denied() }.to_string(),
        DeploymentError::Busy("lks".into()).to_string(),
        DeploymentError::UnknownPlan("0123abcd".into()).to_string(),
        DeploymentError::UnknownRun(RunId(3)).to_string(),
        DeploymentError::NothingToResume.to_string(),
        DeploymentError::NoDrift(key, "CidrBlock".into()).to_string(),
        DeploymentError::File { path: "/srv/lks/stack.toml".into(), source: broken() }.to_string(),
    ];
    assert_eq!(in_english(told), [""; 0]);
}

#[test]
fn what_is_charged_by_use_is_said_in_bahasa_indonesia() {
    assert_eq!(in_english(price::BY_USE.iter().map(|(unit, _)| (*unit).to_owned())), [""; 0]);
}

#[test]
fn what_the_alarms_mean_is_said_in_bahasa_indonesia() {
    let graph = graph(&Stack::default()).unwrap();
    let alarms = graph.resources().filter(|resource| resource.key.kind == Kind::Alarm);
    let meanings: Vec<String> =
        alarms.map(|alarm| alarm.properties["AlarmDescription"].as_str().unwrap().to_owned()).collect();
    assert!(meanings.len() > 20, "{}", meanings.len());
    assert_eq!(in_english(meanings), [""; 0]);
}

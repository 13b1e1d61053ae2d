//! The engine on the simulated account, as stories.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Mutex;
use std::time::Duration;

use lks_domain::region::Region;
use lks_domain::timestamp::Timestamp;
use lks_provision::cloud::{Clock, Cloud, Create, Observed};
use lks_provision::control::Control;
use lks_provision::drift::{Decision, Verdict, drift};
use lks_provision::event::{Ending, Event, Happening};
use lks_provision::journal::{Entry, Journal, Ledger, MemoryFile};
use lks_provision::plan::{Action, Basis};
use lks_provision::rehearsal::trial::Noticed;
use lks_provision::rehearsal::{Rehearsal, Sabotage, trial};
use lks_provision::resource::{Graph, Kind, Resource, ResourceKey, tag, tags};
use lks_provision::sandbox::{Fault, Faults, Settings};
use lks_provision::stack::{Stack, graph};
use serde_json::{Value, json};

fn key(kind: Kind, name: &str) -> ResourceKey {
    ResourceKey::new(Region::UsEast1, kind, name)
}

fn named(name: &str) -> Value {
    tags([("Name", name), ("ManagedBy", "lks-provisioner"), ("Stack", "small")])
}

fn resource(key: &ResourceKey, properties: Value) -> Resource {
    Resource::new(key.clone(), "network", properties.as_object().cloned().unwrap())
}

/// A network with a subnet, a group with one rule, and the VPC's own route table.
fn small(cidr: &str, description: &str) -> Graph {
    let vpc = key(Kind::Vpc, "lks-vpc");
    let subnet = key(Kind::Subnet, "lks-subnet");
    let group = key(Kind::SecurityGroup, "lks-sg");
    let rule = key(Kind::SecurityGroupIngress, "lks-sg-in-80");
    let table = key(Kind::RouteTable, "lks-rtb");
    Graph::new([
        resource(&vpc, json!({ "CidrBlock": "10.0.0.0/16", "EnableDnsHostnames": true, "Tags": named("lks-vpc") })),
        resource(
            &subnet,
            json!({ "VpcId": vpc.reference(), "CidrBlock": cidr, "AvailabilityZone": "us-east-1a", "Tags": named("lks-subnet") }),
        ),
        resource(&table, json!({ "VpcId": vpc.reference(), "Main": true, "Tags": named("lks-rtb") })),
        resource(
            &group,
            json!({ "GroupName": "lks-sg", "GroupDescription": "small", "VpcId": vpc.reference(), "Tags": named("lks-sg") }),
        ),
        resource(
            &rule,
            json!({ "GroupId": group.reference(), "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80,
                    "CidrIp": "10.0.0.0/16", "Description": description }),
        ),
    ])
    .unwrap()
}

fn small_account() -> Rehearsal {
    Rehearsal::new("small", small("10.0.0.0/24", "web"), 7, Settings::default())
}

fn with_graph(rehearsal: Rehearsal, graph: Graph) -> Rehearsal {
    Rehearsal { graph, ..rehearsal }
}

fn done(rehearsal: &Rehearsal) {
    let report = rehearsal.apply().unwrap().unwrap();
    assert_eq!((report.ending, report.left), (Ending::Done, vec![]));
}

fn one(rehearsal: &Rehearsal, kind: Kind, name: &str) -> Observed {
    let world = rehearsal.world();
    world.all_live().find(|seen| seen.address.kind == kind && seen.name() == name).unwrap().clone()
}

fn by_hand(rehearsal: &Rehearsal, id: &str, field: &str, value: Value) {
    rehearsal.sandbox.by_hand(|world| world.set_by_hand(id, field, value)).unwrap().unwrap();
}

fn create(rehearsal: &Rehearsal, kind: Kind, properties: Value) -> Observed {
    let properties = properties.as_object().cloned().unwrap();
    let create = Create { region: Region::UsEast1, kind, properties, token: String::new() };
    rehearsal.sandbox.time().run(rehearsal.sandbox.create(create), || false).unwrap().unwrap().what
}

fn whole_stack(seed: u64, settings: Settings) -> Rehearsal {
    let stack = Stack::default().in_account("000000000000");
    Rehearsal::new(&stack.id, graph(&stack).unwrap(), seed, settings)
}

#[test]
fn the_whole_stack_is_built_then_nothing_is_left_to_do_then_nothing_is_left() {
    let rehearsal = whole_stack(1, Settings::default());
    done(&rehearsal);
    assert_eq!(rehearsal.faults_of_build(), Vec::<String>::new());

    let before = rehearsal.sandbox.calls().1;
    done(&rehearsal);
    assert_eq!(rehearsal.sandbox.calls().1, before, "the second apply changed something");

    let gone = rehearsal.destroy().unwrap().unwrap();
    assert_eq!((gone.ending, gone.left), (Ending::Done, vec![]));
    assert_eq!(rehearsal.leftovers(), Vec::<String>::new());
}

#[test]
fn a_plan_reads_as_what_will_be_done() {
    let rehearsal = small_account();
    insta::assert_snapshot!(rehearsal.plan().unwrap(), @r"
    + AWS::EC2::VPC                   lks-vpc       us-east-1  not there yet
    + AWS::EC2::Subnet                lks-subnet    us-east-1  not there yet
    + AWS::EC2::RouteTable            lks-rtb       us-east-1  not there yet
    + AWS::EC2::SecurityGroup         lks-sg        us-east-1  not there yet
    + AWS::EC2::SecurityGroupIngress  lks-sg-in-80  us-east-1  not there yet

    5 to create, 0 unchanged
    ");
    done(&rehearsal);
    insta::assert_snapshot!(rehearsal.plan().unwrap(), @r"
    Nothing to do: 5 resources are as they shall be.
    ");
    let changed = with_graph(rehearsal, small("10.0.1.0/24", "the web"));
    insta::assert_snapshot!(changed.plan().unwrap(), @r"
    ± AWS::EC2::Subnet                lks-subnet    us-east-1  CidrBlock cannot be changed
        CidrBlock: 10.0.0.0/24 -> 10.0.1.0/24  (forces a new one)
    ~ AWS::EC2::SecurityGroupIngress  lks-sg-in-80  us-east-1  Description differs
        Description: web -> the web

    1 to change, 1 to replace, 3 unchanged
    ");
    done(&changed);
    assert_eq!(changed.faults_of_build(), Vec::<String>::new());
}

#[test]
fn no_rule_that_nobody_asked_for_stays_in_our_groups_nor_in_the_default_one() {
    let rehearsal = small_account();
    done(&rehearsal);
    let rules = |world: &lks_provision::plan::Observation| {
        let is_rule = |kind| matches!(kind, Kind::SecurityGroupIngress | Kind::SecurityGroupEgress);
        world.all_live().filter(|seen| is_rule(seen.address.kind)).count()
    };
    assert_eq!(rules(&rehearsal.world()), 1);
    let group = one(&rehearsal, Kind::SecurityGroup, "lks-sg").address.id;
    let open = json!([{ "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIp": "0.0.0.0/0" }]);
    by_hand(&rehearsal, &group, "SecurityGroupIngress", open);
    let plan = rehearsal.plan().unwrap();
    let actions: Vec<_> = plan.steps.iter().map(|step| (step.action, step.kind)).collect();
    let kind = Kind::SecurityGroupIngress;
    assert_eq!(actions, [(Action::Create, kind), (Action::Delete, kind)]);
    done(&rehearsal);
    assert_eq!(rehearsal.faults_of_build(), Vec::<String>::new());
}

#[test]
fn what_drifted_is_told_field_by_field_and_can_be_accepted_ignored_or_set_back() {
    let rehearsal = small_account();
    done(&rehearsal);
    let vpc = one(&rehearsal, Kind::Vpc, "lks-vpc");
    by_hand(&rehearsal, &vpc.address.id, "EnableDnsHostnames", json!(false));
    let rule = one(&rehearsal, Kind::SecurityGroup, "lks-sg").address.id;
    let stranger = json!({ "VpcId": vpc.address.id, "CidrBlock": "10.0.9.0/24" });
    create(&rehearsal, Kind::Subnet, stranger);
    let subnet = one(&rehearsal, Kind::Subnet, "lks-subnet").address.id;
    rehearsal.sandbox.by_hand(|world| world.remove_by_hand(&subnet)).unwrap().unwrap();

    let look = || {
        let ledger = Ledger::read(&rehearsal.file.bytes()).unwrap();
        let observed = rehearsal.world();
        drift(Basis { stack: "small", graph: &rehearsal.graph, observed: &observed, ledger: &ledger })
    };
    let found = look();
    assert_eq!(found.changed.len(), 1, "{found}");
    assert_eq!(found.changed[0].fields[0].field, "EnableDnsHostnames");
    assert_eq!(found.missing[0].id, subnet);
    assert_eq!(found.foreign.len(), 1, "{found}");

    let journal = Journal::open(Box::new(rehearsal.file.clone())).unwrap();
    let (key, field) = (key(Kind::Vpc, "lks-vpc"), "EnableDnsHostnames".to_owned());
    let mut choice = found.choice(&Decision { key, field, verdict: Verdict::Accept }).unwrap();
    journal.append(Entry::Chose(choice.clone())).unwrap();
    assert!(look().changed.is_empty());
    choice.revoked = true;
    journal.append(Entry::Chose(choice)).unwrap();
    assert_eq!(look().changed.len(), 1);
    drop(journal);

    done(&rehearsal);
    assert_eq!(one(&rehearsal, Kind::Vpc, "lks-vpc").properties["EnableDnsHostnames"], true);
    assert!(look().changed.is_empty() && look().missing.is_empty());
    assert_eq!(look().foreign.len(), 1, "somebody else's subnet was touched");
    assert_eq!(one(&rehearsal, Kind::SecurityGroup, "lks-sg").address.id, rule);
}

#[test]
fn what_would_lose_data_is_blocked_and_nothing_is_done() {
    let database = key(Kind::DbInstance, "lks-rds");
    let build = |engine: &str| {
        let properties = json!({
            "DBInstanceIdentifier": "lks-rds", "Engine": engine, "DBInstanceClass": "db.t4g.micro",
            "AllocatedStorage": "20", "MasterUsername": "lks", "Tags": named("lks-rds"),
        });
        Graph::new([resource(&database, properties)]).unwrap()
    };
    let rehearsal = Rehearsal::new("small", build("postgres"), 3, Settings::default());
    done(&rehearsal);
    let before = rehearsal.sandbox.calls().1;
    let changed = with_graph(rehearsal, build("mysql"));
    let plan = changed.plan().unwrap();
    assert_eq!(plan.steps[0].action, Action::Blocked);
    assert!(plan.to_string().contains("lose every conversation"), "{plan}");
    assert!(changed.apply().is_err());
    assert_eq!(changed.sandbox.calls().1, before);
}

#[test]
fn a_name_that_is_taken_blocks_and_the_other_is_never_touched() {
    let rehearsal = small_account();
    done(&rehearsal);
    let bucket = key(Kind::Bucket, "lks-files");
    let properties = json!({ "BucketName": "lks-files", "Tags": named("lks-files") });
    create(&rehearsal, Kind::Bucket, json!({ "BucketName": "lks-files" }));
    let graph =
        Graph::new(rehearsal.graph.resources().cloned().chain([resource(&bucket, properties)])).unwrap();
    let rehearsal = with_graph(rehearsal, graph);
    let plan = rehearsal.plan().unwrap();
    assert_eq!(plan.blocked().count(), 1, "{plan}");
    let gone = rehearsal.destroy().unwrap().unwrap();
    assert_eq!(gone.ending, Ending::Done);
    assert_eq!(rehearsal.leftovers().len(), 1, "{:?}", rehearsal.leftovers());
}

#[test]
fn a_backup_and_a_disk_that_somebody_made_of_ours_are_kept() {
    let rehearsal = whole_stack(13, Settings::default());
    done(&rehearsal);
    let keep = json!({ "DBInstanceIdentifier": "lks-rds", "DBSnapshotIdentifier": "before-the-exam" });
    let backup = create(&rehearsal, Kind::DbSnapshot, keep);
    let machine = one(&rehearsal, Kind::Instance, "lks-nat-zone-a").address.id;
    let disk = json!({ "AvailabilityZone": "us-east-1a", "Size": 1, "InstanceId": machine });
    let disk = create(&rehearsal, Kind::Volume, disk);
    let gone = rehearsal.destroy().unwrap().unwrap();
    assert_eq!((gone.ending, gone.left), (Ending::Done, vec![]));
    let world = rehearsal.world();
    let kept: Vec<_> = world.all_live().map(|seen| &seen.address).collect();
    assert_eq!(kept, [&disk.address, &backup.address]);
}

#[test]
fn somebody_elses_machine_in_our_network_is_left_alone_and_named() {
    let rehearsal = small_account();
    done(&rehearsal);
    let subnet = one(&rehearsal, Kind::Subnet, "lks-subnet").address.id;
    let group = one(&rehearsal, Kind::SecurityGroup, "lks-sg").address.id;
    let stranger = json!({
        "ImageId": "ami-1", "InstanceType": "t2.micro", "SubnetId": subnet, "SecurityGroupIds": [group],
    });
    let stranger = create(&rehearsal, Kind::Instance, stranger);
    let report = rehearsal.destroy().unwrap().unwrap();
    assert_eq!(report.ending, Ending::Failed);
    let told = report.left.join(" ");
    assert!(told.contains(&stranger.address.id) || told.contains("DependencyViolation"), "{told}");
    assert!(rehearsal.world().live(&stranger.address).is_some());
}

#[test]
fn a_fifteenth_machine_more_is_refused_before_it_is_asked_for() {
    let rehearsal = whole_stack(5, Settings::default());
    let vpc = create(&rehearsal, Kind::Vpc, json!({ "CidrBlock": "10.99.0.0/16" })).address.id;
    let subnet =
        create(&rehearsal, Kind::Subnet, json!({ "VpcId": vpc, "CidrBlock": "10.99.0.0/24" })).address.id;
    for _ in 0..3 {
        let other = json!({ "ImageId": "ami-1", "InstanceType": "t2.micro", "SubnetId": subnet });
        create(&rehearsal, Kind::Instance, other);
    }
    let report = rehearsal.apply().unwrap().unwrap();
    assert_eq!(report.ending, Ending::Failed);
    assert!(report.left.join(" ").contains("could close the account"), "{:?}", report.left);
    let machines = rehearsal.world().all_live().filter(|seen| seen.address.kind == Kind::Instance).count();
    assert!(machines <= 15, "{machines}");
}

#[test]
fn when_credentials_end_the_run_waits_for_new_ones_and_goes_on() {
    let rehearsal = small_account();
    rehearsal.sandbox.set_faults(Faults { at: [(4, Fault::Expire)].into(), ..Faults::default() });
    let seen = Mutex::new(Vec::new());
    let sandbox = rehearsal.sandbox.clone();
    let sink = |event: &Event| {
        if matches!(event.what, Happening::Paused { .. }) {
            seen.lock().unwrap().push("paused");
            sandbox.set_expiry(None);
        }
        if matches!(event.what, Happening::Resumed { .. }) {
            seen.lock().unwrap().push("resumed");
        }
    };
    let report = rehearsal.run(&Control::default(), &sink, false).unwrap().unwrap();
    assert_eq!(report.ending, Ending::Done);
    assert_eq!(*seen.lock().unwrap(), ["paused", "resumed"]);
    assert_eq!(rehearsal.faults_of_build(), Vec::<String>::new());
}

#[test]
fn a_run_stands_still_before_its_credentials_end_so_that_no_call_is_refused() {
    let rehearsal = small_account();
    let sandbox = rehearsal.sandbox.clone();
    let end = Timestamp::from_millis(sandbox.time().now().millis() + 31_000);
    sandbox.set_expiry(Some(end));
    let paused = Mutex::new(Vec::new());
    let sink = |event: &Event| {
        if let Happening::Paused { message, .. } = &event.what {
            paused.lock().unwrap().push((event.at, message.clone()));
            sandbox.set_expiry(None);
        }
    };
    let report = rehearsal.run(&Control::default(), &sink, false).unwrap().unwrap();
    assert_eq!(report.ending, Ending::Done);
    let [(at, message)] = paused.into_inner().unwrap().try_into().unwrap();
    assert!(at < end, "{at} is after {end}");
    assert!(message.contains("end in a moment"), "{message}");
    assert_eq!(rehearsal.faults_of_build(), Vec::<String>::new());
}

#[test]
fn credentials_that_are_renewed_in_time_do_not_stop_a_run() {
    let rehearsal = small_account();
    let sandbox = rehearsal.sandbox.clone();
    let after = |seconds: i64| Timestamp::from_millis(sandbox.time().now().millis() + seconds * 1000);
    sandbox.set_expiry(Some(after(31)));
    let stops = Mutex::new(0);
    let sink = |event: &Event| match &event.what {
        // The run knows the old end already.
        Happening::Started { .. } => sandbox.set_expiry(Some(after(3600))),
        Happening::Paused { .. } => *stops.lock().unwrap() += 1,
        _ => {}
    };
    let report = rehearsal.run(&Control::default(), &sink, false).unwrap().unwrap();
    assert_eq!((report.ending, stops.into_inner().unwrap()), (Ending::Done, 0));
}

#[test]
fn what_this_account_may_not_do_fails_and_the_rest_is_done() {
    let rehearsal = small_account();
    rehearsal.sandbox.set_faults(Faults { at: [(3, Fault::Deny)].into(), ..Faults::default() });
    let report = rehearsal.apply().unwrap().unwrap();
    assert_eq!(report.ending, Ending::Failed);
    assert!(report.left[0].contains("AccessDenied"), "{:?}", report.left);
    rehearsal.mend();
    done(&rehearsal);
    assert_eq!(rehearsal.faults_of_build(), Vec::<String>::new());
}

#[test]
fn a_lost_journal_is_made_again_from_the_account() {
    let rehearsal = whole_stack(9, Settings::default());
    done(&rehearsal);
    let lost = Rehearsal { file: MemoryFile::default(), ..rehearsal };
    assert!(lost.plan().unwrap().steps.iter().all(|step| step.action == Action::Adopt));
    let recovered = lost.recover().unwrap();
    assert_eq!(recovered.found.len(), lost.graph.len());
    assert!(recovered.absent.is_empty() && recovered.superfluous.is_empty());
    assert_eq!(lost.faults_of_build(), Vec::<String>::new());
    let gone = lost.destroy().unwrap().unwrap();
    assert_eq!(gone.ending, Ending::Done, "{:?}", gone.left);
    assert_eq!(lost.leftovers(), Vec::<String>::new());
}

#[test]
fn no_secret_is_in_the_journal_the_events_or_the_plan() {
    let rehearsal = whole_stack(11, Settings::default());
    let events = Mutex::new(String::new());
    let sink = |event: &Event| events.lock().unwrap().push_str(&serde_json::to_string(event).unwrap());
    let report = rehearsal.run(&Control::default(), &sink, false).unwrap().unwrap();
    assert_eq!(report.ending, Ending::Done);
    let secrets = rehearsal.sandbox.inspect(|world| world.secret_texts()).unwrap();
    assert!(!secrets.is_empty());
    let lambda = one(&rehearsal, Kind::Function, "lks-lambda-conversations");
    let password = lambda.properties["Environment"]["Variables"]["DB_PASSWORD"].as_str().unwrap().to_owned();
    assert!(secrets.contains(&password), "the function did not get the password");
    by_hand(&rehearsal, &lambda.address.id, "Timeout", json!(3));
    by_hand(
        &rehearsal,
        &lambda.address.id,
        "Environment",
        json!({ "Variables": { "DB_PASSWORD": "canary-7f3a" } }),
    );
    let plan = rehearsal.plan().unwrap();
    let journal = String::from_utf8(rehearsal.file.bytes()).unwrap();
    let events = events.into_inner().unwrap();
    let texts =
        [journal, events, plan.to_string(), serde_json::to_string(&plan).unwrap(), format!("{plan:?}")];
    for secret in secrets.iter().map(String::as_str).chain(["canary-7f3a"]) {
        assert!(secret.len() >= 8);
        assert!(texts.iter().all(|text| !text.contains(secret)), "a secret was written down");
    }
}

#[test]
fn any_order_of_events_gives_the_same_stack() {
    let picture = |seed: u64, latency: (u64, u64)| {
        let latency = (Duration::from_millis(latency.0), Duration::from_millis(latency.1));
        let rehearsal = whole_stack(seed, Settings { latency, ..Settings::default() });
        done(&rehearsal);
        let ledger = Ledger::read(&rehearsal.file.bytes()).unwrap();
        let mut picture: Vec<String> = rehearsal
            .world()
            .all_live()
            .filter(|seen| tag(&seen.properties, "Stack").is_some())
            .map(|seen| {
                let key = ledger.key_of(&seen.address).unwrap();
                let names: Vec<_> = seen.properties.keys().map(String::as_str).collect();
                format!("{key} {names:?}")
            })
            .collect();
        picture.sort();
        picture
    };
    let first = picture(21, (10, 20));
    assert_eq!(first, picture(22, (1, 3_000)));
    assert_eq!(first, picture(23, (500, 900)));
}

#[test]
fn killed_at_any_call_it_converges_without_an_orphan_or_a_double() {
    for index in
        [0, 7, 61, 122, 170, 171, 173, 243, 364, 485, 611, 733, 854, 975, 1096, 1217, 1338, 1459, 1580]
    {
        trial::single(index, trial::mix(1, index)).unwrap_or_else(|error| panic!("trial {index}: {error}"));
    }
}

#[test]
fn from_any_allowed_choices_to_any_other_nothing_is_missing_twice_or_left() {
    for index in 0..6 {
        trial::morph(index, trial::mix(6, index)).unwrap_or_else(|error| panic!("trial {index}: {error}"));
    }
}

#[test]
fn a_machine_that_was_stopped_is_started_again() {
    let rehearsal = whole_stack(31, Settings::default());
    done(&rehearsal);
    let machine = one(&rehearsal, Kind::Instance, "lks-nat-zone-a").address;
    by_hand(&rehearsal, &machine.id, "State", json!("stopped"));
    let plan = rehearsal.plan().unwrap();
    assert!(plan.to_string().contains("State: stopped -> running"), "{plan}");
    done(&rehearsal);
    assert_eq!(rehearsal.world().live(&machine).unwrap().status, "running");
    assert_eq!(rehearsal.faults_of_build(), Vec::<String>::new());
}

#[test]
fn killed_again_and_again_it_converges() {
    for index in 0..6 {
        trial::multi(index, trial::mix(2, index)).unwrap_or_else(|error| panic!("trial {index}: {error}"));
    }
}

#[test]
fn an_engine_that_is_broken_is_found_out_by_the_same_trials() {
    let caught = |how: Sabotage, what: fn(&Noticed) -> &Vec<String>| {
        let mut trials = (0..12).map(|index| trial::broken(Some(how), trial::mix(7, index)).unwrap());
        assert!(trials.any(|noticed| !what(&noticed).is_empty()), "{how:?} was not noticed");
    };
    let sound = trial::broken(None, trial::mix(7, 0)).unwrap();
    assert!(sound.is_nothing(), "the sound engine is suspected: {sound:?}");
    caught(Sabotage::NeverLooks, |noticed| &noticed.doubles);
    caught(Sabotage::NeverWrites, |noticed| &noticed.orphans);
    caught(Sabotage::TrustsSilence, |noticed| &noticed.doubles);
}

#[test]
fn throttled_disturbed_and_seeing_late_it_converges() {
    for index in 0..3 {
        trial::noise(index, trial::mix(3, index)).unwrap_or_else(|error| panic!("trial {index}: {error}"));
    }
}

#[test]
fn cancelled_anywhere_it_makes_no_more_calls_and_the_next_apply_finishes() {
    for index in [0, 40, 90, 150] {
        trial::cancel(index, trial::mix(4, index)).unwrap_or_else(|error| panic!("trial {index}: {error}"));
    }
}

#[test]
fn an_apply_takes_hardly_longer_than_the_longest_way() {
    for index in 0..4 {
        let thousandths = trial::time(index, trial::mix(5, index)).unwrap();
        assert!(thousandths < 1_060, "{thousandths}");
    }
}

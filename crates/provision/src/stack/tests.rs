//! The stack as data: its choices, its graph, and what of it is written down.

use std::collections::BTreeMap;

use lks_domain::region::Region;
use proptest::prelude::*;

use super::*;
use crate::resource::{Kind, Reference, Resource, schema, tag, visit};

fn resources(stack: &Stack) -> Vec<Resource> {
    graph(stack).unwrap().resources().cloned().collect()
}

fn of(kind: Kind) -> Vec<Resource> {
    resources(&Stack::default()).into_iter().filter(|resource| resource.key.kind == kind).collect()
}

fn problems(toml: &str) -> String {
    Stack::from_toml(toml).unwrap_err().to_string()
}

#[test]
fn an_empty_file_is_the_stack_of_the_specification() {
    assert_eq!(Stack::from_toml("").unwrap(), Stack::default());
}

#[test]
fn a_stack_reads_back_what_it_wrote() {
    let mut stack = Stack { client_origin: Some("https://learn.example.org".into()), ..Stack::default() };
    stack.alarms.address = Some("admin@example.org".into());
    stack.without = vec![Part::Amplify, Part::Backup];
    assert_eq!(Stack::from_toml(&stack.to_toml().unwrap()), Ok(stack));
}

#[test]
fn a_key_that_does_not_exist_is_an_error_that_names_it() {
    let message = problems("[workers]\ninstance_typ = \"t2.large\"\n");
    assert!(message.contains("instance_typ") && message.contains("instance_type"), "{message}");
}

#[test]
fn every_mistake_is_told_at_once_with_what_to_do() {
    let message = problems(
        "id = \"Lks!\"\nubuntu = \"18.04\"\nmodels = [\"llama3:8b\"]\n\
         [workers]\ninstance_type = \"m5.4xlarge\"\n[database]\nengine_version = \"14\"\nstorage_gb = 500\n\
         [zones.a]\navailability_zones = [\"us-east-1a\", \"use1-az2\"]\n[alarms]\naddress = \"nobody\"\n",
    );
    insta::assert_snapshot!(message, @r#"
    the stack cannot be built as written:
    - id = "Lks!": use 2 to 32 lower-case letters, digits and hyphens, a letter first and no hyphen last
    - zones.a.availability_zones has "us-east-1a": choose two zone ids of us-east-1 from use1-az1, use1-az2, use1-az4, use1-az5, use1-az6 (ids, not names such as us-east-1a: a name means another place in every account)
    - workers.instance_type = "m5.4xlarge": the lab allows nano to large; choose from t2.nano, t2.micro, t2.small, t2.medium, t2.large, t3.nano, t3.micro, t3.small, t3.medium, t3.large, t3a.nano, t3a.micro, t3a.small, t3a.medium, t3a.large
    - database.storage_gb = 500: use 20 to 100 (gp2 in the lab)
    - database.engine_version = "14": use PostgreSQL 15.4 or newer (15.4 to 17), for example 16.4: older ones have no pgvector with HNSW
    - models has "llama3:8b": use names of letters, digits, '.', '_', '-' and '/'; no tag, since the playbook's variables cannot carry a colon
    - ubuntu = "18.04": choose from 20.04, 22.04, 24.04
    - alarms.address: use an e-mail address such as admin@example.org, or leave it out
    "#);
}

#[test]
fn two_availability_zones_must_be_two() {
    let message = problems("[zones.b]\navailability_zones = [\"usw2-az1\", \"usw2-az1\"]\n");
    assert!(message.contains("choose two different zones"), "{message}");
}

#[test]
fn the_same_stack_always_gives_the_same_graph() {
    assert_eq!(graph(&Stack::default()).unwrap().digest(), graph(&Stack::default()).unwrap().digest());
}

#[test]
fn the_stack_has_this_many_of_each_kind() {
    let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
    for resource in resources(&Stack::default()) {
        *kinds.entry(resource.key.kind).or_default() += 1;
    }
    let lines: Vec<String> = kinds.iter().map(|(kind, count)| format!("{count:>3} {kind}")).collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
     2 AWS::EC2::VPC
     6 AWS::EC2::Subnet
     2 AWS::EC2::InternetGateway
     2 AWS::EC2::VPCGatewayAttachment
     4 AWS::EC2::RouteTable
     6 AWS::EC2::Route
     6 AWS::EC2::SubnetRouteTableAssociation
     7 AWS::EC2::SecurityGroup
    18 AWS::EC2::SecurityGroupIngress
    15 AWS::EC2::SecurityGroupEgress
     1 AWS::EC2::VPCPeeringConnection
     2 AWS::EC2::EIP
     2 AWS::EC2::EIPAssociation
    14 AWS::EC2::Instance
     1 AWS::EFS::FileSystem
     2 AWS::EFS::MountTarget
     9 AWS::ElasticLoadBalancingV2::TargetGroup
     4 AWS::ElasticLoadBalancingV2::LoadBalancer
     5 AWS::ElasticLoadBalancingV2::Listener
     8 AWS::ElasticLoadBalancingV2::ListenerRule
     1 AWS::RDS::DBSubnetGroup
     1 AWS::RDS::DBParameterGroup
     1 AWS::RDS::DBInstance
     1 AWS::SSM::Parameter
     1 AWS::S3::Bucket
     2 AWS::S3::Object
     2 AWS::SSM::Association
     4 AWS::Logs::LogGroup
     1 AWS::Lambda::Function
     1 AWS::Lambda::Permission
     1 AWS::Cognito::UserPool
     1 AWS::Cognito::UserPoolClient
     1 AWS::Cognito::UserPoolGroup
     1 AWS::ApiGateway::VpcLink
     1 AWS::ApiGateway::RestApi
     1 AWS::ApiGateway::Deployment
     1 AWS::ApiGateway::Stage
     1 AWS::Amplify::App
     1 AWS::Amplify::Branch
    23 AWS::CloudWatch::Alarm
     1 AWS::CloudWatch::Dashboard
    "#);
}

#[test]
fn seven_machines_stand_in_each_region() {
    for region in Region::ALL {
        let count = of(Kind::Instance).iter().filter(|resource| resource.key.region == region).count();
        assert_eq!(count, 7, "{region}");
    }
}

#[test]
fn five_groups_are_in_us_east_1_and_two_in_us_west_2() {
    let in_region =
        |region| of(Kind::SecurityGroup).iter().filter(|resource| resource.key.region == region).count();
    assert_eq!(Region::ALL.map(in_region), [5, 2]);
}

#[test]
fn everything_that_can_carry_tags_carries_the_five() {
    for resource in resources(&Stack::default()) {
        if schema::of(resource.key.kind).tagged() {
            for key in ["Name", "Project", "Component", "ManagedBy", "Stack"] {
                assert!(tag(&resource.properties, key).is_some(), "{} lacks {key}", resource.key);
            }
            assert_eq!(tag(&resource.properties, "Name"), Some(resource.key.name.as_str()));
        }
        assert!(resource.key.name.starts_with(PREFIX), "{}", resource.key);
    }
}

#[test]
fn a_reference_asks_for_nothing_that_its_target_does_not_have() {
    for resource in resources(&Stack::default()) {
        let properties = resource.properties.clone().into();
        let check = |reference: Reference| {
            if let Reference::Attribute(key, name) = reference {
                let known = &schema::of(key.kind).attributes;
                assert!(known.contains(&name.as_str()), "{}: {key} has no {name}", resource.key);
            }
        };
        visit(&properties, &mut { check }).unwrap();
    }
}

#[test]
fn the_variables_of_the_playbook_have_no_sign_that_the_document_forbids() {
    for association in of(Kind::Association) {
        let variables = association.properties["Parameters"]["ExtraVariables"][0].as_str().unwrap();
        assert!(!variables.contains(['|', ':', '(', ')', ';', '&']), "{variables}");
        assert!(variables.split(' ').all(|variable| variable.split_once('=').is_some()), "{variables}");
    }
}

#[test]
fn the_playbook_uses_every_variable_it_is_given() {
    let association = &of(Kind::Association)[0];
    let variables = association.properties["Parameters"]["ExtraVariables"][0].as_str().unwrap();
    for name in variables
        .split(' ')
        .filter_map(|variable| Some(variable.split_once('=')?.0))
        .filter(|name| !["SSM", "playbook"].contains(name))
    {
        assert!(
            PLAYBOOK_TEXT.contains(&format!("{name} ")) || PLAYBOOK_TEXT.contains(&format!("{name}.")),
            "{name}"
        );
    }
}

#[test]
fn the_database_password_is_nowhere_in_the_open() {
    let database = &of(Kind::DbInstance)[0];
    let function = &of(Kind::Function)[0];
    let password = &database.properties["MasterUserPassword"];
    assert!(password["Fn::Secret"].is_string(), "{password}");
    assert_eq!(&function.properties["Environment"]["Variables"]["DB_PASSWORD"], password);
}

#[test]
fn alarms_tell_whoever_is_named_in_both_regions() {
    let mut stack = Stack::default();
    stack.alarms.address = Some("admin@example.org".into());
    let all = resources(&stack);
    let count = |kind: Kind| all.iter().filter(|resource| resource.key.kind == kind).count();
    assert_eq!((count(Kind::Topic), count(Kind::Subscription)), (2, 2));
    for alarm in all.iter().filter(|resource| resource.key.kind == Kind::Alarm) {
        let mut regions = Vec::new();
        visit(&alarm.properties["AlarmActions"], &mut |reference| {
            regions.extend(reference.key().map(|key| key.region))
        })
        .unwrap();
        assert_eq!(regions, [alarm.key.region], "{}", alarm.key);
    }
}

#[test]
fn without_cognito_the_api_is_closed_to_all_but_the_account() {
    let stack = Stack { without: vec![Part::Cognito], ..Stack::default() };
    let all = resources(&stack);
    let api = all.iter().find(|resource| resource.key.kind == Kind::RestApi).unwrap();
    let scheme = &api.properties["Body"]["components"]["securitySchemes"]["lks-authorizer"];
    assert_eq!(scheme["x-amazon-apigateway-authtype"], "awsSigv4");
    assert!(crate::check::graph(&graph(&stack).unwrap(), &stack).is_empty());
}

fn any_stack() -> impl Strategy<Value = Stack> {
    let workers = prop::sample::select(crate::price::instance_types());
    let class = prop::sample::select(crate::price::database_classes());
    let version = prop::sample::select(vec!["15.4", "15.10", "16", "16.4", "17.2"]);
    let ubuntu = prop::sample::select(vec!["20.04", "22.04", "24.04"]);
    let without = prop::sample::subsequence(Part::ALL.to_vec(), 0..=Part::ALL.len());
    let address = prop::option::of(Just("admin@example.org".to_owned()));
    (workers, class, version, ubuntu, without, address, 20..=100_u32, "[a-z][a-z0-9-]{0,20}[a-z0-9]")
        .prop_map(|(worker, class, version, ubuntu, without, address, gigabytes, id)| {
            let mut stack = Stack { id, ubuntu: ubuntu.into(), without, ..Stack::default() };
            stack.workers.instance_type = worker.into();
            stack.database.class = class.into();
            stack.database.engine_version = version.into();
            stack.database.storage_gb = gigabytes;
            stack.alarms.address = address;
            stack
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn any_choice_that_is_allowed_gives_a_sound_graph_that_breaks_no_rule(stack in any_stack()) {
        let graph = graph(&stack).unwrap();
        let findings = crate::check::graph(&graph, &stack);
        prop_assert!(findings.is_empty(), "{}", findings[0]);
    }
}

#[test]
fn the_documents_example_is_the_default() {
    let page = include_str!("../../../../docs/STACK.md");
    let (_, after) = page.split_once("```toml\n").unwrap();
    let (example, _) = after.split_once("```").unwrap();
    assert_eq!(Stack::from_toml(example), Ok(Stack::default()));
    for key in Stack::default().to_toml().unwrap().lines().filter_map(|line| line.split_once(" = ")) {
        assert!(example.contains(&format!("{} = ", key.0)), "{} is not explained", key.0);
    }
}

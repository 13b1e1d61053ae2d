//! What no emulator holds - SSM associations, Amplify, EFS's backup policy, AWS Backup, denied calls - against
//! recorded answers: the shapes of the service's reference, never of a live account. Shown are the requests
//! that go out and what is made of the answers; docs/AWS.md says what remains to be seen live.

use aws_smithy_http_client::test_util::{ReplayEvent, StaticReplayClient};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_types::body::SdkBody;
use lks_domain::console::account::Keys;
use lks_domain::region::Region;
use lks_domain::timestamp::Timestamp;
use lks_provision::cloud::{
    Address, Answer, Cloud, CloudError, Create, ErrorClass, LogQuery, Observed, State,
};
use lks_provision::resource::{Kind, Properties};
use serde_json::{Value, json};

use crate::{Aws, Settings, Source};

/// An account that gives these answers, in this order.
struct Recorded {
    aws: Aws,
    tape: StaticReplayClient,
}

/// One answer: status and body.
fn answer(status: u16, body: &Value) -> ReplayEvent {
    let text = if body.is_null() { String::new() } else { body.to_string() };
    let mut answer = HttpResponse::new(status.try_into().unwrap(), SdkBody::from(text));
    answer.headers_mut().insert("content-type", "application/x-amz-json-1.1");
    answer.headers_mut().insert("x-amzn-requestid", "0a1b2c3d");
    ReplayEvent::new(HttpRequest::new(SdkBody::empty()), answer)
}

fn refusal(status: u16, code: &str, message: &str) -> ReplayEvent {
    answer(status, &json!({ "__type": code, "message": message }))
}

impl Recorded {
    async fn new(answers: Vec<ReplayEvent>) -> Self {
        let tape = StaticReplayClient::new(answers);
        let keys = Keys {
            access_key_id: "AKIDRECORDED".into(),
            secret_access_key: "secret".into(),
            session_token: None,
        };
        let source = Source::Keys(keys);
        let aws =
            Aws::over(Settings { source, ..Settings::default() }, SharedHttpClient::new(tape.clone())).await;
        Self { aws, tape }
    }

    /// Method, path and body of each request that went out.
    fn asked(&self) -> Vec<(String, String, Value)> {
        let requests = self.tape.actual_requests().map(|request| {
            let body = request.body().bytes().unwrap_or_default();
            let body = serde_json::from_slice(body).unwrap_or_else(|_| String::from_utf8_lossy(body).into());
            let path = request.uri().split_once(".com").map_or("", |(_, path)| path);
            (request.method().to_owned(), path.to_owned(), body)
        });
        requests.collect()
    }

    async fn create(&self, kind: Kind, properties: Value) -> Result<Answer<Observed>, CloudError> {
        let create = Create {
            region: Region::UsEast1,
            kind,
            properties: object(properties),
            token: "lks-token".into(),
        };
        self.aws.create(create).await
    }

    async fn update(&self, kind: Kind, id: &str, change: Value) -> Result<Answer<()>, CloudError> {
        self.aws.update(at(kind, id), object(change)).await
    }
}

fn object(value: Value) -> Properties {
    value.as_object().cloned().unwrap()
}

fn at(kind: Kind, id: &str) -> Address {
    Address { region: Region::UsEast1, kind, id: id.to_owned() }
}

fn tags() -> Value {
    json!([{ "Key": "Name", "Value": "lks-x" }, { "Key": "Stack", "Value": "lks" }])
}

const ASSOCIATION: &str = "8dfe3659-4309-493a-8755-0123456789ab";

fn association() -> Value {
    json!({
        "AssociationId": ASSOCIATION, "AssociationName": "lks-association-workers-zone-a",
        "Name": "AWS-ApplyAnsiblePlaybooks", "AssociationVersion": "1",
        "Targets": [{ "Key": "tag:Component", "Values": ["worker"] }],
        "Parameters": { "SourceType": ["S3"], "PlaybookFile": ["lks-worker.yml"] },
        "ScheduleExpression": "rate(1 day)", "MaxConcurrency": "6", "MaxErrors": "6", "ComplianceSeverity": "HIGH",
        "Overview": { "Status": "Success", "DetailedStatus": "Success" }, "ApplyOnlyAtCronInterval": false,
    })
}

#[tokio::test]
async fn an_association_is_made_with_its_tags_and_waits_for_its_first_run() {
    let mut shown = association();
    shown["Overview"] = json!({ "Status": "Pending", "DetailedStatus": "Creating" });
    let recorded = Recorded::new(vec![answer(200, &json!({ "AssociationDescription": shown }))]).await;
    let wanted = json!({
        "AssociationName": "lks-association-workers-zone-a", "Name": "AWS-ApplyAnsiblePlaybooks",
        "Targets": [{ "Key": "tag:Component", "Values": ["worker"] }],
        "Parameters": { "SourceType": ["S3"], "PlaybookFile": ["lks-worker.yml"] },
        "ScheduleExpression": "rate(1 day)", "MaxConcurrency": "6", "MaxErrors": "6", "ComplianceSeverity": "HIGH",
        "Tags": tags(),
    });
    let made = recorded.create(Kind::Association, wanted.clone()).await.unwrap();
    assert_eq!((made.what.address.id.as_str(), made.what.state), (ASSOCIATION, State::Pending));
    assert_eq!(made.request_id.as_deref(), Some("0a1b2c3d"));
    let (_, _, body) = &recorded.asked()[0];
    assert_eq!(*body, wanted, "the request is not what was wished for");
}

#[tokio::test]
async fn a_changed_association_repeats_what_is_not_changed() {
    let shown = json!({ "AssociationDescription": association() });
    let recorded = Recorded::new(vec![answer(200, &shown), answer(200, &shown)]).await;
    let change = json!({ "Parameters": { "SourceType": ["S3"], "PlaybookFile": ["newer.yml"] } });
    recorded.update(Kind::Association, ASSOCIATION, change).await.unwrap();
    let (_, _, body) = &recorded.asked()[1];
    assert_eq!(body["Parameters"]["PlaybookFile"], json!(["newer.yml"]));
    for kept in ["AssociationName", "Targets", "ScheduleExpression", "MaxConcurrency", "ComplianceSeverity"] {
        assert_eq!(body[kept], association()[kept], "{kept}");
    }
}

#[tokio::test]
async fn the_backup_policy_of_a_file_system_is_put_and_its_absence_is_no_error() {
    let recorded = Recorded::new(vec![
        answer(200, &json!({ "BackupPolicy": { "Status": "ENABLING" } })),
        answer(
            200,
            &json!({ "FileSystems": [{
            "OwnerId": "1", "CreationToken": "lks-token", "FileSystemId": "fs-1", "CreationTime": 1.0,
            "LifeCycleState": "available", "NumberOfMountTargets": 2, "SizeInBytes": { "Value": 6144 },
            "PerformanceMode": "generalPurpose", "Encrypted": true, "ThroughputMode": "bursting",
            "Tags": [{ "Key": "Name", "Value": "lks-efs-models" }],
        }] }),
        ),
        refusal(404, "PolicyNotFound", "no policy"),
    ])
    .await;
    recorded
        .update(Kind::FileSystem, "fs-1", json!({ "BackupPolicy": { "Status": "ENABLED" } }))
        .await
        .unwrap();
    let seen = recorded.aws.read(at(Kind::FileSystem, "fs-1")).await.unwrap().unwrap();
    assert_eq!(seen.properties["BackupPolicy"], json!({ "Status": "DISABLED" }));
    let (method, path, body) = &recorded.asked()[0];
    assert_eq!((method.as_str(), path.as_str()), ("PUT", "/2015-02-01/file-systems/fs-1/backup-policy"));
    assert_eq!(*body, json!({ "BackupPolicy": { "Status": "ENABLED" } }));
}

#[tokio::test]
async fn recovery_points_of_automatic_backups_are_seen_and_removed_from_their_vault() {
    let vault = "aws/efs/automatic-backup-vault";
    let point = "arn:aws:backup:us-east-1:1:recovery-point:0a1b";
    let vaults = json!({ "BackupVaultList": [{ "BackupVaultName": vault, "NumberOfRecoveryPoints": 1 }] });
    let points = json!({ "RecoveryPoints": [{
        "RecoveryPointArn": point, "BackupVaultName": vault, "Status": "COMPLETED", "IsEncrypted": true, "IsParent": false,
        "ResourceArn": "arn:aws:elasticfilesystem:us-east-1:1:file-system/fs-1",
    }] });
    let recorded =
        Recorded::new(vec![answer(200, &vaults), answer(200, &points), answer(200, &Value::Null)]).await;
    recorded.aws.delete(at(Kind::RecoveryPoint, point)).await.unwrap();
    let (method, path, _) = &recorded.asked()[2];
    assert_eq!(method, "DELETE");
    assert_eq!(
        path,
        "/backup-vaults/aws%2Fefs%2Fautomatic-backup-vault/recovery-points/arn%3Aaws%3Abackup%3Aus-east-1%3A1%3Arecovery-point%3A0a1b"
    );
}

#[tokio::test]
async fn a_denied_call_says_what_to_do_and_carries_awss_number() {
    let denied =
        refusal(400, "AccessDeniedException", "User is not authorized to perform: amplify:CreateApp");
    let recorded = Recorded::new(vec![denied]).await;
    let error = recorded.create(Kind::App, json!({ "Name": "lks-client" })).await.unwrap_err();
    assert_eq!(error.class, ErrorClass::AccessDenied);
    assert!(error.message.contains("--without"), "{}", error.message);
    assert_eq!(error.request_id.as_deref(), Some("0a1b2c3d"));
}

#[tokio::test]
async fn keys_that_have_ended_are_told_apart_from_wrong_ones() {
    let ended =
        refusal(400, "ExpiredTokenException", "The security token included in the request is expired");
    let recorded = Recorded::new(vec![ended]).await;
    let error = recorded.create(Kind::Parameter, json!({ "Name": "x", "Value": "y" })).await.unwrap_err();
    assert_eq!(error.class, ErrorClass::ExpiredCredentials);
}

#[tokio::test]
async fn a_client_is_made_with_rewrites_that_spare_files() {
    let app = json!({ "app": {
        "appId": "d1", "appArn": "arn:aws:amplify:us-east-1:1:apps/d1", "name": "lks-client", "description": "Client",
        "repository": "", "platform": "WEB", "createTime": 1.0, "updateTime": 1.0, "environmentVariables": {},
        "defaultDomain": "d1.amplifyapp.com", "enableBranchAutoBuild": false, "enableBasicAuth": false,
        "customRules": [{ "source": "/<*>", "target": "/index.html", "status": "200" }], "tags": { "Stack": "lks" },
    } });
    let recorded = Recorded::new(vec![answer(200, &app)]).await;
    let rule = json!({ "Source": "/<*>", "Target": "/index.html", "Status": "200" });
    let wanted = json!({ "Name": "lks-client", "Platform": "WEB", "CustomRules": [rule], "Tags": tags() });
    let made = recorded.create(Kind::App, wanted).await.unwrap().what;
    assert_eq!(made.properties["CustomRules"], json!([rule]));
    assert_eq!(made.attributes["DefaultDomain"], "d1.amplifyapp.com");
    let (method, path, body) = &recorded.asked()[0];
    assert_eq!((method.as_str(), path.as_str()), ("POST", "/apps"));
    assert_eq!(body["tags"], json!({ "Name": "lks-x", "Stack": "lks" }));
}

fn workers_log(limit: usize) -> LogQuery {
    let until = Timestamp::from_millis(1_795_000_000_000);
    LogQuery { group: "lks-logs-workers".into(), search: "slow".into(), until, limit }
}

#[tokio::test]
async fn the_newest_lines_of_a_log_are_looked_for_further_and_further_back() {
    let event = |before: i64, message: &str| json!({ "timestamp": 1_795_000_000_000_i64 - before, "message": message });
    let recorded = Recorded::new(vec![
        answer(200, &json!({ "events": [] })),
        answer(200, &json!({ "events": [event(900_000, "oldest"), event(600_000, "WARN slow")], "nextToken": "more" })),
        answer(200, &json!({ "events": [event(500_000, "b slow"), event(500_000, "c slow")] })),
    ])
    .await;
    let telemetry = recorded.aws.telemetry().unwrap();
    let lines = telemetry.lines(Region::UsEast1, workers_log(1)).await.unwrap();
    let said: Vec<_> = lines.iter().map(|line| line.message.as_str()).collect();
    assert_eq!(
        said,
        ["c slow", "b slow"],
        "lines of one millisecond stay together, older ones are not asked for"
    );
    assert_eq!(lines[0].group, "us-east-1/lks-logs-workers");
    let asked = recorded.asked();
    let (first, second, third) = (&asked[0].2, &asked[1].2, &asked[2].2);
    assert_eq!(first["filterPattern"], "\"slow\"");
    assert_eq!(second["endTime"].as_i64(), first["startTime"].as_i64().map(|start| start - 1));
    assert_eq!((&third["nextToken"], &third["startTime"]), (&json!("more"), &second["startTime"]));
}

#[tokio::test]
async fn a_log_that_may_not_be_read_is_an_error_and_no_empty_page() {
    let denied =
        refusal(400, "AccessDeniedException", "User is not authorized to perform: logs:FilterLogEvents");
    let recorded = Recorded::new(vec![denied]).await;
    let telemetry = recorded.aws.telemetry().unwrap();
    let error = telemetry.lines(Region::UsEast1, workers_log(10)).await.unwrap_err();
    assert_eq!(error.class, ErrorClass::AccessDenied);
    assert!(error.message.contains("logs:FilterLogEvents"), "{}", error.message);
}

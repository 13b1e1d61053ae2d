//! What no emulator holds - SSM associations, Amplify, EFS's backup policy, AWS Backup, denied calls - against
//! recorded answers: the shapes of the service's reference, never of a live account. Shown are the requests
//! that go out and what is made of the answers; docs/AWS.md says what remains to be seen live.

use std::io::{BufRead as _, BufReader, Cursor, Read as _, Write as _};

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
use lks_provision::resource::{Kind, Properties, digest};
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::{Aws, Settings, Source};

/// An account that gives these answers, in this order.
struct Recorded {
    aws: Aws,
    tape: StaticReplayClient,
}

/// When the recorded keys end.
const ENDS: i64 = 4_102_444_800_000;

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
        Self::given(&std::path::PathBuf::new(), answers).await
    }

    /// With what the build made in this folder.
    async fn given(artifacts: &std::path::Path, answers: Vec<ReplayEvent>) -> Self {
        let tape = StaticReplayClient::new(answers);
        let keys = Keys {
            access_key_id: "AKIDRECORDED".into(),
            secret_access_key: "secret".into(),
            expires_at: Some(Timestamp::from_millis(ENDS)),
            ..Keys::default()
        };
        let source = Source::Keys(keys);
        let aws = Aws::over(
            Settings { source, artifacts: artifacts.to_owned(), ..Settings::default() },
            SharedHttpClient::new(tape.clone()),
        )
        .await;
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
async fn the_end_of_pasted_keys_is_known_where_it_was_told() {
    let caller = "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>\
        <Arn>arn:aws:sts::123456789012:assumed-role/voclabs/user1</Arn><UserId>A:user1</UserId><Account>123456789012</Account>\
        </GetCallerIdentityResult></GetCallerIdentityResponse>";
    let mut told = HttpResponse::new(200.try_into().unwrap(), SdkBody::from(caller));
    told.headers_mut().insert("content-type", "text/xml");
    let recorded = Recorded::new(vec![ReplayEvent::new(HttpRequest::new(SdkBody::empty()), told)]).await;
    let account = recorded.aws.account().await.unwrap();
    assert_eq!((account.id.as_str(), account.expires), ("123456789012", Some(Timestamp::from_millis(ENDS))));
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

const BRANCH: &str = "arn:aws:amplify:us-east-1:1:apps/d1/branches/lks-live";

fn branch(variables: Value) -> Value {
    json!({ "branch": {
        "branchArn": BRANCH, "branchName": "lks-live", "description": "What learners get", "stage": "PRODUCTION",
        "displayName": "lks-live", "enableNotification": false, "enableAutoBuild": false, "enableBasicAuth": false,
        "createTime": 1.0, "updateTime": 1.0, "environmentVariables": variables, "framework": "Web", "customDomains": [],
        "activeJobId": "1", "totalNumberOfJobs": "1", "ttl": "5", "enablePullRequestPreview": false,
        "tags": { "Name": "lks-live", "Stack": "lks", "ArtifactSha256": "0a" },
    } })
}

/// A web server that takes one upload and hands it on.
fn upload_server() -> (String, std::thread::JoinHandle<(String, Vec<u8>)>) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/upload?signed=1", listener.local_addr().unwrap());
    let taken = std::thread::spawn(move || {
        let mut reader = BufReader::new(listener.accept().unwrap().0);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert!(reader.read_line(&mut head).unwrap() > 0, "the request ended early: {head}");
        }
        let length =
            head.to_lowercase().lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
        let mut body = vec![0; length.unwrap()];
        reader.read_exact(&mut body).unwrap();
        reader.get_mut().write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").unwrap();
        (head.lines().next().unwrap_or_default().to_owned(), body)
    });
    (url, taken)
}

/// A folder with a client, and the client's sum.
fn built_client() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("index.html", SimpleFileOptions::default()).unwrap();
    zip.write_all(b"<p>").unwrap();
    let bytes = zip.finish().unwrap().into_inner();
    std::fs::write(folder.path().join("client.zip"), &bytes).unwrap();
    (folder, digest(bytes))
}

#[tokio::test]
async fn a_client_whose_stack_moved_is_told_the_new_addresses_and_published_with_them() {
    let (folder, sum) = built_client();
    let (url, taken) = upload_server();
    let variables = json!({ "LKS_API": "https://new.example" });
    let job = json!({ "jobSummary": {
        "jobArn": "arn:aws:amplify:us-east-1:1:apps/d1/branches/lks-live/jobs/2", "jobId": "2", "commitId": "",
        "commitMessage": "", "commitTime": 1.0, "startTime": 1.0, "status": "PENDING", "jobType": "MANUAL",
    } });
    let recorded = Recorded::given(
        folder.path(),
        vec![
            answer(200, &branch(variables.clone())),
            answer(200, &json!({ "jobId": "2", "fileUploadUrls": {}, "zipUploadUrl": url })),
            answer(200, &job),
            answer(200, &json!({})),
            answer(200, &branch(variables.clone())),
            answer(200, &json!({ "jobSummaries": [job["jobSummary"]] })),
        ],
    )
    .await;
    let config = json!({ "mode": "aws", "api": "https://new.example" });
    let change = json!({
        "EnvironmentVariables": [{ "Name": "LKS_API", "Value": "https://new.example" }],
        "Artifact": { "Artifact": "client", "Config": config }, "ArtifactSha256": sum,
    });
    recorded.update(Kind::Branch, BRANCH, change).await.unwrap();
    let seen = recorded.aws.read(at(Kind::Branch, BRANCH)).await.unwrap().unwrap();
    assert_eq!(seen.state, State::Pending, "Amplify still unpacks it");
    assert_eq!(
        seen.properties["EnvironmentVariables"],
        json!([{ "Name": "LKS_API", "Value": "https://new.example" }])
    );

    let asked = recorded.asked();
    let sent: Vec<_> =
        asked.iter().take(4).map(|(method, path, _)| (method.as_str(), path.as_str())).collect();
    let tags = format!("/tags/{}", BRANCH.replace(':', "%3A").replace('/', "%2F"));
    let branch = "/apps/d1/branches/lks-live";
    let (deployments, start) = (format!("{branch}/deployments"), format!("{branch}/deployments/start"));
    assert_eq!(
        sent,
        [("POST", branch), ("POST", deployments.as_str()), ("POST", start.as_str()), ("POST", tags.as_str())]
    );
    assert_eq!(asked[0].2["environmentVariables"], variables);
    assert_eq!(asked[2].2["jobId"], "2");
    assert_eq!(asked[3].2["tags"], json!({ "ArtifactSha256": sum }));

    let (line, body) = taken.join().unwrap();
    assert_eq!(line, "PUT /upload?signed=1 HTTP/1.1");
    let mut zip = ZipArchive::new(Cursor::new(body)).unwrap();
    let mut text = String::new();
    zip.by_name("config.json").unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), config);
    assert!(zip.by_name("index.html").is_ok());
}

#[tokio::test]
async fn a_client_that_was_built_again_since_the_plan_is_not_published() {
    let (folder, _) = built_client();
    let recorded = Recorded::given(folder.path(), vec![]).await;
    let change =
        json!({ "Artifact": { "Artifact": "client", "Config": {} }, "ArtifactSha256": digest("as planned") });
    let refused = recorded.update(Kind::Branch, BRANCH, change).await.unwrap_err();
    assert_eq!(refused.code, "ArtifactChanged");
    assert!(refused.message.contains("plan"), "{}", refused.message);
    assert!(recorded.asked().is_empty(), "nothing may be sent");
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

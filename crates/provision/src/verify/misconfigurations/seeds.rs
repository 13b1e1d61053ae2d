//! The table: what is changed, and the id under which it must be caught.

use serde_json::{Value, json};

use super::Change::{Abroad, Copy, Crowd, Gone, Rule, Set, State, Tag};
use super::Pick::{Having, Named, Under};
use super::{Change, Pick};
use crate::resource::Kind;
use crate::stack::Zone;
use crate::stack::Zone::{A, B};

fn cidr(port: u16, network: &str) -> Value {
    json!({ "IpProtocol": "tcp", "FromPort": port, "ToPort": port, "CidrIp": network })
}

const IN: Kind = Kind::SecurityGroupIngress;
const OUT: Kind = Kind::SecurityGroupEgress;

fn group(zone: Zone, name: &'static str) -> Pick {
    Named(Kind::SecurityGroup, zone, name)
}

fn worker(name: &'static str) -> Pick {
    Named(Kind::Instance, A, name)
}

fn nat() -> Pick {
    Named(Kind::Instance, A, "lks-nat-zone-a")
}

fn files() -> Pick {
    Named(Kind::FileSystem, A, "lks-efs-models")
}

fn rds() -> Pick {
    Named(Kind::DbInstance, A, "lks-rds")
}

fn alb() -> Pick {
    Named(Kind::LoadBalancer, A, "lks-alb-zone-a")
}

fn function() -> Pick {
    Named(Kind::Function, A, "lks-lambda-conversations")
}

fn api() -> Pick {
    Named(Kind::RestApi, A, "lks-api-gateway")
}

fn pool() -> Pick {
    Named(Kind::UserPool, A, "lks-user-pool")
}

fn pool_client() -> Pick {
    Named(Kind::UserPoolClient, A, "lks-user-pool-client")
}

fn association() -> Pick {
    Named(Kind::Association, A, "lks-association-workers-zone-a")
}

fn rule(priority: u32) -> Pick {
    Having(Kind::ListenerRule, A, "Priority", json!(priority))
}

fn private_route(network: &str) -> Pick {
    Under(
        Kind::Route,
        "RouteTableId",
        (Kind::RouteTable, B, "lks-rtb-private"),
        "DestinationCidrBlock",
        json!(network),
    )
}

pub(super) fn seeds() -> Vec<(&'static str, Change)> {
    [network(), machines(), storage(), security(), balancing(), data(), public(), rest()]
        .into_iter()
        .flatten()
        .collect()
}

fn network() -> Vec<(&'static str, Change)> {
    vec![
        ("network.vpc-a", Set(Named(Kind::Vpc, A, "lks-vpc-zone-a"), "CidrBlock", json!("172.32.0.0/16"))),
        ("network.dns", Set(Named(Kind::Vpc, B, "lks-vpc-zone-b"), "EnableDnsHostnames", json!(false))),
        (
            "network.first-a",
            Set(Named(Kind::Subnet, A, "lks-subnet-public-zone-a"), "CidrBlock", json!("172.32.0.0/25")),
        ),
        (
            "network.private-b",
            Set(Named(Kind::Subnet, B, "lks-subnet-private-b-zone-b"), "CidrBlock", json!("10.10.1.128/26")),
        ),
        (
            "network.zones",
            Set(
                Named(Kind::Subnet, A, "lks-subnet-private-b-zone-a"),
                "AvailabilityZoneId",
                json!("use1-az1"),
            ),
        ),
        (
            "network.no-public-addresses",
            Set(Named(Kind::Subnet, A, "lks-subnet-public-zone-a"), "MapPublicIpOnLaunch", json!(true)),
        ),
        ("network.gateways", Gone(Having(Kind::VpcGatewayAttachment, B, "Nothing", Value::Null))),
        ("tables.two", Copy(Named(Kind::RouteTable, A, "lks-rtb-public"), "rtb-third", json!({}))),
        ("network.two-tables", Gone(Named(Kind::RouteTable, B, "lks-rtb-public"))),
        ("tables.main", Set(Named(Kind::RouteTable, A, "lks-rtb-private"), "Main", json!(false))),
        (
            "network.public-table",
            Gone(Under(
                Kind::Route,
                "RouteTableId",
                (Kind::RouteTable, A, "lks-rtb-public"),
                "DestinationCidrBlock",
                json!("0.0.0.0/0"),
            )),
        ),
        ("network.private-table", Set(private_route("0.0.0.0/0"), "NetworkInterfaceId", json!("eni-other"))),
        ("nat.instance", Set(private_route("0.0.0.0/0"), "NatGatewayId", json!("nat-1"))),
        ("network.peering", State(Named(Kind::VpcPeeringConnection, A, "lks-peering"), "pending-acceptance")),
        (
            "network.peering-dns",
            Set(
                Named(Kind::VpcPeeringConnection, A, "lks-peering"),
                "AccepterPeeringConnectionOptions",
                json!({ "AllowDnsResolutionFromRemoteVpc": false }),
            ),
        ),
        ("network.peering-routes", Gone(private_route("172.32.0.0/23"))),
        ("storage.reached-b", Gone(private_route("172.32.0.0/23"))),
    ]
}

fn machines() -> Vec<(&'static str, Change)> {
    let disk = "BlockDeviceMappings.0.Ebs";
    vec![
        ("nat.instances", State(nat(), "stopped")),
        ("nat.type", Set(nat(), "InstanceType", json!("t2.small"))),
        ("nat.forwarding", Set(nat(), "SourceDestCheck", json!(true))),
        ("nat.way-out", Set(nat(), "SourceDestCheck", json!(true))),
        ("nat.set-up", Set(nat(), "UserData", json!("#!/bin/bash\nsysctl -w net.ipv4.ip_forward=1\n"))),
        ("nat.address", Gone(Having(Kind::EipAssociation, A, "Nothing", Value::Null))),
        ("workers.running", State(worker("lks-worker-chat-a-zone-a"), "stopped")),
        (
            "exposure.metadata",
            Set(worker("lks-worker-chat-a-zone-a"), "MetadataOptions.HttpTokens", json!("optional")),
        ),
        ("workers.metadata", Set(nat(), "MetadataOptions", Value::Null)),
        (
            "exposure.clear-volume",
            Set(worker("lks-worker-llm-b-zone-a"), disk, json!({ "Encrypted": false })),
        ),
        (
            "limits.disk",
            Set(worker("lks-worker-llm-b-zone-a"), disk, json!({ "Encrypted": true, "VolumeSize": 200 })),
        ),
        ("exposure.key-pair", Set(worker("lks-worker-llm-b-zone-a"), "KeyName", json!("vockey"))),
        (
            "exposure.public-instance",
            Set(worker("lks-worker-scoring-a-zone-a"), "AssociatePublicIpAddress", json!(true)),
        ),
        (
            "limits.instance-type",
            Set(worker("lks-worker-scoring-a-zone-a"), "InstanceType", json!("m5.4xlarge")),
        ),
        ("workers.type", Set(worker("lks-worker-scoring-a-zone-a"), "InstanceType", json!("t2.medium"))),
        ("workers.kinds-a", Gone(worker("lks-worker-scoring-b-zone-a"))),
        ("workers.kinds-a", Tag(worker("lks-worker-scoring-b-zone-a"), "WorkerKind", json!("chat"))),
        ("workers.group", Set(worker("lks-worker-scoring-b-zone-a"), "SecurityGroupIds", json!([]))),
        (
            "account.profile",
            Set(worker("lks-worker-scoring-b-zone-a"), "IamInstanceProfile", json!("AdminProfile")),
        ),
        (
            "account.ubuntu",
            Set(
                worker("lks-worker-chat-b-zone-a"),
                "ImageId",
                json!("resolve:ssm:/aws/service/ami-amazon-linux-latest"),
            ),
        ),
        ("workers.association-a", Set(association(), "Name", json!("AWS-RunShellScript"))),
        ("workers.targets", Tag(worker("lks-worker-chat-b-zone-a"), "Component", json!("chat"))),
        ("workers.targets", Set(association(), "Targets.1.Values", json!(["other"]))),
        ("workers.configured", State(association(), "Failed")),
        (
            "workers.models",
            Set(
                association(),
                "Parameters.ExtraVariables",
                json!([
                    "SSM=True efs_address_a=172.32.1.20 efs_address_b=172.32.1.148 efs_zone_a=use1-az1 zone=a models=llama3"
                ]),
            ),
        ),
        (
            "workers.share",
            Set(
                association(),
                "Parameters.ExtraVariables",
                json!(["SSM=True efs_address_a=172.32.1.99 models=orca-mini,llama3,nomic-embed-text"]),
            ),
        ),
        (
            "workers.playbook",
            Set(
                Having(Kind::Object, A, "Key", json!("playbook/lks-worker.yml")),
                "ContentSha256",
                json!("0000"),
            ),
        ),
        ("limits.instances", Crowd(worker("lks-worker-chat-b-zone-a"), 3)),
    ]
}

fn storage() -> Vec<(&'static str, Change)> {
    vec![
        ("storage.bursting", Set(files(), "ThroughputMode", json!("provisioned"))),
        ("storage.backups", Set(files(), "BackupPolicy", json!({ "Status": "DISABLED" }))),
        ("exposure.clear-files", Set(files(), "Encrypted", json!(false))),
        ("storage.file-system", Gone(files())),
        ("storage.target-b", Gone(Having(Kind::MountTarget, A, "IpAddress", json!("172.32.1.148")))),
        (
            "storage.target-a",
            Set(
                Having(Kind::MountTarget, A, "IpAddress", json!("172.32.1.20")),
                "IpAddress",
                json!("172.32.1.21"),
            ),
        ),
        (
            "storage.group",
            Set(
                Having(Kind::MountTarget, A, "IpAddress", json!("172.32.1.20")),
                "SecurityGroups",
                json!(["sg-other"]),
            ),
        ),
        (
            "exposure.public-bucket",
            Set(
                Having(Kind::Bucket, A, "VersioningConfiguration", Value::Null),
                "PublicAccessBlockConfiguration.BlockPublicPolicy",
                json!(false),
            ),
        ),
        (
            "storage.bucket",
            Set(
                Having(Kind::Bucket, A, "VersioningConfiguration", Value::Null),
                "BucketEncryption",
                Value::Null,
            ),
        ),
    ]
}

fn security() -> Vec<(&'static str, Change)> {
    let all = json!({ "IpProtocol": "-1", "CidrIp": "0.0.0.0/0" });
    vec![
        ("exposure.ssh", Rule(group(A, "lks-sg-llm"), IN, cidr(22, "172.32.0.0/24"))),
        (
            "security.no-ssh",
            Rule(
                group(B, "lks-sg-lb"),
                IN,
                json!({ "IpProtocol": "tcp", "FromPort": 1, "ToPort": 1024, "CidrIp": "10.10.0.0/23" }),
            ),
        ),
        ("exposure.open-ingress", Rule(group(A, "lks-sg-nat"), IN, cidr(443, "0.0.0.0/0"))),
        (
            "security.no-world",
            Rule(
                group(A, "lks-sg-lb"),
                IN,
                json!({ "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "CidrIpv6": "::/0" }),
            ),
        ),
        (
            "groups.count",
            Copy(group(A, "lks-sg-efs"), "lks-sg-sixth", json!({ "GroupName": "lks-sg-sixth" })),
        ),
        (
            "security.count-b",
            Copy(group(B, "lks-sg-llm"), "lks-sg-third", json!({ "GroupName": "lks-sg-third" })),
        ),
        ("groups.default", Rule(group(A, "default"), IN, cidr(80, "172.32.0.0/23"))),
        ("security.default", Rule(group(B, "default"), OUT, all.clone())),
        ("reach.open", Rule(group(A, "lks-sg-db"), IN, cidr(5432, "172.32.0.0/23"))),
        ("security.db", Rule(group(A, "lks-sg-db"), IN, cidr(5432, "172.32.1.5/32"))),
        ("database.only-lambda", Rule(group(A, "lks-sg-db"), IN, cidr(5432, "10.10.1.0/25"))),
        ("security.llm-a", Rule(group(A, "lks-sg-llm"), IN, cidr(11434, "172.32.1.0/25"))),
        (
            "security.llm-b",
            Gone(Under(IN, "GroupId", (Kind::SecurityGroup, B, "lks-sg-llm"), "FromPort", json!(11434))),
        ),
        (
            "reach.closed",
            Gone(Under(
                IN,
                "GroupId",
                (Kind::SecurityGroup, B, "lks-sg-lb"),
                "CidrIp",
                json!("172.32.1.10/32"),
            )),
        ),
        ("security.lb-a", Rule(group(A, "lks-sg-lb"), IN, cidr(8080, "172.32.1.10/32"))),
        ("security.lb-b", Rule(group(B, "lks-sg-lb"), IN, cidr(80, "10.10.0.0/24"))),
        ("security.nat", Rule(group(A, "lks-sg-nat"), IN, cidr(53, "172.32.1.0/25"))),
        ("security.efs", Rule(group(A, "lks-sg-efs"), IN, cidr(2049, "10.10.0.0/16"))),
        ("security.egress-inner", Rule(group(A, "lks-sg-db"), OUT, all.clone())),
        ("security.egress-web", Rule(group(A, "lks-sg-llm"), OUT, all)),
        (
            "security.all-declared",
            Gone(Under(OUT, "GroupId", (Kind::SecurityGroup, A, "lks-sg-llm"), "FromPort", json!(443))),
        ),
        ("security.nobody-else", Rule(group(A, "lks-sg-efs"), IN, cidr(2049, "172.32.0.0/24"))),
        (
            "reach.closed",
            Set(
                Having(Kind::NetworkAcl, A, "IsDefault", json!(true)),
                "Entries",
                json!([{ "RuleNumber": 100, "Egress": false, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }]),
            ),
        ),
        (
            "form.description",
            Set(
                Under(OUT, "GroupId", (Kind::SecurityGroup, A, "lks-sg-llm"), "FromPort", json!(443)),
                "Description",
                json!(""),
            ),
        ),
    ]
}

fn balancing() -> Vec<(&'static str, Change)> {
    let llm = Named(Kind::TargetGroup, A, "lks-tg-llm-zone-a");
    vec![
        ("exposure.public-balancer", Set(alb(), "Scheme", json!("internet-facing"))),
        ("balancing.alb-group", Set(alb(), "SecurityGroups", json!(["sg-other"]))),
        ("balancing.scoring", Set(rule(30), "Priority", json!(1))),
        ("balancing.chat", Set(rule(20), "Conditions.0.PathPatternConfig.Values", json!(["/api/chats*"]))),
        ("balancing.llm", Gone(rule(30))),
        (
            "balancing.greeting",
            Set(rule(40), "Actions.0.FixedResponseConfig.MessageBody", json!("it works!")),
        ),
        ("balancing.greeting", Set(rule(40), "Actions.0.FixedResponseConfig.StatusCode", json!("404"))),
        ("balancing.nothing-else", Set(rule(30), "Conditions.0.PathPatternConfig.Values", json!(["/*"]))),
        ("balancing.health", Set(llm, "HealthCheckPath", json!("/"))),
        ("balancing.targets", Set(Named(Kind::TargetGroup, B, "lks-tg-chat-zone-b"), "Targets", json!([]))),
        ("balancing.patience", Set(alb(), "LoadBalancerAttributes.0.Value", json!("60"))),
        (
            "balancing.nlb-b",
            Set(
                Named(Kind::LoadBalancer, B, "lks-nlb-zone-b"),
                "SubnetMappings.0.PrivateIPv4Address",
                json!("10.10.1.11"),
            ),
        ),
        ("balancing.way-a", Set(Named(Kind::TargetGroup, A, "lks-tg-alb-zone-a"), "Targets", json!([]))),
        (
            "balancing.way-b",
            Set(Named(Kind::TargetGroup, A, "lks-tg-zone-b"), "Targets.0.Id", json!("10.10.1.77")),
        ),
        ("balancing.port", Set(Having(Kind::Listener, B, "Protocol", json!("HTTP")), "Port", json!(8080))),
    ]
}

fn data() -> Vec<(&'static str, Change)> {
    vec![
        ("exposure.public-database", Set(rds(), "PubliclyAccessible", json!(true))),
        ("exposure.clear-database", Set(rds(), "StorageEncrypted", json!(false))),
        (
            "exposure.clear-connection",
            Set(
                Named(Kind::DbParameterGroup, A, "lks-rds-parameters"),
                "Parameters",
                json!({ "rds.force_ssl": "0" }),
            ),
        ),
        ("database.backups", Set(rds(), "BackupRetentionPeriod", json!(0))),
        ("database.protected", Set(rds(), "DeletionProtection", json!(false))),
        ("database.version", Set(rds(), "EngineVersion", json!("14.9"))),
        ("limits.database", Set(rds(), "MultiAZ", json!(true))),
        ("database.class", Set(rds(), "DBInstanceClass", json!("db.m5.large"))),
        ("database.group", Set(rds(), "VPCSecurityGroups", json!(["sg-other"]))),
        (
            "database.subnets",
            Set(Named(Kind::DbSubnetGroup, A, "lks-rds-subnets"), "SubnetIds.0", json!("subnet-other")),
        ),
        ("database.available", State(rds(), "storage-full")),
        ("account.role", Set(function(), "Role", json!("arn:aws:iam::000000000000:role/Admin"))),
        ("lambda.function", Set(function(), "Runtime", json!("nodejs20.x"))),
        ("lambda.host", Set(function(), "Environment.Variables.DB_HOST", json!("other.example.org"))),
        ("lambda.variables", Set(function(), "Environment.Variables.DB_NAME", json!(""))),
        ("lambda.network", Set(function(), "VpcConfig", Value::Null)),
        ("lambda.group", Set(function(), "VpcConfig.SecurityGroupIds", json!(["sg-other"]))),
        (
            "lambda.permission",
            Set(Having(Kind::Permission, A, "Nothing", Value::Null), "SourceArn", Value::Null),
        ),
        ("lambda.active", State(function(), "Failed")),
    ]
}

fn public() -> Vec<(&'static str, Change)> {
    vec![
        ("exposure.api", Set(api(), "Body.paths./us-east-1/{proxy+}.get.security", Value::Null)),
        ("api.guarded", Set(api(), "Body.paths./corrections.post.security", json!([]))),
        (
            "api.authorizer",
            Set(
                api(),
                "Body.components.securitySchemes.lks-authorizer.x-amazon-apigateway-authorizer.providerARNs",
                json!(["arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_other"]),
            ),
        ),
        (
            "api.streaming",
            Set(
                api(),
                "Body.paths./us-east-1/{proxy+}.get.x-amazon-apigateway-integration.responseTransferMode",
                json!("BUFFERED"),
            ),
        ),
        (
            "api.patience",
            Set(
                api(),
                "Body.paths./us-east-1/{proxy+}.get.x-amazon-apigateway-integration.timeoutInMillis",
                json!(29000),
            ),
        ),
        (
            "api.region-b",
            Set(
                api(),
                "Body.paths./us-west-2/{proxy+}.get.x-amazon-apigateway-integration.uri",
                json!("http://lks-nlb/api/{proxy}"),
            ),
        ),
        ("api.rest", Set(api(), "EndpointConfiguration", json!({ "Types": ["EDGE"] }))),
        ("api.preflight", Set(api(), "Body.paths./corrections.options", json!({}))),
        ("api.error-cors", Set(api(), "Body.x-amazon-apigateway-gateway-responses.UNAUTHORIZED", json!({}))),
        ("api.one", Set(api(), "Body.paths./conversations/{uid}/{id}.patch", json!({}))),
        (
            "api.list",
            Set(
                api(),
                "Body.paths./conversations/{uid}.get.x-amazon-apigateway-integration.type",
                json!("mock"),
            ),
        ),
        ("api.link", State(Named(Kind::VpcLink, A, "lks-vpc-link"), "FAILED")),
        (
            "api.published",
            Set(Having(Kind::Deployment, A, "Nothing", Value::Null), "Description", json!("older")),
        ),
        ("api.log", Set(Named(Kind::Stage, A, "lks-live"), "AccessLogSetting", Value::Null)),
        ("identity.single-factor", Set(pool(), "MfaConfiguration", json!("ON"))),
        ("identity.email", Set(pool(), "UsernameAttributes", json!(["phone_number"]))),
        ("identity.attributes", Set(pool(), "Schema.1.Required", json!(false))),
        (
            "identity.no-temporary",
            Set(pool(), "AdminCreateUserConfig", json!({ "AllowAdminCreateUserOnly": true })),
        ),
        ("identity.flows", Set(pool_client(), "ExplicitAuthFlows", json!(["ALLOW_USER_SRP_AUTH"]))),
        ("identity.no-secret", Set(pool_client(), "GenerateSecret", json!(true))),
        ("identity.admins", Gone(Having(Kind::UserPoolGroup, A, "GroupName", json!("lks-admin")))),
        ("client.pages", Set(Named(Kind::App, A, "lks-client"), "CustomRules", json!([]))),
        ("client.wasm", Set(Named(Kind::App, A, "lks-client"), "CustomHeaders", json!(""))),
        ("client.branch", Gone(Named(Kind::Branch, A, "lks-live"))),
    ]
}

fn rest() -> Vec<(&'static str, Change)> {
    let alarm = |name: &'static str| Named(Kind::Alarm, A, name);
    vec![
        ("monitoring.dashboard", Gone(Named(Kind::Dashboard, A, "lks-dashboard"))),
        (
            "monitoring.logs",
            Set(Named(Kind::LogGroup, B, "lks-logs-workers"), "RetentionInDays", Value::Null),
        ),
        ("monitoring.unhealthy-a", Gone(alarm("lks-alarm-unhealthy-chat-zone-a"))),
        ("monitoring.api-errors", Set(alarm("lks-alarm-api-5xx"), "MetricName", json!("4XXError"))),
        ("monitoring.database-storage", Gone(alarm("lks-alarm-database-storage"))),
        ("monitoring.lambda-errors", Set(alarm("lks-alarm-lambda-errors"), "Dimensions", json!([]))),
        ("monitoring.nat", Gone(alarm("lks-alarm-nat-status-zone-a"))),
        ("monitoring.files", Gone(alarm("lks-alarm-efs-burst-credits"))),
        ("monitoring.enabled", Set(alarm("lks-alarm-api-latency"), "ActionsEnabled", json!(false))),
        ("form.prefix", Tag(Named(Kind::InternetGateway, A, "lks-igw-zone-a"), "Name", json!("gateway"))),
        ("form.tags", Tag(worker("lks-worker-chat-b-zone-a"), "Project", json!("other"))),
        ("hygiene.tags", Tag(Named(Kind::Vpc, A, "lks-vpc-zone-a"), "Stack", Value::Null)),
        ("form.description", Set(function(), "Description", Value::Null)),
        ("hygiene.leftovers", Copy(Named(Kind::Eip, A, "lks-eip-nat-zone-a"), "lks-eip-loose", json!({}))),
        ("account.files-region", Abroad(files())),
    ]
}

//! How a resource comes to be: its id, what the service knows of it, how long it takes, and what AWS
//! makes along with it.

use lks_domain::region::Region;
use serde_json::{Value, json};

use super::network;
use super::world::{Due, Record, World, short_hash};
use crate::cloud::{Address, State};
use crate::resource::{Kind, Properties, schema};

/// The account of the Sandbox.
pub(super) const ACCOUNT: &str = "000000000000";

/// An ARN of the Sandbox's account.
pub(super) fn arn(service: &str, region: Region, rest: &str) -> String {
    format!("arn:aws:{service}:{region}:{ACCOUNT}:{rest}")
}

fn text<'a>(properties: &'a Properties, name: &str) -> &'a str {
    properties.get(name).and_then(Value::as_str).unwrap_or_default()
}

impl World {
    /// The physical id: what `Ref` gives in CloudFormation.
    pub(super) fn new_id(&mut self, kind: Kind, region: Region, properties: &Properties) -> String {
        let name = |property: &str| text(properties, property).to_owned();
        let hash = format!("{:016x}", self.random());
        let short = hash[..10].to_owned();
        let prefix = |prefix: &str| format!("{prefix}-0{hash}");
        match kind {
            Kind::Vpc => prefix("vpc"),
            Kind::Subnet => prefix("subnet"),
            Kind::InternetGateway => prefix("igw"),
            Kind::VpcGatewayAttachment => format!("IGW|{}", name("VpcId")),
            Kind::RouteTable => prefix("rtb"),
            Kind::Route => format!("{}|{}", name("RouteTableId"), name("DestinationCidrBlock")),
            Kind::SubnetRouteTableAssociation => prefix("rtbassoc"),
            Kind::NetworkAcl => prefix("acl"),
            Kind::SecurityGroup => prefix("sg"),
            Kind::SecurityGroupIngress | Kind::SecurityGroupEgress => prefix("sgr"),
            Kind::VpcPeeringConnection => prefix("pcx"),
            Kind::Eip => prefix("eipalloc"),
            Kind::EipAssociation => prefix("eipassoc"),
            Kind::NetworkInterface => prefix("eni"),
            Kind::Volume => prefix("vol"),
            Kind::Instance => prefix("i"),
            Kind::FileSystem => prefix("fs"),
            Kind::MountTarget => prefix("fsmt"),
            Kind::BackupVault => name("BackupVaultName"),
            Kind::BackupPlan | Kind::BackupSelection | Kind::Association => uuid_like(&hash),
            Kind::RecoveryPoint => arn("backup", region, &format!("recovery-point:{}", uuid_like(&hash))),
            Kind::TargetGroup => {
                arn("elasticloadbalancing", region, &format!("targetgroup/{}/{hash}", name("Name")))
            }
            Kind::LoadBalancer => {
                let path = format!("loadbalancer/{}/{}/{hash}", balancer_type(properties), name("Name"));
                arn("elasticloadbalancing", region, &path)
            }
            Kind::Listener => {
                format!("{}/{hash}", name("LoadBalancerArn").replace(":loadbalancer/", ":listener/"))
            }
            Kind::ListenerRule => {
                format!("{}/{hash}", name("ListenerArn").replace(":listener/", ":listener-rule/"))
            }
            Kind::DbSubnetGroup => name("DBSubnetGroupName"),
            Kind::DbParameterGroup => name("DBParameterGroupName"),
            Kind::DbInstance => name("DBInstanceIdentifier"),
            Kind::DbSnapshot => name("DBSnapshotIdentifier"),
            Kind::Secret => arn("secretsmanager", region, &format!("secret:{}-{}", name("Name"), &hash[..6])),
            Kind::Parameter => name("Name"),
            Kind::Bucket => name("BucketName"),
            Kind::Object => format!("{}/{}", name("Bucket"), name("Key")),
            Kind::LogGroup => name("LogGroupName"),
            Kind::Function => name("FunctionName"),
            Kind::Permission => format!("{}|{short}", name("FunctionName")),
            Kind::UserPool => format!("{region}_{}", &hash[..9]),
            Kind::UserPoolClient => hash.clone() + &short,
            Kind::UserPoolGroup => format!("{}|{}", name("UserPoolId"), name("GroupName")),
            Kind::VpcLink | Kind::RestApi | Kind::Authorizer | Kind::Deployment => short,
            Kind::Stage => format!("{}|{}", name("RestApiId"), name("StageName")),
            Kind::App => format!("d{hash}"),
            Kind::Branch => {
                arn("amplify", region, &format!("apps/{}/branches/{}", name("AppId"), name("BranchName")))
            }
            Kind::Domain => {
                arn("amplify", region, &format!("apps/{}/domains/{}", name("AppId"), name("DomainName")))
            }
            Kind::Topic => arn("sns", region, &name("TopicName")),
            Kind::Subscription => format!("{}:{}", name("TopicArn"), uuid_like(&hash)),
            Kind::MetricFilter => format!("{}|{}", name("LogGroupName"), name("FilterName")),
            Kind::Alarm => name("AlarmName"),
            Kind::Dashboard => name("DashboardName"),
        }
    }

    /// What `Fn::GetAtt` gives at once.
    fn first_attributes(&mut self, record: &Record) -> Properties {
        let Address { region, kind, id } = &record.observed.address;
        let properties = &record.observed.properties;
        let name = |property: &str| text(properties, property).to_owned();
        let attributes = match kind {
            Kind::Vpc => json!({ "VpcId": id, "CidrBlock": name("CidrBlock") }),
            Kind::Subnet => json!({
                "SubnetId": id, "VpcId": name("VpcId"), "CidrBlock": name("CidrBlock"),
                "AvailabilityZone": name("AvailabilityZone"),
                "AvailabilityZoneId": network::zone_id(*region, &name("AvailabilityZone")),
            }),
            Kind::InternetGateway => json!({ "InternetGatewayId": id }),
            Kind::RouteTable => json!({ "RouteTableId": id, "VpcId": name("VpcId") }),
            Kind::SecurityGroup => json!({ "GroupId": id, "VpcId": name("VpcId") }),
            Kind::VpcPeeringConnection | Kind::NetworkAcl => json!({ "Id": id }),
            Kind::Eip => {
                let bits = self.random();
                json!({ "AllocationId": id, "PublicIp": format!("203.0.113.{}", 1 + bits % 254) })
            }
            Kind::NetworkInterface => json!({
                "Id": id, "PrimaryPrivateIpAddress": name("PrivateIpAddress"), "VpcId": name("VpcId"),
            }),
            Kind::Volume => json!({ "VolumeId": id }),
            Kind::FileSystem => {
                json!({ "FileSystemId": id, "Arn": arn("elasticfilesystem", *region, &format!("file-system/{id}")) })
            }
            Kind::BackupVault => {
                json!({ "BackupVaultName": id, "BackupVaultArn": arn("backup", *region, &format!("backup-vault:{id}")) })
            }
            Kind::BackupPlan => json!({
                "BackupPlanId": id, "BackupPlanArn": arn("backup", *region, &format!("backup-plan:{id}")),
            }),
            Kind::BackupSelection => json!({ "SelectionId": id }),
            Kind::TargetGroup => json!({
                "TargetGroupArn": id, "TargetGroupName": name("Name"),
                "TargetGroupFullName": id.split_once(":targetgroup").map(|(_, rest)| format!("targetgroup{rest}")),
            }),
            Kind::LoadBalancer => balancer_attributes(*region, id, properties),
            Kind::Listener => json!({ "ListenerArn": id }),
            Kind::ListenerRule => json!({ "RuleArn": id }),
            Kind::DbInstance => json!({
                "DBInstanceIdentifier": id, "DBInstanceArn": arn("rds", *region, &format!("db:{id}")),
                "DbiResourceId": format!("db-{}", short_hash(id).to_uppercase()),
            }),
            Kind::Secret => json!({ "Id": id, "Arn": id }),
            Kind::Parameter => json!({ "Type": name("Type") }),
            Kind::Bucket => {
                json!({ "Arn": format!("arn:aws:s3:::{id}"), "DomainName": format!("{id}.s3.amazonaws.com") })
            }
            Kind::Object => {
                json!({ "Url": format!("https://{}.s3.amazonaws.com/{}", name("Bucket"), name("Key")) })
            }
            Kind::Association => json!({ "AssociationId": id }),
            Kind::LogGroup => json!({ "Arn": arn("logs", *region, &format!("log-group:{id}:*")) }),
            Kind::Function => {
                json!({ "FunctionName": id, "Arn": arn("lambda", *region, &format!("function:{id}")) })
            }
            Kind::UserPool => json!({
                "UserPoolId": id, "Arn": arn("cognito-idp", *region, &format!("userpool/{id}")),
                "ProviderName": format!("cognito-idp.{region}.amazonaws.com/{id}"),
                "ProviderURL": format!("https://cognito-idp.{region}.amazonaws.com/{id}"),
            }),
            Kind::UserPoolClient => json!({ "ClientId": id, "Name": name("ClientName") }),
            Kind::VpcLink => json!({ "VpcLinkId": id }),
            Kind::RestApi => json!({ "RestApiId": id, "RootResourceId": short_hash(id)[..10] }),
            Kind::Authorizer => json!({ "AuthorizerId": id }),
            Kind::Deployment => json!({ "DeploymentId": id }),
            Kind::App => json!({
                "AppId": id, "Arn": arn("amplify", *region, &format!("apps/{id}")),
                "DefaultDomain": format!("{id}.amplifyapp.com"),
            }),
            Kind::Branch => json!({ "Arn": id, "BranchName": name("BranchName") }),
            Kind::Topic => json!({ "TopicArn": id, "TopicName": name("TopicName") }),
            Kind::Subscription => json!({ "Arn": id }),
            Kind::Alarm => json!({ "Arn": arn("cloudwatch", *region, &format!("alarm:{id}")) }),
            _ => json!({}),
        };
        attributes.as_object().cloned().unwrap_or_default()
    }

    /// Puts a new resource into the account, on its way to being ready.
    pub(super) fn give_birth(&mut self, mut record: Record) -> Address {
        let address = record.observed.address.clone();
        self.fill_in(&mut record);
        record.observed.attributes.extend(self.first_attributes(&record));
        let (begins, becomes) = statuses(address.kind);
        let seconds = i64::from(schema::of(address.kind).seconds[0]);
        let takes = if seconds < 5 { 0 } else { seconds * self.between(850, 1150) };
        if takes > 0 || address.kind == Kind::VpcPeeringConnection {
            record.observed.state = State::Pending;
            record.observed.status = begins.into();
        } else {
            record.observed.status = becomes.into();
        }
        record.took = takes;
        self.insert(record);
        self.plan_readiness(&address, takes, becomes);
        self.make_along(&address);
        address
    }

    fn plan_readiness(&mut self, address: &Address, takes: i64, becomes: &str) {
        let become_ = |state, status: &str, gains: Value| Due::Become {
            address: address.clone(),
            state,
            status: status.into(),
            gains: gains.as_object().cloned().unwrap_or_default(),
        };
        match address.kind {
            Kind::VpcPeeringConnection => {
                self.after(2000, become_(State::Stopped, "pending-acceptance", json!({})));
            }
            Kind::DbInstance => {
                let host = format!(
                    "{}.{}.{}.rds.amazonaws.com",
                    address.id,
                    &short_hash(&address.id)[..12],
                    address.region
                );
                let endpoint = json!({ "Endpoint.Address": host, "Endpoint.Port": "5432" });
                self.after(takes * 7 / 10, become_(State::Pending, "backing-up", endpoint));
                self.after(takes, become_(State::Available, becomes, json!({})));
            }
            _ if takes > 0 => self.after(takes, become_(State::Available, becomes, json!({}))),
            _ => {}
        }
    }
}

/// The service's words while it is being made and when it is ready.
fn statuses(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Instance => ("pending", "running"),
        Kind::LoadBalancer => ("provisioning", "active"),
        Kind::FileSystem | Kind::MountTarget => ("creating", "available"),
        Kind::DbInstance => ("creating", "available"),
        Kind::Function => ("Pending", "Active"),
        Kind::VpcLink => ("PENDING", "AVAILABLE"),
        Kind::Association => ("Pending", "Success"),
        Kind::VpcPeeringConnection => ("initiating-request", "active"),
        Kind::Route => ("active", "active"),
        _ => ("pending", "available"),
    }
}

fn uuid_like(hash: &str) -> String {
    let more = short_hash(hash);
    format!(
        "{}-{}-4{}-8{}-{}{}",
        &hash[..8],
        &hash[8..12],
        &hash[12..15],
        &more[..3],
        &more[3..7],
        &more[7..15]
    )
}

fn balancer_type(properties: &Properties) -> &'static str {
    if text(properties, "Type") == "network" { "net" } else { "app" }
}

fn balancer_attributes(region: Region, id: &str, properties: &Properties) -> Value {
    let name = text(properties, "Name");
    let scheme = if text(properties, "Scheme") == "internal" { "internal-" } else { "" };
    let host = match balancer_type(properties) {
        "net" => format!("{name}-{}.elb.{region}.amazonaws.com", short_hash(id)),
        _ => format!("{scheme}{name}-{}.{region}.elb.amazonaws.com", &short_hash(id)[..10]),
    };
    json!({
        "LoadBalancerArn": id, "LoadBalancerName": name, "DNSName": host, "CanonicalHostedZoneID": "Z000SANDBOX",
        "LoadBalancerFullName": id.split_once(":loadbalancer/").map(|(_, rest)| rest),
    })
}

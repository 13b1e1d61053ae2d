//! Every kind of resource the stack has or AWS makes for it, under CloudFormation's type name.

use serde::{Deserialize, Serialize};

/// The AWS service that answers a kind's calls; rate budgets are per service and region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Service {
    /// Amazon EC2, networks included.
    Ec2,
    /// Elastic Load Balancing v2.
    Balancing,
    /// Amazon EFS.
    Efs,
    /// AWS Backup.
    Backup,
    /// Amazon RDS.
    Rds,
    /// AWS Lambda.
    Lambda,
    /// Amazon API Gateway (its control plane is slow by quota).
    ApiGateway,
    /// Amazon Cognito user pools.
    Cognito,
    /// AWS Amplify Hosting.
    Amplify,
    /// Amazon S3.
    S3,
    /// AWS Systems Manager.
    Ssm,
    /// AWS Secrets Manager.
    Secrets,
    /// CloudWatch metrics, alarms and dashboards.
    CloudWatch,
    /// CloudWatch Logs.
    Logs,
    /// Amazon SNS.
    Sns,
}

macro_rules! kinds {
    ($($variant:ident $name:literal $service:ident $doc:literal;)+) => {
        /// A kind of resource. The order is the order of building, roughly.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Kind { $(#[doc = $doc] $variant,)+ }

        impl Kind {
            /// All kinds.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// CloudFormation's type name (or one in its manner where it has none).
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// The service that answers for it.
            pub const fn service(self) -> Service {
                match self { $(Self::$variant => Service::$service,)+ }
            }

            /// The kind with this type name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

kinds! {
    Vpc "AWS::EC2::VPC" Ec2 "A network.";
    Subnet "AWS::EC2::Subnet" Ec2 "A part of a network in one zone.";
    InternetGateway "AWS::EC2::InternetGateway" Ec2 "The way out of a network.";
    VpcGatewayAttachment "AWS::EC2::VPCGatewayAttachment" Ec2 "Ties an internet gateway to a network.";
    RouteTable "AWS::EC2::RouteTable" Ec2 "Routes for subnets.";
    Route "AWS::EC2::Route" Ec2 "One route of a table.";
    SubnetRouteTableAssociation "AWS::EC2::SubnetRouteTableAssociation" Ec2 "Which table a subnet uses.";
    NetworkAcl "AWS::EC2::NetworkAcl" Ec2 "A stateless filter of subnets; made with the network.";
    SecurityGroup "AWS::EC2::SecurityGroup" Ec2 "A stateful filter of interfaces.";
    SecurityGroupIngress "AWS::EC2::SecurityGroupIngress" Ec2 "One rule for what may come in.";
    SecurityGroupEgress "AWS::EC2::SecurityGroupEgress" Ec2 "One rule for what may go out.";
    VpcPeeringConnection "AWS::EC2::VPCPeeringConnection" Ec2 "Joins two networks.";
    Eip "AWS::EC2::EIP" Ec2 "A public address.";
    EipAssociation "AWS::EC2::EIPAssociation" Ec2 "Ties a public address to an interface.";
    NetworkInterface "AWS::EC2::NetworkInterface" Ec2 "An interface; most are made by services.";
    Volume "AWS::EC2::Volume" Ec2 "A disk; made with an instance.";
    Instance "AWS::EC2::Instance" Ec2 "A machine.";
    FileSystem "AWS::EFS::FileSystem" Efs "The shared models.";
    MountTarget "AWS::EFS::MountTarget" Efs "The file system's address in a subnet.";
    BackupVault "AWS::Backup::BackupVault" Backup "Where recovery points are kept.";
    BackupPlan "AWS::Backup::BackupPlan" Backup "When backups are taken.";
    BackupSelection "AWS::Backup::BackupSelection" Backup "What a plan backs up.";
    RecoveryPoint "AWS::Backup::RecoveryPoint" Backup "A backup; made by AWS Backup.";
    TargetGroup "AWS::ElasticLoadBalancingV2::TargetGroup" Balancing "Workers behind a balancer.";
    LoadBalancer "AWS::ElasticLoadBalancingV2::LoadBalancer" Balancing "An ALB or an NLB.";
    Listener "AWS::ElasticLoadBalancingV2::Listener" Balancing "A port of a balancer.";
    ListenerRule "AWS::ElasticLoadBalancingV2::ListenerRule" Balancing "Which path goes to which group.";
    DbSubnetGroup "AWS::RDS::DBSubnetGroup" Rds "Where a database may live.";
    DbParameterGroup "AWS::RDS::DBParameterGroup" Rds "A database's settings.";
    DbInstance "AWS::RDS::DBInstance" Rds "The database.";
    DbSnapshot "AWS::RDS::DBSnapshot" Rds "A backup of the database; automatic ones are made by RDS.";
    Secret "AWS::SecretsManager::Secret" Secrets "A secret text.";
    Parameter "AWS::SSM::Parameter" Ssm "A parameter; SecureString for secrets.";
    Bucket "AWS::S3::Bucket" S3 "Files: the playbook, the Lambda's code.";
    Object "AWS::S3::Object" S3 "One file of a bucket.";
    Association "AWS::SSM::Association" Ssm "Runs the playbook on instances chosen by tags.";
    LogGroup "AWS::Logs::LogGroup" Logs "Where a service's log goes.";
    Function "AWS::Lambda::Function" Lambda "The conversations API.";
    Permission "AWS::Lambda::Permission" Lambda "Lets the API call the function.";
    UserPool "AWS::Cognito::UserPool" Cognito "The users.";
    UserPoolClient "AWS::Cognito::UserPoolClient" Cognito "How the browser signs users in.";
    UserPoolGroup "AWS::Cognito::UserPoolGroup" Cognito "A group of users.";
    VpcLink "AWS::ApiGateway::VpcLink" ApiGateway "The API's way into the network.";
    RestApi "AWS::ApiGateway::RestApi" ApiGateway "The public API, one OpenAPI document.";
    Authorizer "AWS::ApiGateway::Authorizer" ApiGateway "Who may call.";
    Deployment "AWS::ApiGateway::Deployment" ApiGateway "A published state of the API.";
    Stage "AWS::ApiGateway::Stage" ApiGateway "The address of a deployment.";
    App "AWS::Amplify::App" Amplify "The published client.";
    Branch "AWS::Amplify::Branch" Amplify "The client's files.";
    Domain "AWS::Amplify::Domain" Amplify "A name of the client.";
    Topic "AWS::SNS::Topic" Sns "Where alarms go.";
    Subscription "AWS::SNS::Subscription" Sns "Who hears of alarms.";
    MetricFilter "AWS::Logs::MetricFilter" Logs "A metric read from a log.";
    Alarm "AWS::CloudWatch::Alarm" CloudWatch "Tells when a metric is bad.";
    Dashboard "AWS::CloudWatch::Dashboard" CloudWatch "The metrics at a glance.";
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

impl Serialize for Kind {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::from_name(&name)
            .ok_or_else(|| serde::de::Error::custom(format!("'{name}' is not a kind of resource")))
    }
}

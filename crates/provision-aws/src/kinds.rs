//! Which handler answers for which kind.

use lks_domain::region::Region;
use lks_provision::cloud::{Address, Create, ErrorClass, Observed};
use lks_provision::resource::{Kind, Properties};

use crate::aws::{Aws, Site};
use crate::fault::{self, Done};
use crate::given::Given;
use crate::{
    amplify, apigateway, backup, balancing, cognito, ec2, efs, lambda, logs, monitoring, rds, s3, secrets,
    sns, ssm,
};

/// What is asked of the handler of a kind. `fetch` with an id is a read, without one a list; an id that
/// is not there may be an error `NotFound` or an empty list.
pub(crate) trait Handler {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>>;

    async fn create(_site: Site<'_>, _given: Given<'_>, _token: &str) -> Done<Observed> {
        fault::unsupported("AWS makes these by itself")
    }

    async fn update(_site: Site<'_>, _id: &str, _change: Given<'_>) -> Done<()> {
        fault::unsupported("nothing of it can be changed")
    }

    async fn delete(_site: Site<'_>, _id: &str) -> Done<()> {
        fault::unsupported("it goes with what it belongs to")
    }
}

/// Calls the handler of a kind.
macro_rules! handled {
    ($kind:expr, $call:ident($($argument:expr),*)) => {
        match $kind {
            Kind::Vpc => Box::pin(ec2::vpc::Vpc::$call($($argument),*)).await,
            Kind::Subnet => Box::pin(ec2::subnet::Subnet::$call($($argument),*)).await,
            Kind::InternetGateway => Box::pin(ec2::gateway::Gateway::$call($($argument),*)).await,
            Kind::VpcGatewayAttachment => Box::pin(ec2::gateway::Attachment::$call($($argument),*)).await,
            Kind::RouteTable => Box::pin(ec2::table::Table::$call($($argument),*)).await,
            Kind::Route => Box::pin(ec2::route::Route::$call($($argument),*)).await,
            Kind::SubnetRouteTableAssociation => Box::pin(ec2::table::Association::$call($($argument),*)).await,
            Kind::NetworkAcl => Box::pin(ec2::acl::Acl::$call($($argument),*)).await,
            Kind::SecurityGroup => Box::pin(ec2::group::Group::$call($($argument),*)).await,
            Kind::SecurityGroupIngress => Box::pin(ec2::rule::Ingress::$call($($argument),*)).await,
            Kind::SecurityGroupEgress => Box::pin(ec2::rule::Egress::$call($($argument),*)).await,
            Kind::VpcPeeringConnection => Box::pin(ec2::peering::Peering::$call($($argument),*)).await,
            Kind::Eip => Box::pin(ec2::address::Elastic::$call($($argument),*)).await,
            Kind::EipAssociation => Box::pin(ec2::address::Tie::$call($($argument),*)).await,
            Kind::NetworkInterface => Box::pin(ec2::interface::Interface::$call($($argument),*)).await,
            Kind::Volume => Box::pin(ec2::volume::Volume::$call($($argument),*)).await,
            Kind::Instance => Box::pin(ec2::instance::Instance::$call($($argument),*)).await,
            Kind::FileSystem => Box::pin(efs::FileSystem::$call($($argument),*)).await,
            Kind::MountTarget => Box::pin(efs::target::MountTarget::$call($($argument),*)).await,
            Kind::BackupVault => Box::pin(backup::Vault::$call($($argument),*)).await,
            Kind::BackupPlan => Box::pin(backup::Plan::$call($($argument),*)).await,
            Kind::BackupSelection => Box::pin(backup::Selection::$call($($argument),*)).await,
            Kind::RecoveryPoint => Box::pin(backup::Point::$call($($argument),*)).await,
            Kind::TargetGroup => Box::pin(balancing::group::TargetGroup::$call($($argument),*)).await,
            Kind::LoadBalancer => Box::pin(balancing::balancer::Balancer::$call($($argument),*)).await,
            Kind::Listener => Box::pin(balancing::listener::Listener::$call($($argument),*)).await,
            Kind::ListenerRule => Box::pin(balancing::rule::Rule::$call($($argument),*)).await,
            Kind::DbSubnetGroup => Box::pin(rds::subnets::Subnets::$call($($argument),*)).await,
            Kind::DbParameterGroup => Box::pin(rds::parameters::Parameters::$call($($argument),*)).await,
            Kind::DbInstance => Box::pin(rds::instance::Database::$call($($argument),*)).await,
            Kind::DbSnapshot => Box::pin(rds::snapshot::Snapshot::$call($($argument),*)).await,
            Kind::Secret => Box::pin(secrets::Secret::$call($($argument),*)).await,
            Kind::Parameter => Box::pin(ssm::Parameter::$call($($argument),*)).await,
            Kind::Bucket => Box::pin(s3::bucket::Bucket::$call($($argument),*)).await,
            Kind::Object => Box::pin(s3::object::Object::$call($($argument),*)).await,
            Kind::Association => Box::pin(ssm::association::Association::$call($($argument),*)).await,
            Kind::LogGroup => Box::pin(logs::Group::$call($($argument),*)).await,
            Kind::Function => Box::pin(lambda::function::Function::$call($($argument),*)).await,
            Kind::Permission => Box::pin(lambda::permission::Permission::$call($($argument),*)).await,
            Kind::UserPool => Box::pin(cognito::pool::Pool::$call($($argument),*)).await,
            Kind::UserPoolClient => Box::pin(cognito::client::PoolClient::$call($($argument),*)).await,
            Kind::UserPoolGroup => Box::pin(cognito::group::Group::$call($($argument),*)).await,
            Kind::VpcLink => Box::pin(apigateway::link::Link::$call($($argument),*)).await,
            Kind::RestApi => Box::pin(apigateway::api::Api::$call($($argument),*)).await,
            Kind::Authorizer => Box::pin(apigateway::api::Authorizer::$call($($argument),*)).await,
            Kind::Deployment => Box::pin(apigateway::deployment::Deployment::$call($($argument),*)).await,
            Kind::Stage => Box::pin(apigateway::stage::Stage::$call($($argument),*)).await,
            Kind::App => Box::pin(amplify::App::$call($($argument),*)).await,
            Kind::Branch => Box::pin(amplify::branch::Branch::$call($($argument),*)).await,
            Kind::Domain => Box::pin(amplify::Domain::$call($($argument),*)).await,
            Kind::Topic => Box::pin(sns::Topic::$call($($argument),*)).await,
            Kind::Subscription => Box::pin(sns::Subscription::$call($($argument),*)).await,
            Kind::MetricFilter => Box::pin(logs::Filter::$call($($argument),*)).await,
            Kind::Alarm => Box::pin(monitoring::Alarm::$call($($argument),*)).await,
            Kind::Dashboard => Box::pin(monitoring::Dashboard::$call($($argument),*)).await,
        }
    };
}

pub(crate) async fn fetch(aws: &Aws, region: Region, kind: Kind, id: Option<&str>) -> Done<Vec<Observed>> {
    let site = aws.site(region);
    handled!(kind, fetch(site, id))
}

/// All of a kind. What goes while it is looked into is an error `NotFound` of that look: then another is
/// worth it.
pub(crate) async fn list(aws: &Aws, region: Region, kind: Kind) -> Done<Vec<Observed>> {
    const LOOKS: usize = 4;
    let mut last = fetch(aws, region, kind, None).await;
    for _ in 1..LOOKS {
        match last {
            Err(error) if error.class == ErrorClass::NotFound => last = fetch(aws, region, kind, None).await,
            other => return other,
        }
    }
    last
}

pub(crate) async fn create(aws: &Aws, create: Create) -> Done<Observed> {
    let Create { region, kind, properties, token } = create;
    tracing::debug!(%kind, %region, "aws.create");
    let (site, given) = (aws.site(region), Given(&properties));
    handled!(kind, create(site, given, &token))
}

pub(crate) async fn update(aws: &Aws, address: Address, change: Properties) -> Done<()> {
    tracing::debug!(%address, fields = ?change.keys().collect::<Vec<_>>(), "aws.update");
    let (site, given) = (aws.site(address.region), Given(&change));
    handled!(address.kind, update(site, &address.id, given))
}

pub(crate) async fn delete(aws: &Aws, address: Address) -> Done<()> {
    tracing::debug!(%address, "aws.delete");
    let site = aws.site(address.region);
    handled!(address.kind, delete(site, &address.id))
}

//! What the simulated services refuse when something is to be made, in the order AWS looks.

use lks_domain::region::Region;
use serde_json::Value;

use super::links::{Link, links};
use super::network::Network;
use super::world::{Record, World, refuse};
use crate::cloud::{CloudError, Create, ErrorClass, State};
use crate::resource::{Change, Kind, Properties, schema};

/// Running instances a region of a lab account (AWS.md).
const INSTANCES_A_REGION: usize = 9;
/// With this many the account is closed and everything in it deleted.
const INSTANCES_THAT_CLOSE: usize = 20;

impl World {
    /// Whether `create` is well-formed, names only what is there, and fits the account.
    pub(super) fn admit(&mut self, create: &Create) -> Result<(), CloudError> {
        well_formed(create)?;
        self.links_exist(create.kind, create.region, &create.properties)?;
        self.links_ready(create)?;
        match create.kind {
            Kind::Vpc => valid_network(create).map(drop),
            Kind::Subnet => self.admit_subnet(create),
            Kind::RouteTable if create.properties.get("Main") == Some(&Value::Bool(true)) => {
                invalid("InvalidParameterValue", "a main route table is made with its VPC")
            }
            Kind::Instance => self.admit_instance(create),
            Kind::Function => lab_role(create.properties.get("Role")),
            _ => Ok(()),
        }?;
        self.within_quota(create)
    }

    /// Every link leads to something that a lagging read sees.
    pub(super) fn links_exist(
        &mut self,
        kind: Kind,
        region: Region,
        properties: &Properties,
    ) -> Result<(), CloudError> {
        for Link { property, to } in links(kind, region, properties) {
            let there = self.find_linked(&to).map(|record| record.observed.address.clone());
            if !there.is_some_and(|address| self.sees_live(&address)) {
                let code = format!("Invalid{}.NotFound", short(to.kind));
                return refuse(ErrorClass::NotFound, &code, format!("{property}: {} does not exist", to.id));
            }
        }
        Ok(())
    }

    /// Some things must be ready before others can be tied to them.
    fn links_ready(&self, create: &Create) -> Result<(), CloudError> {
        for Link { to, .. } in links(create.kind, create.region, &create.properties) {
            let Some(record) = self.find_linked(&to) else { continue };
            let needs = matches!(
                (create.kind, to.kind),
                (Kind::MountTarget, Kind::FileSystem)
                    | (Kind::EipAssociation, Kind::Instance)
                    | (Kind::Route, Kind::VpcPeeringConnection)
                    | (Kind::VpcLink, Kind::LoadBalancer)
            );
            if needs && record.observed.state != State::Available {
                let code = format!("Incorrect{}State", short(to.kind));
                return refuse(
                    ErrorClass::NotReady,
                    &code,
                    format!("{} is {}", to.id, record.observed.status),
                );
            }
        }
        Ok(())
    }

    fn admit_subnet(&self, create: &Create) -> Result<(), CloudError> {
        let network = valid_network(create)?;
        let of_same_vpc = |record: &&Record| record.text("VpcId") == create.properties["VpcId"].as_str();
        let vpc = links(create.kind, create.region, &create.properties);
        let vpc = vpc.iter().find_map(|link| self.get(&link.to));
        let range = vpc.and_then(|vpc| Network::read(vpc.text("CidrBlock")?));
        if !range.is_some_and(|range| range.contains(network)) {
            return invalid("InvalidSubnet.Range", "the CIDR is not inside the VPC's");
        }
        let taken = |record: &Record| {
            record.text("CidrBlock").and_then(Network::read).is_some_and(|other| other.overlaps(network))
        };
        if self.of(create.region, Kind::Subnet).filter(of_same_vpc).any(taken) {
            return refuse(
                ErrorClass::AlreadyExists,
                "InvalidSubnet.Conflict",
                "the CIDR conflicts with another subnet",
            );
        }
        Ok(())
    }

    fn admit_instance(&self, create: &Create) -> Result<(), CloudError> {
        let class = create.properties["InstanceType"].as_str().unwrap_or_default();
        let size = class.split_once('.').map_or("", |(_, size)| size);
        if !["nano", "micro", "small", "medium", "large"].contains(&size) {
            return denied("instance types above large are not allowed in this lab");
        }
        let profile = create.properties.get("IamInstanceProfile").and_then(Value::as_str);
        if profile.is_some_and(|profile| profile != "LabInstanceProfile") {
            return denied("only LabInstanceProfile may be passed");
        }
        Ok(())
    }

    fn within_quota(&self, create: &Create) -> Result<(), CloudError> {
        let (limit, code) = match create.kind {
            Kind::Instance => (INSTANCES_A_REGION, "InstanceLimitExceeded"),
            Kind::Vpc => (5, "VpcLimitExceeded"),
            Kind::Eip => (5, "AddressLimitExceeded"),
            Kind::InternetGateway => (5, "InternetGatewayLimitExceeded"),
            Kind::DbInstance => (40, "InstanceQuotaExceeded"),
            Kind::LoadBalancer => (50, "TooManyLoadBalancers"),
            _ => return Ok(()),
        };
        let count = self.of(create.region, create.kind).filter(|record| record.observed.is_live()).count();
        if count >= limit {
            return refuse(
                ErrorClass::QuotaExceeded,
                code,
                format!("{count} of {limit} are used in {}", create.region),
            );
        }
        Ok(())
    }

    /// Closes the account, as the lab does, when it has too many instances.
    pub(super) fn close_if_too_many(&mut self) {
        let live =
            |record: &&Record| record.observed.address.kind == Kind::Instance && record.observed.is_live();
        if self.all().filter(live).count() >= INSTANCES_THAT_CLOSE {
            self.closed = true;
            let all: Vec<_> = self.all().map(|record| record.observed.address.clone()).collect();
            all.iter().for_each(|address| self.remove(address));
        }
    }

    /// The live resource that has the same natural key.
    pub(super) fn same_key(&self, region: Region, kind: Kind, properties: &Properties) -> Option<&Record> {
        let key = &schema::of(kind).key;
        let same = |record: &&Record| {
            record.observed.is_live()
                && key.iter().all(|name| record.observed.properties.get(*name) == properties.get(*name))
        };
        self.of(region, kind).filter(|_| !key.is_empty()).find(same)
    }
}

fn well_formed(create: &Create) -> Result<(), CloudError> {
    let schema = schema::of(create.kind);
    if let Err(error) = schema.check(&create.properties) {
        return invalid("ValidationError", &error.to_string());
    }
    match create.properties.keys().find(|name| schema.set_afterwards(name)) {
        Some(name) => invalid("ValidationError", &format!("{name} cannot be given on creation")),
        None => Ok(()),
    }
}

/// A change names only properties that are there and can change.
pub(super) fn changeable(kind: Kind, change: &Properties) -> Result<(), CloudError> {
    let schema = schema::of(kind);
    if let Err(error) = schema.check_some(change) {
        return invalid("ValidationError", &error.to_string());
    }
    let fixed = |name: &&String| {
        schema.properties.get(name.as_str()).is_some_and(|property| property.change == Change::Replace)
    };
    match change.keys().find(fixed) {
        Some(name) => invalid("ValidationError", &format!("{name} of {kind} cannot be changed")),
        None => Ok(()),
    }
}

fn valid_network(create: &Create) -> Result<Network, CloudError> {
    match create.properties["CidrBlock"].as_str().and_then(Network::read) {
        Some(network) => Ok(network),
        None => invalid("InvalidParameterValue", "CidrBlock is not a network"),
    }
}

fn lab_role(role: Option<&Value>) -> Result<(), CloudError> {
    let role = role.and_then(Value::as_str).unwrap_or_default();
    if role.ends_with(":role/LabRole") || role == "LabRole" {
        return Ok(());
    }
    denied("only LabRole may be passed")
}

pub(super) fn invalid<T>(code: &str, message: &str) -> Result<T, CloudError> {
    refuse(ErrorClass::InvalidParameter, code, message)
}

fn denied<T>(message: &str) -> Result<T, CloudError> {
    refuse(ErrorClass::AccessDenied, "UnauthorizedOperation", message)
}

/// `AWS::EC2::VPC` is `VPC`.
pub(super) fn short(kind: Kind) -> &'static str {
    kind.name().rsplit("::").next().unwrap_or_default()
}

//! The stack while it is written down: typed handles, so that one resource can refer only to what
//! another really has, and the five tags on everything that can carry them.

use std::marker::PhantomData;

use lks_domain::region::Region;
use serde_json::{Value, json};

use super::{Stack, Zone};
use crate::artifacts::Artifacts;
use crate::resource::{Kind, Properties, Resource, ResourceKey, schema};

/// What every name starts with.
pub const PREFIX: &str = "lks-";
/// Value of the tag `Project`.
pub const PROJECT: &str = "lks-llm";
/// Value of the tag `ManagedBy`.
pub const MANAGED_BY: &str = "lks-provisioner";

/// A kind as a type, so that handles of different kinds cannot be mixed up.
pub(super) trait Typed {
    const KIND: Kind;
}

macro_rules! typed {
    ($($name:ident)+) => {
        /// The kinds as types.
        pub(super) mod of {
            $(#[derive(Debug)] pub enum $name {})+
        }
        $(impl Typed for of::$name { const KIND: Kind = Kind::$name; })+
    };
}

typed! {
    Vpc Subnet InternetGateway VpcGatewayAttachment RouteTable Route SubnetRouteTableAssociation
    VpcPeeringConnection SecurityGroup SecurityGroupIngress SecurityGroupEgress Instance Eip
    EipAssociation FileSystem MountTarget Association TargetGroup LoadBalancer Listener ListenerRule
    DbSubnetGroup DbParameterGroup DbInstance Parameter Bucket Object Function Permission LogGroup
    UserPool UserPoolClient UserPoolGroup VpcLink RestApi Deployment Stage App Branch Topic
    Subscription Alarm Dashboard
}

/// A resource of the draft, to be referred to.
#[derive(Debug)]
pub(super) struct Handle<T> {
    pub key: ResourceKey,
    of: PhantomData<T>,
}

impl<T> Clone for Handle<T> {
    fn clone(&self) -> Self {
        Self { key: self.key.clone(), of: PhantomData }
    }
}

impl<T> Handle<T> {
    /// Its physical id.
    pub fn id(&self) -> Value {
        self.key.reference()
    }

    fn attribute(&self, name: &str) -> Value {
        self.key.attribute(name)
    }
}

impl Handle<of::Instance> {
    /// Its network interface.
    pub fn interface(&self) -> Value {
        self.attribute("NetworkInterfaceId")
    }
}

impl Handle<of::Eip> {
    /// What an association calls it.
    pub fn allocation(&self) -> Value {
        self.attribute("AllocationId")
    }
}

impl Handle<of::LoadBalancer> {
    /// Its host name.
    pub fn dns_name(&self) -> Value {
        self.attribute("DNSName")
    }

    /// What metrics call it.
    pub fn full_name(&self) -> Value {
        self.attribute("LoadBalancerFullName")
    }
}

impl Handle<of::TargetGroup> {
    /// What metrics call it.
    pub fn full_name(&self) -> Value {
        self.attribute("TargetGroupFullName")
    }
}

impl Handle<of::DbInstance> {
    /// Its host name.
    pub fn host(&self) -> Value {
        self.attribute("Endpoint.Address")
    }
}

impl Handle<of::Parameter> {
    /// The secret text it keeps.
    pub fn secret(&self) -> Value {
        self.key.secret()
    }
}

impl Handle<of::Function> {
    /// Its ARN.
    pub fn arn(&self) -> Value {
        self.attribute("Arn")
    }
}

impl Handle<of::LogGroup> {
    /// Its ARN.
    pub fn arn(&self) -> Value {
        self.attribute("Arn")
    }
}

impl Handle<of::App> {
    /// The origin of its pages in a browser.
    pub fn origin(&self) -> Value {
        let template = format!("https://{}.${{domain}}", super::identity::BRANCH);
        json!({ "Fn::Sub": [template, { "domain": self.attribute("DefaultDomain") }] })
    }
}

impl Handle<of::UserPool> {
    /// Its ARN.
    pub fn arn(&self) -> Value {
        self.attribute("Arn")
    }
}

/// One resource before it is added.
pub(super) struct Part<'a> {
    pub region: Region,
    pub name: &'a str,
    pub component: &'a str,
    pub properties: Value,
}

/// The resources written down so far.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    pub stack: &'a Stack,
    pub artifacts: &'a Artifacts,
    resources: Vec<Resource>,
}

impl<'a> Draft<'a> {
    pub fn new(stack: &'a Stack, artifacts: &'a Artifacts) -> Self {
        Self { stack, artifacts, resources: Vec::new() }
    }

    /// Adds a resource, with its tags.
    pub fn add<T: Typed>(&mut self, zone: Zone, component: &str, name: &str, properties: Value) -> Handle<T> {
        self.add_tagged(Part { region: zone.region(), name, component, properties }, &[])
    }

    /// Adds a resource with tags beyond the five.
    pub fn add_tagged<T: Typed>(&mut self, part: Part<'_>, more: &[(&str, &str)]) -> Handle<T> {
        let key = ResourceKey::new(part.region, T::KIND, part.name);
        let mut properties: Properties = match part.properties {
            Value::Object(properties) => properties,
            _ => Properties::new(),
        };
        if schema::of(T::KIND).tagged() {
            properties.insert("Tags".into(), self.tags(part.name, part.component, more));
        }
        self.resources.push(Resource::new(key.clone(), part.component, properties));
        Handle { key, of: PhantomData }
    }

    /// Makes the resource added last wait for another that none of its properties names.
    pub fn after<T>(&mut self, other: &Handle<T>) {
        if let Some(last) = self.resources.last_mut() {
            last.depends_on.push(other.key.clone());
        }
    }

    /// The resources, in the order they were written.
    pub fn finish(self) -> Vec<Resource> {
        self.resources
    }

    /// ARN of a role that the account brings along; none is ever made.
    pub fn lab_role(&self) -> String {
        format!("arn:aws:iam::{}:role/LabRole", self.stack.account_id())
    }

    fn tags(&self, name: &str, component: &str, more: &[(&str, &str)]) -> Value {
        let five = [
            ("Name", name),
            ("Project", PROJECT),
            ("Component", component),
            ("ManagedBy", MANAGED_BY),
            ("Stack", &self.stack.id),
        ];
        let pairs = five.iter().chain(more);
        pairs.map(|(key, value)| json!({ "Key": key, "Value": value })).collect()
    }
}

/// One of something in each zone.
#[derive(Debug, Clone)]
pub(super) struct PerZone<T>(pub [T; 2]);

impl<T> PerZone<T> {
    /// Makes one in zone a, then one in zone b.
    pub fn make(mut make: impl FnMut(Zone) -> T) -> Self {
        Self(Zone::ALL.map(&mut make))
    }

    /// The one of this zone.
    pub fn of(&self, zone: Zone) -> &T {
        match zone {
            Zone::A => &self.0[0],
            Zone::B => &self.0[1],
        }
    }
}

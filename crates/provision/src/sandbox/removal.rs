//! Removing resources of the simulated account: what refuses, what goes along, what lingers.

use serde_json::{Value, json};

use super::admission::short;
use super::world::{Due, Record, World, refuse};
use crate::cloud::{Address, CloudError, ErrorClass, Observed, State};
use crate::resource::{Kind, Properties, schema};

impl World {
    /// Removes a resource, as its service would.
    pub(super) fn delete(&mut self, address: &Address) -> Result<(), CloudError> {
        let seen = self.sees_live(address);
        let Some(record) = self.get(address).filter(|record| seen && record.observed.is_live()).cloned()
        else {
            return refuse(ErrorClass::NotFound, &format!("{}NotFound", short(address.kind)), &address.id);
        };
        protected(&record)?;
        self.unheld(&record)?;
        let children = self.children(address);
        children.iter().for_each(|child| self.remove(child));
        self.let_interfaces_go(&record);
        self.depart(address);
        Ok(())
    }

    fn unheld(&self, record: &Record) -> Result<(), CloudError> {
        let address = &record.observed.address;
        let holders = self.holders(address);
        let holder = holders.iter().find(|holder| holder.observed.state != State::Gone);
        if let Some(holder) = holder {
            return violation(address, &holder.observed);
        }
        match address.kind {
            Kind::VpcGatewayAttachment => self.no_public_address(record),
            Kind::VpcLink => self.no_stage_uses(address),
            _ => Ok(()),
        }
    }

    /// A gateway cannot be detached while addresses of its network are mapped.
    fn no_public_address(&self, attachment: &Record) -> Result<(), CloudError> {
        let vpc = attachment.text("VpcId");
        let in_vpc = |record: &&Record| {
            let interface =
                record.text("NetworkInterfaceId").or(record.text("InstanceId")).unwrap_or_default();
            self.of(attachment.observed.address.region, Kind::NetworkInterface).any(|candidate| {
                let named = candidate.observed.address.id == interface
                    || candidate.text("InstanceId") == Some(interface);
                named && candidate.text("VpcId") == vpc
            })
        };
        match self.of(attachment.observed.address.region, Kind::EipAssociation).find(in_vpc) {
            Some(holder) => violation(&attachment.observed.address, &holder.observed),
            None => Ok(()),
        }
    }

    /// A link cannot go while a stage of an API that names it is there.
    fn no_stage_uses(&self, link: &Address) -> Result<(), CloudError> {
        let names = |api: &&Record| {
            let body = api.observed.properties.get("Body").map(Value::to_string).unwrap_or_default();
            body.contains(&link.id)
        };
        let api = self.of(link.region, Kind::RestApi).find(names);
        let stage = api.and_then(|api| {
            self.of(link.region, Kind::Stage)
                .find(|stage| stage.text("RestApiId") == Some(&api.observed.address.id))
        });
        stage.map_or(Ok(()), |stage| violation(link, &stage.observed))
    }

    /// Interfaces of balancers and functions outlive them for a while.
    fn let_interfaces_go(&mut self, record: &Record) {
        let address = &record.observed.address;
        let (low, high) = match address.kind {
            Kind::LoadBalancer => (30_000, 120_000),
            Kind::Function => (240_000, 1_200_000),
            _ => return,
        };
        let own = |candidate: &&Record| candidate.owner.as_ref() == Some(address);
        let interfaces: Vec<_> = self
            .of(address.region, Kind::NetworkInterface)
            .filter(own)
            .map(|interface| interface.observed.address.clone())
            .collect();
        for interface in interfaces {
            let millis = self.between(low, high);
            if let Some(record) = self.records.get_mut(&interface) {
                record.owner = None;
            }
            self.after(millis, Due::Vanish(interface));
        }
    }

    fn depart(&mut self, address: &Address) {
        self.cancel_due(address);
        let seconds = i64::from(schema::of(address.kind).seconds[2]);
        if seconds < 5 {
            return self.remove(address);
        }
        let millis = seconds * self.between(850, 1150);
        let status = if address.kind == Kind::Instance { "shutting-down" } else { "deleting" };
        self.alter(address, |observed| {
            observed.state = State::Deleting;
            observed.status = status.into();
        });
        if address.kind == Kind::Instance {
            self.terminate(address, millis);
        } else {
            self.after(millis, Due::Vanish(address.clone()));
        }
    }

    /// A terminated instance is still shown for an hour; its interface and disk go at once.
    fn terminate(&mut self, instance: &Address, millis: i64) {
        let own = |record: &&Record| record.owner.as_ref() == Some(instance);
        let by_products: Vec<_> =
            self.all().filter(own).map(|record| record.observed.address.clone()).collect();
        by_products.into_iter().for_each(|address| self.after(millis, Due::Vanish(address)));
        let gone = Due::Become {
            address: instance.clone(),
            state: State::Gone,
            status: "terminated".into(),
            gains: Properties::new(),
        };
        self.after(millis, gone);
        self.after(3_600_000, Due::Vanish(instance.clone()));
    }
}

fn violation<T>(held: &Address, holder: &Observed) -> Result<T, CloudError> {
    let message = format!("{} is still used by {} {}", held.id, holder.address.kind, holder.address.id);
    refuse(ErrorClass::DependencyViolation, "DependencyViolation", message)
}

/// Settings and natures that keep a resource from going.
fn protected(record: &Record) -> Result<(), CloudError> {
    let Observed { address, properties, status, state, .. } = &record.observed;
    let is = |name: &str, value: Value| properties.get(name) == Some(&value);
    let invalid = |message: &str| {
        refuse(ErrorClass::InvalidParameter, "OperationNotPermitted", format!("{}: {message}", address.id))
    };
    match address.kind {
        Kind::DbInstance if is("DeletionProtection", json!(true)) => invalid("deletion protection is on"),
        Kind::UserPool if is("DeletionProtection", json!("ACTIVE")) => invalid("deletion protection is on"),
        Kind::Instance if is("DisableApiTermination", json!(true)) => invalid("termination protection is on"),
        Kind::SecurityGroup if is("GroupName", json!("default")) => {
            invalid("a default group cannot be deleted")
        }
        Kind::NetworkAcl if is("IsDefault", json!(true)) => invalid("a default ACL cannot be deleted"),
        Kind::RouteTable if is("Main", json!(true)) => invalid("a main route table cannot be deleted"),
        Kind::NetworkInterface if status == "in-use" => refuse(
            ErrorClass::DependencyViolation,
            "InvalidParameterValue",
            format!("{} is in use", address.id),
        ),
        Kind::DbInstance | Kind::VpcLink if matches!(state, State::Pending | State::Updating) => {
            refuse(ErrorClass::NotReady, "InvalidState", format!("{} is {status}", address.id))
        }
        _ => Ok(()),
    }
}

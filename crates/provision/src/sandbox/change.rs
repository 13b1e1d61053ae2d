//! Creating and changing resources of the simulated account.

use serde_json::{Value, json};

use super::admission::{changeable, invalid, short};
use super::world::{Due, Record, TokenUse, World, refuse};
use crate::cloud::{Address, CloudError, Create, ErrorClass, Maker, Observed, State};
use crate::resource::{Change, Kind, Properties, Token, canonical, digest, schema};

/// Kinds that refuse changes while they are being made or changed.
const BUSY: &[Kind] = &[Kind::DbInstance, Kind::Function, Kind::FileSystem, Kind::VpcLink, Kind::Branch];

impl World {
    /// Makes a resource, or gives the one that this token or name already made.
    pub(super) fn create(&mut self, create: Create) -> Result<Observed, CloudError> {
        self.open()?;
        let sum = digest(canonical(&Value::Object(create.properties.clone())));
        let token = format!("{}/{}/{}", create.region, create.kind, create.token);
        let by_token = schema::of(create.kind).token == Token::Client && !create.token.is_empty();
        if let Some(done) = self.tokens.get(&token).filter(|_| by_token) {
            return self.replay(done, &sum);
        }
        self.admit(&create)?;
        if let Some(there) = self.already(&create)? {
            return Ok(there);
        }
        let address = self.found(create);
        if by_token {
            self.tokens.insert(token, TokenUse { properties: sum, address: address.clone() });
        }
        self.close_if_too_many();
        self.open()?;
        self.now_at(&address)
    }

    fn open(&self) -> Result<(), CloudError> {
        if self.closed {
            return refuse(
                ErrorClass::AccessDenied,
                "AccountDeactivated",
                "20 instances ran at once: the lab is closed",
            );
        }
        Ok(())
    }

    fn replay(&self, done: &TokenUse, sum: &str) -> Result<Observed, CloudError> {
        if done.properties != sum {
            let message = "the token was used with other parameters";
            return refuse(ErrorClass::TokenMismatch, "IdempotentParameterMismatch", message);
        }
        self.now_at(&done.address)
    }

    fn now_at(&self, address: &Address) -> Result<Observed, CloudError> {
        match self.get(address) {
            Some(record) => Ok(record.observed.clone()),
            None => refuse(ErrorClass::NotFound, &format!("{}NotFound", short(address.kind)), &address.id),
        }
    }

    /// What a name that is taken means for this kind.
    fn already(&mut self, create: &Create) -> Result<Option<Observed>, CloudError> {
        let Some(there) = self.same_key(create.region, create.kind, &create.properties) else {
            return Ok(None);
        };
        let there = there.observed.clone();
        let same = create.properties.iter().all(|(name, value)| there.properties.get(name) == Some(value));
        match schema::of(create.kind).token {
            Token::SameName if same => Ok(Some(there)),
            Token::Upsert => {
                self.update(&there.address, mutable(create))?;
                self.now_at(&there.address).map(Some)
            }
            Token::SameName | Token::Conflict => {
                let code = format!("Duplicate{}", short(create.kind));
                refuse(ErrorClass::AlreadyExists, &code, format!("{} is already there", there.address.id))
            }
            Token::None | Token::Client => Ok(None),
        }
    }

    fn found(&mut self, create: Create) -> Address {
        let id = self.new_id(create.kind, create.region, &create.properties);
        let address = Address { region: create.region, kind: create.kind, id };
        self.keep_secret(&address, &create.properties);
        let record = Record::new(address, readable(create.kind, create.properties), self.now);
        self.give_birth(record)
    }

    fn keep_secret(&mut self, address: &Address, properties: &Properties) {
        let name = match address.kind {
            Kind::Secret => "SecretString",
            Kind::Parameter => "Value",
            _ => return,
        };
        if let Some(text) = properties.get(name).and_then(Value::as_str) {
            self.secrets.insert(address.clone(), text.to_owned());
        }
    }

    /// Sets properties of a resource.
    pub(super) fn update(&mut self, address: &Address, change: Properties) -> Result<(), CloudError> {
        self.open()?;
        let there = self.sees_live(address);
        let Some(record) = self.get(address).filter(|_| there).cloned() else {
            return refuse(ErrorClass::NotFound, &format!("{}NotFound", short(address.kind)), &address.id);
        };
        changeable(address.kind, &change)?;
        let mut named = change.clone();
        named.extend(
            record.observed.properties.get("TargetType").map(|kind| ("TargetType".into(), kind.clone())),
        );
        self.links_exist(address.kind, address.region, &named)?;
        self.may_change(&record, &change)?;
        self.keep_secret(address, &change);
        self.consequences(&record, &change);
        self.apply(address, change);
        Ok(())
    }

    fn may_change(&self, record: &Record, change: &Properties) -> Result<(), CloudError> {
        let (observed, kind) = (&record.observed, record.observed.address.kind);
        let busy = matches!(observed.state, State::Pending | State::Updating) && BUSY.contains(&kind);
        let unasked = change.contains_key("Accepted") && observed.status == "initiating-request";
        if busy || unasked {
            let code = format!("Invalid{}State", short(kind));
            return refuse(
                ErrorClass::NotReady,
                &code,
                format!("{} is {}", observed.address.id, observed.status),
            );
        }
        if kind == Kind::TargetGroup && change.contains_key("Targets") {
            return self.targets_ready(record, change);
        }
        Ok(())
    }

    /// Instances must run; a balancer that is a target must listen on the port.
    fn targets_ready(&self, group: &Record, change: &Properties) -> Result<(), CloudError> {
        let mut properties = group.observed.properties.clone();
        properties.extend(change.clone());
        let region = group.observed.address.region;
        for link in super::links::links(Kind::TargetGroup, region, &properties) {
            let ready = match link.to.kind {
                Kind::Instance => {
                    self.get(&link.to).is_some_and(|target| target.observed.state == State::Available)
                }
                Kind::LoadBalancer => self
                    .of(region, Kind::Listener)
                    .any(|listener| listener.text("LoadBalancerArn") == Some(&link.to.id)),
                _ => true,
            };
            if !ready {
                return refuse(
                    ErrorClass::NotReady,
                    "InvalidTarget",
                    format!("{} cannot be a target yet", link.to.id),
                );
            }
        }
        Ok(())
    }

    /// What a change makes the cloud do.
    fn consequences(&mut self, record: &Record, change: &Properties) {
        let address = &record.observed.address;
        match address.kind {
            Kind::SecurityGroup => {
                self.set_rules(address, Kind::SecurityGroupIngress, change.get("SecurityGroupIngress"));
                self.set_rules(address, Kind::SecurityGroupEgress, change.get("SecurityGroupEgress"));
            }
            Kind::VpcPeeringConnection if change.get("Accepted") == Some(&json!(true)) => {
                let active = Due::Become {
                    address: address.clone(),
                    state: State::Available,
                    status: "active".into(),
                    gains: Properties::new(),
                };
                self.after(1000, active);
            }
            Kind::FileSystem
                if change.get("BackupPolicy").is_some_and(|policy| policy["Status"] == "ENABLED") =>
            {
                self.back_up(address);
            }
            Kind::Instance if change.get("State") == Some(&json!("running")) => self.start(address),
            Kind::Function if change.contains_key("VpcConfig") => self.move_function(address, change),
            _ => {}
        }
    }

    /// A stopped machine takes a while to run again.
    fn start(&mut self, instance: &Address) {
        self.alter(instance, |observed| {
            observed.state = State::Pending;
            observed.status = "pending".into();
        });
        let running = Due::Become {
            address: instance.clone(),
            state: State::Available,
            status: "running".into(),
            gains: Properties::new(),
        };
        self.after(15_000, running);
    }

    /// AWS makes a vault of its own and, in time, recovery points in it.
    fn back_up(&mut self, file_system: &Address) {
        let name = "aws/efs/automatic-backup-vault";
        let vault = Address { region: file_system.region, kind: Kind::BackupVault, id: name.into() };
        if self.get(&vault).is_none() {
            let properties = json!({ "BackupVaultName": name });
            let mut record = Record::new(vault, object(properties), self.now);
            record.observed.maker = Maker::Cloud;
            self.give_birth(record);
        }
        let properties =
            object(json!({ "BackupVaultName": name, "ResourceArn": file_system_arn(file_system) }));
        let id = self.new_id(Kind::RecoveryPoint, file_system.region, &properties);
        let at = Address { region: file_system.region, kind: Kind::RecoveryPoint, id };
        let mut point = Record::new(at, properties, self.now);
        point.observed.maker = Maker::Cloud;
        self.after(900_000, Due::Appear { record: Box::new(point), maker: file_system.clone() });
    }

    /// A function that leaves its subnets lets go of its interfaces in its own time.
    fn move_function(&mut self, function: &Address, change: &Properties) {
        let own = |record: &&Record| record.owner.as_ref() == Some(function);
        let interfaces: Vec<_> = self
            .of(function.region, Kind::NetworkInterface)
            .filter(own)
            .map(|record| record.observed.address.clone())
            .collect();
        for interface in interfaces {
            let millis = self.between(60_000, 300_000);
            self.let_go(&interface, millis);
        }
        self.furnish_function(function, change);
    }

    /// An interface that nobody uses any more becomes free after `millis`, and goes much later.
    pub(super) fn let_go(&mut self, interface: &Address, millis: i64) {
        if let Some(record) = self.records.get_mut(interface) {
            record.owner = None;
        }
        self.cancel_due(interface);
        let free = Due::Become {
            address: interface.clone(),
            state: State::Available,
            status: "available".into(),
            gains: Properties::new(),
        };
        self.after(millis, free);
        self.after(1_200_000, Due::Vanish(interface.clone()));
    }

    fn apply(&mut self, address: &Address, change: Properties) {
        let seconds = i64::from(schema::of(address.kind).seconds[1]);
        let ready = self.get(address).map(|record| (record.observed.state, record.observed.status.clone()));
        let mut change = readable(address.kind, change);
        change.shift_remove("State");
        if address.kind == Kind::SecurityGroup {
            change.shift_remove("SecurityGroupIngress");
            change.shift_remove("SecurityGroupEgress");
        }
        let slow = seconds >= 10 && !is_only_tags(&change);
        self.alter(address, |observed| {
            observed.properties.extend(change);
            if slow && observed.state == State::Available {
                observed.state = State::Updating;
                observed.status = "modifying".into();
            }
        });
        if let Some((State::Available, status)) = ready.filter(|_| slow) {
            let gains = Properties::new();
            self.after(
                seconds * 1000,
                Due::Become { address: address.clone(), state: State::Available, status, gains },
            );
        }
    }

    /// Changes anything by hand, past all rules but the schema's.
    ///
    /// # Errors
    /// A resource or a property that is not there.
    pub fn set_by_hand(&mut self, id: &str, field: &str, value: Value) -> Result<(), CloudError> {
        let Some(address) = self.find_id(id) else {
            return refuse(ErrorClass::NotFound, "NotFound", format!("there is no resource {id}"));
        };
        if field == "State" {
            return self.set_state_by_hand(&address, &value);
        }
        let change = object(json!({ field: value }));
        if let Err(error) = schema::of(address.kind).check_some(&change) {
            return invalid("ValidationError", &error.to_string());
        }
        if let Some(record) = self.get(&address).cloned() {
            self.keep_secret(&address, &change);
            if address.kind == Kind::SecurityGroup {
                self.consequences(&record, &change);
            }
        }
        let change = readable(address.kind, change);
        self.alter(&address, |observed| {
            let rules = ["SecurityGroupIngress", "SecurityGroupEgress"];
            observed
                .properties
                .extend(change.into_iter().filter(|(name, _)| !rules.contains(&name.as_str())));
        });
        Ok(())
    }

    fn set_state_by_hand(&mut self, address: &Address, value: &Value) -> Result<(), CloudError> {
        let status = value.as_str().unwrap_or_default();
        let state = match status {
            "stopped" | "stopping" | "pending-acceptance" | "rejected" => State::Stopped,
            "failed" | "error" | "Failed" => State::Failed,
            "running" | "active" | "available" | "Success" | "AVAILABLE" | "Active" => State::Available,
            "pending" | "creating" => State::Pending,
            _ => {
                return invalid(
                    "ValidationError",
                    "State must be one that the service knows, as running or stopped",
                );
            }
        };
        self.cancel_due(address);
        self.alter(address, |observed| {
            observed.state = state;
            observed.status = status.into();
        });
        Ok(())
    }

    /// Removes anything by hand, with everything that could not be there without it.
    ///
    /// # Errors
    /// A resource that is not there.
    pub fn remove_by_hand(&mut self, id: &str) -> Result<(), CloudError> {
        let Some(address) = self.find_id(id) else {
            return refuse(ErrorClass::NotFound, "NotFound", format!("there is no resource {id}"));
        };
        self.remove_with_holders(&address);
        Ok(())
    }

    fn remove_with_holders(&mut self, address: &Address) {
        let mut along = self.children(address);
        along.extend(self.holders(address).iter().map(|holder| holder.observed.address.clone()));
        self.remove(address);
        for other in along {
            if self.get(&other).is_some() {
                self.remove_with_holders(&other);
            }
        }
    }

    /// By its id; `region/id` where both regions have one of that name.
    fn find_id(&self, id: &str) -> Option<Address> {
        let named =
            |address: &&Address| address.id == id || id == format!("{}/{}", address.region, address.id);
        self.all().map(|record| &record.observed.address).find(named).cloned()
    }
}

fn object(value: Value) -> Properties {
    value.as_object().cloned().unwrap_or_default()
}

fn file_system_arn(file_system: &Address) -> String {
    super::birth::arn("elasticfilesystem", file_system.region, &format!("file-system/{}", file_system.id))
}

fn is_only_tags(change: &Properties) -> bool {
    change.keys().all(|name| name == "Tags")
}

/// Without what cannot be read back.
fn readable(kind: Kind, mut properties: Properties) -> Properties {
    let schema = schema::of(kind);
    properties.retain(|name, _| {
        schema.properties.get(name.as_str()).is_none_or(|property| property.change != Change::Unread)
    });
    properties
}

/// Those of a creation's properties that an update may set.
fn mutable(create: &Create) -> Properties {
    let schema = schema::of(create.kind);
    let may =
        |name: &str| schema.properties.get(name).is_some_and(|property| property.change != Change::Replace);
    create.properties.clone().into_iter().filter(|(name, _)| may(name)).collect()
}

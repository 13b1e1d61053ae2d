//! What AWS fills in and makes along with a resource: default groups, interfaces, disks, logs, backups.

use lks_domain::region::Region;
use serde_json::{Value, json};

use super::world::{Due, Record, World};
use crate::cloud::Address;
use crate::resource::{Kind, Properties};

fn object(value: Value) -> Properties {
    value.as_object().cloned().unwrap_or_default()
}

fn texts(value: Option<&Value>) -> Vec<String> {
    value
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

impl World {
    /// Properties that AWS chooses when nobody does.
    pub(super) fn fill_in(&mut self, record: &mut Record) {
        let region = record.observed.address.region;
        let properties = &mut record.observed.properties;
        let mut default = |name: &str, value: Value| {
            properties.entry(name).or_insert(value);
        };
        match record.observed.address.kind {
            Kind::Vpc => {
                default("EnableDnsSupport", json!(true));
                default("EnableDnsHostnames", json!(false));
            }
            Kind::Subnet => {
                default("AvailabilityZone", json!(format!("{region}a")));
                default("MapPublicIpOnLaunch", json!(false));
            }
            Kind::Instance => default("SourceDestCheck", json!(true)),
            Kind::VpcPeeringConnection => default("Accepted", json!(false)),
            Kind::FileSystem => default("BackupPolicy", json!({ "Status": "DISABLED" })),
            Kind::DbInstance => default("DeletionProtection", json!(false)),
            _ => {}
        }
    }

    /// A by-product of `owner`.
    fn by_product(&mut self, owner: &Address, kind: Kind, properties: Value) -> Record {
        let properties = object(properties);
        let id = self.new_id(kind, owner.region, &properties);
        Record::new(Address { region: owner.region, kind, id }, properties, self.now).owned(owner)
    }

    fn make(&mut self, owner: &Address, kind: Kind, properties: Value) -> Address {
        let record = self.by_product(owner, kind, properties);
        self.give_birth(record)
    }

    fn later(&mut self, millis: i64, owner: &Address, kind: Kind, properties: Value) {
        let record = self.by_product(owner, kind, properties);
        self.after(millis, Due::Appear { record: Box::new(record), maker: owner.clone() });
    }

    /// What AWS makes along with a new resource.
    pub(super) fn make_along(&mut self, address: &Address) {
        let Some(properties) = self.get(address).map(|record| record.observed.properties.clone()) else {
            return;
        };
        match address.kind {
            Kind::Vpc => self.furnish_network(address),
            Kind::SecurityGroup => self.first_rules(address, &properties),
            Kind::Instance => self.plug_in(address, &properties),
            Kind::MountTarget => {
                let subnet = properties["SubnetId"].as_str().unwrap_or_default().to_owned();
                let groups = texts(properties.get("SecurityGroups"));
                let text = format!(
                    "EFS mount target for {}",
                    properties["FileSystemId"].as_str().unwrap_or_default()
                );
                let wanted =
                    properties.get("IpAddress").and_then(Value::as_str).unwrap_or_default().to_owned();
                let ip = self.interface(address, &subnet, &groups, &text, &wanted);
                self.alter(address, |observed| {
                    observed.attributes.insert("IpAddress".into(), ip.clone().into());
                    observed.attributes.insert("Id".into(), observed.address.id.clone().into());
                    observed.properties.insert("IpAddress".into(), ip.into());
                });
            }
            Kind::LoadBalancer => self.plug_in_balancer(address, &properties),
            Kind::DbInstance => self.plug_in_database(address, &properties),
            Kind::Function => self.furnish_function(address, &properties),
            Kind::Stage => self.log_executions(address, &properties),
            _ => {}
        }
    }

    fn furnish_network(&mut self, vpc: &Address) {
        let acl = self.make(vpc, Kind::NetworkAcl, json!({ "VpcId": vpc.id, "IsDefault": true, "Entries": [
            { "RuleNumber": 100, "Egress": false, "Protocol": -1, "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" },
            { "RuleNumber": 100, "Egress": true, "Protocol": -1, "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" },
        ] }));
        let table = self.make(vpc, Kind::RouteTable, json!({ "VpcId": vpc.id, "Main": true }));
        let group = json!({ "VpcId": vpc.id, "GroupName": "default", "GroupDescription": "default VPC security group" });
        let group = self.make(vpc, Kind::SecurityGroup, group);
        let rule = json!({ "GroupId": group.id, "IpProtocol": "-1", "SourceSecurityGroupId": group.id });
        self.make(&group, Kind::SecurityGroupIngress, rule);
        self.alter(vpc, |observed| {
            observed.attributes.extend(object(json!({
                "DefaultSecurityGroup": group.id, "DefaultNetworkAcl": acl.id, "MainRouteTable": table.id,
            })));
        });
    }

    /// Every new group lets everything out; rules given inline become rules.
    fn first_rules(&mut self, group: &Address, properties: &Properties) {
        self.set_rules(group, Kind::SecurityGroupIngress, properties.get("SecurityGroupIngress"));
        let everything = json!([{ "IpProtocol": "-1", "CidrIp": "0.0.0.0/0" }]);
        let egress = properties.get("SecurityGroupEgress").unwrap_or(&everything);
        self.set_rules(group, Kind::SecurityGroupEgress, Some(&egress.clone()));
        self.alter(group, |observed| {
            observed.properties.shift_remove("SecurityGroupIngress");
            observed.properties.shift_remove("SecurityGroupEgress");
        });
    }

    /// Makes the rules of a group these.
    pub(super) fn set_rules(&mut self, group: &Address, kind: Kind, rules: Option<&Value>) {
        let Some(rules) = rules.and_then(Value::as_array) else { return };
        let old: Vec<_> = self
            .of(group.region, kind)
            .filter(|rule| rule.text("GroupId") == Some(&group.id))
            .map(|rule| rule.observed.address.clone())
            .collect();
        old.iter().for_each(|rule| self.remove(rule));
        for rule in rules {
            let mut rule = object(rule.clone());
            rule.insert("GroupId".into(), group.id.clone().into());
            self.make(group, kind, Value::Object(rule));
        }
    }

    /// An interface of a service in a subnet; gives its address.
    fn interface(
        &mut self,
        owner: &Address,
        subnet: &str,
        groups: &[String],
        text: &str,
        wanted: &str,
    ) -> String {
        let region = owner.region;
        let at = Address { region, kind: Kind::Subnet, id: subnet.to_owned() };
        let vpc = self.get(&at).and_then(|subnet| subnet.text("VpcId")).unwrap_or_default().to_owned();
        let ip = if wanted.is_empty() { self.free_address(region, subnet) } else { wanted.to_owned() };
        let mut properties = json!({
            "SubnetId": subnet, "VpcId": vpc, "GroupSet": groups, "Description": text, "PrivateIpAddress": ip,
            "RequesterManaged": owner.kind != Kind::Instance,
        });
        if owner.kind == Kind::Instance {
            properties["InstanceId"] = owner.id.clone().into();
        }
        let interface = self.make(owner, Kind::NetworkInterface, properties);
        self.alter(&interface, |observed| observed.status = "in-use".into());
        ip
    }

    fn plug_in(&mut self, instance: &Address, properties: &Properties) {
        let subnet = properties["SubnetId"].as_str().unwrap_or_default().to_owned();
        let groups = texts(properties.get("SecurityGroupIds"));
        let wanted =
            properties.get("PrivateIpAddress").and_then(Value::as_str).unwrap_or_default().to_owned();
        let ip = self.interface(instance, &subnet, &groups, "", &wanted);
        let volume = json!({ "InstanceId": instance.id, "Size": 8, "VolumeType": "gp3" });
        self.make(instance, Kind::Volume, volume);
        let interface = self.interface_of(instance).unwrap_or_default();
        let zone = self.zone_of(instance.region, &subnet);
        self.alter(instance, |observed| {
            observed.attributes.extend(object(json!({
                "InstanceId": observed.address.id, "PrivateIp": ip, "NetworkInterfaceId": interface,
                "AvailabilityZone": zone, "PrivateDnsName": format!("ip-{}.ec2.internal", ip.replace('.', "-")),
            })));
        });
    }

    fn interface_of(&self, owner: &Address) -> Option<String> {
        let own = |record: &&Record| record.owner.as_ref() == Some(owner);
        self.of(owner.region, Kind::NetworkInterface)
            .find(own)
            .map(|record| record.observed.address.id.clone())
    }

    fn zone_of(&self, region: Region, subnet: &str) -> String {
        let at = Address { region, kind: Kind::Subnet, id: subnet.to_owned() };
        self.get(&at).and_then(|subnet| subnet.text("AvailabilityZone")).unwrap_or_default().to_owned()
    }

    fn plug_in_balancer(&mut self, balancer: &Address, properties: &Properties) {
        let groups = texts(properties.get("SecurityGroups"));
        let path = balancer.id.split_once(":loadbalancer/").map_or("", |(_, path)| path).to_owned();
        let mappings =
            properties.get("SubnetMappings").and_then(Value::as_array).cloned().unwrap_or_default();
        let mapped = mappings.iter().map(|mapping| {
            let text = |name: &str| mapping[name].as_str().unwrap_or_default().to_owned();
            (text("SubnetId"), text("PrivateIPv4Address"))
        });
        let plain = texts(properties.get("Subnets")).into_iter().map(|subnet| (subnet, String::new()));
        for (subnet, wanted) in mapped.chain(plain).collect::<Vec<_>>() {
            self.interface(balancer, &subnet, &groups, &format!("ELB {path}"), &wanted);
        }
    }

    fn plug_in_database(&mut self, database: &Address, properties: &Properties) {
        let group = properties.get("DBSubnetGroupName").and_then(Value::as_str).unwrap_or_default();
        let at = Address { region: database.region, kind: Kind::DbSubnetGroup, id: group.to_owned() };
        let subnets =
            self.get(&at).map(|group| texts(group.observed.properties.get("SubnetIds"))).unwrap_or_default();
        let groups = texts(properties.get("VPCSecurityGroups"));
        if let Some(subnet) = subnets.first() {
            self.interface(database, subnet, &groups, "RDSNetworkInterface", "");
        }
        if properties.get("BackupRetentionPeriod").and_then(Value::as_i64).unwrap_or(1) > 0 {
            let snapshot = json!({
                "DBInstanceIdentifier": database.id, "SnapshotType": "automated",
                "DBSnapshotIdentifier": format!("rds:{}-2026-11-23-04-05", database.id),
            });
            self.later(600_000, database, Kind::DbSnapshot, snapshot);
        }
        for log in texts(properties.get("EnableCloudwatchLogsExports")) {
            let name = format!("/aws/rds/instance/{}/{log}", database.id);
            self.log_group(500_000, database, &name);
        }
    }

    /// A log group that a service makes by itself; it outlives what made it.
    fn log_group(&mut self, millis: i64, owner: &Address, name: &str) {
        let at = Address { region: owner.region, kind: Kind::LogGroup, id: name.to_owned() };
        if self.get(&at).is_none() {
            let mut record = self.by_product(owner, Kind::LogGroup, json!({ "LogGroupName": name }));
            record.owner = None;
            self.after(millis, Due::Appear { record: Box::new(record), maker: owner.clone() });
        }
    }

    pub(super) fn furnish_function(&mut self, function: &Address, properties: &Properties) {
        let config = properties.get("VpcConfig").cloned().unwrap_or_default();
        let groups = texts(config.get("SecurityGroupIds"));
        for subnet in texts(config.get("SubnetIds")) {
            let text = format!("AWS Lambda VPC ENI-{}", function.id);
            self.interface(function, &subnet, &groups, &text, "");
        }
        self.log_group(300_000, function, &format!("/aws/lambda/{}", function.id));
    }

    fn log_executions(&mut self, stage: &Address, properties: &Properties) {
        let text = |name: &str| properties.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        if properties.contains_key("MethodSettings") {
            let name = format!("API-Gateway-Execution-Logs_{}/{}", text("RestApiId"), text("StageName"));
            self.log_group(60_000, stage, &name);
        }
    }
}

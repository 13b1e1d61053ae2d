//! Rules of groups and routes in words: they have no name that would tell one from another.

use serde_json::Value;

use crate::cloud::Observed;
use crate::resource::{Kind, Properties};

/// What this rule or route says.
pub(super) fn in_words(seen: &Observed) -> String {
    let has = &seen.properties;
    match seen.address.kind {
        Kind::Route => {
            let targets =
                ["GatewayId", "NatGatewayId", "NetworkInterfaceId", "InstanceId", "VpcPeeringConnectionId"];
            format!("{} to {}", first(has, &["DestinationCidrBlock"]), first(has, &targets))
        }
        Kind::SecurityGroupEgress => format!("{} to {}", traffic(has), peer(has)),
        _ => format!("{} from {}", traffic(has), peer(has)),
    }
}

fn traffic(has: &Properties) -> String {
    let protocol = first(has, &["IpProtocol"]);
    match (text(has, "FromPort"), text(has, "ToPort")) {
        _ if protocol == "-1" => "everything".into(),
        (Some(from), Some(to)) if from != to => format!("{protocol} {from}-{to}"),
        (Some(port), _) => format!("{protocol} {port}"),
        _ => protocol,
    }
}

fn peer(has: &Properties) -> String {
    first(has, &["CidrIp", "CidrIpv6", "SourceSecurityGroupId", "DestinationSecurityGroupId"])
}

fn first(has: &Properties, names: &[&str]) -> String {
    names.iter().find_map(|name| text(has, name)).unwrap_or_else(|| "?".into())
}

fn text(has: &Properties, name: &str) -> Option<String> {
    match has.get(name)? {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use lks_domain::region::Region;
    use serde_json::json;

    use super::*;
    use crate::cloud::{Address, Maker, State};

    fn words(kind: Kind, properties: Value) -> String {
        in_words(&Observed {
            address: Address { region: Region::UsEast1, kind, id: "x".into() },
            state: State::Available,
            status: "available".into(),
            maker: Maker::Caller,
            properties: properties.as_object().cloned().unwrap(),
            attributes: Properties::new(),
        })
    }

    #[test]
    fn a_rule_says_what_it_lets_pass_and_a_route_where_it_leads() {
        let ssh = json!({ "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIp": "0.0.0.0/0" });
        assert_eq!(words(Kind::SecurityGroupIngress, ssh), "tcp 22 from 0.0.0.0/0");
        let all = json!({ "IpProtocol": "-1", "CidrIp": "0.0.0.0/0" });
        assert_eq!(words(Kind::SecurityGroupEgress, all), "everything to 0.0.0.0/0");
        let route = json!({ "DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1" });
        assert_eq!(words(Kind::Route, route), "0.0.0.0/0 to nat-1");
    }
}

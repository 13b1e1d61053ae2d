//! NAT instances (SPEC 2.1).

use super::live::{Question, command};
use super::{Check, living, look};
use crate::inventory::view::{Answer, View, ensure, every, expect};
use crate::reachability::Role;
use crate::resource::Kind;
use crate::stack::Zone;

pub(super) const CHECKS: &[Check] = &[
    look(
        "nat.instances",
        "A NAT instance a zone runs in the public subnet",
        "Start the instance, or apply again",
        instances,
    ),
    look("nat.type", "NAT instances are of the chosen type (t2.micro)", "Apply again", kind),
    look("nat.forwarding", "Source/destination check is off", "Set SourceDestCheck to false", forwarding),
    look(
        "nat.set-up",
        "User data sets up IP forwarding and a MASQUERADE rule that survives a reboot",
        "User data works at the first start only: apply again to replace the instance",
        set_up,
    ),
    look("nat.address", "Each NAT instance has a fixed public address", "Apply again", address),
    look(
        "nat.no-gateway",
        "There is no NAT gateway",
        "Remove the NAT gateway and its route, then apply",
        no_gateway,
    ),
    look(
        "nat.way-out",
        "Private subnets reach the internet through the NAT instance",
        "See network.private-table, nat.forwarding and security.nat",
        way_out,
    ),
    living(
        "nat.live",
        "The NAT instance forwards and masquerades right now",
        "Restart lks-nat.service on the instance",
        Question {
            ask: |view| {
                Zone::ALL
                    .map(|zone| {
                        Ok(command(
                            view.nat(zone)?,
                            "sysctl -n net.ipv4.ip_forward; iptables -t nat -S POSTROUTING",
                        ))
                    })
                    .into_iter()
                    .collect()
            },
            judge: |_, answer| {
                let forwards =
                    answer.output.lines().next() == Some("1") && answer.output.contains("MASQUERADE");
                if answer.code == 0 && forwards {
                    Ok("forwards and masquerades".into())
                } else {
                    Err(format!("answered {:?}", answer.output.trim()))
                }
            },
        },
    ),
];

fn both(one: impl Fn(Zone) -> Answer) -> Answer {
    every(Zone::ALL.map(one))
}

fn instances(view: &View<'_>) -> Answer {
    both(|zone| {
        let nat = view.nat(zone)?;
        let subnet = view.linked(nat, "SubnetId", Kind::Subnet)?;
        ensure(subnet.name == view.subnet(zone, "public")?.name, || {
            format!("{} is in {}", nat.name, subnet.name)
        })?;
        ensure(matches!(nat.state.as_str(), "" | "running"), || format!("{} is {}", nat.name, nat.state))?;
        Ok(format!("{} in {}", nat.name, subnet.name))
    })
}

fn kind(view: &View<'_>) -> Answer {
    both(|zone| expect(view.nat(zone)?, "InstanceType", view.stack.nat.instance_type.as_str()))
}

fn forwarding(view: &View<'_>) -> Answer {
    both(|zone| expect(view.nat(zone)?, "SourceDestCheck", false))
}

fn set_up(view: &View<'_>) -> Answer {
    both(|zone| {
        let nat = view.nat(zone)?;
        let script = nat.text("UserData").unwrap_or_default();
        let needed = ["net.ipv4.ip_forward = 1", "MASQUERADE", "systemctl enable"];
        let missing: Vec<&str> = needed.into_iter().filter(|part| !script.contains(part)).collect();
        ensure(missing.is_empty(), || format!("{}: its user data lacks {}", nat.name, missing.join(", ")))?;
        Ok(format!("{}: forwards and masquerades by a service that is enabled", nat.name))
    })
}

fn address(view: &View<'_>) -> Answer {
    both(|zone| {
        let nat = view.nat(zone)?;
        let names = crate::reachability::names(nat);
        let of_it = |id: Option<&str>| id.is_some_and(|id| names.iter().any(|name| name == id));
        let tie = view
            .world
            .of_in(Kind::EipAssociation, zone.region())
            .find(|tie| of_it(tie.text("InstanceId")) || of_it(tie.text("NetworkInterfaceId")));
        let tie = tie.ok_or_else(|| format!("{} has no fixed address", nat.name))?;
        let address = view.linked(tie, "AllocationId", Kind::Eip)?;
        Ok(format!("{} has {}", nat.name, address.text("PublicIp").unwrap_or(&address.name)))
    })
}

fn no_gateway(view: &View<'_>) -> Answer {
    view.vpc(Zone::A)?;
    view.vpc(Zone::B)?;
    let routes: Vec<&str> = view
        .world
        .of(Kind::Route)
        .filter(|route| route.at("NatGatewayId").is_string())
        .map(|route| route.name.as_str())
        .collect();
    ensure(routes.is_empty(), || format!("routes lead to a NAT gateway: {}", routes.join(", ")))?;
    Ok("no route leads to a NAT gateway".into())
}

fn way_out(view: &View<'_>) -> Answer {
    both(|zone| {
        view.workers()?;
        let closed = view.differences.iter().find(|difference| {
            difference.from == Role::Worker(zone)
                && difference.to == Role::Internet
                && !difference.closed.is_none()
        });
        match closed {
            Some(difference) => Err(difference.to_string()),
            None => Ok(format!("{}: ports 80 and 443 pass from every worker", zone.region())),
        }
    })
}

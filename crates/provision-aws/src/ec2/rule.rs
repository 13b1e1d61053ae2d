//! One rule of a group, by its own id. Rules cannot be told apart by name: their key is what they say.

use aws_sdk_ec2::types::{
    IpPermission, IpRange, Ipv6Range, PrefixListId, SecurityGroupRule, SecurityGroupRuleDescription,
    UserIdGroupPair,
};
use lks_provision::cloud::Observed;
use lks_provision::resource::Kind;

use super::ids;
use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::Given;
use crate::kinds::Handler;
use crate::pages::all;
use crate::seen::Seen;

/// For what may come in.
pub(crate) struct Ingress;

/// For what may go out.
pub(crate) struct Egress;

impl Handler for Ingress {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        fetch(site, id, Kind::SecurityGroupIngress).await
    }

    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let group = given.need("GroupId")?;
        let asked = site.clients.ec2.authorize_security_group_ingress().group_id(&group);
        let made = asked.ip_permissions(permission(given)).send().await.map_err(fault::of)?;
        made_one(
            site,
            &group,
            made.security_group_rules.unwrap_or_default(),
            given,
            Kind::SecurityGroupIngress,
        )
        .await
    }

    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        let Some(described) = described(id, change) else { return Ok(()) };
        let group = group_of(site, id).await?;
        let asked = site.clients.ec2.update_security_group_rule_descriptions_ingress().group_id(group);
        asked.security_group_rule_descriptions(described).send().await.map_err(fault::of).map(drop)
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        let group = group_of(site, id).await?;
        let asked = site.clients.ec2.revoke_security_group_ingress().group_id(group);
        asked.security_group_rule_ids(id).send().await.map_err(fault::of).map(drop)
    }
}

impl Handler for Egress {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        fetch(site, id, Kind::SecurityGroupEgress).await
    }

    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let group = given.need("GroupId")?;
        let asked = site.clients.ec2.authorize_security_group_egress().group_id(&group);
        let made = asked.ip_permissions(permission(given)).send().await.map_err(fault::of)?;
        made_one(
            site,
            &group,
            made.security_group_rules.unwrap_or_default(),
            given,
            Kind::SecurityGroupEgress,
        )
        .await
    }

    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        let Some(described) = described(id, change) else { return Ok(()) };
        let group = group_of(site, id).await?;
        let asked = site.clients.ec2.update_security_group_rule_descriptions_egress().group_id(group);
        asked.security_group_rule_descriptions(described).send().await.map_err(fault::of).map(drop)
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        let group = group_of(site, id).await?;
        let asked = site.clients.ec2.revoke_security_group_egress().group_id(group);
        asked.security_group_rule_ids(id).send().await.map_err(fault::of).map(drop)
    }
}

/// The names of the property that holds the other group and the other prefix list.
fn others(kind: Kind) -> [&'static str; 2] {
    match kind {
        Kind::SecurityGroupIngress => ["SourceSecurityGroupId", "SourcePrefixListId"],
        _ => ["DestinationSecurityGroupId", "DestinationPrefixListId"],
    }
}

async fn fetch(site: Site<'_>, id: Option<&str>, kind: Kind) -> Done<Vec<Observed>> {
    let rules = all!(site.clients.ec2.describe_security_group_rules().set_security_group_rule_ids(ids(id)))?;
    let egress = kind == Kind::SecurityGroupEgress;
    let of_kind = rules.iter().filter(|rule| rule.is_egress() == Some(egress));
    Ok(of_kind.map(|rule| observed(site, kind, rule)).collect())
}

async fn group_of(site: Site<'_>, id: &str) -> Done<String> {
    let asked = site.clients.ec2.describe_security_group_rules().security_group_rule_ids(id);
    let answer = asked.send().await.map_err(fault::of)?;
    let mut rules = answer.security_group_rules.unwrap_or_default().into_iter();
    rules.find_map(|rule| rule.group_id).ok_or_else(|| fault::not_found(id))
}

async fn made_one(
    site: Site<'_>,
    group: &str,
    made: Vec<SecurityGroupRule>,
    given: Given<'_>,
    kind: Kind,
) -> Done<Observed> {
    if let Some(rule) = made.first().filter(|rule| rule.security_group_rule_id.is_some()) {
        return Ok(observed(site, kind, rule));
    }
    // An answer without the rule's id: it is found by what it says.
    let [other, list] = others(kind);
    let says = ["IpProtocol", "FromPort", "ToPort", "CidrIp", "CidrIpv6", other, list];
    let same = |seen: &Observed| {
        seen.properties.get("GroupId").and_then(|id| id.as_str()) == Some(group)
            && says.iter().all(|name| seen.properties.get(*name) == given.value(name))
    };
    fetch(site, None, kind).await?.into_iter().find(same).ok_or_else(|| fault::lacking("the rule"))
}

fn permission(given: Given<'_>) -> IpPermission {
    let text = || given.text("Description");
    let ranges = given
        .text("CidrIp")
        .map(|cidr| vec![IpRange::builder().cidr_ip(cidr).set_description(text()).build()]);
    let ranges6 = given
        .text("CidrIpv6")
        .map(|cidr| vec![Ipv6Range::builder().cidr_ipv6(cidr).set_description(text()).build()]);
    let either = |names: [&str; 2]| names.into_iter().find_map(|name| given.text(name));
    let groups = either(["SourceSecurityGroupId", "DestinationSecurityGroupId"])
        .map(|group| vec![UserIdGroupPair::builder().group_id(group).set_description(text()).build()]);
    let lists = either(["SourcePrefixListId", "DestinationPrefixListId"])
        .map(|list| vec![PrefixListId::builder().prefix_list_id(list).set_description(text()).build()]);
    IpPermission::builder()
        .set_ip_protocol(given.text("IpProtocol"))
        .set_from_port(given.number("FromPort"))
        .set_to_port(given.number("ToPort"))
        .set_ip_ranges(ranges)
        .set_ipv6_ranges(ranges6)
        .set_user_id_group_pairs(groups)
        .set_prefix_list_ids(lists)
        .build()
}

fn described(id: &str, change: Given<'_>) -> Option<SecurityGroupRuleDescription> {
    let text = change.text("Description")?;
    Some(SecurityGroupRuleDescription::builder().security_group_rule_id(id).description(text).build())
}

fn observed(site: Site<'_>, kind: Kind, rule: &SecurityGroupRule) -> Observed {
    let [other, list] = others(kind);
    // A rule for every protocol has no ports; AWS writes -1.
    let port = |port: Option<i32>| port.filter(|_| rule.ip_protocol() != Some("-1"));
    Seen::new(site.region, kind, rule.security_group_rule_id().unwrap_or_default())
        .with("GroupId", rule.group_id())
        .with("IpProtocol", rule.ip_protocol())
        .with("FromPort", port(rule.from_port()))
        .with("ToPort", port(rule.to_port()))
        .with("CidrIp", rule.cidr_ipv4())
        .with("CidrIpv6", rule.cidr_ipv6())
        .with(other, rule.referenced_group_info().and_then(|group| group.group_id()))
        .with(list, rule.prefix_list_id())
        .with("Description", rule.description())
        .done()
}

//! What must not be open: to the internet, in clear, or to a key pair (SPEC section 2).

use serde_json::Value;

use super::{Problem, Rule, error};
use crate::inventory::Item;
use crate::inventory::view::View;
use crate::reachability::{Traffic, number};
use crate::resource::Kind;
use crate::stack::Part;

pub(super) const RULES: &[Rule] = &[
    error(
        "exposure.open-ingress",
        "Nothing that needs protection is ever open to 0.0.0.0/0 or ::/0 (SPEC 2)",
        open_ingress,
    ),
    error("exposure.ssh", "No SSH anywhere: no port 22 (SPEC 2)", ssh),
    error("exposure.key-pair", "No SSH anywhere: no key pair (SPEC 2)", key_pair),
    error(
        "exposure.public-instance",
        "Workers stand in private subnets; only NAT instances have a public address (SPEC 2.1, 2.4)",
        public_instance,
    ),
    error("exposure.public-database", "The database is not publicly accessible (SPEC 2.5)", public_database),
    error("exposure.public-balancer", "Load balancers are internal (SPEC 2.4, 2.6)", public_balancer),
    error(
        "exposure.public-bucket",
        "Nothing that needs protection is ever open to the world (SPEC 2)",
        public_bucket,
    ),
    error("exposure.metadata", "IMDSv2 is required on every instance (SPEC 2.4)", metadata),
    error("exposure.clear-volume", "Volumes are encrypted (SPEC 2.4)", clear_volume),
    error("exposure.clear-database", "The database is encrypted (SPEC 2.5)", clear_database),
    error("exposure.clear-connection", "TLS to the database is forced (SPEC 2.5)", clear_connection),
    error("exposure.clear-files", "The file system is encrypted (SPEC 2.3)", clear_files),
    error("exposure.api", "Only users registered in Cognito reach any endpoint (SPEC 2.6)", api),
];

fn ours<'a>(view: &'a View<'_>, kind: Kind) -> impl Iterator<Item = &'a Item> {
    view.world.of(kind).filter(|item| view.is_ours(item))
}

/// A problem for each of the stack's resources of a kind that is not as it must be.
fn each(view: &View<'_>, kind: Kind, wrong: impl Fn(&Item) -> bool, message: &str) -> Vec<Problem> {
    ours(view, kind).filter(|item| wrong(item)).map(|item| (item.name.clone(), message.to_owned())).collect()
}

/// Every rule for what comes in, with the name of its group.
fn ingress(view: &View<'_>) -> Vec<(String, Value)> {
    let alone = view.world.of(Kind::SecurityGroupIngress).filter_map(|rule| {
        let group = view.linked(rule, "GroupId", Kind::SecurityGroup).ok()?;
        view.is_ours(group).then(|| (group.name.clone(), Value::Object(rule.fields.clone())))
    });
    let inline = ours(view, Kind::SecurityGroup).flat_map(|group| {
        group.list("SecurityGroupIngress").iter().map(|rule| (group.name.clone(), rule.clone()))
    });
    alone.chain(inline).collect()
}

fn open_ingress(view: &View<'_>) -> Vec<Problem> {
    let open = |rule: &Value| rule["CidrIp"] == "0.0.0.0/0" || rule["CidrIpv6"] == "::/0";
    let rules = ingress(view).into_iter().filter(|(_, rule)| open(rule));
    rules.map(|(group, rule)| (group, format!("port {} is open to the world", port(&rule)))).collect()
}

fn port(rule: &Value) -> String {
    number(rule.get("FromPort")).map_or_else(|| "any".to_owned(), |port| port.to_string())
}

fn ssh(view: &View<'_>) -> Vec<Problem> {
    let lets_ssh = |rule: &Value| {
        let protocol = rule["IpProtocol"].as_str().unwrap_or("-1");
        let traffic = Traffic::of_rule(protocol, number(rule.get("FromPort")), number(rule.get("ToPort")));
        traffic.covers(&Traffic::tcp(&[22]))
    };
    let rules = ingress(view).into_iter().filter(|(group, rule)| group != "default" && lets_ssh(rule));
    rules.map(|(group, _)| (group, "lets port 22 in".into())).collect()
}

fn key_pair(view: &View<'_>) -> Vec<Problem> {
    each(
        view,
        Kind::Instance,
        |item| item.text("KeyName").is_some_and(|name| !name.is_empty()),
        "has a key pair",
    )
}

fn public_instance(view: &View<'_>) -> Vec<Problem> {
    let tied = |item: &Item| {
        let names = [Some(item.id.as_str()), item.text("NetworkInterfaceId")];
        let to_it = |tie: &Item| {
            ["InstanceId", "NetworkInterfaceId"]
                .iter()
                .filter_map(|path| tie.text(path))
                .any(|id| names.contains(&Some(id)))
        };
        view.world.of(Kind::EipAssociation).any(to_it)
    };
    let public = |item: &Item| {
        item.flag("AssociatePublicIpAddress") == Some(true)
            || item.text("PublicIp").is_some_and(|ip| !ip.is_empty())
            || tied(item)
    };
    each(
        view,
        Kind::Instance,
        |item| item.tag("Component") != Some("nat") && public(item),
        "has a public address",
    )
}

fn public_database(view: &View<'_>) -> Vec<Problem> {
    each(
        view,
        Kind::DbInstance,
        |item| item.flag("PubliclyAccessible") != Some(false),
        "is publicly accessible",
    )
}

fn public_balancer(view: &View<'_>) -> Vec<Problem> {
    each(view, Kind::LoadBalancer, |item| item.text("Scheme") != Some("internal"), "is not internal")
}

fn public_bucket(view: &View<'_>) -> Vec<Problem> {
    let blocks = ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"];
    let open = |item: &Item| {
        blocks.iter().any(|block| item.flag(&format!("PublicAccessBlockConfiguration.{block}")) != Some(true))
    };
    each(view, Kind::Bucket, open, "does not block all public access")
}

fn metadata(view: &View<'_>) -> Vec<Problem> {
    each(
        view,
        Kind::Instance,
        |item| item.text("MetadataOptions.HttpTokens") != Some("required"),
        "answers IMDSv1",
    )
}

fn clear_volume(view: &View<'_>) -> Vec<Problem> {
    let clear = |item: &Item| {
        let mappings = item.list("BlockDeviceMappings");
        mappings.is_empty() || mappings.iter().any(|mapping| mapping["Ebs"]["Encrypted"] != true)
    };
    let mut found = each(view, Kind::Instance, clear, "has a volume that is not encrypted");
    let of_ours = |volume: &Item| {
        volume
            .text("InstanceId")
            .and_then(|id| view.world.referred(Kind::Instance, id))
            .is_some_and(|item| view.is_ours(item))
    };
    let volumes = view
        .world
        .of(Kind::Volume)
        .filter(|volume| of_ours(volume) && volume.flag("Encrypted") == Some(false));
    found.extend(volumes.map(|volume| (volume.name.clone(), "is not encrypted".into())));
    found
}

fn clear_database(view: &View<'_>) -> Vec<Problem> {
    each(view, Kind::DbInstance, |item| item.flag("StorageEncrypted") != Some(true), "is not encrypted")
}

fn clear_connection(view: &View<'_>) -> Vec<Problem> {
    let forced = |group: &Item| {
        super::form::plain_text(
            group.fields.get("Parameters").and_then(|parameters| parameters.get("rds.force_ssl")),
        ) == "1"
    };
    let clear = |item: &Item| {
        let name = item.text("DBParameterGroupName").unwrap_or_default();
        !view
            .world
            .of(Kind::DbParameterGroup)
            .any(|group| (group.is(name) || group.name == name) && forced(group))
    };
    each(view, Kind::DbInstance, clear, "its parameter group does not have rds.force_ssl = 1")
}

fn clear_files(view: &View<'_>) -> Vec<Problem> {
    each(view, Kind::FileSystem, |item| item.flag("Encrypted") != Some(true), "is not encrypted")
}

/// Every method but the preflight asks for a token.
fn api(view: &View<'_>) -> Vec<Problem> {
    let kind = if view.stack.has(Part::Cognito) { "cognito_user_pools" } else { "awsSigv4" };
    ours(view, Kind::RestApi).flat_map(|api| open_methods(api, kind)).collect()
}

fn open_methods(api: &Item, wanted: &str) -> Vec<Problem> {
    let body = api.at("Body");
    let schemes = &body["components"]["securitySchemes"];
    let right = |requirement: &Value| {
        let names = requirement.as_object().into_iter().flatten();
        names.into_iter().any(|(name, _)| schemes[name]["x-amazon-apigateway-authtype"] == wanted)
    };
    let guarded = |method: &Value| {
        let requirements = method["security"].as_array();
        requirements.is_some_and(|list| !list.is_empty() && list.iter().all(right))
    };
    let paths = body["paths"].as_object().into_iter().flatten();
    let methods = paths.flat_map(|(path, item)| {
        let verbs = item
            .as_object()
            .into_iter()
            .flatten()
            .filter(|(verb, _)| !matches!(verb.as_str(), "options" | "parameters"));
        verbs.map(move |(verb, method)| (path, verb, method))
    });
    methods
        .filter(|(_, _, method)| !guarded(method))
        .map(|(path, verb, _)| {
            (api.name.clone(), format!("{} {path} does not ask for {wanted}", verb.to_uppercase()))
        })
        .collect()
}

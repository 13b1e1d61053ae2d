//! A port of a balancer.

use aws_sdk_elasticloadbalancingv2::types::{Listener as Shown, ProtocolEnum};
use lks_provision::cloud::{ErrorClass, Observed};
use lks_provision::resource::Kind;

use super::{Tags, action, retag, tag, tags};
use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::Given;
use crate::kinds::Handler;
use crate::pages::all;
use crate::seen::Seen;

pub(crate) struct Listener;

impl Handler for Listener {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let shown = match id {
            Some(id) => all!(site.clients.balancing.describe_listeners().listener_arns(id))?,
            None => every(site).await?,
        };
        let tags =
            tags(site, shown.iter().filter_map(|listener| listener.listener_arn.clone()).collect()).await?;
        Ok(shown.iter().map(|listener| observed(site, listener, &tags).done()).collect())
    }

    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let made = site
            .clients
            .balancing
            .create_listener()
            .load_balancer_arn(given.need("LoadBalancerArn")?)
            .set_port(given.number("Port"))
            .set_protocol(given.text("Protocol").map(|word| ProtocolEnum::from(word.as_str())))
            .set_default_actions(action::read(given.list("DefaultActions")))
            .set_tags(given.tags_as(tag))
            .send()
            .await
            .map_err(fault::of)?;
        let made = made.listeners.and_then(|made| made.into_iter().next());
        let made = made.ok_or_else(|| fault::lacking("the listener"))?;
        Ok(observed(site, &made, &Tags::new()).with("Tags", given.value("Tags").cloned()).done())
    }

    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        let actions = action::read(change.list("DefaultActions"));
        let protocol = change.text("Protocol").map(|word| ProtocolEnum::from(word.as_str()));
        if actions.is_some() || protocol.is_some() {
            let asked = site.clients.balancing.modify_listener().listener_arn(id);
            let asked = asked.set_default_actions(actions).set_protocol(protocol);
            asked.send().await.map_err(fault::of)?;
        }
        retag(site, id, change).await
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        site.clients.balancing.delete_listener().listener_arn(id).send().await.map_err(fault::of).map(drop)
    }
}

/// The listeners of every balancer; a balancer that goes meanwhile has none.
pub(super) async fn every(site: Site<'_>) -> Done<Vec<Shown>> {
    let balancing = &site.clients.balancing;
    let mut found = Vec::new();
    for balancer in all!(balancing.describe_load_balancers())? {
        match all!(balancing.describe_listeners().set_load_balancer_arn(balancer.load_balancer_arn)) {
            Ok(listeners) => found.extend(listeners),
            Err(error) if error.class == ErrorClass::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}

fn observed(site: Site<'_>, listener: &Shown, tags: &Tags) -> Seen {
    let arn = listener.listener_arn().unwrap_or_default();
    Seen::new(site.region, Kind::Listener, arn)
        .with("LoadBalancerArn", listener.load_balancer_arn())
        .with("Port", listener.port())
        .with("Protocol", listener.protocol().map(|protocol| protocol.as_str()))
        .with("DefaultActions", action::shown(listener.default_actions()))
        .attribute("ListenerArn", arn)
        .elb_tags(tags, arn)
}

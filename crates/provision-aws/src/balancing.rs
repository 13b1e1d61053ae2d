//! Elastic Load Balancing v2.

pub(crate) mod balancer;
pub(crate) mod group;
pub(crate) mod listener;
pub(crate) mod rule;

mod action;

use std::collections::HashMap;

use aws_sdk_elasticloadbalancingv2::types::Tag;

use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::Given;
use crate::seen::Seen;

fn tag(key: String, value: String) -> Tag {
    Tag::builder().key(key).value(value).build()
}

type Tags = HashMap<String, Vec<Tag>>;

/// Tags by ARN. Twenty a call is what the service takes.
async fn tags(site: Site<'_>, arns: Vec<String>) -> Done<Tags> {
    let mut all = Tags::new();
    for chunk in arns.chunks(20) {
        let asked = site.clients.balancing.describe_tags().set_resource_arns(Some(chunk.to_vec()));
        let answer = asked.send().await.map_err(fault::of)?;
        for described in answer.tag_descriptions() {
            all.insert(described.resource_arn().unwrap_or_default().to_owned(), described.tags().to_vec());
        }
    }
    Ok(all)
}

impl Seen {
    fn elb_tags(self, tags: &Tags, arn: &str) -> Self {
        let tags = tags.get(arn).map(Vec::as_slice).unwrap_or_default();
        self.tags(tags.iter().map(|tag| (tag.key(), tag.value())))
    }
}

/// Sets tags, if the change has any.
async fn retag(site: Site<'_>, arn: &str, change: Given<'_>) -> Done<()> {
    if let Some(tags) = change.tags_as(tag) {
        let asked = site.clients.balancing.add_tags().resource_arns(arn).set_tags(Some(tags));
        asked.send().await.map_err(fault::of)?;
    }
    Ok(())
}

/// `app/name/hash` of an ARN, which is what metrics call it.
fn full_name(arn: &str) -> Option<&str> {
    arn.split_once(":loadbalancer/").map(|(_, name)| name).or_else(|| {
        let start = arn.find(":targetgroup/")? + 1;
        arn.get(start..)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metrics_call_balancers_and_groups_by_the_end_of_their_arn() {
        let arn = "arn:aws:elasticloadbalancing:us-east-1:1:loadbalancer/app/lks-alb/50dc6c";
        assert_eq!(full_name(arn), Some("app/lks-alb/50dc6c"));
        let arn = "arn:aws:elasticloadbalancing:us-east-1:1:targetgroup/lks-tg/73e2d6";
        assert_eq!(full_name(arn), Some("targetgroup/lks-tg/73e2d6"));
    }
}

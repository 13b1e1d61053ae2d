//! Which path goes to which group.

use aws_sdk_elasticloadbalancingv2::types::{PathPatternConditionConfig, Rule as Shown, RuleCondition};
use lks_provision::cloud::{ErrorClass, Observed};
use lks_provision::resource::Kind;
use serde_json::{Value, json};

use super::{Tags, action, listener, retag, tag, tags};
use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::{Given, field, texts};
use crate::kinds::Handler;
use crate::pages::all;
use crate::seen::{Seen, dense};

pub(crate) struct Rule;

impl Handler for Rule {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let balancing = &site.clients.balancing;
        let mut shown: Vec<(String, Shown)> = Vec::new();
        if let Some(id) = id {
            let rules = all!(balancing.describe_rules().rule_arns(id))?;
            shown.extend(rules.into_iter().map(|rule| (listener_of(id), rule)));
        } else {
            for listener in listener::every(site).await? {
                let arn = listener.listener_arn.unwrap_or_default();
                // Rules of network balancers cannot be asked for; they have none but the default.
                if !arn.contains(":listener/app/") {
                    continue;
                }
                match all!(balancing.describe_rules().listener_arn(&arn)) {
                    Ok(rules) => shown.extend(rules.into_iter().map(|rule| (arn.clone(), rule))),
                    Err(error) if error.class == ErrorClass::NotFound => {}
                    Err(error) => return Err(error),
                }
            }
        }
        shown.retain(|(_, rule)| rule.is_default() != Some(true));
        let tags = tags(site, shown.iter().filter_map(|(_, rule)| rule.rule_arn.clone()).collect()).await?;
        Ok(shown.iter().map(|(listener, rule)| observed(site, listener, rule, &tags).done()).collect())
    }

    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let listener = given.need("ListenerArn")?;
        let made = site
            .clients
            .balancing
            .create_rule()
            .listener_arn(&listener)
            .set_priority(given.number("Priority"))
            .set_conditions(conditions(given.list("Conditions")))
            .set_actions(action::read(given.list("Actions")))
            .set_tags(given.tags_as(tag))
            .send()
            .await
            .map_err(fault::of)?;
        let made = made.rules.and_then(|made| made.into_iter().next());
        let made = made.ok_or_else(|| fault::lacking("the rule"))?;
        Ok(observed(site, &listener, &made, &Tags::new()).with("Tags", given.value("Tags").cloned()).done())
    }

    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        let (conditions, actions) =
            (conditions(change.list("Conditions")), action::read(change.list("Actions")));
        if conditions.is_some() || actions.is_some() {
            let asked = site.clients.balancing.modify_rule().rule_arn(id);
            asked.set_conditions(conditions).set_actions(actions).send().await.map_err(fault::of)?;
        }
        retag(site, id, change).await
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        site.clients.balancing.delete_rule().rule_arn(id).send().await.map_err(fault::of).map(drop)
    }
}

/// A rule's ARN is its listener's with another word and one more part.
fn listener_of(rule: &str) -> String {
    let listener = rule.rsplit_once('/').map_or(rule, |(listener, _)| listener);
    listener.replace(":listener-rule/", ":listener/")
}

fn conditions(list: Option<&[Value]>) -> Option<Vec<RuleCondition>> {
    let one = |condition: &Value| {
        let path = &condition["PathPatternConfig"];
        let path = path
            .is_object()
            .then(|| PathPatternConditionConfig::builder().set_values(texts(path, "Values")).build());
        RuleCondition::builder().set_field(field(condition, "Field")).set_path_pattern_config(path).build()
    };
    list.map(|list| list.iter().map(one).collect())
}

fn shown_condition(condition: &RuleCondition) -> Value {
    let path = condition.path_pattern_config().map(|path| path.values().to_vec());
    let values =
        path.or_else(|| (condition.field() == Some("path-pattern")).then(|| condition.values().to_vec()));
    dense(json!({
        "Field": condition.field(),
        "PathPatternConfig": values.map(|values| json!({ "Values": values })),
    }))
}

fn observed(site: Site<'_>, listener: &str, rule: &Shown, tags: &Tags) -> Seen {
    let arn = rule.rule_arn().unwrap_or_default();
    Seen::new(site.region, Kind::ListenerRule, arn)
        .with("ListenerArn", listener)
        .with("Priority", rule.priority().and_then(|priority| priority.parse::<i32>().ok()))
        .with("Conditions", rule.conditions().iter().map(shown_condition).collect::<Vec<_>>())
        .with("Actions", action::shown(rule.actions()))
        .attribute("RuleArn", arn)
        .elb_tags(tags, arn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_listener_of_a_rule_is_known_from_its_arn() {
        let rule = "arn:aws:elasticloadbalancing:us-east-1:1:listener-rule/app/lks-alb/50dc/f2f7/9683";
        assert_eq!(
            listener_of(rule),
            "arn:aws:elasticloadbalancing:us-east-1:1:listener/app/lks-alb/50dc/f2f7"
        );
    }
}

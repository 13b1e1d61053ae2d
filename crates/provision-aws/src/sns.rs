//! Amazon SNS: where alarms go, and who hears of them.

use aws_sdk_sns::types::Tag;
use lks_provision::cloud::{Observed, State};
use lks_provision::resource::Kind;
use lks_provision::stack::PREFIX;

use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::Given;
use crate::kinds::Handler;
use crate::pages::all;
use crate::seen::Seen;

pub(crate) struct Topic;

fn tags(given: Given<'_>) -> Done<Option<Vec<Tag>>> {
    let tags = given.tags().into_iter().map(|(key, value)| Tag::builder().key(key).value(value).build());
    let tags = tags.collect::<Result<Vec<_>, _>>().map_err(fault::unbuilt)?;
    Ok(Some(tags).filter(|tags| !tags.is_empty()))
}

fn name_of(arn: &str) -> &str {
    arn.rsplit(':').next().unwrap_or(arn)
}

impl Handler for Topic {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let arns: Vec<String> = match id {
            Some(id) => vec![id.to_owned()],
            None => all!(site.clients.sns.list_topics())?
                .into_iter()
                .filter_map(|topic| topic.topic_arn)
                .collect(),
        };
        let mut seen = Vec::new();
        for arn in arns.iter().filter(|arn| name_of(arn).starts_with(PREFIX)) {
            let shown =
                site.clients.sns.get_topic_attributes().topic_arn(arn).send().await.map_err(fault::of)?;
            let tags = site
                .clients
                .sns
                .list_tags_for_resource()
                .resource_arn(arn)
                .send()
                .await
                .map_err(fault::of)?;
            let attribute = |name: &str| shown.attributes().and_then(|map| map.get(name).cloned());
            let one = named(site, arn)
                .with("DisplayName", attribute("DisplayName"))
                .with("KmsMasterKeyId", attribute("KmsMasterKeyId"))
                .tag_pairs(tags.tags().iter().map(|tag| (tag.key(), tag.value())));
            seen.push(one.done());
        }
        Ok(seen)
    }

    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let mut asked = site.clients.sns.create_topic().name(given.need("TopicName")?).set_tags(tags(given)?);
        for name in ["DisplayName", "KmsMasterKeyId"] {
            if let Some(value) = given.text(name) {
                asked = asked.attributes(name, value);
            }
        }
        let made = asked.send().await.map_err(fault::of)?;
        let arn = made.topic_arn.ok_or_else(|| fault::lacking("the topic's ARN"))?;
        let seen = named(site, &arn).with("DisplayName", given.text("DisplayName"));
        Ok(seen.with("Tags", given.value("Tags").cloned()).done())
    }

    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        for name in ["DisplayName", "KmsMasterKeyId"] {
            if let Some(value) = change.text(name) {
                let asked = site.clients.sns.set_topic_attributes().topic_arn(id).attribute_name(name);
                asked.attribute_value(value).send().await.map_err(fault::of)?;
            }
        }
        if let Some(tags) = tags(change)? {
            let asked = site.clients.sns.tag_resource().resource_arn(id).set_tags(Some(tags));
            asked.send().await.map_err(fault::of)?;
        }
        Ok(())
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        site.clients.sns.delete_topic().topic_arn(id).send().await.map_err(fault::of).map(drop)
    }
}

fn named(site: Site<'_>, arn: &str) -> Seen {
    Seen::new(site.region, Kind::Topic, arn)
        .with("TopicName", name_of(arn))
        .attribute("TopicArn", arn)
        .attribute("TopicName", name_of(arn))
}

/// Its id is of our making: AWS gives none before the address has been confirmed.
pub(crate) struct Subscription;

impl Handler for Subscription {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let shown = all!(site.clients.sns.list_subscriptions())?;
        let seen = shown.iter().filter_map(|one| {
            let (topic, protocol, endpoint) = (one.topic_arn()?, one.protocol()?, one.endpoint()?);
            let seen =
                subscribed(site, topic, protocol, endpoint, one.subscription_arn().unwrap_or_default());
            let wanted = name_of(topic).starts_with(PREFIX) && id.is_none_or(|id| id == seen.address.id);
            (wanted && site.aws.recall(&dropped(&seen.address.id)).is_none()).then_some(seen)
        });
        Ok(seen.collect())
    }

    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let (topic, protocol, endpoint) =
            (given.need("TopicArn")?, given.need("Protocol")?, given.need("Endpoint")?);
        let asked = site.clients.sns.subscribe().topic_arn(&topic).protocol(&protocol).endpoint(&endpoint);
        let made = asked.return_subscription_arn(true).send().await.map_err(fault::of)?;
        Ok(subscribed(site, &topic, &protocol, &endpoint, made.subscription_arn().unwrap_or_default()))
    }

    /// One that nobody has confirmed cannot be removed: it goes with its topic.
    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        let found = Self::fetch(site, Some(id)).await?;
        let arn = found.first().and_then(|seen| seen.attributes.get("Arn")?.as_str().map(str::to_owned));
        match arn.filter(|arn| arn.starts_with("arn:")) {
            Some(arn) => {
                site.clients.sns.unsubscribe().subscription_arn(arn).send().await.map_err(fault::of).map(drop)
            }
            None if found.is_empty() => Err(fault::not_found(id)),
            None => {
                site.aws.remember(dropped(id), String::new());
                Ok(())
            }
        }
    }
}

fn dropped(id: &str) -> String {
    format!("dropped|{id}")
}

fn subscribed(site: Site<'_>, topic: &str, protocol: &str, endpoint: &str, arn: &str) -> Observed {
    let confirmed = arn.starts_with("arn:");
    Seen::new(site.region, Kind::Subscription, format!("{topic}|{protocol}|{endpoint}"))
        .state(State::Available, if confirmed { "confirmed" } else { "waits for the confirmation by mail" })
        .with("TopicArn", topic)
        .with("Protocol", protocol)
        .with("Endpoint", endpoint)
        .attribute("Arn", arn)
        .done()
}

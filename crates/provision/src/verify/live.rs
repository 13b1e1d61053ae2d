//! Questions that only the living thing can answer, put through the cloud: commands inside machines
//! and requests from outside.

use std::collections::BTreeMap;
use std::time::Duration;

use lks_domain::region::Region;

use super::{Test, checks};
use crate::cloud::{Address, Cloud, ErrorClass, Probe, ProbeAnswer};
use crate::inventory::view::{Answer, View, every};
use crate::inventory::{Inventory, Item};
use crate::resource::Kind;
use crate::stack::Stack;

const PATIENCE: Duration = Duration::from_secs(60);

/// What to ask, each with a name, or what is missing so that it cannot be asked.
type Asked = Result<Vec<(String, Probe)>, String>;

/// What to ask, and how to judge each answer.
#[derive(Clone, Copy)]
pub(super) struct Question {
    /// What to ask, with a name for each.
    pub ask: fn(&View<'_>) -> Asked,
    /// Whether an answer is as it should be.
    pub judge: fn(&Stack, &ProbeAnswer) -> Answer,
}

/// An answer, or why there is none.
type Heard = Result<Answer, String>;

/// What was answered, by the id of the requirement.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Live(BTreeMap<&'static str, Heard>);

impl Live {
    /// Nothing was asked.
    pub fn silent() -> Self {
        Self::default()
    }

    pub(super) fn answer(&self, id: &str) -> Option<&Heard> {
        self.0.get(id)
    }
}

/// Asks everything that can be asked of this world. Changes nothing.
pub async fn ask(cloud: &dyn Cloud, world: &Inventory, stack: &Stack) -> Live {
    let view = View::of(world, stack);
    let mut live = Live::default();
    for check in checks() {
        if let Test::Ask(question) = check.test {
            live.0.insert(check.id, put(cloud, &view, question).await);
        }
    }
    live
}

async fn put(cloud: &dyn Cloud, view: &View<'_>, question: Question) -> Heard {
    let probes = match (question.ask)(view) {
        Ok(probes) => probes,
        Err(missing) => return Ok(Err(missing)),
    };
    let mut answers = Vec::with_capacity(probes.len());
    for (name, probe) in probes {
        match cloud.probe(probe).await {
            Ok(answer) => answers.push(named(&name, &answer, (question.judge)(view.stack, &answer))),
            Err(error) if error.class == ErrorClass::Unsupported => {
                return Err(format!("cannot be asked: {}", error.message));
            }
            Err(error) => answers.push(Err(format!("{name}: {error}"))),
        }
    }
    Ok(every(answers))
}

fn named(name: &str, answer: &ProbeAnswer, judged: Answer) -> Answer {
    let mark = if answer.simulated { " (simulated)" } else { "" };
    judged.map(|text| format!("{name}{mark}: {text}")).map_err(|text| format!("{name}{mark}: {text}"))
}

/// A command inside a machine.
pub(super) fn command(machine: &Item, command: &str) -> (String, Probe) {
    let instance = Address { region: machine.region, kind: Kind::Instance, id: machine.id.clone() };
    (machine.name.clone(), Probe::Command { instance, command: command.to_owned(), timeout: PATIENCE })
}

/// A request from outside, without a token.
pub(super) fn request(method: &str, url: String) -> (String, Probe) {
    let name = format!("{method} {url}");
    let probe = Probe::Http {
        method: method.to_owned(),
        url,
        headers: vec![],
        body: String::new(),
        timeout: PATIENCE,
    };
    (name, probe)
}

/// The address of the API's stage.
pub(super) fn api_address(view: &View<'_>, path: &str) -> Result<String, String> {
    let api = view.in_a(Kind::RestApi, "lks-api-gateway")?;
    Ok(format!(
        "https://{}.execute-api.{}.amazonaws.com/{}{path}",
        api.id,
        Region::UsEast1,
        crate::stack::STAGE
    ))
}

//! The stack as data: the few choices an admin has; everything else follows from SPEC section 2.
//!
//! Pure: no cloud, no clock, no files. [`graph`] turns a valid [`Stack`] into every resource.

pub mod choice;
pub mod zone;

mod access;
mod api;
mod balancing;
mod database;
mod draft;
mod files;
mod identity;
mod monitoring;
mod network;
mod problem;
mod validate;
mod workers;

use serde::{Deserialize, Serialize};

use crate::artifacts::Artifacts;
use crate::resource::Graph;

pub use api::{Answerer, Document, Endpoint, STAGE, STREAM_MILLIS, endpoints};
pub use balancing::{GREETING, IDLE_SECONDS, PORT_TO_ZONE_B};
pub use choice::{Alarms, Database, Files, Logs, Nat, Part, VolumeType, Workers};
pub use database::{DATABASE, USER};
pub use draft::{MANAGED_BY, PREFIX, PROJECT};
pub use files::{EXPECTED_TAG, MOUNT_ADDRESSES, PLAYBOOK, PLAYBOOK_TEXT, playbook_version};
pub use identity::ADMIN_GROUP;
pub use monitoring::DASHBOARD;
pub use problem::StackError;
pub use workers::{image, worker_name};
pub use zone::{Zone, ZoneChoice, Zones};

/// The choices an admin has. Every field has a default: an empty TOML file is the stack of SPEC
/// section 2.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Stack {
    /// Goes into the tag `Stack` of every resource and tells stacks of several accounts apart.
    /// Lower-case letters, digits and hyphens, 2 to 32 of them, a letter first.
    pub id: String,
    /// What people call the stack, in descriptions and alarm texts. 1 to 60 characters.
    pub name: String,
    /// Twelve digits of the AWS account. Unset: the account that is connected, by
    /// [`Stack::in_account`].
    pub account: Option<String>,
    /// Ubuntu release of all instances: `20.04`, `22.04` or `24.04`.
    pub ubuntu: String,
    /// Where the browser's requests come from (`https://…`), for CORS. Unset: any origin, which is
    /// right as long as Amplify's own address is not known; the token is in a header, not a cookie.
    pub client_origin: Option<String>,
    /// Models pulled into `/share` after deployment.
    pub models: Vec<String>,
    /// Which availability zones are used.
    pub zones: Zones,
    /// The twelve worker instances.
    pub workers: Workers,
    /// The two NAT instances.
    pub nat: Nat,
    /// The database.
    pub database: Database,
    /// The file system of the models.
    pub files: Files,
    /// The log groups.
    pub logs: Logs,
    /// The alarms.
    pub alarms: Alarms,
    /// Parts that this account cannot have; `verify` says "not there" for their requirements.
    pub without: Vec<Part>,
}

impl Default for Stack {
    fn default() -> Self {
        Self {
            id: "lks".into(),
            name: "LKS LLM".into(),
            account: None,
            ubuntu: "22.04".into(),
            client_origin: None,
            models: ["orca-mini", "llama3", "nomic-embed-text"].map(String::from).into(),
            zones: Zones::default(),
            workers: Workers::default(),
            nat: Nat::default(),
            database: Database::default(),
            files: Files::default(),
            logs: Logs::default(),
            alarms: Alarms::default(),
            without: Vec::new(),
        }
    }
}

impl Stack {
    /// Reads a TOML file's text. Unknown keys are errors; the result is valid.
    pub fn from_toml(text: &str) -> Result<Self, StackError> {
        let stack: Self = toml::from_str(text).map_err(|error| StackError::unreadable(&error))?;
        stack.validate()?;
        Ok(stack)
    }

    /// The file that would give this stack.
    pub fn to_toml(&self) -> Result<String, StackError> {
        toml::to_string_pretty(self).map_err(|error| StackError::unwritable(&error))
    }

    /// Every problem of the choices at once, each with what to do about it.
    pub fn validate(&self) -> Result<(), StackError> {
        StackError::of(validate::problems(self))
    }

    /// The same stack in this account (twelve digits), unless the file names one.
    #[must_use]
    pub fn in_account(mut self, id: &str) -> Self {
        self.account.get_or_insert_with(|| id.to_owned());
        self
    }

    /// The account's twelve digits; as long as none is known, twelve noughts, as the Sandbox has.
    pub fn account_id(&self) -> &str {
        self.account.as_deref().unwrap_or("000000000000")
    }

    /// Whether this part is to be built.
    pub fn has(&self, part: Part) -> bool {
        !self.without.contains(&part)
    }
}

/// Every resource of SPEC section 2 for these choices. Pure; the same stack always gives the same
/// graph, and a graph that is given back has no wrong reference.
///
/// # Errors
/// What is wrong with the choices, or a contradiction between resources (a fault of this program).
pub fn graph(stack: &Stack) -> Result<Graph, StackError> {
    graph_of(stack, &Artifacts::default())
}

/// The same, with what the build made: where another build is in the account, it is a change.
///
/// # Errors
/// As [`graph`].
pub fn graph_of(stack: &Stack, artifacts: &Artifacts) -> Result<Graph, StackError> {
    stack.validate()?;
    let draft = draft(stack, artifacts);
    Graph::new(draft.finish()).map_err(|error| StackError::Contradiction(error.to_string()))
}

fn draft<'a>(stack: &'a Stack, artifacts: &'a Artifacts) -> draft::Draft<'a> {
    let mut draft = draft::Draft::new(stack, artifacts);
    let networks = network::draft(&mut draft);
    let groups = access::draft(&mut draft, &networks);
    let nat = workers::nat(&mut draft, &networks, &groups);
    let files = files::draft(&mut draft, &networks, &groups);
    let workers = workers::draft(&mut draft, &networks, &groups, &files);
    let balancing = balancing::draft(&mut draft, &networks, &groups, &workers);
    let database = database::draft(&mut draft, &networks, &groups);
    let pool = identity::draft(&mut draft);
    let client = identity::client(&mut draft);
    let among = api::Among {
        networks: &networks,
        groups: &groups,
        database: &database,
        balancing: &balancing,
        pool: pool.as_ref(),
        client: client.as_ref(),
        files: &files,
    };
    let api = api::draft(&mut draft, &among);
    if let Some(client) = &client {
        identity::publish(&mut draft, client, &api, pool.as_ref());
    }
    monitoring::draft(
        &mut draft,
        &monitoring::Watched {
            balancing: &balancing,
            database: &database,
            api: &api,
            files: &files,
            nat: &nat,
        },
    );
    draft
}

#[cfg(test)]
mod tests;

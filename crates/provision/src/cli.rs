//! The provisioner's command line, as a library: the one binary people run mounts [`Command`].

mod answer;
mod live;
mod place;
mod plans;
mod progress;
mod runs;
mod sheet;
mod simulation;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use lks_domain::correction::Language;

pub use crate::connection::CloudName;
use crate::connection::Clouds;
use crate::control::Control;
use crate::deployment::{DeploymentError, Verb};
use crate::ink::Ink;
use crate::resource::ResourceKey;
use crate::sandbox::Speed;
use crate::stack::Part;

/// What to do with the stack.
#[derive(Debug, Clone, Subcommand)]
pub enum Command {
    /// Show what would be created, changed, replaced and deleted, and what it costs
    Plan(Common),
    /// Build or change the stack
    Apply(Run),
    /// Check every requirement against what is in the account
    Verify(Verify),
    /// Show what is not as it was built
    Drift(Drift),
    /// Remove everything that belongs to the stack
    Destroy(Run),
    /// Make a new journal from what is in the account, when the old one is lost or damaged
    Recover(Common),
    /// List the runs of the stack, the last one first
    Runs(Common),
    /// Show what the stack costs
    Cost(Common),
    /// Show the resources and what each of them needs
    Graph(Common),
    /// Look at the simulated account, and change it past the engine
    Sandbox(Simulation),
}

/// What all commands take.
#[derive(Debug, Clone, Args)]
pub struct Common {
    /// The account: a simulated one, or Amazon Web Services
    #[arg(long, value_enum, default_value = "sandbox")]
    pub cloud: CloudName,
    /// The choices, as a TOML file; without it the stack as specified
    #[arg(long, value_name = "FILE")]
    pub stack: Option<PathBuf>,
    /// Where the journal and the simulated account are kept
    #[arg(long, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// JSON on standard output: one document, or one event a line
    #[arg(long)]
    pub json: bool,
    /// Parts that this account cannot have: amplify, cognito, ssm, backup, monitoring
    #[arg(long, value_name = "PART,...", value_delimiter = ',', value_parser = part)]
    pub without: Vec<Part>,
    /// How fast the simulated account's clock runs beside a real one: a number, or max
    #[arg(long, value_name = "N|max", default_value = "60")]
    pub sandbox_speed: Speed,
}

/// What `apply` and `destroy` take.
#[derive(Debug, Clone, Args)]
pub struct Run {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub common: Common,
    /// Do not ask
    #[arg(long)]
    pub yes: bool,
    /// Carry out exactly the plan with this digest; refused if the world has moved since
    #[arg(long, value_name = "DIGEST")]
    pub plan: Option<String>,
}

/// What `verify` takes.
#[derive(Debug, Clone, Args)]
pub struct Verify {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub common: Common,
    /// Also write the sheet as HTML
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// The language of that page
    #[arg(long, default_value = "en", value_parser = languages())]
    pub language: Language,
}

fn languages() -> impl TypedValueParser<Value = Language> {
    let codes = PossibleValuesParser::new(Language::ALL.map(Language::code));
    codes.map(|code| Language::from_code(&code).unwrap_or_default())
}

/// What `drift` takes. Each field is chosen as `KEY FIELD`, both as `drift` shows them.
#[derive(Debug, Clone, Args)]
pub struct Drift {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub common: Common,
    /// Keep this field as it is now; another change of it is drift again
    #[arg(long, num_args = 2, value_names = ["KEY", "FIELD"])]
    pub accept: Vec<String>,
    /// Let this field be whatever it is
    #[arg(long, num_args = 2, value_names = ["KEY", "FIELD"])]
    pub ignore: Vec<String>,
    /// Take a choice back: the next apply sets the field as specified
    #[arg(long, num_args = 2, value_names = ["KEY", "FIELD"])]
    pub revert: Vec<String>,
}

/// What to do with the simulated account.
#[derive(Debug, Clone, Args)]
pub struct Simulation {
    /// What to do
    #[command(subcommand)]
    pub verb: SimulationVerb,
}

/// Commands past the engine.
#[derive(Debug, Clone, Subcommand)]
pub enum SimulationVerb {
    /// List everything in the simulated account
    Ls(Common),
    /// Change a field by hand; VALUE is JSON, or a text
    Set {
        /// The physical id
        id: String,
        /// FIELD=VALUE, under CloudFormation's name; State too
        #[arg(required = true)]
        fields: Vec<String>,
        #[command(flatten)]
        #[allow(missing_docs)]
        common: Common,
    },
    /// Remove a resource by hand
    Rm {
        /// The physical id
        id: String,
        #[command(flatten)]
        #[allow(missing_docs)]
        common: Common,
    },
    /// Forget everything in the simulated account
    Reset(Common),
}

fn part(name: &str) -> Result<Part, String> {
    let known = || Part::ALL.map(Part::name).join(", ");
    let found = Part::ALL.into_iter().find(|part| part.name() == name);
    found.ok_or_else(|| format!("there is no part '{name}'; the parts are {}", known()))
}

/// Why a command could not be carried out: a sentence that says what to do.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct CliError(String);

impl CliError {
    fn of(error: impl std::fmt::Display) -> Self {
        Self(error.to_string())
    }
}

impl CliError {
    /// Whoever reads has gone (`lks graph | head`): nothing is said of that.
    fn of_writing(error: std::io::Error) -> Self {
        let gone = error.kind() == std::io::ErrorKind::BrokenPipe;
        if gone { Self(String::new()) } else { Self::of(error) }
    }
}

impl From<DeploymentError> for CliError {
    fn from(error: DeploymentError) -> Self {
        Self::of(error)
    }
}

/// Nothing to do, all passed, done.
const DONE: u8 = 0;
/// It could not be done.
const FAILED: u8 = 1;
/// Changes, something that did not pass, drift.
const SOMETHING: u8 = 2;
/// It was stopped.
const CANCELLED: u8 = 3;

/// What a command is carried out with.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// Where the journal and the simulated account are, unless the command names another place.
    pub data_dir: &'a Path,
    /// Where the build puts what the stack is given: `lambda.zip` and `client.zip`.
    pub artifacts: &'a Path,
    /// The clouds that can be reached.
    pub clouds: &'a dyn Clouds,
    /// Holds or stops a run.
    pub control: &'a Control,
    /// Whether somebody watches the output as it comes.
    pub on_terminal: bool,
    /// In colour or not.
    pub ink: Ink,
}

/// What was typed cannot be read as a command: says why, or shows the help that was asked for. A mistake must
/// not look like an answer, so its exit code is 1 and not clap's 2, which is `plan`'s for changes.
pub fn refuse(error: &clap::Error) -> ExitCode {
    let _nobody_reads = error.print();
    if error.use_stderr() { ExitCode::from(FAILED) } else { ExitCode::from(DONE) }
}

/// Carries a command out. Errors go to standard error.
pub fn run(command: &Command, setting: &Setting<'_>, out: &mut (dyn Write + Send)) -> ExitCode {
    let done = match command {
        Command::Plan(common) => plans::plan(common, setting, out),
        Command::Apply(run) => runs::run(run, Verb::Apply, setting, out),
        Command::Destroy(run) => runs::run(run, Verb::Destroy, setting, out),
        Command::Verify(verify) => sheet::verify(verify, setting, out),
        Command::Drift(drift) => plans::drift(drift, setting, out),
        Command::Recover(common) => runs::recover(common, setting, out),
        Command::Runs(common) => plans::runs(common, setting, out),
        Command::Cost(common) => plans::cost(common, out),
        Command::Graph(common) => plans::graph(common, out),
        Command::Sandbox(simulation) => simulation::simulation(&simulation.verb, setting, out),
    };
    match done {
        Ok(code) => ExitCode::from(code),
        Err(CliError(nothing)) if nothing.is_empty() => ExitCode::from(FAILED),
        Err(error) => {
            let _nobody_reads = writeln!(std::io::stderr(), "error: {error}");
            ExitCode::from(FAILED)
        }
    }
}

fn key(text: &str) -> Result<ResourceKey, CliError> {
    text.parse().map_err(CliError::of)
}

//! From the options of a command to the stack that it is about.

use std::path::{Path, PathBuf};

use super::{CliError, CloudName, Common, Setting};
use crate::artifacts::Artifacts;
use crate::connection::sandbox_directory;
use crate::deployment::Deployment;
use crate::sandbox::Sandbox;
use crate::stack::{Part, Stack};

/// The stack and the account that the command names.
pub(super) fn open(common: &Common, setting: &Setting<'_>) -> Result<Deployment, CliError> {
    let choices = choices(common)?;
    let data_dir = directory(common, setting);
    let connection = setting.clouds.connect(common.cloud, &data_dir, common.sandbox_speed);
    Deployment::open(connection.map_err(CliError::of)?, choices, &data_dir)
        .and_then(|deployment| deployment.given(Artifacts::of_folder(setting.artifacts)))
        .map_err(CliError::of)
}

fn directory(common: &Common, setting: &Setting<'_>) -> PathBuf {
    common.data_dir.clone().unwrap_or_else(|| setting.data_dir.to_owned())
}

/// The simulated account itself, for the commands that look at it and change it past the engine.
pub(super) fn sandbox(common: &Common, setting: &Setting<'_>) -> Result<Sandbox, CliError> {
    if common.cloud != CloudName::Sandbox {
        return Err(CliError("'lks sandbox' is about the simulated account; leave --cloud out".into()));
    }
    let directory = sandbox_directory(&directory(common, setting));
    Sandbox::open(&directory, common.sandbox_speed).map_err(CliError::of)
}

/// The choices: the file's, or the specification's; parts left out.
pub(super) fn choices(common: &Common) -> Result<Stack, CliError> {
    let mut stack = match &common.stack {
        None => Stack::default(),
        Some(path) => read(path)?,
    };
    let more: Vec<Part> = common.without.iter().copied().filter(|part| stack.has(*part)).collect();
    stack.without.extend(more);
    Ok(stack)
}

fn read(path: &Path) -> Result<Stack, CliError> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| CliError(format!("{} cannot be read: {error}", path.display())))?;
    Stack::from_toml(&text).map_err(|error| CliError(format!("{}: {error}", path.display())))
}

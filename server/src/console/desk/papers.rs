//! What is kept beside the stack's own files, in its `console` folder: who approved which run, the
//! last plan and drift as they were shown, and every sheet.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use lks_domain::console::drift::DriftView;
use lks_domain::console::plan::PlanView;
use lks_domain::timestamp::Timestamp;
use lks_provision::deployment::Deployment;
use lks_provision::report::Occasion;
use lks_provision::verify::Sheet;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::Desk;
use super::choices::unusable;
use crate::console::error::ConsoleError;

/// Sheets that are kept.
const SHEETS: usize = 200;

/// Who approved a run.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RunNote {
    /// An address.
    pub by: String,
    /// When, by the server's clock.
    pub approved_at: Timestamp,
    /// The run that it goes on from.
    #[serde(default)]
    pub resumes: Option<String>,
}

/// A run that was begun elsewhere, by the command line.
impl Default for RunNote {
    fn default() -> Self {
        Self { by: String::new(), approved_at: Timestamp::from_millis(0), resumes: None }
    }
}

/// A sheet as it is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct KeptSheet {
    /// Its id, in the order of time.
    pub id: String,
    /// Who asked: an address.
    pub by: String,
    /// The group that was looked at, if not all.
    pub group: Option<String>,
    /// The sheet.
    pub sheet: Sheet,
    /// Of which stack, in which account, when.
    pub occasion: Occasion,
}

impl Desk {
    pub(super) fn keep_run_note(&self, deployment: &Deployment, id: &str, note: &RunNote) {
        if let Err(error) = write(&paper(deployment, &format!("run-{id}.json")), note) {
            tracing::warn!(error = error.message(), id, "who began the run could not be kept");
        }
    }

    pub(super) fn run_note(&self, deployment: &Deployment, id: &str) -> Option<RunNote> {
        read(&paper(deployment, &format!("run-{id}.json"))).ok().flatten()
    }

    /// Keeps the plan that is shown.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn keep_plan(&self, deployment: &Deployment, plan: &PlanView) -> Result<(), ConsoleError> {
        write(&paper(deployment, "plan.json"), plan)
    }

    /// The plan that was made last.
    ///
    /// # Errors
    /// Nothing is connected, or it cannot be read.
    pub fn last_plan(&self) -> Result<Option<PlanView>, ConsoleError> {
        read(&paper(&*self.deployment()?, "plan.json"))
    }

    /// Keeps what drifted.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn keep_drift(&self, deployment: &Deployment, drift: &DriftView) -> Result<(), ConsoleError> {
        write(&paper(deployment, "drift.json"), drift)
    }

    /// What drifted when it was last looked.
    ///
    /// # Errors
    /// Nothing is connected, or it cannot be read.
    pub fn last_drift(&self) -> Result<Option<DriftView>, ConsoleError> {
        read(&paper(&*self.deployment()?, "drift.json"))
    }

    /// Keeps a sheet; the oldest ones go.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn keep_sheet(&self, deployment: &Deployment, sheet: &KeptSheet) -> Result<(), ConsoleError> {
        let folder = paper(deployment, "sheets");
        write(&folder.join(format!("{}.json", sheet.id)), sheet)?;
        for old in sheet_ids(&folder).iter().skip(SHEETS) {
            let _harmless = fs::remove_file(folder.join(format!("{old}.json")));
        }
        Ok(())
    }

    /// All sheets, newest first.
    ///
    /// # Errors
    /// Nothing is connected.
    pub fn sheets(&self) -> Result<Vec<KeptSheet>, ConsoleError> {
        let folder = paper(&*self.deployment()?, "sheets");
        let read = |id: &String| read(&folder.join(format!("{id}.json"))).ok().flatten();
        Ok(sheet_ids(&folder).iter().filter_map(read).collect())
    }

    /// The sheet of this id, or the last one.
    ///
    /// # Errors
    /// Nothing is connected, or there is no such sheet.
    pub fn sheet(&self, id: Option<&str>) -> Result<KeptSheet, ConsoleError> {
        let folder = paper(&*self.deployment()?, "sheets");
        let ids = sheet_ids(&folder);
        let found = id.map_or_else(|| ids.first(), |id| ids.iter().find(|known| *known == id));
        let none = || ConsoleError::not_found("There is no such sheet. Run the checks first.");
        read(&folder.join(format!("{}.json", found.ok_or_else(none)?)))?.ok_or_else(none)
    }
}

fn paper(deployment: &Deployment, name: &str) -> PathBuf {
    deployment.path().join("console").join(name)
}

/// Newest first: ids are in the order of time.
fn sheet_ids(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let mut ids: Vec<String> =
        names.filter_map(|name| Some(name.strip_suffix(".json")?.to_owned())).collect();
    ids.sort_unstable_by(|a, b| b.cmp(a));
    ids
}

/// Whole when it is there: written beside and renamed.
fn write(path: &Path, value: &impl Serialize) -> Result<(), ConsoleError> {
    let fresh = path.with_extension("new");
    let text = serde_json::to_vec(value).map_err(|_| ConsoleError::internal())?;
    let made = path.parent().map_or(Ok(()), fs::create_dir_all);
    made.and_then(|()| fs::write(&fresh, text))
        .and_then(|()| fs::rename(&fresh, path))
        .map_err(|error| unusable(&error))
}

/// `None`: there is no such file, or it is of another version of this program.
fn read<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, ConsoleError> {
    match fs::read(path) {
        Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unusable(&error)),
    }
}

//! `GET /admin/api/classes/{code}/export`: a line a learner, for a spreadsheet.

use axum::extract::{Path, State};
use axum::response::Response;
use lks_domain::console::class::LearnerProgress;
use lks_domain::scores::Scores;

use super::class;
use crate::console::Console;
use crate::console::answer::file;
use crate::console::csv;
use crate::console::error::ConsoleError;
use crate::console::role::Viewer;

/// The class as CSV.
pub async fn export(
    State(console): State<Console>,
    _viewer: Viewer,
    Path(code): Path<String>,
) -> Result<Response, ConsoleError> {
    let class = class(&console, &code).await?;
    let name = format!("class-{}.csv", class.code);
    let view = console.store().class_progress(class).await?;
    let fixed = ["Name", "Joined", "Last active", "Conversations", "Messages", "Mistakes"];
    let head = csv::line(fixed.into_iter().chain(Scores::NAMES));
    let lines: String = view.learners.iter().map(line).collect();
    Ok(file(&name, "text/csv; charset=utf-8", head + &lines))
}

fn line(learner: &LearnerProgress) -> String {
    let numbers = [learner.conversations, learner.messages, learner.mistakes].map(|n| n.to_string());
    let active = learner.active_at.map(|at| at.to_string()).unwrap_or_default();
    let scores = learner.scores.map_or_else(Vec::new, |scores| scores.values().to_vec());
    let scores = scores.into_iter().map(|score| score.to_string());
    let cells = [learner.name.clone(), learner.joined_at.to_string(), active].into_iter();
    csv::line(cells.chain(numbers).chain(scores))
}

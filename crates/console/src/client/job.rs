//! Work that takes longer than a page should wait.

use lks_app::browser;
use lks_app::client::Api;
use lks_app::client::problem::Problem;
use lks_domain::console::job::{Job, JobState};

use super::get;

/// How long one question waits for the end, in seconds.
const WAIT_SECONDS: u32 = 20;
/// After a lost connection.
const PAUSE_MS: u32 = 1_500;
/// Lost connections in a row that are borne.
const PATIENCE: u32 = 20;

/// Waits until a job has ended; a lost connection does not end it.
pub async fn ended(api: Api, mut job: Job) -> Result<Job, Problem> {
    let mut lost = 0;
    while job.state == JobState::Running {
        match get(api, format!("/jobs/{}?wait={WAIT_SECONDS}", job.id)).await {
            Ok(later) => (job, lost) = (later, 0),
            Err(problem) if problem.is_passing() && lost < PATIENCE => {
                lost += 1;
                browser::sleep(PAUSE_MS).await;
            }
            Err(problem) => return Err(problem),
        }
    }
    match job.problem.clone() {
        Some(message) if job.state == JobState::Failed => Err(Problem::Down(message)),
        _ => Ok(job),
    }
}

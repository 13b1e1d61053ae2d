//! `DELETE /admin/api/models`.

use axum::extract::State;
use axum::http::{Method, StatusCode};
use lks_domain::console::models::{ModelsView, WorkerModel};
use serde_json::json;

use super::{changeable, subject, view};
use crate::console::Console;
use crate::console::answer::{Answer, data};
use crate::console::body::Body;
use crate::console::error::ConsoleError;
use crate::console::role::Admin;

/// Removes a model from a worker.
pub async fn remove(
    State(console): State<Console>,
    admin: Admin,
    Body(what): Body<WorkerModel>,
) -> Answer<ModelsView> {
    changeable(&console, &what)?;
    admin.records("model.remove", subject(&what)).await?;
    let body = json!({ "model": what.model });
    let regions = console.regions();
    let answer = regions.ask_worker(what.region, &what.worker, Method::DELETE, "/api/delete", &body).await?;
    match answer.status() {
        StatusCode::OK => {}
        StatusCode::NOT_FOUND => {
            return Err(ConsoleError::not_found("The worker has no such model any more."));
        }
        status => {
            return Err(ConsoleError::upstream(format!("The worker refused to remove it ({status}).")));
        }
    }
    regions.look_again(what.region, &what.worker).await;
    Ok(data(view(&console)))
}

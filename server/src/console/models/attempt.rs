//! `POST /admin/api/models/try`: one question to one worker, past the choice that learners'
//! requests go through.

use axum::extract::State;
use axum::http::Method;
use axum::response::Response;
use lks_domain::console::models::Trial;
use lks_domain::limits::MESSAGE_CHARS;
use lks_domain::ollama::{ChatMessage, ChatRequest};

use super::{subject, worker};
use crate::console::Console;
use crate::console::body::Body;
use crate::console::error::ConsoleError;
use crate::console::role::Admin;

/// The worker's own stream. What was asked is in no log.
pub async fn attempt(
    State(console): State<Console>,
    admin: Admin,
    Body(Trial { what, prompt }): Body<Trial>,
) -> Result<Response, ConsoleError> {
    if prompt.trim().is_empty() || prompt.chars().count() > MESSAGE_CHARS {
        let rule = format!("Write something, of at most {MESSAGE_CHARS} characters.");
        return Err(ConsoleError::bad_input(rule));
    }
    worker(&console, &what)?;
    admin.records("model.try", subject(&what)).await?;
    let messages = vec![ChatMessage::new("user", prompt)];
    let request = ChatRequest { model: what.model, messages, stream: Some(true), ..ChatRequest::default() };
    let regions = console.regions();
    Ok(regions.ask_worker(what.region, &what.worker, Method::POST, "/api/chat", &request).await?)
}

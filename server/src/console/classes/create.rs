//! `POST /admin/api/classes`.

use axum::extract::State;
use axum::response::Response;
use lks_domain::console::class::{CODE_ALPHABET, CODE_CHARS, NewClass};
use lks_store::{Conflict, StoreError};

use super::class;
use crate::console::Console;
use crate::console::answer::created;
use crate::console::body::Body;
use crate::console::error::ConsoleError;
use crate::console::role::Admin;
use crate::identity::clock;

/// Tries at a code that nobody has. There are a billion.
const TRIES: usize = 5;

/// Makes a class with a code of its own.
pub async fn create(
    State(console): State<Console>,
    admin: Admin,
    Body(new): Body<NewClass>,
) -> Result<Response, ConsoleError> {
    let name = new.valid_name()?;
    for _ in 0..TRIES {
        let code = fresh_code()?;
        admin.records("class.create", &code).await?;
        match console.store().create_class(&code, name, admin.email(), clock::now()).await {
            Err(StoreError::Conflict(Conflict::Exists)) => {}
            made => {
                made?;
                return Ok(created(class(&console, &code).await?));
            }
        }
    }
    Err(ConsoleError::internal())
}

fn fresh_code() -> Result<String, ConsoleError> {
    let mut dice = [0_u8; CODE_CHARS];
    getrandom::fill(&mut dice).map_err(|error| {
        tracing::error!(%error, "no randomness");
        ConsoleError::internal()
    })?;
    // 32 letters: every remainder is equally likely.
    let letters = CODE_ALPHABET.as_bytes();
    Ok(dice.iter().map(|byte| char::from(letters[usize::from(*byte) % letters.len()])).collect())
}

//! Changing the set of models: `push`, `create`, `copy`, `delete`, blobs. What is part of the program
//! cannot be changed, and the answer says so; what was pulled or imported can be deleted.

use axum::extract::{Path, State};

use super::listing::{model_of, name_of};
use crate::Worker;
use crate::catalog::valid_name;
use crate::error::ApiError;
use crate::fields::Fields;

const FIXED: &str = "the embedded worker's models are part of the program";

/// `POST /api/push`
pub(super) async fn push(State(worker): State<Worker>, mut fields: Fields) -> ApiError {
    let named = model_of(&worker, &mut fields);
    named.map_or_else(
        |error| error,
        |named| ApiError::bad(format!("cannot push {:?}: {FIXED} and have no files", named.name)),
    )
}

/// `POST /api/create`
pub(super) async fn create(mut fields: Fields) -> ApiError {
    let name = name_of(&mut fields);
    name.map_or_else(|error| error, |name| ApiError::bad(format!("cannot create {name:?}: {FIXED}")))
}

/// `POST /api/copy`
pub(super) async fn copy(State(worker): State<Worker>, mut fields: Fields) -> Result<(), ApiError> {
    let (source, destination) = (fields.text("source")?, fields.text("destination")?);
    for (what, name) in [("source", &source), ("destination", &destination)] {
        if !valid_name(name) {
            return Err(ApiError::bad(format!("{what} {name:?} is invalid")));
        }
    }
    if worker.catalog().find(&source).is_none() {
        return Err(ApiError::NotFound(format!("model {source:?} not found")));
    }
    Err(ApiError::bad(format!("cannot copy {source:?} to {destination:?}: {FIXED}, and so are their names")))
}

/// `DELETE /api/delete`
pub(super) async fn delete(State(worker): State<Worker>, mut fields: Fields) -> Result<(), ApiError> {
    let named = model_of(&worker, &mut fields)?;
    match worker.supply() {
        Some(supply) if worker.catalog().is_removable(&named.name) => {
            supply.remove(named.name).await.map_err(ApiError::Internal)
        }
        _ => Err(ApiError::bad(format!("cannot delete {:?}: {FIXED}", named.name))),
    }
}

/// `HEAD /api/blobs/{digest}`
pub(super) async fn blob(Path(digest): Path<String>) -> ApiError {
    ApiError::NotFound(format!("blob {digest:?} not found"))
}

/// `POST /api/blobs/{digest}`
pub(super) async fn put_blob(Path(_): Path<String>) -> ApiError {
    ApiError::bad(format!("cannot store a blob: {FIXED}"))
}

//! Accounts, the outbox, and classes.

use lks_app::client::Api;
use lks_app::client::problem::Problem;
use lks_domain::console::class::{Class, ClassView, NewClass};
use lks_domain::console::user::{Account, Delivery, Groups, OutboxMail, UserPage};
use lks_domain::identity::UserId;

use super::{get, query, send};

/// Accounts that a search finds, from behind one.
pub async fn users(api: Api, search: &str, after: Option<&str>) -> Result<UserPage, Problem> {
    let after = after.map(|after| format!("&after={}", query(after))).unwrap_or_default();
    get(api, format!("/users?limit=50&search={}{after}", query(search))).await
}

/// `confirm`, `disable` or `enable`.
pub async fn command(api: Api, id: &UserId, verb: &str) -> Result<Account, Problem> {
    send(api, "POST", format!("/users/{id}/{verb}"), &()).await
}

/// Sends a code for a new password.
pub async fn reset(api: Api, id: &UserId) -> Result<Delivery, Problem> {
    send(api, "POST", format!("/users/{id}/reset"), &()).await
}

/// Sets the groups of an account.
pub async fn set_groups(api: Api, id: &UserId, groups: Vec<String>) -> Result<Account, Problem> {
    send(api, "PUT", format!("/users/{id}/groups"), &Groups { groups }).await
}

/// Messages that wait or went out.
pub async fn outbox(api: Api) -> Result<Vec<OutboxMail>, Problem> {
    get(api, "/outbox").await
}

/// All classes.
pub async fn classes(api: Api) -> Result<Vec<Class>, Problem> {
    get(api, "/classes").await
}

/// Makes a class; all classes then.
pub async fn make_class(api: Api, name: String) -> Result<Vec<Class>, Problem> {
    let _: Class = send(api, "POST", "/classes", &NewClass { name }).await?;
    classes(api).await
}

/// Deletes a class; all classes then.
pub async fn delete_class(api: Api, code: &str) -> Result<Vec<Class>, Problem> {
    send(api, "DELETE", format!("/classes/{code}"), &()).await
}

/// A class with its learners.
pub async fn class(api: Api, code: &str) -> Result<ClassView, Problem> {
    get(api, format!("/classes/{code}")).await
}

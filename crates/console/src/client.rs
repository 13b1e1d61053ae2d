//! The console's API as the pages call it: one function a route of docs/CONSOLE.md.

pub mod account;
pub mod audit;
pub mod drift;
pub mod job;
pub mod monitor;
pub mod overview;
pub mod plan;
pub mod run;
pub mod sheet;
pub mod user;

use lks_app::client::problem::Problem;
use lks_app::client::{Api, Data};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Asks for something.
pub async fn get<T: DeserializeOwned>(api: Api, path: impl Into<String>) -> Result<T, Problem> {
    Ok(api.json::<Data<T>>("GET", format!("/admin/api{}", path.into()), None).await?.data)
}

/// Sends something, and reads what comes of it.
pub async fn send<T: DeserializeOwned>(
    api: Api,
    method: &'static str,
    path: impl Into<String>,
    body: &impl Serialize,
) -> Result<T, Problem> {
    let body = serde_json::to_value(body).map_err(|_| Problem::Garbled)?;
    let body = (!body.is_null()).then_some(body);
    Ok(api.json::<Data<T>>(method, format!("/admin/api{}", path.into()), body).await?.data)
}

/// A value of a query, escaped.
pub fn query(value: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let escape = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    value.bytes().map(escape).collect()
}

#[cfg(test)]
mod tests {
    use super::query;

    #[test]
    fn a_search_goes_into_an_address_whole() {
        assert_eq!(query("a b&c=é"), "a%20b%26c%3D%C3%A9");
    }
}

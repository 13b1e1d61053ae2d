//! What any client needs to know before it signs in: `GET /config.json`.

use serde::{Deserialize, Serialize};

use crate::region::Region;

/// The answer of `GET /config.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClientConfig {
    /// Which back end serves the contract.
    pub mode: Mode,
    /// Base address of the contract, without a slash at the end.
    pub api: String,
    /// Where and as which client to sign in.
    pub identity: IdentityConfig,
    /// The regions on offer.
    pub regions: Vec<RegionConfig>,
    /// How a learner's message travels; absent: [`Transport::Direct`].
    #[serde(default)]
    pub transport: Transport,
}

/// Which back end serves the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// The embedded default.
    Local,
    /// A stack in AWS.
    Aws,
}

/// How a learner's message travels (DESIGN section 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Transport {
    /// Through the server's turn service.
    Service,
    /// Over the contract alone, driven by the browser.
    #[default]
    Direct,
}

/// Where and as which client to sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct IdentityConfig {
    /// Address that takes Cognito's operations by `POST`.
    pub endpoint: String,
    /// Region of the user pool.
    pub region: String,
    /// The user pool.
    pub user_pool_id: String,
    /// The app client.
    pub client_id: String,
}

/// A region on offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegionConfig {
    /// AWS's code.
    pub id: Region,
    /// Name for people.
    pub name: String,
}

impl RegionConfig {
    /// Both regions.
    pub fn all() -> Vec<Self> {
        Region::ALL.into_iter().map(|id| Self { id, name: id.name().to_owned() }).collect()
    }
}

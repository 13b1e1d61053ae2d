//! The HTTP contract of SPEC section 4 and the turn service, as one axum router. The server and
//! the Lambda use the same.
//!
//! It must not know where its parts come from: no environment, no SQL, no addresses of workers.

mod answer;
mod authentication;
mod body;
mod client_config;
mod conversations;
mod corrections;
mod cors;
mod error;
mod judges;
mod openapi;
mod proxy;
mod rates;
mod regions;
mod router;
mod state;
mod summaries;
mod turn;
mod turns;
mod vectors;

pub use authentication::jwks::{JwksAuthenticator, KeySource};
pub use authentication::{Authenticate, Learner, Refused, bearer};
pub use error::ApiError;
pub use judges::{Judge, JudgeSource, Judges};
pub use rates::RateLimits;
pub use router::{kept_router, router, unknown_path};
pub use state::{ApiParts, ApiSettings, ApiState, ConfigSource, Origins};
pub use turn::TurnLimits;

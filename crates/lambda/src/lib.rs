//! The conversations API and `/corrections` as an AWS Lambda behind API Gateway (SPEC 2.6): the
//! routers of `lks-api` on one database connection.
//!
//! It never streams a model's reply: the regions' paths of the API lead to their workers directly.

pub mod function;
mod invocation;
pub mod log;
mod metering;
pub mod settings;

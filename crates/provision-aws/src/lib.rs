//! The provisioner's `Cloud` on the AWS SDK for Rust: every kind of resource of the stack in both
//! regions. The only crate that names `aws-sdk-*`; slow to build, so nothing of the daily build
//! names it.
//!
//! One file a kind. A call of the engine is as few calls of AWS as can be; what is tried again, when
//! and with which token is the engine's alone: the SDK's own retries are off.

mod aws;
mod clock;
mod clouds;
mod fault;
mod given;
mod http;
mod kinds;
mod pages;
mod request;
mod seen;
mod session;
mod settings;

mod amplify;
mod apigateway;
mod backup;
mod balancing;
mod cognito;
mod ec2;
mod efs;
mod lambda;
mod logs;
mod monitoring;
mod probe;
mod rds;
mod s3;
mod secrets;
mod sns;
mod ssm;
mod telemetry;

#[cfg(test)]
mod recorded;

pub mod doctor;

pub use aws::{Aws, ConnectError};
pub use clock::WallClock;
pub use clouds::{AwsClouds, Reached};
pub use settings::{Settings, Source};

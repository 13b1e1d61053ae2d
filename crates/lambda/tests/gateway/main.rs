//! The suite of `lks-api` once more, sent through a deployed stack: API Gateway, its Cognito
//! authorizer, the packed Lambda and PostgreSQL. `end2end/stack/run` starts those and this.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod databases;
mod house;
mod worker;

#[path = "../../../api/tests/suite/conversations.rs"]
mod conversations;
#[path = "../../../api/tests/suite/corrections.rs"]
mod corrections;

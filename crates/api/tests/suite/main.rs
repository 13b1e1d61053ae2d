//! One suite for the whole API, on both databases where the database matters. The files mirror the
//! addresses; `house` puts the real parts together and `worker` is a worker that does as it is told.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod authentication;
mod conversations;
mod corrections;
mod cors;
mod databases;
mod embedded;
mod house;
mod judged;
mod limits;
mod openapi;
mod regions;
mod strange;
mod turns;
mod worker;

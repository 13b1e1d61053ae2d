//! The console's API through its router, on both databases and the simulated account.

mod account;
mod audit;
mod classes;
mod crash;
mod house;
mod looking;
mod monitor;
mod plans;
mod pulls;
mod roles;
mod runs;
mod secrets;
mod sheets;
mod streams;
mod users;

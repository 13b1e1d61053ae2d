//! Who can really reach whom, over security groups, routes and network ACLs, compared exactly with
//! who may (SPEC 2.1 and 2.2).
//!
//! Each place is looked at from every address that any rule could tell apart, so the answer is
//! exact and not a sample. Knows no cloud: it reads an [`Inventory`](crate::inventory::Inventory).

mod acl;
mod endpoint;
mod group;
pub mod matrix;
mod network;
mod ranges;
mod route;
mod traffic;

pub use endpoint::{Endpoint, Place, Role, names};
pub use matrix::{Difference, FLOWS, Flow, compare};
pub use network::{Network, Reach};
pub use ranges::Ranges;
pub use traffic::Traffic;
pub(crate) use traffic::number;

#[cfg(test)]
mod tests;

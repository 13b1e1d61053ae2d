//! What the stack is made of: kinds, keys, properties in CloudFormation's words, and the graph.
//! Knows nothing of clouds, clocks or files.
//!
//! Conventions that the specification builds on:
//! - `Tags` is CloudFormation's list of `{"Key", "Value"}` for every kind that has tags, and `Name` and
//!   `Stack` among them are how a resource without a name of its own is found again.
//! - Rules of security groups are resources of their own. Every rule of a group in our networks that is
//!   not in the graph is removed: the default groups' and the allow-all egress of new groups as well.
//! - A `RouteTable` with `Main: true` takes over the table that its VPC brought along.
//! - A `VPCPeeringConnection` with `Accepted: true` is accepted in the other region once it is asked.
//! - `{"Fn::GenerateSecret": {"Length": 32}}` makes a secret, in a `Secret` or `Parameter` only; others get
//!   it by [`ResourceKey::secret`].

mod graph;
mod key;
mod kind;
mod properties;
mod reference;
pub mod schema;

pub use graph::{Graph, GraphError, Resource};
pub use key::ResourceKey;
pub use kind::{Kind, Service};
pub use properties::{Properties, canonical, digest, tag, tags};
pub use reference::{Reference, ReferenceError, resolve, secret_paths, visit};
pub use schema::{Change, Form, Property, Replace, Schema, Token};

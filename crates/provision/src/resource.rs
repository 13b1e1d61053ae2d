//! What the stack is made of: kinds, keys, properties in CloudFormation's words, and the graph.
//! Knows nothing of clouds, clocks or files.

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

//! Where models come from that are not part of the program. The worker does not know the network: who
//! puts it together gives it a supply.

use futures::future::BoxFuture;
use futures::stream::BoxStream;

/// A step on the way of a model to this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Asking what it is made of.
    Manifest,
    /// Bytes of one of its files are here. Within one digest `completed` never falls.
    Blob {
        /// SHA-256, in hexadecimal digits.
        digest: String,
        /// Bytes in all.
        total: u64,
        /// Bytes here.
        completed: u64,
    },
    /// Looking at what has come.
    Verifying,
    /// Making a model of it.
    Writing,
}

/// Brings models and takes them away.
pub trait Supply: Send + Sync + 'static {
    /// Brings the model of this name; the stream ends when it is there. Dropping the stream stops it.
    /// An error is a sentence.
    fn pull(&self, name: String) -> BoxStream<'static, Result<Step, String>>;

    /// Takes the model of this name away. An error is a sentence.
    fn remove(&self, name: String) -> BoxFuture<'static, Result<(), String>>;
}

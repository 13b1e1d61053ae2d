//! Why something could not be done with a stack; each message says what to do.

use std::path::PathBuf;

use crate::apply::RunError;
use crate::cloud::CloudError;
use crate::connection::ConnectionError;
use crate::journal::JournalError;
use crate::resource::{Kind, ResourceKey};
use crate::stack::{Part, StackError};

use super::RunId;

/// Why something could not be done with a stack.
#[derive(Debug, thiserror::Error)]
pub enum DeploymentError {
    /// The choices cannot be built.
    #[error(transparent)]
    Stack(#[from] StackError),
    /// The account cannot be used.
    #[error(transparent)]
    Connection(#[from] ConnectionError),
    /// The journal cannot be used.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The run was refused, or stopped by a fault.
    #[error(transparent)]
    Run(RunError),
    /// The account may not have a part of the stack.
    #[error("this account may not look at {kind}: {error}; leave the part out: --without {part}")]
    Denied {
        /// What it may not look at.
        kind: Kind,
        /// The part that can be left out.
        part: Part,
        /// What the cloud said.
        error: CloudError,
    },
    /// A run is at work on the stack.
    #[error("another run works on the stack '{0}'; wait until it ends")]
    Busy(String),
    /// The plan breaks the policy.
    #[error("the plan breaks the policy, nothing was done: {0}")]
    Policy(String),
    /// No plan with this digest is kept.
    #[error("no plan with the digest {0} is kept; plan again")]
    UnknownPlan(String),
    /// There is no such run.
    #[error("there is no run {0} of this stack")]
    UnknownRun(RunId),
    /// No run was left open.
    #[error("no run of this stack was interrupted")]
    NothingToResume,
    /// A decision about a field that is as specified.
    #[error("{1} of {0} did not drift; 'lks drift' shows what did")]
    NoDrift(ResourceKey, String),
    /// A file of the stack cannot be read or written.
    #[error("{path}: {source}; check the directory and the free space, or choose another --data-dir")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl From<RunError> for DeploymentError {
    fn from(error: RunError) -> Self {
        match error {
            RunError::Denied { kind, error } => match Part::of(kind.service()) {
                Some(part) => Self::Denied { kind, part, error },
                None => Self::Run(RunError::Denied { kind, error }),
            },
            other => Self::Run(other),
        }
    }
}

impl From<CloudError> for DeploymentError {
    fn from(error: CloudError) -> Self {
        Self::Connection(error.into())
    }
}

//! The choices of the stack: kept as a stack file, the same that the command line reads.

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

use lks_domain::timestamp::Timestamp;
use lks_provision::stack::Stack;

use super::Desk;
use crate::console::error::ConsoleError;

impl Desk {
    /// The choices that were saved last; those of the specification before.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn stack(&self) -> Result<Stack, ConsoleError> {
        match fs::read_to_string(self.stack_file()) {
            Ok(text) => Ok(Stack::from_toml(&text)?),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Stack::default()),
            Err(error) => Err(unusable(&error)),
        }
    }

    /// When they were saved; none: they are those of the specification.
    pub fn stack_saved_at(&self) -> Option<Timestamp> {
        let modified = fs::metadata(self.stack_file()).and_then(|file| file.modified()).ok()?;
        let since = modified.duration_since(std::time::UNIX_EPOCH).ok()?;
        Some(Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or_default()))
    }

    /// Saves valid choices.
    ///
    /// # Errors
    /// A run is under way, or the file cannot be written.
    pub fn save_stack(&self, stack: &Stack) -> Result<(), ConsoleError> {
        self.refuse_while_running()?;
        let text = stack.to_toml()?;
        let path = self.stack_file();
        let fresh = path.with_extension("toml.new");
        let written = path.parent().map_or(Ok(()), fs::create_dir_all);
        written
            .and_then(|()| fs::write(&fresh, text))
            .and_then(|()| fs::rename(&fresh, &path))
            .map_err(|error| unusable(&error))?;
        let mut inner = self.inner();
        (inner.deployment, inner.made) = (None, None);
        Ok(())
    }

    fn stack_file(&self) -> PathBuf {
        self.0.data_dir.join("console").join("stack.toml")
    }
}

pub(super) fn unusable(error: &std::io::Error) -> ConsoleError {
    tracing::error!(%error, "a file of the console cannot be used");
    ConsoleError::internal()
}

//! What the build made for the stack: `lambda.zip` and `client.zip` of a folder. A plan tells one build
//! from another by the sum of its bytes; the cloud reads the files themselves when it is given them.

use std::path::Path;

use crate::resource::digest;

/// The sum of each file (SHA-256 in hexadecimal). One that is not there is none, and is then not compared
/// with what is in the account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Artifacts {
    /// The Lambda's code.
    pub lambda: Option<String>,
    /// The learners' pages as static files.
    pub client: Option<String>,
}

impl Artifacts {
    /// Those of a folder, as they are now.
    pub fn of_folder(folder: &Path) -> Self {
        let sum = |name: &str| std::fs::read(folder.join(name)).ok().map(digest);
        Self { lambda: sum("lambda.zip"), client: sum("client.zip") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_has_the_sum_of_its_bytes_and_what_is_not_has_none() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Artifacts::of_folder(folder.path()), Artifacts::default());
        std::fs::write(folder.path().join("lambda.zip"), "abc").unwrap();
        let found = Artifacts::of_folder(folder.path());
        assert_eq!(found.lambda.as_deref().map(|sum| &sum[..8]), Some("ba7816bf"));
        assert_eq!(found.client, None);
    }
}

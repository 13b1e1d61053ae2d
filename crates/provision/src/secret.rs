//! Secret texts: made here, given to services, never written, shown or compared in the open.

use rand::Rng;

use crate::resource::digest;

/// Letters and digits without those that look alike; no sign that a URL or a shell would change.
const ALPHABET: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

/// A secret. `Debug` and `Display` show its fingerprint only.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretText(String);

impl SecretText {
    /// Wraps a secret that came from a service.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// A new random secret; 32 characters have 186 bits.
    pub fn generate(length: usize) -> Self {
        let mut random = rand::rng();
        Self((0..length).map(|_| char::from(ALPHABET[random.random_range(0..ALPHABET.len())])).collect())
    }

    /// The text itself, for a call to a service and nothing else.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Tells equal secrets from unequal ones without telling them.
    pub fn fingerprint(&self) -> String {
        fingerprint(&self.0)
    }
}

/// `sha256:` and twelve digits.
pub fn fingerprint(text: &str) -> String {
    format!("sha256:{}", &digest(text)[..12])
}

impl std::fmt::Debug for SecretText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SecretText({})", self.fingerprint())
    }
}

impl std::fmt::Display for SecretText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.fingerprint())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_shows_its_fingerprint_only() {
        let secret = SecretText::generate(32);
        assert_eq!(secret.reveal().len(), 32);
        assert_ne!(secret, SecretText::generate(32));
        for shown in [format!("{secret}"), format!("{secret:?}")] {
            assert!(!shown.contains(secret.reveal()));
            assert!(shown.contains(&secret.fingerprint()));
        }
    }
}

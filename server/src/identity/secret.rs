//! Random values that open doors, and the hashes they are stored as.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use super::refusal::Refusal;

/// A new refresh token: 256 random bits, URL-safe, 43 characters.
///
/// # Errors
/// [`Refusal::Internal`] without a source of randomness.
pub fn refresh_token() -> Result<String, Refusal> {
    Ok(URL_SAFE_NO_PAD.encode(random::<32>()?))
}

/// What a refresh token is stored as. It is random, so a plain hash of it tells nothing.
pub fn fingerprint(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

/// A new code of six digits, every one equally likely.
///
/// # Errors
/// [`Refusal::Internal`] without a source of randomness.
pub fn code() -> Result<String, Refusal> {
    const CODES: u32 = 1_000_000;
    // Draws from the incomplete last round would favour small codes.
    const LIMIT: u32 = u32::MAX - u32::MAX % CODES;
    loop {
        let draw = u32::from_le_bytes(random::<4>()?);
        if draw < LIMIT {
            return Ok(format!("{:06}", draw % CODES));
        }
    }
}

/// What a code is stored as: `salt$hash`. It protects only until the code expires, since a million
/// codes are soon tried; the bound on tries protects the rest.
///
/// # Errors
/// [`Refusal::Internal`] without a source of randomness.
pub fn seal_code(code: &str) -> Result<String, Refusal> {
    let salt = hex::encode(random::<16>()?);
    Ok(format!("{salt}${}", salted(&salt, code)))
}

/// Whether this is the code that was sealed.
pub fn opens(sealed: &str, code: &str) -> bool {
    sealed.split_once('$').is_some_and(|(salt, hash)| same(hash.as_bytes(), salted(salt, code).as_bytes()))
}

fn salted(salt: &str, code: &str) -> String {
    hex::encode(Sha256::new().chain_update(salt).chain_update(code).finalize())
}

/// Compares without stopping at the first difference.
fn same(left: &[u8], right: &[u8]) -> bool {
    left.len() == right.len() && left.iter().zip(right).fold(0, |differs, (l, r)| differs | (l ^ r)) == 0
}

fn random<const N: usize>() -> Result<[u8; N], Refusal> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| {
        tracing::error!(%error, "the system gives no randomness");
        Refusal::Internal
    })?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_code_opens_with_itself_only() {
        let code = code().unwrap();
        assert_eq!(code.len(), 6);
        let sealed = seal_code(&code).unwrap();
        assert!(!sealed.contains(&code) || sealed.len() > 90);
        assert!(opens(&sealed, &code));
        assert!(!opens(&sealed, "12345"));
        assert!(!opens("", &code));
    }

    #[test]
    fn refresh_tokens_differ_and_are_short() {
        let (one, two) = (refresh_token().unwrap(), refresh_token().unwrap());
        assert_ne!(one, two);
        assert_eq!(one.len(), 43);
        assert_ne!(fingerprint(&one), fingerprint(&two));
    }
}

//! argon2id itself, with memory that goes back to the system after each hash.
//!
//! Parameters: OWASP Password Storage Cheat Sheet, argon2id with m = 19 MiB, t = 2, p = 1, which are
//! also the crate's defaults. Stored as PHC strings, so that they can be raised later.

use argon2::password_hash::Error;
use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};

/// A hash of nothing, with the parameters of real ones: checked for unknown accounts, so that they
/// take as long as known ones. (15 bytes of salt, 32 bytes of zeros.)
pub const DECOY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZS1kZWNveS1zYWx0$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Blocks of 1 KiB that are asked for at least. glibc keeps what is freed for the thread that asked,
/// which on many threads came to 350 MB, except for pieces above 32 MiB (`DEFAULT_MMAP_THRESHOLD_MAX`):
/// those it gives back at once. What is asked for and not touched costs nothing.
const RESERVED_BLOCKS: usize = 33 * 1024;

/// The PHC string of a new password.
pub fn hash(password: &str) -> Result<String, Error> {
    let salt = Salt::generate();
    let params = Params::default();
    let output = derive(
        password,
        &salt,
        Algorithm::default(),
        Version::default(),
        &params,
        Params::DEFAULT_OUTPUT_LEN,
    )?;
    let hash = PasswordHash {
        algorithm: Algorithm::default().ident(),
        version: Some(Version::default().into()),
        params: ParamsString::try_from(&params)?,
        salt: Some(salt),
        hash: Some(output),
    };
    Ok(hash.to_string())
}

/// Whether the password is the one behind the PHC string.
///
/// # Errors
/// When the string cannot be read.
pub fn matches(password: &str, stored: &str) -> Result<bool, Error> {
    let stored = PasswordHash::new(stored)?;
    let (Some(salt), Some(expected)) = (stored.salt, stored.hash) else { return Err(Error::EncodingInvalid) };
    let version = stored.version.map(Version::try_from).transpose()?.unwrap_or_default();
    let algorithm = Algorithm::try_from(stored.algorithm.as_str())?;
    let params = Params::try_from(&stored)?;
    // Outputs compare in constant time.
    Ok(derive(password, &salt, algorithm, version, &params, expected.len())? == expected)
}

fn derive(
    password: &str,
    salt: &Salt,
    algorithm: Algorithm,
    version: Version,
    params: &Params,
    length: usize,
) -> Result<Output, Error> {
    let argon = Argon2::new(algorithm, version, params.clone());
    let mut memory: Vec<Block> = Vec::with_capacity(params.block_count().max(RESERVED_BLOCKS));
    memory.resize(params.block_count(), Block::default());
    let mut output = vec![0; length];
    argon.hash_password_into_with_memory(password.as_bytes(), salt, &mut output, &mut memory)?;
    Ok(Output::new(&output)?)
}

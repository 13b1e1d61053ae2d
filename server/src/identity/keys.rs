//! The RSA keys that sign tokens: read at start, or made once in the background.
//!
//! `signing-key.pem` signs; `retired-<kid>.pem` only verify what they signed before a rotation.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use jsonwebtoken::jwk::{Jwk, JwkSet, PublicKeyUse, ThumbprintHash};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};
use rsa::RsaPrivateKey;
use rsa::pkcs8::{DecodePrivateKey, EncodePrivateKey, LineEnding};
use rsa::rand_core::OsRng;
use rsa::traits::PublicKeyParts;
use tokio::sync::Mutex;

mod file;

/// Size of a new key in bits, as Amazon Cognito's.
const BITS: usize = 2048;
const CURRENT: &str = "signing-key.pem";

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file or directory cannot be read or written.
    #[error("{path}: {source}. Check that the data directory belongs to the user that runs lks")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The file is not an RSA key of at least 2048 bits in PKCS #8 PEM.
    #[error(
        "{0} is not a usable RSA private key; restore it, or remove it to start with a new one (everyone must then sign in again)"
    )]
    Unreadable(PathBuf),
    /// A new key could not be made.
    #[error("no signing key could be made: {0}")]
    Generation(String),
}

/// One key, ready to sign and to verify.
pub struct SigningKey {
    /// `kid`: the first 16 characters of the RFC 7638 thumbprint.
    pub id: String,
    /// The private half.
    pub private: EncodingKey,
    /// The public half.
    pub public: DecodingKey,
    jwk: Jwk,
}

/// The keys of this server. Cheap to clone; all clones see a rotation.
#[derive(Clone)]
pub struct KeyRing {
    directory: PathBuf,
    keys: Arc<RwLock<Vec<Arc<SigningKey>>>>,
    making: Arc<Mutex<()>>,
}

impl KeyRing {
    /// Reads the keys that are there. Makes none: see [`KeyRing::current`].
    ///
    /// # Errors
    /// [`KeyError`] when a file is there but of no use.
    pub fn open(directory: &Path) -> Result<Self, KeyError> {
        let keys = read(directory)?;
        Ok(Self {
            directory: directory.to_owned(),
            keys: Arc::new(RwLock::new(keys)),
            making: Arc::default(),
        })
    }

    /// The key that signs. If there is none yet it is made and written, which takes up to some
    /// seconds of a core, in which other callers wait too.
    ///
    /// # Errors
    /// [`KeyError`] when it cannot be made or written.
    pub async fn current(&self) -> Result<Arc<SigningKey>, KeyError> {
        if let Some(key) = self.snapshot().first() {
            return Ok(Arc::clone(key));
        }
        let _one_at_a_time = self.making.lock().await;
        if let Some(key) = self.snapshot().first() {
            return Ok(Arc::clone(key));
        }
        self.replace().await
    }

    /// Makes a new key that signs from now on; the old ones still verify.
    ///
    /// # Errors
    /// [`KeyError`]; the old key then signs on.
    pub async fn rotate(&self) -> Result<Arc<SigningKey>, KeyError> {
        let _one_at_a_time = self.making.lock().await;
        let directory = self.directory.clone();
        let current = self.snapshot().first().cloned();
        if let Some(key) = current {
            file::retire(&directory, CURRENT, &format!("retired-{}.pem", key.id))?;
        }
        self.replace().await
    }

    async fn replace(&self) -> Result<Arc<SigningKey>, KeyError> {
        let directory = self.directory.clone();
        let work = move || {
            file::write_new(&directory, CURRENT, &generate()?)?;
            read(&directory)
        };
        let keys = tokio::task::spawn_blocking(work).await.map_err(generation)??;
        let current =
            keys.first().cloned().ok_or_else(|| KeyError::Unreadable(self.directory.join(CURRENT)))?;
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = keys;
        Ok(current)
    }

    /// The key with this id, current or retired.
    pub fn find(&self, id: &str) -> Option<Arc<SigningKey>> {
        self.snapshot().into_iter().find(|key| key.id == id)
    }

    /// The public keys, the current one first; none as long as none was needed, and then no valid
    /// token exists either.
    pub fn jwks(&self) -> JwkSet {
        JwkSet { keys: self.snapshot().iter().map(|key| key.jwk.clone()).collect() }
    }

    fn snapshot(&self) -> Vec<Arc<SigningKey>> {
        self.keys.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// All keys of the directory, the one that signs first; empty if there is none that signs.
fn read(directory: &Path) -> Result<Vec<Arc<SigningKey>>, KeyError> {
    let Some(current) = file::read(&directory.join(CURRENT))? else { return Ok(Vec::new()) };
    let mut keys = vec![parse(&directory.join(CURRENT), &current)?];
    for path in file::retired(directory)? {
        if let Some(pem) = file::read(&path)? {
            keys.push(parse(&path, &pem)?);
        }
    }
    Ok(keys)
}

fn parse(path: &Path, pem: &str) -> Result<Arc<SigningKey>, KeyError> {
    let unreadable = || KeyError::Unreadable(path.to_owned());
    let strong = RsaPrivateKey::from_pkcs8_pem(pem).is_ok_and(|key| key.size() * 8 >= BITS);
    if !strong {
        return Err(unreadable());
    }
    signing_key(pem).map(Arc::new).ok_or_else(unreadable)
}

fn signing_key(pem: &str) -> Option<SigningKey> {
    let private = EncodingKey::from_rsa_pem(pem.as_bytes()).ok()?;
    let mut jwk = Jwk::from_encoding_key(&private, Algorithm::RS256).ok()?;
    let id: String = jwk.thumbprint(ThumbprintHash::SHA256).ok()?.chars().take(16).collect();
    jwk.common.key_id = Some(id.clone());
    jwk.common.public_key_use = Some(PublicKeyUse::Signature);
    let public = DecodingKey::from_jwk(&jwk).ok()?;
    Some(SigningKey { id, private, public, jwk })
}

fn generate() -> Result<String, KeyError> {
    let started = std::time::Instant::now();
    let key = RsaPrivateKey::new(&mut OsRng, BITS).map_err(generation)?;
    let pem = key.to_pkcs8_pem(LineEnding::LF).map_err(generation)?;
    tracing::info!(duration_ms = started.elapsed().as_millis(), "made a new signing key");
    Ok(pem.to_string())
}

fn generation(error: impl std::fmt::Display) -> KeyError {
    KeyError::Generation(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_key_is_made_once_kept_for_its_owner_only_and_outlives_a_restart_and_a_rotation() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("identity");
        let ring = KeyRing::open(&path).unwrap();
        assert!(ring.jwks().keys.is_empty());
        let (one, two) = tokio::join!(ring.current(), ring.current());
        let first = one.unwrap().id.clone();
        assert_eq!(first, two.unwrap().id);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(path.join(CURRENT)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        assert_eq!(KeyRing::open(&path).unwrap().current().await.unwrap().id, first);

        let second = ring.rotate().await.unwrap().id.clone();
        assert_ne!(first, second);
        assert!(ring.find(&first).is_some(), "tokens of the old key stay valid");
        let kids: Vec<_> =
            KeyRing::open(&path).unwrap().jwks().keys.into_iter().map(|k| k.common.key_id).collect();
        assert_eq!(kids, [Some(second), Some(first)]);
    }

    #[test]
    fn a_broken_key_file_is_refused_with_its_path_and_not_replaced() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join(CURRENT);
        std::fs::write(&path, "half a key").unwrap();
        let error = KeyRing::open(directory.path()).err().unwrap().to_string();
        assert!(error.contains("signing-key.pem") && error.contains("restore it"), "{error}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "half a key");
    }
}

//! The simulated account on disk: one file, replaced atomically and durably before a call is answered;
//! several processes take turns by a lock that a dead one does not hold.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{SystemTime, UNIX_EPOCH};

use super::world::World;

/// Why the account's file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// It cannot be read or written.
    #[error("the sandbox at {path}: {source}; check the directory and the free space")]
    Io {
        /// Which file or directory.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It is not what we wrote.
    #[error("{0} is damaged: {1}; 'lks sandbox reset' starts an empty account")]
    Damaged(PathBuf, String),
}

pub(super) struct Store {
    directory: PathBuf,
    stamp: Mutex<Option<(SystemTime, u64)>>,
}

impl Store {
    pub(super) fn open(directory: &Path) -> Result<Self, StoreError> {
        let store = Self { directory: directory.to_owned(), stamp: Mutex::new(None) };
        fs::create_dir_all(directory).map_err(|source| store.failed(source))?;
        let _only_one = store.lock()?;
        if !store.file().exists() {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            let millis = i64::try_from(now.as_millis()).unwrap_or(0);
            store.save(&World::new(rand::random(), millis))?;
        }
        Ok(store)
    }

    fn file(&self) -> PathBuf {
        self.directory.join("account.json")
    }

    fn failed(&self, source: std::io::Error) -> StoreError {
        StoreError::Io { path: self.directory.clone(), source }
    }

    /// Held while the result lives.
    pub(super) fn lock(&self) -> Result<File, StoreError> {
        let path = self.directory.join("lock");
        let file = File::options().create(true).truncate(false).write(true).open(path);
        let file = file.map_err(|source| self.failed(source))?;
        file.lock().map_err(|source| self.failed(source))?;
        Ok(file)
    }

    pub(super) fn load(&self) -> Result<World, StoreError> {
        let stamp = self.current_stamp()?;
        let bytes = fs::read(self.file()).map_err(|source| self.failed(source))?;
        let world = serde_json::from_slice(&bytes)
            .map_err(|error| StoreError::Damaged(self.file(), error.to_string()))?;
        self.remember(stamp);
        Ok(world)
    }

    /// `None` if it is as we last saw it.
    pub(super) fn load_if_changed(&self) -> Result<Option<World>, StoreError> {
        let known = *self.stamp.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if known == Some(self.current_stamp()?) { Ok(None) } else { self.load().map(Some) }
    }

    fn current_stamp(&self) -> Result<(SystemTime, u64), StoreError> {
        let seen = fs::metadata(self.file()).and_then(|meta| Ok((meta.modified()?, inode(&meta))));
        seen.map_err(|source| self.failed(source))
    }

    fn remember(&self, stamp: (SystemTime, u64)) {
        *self.stamp.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(stamp);
    }

    /// On disk, whole, when it returns.
    pub(super) fn save(&self, world: &World) -> Result<(), StoreError> {
        let bytes =
            serde_json::to_vec(world).map_err(|error| StoreError::Damaged(self.file(), error.to_string()))?;
        let fresh = self.directory.join("account.json.new");
        let write = || -> std::io::Result<()> {
            let mut file = private(&fresh)?;
            file.write_all(&bytes)?;
            file.sync_all()?;
            fs::rename(&fresh, self.file())?;
            File::open(&self.directory)?.sync_all()
        };
        write().map_err(|source| self.failed(source))?;
        self.remember(self.current_stamp()?);
        Ok(())
    }
}

#[cfg(unix)]
fn private(path: &Path) -> std::io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    File::options().create(true).truncate(true).write(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn private(path: &Path) -> std::io::Result<File> {
    File::create(path)
}

#[cfg(unix)]
fn inode(meta: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(meta)
}

#[cfg(not(unix))]
fn inode(meta: &fs::Metadata) -> u64 {
    meta.len()
}

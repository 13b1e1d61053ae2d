//! Where the journal's bytes are: on disk, or in memory with tears for tests.

use std::fs::File;
use std::io::{Error, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// Bytes that can be appended durably.
pub trait JournalFile: Send {
    /// Everything.
    ///
    /// # Errors
    /// It cannot be read.
    fn read(&mut self) -> std::io::Result<Vec<u8>>;

    /// Durable when it returns.
    ///
    /// # Errors
    /// It cannot be written.
    fn append(&mut self, bytes: &[u8]) -> std::io::Result<()>;

    /// Drops what follows the first `length` bytes.
    ///
    /// # Errors
    /// It cannot be written.
    fn truncate(&mut self, length: usize) -> std::io::Result<()>;
}

/// A file; each append is synced.
pub struct DiskFile(File);

impl DiskFile {
    /// Opens the file, or makes it, and the directory it is in.
    ///
    /// # Errors
    /// It cannot be opened or made.
    pub fn open(path: &Path) -> std::io::Result<Self> {
        let directory = path.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(directory)?;
        let file = File::options().create(true).truncate(false).read(true).write(true).open(path)?;
        File::open(directory)?.sync_all()?;
        Ok(Self(file))
    }
}

impl JournalFile for DiskFile {
    fn read(&mut self) -> std::io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.0.seek(SeekFrom::Start(0))?;
        self.0.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn append(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.0.seek(SeekFrom::End(0))?;
        self.0.write_all(bytes)?;
        self.0.sync_data()
    }

    fn truncate(&mut self, length: usize) -> std::io::Result<()> {
        self.0.set_len(length as u64)?;
        self.0.sync_all()
    }
}

/// What happens to an append when the process dies in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tear {
    /// Nothing is written.
    Before,
    /// So many bytes are written.
    After(usize),
}

type OnTear = Box<dyn Fn() + Send>;

#[derive(Default)]
struct Memory {
    bytes: Vec<u8>,
    appends: u64,
    tear: Option<(u64, Tear, OnTear)>,
}

/// A file in memory; clones are the same file.
#[derive(Clone, Default)]
pub struct MemoryFile(Arc<Mutex<Memory>>);

impl MemoryFile {
    /// A file with these bytes.
    pub fn of(bytes: Vec<u8>) -> Self {
        Self(Arc::new(Mutex::new(Memory { bytes, ..Memory::default() })))
    }

    /// What is in it.
    pub fn bytes(&self) -> Vec<u8> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).bytes.clone()
    }

    /// The append with this number from now on (1: the next) tears, and `on_tear` is called.
    pub fn tear_at(&self, number: u64, tear: Tear, on_tear: impl Fn() + Send + 'static) {
        let mut memory = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        memory.tear = Some((memory.appends + number, tear, Box::new(on_tear)));
    }

    /// Tears nothing any more.
    pub fn mend(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).tear = None;
    }
}

impl JournalFile for MemoryFile {
    fn read(&mut self) -> std::io::Result<Vec<u8>> {
        Ok(self.bytes())
    }

    fn append(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        let mut memory = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        memory.appends += 1;
        let number = memory.appends;
        let Some((_, tear, on_tear)) = memory.tear.take_if(|(at, ..)| number >= *at) else {
            memory.bytes.extend_from_slice(bytes);
            return Ok(());
        };
        if let Tear::After(length) = tear {
            memory.bytes.extend_from_slice(&bytes[..length.min(bytes.len())]);
        }
        on_tear();
        memory.tear = Some((0, Tear::Before, Box::new(|| ())));
        Err(Error::other("the process died while writing"))
    }

    fn truncate(&mut self, length: usize) -> std::io::Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).bytes.truncate(length);
        Ok(())
    }
}

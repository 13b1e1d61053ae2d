//! The folder: what is in it, putting in and taking out.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use sha2::{Digest, Sha256};

use crate::error::LibraryError;
use crate::manifest::{LICENSE, Layer, MODEL, Manifest};
use crate::name::ModelName;

/// The models' folder. Cheap to clone; holds nothing open.
#[derive(Debug, Clone)]
pub struct Library {
    root: PathBuf,
}

/// One model on the shelf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    /// Under which it is asked for; none: a file that somebody put there, to be named by what is in it.
    pub name: Option<ModelName>,
    /// The GGUF file.
    pub file: PathBuf,
    /// SHA-256 of the file, if somebody has promised it.
    pub digest: Option<String>,
    /// The manifest as it is written: its SHA-256 is what `tags` gives as the model's digest.
    pub manifest: Option<String>,
    /// Bytes.
    pub size: u64,
    /// When it came here.
    pub modified: SystemTime,
    /// The text of its licence.
    pub license: Option<String>,
}

impl Library {
    /// The models in this folder, which need not be there yet.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Every model, in the order of their names, then the loose files.
    pub fn books(&self) -> Vec<Book> {
        let mut names = Vec::new();
        collect_names(&self.manifests(), &mut Vec::new(), &mut names);
        names.sort();
        let mut books: Vec<Book> = names.iter().filter_map(|name| self.book(name).ok()).collect();
        books.extend(self.loose());
        books
    }

    /// The model of this name.
    ///
    /// # Errors
    /// [`LibraryError::NotHere`], also if a part of it is missing.
    pub fn book(&self, name: &ModelName) -> Result<Book, LibraryError> {
        let missing = || LibraryError::NotHere(name.to_string());
        let (manifest, text) = self.manifest(name).ok_or_else(missing)?;
        let layer = manifest.model().ok_or_else(missing)?;
        let digest = layer.hex().ok_or_else(missing)?.to_owned();
        let file = self.blob(&digest);
        let metadata = fs::metadata(&file).ok().filter(|metadata| metadata.len() == layer.size);
        let metadata = metadata.ok_or_else(missing)?;
        let license = manifest.layers.iter().find(|layer| layer.media_type == LICENSE);
        Ok(Book {
            name: Some(name.clone()),
            digest: Some(digest),
            size: layer.size,
            modified: metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH),
            license: license.and_then(|layer| fs::read_to_string(self.blob(layer.hex()?)).ok()),
            file,
            manifest: Some(text),
        })
    }

    /// Takes a model away, and the files that no other model needs.
    ///
    /// # Errors
    /// [`LibraryError::NotHere`], or what the disk says.
    pub fn remove(&self, name: &ModelName) -> Result<(), LibraryError> {
        let (manifest, _) = self.manifest(name).ok_or_else(|| LibraryError::NotHere(name.to_string()))?;
        let path = self.manifests().join(name.path());
        fs::remove_file(&path).map_err(LibraryError::disk(&path))?;
        let mut names = Vec::new();
        collect_names(&self.manifests(), &mut Vec::new(), &mut names);
        let others = names.iter().filter_map(|name| self.manifest(name));
        let needed: HashSet<String> = others
            .flat_map(|(manifest, _)| manifest.files().map(|layer| layer.digest.clone()).collect::<Vec<_>>())
            .collect();
        for layer in manifest.files().filter(|layer| !needed.contains(&layer.digest)) {
            if let Some(hex) = layer.hex() {
                let path = self.blob(hex);
                match fs::remove_file(&path) {
                    Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                        return Err(LibraryError::Disk { path, error });
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// Copies a GGUF file in, under this name. Whether it is a model that works is for the caller to say.
    ///
    /// # Errors
    /// What the disk says, or that the file does not even begin as one.
    pub fn import(&self, file: &Path, name: &ModelName) -> Result<Book, LibraryError> {
        let mut source = File::open(file).map_err(LibraryError::disk(file))?;
        let folder = self.make("blobs")?;
        let temporary = folder.join(format!("import-{}", std::process::id()));
        let copied = copy_and_hash(&mut source, file, &temporary);
        let (digest, size) = match copied {
            Ok(copied) => copied,
            Err(error) => {
                let _ = fs::remove_file(&temporary);
                return Err(error);
            }
        };
        let blob = self.blob(&digest);
        fs::rename(&temporary, &blob).map_err(LibraryError::disk(&blob))?;
        self.shelve(name, &Manifest::new(vec![Layer::new(MODEL, &digest, size)]))
    }

    /// Writes a manifest whose files are all here: from now on there is such a model.
    pub(crate) fn shelve(&self, name: &ModelName, manifest: &Manifest) -> Result<Book, LibraryError> {
        let path = self.manifests().join(name.path());
        let text = serde_json::to_string(manifest).unwrap_or_default();
        self.write_whole(&path, text.as_bytes())?;
        self.book(name)
    }

    /// The manifest as a registry wrote it, byte for byte: its digest is the model's.
    pub(crate) fn shelve_as_written(&self, name: &ModelName, text: &str) -> Result<Book, LibraryError> {
        self.write_whole(&self.manifests().join(name.path()), text.as_bytes())?;
        self.book(name)
    }

    /// Stores a small file under its digest.
    pub(crate) fn store(&self, media_type: &str, bytes: &[u8]) -> Result<Layer, LibraryError> {
        let digest = hex::encode(Sha256::digest(bytes));
        self.write_whole(&self.blob(&digest), bytes)?;
        Ok(Layer::new(media_type, &digest, bytes.len() as u64))
    }

    fn write_whole(&self, path: &Path, bytes: &[u8]) -> Result<(), LibraryError> {
        let folder = path.parent().unwrap_or(&self.root);
        fs::create_dir_all(folder).map_err(LibraryError::disk(folder))?;
        let temporary = path.with_extension(format!("new-{}", std::process::id()));
        let written = File::create(&temporary).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        });
        written.and_then(|()| fs::rename(&temporary, path)).map_err(LibraryError::disk(path))
    }

    /// Where a file with this SHA-256 lies, or would.
    pub(crate) fn blob(&self, hex: &str) -> PathBuf {
        self.root.join("blobs").join(format!("sha256-{hex}"))
    }

    /// A folder below this one, made if need be.
    pub(crate) fn make(&self, name: &str) -> Result<PathBuf, LibraryError> {
        let folder = self.root.join(name);
        fs::create_dir_all(&folder).map_err(LibraryError::disk(&folder))?;
        Ok(folder)
    }

    fn manifests(&self) -> PathBuf {
        self.root.join("manifests")
    }

    fn manifest(&self, name: &ModelName) -> Option<(Manifest, String)> {
        let text = fs::read_to_string(self.manifests().join(name.path())).ok()?;
        Some((serde_json::from_str(&text).ok()?, text))
    }

    /// GGUF files that lie straight in the folder.
    fn loose(&self) -> Vec<Book> {
        let mut books: Vec<Book> =
            fs::read_dir(&self.root).into_iter().flatten().flatten().filter_map(loose).collect();
        books.sort_by(|a, b| a.file.cmp(&b.file));
        books
    }
}

fn loose(entry: fs::DirEntry) -> Option<Book> {
    let file = entry.path();
    let metadata = fs::metadata(&file).ok().filter(fs::Metadata::is_file)?;
    file.extension().filter(|extension| extension.eq_ignore_ascii_case("gguf"))?;
    Some(Book {
        name: None,
        digest: None,
        manifest: None,
        size: metadata.len(),
        modified: metadata.modified().ok()?,
        license: None,
        file,
    })
}

/// Four folders deep lie the manifests.
fn collect_names(folder: &Path, above: &mut Vec<String>, names: &mut Vec<ModelName>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let Ok(name) = entry.file_name().into_string() else { continue };
        above.push(name);
        if above.len() == 4 {
            let parts: Vec<&str> = above.iter().map(String::as_str).collect();
            names.extend(ModelName::from_path(&parts).filter(|_| entry.path().is_file()));
        } else if entry.path().is_dir() {
            collect_names(&entry.path(), above, names);
        }
        above.pop();
    }
}

fn copy_and_hash(source: &mut File, from: &Path, to: &Path) -> Result<(String, u64), LibraryError> {
    let mut target = File::create(to).map_err(LibraryError::disk(to))?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    let mut size = 0;
    loop {
        let count = source.read(&mut buffer).map_err(LibraryError::disk(from))?;
        if size == 0 && !buffer[..count].starts_with(b"GGUF") {
            let reason = "it does not begin as a GGUF file does".to_owned();
            return Err(LibraryError::NoModel { file: from.to_owned(), reason });
        }
        if count == 0 {
            target.sync_all().map_err(LibraryError::disk(to))?;
            return Ok((hex::encode(hash.finalize()), size));
        }
        hash.update(&buffer[..count]);
        target.write_all(&buffer[..count]).map_err(LibraryError::disk(to))?;
        size += count as u64;
    }
}

//! Key files: written whole or not at all, never over one that is there, readable by the owner only.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::KeyError;

/// The text of a file; `None` if there is none. Takes away what others may do with it.
pub fn read(path: &Path) -> Result<Option<String>, KeyError> {
    match fs::read_to_string(path) {
        Ok(text) => {
            close_to_others(path);
            Ok(Some(text))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) if error.kind() == ErrorKind::InvalidData => Err(KeyError::Unreadable(path.to_owned())),
        Err(source) => Err(KeyError::File { path: path.to_owned(), source }),
    }
}

/// The retired keys of a directory, in order of name.
pub fn retired(directory: &Path) -> Result<Vec<PathBuf>, KeyError> {
    let failed = |source| KeyError::File { path: directory.to_owned(), source };
    let mut paths = Vec::new();
    for entry in fs::read_dir(directory).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name();
        if name.to_str().is_some_and(|name| name.starts_with("retired-") && name.ends_with(".pem")) {
            paths.push(entry.path());
        }
    }
    paths.sort();
    Ok(paths)
}

/// Writes a file unless one of that name exists; then that one stays, and this is no error: another
/// process of the same data directory was quicker.
pub fn write_new(directory: &Path, name: &str, text: &str) -> Result<(), KeyError> {
    let path = directory.join(name);
    let draft = directory.join(format!("{name}.{}.new", std::process::id()));
    let written = make_directory(directory)
        .and_then(|()| write_draft(&draft, text))
        .and_then(|()| publish(&draft, &path))
        .and_then(|()| sync(directory));
    let _ = fs::remove_file(&draft);
    written.map_err(|source| KeyError::File { path, source })
}

/// Renames a key, so that the next one can take its place.
pub fn retire(directory: &Path, from: &str, to: &str) -> Result<(), KeyError> {
    let path = directory.join(from);
    fs::rename(&path, directory.join(to)).map_err(|source| KeyError::File { path, source })
}

fn publish(draft: &Path, path: &Path) -> std::io::Result<()> {
    match fs::hard_link(draft, path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        // Some file systems have no hard links.
        Err(_) if !path.exists() => fs::rename(draft, path),
        done => done,
    }
}

fn write_draft(draft: &Path, text: &str) -> std::io::Result<()> {
    let _ = fs::remove_file(draft);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(draft)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

fn make_directory(directory: &Path) -> std::io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(directory)
}

fn sync(directory: &Path) -> std::io::Result<()> {
    if cfg!(unix) { File::open(directory)?.sync_all() } else { Ok(()) }
}

#[cfg(unix)]
fn close_to_others(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let open = fs::metadata(path).is_ok_and(|meta| meta.permissions().mode() & 0o077 != 0);
    if open {
        tracing::warn!(path = %path.display(), "the signing key was readable by others; closing it");
        let _ = fs::set_permissions(path, fs::Permissions::from_mode(0o600));
    }
}

#[cfg(not(unix))]
fn close_to_others(_path: &Path) {}

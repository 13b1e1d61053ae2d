//! `lks client`: the learners' pages as static files, for a host that renders nothing (SPEC 2.7).
//!
//! Every address gets the same empty document, in which the browser makes the page; `config.json`
//! beside it says where the API is. Compressed copies are left out: hosts compress by themselves.

use std::fs;
use std::path::{Path, PathBuf};

use leptos::config::LeptosOptions;
use leptos::prelude::{Owner, RenderHtml};
use lks_domain::client_config::ClientConfig;

use crate::config::{Config, Overrides};

/// Options of `lks client`.
#[derive(clap::Args)]
pub struct ClientOptions {
    /// The folder to make; it must not exist yet, or be empty
    #[arg(long, value_name = "FOLDER")]
    pub out: PathBuf,
    /// The config.json that goes with it; without one, whoever publishes the folder adds it
    #[arg(long, value_name = "FILE")]
    pub client_config: Option<PathBuf>,
}

/// The client cannot be exported; the sentence says why.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// A setting cannot be used.
    #[error(transparent)]
    Config(#[from] crate::config::ConfigError),
    /// The front end is not built.
    #[error("the pages are not built ({0} is missing): run ./run once, or set LKS_SITE_DIR")]
    NotBuilt(PathBuf),
    /// The folder is in use.
    #[error("{0} is not empty; choose another folder")]
    NotEmpty(PathBuf),
    /// The file is no config.json.
    #[error("{0} is no config.json: {1}")]
    Invalid(PathBuf, serde_json::Error),
    /// A file cannot be read or written.
    #[error("{0}: {1}")]
    File(PathBuf, std::io::Error),
}

/// Writes the folder.
///
/// # Errors
/// [`ClientError`].
pub fn export(options: &ClientOptions) -> Result<(), ClientError> {
    let site = Config::load(Overrides::from_environment())?.site_dir;
    let wasm = site.join("pkg/lks.wasm");
    if !wasm.exists() {
        return Err(ClientError::NotBuilt(wasm));
    }
    let config = options.client_config.as_deref().map(read_config).transpose()?;
    let out = &options.out;
    fs::create_dir_all(out).map_err(at(out))?;
    if fs::read_dir(out).map_err(at(out))?.next().is_some() {
        return Err(ClientError::NotEmpty(out.clone()));
    }
    copy(&site, out)?;
    write(&out.join("index.html"), &document())?;
    match config {
        Some(config) => write(&out.join("config.json"), &config),
        None => Ok(()),
    }
}

/// Checked, so that a slip of the pen is not found by the first learner.
fn read_config(path: &Path) -> Result<String, ClientError> {
    let text = fs::read_to_string(path).map_err(at(path))?;
    match serde_json::from_str::<ClientConfig>(&text) {
        Ok(_) => Ok(text),
        Err(error) => Err(ClientError::Invalid(path.to_owned(), error)),
    }
}

fn document() -> String {
    let options = LeptosOptions::builder().output_name("lks").site_pkg_dir("pkg").build();
    // The document reads no signal, but Leptos wants an owner for what it makes.
    let owner = Owner::new();
    let html = owner.with(|| lks_app::empty_shell(options).to_html());
    owner.cleanup();
    html
}

fn copy(from: &Path, to: &Path) -> Result<(), ClientError> {
    fs::create_dir_all(to).map_err(at(to))?;
    for entry in fs::read_dir(from).map_err(at(from))? {
        let entry = entry.map_err(at(from))?;
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &target)?;
        } else if is_learners(&path) {
            fs::copy(&path, &target).map_err(at(&path))?;
        }
    }
    Ok(())
}

/// Neither a compressed copy nor a part of the admins' pages, which need a server.
fn is_learners(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    !name.ends_with(".br") && !name.ends_with(".gz") && !name.starts_with("lks-admin")
}

fn write(path: &Path, text: &str) -> Result<(), ClientError> {
    fs::write(path, text).map_err(at(path))
}

fn at(path: &Path) -> impl FnOnce(std::io::Error) -> ClientError {
    let path = path.to_owned();
    |error| ClientError::File(path, error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_loads_the_pages_code_and_says_that_it_is_empty() {
        let document = document();
        assert!(document.starts_with("<!DOCTYPE html>"), "{document}");
        for part in ["data-mount", "/pkg/lks.js", "/pkg/lks.wasm", "/pkg/lks.css", "/theme.js"] {
            assert!(document.contains(part), "{part} is missing in {document}");
        }
        assert!(!document.contains("<main"), "no page is in it");
    }

    #[test]
    fn compressed_copies_and_the_admins_pages_stay_at_home() {
        for (name, goes) in
            [("lks.wasm", true), ("lks.wasm.br", false), ("lks.js.gz", false), ("lks-admin.js", false)]
        {
            assert_eq!(is_learners(Path::new(name)), goes, "{name}");
        }
    }
}

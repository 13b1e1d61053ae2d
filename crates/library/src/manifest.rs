//! What a model is made of, as registries write it (Docker's image manifest, version 2, schema 2).

use serde::{Deserialize, Serialize};

use crate::error::LibraryError;

/// The media type under which registries give a manifest.
pub(crate) const MANIFEST: &str = "application/vnd.docker.distribution.manifest.v2+json";
/// The layer that is the GGUF file.
pub(crate) const MODEL: &str = "application/vnd.ollama.image.model";
/// The layer that is the licence.
pub(crate) const LICENSE: &str = "application/vnd.ollama.image.license";

/// A model's parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    /// 2.
    pub schema_version: u32,
    /// What this document is.
    pub media_type: String,
    /// What the model says about itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub config: Option<Layer>,
    /// The files.
    pub layers: Vec<Layer>,
}

/// One file of a model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Layer {
    /// What it is.
    pub media_type: String,
    /// `sha256:` and 64 hexadecimal digits.
    pub digest: String,
    /// Bytes.
    pub size: u64,
}

impl Layer {
    /// A file by the hexadecimal digits of its SHA-256.
    pub(crate) fn new(media_type: &str, digest: &str, size: u64) -> Self {
        Self { media_type: media_type.to_owned(), digest: format!("sha256:{digest}"), size }
    }

    /// The hexadecimal digits; none if it has no possible digest.
    pub fn hex(&self) -> Option<&str> {
        self.digest.strip_prefix("sha256:").filter(|hex| is_sha256(hex))
    }
}

impl Manifest {
    pub(crate) fn new(layers: Vec<Layer>) -> Self {
        Self { schema_version: 2, media_type: MANIFEST.to_owned(), config: None, layers }
    }

    /// Everything that has to be on disk.
    pub fn files(&self) -> impl Iterator<Item = &Layer> {
        self.layers.iter().chain(&self.config)
    }

    /// The GGUF file.
    pub fn model(&self) -> Option<&Layer> {
        self.layers.iter().find(|layer| layer.media_type == MODEL)
    }

    /// Refuses what cannot run here, before anything is fetched.
    pub(crate) fn check(&self, name: &str) -> Result<(), LibraryError> {
        let refused =
            |reason: &str| LibraryError::Unsupported { name: name.to_owned(), reason: reason.to_owned() };
        if self.files().any(|layer| layer.hex().is_none()) {
            return Err(refused("its manifest holds a digest that is no SHA-256"));
        }
        if self.layers.iter().filter(|layer| layer.media_type == MODEL).count() != 1 {
            return Err(refused("it is not one GGUF file"));
        }
        let beside = ["adapter", "projector", "tensor"];
        match self.layers.iter().find(|layer| beside.iter().any(|kind| layer.media_type.ends_with(kind))) {
            Some(layer) => Err(refused(&format!("it needs a part of the kind {}", layer.media_type))),
            None => Ok(()),
        }
    }
}

pub(crate) fn is_sha256(hex: &str) -> bool {
    hex.len() == 64 && hex.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

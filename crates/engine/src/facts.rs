//! What a file says about its model, and what is found by looking at it.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::error::EngineError;
use crate::header::{Entry, Header, check};

/// What is known about a model without loading it.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// `general.architecture`, e.g. `llama`.
    pub architecture: String,
    /// `general.name`.
    pub name: Option<String>,
    /// `general.basename`, e.g. `smollm2`.
    pub basename: Option<String>,
    /// `general.size_label`, e.g. `135M`.
    pub size_label: Option<String>,
    /// `general.license`, in SPDX form where the file keeps to it.
    pub license: Option<String>,
    /// Numbers in all tensors together.
    pub parameters: u64,
    /// How they are stored, e.g. `Q4_1`.
    pub quantisation: String,
    /// Tokens that the model was made for.
    pub context_length: usize,
    /// Width of its vectors.
    pub embedding_length: usize,
    /// Layers.
    pub block_count: usize,
    /// Attention heads whose keys and values are kept, and their width.
    pub kept: (usize, usize),
    /// How a conversation becomes a prompt, as the file has it.
    pub chat_template: Option<String>,
    /// Bytes of the file.
    pub file_bytes: u64,
    /// SHA-256 of the file, in hexadecimal digits.
    pub digest: String,
    /// Everything that the head says; arrays are null.
    pub metadata: Vec<(String, Value)>,
}

impl Facts {
    /// Reads and checks a file, all of it: the digest is that of every byte.
    ///
    /// # Errors
    /// [`EngineError::Unreadable`] and [`EngineError::Unusable`], with the reason.
    pub fn of(path: &Path) -> Result<Self, EngineError> {
        let unreadable = |error: std::io::Error| EngineError::Unreadable(path.to_owned(), error.to_string());
        let unusable = |reason| EngineError::Unusable(path.to_owned(), reason);
        let mut file = File::open(path).map_err(unreadable)?;
        if !file.metadata().map_err(unreadable)?.is_file() {
            return Err(unusable("it is no file".to_owned()));
        }
        let header = Header::read(&file).map_err(unusable)?;
        check(&header).map_err(unusable)?;
        let digest = digest(&mut file).map_err(unreadable)?;
        Ok(Self::from_header(&header, digest))
    }

    fn from_header(header: &Header, digest: String) -> Self {
        let text = |key| header.text(key).map(str::to_owned);
        let size =
            |key| usize::try_from(header.of_architecture(key).unwrap_or_default()).unwrap_or(usize::MAX);
        let heads = size("attention.head_count").max(1);
        let kept = match size("attention.head_count_kv") {
            0 => heads,
            groups => groups,
        };
        let width = match size("attention.key_length") {
            0 => size("embedding_length") / heads,
            width => width,
        };
        Self {
            architecture: text("general.architecture").unwrap_or_default(),
            name: text("general.name"),
            basename: text("general.basename"),
            size_label: text("general.size_label"),
            license: text("general.license"),
            parameters: header.tensors.iter().map(|tensor| tensor.elements).sum(),
            quantisation: quantisation(header.number("general.file_type")).to_owned(),
            context_length: size("context_length"),
            embedding_length: size("embedding_length"),
            block_count: size("block_count"),
            kept: (kept, width),
            chat_template: text("tokenizer.chat_template"),
            file_bytes: header.file_bytes,
            digest,
            metadata: header.metadata.iter().map(|(key, entry)| (key.clone(), shown(entry))).collect(),
        }
    }

    /// Bytes that keys and values of so many tokens take, at 16 bits a number.
    pub fn context_bytes(&self, tokens: usize) -> u64 {
        (2 * 2 * self.block_count * self.kept.0 * self.kept.1 * tokens) as u64
    }
}

fn shown(entry: &Entry) -> Value {
    match entry {
        Entry::Value(value) => value.clone(),
        Entry::Array { .. } => Value::Null,
    }
}

fn digest(file: &mut File) -> std::io::Result<String> {
    use std::io::Seek;
    file.rewind()?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hex::encode(hash.finalize())),
            count => hash.update(&buffer[..count]),
        }
    }
}

/// The names of `general.file_type` (`llama_ftype`).
const fn quantisation(kind: Option<u64>) -> &'static str {
    match kind {
        Some(0) => "F32",
        Some(1) => "F16",
        Some(2) => "Q4_0",
        Some(3) => "Q4_1",
        Some(7) => "Q8_0",
        Some(8) => "Q5_0",
        Some(9) => "Q5_1",
        Some(10) => "Q2_K",
        Some(11) => "Q3_K_S",
        Some(12) => "Q3_K_M",
        Some(13) => "Q3_K_L",
        Some(14) => "Q4_K_S",
        Some(15) => "Q4_K_M",
        Some(16) => "Q5_K_S",
        Some(17) => "Q5_K_M",
        Some(18) => "Q6_K",
        Some(25) => "IQ4_NL",
        Some(30) => "IQ4_XS",
        Some(32) => "BF16",
        _ => "unknown",
    }
}

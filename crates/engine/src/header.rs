//! Reads the head of a GGUF file and refuses what the library below would stumble over.
//!
//! llama.cpp ends the process on some broken files. So everything that it takes for granted is looked
//! at here first: counts and lengths against the size of the file, the types of values, the numbers
//! that sizes are computed from, the vocabulary, and that every tensor lies within the file.

mod checks;
mod reader;
mod tensor;

use std::collections::HashSet;
use std::fs::File;
use std::io::BufReader;

use serde_json::Value;

use reader::Reader;

pub(crate) use checks::check;

/// More than any model has; a forged count ends here.
const MOST_KEYS: u64 = 4096;
const MOST_TENSORS: u64 = 65_536;
const ALIGNMENT: u64 = 32;

/// Why a file is refused, as the end of "… is not a usable model: ".
pub(crate) type Refusal = String;

/// What stands before the numbers of a model.
#[derive(Debug, Default)]
pub(crate) struct Header {
    /// Keys in their order; of arrays only type and length are kept.
    pub(crate) metadata: Vec<(String, Entry)>,
    pub(crate) tensors: Vec<Tensor>,
    /// The pieces of the vocabulary.
    pub(crate) tokens: Vec<Vec<u8>>,
    /// Where the numbers begin, in bytes.
    pub(crate) data: u64,
    pub(crate) file_bytes: u64,
}

/// A value of the head.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Entry {
    Value(Value),
    Array { kind: u32, length: u64 },
}

/// One array of numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tensor {
    pub(crate) name: String,
    pub(crate) elements: u64,
    pub(crate) bytes: u64,
    pub(crate) offset: u64,
}

impl Header {
    /// Reads the head of an open file.
    pub(crate) fn read(file: &File) -> Result<Self, Refusal> {
        let file_bytes = file.metadata().map_err(|error| error.to_string())?.len();
        let mut reader = Reader::new(BufReader::with_capacity(1 << 20, file), file_bytes);
        let (tensors, keys) = counts(&mut reader)?;
        let mut header = Self { file_bytes, ..Self::default() };
        header.read_metadata(&mut reader, keys)?;
        header.read_tensors(&mut reader, tensors)?;
        header.data = reader.position().next_multiple_of(header.alignment()?);
        Ok(header)
    }

    fn read_metadata(&mut self, reader: &mut Reader<impl std::io::Read>, keys: u64) -> Result<(), Refusal> {
        let mut seen = HashSet::new();
        for _ in 0..keys {
            let key = reader.text()?;
            if key.is_empty() || key.contains('\0') || !seen.insert(key.clone()) {
                return Err(format!("its key {key:?} is empty or there twice"));
            }
            let entry = if key == "tokenizer.ggml.tokens" {
                self.tokens = reader.texts()?;
                Entry::Array { kind: reader::TEXT, length: self.tokens.len() as u64 }
            } else {
                reader.entry()?
            };
            self.metadata.push((key, entry));
        }
        Ok(())
    }

    fn read_tensors(&mut self, reader: &mut Reader<impl std::io::Read>, count: u64) -> Result<(), Refusal> {
        let mut seen = HashSet::new();
        for _ in 0..count {
            let tensor = tensor::read(reader)?;
            if !seen.insert(tensor.name.clone()) {
                return Err(format!("its tensor {:?} is there twice", tensor.name));
            }
            self.tensors.push(tensor);
        }
        Ok(())
    }

    pub(crate) fn alignment(&self) -> Result<u64, Refusal> {
        match self.number("general.alignment") {
            None if self.entry("general.alignment").is_some() => Err("its alignment is no number".to_owned()),
            None => Ok(ALIGNMENT),
            Some(number) if number.is_power_of_two() && (8..=65_536).contains(&number) => Ok(number),
            Some(number) => Err(format!("its alignment is {number}")),
        }
    }

    pub(crate) fn entry(&self, key: &str) -> Option<&Entry> {
        self.metadata.iter().find(|(name, _)| name == key).map(|(_, entry)| entry)
    }

    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        match self.entry(key)? {
            Entry::Value(value) => value.as_str(),
            Entry::Array { .. } => None,
        }
    }

    pub(crate) fn number(&self, key: &str) -> Option<u64> {
        match self.entry(key)? {
            Entry::Value(value) => value.as_u64(),
            Entry::Array { .. } => None,
        }
    }

    /// A key that begins with the name of the architecture.
    pub(crate) fn of_architecture(&self, key: &str) -> Option<u64> {
        self.number(&format!("{}.{key}", self.text("general.architecture")?))
    }
}

/// Tensors and keys.
fn counts(reader: &mut Reader<impl std::io::Read>) -> Result<(u64, u64), Refusal> {
    if reader.bytes(4).ok().as_deref() != Some(b"GGUF") {
        return Err("it does not begin as a GGUF file does".to_owned());
    }
    let version = reader.u32()?;
    if !(2..=3).contains(&version) {
        return Err(format!("its version is {version}, and 2 and 3 are known"));
    }
    let (tensors, keys) = (reader.u64()?, reader.u64()?);
    if tensors == 0 || tensors > MOST_TENSORS || keys == 0 || keys > MOST_KEYS {
        return Err(format!("it claims {tensors} tensors and {keys} keys"));
    }
    Ok((tensors, keys))
}

//! What a head must say so that the library below can be trusted with the file.

use std::collections::HashSet;

use super::{Entry, Header, Refusal, reader};

/// Largest counts that any model of our time has, with room to spare: a forged one would ask for
/// all memory or divide by nothing.
const SIZES: [(&str, u64); 4] = [
    ("block_count", 512),
    ("context_length", 1 << 24),
    ("embedding_length", 1 << 17),
    ("attention.head_count", 1 << 12),
];

/// Refuses a head that cannot be that of a language model.
pub(crate) fn check(header: &Header) -> Result<(), Refusal> {
    if header.text("general.architecture").is_none_or(str::is_empty) {
        return Err("it does not name its architecture".to_owned());
    }
    if header.number("split.count").is_some_and(|parts| parts > 1) {
        return Err("it is one part of a model in several files; join them first".to_owned());
    }
    sizes(header)?;
    vocabulary(header)?;
    extents(header)
}

fn sizes(header: &Header) -> Result<(), Refusal> {
    for (key, most) in SIZES {
        match header.of_architecture(key) {
            Some(number) if (1..=most).contains(&number) => {}
            Some(number) => return Err(format!("its {key} is {number}")),
            None => return Err(format!("it lacks {key}")),
        }
    }
    let number = |key| header.of_architecture(key);
    let (width, heads) = (number("embedding_length"), number("attention.head_count"));
    let groups = number("attention.head_count_kv").or(heads);
    let fits = |part: Option<u64>, whole: Option<u64>| match (part, whole) {
        (Some(part), Some(whole)) => part > 0 && whole % part == 0,
        _ => false,
    };
    if !fits(groups, heads) {
        return Err("its attention heads do not fit together".to_owned());
    }
    if number("attention.key_length").is_none() && !fits(heads, width) {
        return Err("its width is no multiple of its attention heads".to_owned());
    }
    if number("rope.dimension_count").is_some_and(|count| count % 2 != 0 || count > 1 << 12) {
        return Err("its rotation has an impossible number of dimensions".to_owned());
    }
    Ok(())
}

fn vocabulary(header: &Header) -> Result<(), Refusal> {
    let count = header.tokens.len() as u64;
    if header.text("tokenizer.ggml.model").is_none() || count == 0 {
        return Err("it has no vocabulary".to_owned());
    }
    let mut seen = HashSet::with_capacity(header.tokens.len());
    if !header.tokens.iter().filter(|token| !token.is_empty()).all(|token| seen.insert(token.as_slice())) {
        return Err("a token of its vocabulary is there twice".to_owned());
    }
    for (key, kinds) in [("token_type", [5, 4]), ("scores", [6, 6])] {
        match header.entry(&format!("tokenizer.ggml.{key}")) {
            None => {}
            Some(Entry::Array { kind, length }) if kinds.contains(kind) && *length == count => {}
            Some(_) => return Err(format!("its vocabulary and its {key} do not fit together")),
        }
    }
    match header.entry("tokenizer.ggml.merges") {
        None | Some(Entry::Array { kind: reader::TEXT, .. }) => {}
        Some(_) => return Err("its merges are no list of texts".to_owned()),
    }
    let beyond = |(key, _): &&(String, Entry)| {
        key.starts_with("tokenizer.ggml.")
            && key.ends_with("_token_id")
            && header.number(key).is_none_or(|id| id >= count)
    };
    match header.metadata.iter().find(beyond) {
        Some((key, _)) => Err(format!("its {key} is no token of its vocabulary")),
        None => Ok(()),
    }
}

/// Tensors lie one behind the other, and the file holds them whole.
fn extents(header: &Header) -> Result<(), Refusal> {
    let alignment = header.alignment()?;
    let mut next = 0_u64;
    for tensor in &header.tensors {
        if tensor.offset != next {
            return Err(format!("its tensor {:?} does not lie where it should", tensor.name));
        }
        let end = next.checked_add(tensor.bytes).and_then(|end| end.checked_next_multiple_of(alignment));
        next = end.ok_or_else(|| format!("its tensor {:?} is too large", tensor.name))?;
        if header.data + tensor.offset + tensor.bytes > header.file_bytes {
            return Err(format!(
                "it is cut short: it has {} bytes, and its tensor {:?} ends at {}",
                header.file_bytes,
                tensor.name,
                header.data + tensor.offset + tensor.bytes
            ));
        }
    }
    Ok(())
}

//! Files that are no models are refused with the reason and never end the process.

use std::path::Path;

use lks_engine::{Engine, EngineError, EngineSettings, specimen};

use crate::house::{Tiny, likeliest};

fn open(bytes: &[u8]) -> Result<Engine, EngineError> {
    let folder = tempfile::tempdir().expect("folder");
    let file = folder.path().join("model.gguf");
    std::fs::write(&file, bytes).expect("written");
    let engine = Engine::open(&file, EngineSettings::default())?;
    // What passes the checks is loaded too: that is where a process would end.
    engine.load(None)?;
    Ok(engine)
}

fn reason(bytes: &[u8]) -> String {
    open(bytes).expect_err("refused").to_string()
}

/// Changes the number that stands behind a key.
fn forged(key: &str, number: u32) -> Vec<u8> {
    let mut bytes = specimen::bytes();
    let at = bytes.windows(key.len()).position(|part| part == key.as_bytes()).expect("the key");
    let value = at + key.len() + 4;
    bytes[value..value + 4].copy_from_slice(&number.to_le_bytes());
    bytes
}

#[test]
fn a_whole_file_is_taken() {
    open(&specimen::bytes()).expect("a model");
}

#[test]
fn a_missing_file_and_a_folder_are_no_models() {
    let missing = Engine::open(Path::new("/nowhere/model.gguf"), EngineSettings::default());
    assert!(matches!(missing, Err(EngineError::Unreadable(..))), "{missing:?}");
    let folder = Engine::open(Path::new("/"), EngineSettings::default());
    assert!(folder.is_err());
}

#[test]
fn a_file_cut_short_anywhere_is_refused_with_the_reason() {
    let whole = specimen::bytes();
    for length in (0..whole.len()).step_by(whole.len() / 150) {
        let said = reason(&whole[..length]);
        assert!(said.contains("not a usable model"), "{length}: {said}");
    }
    assert!(reason(&whole[..whole.len() - 1]).contains("cut short"));
    assert!(reason(b"").contains("does not begin as a GGUF file does"));
    assert!(reason(b"PK\x03\x04 a zip file").contains("does not begin as a GGUF file does"));
}

#[test]
fn forged_numbers_are_refused_before_the_library_sees_them() {
    for (key, number, said) in [
        ("llama.block_count", 0, "block_count is 0"),
        ("llama.block_count", u32::MAX, "block_count is 4294967295"),
        ("llama.context_length", 0, "context_length is 0"),
        ("llama.embedding_length", u32::MAX, "embedding_length"),
        ("llama.attention.head_count", 0, "head_count is 0"),
        ("llama.attention.head_count_kv", 3, "heads do not fit"),
        ("llama.attention.head_count_kv", 0, "heads do not fit"),
        ("llama.rope.dimension_count", 7, "rotation"),
        ("tokenizer.ggml.bos_token_id", 9999, "bos_token_id is no token"),
        ("tokenizer.ggml.eos_token_id", 259, "eos_token_id is no token"),
    ] {
        let found = reason(&forged(key, number));
        assert!(found.contains(said), "{key} = {number}: {found}");
    }
}

#[test]
fn forged_counts_and_lengths_do_not_ask_for_memory() {
    for at in [8, 16, 24] {
        let mut bytes = specimen::bytes();
        bytes[at..at + 8].copy_from_slice(&(u64::MAX / 2).to_le_bytes());
        assert!(reason(&bytes).contains("not a usable model"), "at {at}");
    }
}

#[test]
fn numbers_that_do_not_fit_the_tensors_are_an_error_of_the_library() {
    for (key, number) in
        [("llama.block_count", 3), ("llama.feed_forward_length", 96), ("llama.embedding_length", 128)]
    {
        let found = reason(&forged(key, number));
        assert!(found.contains("llama.cpp cannot load it"), "{key}: {found}");
    }
}

#[test]
fn a_changed_byte_anywhere_in_the_head_never_ends_the_process() {
    let whole = specimen::bytes();
    let head = 7_000.min(whole.len());
    for at in (0..head).step_by(61) {
        let mut bytes = whole.clone();
        bytes[at] = bytes[at].wrapping_add(0x81);
        let _ = open(&bytes);
    }
}

#[test]
fn another_digest_than_the_expected_one_is_told() {
    let tiny = Tiny::new();
    let digest = tiny.engine.facts().digest.clone();
    let open = |digest: String| {
        Engine::open(&tiny.file, EngineSettings { digest: Some(digest), ..EngineSettings::default() })
    };
    open(digest).expect("the expected file");
    assert!(matches!(open("00".repeat(32)), Err(EngineError::WrongDigest { .. })));
}

#[test]
fn a_file_that_was_changed_after_it_was_checked_is_not_loaded() {
    let tiny = Tiny::new();
    std::fs::write(&tiny.file, b"GGUF, but another").expect("written");
    let refused = tiny.engine.generate(&likeliest("x", 1), &mut |_| std::ops::ControlFlow::Continue(()));
    assert!(matches!(refused, Err(EngineError::Changed(_))), "{refused:?}");
    std::fs::remove_file(&tiny.file).expect("removed");
    assert!(matches!(tiny.engine.count("x"), Err(EngineError::Unreadable(..))));
}

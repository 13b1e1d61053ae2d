//! A model file as small as one can be: a real Llama of two layers with arbitrary numbers, which says
//! nothing sensible and everything quickly. It lets tests of this crate and of those above it load,
//! write and score for real on a machine that has no model.

use std::io::Write;
use std::path::Path;

const TEXT: u32 = 8;
const ARRAY: u32 = 9;
const ALIGNMENT: usize = 32;
const WIDTH: usize = 64;
const KEPT_WIDTH: usize = 32;
const INNER_WIDTH: usize = 128;
const LAYERS: usize = 2;

/// Tokens it was "made for".
pub const CONTEXT: u32 = 1024;
/// The template of its conversations: ChatML.
pub const TEMPLATE: &str = "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + \
    message['content'] + '<|im_end|>' + '\\n'}}{% endfor %}{% if add_generation_prompt %}\
    {{ '<|im_start|>assistant\\n' }}{% endif %}";

/// Writes the file.
///
/// # Errors
/// Those of the file system.
pub fn write(path: &Path) -> std::io::Result<()> {
    std::fs::File::create(path)?.write_all(&bytes())
}

/// The file.
pub fn bytes() -> Vec<u8> {
    let tokens = tokens();
    let tensors = tensors(tokens.len());
    let mut file = Vec::new();
    let keys = keys(&tokens);
    file.extend(b"GGUF");
    file.extend(3_u32.to_le_bytes());
    file.extend((tensors.len() as u64).to_le_bytes());
    file.extend((keys.len() as u64).to_le_bytes());
    for (key, value) in keys {
        text(&mut file, key.as_bytes());
        file.extend(value);
    }
    let mut offset = 0_u64;
    for (name, shape, _) in &tensors {
        text(&mut file, name.as_bytes());
        file.extend(u32::try_from(shape.len()).unwrap_or(0).to_le_bytes());
        shape.iter().for_each(|side| file.extend((*side as u64).to_le_bytes()));
        file.extend(0_u32.to_le_bytes());
        file.extend(offset.to_le_bytes());
        offset += (shape.iter().product::<usize>() * 4).next_multiple_of(ALIGNMENT) as u64;
    }
    for (_, shape, spread) in &tensors {
        file.resize(file.len().next_multiple_of(ALIGNMENT), 0);
        numbers(&mut file, shape.iter().product(), *spread);
    }
    file
}

/// Three that steer and one for each byte, in the characters that stand for bytes in such vocabularies.
fn tokens() -> Vec<String> {
    let steering = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"].map(str::to_owned);
    let shown = |byte: u8| matches!(byte, 33..=126 | 161..=172 | 174..);
    let mut hidden = 256_u32;
    let letters = (0..=u8::MAX).map(|byte| {
        let code = if shown(byte) {
            u32::from(byte)
        } else {
            hidden += 1;
            hidden - 1
        };
        char::from_u32(code).map(String::from).unwrap_or_default()
    });
    steering.into_iter().chain(letters).collect()
}

fn keys(tokens: &[String]) -> Vec<(&'static str, Vec<u8>)> {
    let kinds: Vec<u8> =
        (0..tokens.len()).flat_map(|at| if at < 3 { 3_i32 } else { 1 }.to_le_bytes()).collect();
    let number = |number: usize| tagged(4, &u32::try_from(number).unwrap_or(0).to_le_bytes());
    let float = |number: f32| tagged(6, &number.to_le_bytes());
    vec![
        ("general.architecture", string("llama")),
        ("general.name", string("Specimen")),
        ("general.basename", string("specimen")),
        ("general.size_label", string("100K")),
        ("general.license", string("mit")),
        ("general.file_type", number(0)),
        ("llama.block_count", number(LAYERS)),
        ("llama.context_length", number(CONTEXT as usize)),
        ("llama.embedding_length", number(WIDTH)),
        ("llama.feed_forward_length", number(INNER_WIDTH)),
        ("llama.attention.head_count", number(4)),
        ("llama.attention.head_count_kv", number(2)),
        ("llama.attention.layer_norm_rms_epsilon", float(1e-5)),
        ("llama.rope.freq_base", float(10_000.0)),
        ("llama.rope.dimension_count", number(16)),
        ("llama.vocab_size", number(tokens.len())),
        ("tokenizer.ggml.model", string("gpt2")),
        ("tokenizer.ggml.pre", string("gpt-2")),
        ("tokenizer.ggml.tokens", strings(tokens)),
        ("tokenizer.ggml.token_type", array(5, tokens.len(), &kinds)),
        // A merge that no text meets: without any, the library takes the list for missing.
        ("tokenizer.ggml.merges", strings(&["\u{100} \u{101}".to_owned()])),
        ("tokenizer.ggml.bos_token_id", number(1)),
        ("tokenizer.ggml.eos_token_id", number(2)),
        ("tokenizer.ggml.add_bos_token", tagged(7, &[0])),
        ("tokenizer.chat_template", string(TEMPLATE)),
    ]
}

/// Name, shape and how far the numbers lie apart; none: all are one.
type Drawn = (String, Vec<usize>, Option<f32>);

fn tensors(vocabulary: usize) -> Vec<Drawn> {
    let matrix = |name: String, from: usize, to: usize| (name, vec![from, to], Some(0.3));
    let norm = |name: String| (name, vec![WIDTH], None);
    let mut all = vec![("token_embd.weight".to_owned(), vec![WIDTH, vocabulary], Some(1.0))];
    for layer in 0..LAYERS {
        let name = |part: &str| format!("blk.{layer}.{part}.weight");
        all.extend([
            norm(name("attn_norm")),
            matrix(name("attn_q"), WIDTH, WIDTH),
            matrix(name("attn_k"), WIDTH, KEPT_WIDTH),
            matrix(name("attn_v"), WIDTH, KEPT_WIDTH),
            matrix(name("attn_output"), WIDTH, WIDTH),
            norm(name("ffn_norm")),
            matrix(name("ffn_gate"), WIDTH, INNER_WIDTH),
            matrix(name("ffn_up"), WIDTH, INNER_WIDTH),
            matrix(name("ffn_down"), INNER_WIDTH, WIDTH),
        ]);
    }
    all.push(norm("output_norm.weight".to_owned()));
    all
}

/// Always the same numbers, from a linear congruential generator (Knuth's constants).
fn numbers(file: &mut Vec<u8>, count: usize, spread: Option<f32>) {
    let mut state = count as u64;
    for _ in 0..count {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let drawn = i16::from_le_bytes([state.to_le_bytes()[6], state.to_le_bytes()[7]]);
        let number = spread.map_or(1.0, |spread| f32::from(drawn) / f32::from(i16::MAX) * spread);
        file.extend(number.to_le_bytes());
    }
}

fn text(file: &mut Vec<u8>, text: &[u8]) {
    file.extend((text.len() as u64).to_le_bytes());
    file.extend(text);
}

fn tagged(kind: u32, value: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes(), value].concat()
}

fn string(value: &str) -> Vec<u8> {
    let mut bytes = TEXT.to_le_bytes().to_vec();
    text(&mut bytes, value.as_bytes());
    bytes
}

fn array(kind: u32, length: usize, items: &[u8]) -> Vec<u8> {
    [&ARRAY.to_le_bytes()[..], &kind.to_le_bytes(), &(length as u64).to_le_bytes(), items].concat()
}

fn strings(items: &[String]) -> Vec<u8> {
    let mut bytes = Vec::new();
    items.iter().for_each(|item| text(&mut bytes, item.as_bytes()));
    array(TEXT, items.len(), &bytes)
}

//! Every refusal of the console has its form in the catalogue of Bahasa Indonesia: those too that no test provokes.

use std::fs;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};

/// The English sentences of the console that come without their translation at their side.
#[test]
fn every_refusal_is_said_in_bahasa_indonesia() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/console");
    let mut sentences = of_file(&sources.with_extension("rs"));
    of_folder(&sources, &mut sentences);
    sentences.sort_unstable();
    sentences.dedup();
    assert!(sentences.len() > 50, "{sentences:#?}");
    let left: Vec<&String> =
        sentences.iter().filter(|sentence| !lks_bahasa::unsaid(sentence).is_empty()).collect();
    assert!(left.is_empty(), "crates/bahasa has no entry for {left:#?}");
}

#[test]
fn a_sentence_is_found_wherever_it_stands() {
    let source = r#"
        /// A comment is none.
        fn refuse(name: &str) -> Result<(), ConsoleError> {
            let none = || ConsoleError::not_found("There is none.");
            tracing::error!("the log is no page");
            Words::new("Both languages.", "Kedua bahasa.");
            told("id", format!("Both, {name}."), format!("Keduanya, {name}."));
            match name {
                "a" => Err(ConsoleError::refused("code", format!("The field '{name}' is missing."))),
                "b" => Err(ConsoleError::conflict("code", "It goes on \
                    behind the line.")),
                _ => Err(none()),
            }
        }
    "#;
    assert_eq!(
        of_source(source),
        ["There is none.", "The field '7' is missing.", "It goes on behind the line."]
    );
}

fn of_folder(folder: &Path, sentences: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            of_folder(&path, sentences);
        } else if path.extension().is_some_and(|end| end == "rs") {
            sentences.extend(of_file(&path));
        }
    }
}

fn of_file(path: &Path) -> Vec<String> {
    of_source(&fs::read_to_string(path).unwrap())
}

fn of_source(source: &str) -> Vec<String> {
    let code = source.split("#[cfg(test)]").next().unwrap();
    let mut sentences = Vec::new();
    look_through(code.parse().unwrap(), &mut sentences);
    sentences
}

/// Arguments that are a sentence and have another one beside them are both languages of one text.
fn look_through(tokens: TokenStream, sentences: &mut Vec<String>) {
    let mut arguments: Vec<Vec<TokenTree>> = vec![Vec::new()];
    let mut in_attribute = false;
    for token in tokens {
        match &token {
            TokenTree::Punct(sign) if sign.as_char() == ',' => arguments.push(Vec::new()),
            TokenTree::Punct(sign) if sign.as_char() == '#' => in_attribute = true,
            TokenTree::Group(_) if in_attribute => in_attribute = false,
            _ => arguments.last_mut().unwrap().push(token),
        }
    }
    let is_text: Vec<bool> = arguments.iter().map(|argument| is_text(argument)).collect();
    for (at, argument) in arguments.into_iter().enumerate() {
        let beside = (at > 0 && is_text[at - 1]) || is_text.get(at + 1) == Some(&true);
        if is_text[at] && beside {
            continue;
        }
        for token in argument {
            match token {
                TokenTree::Group(group) => look_through(group.stream(), sentences),
                TokenTree::Literal(literal) => sentences.extend(sentence(&literal.to_string())),
                TokenTree::Ident(_) | TokenTree::Punct(_) => {}
            }
        }
    }
}

/// Whether an argument is a sentence as it stands, or one that is filled in.
fn is_text(argument: &[TokenTree]) -> bool {
    match argument {
        [TokenTree::Literal(literal), ..] => sentence(&literal.to_string()).is_some(),
        [TokenTree::Ident(name), TokenTree::Punct(_), TokenTree::Group(group), ..] if name == "format" => {
            let first = group.stream().into_iter().next();
            first.is_some_and(|token| sentence(&token.to_string()).is_some())
        }
        _ => false,
    }
}

/// A text that begins as a sentence does and ends as one; what fills it in is a name.
fn sentence(literal: &str) -> Option<String> {
    let lines = literal.strip_prefix('"')?.strip_suffix('"')?.split("\\\n");
    let text: String = lines.map(str::trim_start).collect();
    let is_sentence = text.starts_with(char::is_uppercase) && text.contains(' ') && text.ends_with('.');
    is_sentence.then(|| {
        let mut pieces = text.split('{');
        let first = pieces.next().unwrap_or_default().to_owned();
        pieces.fold(first, |told, piece| told + "7" + piece.split_once('}').map_or(piece, |(_, rest)| rest))
    })
}

//! Corrects each line of standard input and prints what was changed and by whom:
//! `cargo run -p lks-tutor --example correct < sentences.txt`.
#![allow(clippy::print_stdout)]

use std::io::BufRead;

use lks_domain::correction::Language;
use lks_tutor::Tutor;

fn main() -> std::io::Result<()> {
    let tutor = Tutor::new();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let result = tutor.correct(&line, Language::En);
        if result.edits.is_empty() {
            println!("=  {line}");
            continue;
        }
        println!("-  {line}\n+  {}", result.corrected);
        for edit in result.edits {
            println!(
                "      {}: “{}” -> “{}”: {}",
                edit.source, edit.original, edit.replacement, edit.explanation
            );
        }
    }
    Ok(())
}

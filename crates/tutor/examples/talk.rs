//! A talk with the practice partner in the terminal: `cargo run -p lks-tutor --example talk`.
#![allow(clippy::print_stdout)]

use std::io::BufRead;

use lks_domain::ollama::ChatMessage;
use lks_tutor::partner::reply;

fn main() -> std::io::Result<()> {
    let mut messages = Vec::new();
    for line in std::io::stdin().lock().lines() {
        messages.push(ChatMessage::new("user", line?));
        let answer = reply(&messages, 1);
        println!("> {}\n{answer}", messages.last().map_or("", |message| message.content.as_str()));
        messages.push(ChatMessage::new("assistant", answer));
    }
    Ok(())
}

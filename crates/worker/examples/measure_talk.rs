//! How Sofya talks on the script of the development set: by rules alone, and with a model's file by the
//! model as it comes and by the model between rules and guard:
//!
//! ```sh
//! cargo run --release -p lks-worker --features model --example measure_talk -- [FILE.gguf] [--tell]
//! ```
//!
//! On topic is a reply that has a content word of the learner's last two messages (by its first five
//! letters) or a word of the topic that the message is about, as the rules' list of topics knows it; a
//! message without content words ("yes", "lol") has no topic to miss. The measure is simple and kind to
//! the rules, which ask from that list; `--tell` prints the talks, for reading.
#![allow(clippy::print_stdout, clippy::cast_precision_loss)]

use lks_domain::ollama::ChatMessage;
use lks_domain::prompt;
#[cfg(feature = "model")]
use lks_domain::prompt::small;
use lks_tutor::partner::{self, guard::Guard};
use serde_json::{Value, json};

const SCRIPT: &str = include_str!("../../tutor/tests/development/conversations.txt");
const SEED: u64 = 7;

/// What is counted, in turns.
#[derive(Debug, Default)]
struct Figures {
    turns: usize,
    on_topic: usize,
    asks: usize,
    brief: usize,
    fresh: usize,
    by_model: usize,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let tell = arguments.iter().any(|argument| argument == "--tell");
    talk("rules", tell, &mut |messages, _| (partner::reply(messages, SEED), false));
    #[cfg(feature = "model")]
    if let Some(file) = arguments.iter().find(|argument| argument.ends_with(".gguf")) {
        let writer = model::Writer::open(file);
        talk("model as it comes", tell, &mut |_, talk| (writer.write(talk), true));
        talk("model, rules and guard", tell, &mut |messages, talk| {
            guarded(messages, &mut || writer.write(talk))
        });
    }
}

/// As the turn service does it.
#[cfg_attr(not(feature = "model"), allow(dead_code))]
fn guarded(messages: &[ChatMessage], write: &mut dyn FnMut() -> String) -> (String, bool) {
    if let Some(words) = partner::danger(messages).or_else(|| partner::kept(messages, SEED)) {
        return (words, false);
    }
    let mut guard = Guard::new(messages);
    guard.push(&write());
    guard.finish();
    let shown = guard.shown().join(" ");
    match (shown.is_empty(), guard.asks()) {
        (true, _) => (partner::reply(messages, SEED), false),
        (_, true) => (shown, true),
        _ => (format!("{shown} {}", partner::question(messages, SEED)), true),
    }
}

/// Gives the reply to a conversation, and whether the model spoke it.
type Partner<'a> = dyn FnMut(&[ChatMessage], &[Value]) -> (String, bool) + 'a;

/// Plays the script with one partner.
fn talk(name: &str, tell: bool, partner: &mut Partner<'_>) {
    let mut figures = Figures::default();
    let lines = SCRIPT.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>();
    for script in lines.split(|line| line.trim().is_empty()).filter(|script| !script.is_empty()) {
        let mut said: Vec<Value> = Vec::new();
        for line in script {
            said.push(json!({"role": "user", "content": line}));
            let messages = prompt::chat_messages("Siti", &said);
            let (reply, by_model) = partner(&messages, &said);
            figures.count(&messages, &reply, by_model);
            if tell {
                println!("> {line}\n{}{reply}", if by_model { "* " } else { "  " });
            }
            said.push(json!({"role": "assistant", "content": reply}));
        }
    }
    let share = |part: usize| format!("{:.0} %", 100.0 * part as f64 / figures.turns as f64);
    println!(
        "{name:<24} on topic {}, ends in a question {}, within two sentences {}, not repeated {}, by the model {} of {} turns",
        share(figures.on_topic),
        share(figures.asks),
        share(figures.brief),
        share(figures.fresh),
        share(figures.by_model),
        figures.turns
    );
}

impl Figures {
    fn count(&mut self, messages: &[ChatMessage], reply: &str, by_model: bool) {
        let of = |role: &str| {
            let spoken = messages.iter().filter(|message| message.role == role);
            spoken.map(|message| message.content.as_str()).collect::<Vec<_>>()
        };
        let (learner, earlier) = (of("user"), of("assistant"));
        let last: Vec<&str> = learner.iter().rev().take(2).copied().collect();
        self.turns += 1;
        self.on_topic += usize::from(on_topic(reply, &last));
        self.asks += usize::from(reply.trim_end().ends_with('?'));
        let sentences =
            reply.split(['.', '!', '?']).filter(|part| part.chars().any(char::is_alphabetic)).count();
        self.brief += usize::from((1..=2).contains(&sentences));
        self.fresh += usize::from(!earlier.contains(&reply));
        self.by_model += usize::from(by_model);
    }
}

fn on_topic(reply: &str, last: &[&str]) -> bool {
    let of_reply = content(reply);
    let named: Vec<String> = last.iter().flat_map(|message| content(message)).collect();
    let shares = named.iter().any(|word| of_reply.contains(word));
    named.is_empty() || shares || last.iter().any(|message| partner::on_topic(reply, message))
}

/// The first five letters of each word that means something.
fn content(text: &str) -> Vec<String> {
    const SMALL: &[&str] = &[
        "that",
        "this",
        "with",
        "from",
        "have",
        "very",
        "they",
        "them",
        "there",
        "what",
        "when",
        "where",
        "your",
        "because",
        "about",
        "will",
        "want",
        "like",
        "know",
        "think",
        "just",
        "some",
        "many",
        "much",
        "good",
        "nice",
        "okay",
        "yes",
        "sure",
        "hello",
        "thank",
        "thanks",
        "today",
        "yesterday",
        "were",
        "does",
        "been",
        "would",
        "could",
        "should",
        "more",
        "then",
        "than",
        "also",
        "only",
        "maybe",
        "really",
        "every",
        "always",
        "sometimes",
        "haha",
        "make",
        "made",
    ];
    let words = text.to_lowercase();
    let words = words.split(|c: char| !c.is_alphanumeric() && c != '\'');
    words
        .filter(|word| word.chars().count() > 3 && !SMALL.contains(word))
        .map(|word| word.chars().take(5).collect())
        .collect()
}

#[cfg(feature = "model")]
mod model {
    use std::ops::ControlFlow;

    use lks_engine::{Engine, EngineSettings, Generation, Turn};
    use serde_json::Value;

    use super::small;

    /// A model that writes with a small model's prompt and options.
    pub struct Writer(Engine);

    impl Writer {
        #[allow(clippy::expect_used)]
        pub fn open(file: &str) -> Self {
            Self(
                Engine::open(file.as_ref(), EngineSettings::default()).expect("a GGUF file that can be used"),
            )
        }

        /// Its reply; what it could not write is empty.
        pub fn write(&self, talk: &[Value]) -> String {
            let messages = small::messages("Siti", talk);
            let turns: Vec<Turn> =
                messages.iter().map(|message| Turn::new(&*message.role, &*message.content)).collect();
            let Ok(prompt) = self.0.prompt(&turns) else { return String::new() };
            let number = |name: &str| small::options().get(name).and_then(Value::as_f64).unwrap_or_default();
            let mut request = Generation::new(prompt);
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            {
                request.sampling.temperature = number("temperature") as f32;
                request.sampling.top_p = number("top_p") as f32;
                request.sampling.repeat_penalty = number("repeat_penalty") as f32;
                request.max_tokens = Some(number("num_predict") as usize);
            }
            request.sampling.seed = 7;
            request.stop = vec!["\n".to_owned()];
            let mut text = String::new();
            let written = self.0.generate(&request, &mut |piece| {
                text.push_str(piece);
                ControlFlow::Continue(())
            });
            if written.is_ok() { text } else { String::new() }
        }
    }
}

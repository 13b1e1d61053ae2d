//! A language model in a GGUF file, by the engine. It knows templates, room and options; what is said
//! to it and what becomes of its replies is others' business.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use lks_engine::{Constraint, Ending, Engine, EngineError, Facts, Generation, Sampling, Turn};
use serde_json::{Value, json};

use super::{Capability, Card, Format, Memory, Model, ModelError, Options, Task, Usage};

/// Room that is asked for without `num_ctx`, smallest first: the smallest that the prompt and a reply
/// fit into.
const ROOMS: [usize; 3] = [2048, 4096, 8192];
/// Tokens that are kept free for a reply whose length is not limited.
const REPLY: usize = 512;

/// A model in a file.
pub struct Gguf {
    card: Card,
    engine: Engine,
}

/// What is known of a model beside its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Under which it is asked for, with tag.
    pub name: String,
    /// The document whose SHA-256 is the model's digest.
    pub manifest: String,
    /// RFC 3339: when it came here.
    pub modified_at: String,
    /// The text of its licence, if it came with one.
    pub license: Option<String>,
}

impl Gguf {
    /// The model that this engine holds.
    pub fn new(engine: Engine, about: About) -> Self {
        Self { card: card(engine.facts(), about), engine }
    }

    /// The prompt of a task: as it is, or by the file's template, without the oldest messages if there
    /// is no room for all.
    fn prompt(&self, task: &Task) -> Result<(String, usize), ModelError> {
        if task.raw || (task.prompt && self.engine.facts().chat_template.is_none()) {
            let prompt = task.last().to_owned();
            let context = self.room(&task.options, self.engine.count(&prompt).map_err(refused)?);
            return Ok((prompt, context));
        }
        let turn = |message: &lks_domain::ollama::ChatMessage| Turn::new(&message.role, &message.content);
        let mut turns: Vec<Turn> = task.messages.iter().map(turn).collect();
        loop {
            let prompt = self.engine.prompt(&turns).map_err(refused)?;
            let tokens = self.engine.count(&prompt).map_err(refused)?;
            let context = self.room(&task.options, tokens);
            let oldest = turns.iter().position(|turn| turn.role != "system");
            match oldest.filter(|oldest| tokens >= context && oldest + 1 < turns.len()) {
                Some(oldest) => drop(turns.remove(oldest)),
                None => return Ok((prompt, context)),
            }
        }
    }

    /// Tokens of prompt and reply together.
    fn room(&self, options: &Options, prompt: usize) -> usize {
        let most = self.engine.facts().context_length;
        if let Some(wanted) = options.num_ctx {
            return usize::try_from(wanted).unwrap_or(most).min(most);
        }
        let reply = options.num_predict.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(REPLY);
        let fits = |room: &&usize| **room > prompt.saturating_add(reply.min(2 * REPLY));
        ROOMS.iter().find(fits).copied().unwrap_or(most).min(most)
    }
}

impl Model for Gguf {
    fn card(&self) -> &Card {
        &self.card
    }

    fn warm_up(&self, keep: Duration) -> Result<(), ModelError> {
        self.engine.load(Some(keep)).map_err(refused)
    }

    fn unload(&self) {
        self.engine.rest();
    }

    fn memory(&self) -> Option<Memory> {
        Some(self.engine.residence().map_or(Memory { bytes: 0, context: 0, until: None }, |there| Memory {
            bytes: there.bytes,
            context: there.context,
            until: there.until,
        }))
    }

    /// Nothing is loaded only to be counted; a reply that was written knows its own numbers.
    fn count(&self, text: &str) -> u64 {
        if self.engine.residence().is_none() {
            return 0;
        }
        self.engine.count(text).map_or(0, |tokens| tokens as u64)
    }

    fn complete(
        &self,
        task: &Task,
        out: &mut dyn FnMut(&str) -> ControlFlow<()>,
    ) -> Result<Option<Usage>, ModelError> {
        let begun = Instant::now();
        let (prompt, context) = self.prompt(task)?;
        let loaded = begun.elapsed();
        let mut request = Generation::new(prompt);
        request.sampling = sampling(&task.options);
        request.max_tokens = task.options.num_predict.and_then(|limit| usize::try_from(limit).ok());
        request.stop = task.options.stop.clone();
        request.context = Some(context);
        request.keep_alive = Some(task.keep);
        request.constraint = match &task.format {
            None => Constraint::None,
            Some(Format::Json) => Constraint::Json,
            Some(Format::Schema(schema)) => Constraint::Schema(schema.clone()),
        };
        let finished = self.engine.generate(&request, out).map_err(refused)?;
        Ok(Some(Usage {
            prompt_tokens: finished.prompt_tokens as u64,
            reply_tokens: finished.reply_tokens as u64,
            load: loaded + finished.load,
            prompt: finished.prompt,
            reply: finished.reply,
            length: finished.ending == Ending::Length,
        }))
    }
}

/// What the client can mend is refused; the rest is ours.
fn refused(error: EngineError) -> ModelError {
    match error {
        EngineError::TooLong { .. } | EngineError::Empty | EngineError::Constraint(_) => {
            ModelError::Refused(error.to_string())
        }
        EngineError::NoChatTemplate => ModelError::Refused(format!("{error}; use generate with raw")),
        other => ModelError::Failed(other.to_string()),
    }
}

/// Ollama's defaults where a request says nothing.
#[expect(clippy::cast_possible_truncation, reason = "the numbers of options are small")]
fn sampling(options: &Options) -> Sampling {
    let usual = Sampling::default();
    let number = |wanted: Option<f64>, usual: f32| wanted.map_or(usual, |number| number as f32);
    let whole = |wanted: Option<i64>, usual: i32| {
        wanted.map_or(usual, |number| i32::try_from(number).unwrap_or(usual))
    };
    Sampling {
        temperature: number(options.temperature, usual.temperature),
        top_k: whole(options.top_k, usual.top_k),
        top_p: number(options.top_p, usual.top_p),
        min_p: number(options.min_p, usual.min_p),
        repeat_penalty: number(options.repeat_penalty, usual.repeat_penalty),
        repeat_last_n: whole(options.repeat_last_n, usual.repeat_last_n),
        presence_penalty: number(options.presence_penalty, usual.presence_penalty),
        frequency_penalty: number(options.frequency_penalty, usual.frequency_penalty),
        seed: (options.seed ^ (options.seed >> 32)) as u32,
    }
}

fn card(facts: &Facts, about: About) -> Card {
    let license = about.license.or_else(|| facts.license.clone());
    let mut info: Vec<(String, Value)> = facts.metadata.clone();
    info.push(("general.parameter_count".to_owned(), json!(facts.parameters)));
    Card {
        name: about.name,
        family: facts.architecture.clone(),
        format: "gguf".to_owned(),
        parameter_size: parameter_size(facts.parameters),
        quantization_level: facts.quantisation.clone(),
        capabilities: vec![Capability::Completion],
        manifest: about.manifest,
        size: facts.file_bytes,
        modified_at: about.modified_at,
        license: license.unwrap_or_else(|| "unknown".to_owned()),
        template: facts.chat_template.clone().unwrap_or_default(),
        info,
        instant: false,
    }
}

/// As Ollama writes it: `134.52M`.
#[expect(clippy::cast_precision_loss, reason = "two decimals are shown")]
fn parameter_size(count: u64) -> String {
    let count = count as f64;
    match count {
        1e12.. => format!("{:.1}T", count / 1e12),
        1e9.. => format!("{:.1}B", count / 1e9),
        1e6.. => format!("{:.2}M", count / 1e6),
        1e3.. => format!("{:.2}K", count / 1e3),
        _ => format!("{count}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_written_as_ollama_does() {
        let written = [134_515_008, 1_235_814_400, 97, 83_000].map(parameter_size);
        assert_eq!(written, ["134.52M", "1.2B", "97", "83.00K"]);
    }
}

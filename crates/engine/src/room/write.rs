//! Writes one reply: reads the prompt in pieces, then one token after the other. Between any two
//! steps it can be told that it is enough, and short questions of others are answered.

use std::time::{Duration, Instant};

use llama_cpp_2::context::LlamaContext;
use llama_cpp_2::llama_batch::LlamaBatch;
use llama_cpp_2::token::LlamaToken;

use super::dice::Dice;
use super::outlet::Outlet;
use super::{Room, failed};
use crate::error::EngineError;
use crate::generation::{Ending, Finished};
use crate::job::{Event, Writing};

/// Tokens of the prompt that are read at a time: a step cannot be interrupted and takes so long.
const PIECE: usize = 64;
/// No context is smaller.
const LEAST_ROOM: usize = 256;

/// Answers what others ask between two steps.
pub(crate) trait Interruptions {
    fn attend(&mut self, room: &mut Room<'_>);
}

/// The context for replies and what is still in it.
pub(super) struct Desk<'m> {
    context: LlamaContext<'m>,
    /// Whole pieces of the last prompt. Only whole pieces are used again: they are computed in the same
    /// way whatever follows, so that the same prompt always gives the same reply.
    known: Vec<LlamaToken>,
}

impl Desk<'_> {
    /// Tokens there is room for.
    pub(super) fn room(&self) -> usize {
        self.context.n_ctx() as usize
    }
}

/// Writes a reply and says how it ended.
pub(crate) fn write(room: &mut Room<'_>, others: &mut dyn Interruptions, writing: &Writing) {
    let load = writing.asked.elapsed();
    let result = if writing.is_enough() {
        Ok(Finished { load, ..cancelled() })
    } else {
        reply(room, others, writing).map(|finished| Finished { load, ..finished })
    };
    writing.tell(Event::End(result));
}

fn cancelled() -> Finished {
    Finished {
        ending: Ending::Cancelled,
        prompt_tokens: 0,
        remembered_tokens: 0,
        reply_tokens: 0,
        load: Duration::ZERO,
        prompt: Duration::ZERO,
        reply: Duration::ZERO,
    }
}

fn reply(
    room: &mut Room<'_>,
    others: &mut dyn Interruptions,
    writing: &Writing,
) -> Result<Finished, EngineError> {
    let begun = Instant::now();
    let generation = &writing.generation;
    let prompt = room.prompt_tokens(&generation.prompt)?;
    let limit = room.limit(generation.context);
    if prompt.len() >= limit {
        return Err(EngineError::TooLong { tokens: prompt.len(), room: limit - 1 });
    }
    let mut dice = Dice::new(room.model, generation.sampling, &generation.constraint)?;
    dice.remember(&prompt[prompt.len().saturating_sub(4096)..]);
    let mut desk = room.take_desk(limit)?;
    let remembered = desk.begin(&prompt);
    let mut finished = Finished { prompt_tokens: prompt.len(), remembered_tokens: remembered, ..cancelled() };
    let read = desk.read(&prompt[remembered..], room, others, writing);
    finished.prompt = begun.elapsed();
    if read? {
        let most = generation.max_tokens.unwrap_or(usize::MAX).min(limit - prompt.len());
        let speech = Speech { most, outlet: Outlet::new(&generation.stop), dice };
        (finished.ending, finished.reply_tokens) = desk.speak(speech, prompt.len(), room, others, writing)?;
    }
    finished.reply = begun.elapsed().saturating_sub(finished.prompt);
    room.writing = Some(desk);
    Ok(finished)
}

impl<'m> Room<'m> {
    fn prompt_tokens(&self, prompt: &str) -> Result<Vec<LlamaToken>, EngineError> {
        let vocabulary = self.model.vocab();
        let mut tokens = self.tokens(prompt, true);
        let begins = vocabulary.should_add_bos() && tokens.first() != Some(&vocabulary.bos());
        if begins {
            tokens.insert(0, vocabulary.bos());
        }
        if tokens.is_empty() { Err(EngineError::Empty) } else { Ok(tokens) }
    }

    /// Tokens of prompt and reply together.
    fn limit(&self, wanted: Option<usize>) -> usize {
        let most = self.facts.context_length.max(1);
        wanted.filter(|wanted| *wanted > 0).unwrap_or(self.settings.context).clamp(2, most.max(2))
    }

    /// A context with room for so many tokens; what is there is used again if it is large enough.
    fn take_desk(&mut self, limit: usize) -> Result<Desk<'m>, EngineError> {
        let room = limit.max(LEAST_ROOM).next_multiple_of(LEAST_ROOM);
        match self.writing.take().filter(|desk| desk.room() >= room) {
            Some(desk) => Ok(desk),
            None => Ok(Desk { context: self.new_context(room, PIECE, 1)?, known: Vec::new() }),
        }
    }
}

/// A reply on its way.
struct Speech {
    most: usize,
    outlet: Outlet,
    dice: Dice,
}

impl Desk<'_> {
    /// Keeps what the new prompt begins with; gives how many tokens that are.
    fn begin(&mut self, prompt: &[LlamaToken]) -> usize {
        let same = self.known.iter().zip(prompt).take_while(|(known, new)| known == new).count();
        // The last token is always computed: its numbers choose the first token of the reply.
        let whole = same.min(prompt.len() - 1) / PIECE * PIECE;
        let cut = u32::try_from(whole).ok().filter(|whole| *whole > 0);
        let kept = cut.is_some() && self.context.clear_kv_cache_seq(Some(0), cut, None).is_ok_and(|cut| cut);
        if !kept {
            self.context.clear_kv_cache();
        }
        self.known.truncate(if kept { whole } else { 0 });
        self.known.len()
    }

    /// Reads the rest of the prompt; false: it was enough before the end.
    fn read(
        &mut self,
        prompt: &[LlamaToken],
        room: &mut Room<'_>,
        others: &mut dyn Interruptions,
        writing: &Writing,
    ) -> Result<bool, EngineError> {
        let mut batch = LlamaBatch::new(PIECE, 1);
        let mut position = position(self.known.len());
        for piece in prompt.chunks(PIECE) {
            batch.clear();
            for (at, token) in piece.iter().enumerate() {
                batch.add(*token, position, &[0], at + 1 == piece.len()).map_err(failed)?;
                position += 1;
            }
            self.context.decode(&mut batch).map_err(failed)?;
            if piece.len() == PIECE {
                self.known.extend_from_slice(piece);
            }
            writing.tell(Event::Text(String::new()));
            others.attend(room);
            if writing.is_enough() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Writes until the end; gives why it ended and how many tokens were written.
    fn speak(
        &mut self,
        mut speech: Speech,
        begin: usize,
        room: &mut Room<'_>,
        others: &mut dyn Interruptions,
        writing: &Writing,
    ) -> Result<(Ending, usize), EngineError> {
        let vocabulary = room.model.vocab();
        let mut batch = LlamaBatch::new(1, 1);
        let mut written = 0;
        let ending = loop {
            if written >= speech.most {
                break Ending::Length;
            }
            let token = speech.dice.next(&self.context)?;
            if vocabulary.is_eog(token) {
                break Ending::Stop;
            }
            speech.dice.accept(token)?;
            written += 1;
            let (text, met) = speech.outlet.push(&vocabulary.token_to_piece(token, false, None));
            if !text.is_empty() {
                writing.tell(Event::Text(text));
            }
            if met {
                return Ok((Ending::Stop, written));
            }
            others.attend(room);
            if writing.is_enough() {
                return Ok((Ending::Cancelled, written));
            }
            if written < speech.most {
                batch.clear();
                batch.add(token, position(begin + written - 1), &[0], true).map_err(failed)?;
                self.context.decode(&mut batch).map_err(failed)?;
            }
        };
        let rest = speech.outlet.finish();
        if !rest.is_empty() {
            writing.tell(Event::Text(rest));
        }
        Ok((ending, written))
    }
}

fn position(at: usize) -> i32 {
    i32::try_from(at).unwrap_or(i32::MAX)
}

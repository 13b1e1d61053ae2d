//! How likely texts are: all of them in one go, what they have in common once.

use std::collections::HashMap;

use llama_cpp_2::llama_batch::LlamaBatch;
use llama_cpp_2::token::LlamaToken;

use super::likelihood::Outlook;
use super::tree::{Node, Tree};
use super::{Room, failed};
use crate::error::EngineError;

/// Tokens of a tree that are kept at a time.
pub(super) const ROOM: usize = 1024;
/// Tokens computed at a time; each takes 200 kB for the numbers of 50,000 possible successors.
const BATCH: usize = 256;
/// Texts of one tree.
const TEXTS: usize = 128;

/// One token of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TokenScore {
    /// Where it begins, in bytes.
    pub start: usize,
    /// Where it ends, in bytes.
    pub end: usize,
    /// Natural logarithm of its probability, given what stands before it.
    pub log_probability: f32,
}

/// How surprising a token is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gap {
    /// Where it begins, in bytes.
    pub start: usize,
    /// Where it ends, in bytes.
    pub end: usize,
    /// How much likelier, in nats, another token would be; 0: this is the likeliest.
    pub gap: f32,
}

/// What is known of a node of the tree.
#[derive(Debug, Clone, Copy, Default)]
struct Found {
    log_probability: f32,
    gap: f32,
}

impl Room<'_> {
    /// The tokens of each text with their probabilities.
    pub(crate) fn score(&mut self, texts: &[String]) -> Result<Vec<Vec<TokenScore>>, EngineError> {
        let tokens: Vec<Vec<LlamaToken>> = texts.iter().map(|text| self.tokens(text, false)).collect();
        if let Some(long) = tokens.iter().find(|tokens| tokens.len() >= ROOM) {
            return Err(EngineError::TooLong { tokens: long.len(), room: ROOM - 1 });
        }
        let first = self.first_token()?;
        let mut scores = Vec::with_capacity(texts.len());
        while scores.len() < texts.len() {
            let mut tree = Tree::new(first);
            for tokens in &tokens[scores.len()..] {
                let full = tree.nodes.len() + tree.cost(tokens) > ROOM || tree.paths.len() == TEXTS;
                if full {
                    break;
                }
                tree.add(tokens);
            }
            let found = self.weigh(&tree)?;
            for path in &tree.paths {
                let at = scores.len();
                let spans = self.spans(&texts[at], &tokens[at]);
                let score = |(node, (start, end)): (&usize, (usize, usize))| TokenScore {
                    start,
                    end,
                    log_probability: found[*node].log_probability,
                };
                scores.push(path.iter().zip(spans).map(score).collect());
            }
        }
        Ok(scores)
    }

    /// The tokens of a text with their gaps.
    pub(crate) fn gaps(&mut self, text: &str) -> Result<Vec<Gap>, EngineError> {
        let tokens = self.tokens(text, false);
        if tokens.len() >= ROOM {
            return Err(EngineError::TooLong { tokens: tokens.len(), room: ROOM - 1 });
        }
        let mut tree = Tree::new(self.first_token()?);
        tree.add(&tokens);
        let found = self.weigh(&tree)?;
        let spans = self.spans(text, &tokens);
        let gap = |(node, (start, end)): (&usize, (usize, usize))| Gap { start, end, gap: found[*node].gap };
        Ok(tree.paths[0].iter().zip(spans).map(gap).collect())
    }

    /// How likely a text goes on with the first token of each of these words behind these bytes of it,
    /// by one look at the text; none where no token of the text ends there.
    pub(crate) fn openings(
        &mut self,
        text: &str,
        openings: &[(usize, String)],
    ) -> Result<Vec<Option<f32>>, EngineError> {
        let tokens = self.tokens(text, false);
        if tokens.len() >= ROOM {
            return Err(EngineError::TooLong { tokens: tokens.len(), room: ROOM - 1 });
        }
        let mut tree = Tree::new(self.first_token()?);
        tree.add(&tokens);
        // The node behind which the text goes on, for each place where a token begins.
        let starts = self.spans(text, &tokens).into_iter().map(|(start, _)| start).chain([text.len()]);
        let behind: HashMap<usize, usize> =
            starts.zip([0].into_iter().chain(tree.paths[0].clone())).collect();
        let leaf = |(at, words): &(usize, String)| {
            let first = self.tokens(words, false).first().copied()?;
            Some(tree.child(*behind.get(at)?, first))
        };
        let leaves: Vec<Option<usize>> = openings.iter().map(leaf).collect();
        let found = self.weigh(&tree)?;
        Ok(leaves.into_iter().map(|leaf| leaf.map(|leaf| found[leaf].log_probability)).collect())
    }

    /// What stands before every text: what separates documents, so that the first word is expected as
    /// the first word of one.
    fn first_token(&self) -> Result<LlamaToken, EngineError> {
        let vocabulary = self.model.vocab();
        let bos = vocabulary.bos();
        if vocabulary.should_add_bos() && bos.0 >= 0 {
            return Ok(bos);
        }
        let separator = self.tokens("<|endoftext|>", true);
        match separator.as_slice() {
            [token] => Ok(*token),
            _ if bos.0 >= 0 => Ok(bos),
            _ => Err(EngineError::Failed("its vocabulary has no token to begin with".to_owned())),
        }
    }

    /// Computes every node of a tree.
    fn weigh(&mut self, tree: &Tree) -> Result<Vec<Found>, EngineError> {
        let mut context = match self.scoring.take() {
            Some(context) => context,
            None => self.new_context(ROOM, BATCH, TEXTS)?,
        };
        context.clear_kv_cache();
        let mut found = vec![Found::default(); tree.nodes.len()];
        let mut batch = LlamaBatch::new(BATCH, i32::try_from(TEXTS).unwrap_or(i32::MAX));
        // How likely a last token is, the one before it tells: itself it need not be computed.
        let inner: Vec<&Node> = tree.nodes.iter().filter(|node| !node.children.is_empty()).collect();
        for (part, nodes) in inner.chunks(BATCH).enumerate() {
            batch.clear();
            for node in nodes {
                batch.add(node.token, node.position, &node.texts, true).map_err(failed)?;
            }
            context.decode(&mut batch).map_err(failed)?;
            for (at, node) in (0..).zip(nodes) {
                let logits = context.get_logits_ith(at);
                let outlook = Outlook::of(logits);
                for child in &node.children {
                    let logit =
                        usize::try_from(tree.nodes[*child].token.0).ok().and_then(|id| logits.get(id));
                    let logit = *logit.ok_or_else(|| failed(format!("no such token in part {part}")))?;
                    found[*child] =
                        Found { log_probability: outlook.log_probability(logit), gap: outlook.gap(logit) };
                }
            }
        }
        self.scoring = Some(context);
        Ok(found)
    }

    /// Where each token stands in the text, in bytes. Some vocabularies put a space before the first.
    fn spans(&self, text: &str, tokens: &[LlamaToken]) -> Vec<(usize, usize)> {
        let vocabulary = self.model.vocab();
        let lengths: Vec<usize> =
            tokens.iter().map(|token| vocabulary.token_to_piece(*token, true, None).len()).collect();
        let added = lengths.iter().sum::<usize>().saturating_sub(text.len());
        let mut at = 0;
        let span = |length: usize| {
            let start = at;
            at += length;
            let inside = |place: usize| place.saturating_sub(added).min(text.len());
            (inside(start), inside(at))
        };
        lengths.into_iter().map(span).collect()
    }
}

//! Chooses the next token: by likelihood and luck, within the form that a reply must have.

use llama_cpp_2::context::LlamaContext;
use llama_cpp_2::model::LlamaModel;
use llama_cpp_2::sampling::LlamaSampler;
use llama_cpp_2::token::LlamaToken;
use llama_cpp_2::token::data::LlamaTokenData;
use llama_cpp_2::token::data_array::LlamaTokenDataArray;

use super::{failed, form};
use crate::error::EngineError;
use crate::generation::{Constraint, Sampling};

/// Chooses tokens for one reply.
pub(super) struct Dice {
    choice: LlamaSampler,
    form: Option<LlamaSampler>,
}

impl Dice {
    pub(super) fn new(
        model: &LlamaModel,
        sampling: Sampling,
        constraint: &Constraint,
    ) -> Result<Self, EngineError> {
        Ok(Self { choice: choice(model, sampling), form: form::grammar(model, constraint)? })
    }

    /// Has seen these tokens, so that they count as said lately.
    pub(super) fn remember(&mut self, tokens: &[LlamaToken]) {
        self.choice.accept_many(tokens);
    }

    /// The next token after the last one that was computed.
    pub(super) fn next(&mut self, context: &LlamaContext<'_>) -> Result<LlamaToken, EngineError> {
        let mut free = context.token_data_array_ith(-1);
        self.choice.apply(&mut free);
        let token = free.selected_token().ok_or_else(|| failed("no token could be chosen"))?;
        if self.allows(token) {
            return Ok(token);
        }
        // Looking at every token is slow; it is done only where the free choice does not have the form.
        let mut bound = context.token_data_array_ith(-1);
        if let Some(form) = &mut self.form {
            form.apply(&mut bound);
        }
        bound.data.retain(|data| data.logit().is_finite());
        if bound.data.is_empty() {
            return Err(EngineError::Constraint("no token of the model fits the form".to_owned()));
        }
        self.choice.apply(&mut bound);
        bound.selected_token().ok_or_else(|| failed("no token could be chosen"))
    }

    /// The token is said; it must not be one that ends the reply.
    pub(super) fn accept(&mut self, token: LlamaToken) -> Result<(), EngineError> {
        self.choice.accept(token);
        match &mut self.form {
            None => Ok(()),
            Some(form) => form.try_accept(token).map_err(failed),
        }
    }

    fn allows(&mut self, token: LlamaToken) -> bool {
        let Some(form) = &mut self.form else { return true };
        let mut only = LlamaTokenDataArray::new(vec![LlamaTokenData::new(token, 1.0, 0.0)], false);
        form.apply(&mut only);
        only.data.first().is_some_and(|data| data.logit().is_finite())
    }
}

fn choice(model: &LlamaModel, sampling: Sampling) -> LlamaSampler {
    let mut steps = Vec::new();
    let penalised = sampling.repeat_penalty != 1.0
        || sampling.presence_penalty != 0.0
        || sampling.frequency_penalty != 0.0;
    if penalised && sampling.repeat_last_n != 0 {
        steps.push(LlamaSampler::penalties(
            model.n_vocab(),
            // The library keeps the last n in a list of that length, so "all" needs a number.
            if sampling.repeat_last_n < 0 { 4096 } else { sampling.repeat_last_n.min(4096) },
            sampling.repeat_penalty,
            sampling.frequency_penalty,
            sampling.presence_penalty,
        ));
    }
    if sampling.temperature <= 0.0 {
        steps.push(LlamaSampler::greedy());
    } else {
        steps.extend((sampling.top_k > 0).then(|| LlamaSampler::top_k(sampling.top_k)));
        steps.extend((sampling.top_p < 1.0).then(|| LlamaSampler::top_p(sampling.top_p, 1)));
        steps.extend((sampling.min_p > 0.0).then(|| LlamaSampler::min_p(sampling.min_p, 1)));
        steps.push(LlamaSampler::temp(sampling.temperature));
        steps.push(LlamaSampler::dist(sampling.seed));
    }
    LlamaSampler::chain(steps, true)
}

//! The judge at work on one text, sentence by sentence: looks what could begin at least as likely as
//! what stands there, tries that as a whole, keeps what gains enough, and looks again.

use std::ops::Range;

use lks_domain::correction::{Category, Edit, Language};

use super::candidate::{Candidate, candidates};
use super::draft::{Change, Draft, Made};
use super::{LanguageModel, Opening, TokenScore, Unavailable};
use crate::sentence;

/// What does not begin likelier than what stands there by so many nats is not tried. On the development
/// set hardly any right change began less likely.
pub(super) const LEAD: f32 = 1.5;
/// Candidates that are tried in one round, those with the greatest lead first.
const MOST: usize = 24;
/// How often a sentence is looked at; a change can show the next mistake.
const ROUNDS: usize = 3;
/// Code points behind a change that are scored with it: ten tokens or so.
const BEHIND: usize = 40;
/// Variants in one go, the text itself left out; nobody else can use the model meanwhile.
const AT_ONCE: usize = 48;
/// Longer sentences are none; they are left to the rules.
const LONGEST: usize = 1_200;
/// Code points of the sentences before that the model is shown.
const CONTEXT: usize = 160;
/// How far around an accepted change it is looked again.
const AROUND: usize = 28;
/// Code points of a token, for the budget.
const TOKEN: usize = 4;
/// A rule's edit goes if the model finds it less likely by more than so many nats.
const RULE_VETO: f32 = -3.0;
/// A checker's edit must gain that.
const CHECKER_GAIN: f32 = 1.0;

/// A change to try on a text.
struct Try {
    span: Range<usize>,
    replacement: String,
    /// The more, the earlier it is tried.
    weight: f32,
}

/// A candidate that was tried.
pub(super) struct Tried {
    pub(super) candidate: Candidate,
    /// How much likelier it begins than what stands there, in nats.
    pub(super) lead: f32,
    /// How much likelier it makes the text.
    pub(super) gain: f32,
}

/// What is left to spend on a text, and what the model was shown last.
pub(super) struct Session<'m> {
    model: &'m dyn LanguageModel,
    left: usize,
    context: String,
}

impl<'m> Session<'m> {
    pub(super) fn new(model: &'m dyn LanguageModel, budget: usize) -> Self {
        Self { model, left: budget, context: String::new() }
    }

    /// Edits of the sentence that is `span` of the text.
    pub(super) fn sentence(
        &mut self,
        text: &[char],
        span: Range<usize>,
        found: Vec<Edit>,
        language: Language,
    ) -> Result<Vec<Edit>, Unavailable> {
        if span.len() > LONGEST {
            return Ok(found);
        }
        let mut draft = self.vetoed(&text[span.clone()], span.start, found)?;
        let mut look: Option<Vec<Range<usize>>> = None;
        for _ in 0..ROUNDS {
            let accepted = self.round(&mut draft, look.as_deref())?;
            if accepted.is_empty() {
                break;
            }
            look = Some(accepted);
        }
        self.review(&mut draft)?;
        self.remember(&draft.text());
        Ok(draft.edits(span.start, language, self.model.name()))
    }

    /// A draft with the rules' and the checker's edits, but for those that the model refuses.
    pub(super) fn vetoed(
        &mut self,
        written: &[char],
        offset: usize,
        found: Vec<Edit>,
    ) -> Result<Draft, Unavailable> {
        let gains = self.gains_of(written, offset, &found)?;
        let mut draft = Draft::new(written);
        let mut ordered: Vec<(Edit, Option<f32>)> = found.into_iter().zip(gains).collect();
        // From the end, so that earlier places stay what they are.
        ordered.sort_by_key(|(edit, _)| std::cmp::Reverse(edit.start));
        for (edit, gain) in ordered {
            if passes(&edit, gain) {
                let span = edit.start - offset..edit.end - offset;
                let replacement = edit.replacement.clone();
                draft.accept(span, &replacement, Made::Found(Box::new(edit)));
            }
        }
        Ok(draft)
    }

    /// What each edit gains on its own; none where the budget is spent.
    pub(super) fn gains_of(
        &mut self,
        written: &[char],
        offset: usize,
        edits: &[Edit],
    ) -> Result<Vec<Option<f32>>, Unavailable> {
        let tries = edits.iter().map(|edit| Try {
            span: edit.start - offset..edit.end - offset,
            replacement: edit.replacement.clone(),
            weight: f32::MAX,
        });
        self.gains(written, &tries.collect::<Vec<_>>(), BEHIND)
    }

    /// One look at the sentence; gives the places of what was accepted.
    fn round(
        &mut self,
        draft: &mut Draft,
        look: Option<&[Range<usize>]>,
    ) -> Result<Vec<Range<usize>>, Unavailable> {
        let mut good: Vec<(f32, Candidate)> = self
            .tried(draft, look, LEAD)?
            .into_iter()
            .map(|tried| (tried.gain - tried.candidate.kind.threshold(), tried.candidate))
            .filter(|(margin, _)| *margin >= 0.0)
            .collect();
        good.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut kept: Vec<Candidate> = Vec::new();
        for (_, candidate) in good {
            let apart = |other: &Candidate| {
                candidate.span.start > other.span.end + 1 || other.span.start > candidate.span.end + 1
            };
            if kept.iter().all(apart) {
                kept.push(candidate);
            }
        }
        kept.sort_by_key(|candidate| candidate.span.start);
        // From the end, so that earlier places stay what they are.
        for candidate in kept.iter().rev() {
            draft.accept(candidate.span.clone(), &candidate.replacement, Made::Judged(candidate.kind));
        }
        let mut shift = 0_isize;
        let place = |candidate: &Candidate| {
            let start = candidate.span.start.saturating_add_signed(shift);
            let length = candidate.replacement.chars().count();
            shift += length.cast_signed() - candidate.span.len().cast_signed();
            start..start + length
        };
        Ok(kept.iter().map(place).collect())
    }

    /// The candidates that begin about as likely as what stands there, with their lead at the beginning
    /// and what they gain as a whole.
    pub(super) fn tried(
        &mut self,
        draft: &Draft,
        look: Option<&[Range<usize>]>,
        least: f32,
    ) -> Result<Vec<Tried>, Unavailable> {
        let text = draft.text();
        let string: String = text.iter().collect();
        let near = |candidate: &Candidate| {
            let beside = |place: &Range<usize>| {
                candidate.span.start <= place.end + AROUND && place.start <= candidate.span.end + AROUND
            };
            look.is_none_or(|places| places.iter().any(beside))
        };
        let all: Vec<Candidate> = sentence::split(&string).iter().flat_map(candidates).filter(near).collect();
        let mut led: Vec<(Candidate, f32)> = self
            .leads(&text, &string, &all)?
            .into_iter()
            .zip(all)
            .filter(|(lead, _)| *lead >= least)
            .map(|(lead, candidate)| (candidate, lead))
            .collect();
        led.sort_by(|a, b| b.1.total_cmp(&a.1));
        led.truncate(MOST);
        let tries = led.iter().map(|(candidate, lead)| Try {
            span: candidate.span.clone(),
            replacement: candidate.replacement.clone(),
            weight: *lead,
        });
        let gains = self.gains(&text, &tries.collect::<Vec<_>>(), BEHIND)?;
        let tried = led
            .into_iter()
            .zip(gains)
            .filter_map(|((candidate, lead), gain)| gain.map(|gain| Tried { candidate, lead, gain }));
        Ok(tried.collect())
    }

    /// How much likelier than what stands there each candidate begins, by one look at the text.
    fn leads(&mut self, text: &[char], string: &str, all: &[Candidate]) -> Result<Vec<f32>, Unavailable> {
        let Some(left) = self.left.checked_sub((self.context.len() + text.len()) / TOKEN) else {
            return Ok(vec![f32::NEG_INFINITY; all.len()]);
        };
        self.left = left;
        let whole = format!("{}{string}", self.context);
        let beginnings: Vec<(usize, String, String)> = all.iter().map(|one| beginning(text, one)).collect();
        let openings: Vec<Opening<'_>> = beginnings
            .iter()
            .flat_map(|(at, old, new)| {
                let at = self.context.len() + at;
                [Opening { at, words: old }, Opening { at, words: new }]
            })
            .collect();
        let found = self.model.openings(&whole, &openings)?;
        Ok(found.chunks(2).map(|pair| pair.last().unwrap_or(&0.0) - pair.first().unwrap_or(&0.0)).collect())
    }

    /// Takes back what no longer gains beside the other changes, the least useful first: of two that
    /// do the same one stays.
    fn review(&mut self, draft: &mut Draft) -> Result<(), Unavailable> {
        while draft.changes().len() > 1 {
            let gains = self.gains(&draft.text(), &reversals(draft), BEHIND)?;
            let lacking = |(number, gain): (usize, &Option<f32>)| {
                let Made::Judged(kind) = draft.changes()[number].made else { return None };
                let lacks = kind.threshold() / 2.0 + (*gain)?;
                (lacks > 0.0).then_some((lacks, number))
            };
            let worst = gains.iter().enumerate().filter_map(lacking).max_by(|a, b| a.0.total_cmp(&b.0));
            let Some((_, number)) = worst else { break };
            draft.take_back(number);
        }
        Ok(())
    }

    /// How much likelier each change makes the text, by the change itself and `behind` code points after
    /// it; none where the budget is spent. What weighs most is tried first.
    fn gains(
        &mut self,
        text: &[char],
        tries: &[Try],
        behind: usize,
    ) -> Result<Vec<Option<f32>>, Unavailable> {
        let mut order: Vec<usize> = (0..tries.len()).collect();
        order.sort_by(|a, b| tries[*b].weight.total_cmp(&tries[*a].weight).then(a.cmp(b)));
        let mut gains = vec![None; tries.len()];
        for together in order.chunks(AT_ONCE) {
            let Some(affordable) = self.afford(text, tries, together, behind) else { break };
            let mut chosen = affordable.to_vec();
            chosen.sort_unstable();
            let found = self.gains_together(text, chosen.iter().map(|at| &tries[*at]), behind)?;
            for (at, gain) in chosen.into_iter().zip(found) {
                gains[at] = Some(gain);
            }
        }
        Ok(gains)
    }

    /// As many of these tries as the budget allows, which is then spent.
    fn afford<'t>(
        &mut self,
        text: &[char],
        tries: &[Try],
        order: &'t [usize],
        behind: usize,
    ) -> Option<&'t [usize]> {
        let mut left = self.left.checked_sub((self.context.len() + text.len()) / TOKEN)?;
        let cost = |at: &usize| (tries[*at].replacement.len() + behind.min(text.len())) / TOKEN + 2;
        let affordable = order.iter().take_while(|at| {
            let rest = left.checked_sub(cost(at));
            left = rest.unwrap_or(left);
            rest.is_some()
        });
        let number = affordable.count();
        self.left = left;
        (number > 0).then(|| &order[..number])
    }

    fn gains_together<'t>(
        &self,
        text: &[char],
        tries: impl Iterator<Item = &'t Try>,
        behind: usize,
    ) -> Result<Vec<f32>, Unavailable> {
        let mut variants = vec![self.variant(text, &(0..0), "", text.len())];
        // How far into the text itself each variant reaches, in bytes.
        let mut reaches = Vec::new();
        for one in tries {
            let end = word_end(text, one.span.end + behind);
            variants.push(self.variant(text, &one.span, &one.replacement, end));
            reaches.push(self.context.len() + bytes(&text[..end]));
        }
        let scored = self.model.score(&variants.iter().map(String::as_str).collect::<Vec<_>>())?;
        let (own, others) = scored.split_first().ok_or_else(|| Unavailable("no scores".to_owned()))?;
        let sum = |tokens: &[TokenScore], until: usize| {
            tokens.iter().filter(|token| token.start < until).map(|token| token.log_probability).sum::<f32>()
        };
        let gain = |(tokens, reach): (&Vec<TokenScore>, usize)| sum(tokens, usize::MAX) - sum(own, reach);
        Ok(others.iter().zip(reaches).map(gain).collect())
    }

    /// The context and the text up to `end`, with something else in one place.
    fn variant(&self, text: &[char], span: &Range<usize>, replacement: &str, end: usize) -> String {
        let mut variant = self.context.clone();
        variant.extend(&text[..span.start]);
        variant.push_str(replacement);
        variant.extend(&text[span.end..end]);
        variant
    }

    /// Keeps the end of what was read as the context of the next sentence.
    pub(super) fn remember(&mut self, text: &[char]) {
        self.context.extend(text);
        self.context.push(' ');
        let skipped = self.context.chars().count().saturating_sub(CONTEXT);
        if skipped > 0 {
            let kept: String = self.context.chars().skip(skipped).collect();
            self.context = kept.split_once(' ').map_or(String::new(), |(_, rest)| rest.to_owned());
        }
    }
}

/// Every change of the draft, undone.
fn reversals(draft: &Draft) -> Vec<Try> {
    let undone = |(span, change): (Range<usize>, &Change)| Try {
        span,
        replacement: draft.written(&change.span).iter().collect(),
        weight: f32::MAX,
    };
    draft.places().into_iter().zip(draft.changes()).map(undone).collect()
}

/// Whether an edit of the rules or the checker stands. Capitals, marks, chat words and taste are no
/// matter of likelihood.
fn passes(edit: &Edit, gain: Option<f32>) -> bool {
    if matches!(edit.category, Category::Capitalization | Category::Punctuation | Category::Style) {
        return true;
    }
    match (edit.source.as_str(), gain) {
        (_, None) => true,
        ("checker", Some(gain)) => gain >= CHECKER_GAIN,
        (_, Some(gain)) => gain >= RULE_VETO,
    }
}

/// Where a change begins to differ, in bytes, what stands there, and what would. A word goes with the
/// space before it, as models read it.
fn beginning(text: &[char], change: &Candidate) -> (usize, String, String) {
    let spaced = change.span.start > 0 && text[change.span.start - 1] == ' ';
    let start = change.span.start - usize::from(spaced);
    let old = text[start..word_end(text, change.span.end + 1)].iter().collect();
    let mut new: String = text[start..change.span.start].iter().collect();
    new.push_str(&change.replacement);
    new.extend(&text[change.span.end..word_end(text, change.span.end + 1)]);
    (bytes(&text[..start]), old, new)
}

fn bytes(chars: &[char]) -> usize {
    chars.iter().map(|c| c.len_utf8()).sum()
}

/// The end of the word that `at` is in or before.
fn word_end(text: &[char], at: usize) -> usize {
    let at = at.min(text.len());
    text[at..].iter().position(|c| c.is_whitespace()).map_or(text.len(), |more| at + more)
}

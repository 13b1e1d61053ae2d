//! The conversation as the partner sees it: what was said last, what it said itself, whose name.

use lks_domain::ollama::ChatMessage;

/// A conversation, read once.
#[derive(Debug)]
pub(super) struct Conversation {
    /// The learner's last message as written.
    pub(super) last: String,
    /// Its words in lower case, apostrophes straight.
    pub(super) words: Vec<String>,
    /// The learner's messages before the last one, oldest first.
    pub(super) earlier: Vec<String>,
    /// What the partner said, oldest first.
    pub(super) said: Vec<String>,
    /// The learner's first name, if the system prompt or the learner gave it.
    pub(super) name: Option<String>,
    seed: u64,
}

/// What is said when everything else was said before.
const MORE: &[&str] = &[
    "Tell me a little more about that.",
    "I'd like to hear more. Can you give me an example?",
    "Go on, I'm listening!",
    "Can you describe it in two or three sentences?",
    "That makes me curious. Why is it so?",
    "And how did you feel about it?",
    "Let's stay with this for a moment. What is the best part of it?",
    "Can you tell it as a small story, with a beginning and an end?",
    "Now try to ask me or a friend a question about it!",
    "How would you explain it to a visitor from another country?",
];

impl Conversation {
    pub(super) fn read(messages: &[ChatMessage], seed: u64) -> Self {
        let of = |role: &str| -> Vec<String> {
            let spoken = messages.iter().filter(|message| message.role == role);
            spoken.map(|message| message.content.chars().take(4_000).collect()).collect()
        };
        let mut earlier = of("user");
        let last = earlier.pop().unwrap_or_default();
        let name =
            of("system").iter().find_map(|prompt| named_in(prompt)).or_else(|| own_name(&earlier, &last));
        Self { words: words(&last), last, earlier, said: of("assistant"), name, seed }
    }

    /// One of `choices`, by seed and turn, if possible one that was not said before.
    pub(super) fn pick<'a>(&self, choices: &[&'a str]) -> &'a str {
        let start = self.turn_number();
        let order = (0..choices.len()).map(|step| choices[(start + step) % choices.len()]);
        let unsaid = order.clone().find(|choice| !self.was_said(choice));
        unsaid.or_else(|| order.clone().next()).unwrap_or("")
    }

    /// One of `choices` that was not said before.
    pub(super) fn pick_new<'a>(&self, choices: &[&'a str]) -> Option<&'a str> {
        Some(self.pick(choices)).filter(|choice| !choice.is_empty() && !self.was_said(choice))
    }

    fn turn_number(&self) -> usize {
        let mixed = self.seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33;
        usize::try_from(mixed % 1_000).unwrap_or(0) + self.said.len() * 7
    }

    /// Whether a reply held this sentence.
    pub(super) fn was_said(&self, sentence: &str) -> bool {
        self.said.iter().any(|reply| reply.contains(sentence))
    }

    /// Whether any of these words was in the last message.
    pub(super) fn has(&self, words: &[&str]) -> bool {
        self.words.iter().any(|word| words.contains(&word.as_str()))
    }

    /// Whether these words stood together in the last message.
    pub(super) fn says(&self, phrase: &str) -> bool {
        format!(" {} ", self.words.join(" ")).contains(&format!(" {phrase} "))
    }

    /// ", Siti" or nothing.
    pub(super) fn comma_name(&self) -> String {
        self.name.as_ref().map(|name| format!(", {name}")).unwrap_or_default()
    }

    /// The reply itself, or where it would repeat an earlier one, something that does not.
    pub(super) fn fresh(&self, reply: String) -> String {
        let reply = if reply.trim().is_empty() { MORE[0].to_owned() } else { reply };
        if !self.said.contains(&reply) {
            return reply;
        }
        if let Some(more) = self.pick_new(MORE) {
            return more.to_owned();
        }
        let number = self.said.len() + 1;
        let quoted: String = self.last.chars().filter(|c| *c != '?').take(60).collect();
        format!(
            "This is our message number {number}, and you said “{}”. What could you add to it?",
            quoted.trim()
        )
    }
}

/// Words in lower case.
pub(super) fn words(text: &str) -> Vec<String> {
    let text = text.to_lowercase().replace('’', "'");
    let split = text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '-');
    split
        .map(|word| word.trim_matches(['\'', '-']))
        .filter(|word| !word.is_empty())
        .map(ToOwned::to_owned)
        .collect()
}

/// "You are talking with NAME." of the system prompt.
fn named_in(prompt: &str) -> Option<String> {
    let after = prompt.split("You are talking with ").nth(1)?;
    let name = after.split(['.', ',', '\n', ' ']).next()?.trim();
    (!name.is_empty() && name != "the" && name.chars().count() < 30).then(|| name.to_owned())
}

/// "My name is Siti", "I'm called Budi" among the learner's words.
fn own_name(earlier: &[String], last: &str) -> Option<String> {
    earlier.iter().map(String::as_str).chain([last]).rev().find_map(|text| {
        let lower = text.to_lowercase();
        let at = ["my name is ", "my name's ", "call me "]
            .iter()
            .find_map(|start| lower.find(start).map(|at| at + start.len()))?;
        let name: String = text.get(at..)?.chars().take_while(|c| c.is_alphabetic()).collect();
        let mut letters = name.chars();
        let first = letters.next()?;
        Some(first.to_uppercase().chain(letters).collect())
    })
}

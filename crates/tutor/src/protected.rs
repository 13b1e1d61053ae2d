//! Parts of a text that nobody corrects: code, addresses, names with an at sign, quoted commands.

use std::ops::Range;

/// Ranges of code points, in order, never overlapping.
pub(crate) fn ranges(chars: &[char]) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let end = code_end(chars, at).or_else(|| address_end(chars, at));
        match end {
            Some(end) => {
                ranges.push(at..end);
                at = end;
            }
            None => at = next_start(chars, at),
        }
    }
    ranges
}

/// Whether `range` touches one of `ranges`.
pub(crate) fn touches(ranges: &[Range<usize>], range: &Range<usize>) -> bool {
    ranges.iter().any(|taken| taken.start < range.end.max(range.start + 1) && range.start < taken.end)
}

/// Behind the code that begins here: a fence of three backticks or a span of one.
fn code_end(chars: &[char], at: usize) -> Option<usize> {
    if chars[at] != '`' {
        return None;
    }
    let ticks = chars[at..].iter().take_while(|c| **c == '`').count();
    let mut search = at + ticks;
    while search < chars.len() {
        if chars[search] != '`' {
            // An inline span does not cross a line.
            if ticks < 3 && chars[search] == '\n' {
                return Some(at + ticks);
            }
            search += 1;
            continue;
        }
        let closing = chars[search..].iter().take_while(|c| **c == '`').count();
        if closing >= ticks {
            return Some(search + closing);
        }
        search += closing;
    }
    // Never closed: a fence swallows the rest, a single backtick is only a mark.
    Some(if ticks >= 3 { chars.len() } else { at + ticks })
}

/// Behind the address, @name, #tag or file path that is the run of non-space beginning here.
fn address_end(chars: &[char], at: usize) -> Option<usize> {
    if "(<[\"'".contains(chars[at]) {
        return None;
    }
    if at > 0 && !chars[at - 1].is_whitespace() && !"(<[\"'".contains(chars[at - 1]) {
        return None;
    }
    let run = chars[at..].iter().take_while(|c| !c.is_whitespace()).count();
    let length = run - chars[at..at + run].iter().rev().take_while(|c| ".,!?;:)>]\"'".contains(**c)).count();
    let word: String = chars[at..at + length].iter().take(2000).collect();
    let special = word.contains("://")
        || word.starts_with("www.")
        || (word.starts_with(['@', '#']) && word.chars().count() > 1)
        || word.contains('@')
        || word.contains('_')
        || word.contains('\\')
        || is_domain(&word);
    (special && length > 0).then_some(at + length)
}

/// `example.com/page`, `notes.txt`: letters on both sides of a dot, the end short.
fn is_domain(word: &str) -> bool {
    const ENDS: &[&str] = &[
        "com", "org", "net", "id", "io", "edu", "gov", "dev", "app", "co", "txt", "pdf", "doc", "docx",
        "jpg", "png", "mp3", "mp4", "html", "css", "js", "py", "rs", "php", "exe", "zip", "xlsx", "pptx",
    ];
    let host = word.split('/').next().unwrap_or_default();
    host.rsplit_once('.')
        .is_some_and(|(name, end)| !name.is_empty() && ENDS.contains(&end.to_lowercase().as_str()))
}

/// The next place where something could begin: a backtick or the start of a run.
fn next_start(chars: &[char], at: usize) -> usize {
    let mut next = at + 1;
    while next < chars.len()
        && chars[next] != '`'
        && !chars[next - 1].is_whitespace()
        && !"(<[\"'".contains(chars[next - 1])
    {
        next += 1;
    }
    next
}

#[cfg(test)]
mod tests {
    use super::*;

    fn protected(text: &str) -> Vec<String> {
        let chars: Vec<char> = text.chars().collect();
        ranges(&chars).into_iter().map(|range| chars[range].iter().collect()).collect()
    }

    #[test]
    fn code_and_addresses_are_protected_and_words_are_not() {
        assert_eq!(protected("run `ls -la` now"), ["`ls -la`"]);
        assert_eq!(protected("```\nshe go\n``` end"), ["```\nshe go\n```"]);
        assert_eq!(protected("see https://a.b/c?d, ok"), ["https://a.b/c?d"]);
        assert_eq!(protected("mail (budi@smk.sch.id) or @budi_1."), ["budi@smk.sch.id", "@budi_1"]);
        assert_eq!(protected("open notes.txt and www.x.y"), ["notes.txt", "www.x.y"]);
        assert_eq!(protected("She go home.Then he eat."), Vec::<String>::new());
        assert_eq!(protected("`` `"), ["``", "`"]);
    }
}

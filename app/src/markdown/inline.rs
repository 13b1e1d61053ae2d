//! What happens inside a line: emphasis, code, links.

use super::DEEPEST;

/// A mark is closed within this many bytes or not at all, so that no text takes long.
const REACH: usize = 2_000;
/// Entities that models write for characters that they could have written as they are.
const ENTITIES: [&str; 6] = ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;", "&nbsp;"];

/// A text as HTML.
pub fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    write(text, 0, &mut out);
    out
}

/// A text in which nothing is special to HTML.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|letter| escape(letter, &mut out));
    out
}

fn escape(letter: char, out: &mut String) {
    match letter {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        '\'' => out.push_str("&#39;"),
        letter => out.push(letter),
    }
}

fn write(text: &str, depth: usize, out: &mut String) {
    let mut at = 0;
    while let Some(letter) = text[at..].chars().next() {
        match special(text, at, letter, depth, out) {
            Some(taken) => at += taken,
            None => {
                escape(letter, out);
                at += letter.len_utf8();
            }
        }
    }
}

/// Writes what begins here, if something does; how many bytes it took.
fn special(text: &str, at: usize, letter: char, depth: usize, out: &mut String) -> Option<usize> {
    let rest = &text[at..];
    match letter {
        '\n' => {
            out.push_str("<br>");
            Some(1)
        }
        '\\' => {
            let next = rest[1..].chars().next().filter(char::is_ascii_punctuation)?;
            escape(next, out);
            Some(2)
        }
        '&' => {
            let entity = ENTITIES.into_iter().find(|entity| rest.starts_with(entity))?;
            out.push_str(entity);
            Some(entity.len())
        }
        '`' => code(rest, out),
        '!' if rest.starts_with("![") => link(&rest[1..], depth, out).map(|taken| taken + 1),
        '[' => link(rest, depth, out),
        '<' => bracketed_address(rest, out),
        'h' if !follows_word(text, at) => bare_address(rest, out),
        '*' | '_' | '~' if depth < DEEPEST => emphasis(text, at, letter, depth, out),
        _ => None,
    }
    .or_else(|| run_as_text(rest, letter, out))
}

/// Marks that mean nothing are written as one run, so that their rest is not tried again.
fn run_as_text(rest: &str, letter: char, out: &mut String) -> Option<usize> {
    let run = run(rest, letter);
    (matches!(letter, '*' | '_' | '~' | '`') && run > 1).then(|| {
        out.push_str(&rest[..run]);
        run
    })
}

fn run(text: &str, letter: char) -> usize {
    text.bytes().take_while(|byte| char::from(*byte) == letter).count()
}

fn follows_word(text: &str, at: usize) -> bool {
    text[..at].chars().next_back().is_some_and(char::is_alphanumeric)
}

/// As much of the text as a mark may reach.
fn within_reach(text: &str) -> &str {
    let mut end = text.len().min(REACH);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn code(rest: &str, out: &mut String) -> Option<usize> {
    let ticks = run(rest, '`');
    let body = within_reach(&rest[ticks..]);
    let mut at = 0;
    while let Some(found) = body[at..].find('`') {
        let length = run(&body[at + found..], '`');
        if length == ticks {
            let code = body[..at + found].replace('\n', " ");
            let code = if code.trim().is_empty() { code.as_str() } else { code.trim() };
            out.push_str("<code>");
            out.push_str(&escaped(code));
            out.push_str("</code>");
            return Some(ticks + at + found + ticks);
        }
        at += found + length;
    }
    None
}

/// `[text](address "title")`, from its first bracket.
fn link(rest: &str, depth: usize, out: &mut String) -> Option<usize> {
    if depth >= DEEPEST {
        return None;
    }
    let label_end = closing(within_reach(rest), '[', ']')?;
    let tail = within_reach(&rest[label_end + 1..]);
    if !tail.starts_with('(') {
        return None;
    }
    let address_end = closing(tail, '(', ')')?;
    let inside = tail[1..address_end].trim();
    let address = match inside.strip_prefix('<').and_then(|inside| inside.split_once('>')) {
        Some((address, _)) => address,
        None => inside.split(char::is_whitespace).next().unwrap_or_default(),
    };
    open(address, out);
    write(&rest[1..label_end], depth + 1, out);
    out.push_str("</a>");
    Some(label_end + 1 + address_end + 1)
}

/// Where the bracket that opens the text is closed.
fn closing(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0_usize;
    let mut literal = false;
    for (at, letter) in text.char_indices() {
        if std::mem::take(&mut literal) {
            continue;
        }
        match letter {
            '\\' => literal = true,
            letter if letter == open => depth += 1,
            letter if letter == close => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

fn is_safe(address: &str) -> bool {
    let lower = address.to_ascii_lowercase();
    ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme))
}

fn open(address: &str, out: &mut String) {
    if is_safe(address) {
        out.push_str(r#"<a href=""#);
        out.push_str(&escaped(address));
        out.push_str(r#"" target="_blank" rel="noopener noreferrer nofollow">"#);
    } else {
        out.push_str("<a>");
    }
}

fn address(address: &str, out: &mut String) {
    open(address, out);
    out.push_str(&escaped(address));
    out.push_str("</a>");
}

fn bracketed_address(rest: &str, out: &mut String) -> Option<usize> {
    let end = within_reach(rest).find('>')?;
    let inside = &rest[1..end];
    (is_safe(inside) && !inside.contains(char::is_whitespace)).then(|| {
        address(inside, out);
        end + 1
    })
}

fn bare_address(rest: &str, out: &mut String) -> Option<usize> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| rest.starts_with(scheme))?;
    let end =
        rest.find(|letter: char| letter.is_whitespace() || "<>\"`*".contains(letter)).unwrap_or(rest.len());
    let found = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'', '_', '~']);
    (found.len() > scheme.len()).then(|| {
        address(found, out);
        found.len()
    })
}

const fn tags(letter: char, length: usize) -> Option<(&'static str, &'static str)> {
    match (letter, length) {
        ('~', 2) => Some(("<del>", "</del>")),
        ('~', _) => None,
        (_, 1) => Some(("<em>", "</em>")),
        (_, 2) => Some(("<strong>", "</strong>")),
        (_, 3) => Some(("<em><strong>", "</strong></em>")),
        _ => None,
    }
}

fn emphasis(text: &str, at: usize, letter: char, depth: usize, out: &mut String) -> Option<usize> {
    let length = run(&text[at..], letter);
    let (before, after) = tags(letter, length)?;
    let body = within_reach(&text[at + length..]);
    let opens = body.chars().next().is_some_and(|next| !next.is_whitespace());
    // Inside words underscores are no emphasis.
    if !opens || (letter == '_' && follows_word(text, at)) {
        return None;
    }
    let end = closing_run(body, letter, length)?;
    out.push_str(before);
    write(&body[..end], depth + 1, out);
    out.push_str(after);
    Some(length + end + length)
}

/// Where the run of marks that closes an emphasis of this length begins.
fn closing_run(body: &str, letter: char, length: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = body[at..].find([letter, '`', '\\']) {
        at += found;
        let marks = run(&body[at..], letter);
        if marks == 0 {
            at += skipped(&body[at..]);
            continue;
        }
        let closes = body[..at].chars().next_back().is_some_and(|before| !before.is_whitespace());
        let ends_word = letter != '_' || !body[at + marks..].starts_with(char::is_alphanumeric);
        if closes && ends_word && (marks == length || marks == 3 && length < 3) {
            return Some(at + marks - length);
        }
        at += marks;
    }
    None
}

/// Length of a piece of code or an escaped character, in which no mark counts.
fn skipped(text: &str) -> usize {
    if text.starts_with('`') {
        return code(text, &mut String::new()).unwrap_or_else(|| run(text, '`'));
    }
    1 + text[1..].chars().next().map_or(0, char::len_utf8)
}

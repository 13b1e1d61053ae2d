//! Paragraphs, headings, lists, quotes, code, tables: what a line begins.

use super::DEEPEST;

/// A block of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Lines of text.
    Paragraph(String),
    /// A heading of any level.
    Heading(String),
    /// A line across.
    Rule,
    /// Quoted blocks.
    Quote(Vec<Block>),
    /// Code as it stands.
    Code {
        /// The first word behind the fence.
        language: String,
        /// Each line with its end.
        text: String,
    },
    /// A list.
    List {
        /// The first number of an ordered list.
        first: Option<u32>,
        /// What each item holds.
        items: Vec<Vec<Block>>,
    },
    /// A table.
    Table {
        /// The head's cells.
        head: Vec<String>,
        /// The other rows' cells.
        rows: Vec<Vec<String>>,
    },
}

/// What begins a list item.
#[derive(Clone, Copy)]
struct Marker {
    first: Option<u32>,
    /// Column at which the item's text begins.
    width: usize,
}

/// The blocks of these lines.
pub fn blocks(lines: &[&str], depth: usize) -> Vec<Block> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        if lines[at].trim().is_empty() {
            at += 1;
            continue;
        }
        let (block, taken) = next(&lines[at..], depth);
        found.push(block);
        at += taken.max(1);
    }
    found
}

/// The block that the first of these lines begins, and how many lines it takes.
fn next(lines: &[&str], depth: usize) -> (Block, usize) {
    let line = lines[0].trim();
    if let Some(fence) = fence(line) {
        return code(lines, fence);
    }
    if let Some(text) = heading(line) {
        return (Block::Heading(text.to_owned()), 1);
    }
    if is_rule(line) {
        return (Block::Rule, 1);
    }
    if depth < DEEPEST {
        if line.starts_with('>') {
            return quote(lines, depth);
        }
        if let Some(marker) = marker(lines[0]) {
            return list(lines, marker, depth);
        }
    }
    table(lines).unwrap_or_else(|| paragraph(lines, depth))
}

/// The fence at the start of a line: three or more of the same.
fn fence(line: &str) -> Option<&str> {
    let mark = line.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let length = line.chars().take_while(|letter| *letter == mark).count();
    let inline = mark == '`' && line[length..].contains('`');
    (length >= 3 && !inline).then(|| &line[..length])
}

fn code(lines: &[&str], fence: &str) -> (Block, usize) {
    let indent = lines[0].len() - lines[0].trim_start().len();
    let info = lines[0].trim().trim_start_matches(&fence[..1]);
    let language = info.split_whitespace().next().unwrap_or_default().to_owned();
    let closes = |line: &&str| {
        let line = line.trim();
        line.starts_with(fence) && line.trim_start_matches(&fence[..1]).is_empty()
    };
    let length = lines[1..].iter().position(closes);
    let inner = &lines[1..length.map_or(lines.len(), |length| length + 1)];
    let text = inner.iter().map(|line| format!("{}\n", outdented(line, indent))).collect();
    (Block::Code { language, text }, inner.len() + 1 + usize::from(length.is_some()))
}

/// The line without up to this many leading spaces.
fn outdented(line: &str, columns: usize) -> &str {
    let spaces = line.bytes().take(columns).take_while(|byte| *byte == b' ').count();
    &line[spaces..]
}

fn heading(line: &str) -> Option<&str> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    let begins = (1..=6).contains(&level) && (text.is_empty() || text.starts_with(' '));
    begins.then(|| text.trim_end_matches('#').trim())
}

fn is_rule(line: &str) -> bool {
    let marks: Vec<char> = line.chars().filter(|letter| *letter != ' ').collect();
    marks.len() >= 3 && matches!(marks[0], '-' | '*' | '_') && marks.iter().all(|mark| *mark == marks[0])
}

fn quote(lines: &[&str], depth: usize) -> (Block, usize) {
    let quoted = lines.iter().map_while(|line| line.trim_start().strip_prefix('>'));
    let inner: Vec<&str> = quoted.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    (Block::Quote(blocks(&inner, depth + 1)), inner.len())
}

fn marker(line: &str) -> Option<Marker> {
    let text = line.trim_start_matches(' ');
    let indent = line.len() - text.len();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let length = match text.as_bytes().get(digits)? {
        b'-' | b'*' | b'+' if digits == 0 => 1,
        b'.' | b')' if (1..=9).contains(&digits) => digits + 1,
        _ => return None,
    };
    let rest = &text[length..];
    let spaced = rest.is_empty() || rest.starts_with(' ');
    let first = (digits > 0).then(|| text[..digits].parse().unwrap_or(1));
    (spaced && !is_rule(text)).then_some(Marker { first, width: indent + length + 1 })
}

fn list(lines: &[&str], opening: Marker, depth: usize) -> (Block, usize) {
    let mut items: Vec<Vec<&str>> = Vec::new();
    let mut width = opening.width;
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        let indent = line.len() - line.trim_start_matches(' ').len();
        let blank_before = at > 0 && lines[at - 1].trim().is_empty();
        let inside = at > 0 && indent >= width.min(opening.width);
        match marker(line).filter(|_| !inside) {
            Some(marker) if marker.first.is_some() == opening.first.is_some() => {
                width = marker.width;
                items.push(vec![line.get(marker.width..).unwrap_or_default()]);
            }
            Some(_) => break,
            None if line.trim().is_empty() || inside => push(&mut items, outdented(line, width)),
            // A line that goes on with the item's text; after a blank line, it is no part of the list.
            None if blank_before || begins_block(line) => break,
            None => push(&mut items, line.trim_start()),
        }
        at += 1;
    }
    let items = items.iter().map(|item| blocks(item, depth + 1)).collect();
    (Block::List { first: opening.first, items }, at)
}

fn push<'a>(items: &mut [Vec<&'a str>], line: &'a str) {
    if let Some(item) = items.last_mut() {
        item.push(line);
    }
}

fn cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let line = line.strip_suffix('|').unwrap_or(line);
    line.split('|').map(|cell| cell.trim().to_owned()).collect()
}

fn table(lines: &[&str]) -> Option<(Block, usize)> {
    let under = lines.get(1)?;
    let is_under =
        |cell: &String| cell.contains('-') && cell.chars().all(|letter| matches!(letter, '-' | ':' | ' '));
    let head = cells(lines[0]);
    let columns = head.len();
    if !lines[0].contains('|') || cells(under).len() != columns || !cells(under).iter().all(is_under) {
        return None;
    }
    let rows: Vec<Vec<String>> = lines[2..]
        .iter()
        .take_while(|line| line.contains('|'))
        .map(|line| {
            let mut row = cells(line);
            row.resize(columns, String::new());
            row
        })
        .collect();
    let taken = rows.len() + 2;
    Some((Block::Table { head, rows }, taken))
}

/// Whether a line ends the paragraph before it. A number does so only as 1: a year does not.
fn begins_block(line: &str) -> bool {
    let text = line.trim();
    let lists = marker(line).is_some_and(|marker| marker.first.is_none_or(|first| first == 1));
    fence(text).is_some() || heading(text).is_some() || text.starts_with('>') || is_rule(text) || lists
}

fn paragraph(lines: &[&str], depth: usize) -> (Block, usize) {
    let goes_on = |line: &&&str| !line.trim().is_empty() && (depth >= DEEPEST || !begins_block(line));
    let rest = lines[1..].iter().take_while(goes_on).count();
    let text: Vec<&str> = lines[..=rest].iter().map(|line| line.trim()).collect();
    (Block::Paragraph(text.join("\n")), rest + 1)
}

//! A model's Markdown as HTML that is safe to show: every character of it is escaped, and the only
//! tags are those written here. No raw HTML, no images, no links but http, https and mailto.
//!
//! Of its own rather than a library's: a full CommonMark parser with its table of entities was an
//! eighth of what a first visit had to download. Replies use paragraphs, lists, code, emphasis,
//! quotes, links and now and then a table; what is not understood is shown as it was written.

mod block;
mod inline;

use block::Block;
use inline::{escaped, inline};

/// Lists and quotes nest no deeper than this; what lies deeper is shown as text.
const DEEPEST: usize = 8;

/// Renders Markdown. `copy` is the label of the button beside each code block.
pub fn to_html(markdown: &str, copy: &str) -> String {
    let lines: Vec<&str> = markdown.lines().collect();
    let mut out = String::with_capacity(markdown.len() * 3 / 2);
    write_all(&block::blocks(&lines, 0), copy, &mut out);
    out
}

fn write_all(blocks: &[Block], copy: &str, out: &mut String) {
    for block in blocks {
        write(block, copy, out);
    }
}

fn write(block: &Block, copy: &str, out: &mut String) {
    match block {
        Block::Paragraph(text) => wrap("p", &inline(text), out),
        // One level, whatever a model thinks: the page's outline is not its business.
        Block::Heading(text) => wrap("h2", &inline(text), out),
        Block::Rule => out.push_str("<hr>"),
        Block::Quote(inner) => {
            out.push_str("<blockquote>");
            write_all(inner, copy, out);
            out.push_str("</blockquote>");
        }
        Block::Code { language, text } => write_code(language, text, copy, out),
        Block::List { first, items } => write_list(*first, items, copy, out),
        Block::Table { head, rows } => write_table(head, rows, out),
    }
}

fn wrap(tag: &str, html: &str, out: &mut String) {
    for part in ["<", tag, ">", html, "</", tag, ">"] {
        out.push_str(part);
    }
}

fn write_code(language: &str, text: &str, copy: &str, out: &mut String) {
    let (language, copy, text) = (escaped(language), escaped(copy), escaped(text));
    out.push_str(&format!(
        r#"<figure class="code"><figcaption><span>{language}</span><button type="button" class="copy-code">{copy}</button></figcaption><pre tabindex="0"><code>{text}</code></pre></figure>"#
    ));
}

fn write_list(first: Option<u32>, items: &[Vec<Block>], copy: &str, out: &mut String) {
    match first {
        None => out.push_str("<ul>"),
        Some(1) => out.push_str("<ol>"),
        Some(first) => out.push_str(&format!(r#"<ol start="{first}">"#)),
    }
    for item in items {
        out.push_str("<li>");
        // The text of an item stands without a paragraph, as in a tight list.
        let rest = match item.split_first() {
            Some((Block::Paragraph(text), rest)) => {
                out.push_str(&inline(text));
                rest
            }
            _ => item,
        };
        write_all(rest, copy, out);
        out.push_str("</li>");
    }
    out.push_str(if first.is_some() { "</ol>" } else { "</ul>" });
}

fn write_table(head: &[String], rows: &[Vec<String>], out: &mut String) {
    out.push_str("<table><thead><tr>");
    head.iter().for_each(|cell| wrap("th", &inline(cell), out));
    out.push_str("</tr></thead><tbody>");
    for row in rows {
        out.push_str("<tr>");
        row.iter().for_each(|cell| wrap("td", &inline(cell), out));
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table>");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(markdown: &str) -> String {
        to_html(markdown, "Copy")
    }

    #[test]
    fn raw_html_becomes_text() {
        for evil in [
            "<script>alert(1)</script>",
            "hi <img src=x onerror=alert(1)> there",
            "<div\nonclick=x>\n\ntext",
            "<!-- x --> <iframe src=\"javascript:x\">",
            "| <b> | <i> |\n|--|--|\n| <u> | x |",
            "# <h1>\n> <p>\n- <li>",
        ] {
            let html = html(evil);
            for tag in ["<script", "<img", "<div", "<iframe", "<!--", "<b>", "<i>", "<u>", "<h1"] {
                assert!(!html.contains(tag), "{evil} gave {html}");
            }
        }
    }

    #[test]
    fn links_open_safely_or_not_at_all() {
        let good = html("[x](https://example.org/?a=1&b=\"2)");
        assert!(good.contains("rel=\"noopener noreferrer nofollow\">x</a>"), "{good}");
        assert!(good.contains("a=1&amp;b=&quot;2"), "{good}");
        for evil in [
            "[x](javascript:alert(1))",
            "[x](data:text/html,x)",
            "[x](/admin)",
            "![x](vbscript:x)",
            "<javascript:x>",
            "[x]( JaVaScRiPt:x)",
            "[x](java\nscript:x)",
        ] {
            assert!(!html(evil).contains("href"), "{evil}");
        }
        let quote = html("[x](<https://e.org/\" onclick=\"y>)");
        assert!(!quote.contains("\" onclick"), "{quote}");
        assert!(html("see https://e.org/a_b_c.").contains("href=\"https://e.org/a_b_c\""));
        assert!(html("<mailto:a@b.id>").contains("href=\"mailto:a@b.id\""));
    }

    #[test]
    fn an_image_is_a_link_and_loads_nothing() {
        let html = html("![cat](https://e.org/cat.png)");
        assert!(html.contains(">cat</a>") && !html.contains("<img"), "{html}");
    }

    #[test]
    fn code_keeps_its_text_and_has_a_copy_button() {
        let html = html("```rust evil\"><b>\nlet a = \"<b>\";\n\n  x\n```\nafter");
        assert!(html.contains("<span>rust</span>") && html.contains(">Copy</button>"), "{html}");
        assert!(html.contains("let a = &quot;&lt;b&gt;&quot;;\n\n  x\n</code>"), "{html}");
        assert!(html.ends_with("<p>after</p>"), "{html}");
    }

    #[test]
    fn a_code_block_that_is_still_being_written_is_one_already() {
        assert!(html("```\nlet").contains("<code>let\n</code>"));
    }

    #[test]
    fn ordinary_markdown_is_rendered() {
        for (markdown, expected) in [
            ("# T #\n\n*a* **b** ~~c~~", "<h2>T</h2><p><em>a</em> <strong>b</strong> <del>c</del></p>"),
            ("a\nb\n\nc", "<p>a<br>b</p><p>c</p>"),
            ("- one\n- two\n  more\n\n- three", "<ul><li>one</li><li>two<br>more</li><li>three</li></ul>"),
            ("3. x\n4. y", "<ol start=\"3\"><li>x</li><li>y</li></ol>"),
            ("1. a\n   - b\n   - c\n2. d", "<ol><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ol>"),
            ("> a\n> b\n\nc", "<blockquote><p>a<br>b</p></blockquote><p>c</p>"),
            ("a\n\n---\n\nb", "<p>a</p><hr><p>b</p>"),
            ("Hi:\n- x", "<p>Hi:</p><ul><li>x</li></ul>"),
            ("- x\n\nafter", "<ul><li>x</li></ul><p>after</p>"),
            (
                "| a | b |\n|---|:-:|\n| 1 | 2 |",
                "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
            ),
        ] {
            assert_eq!(html(markdown), expected, "{markdown}");
        }
    }

    #[test]
    fn what_only_looks_like_markdown_stays_as_it_was_written() {
        for (text, expected) in [
            ("2 * 3 * 4", "<p>2 * 3 * 4</p>"),
            ("snake_case_name", "<p>snake_case_name</p>"),
            ("a ** b", "<p>a ** b</p>"),
            ("**open", "<p>**open</p>"),
            ("`open", "<p>`open</p>"),
            ("[open](x", "<p>[open](x</p>"),
            ("#tag", "<p>#tag</p>"),
            ("2026. A year", "<p>2026. A year</p>"),
            (r"\*no\* \_no\_", "<p>*no* _no_</p>"),
            ("R&D &amp; &lt;b&gt; 1 < 2", "<p>R&amp;D &amp; &lt;b&gt; 1 &lt; 2</p>"),
        ] {
            let text = if text.starts_with("2026") { format!("Then\n{text}") } else { text.to_owned() };
            let expected = expected.replace("<p>2026", "<p>Then<br>2026");
            assert_eq!(html(&text), expected, "{text}");
        }
    }

    #[test]
    fn emphasis_nests() {
        for (markdown, expected) in [
            ("***a***", "<em><strong>a</strong></em>"),
            ("**a *b***", "<strong>a <em>b</em></strong>"),
            ("*a **b** c*", "<em>a <strong>b</strong> c</em>"),
            ("*a `*` b*", "<em>a <code>*</code> b</em>"),
            ("[**a**](https://e.org)", "<strong>a</strong></a>"),
        ] {
            assert!(html(markdown).contains(expected), "{markdown} gave {}", html(markdown));
        }
    }

    #[test]
    fn any_text_is_rendered_in_time_and_opens_no_foreign_tag() {
        let pieces = [
            "*", "_", "`", "[", "](", ")", "<", ">", "\n", "- ", "> ", "1. ", "|", "é", "```\n", "\\", "a ",
            "![", "&", "~~",
        ];
        let mut seed = 7_u64;
        for _ in 0..3_000 {
            let mut text = String::new();
            for _ in 0..24 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                text.push_str(pieces[(seed >> 33) as usize % pieces.len()]);
            }
            let html = html(&text);
            assert!(!html.contains("href"), "{text} gave {html}");
        }
        for repeated in ["*", "[", "> ", "- ", "`", "**a ", "_a", "[a](", "~~"] {
            assert!(!html(&repeated.repeat(4_000)).is_empty());
        }
    }
}

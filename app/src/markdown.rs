//! A model's Markdown as HTML that is safe to show: no raw HTML, no images, no scripts, no odd links.

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd, html};

/// Renders Markdown. `copy` is the label of the button beside each code block.
pub fn to_html(markdown: &str, copy: &str) -> String {
    let options = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES;
    let mut out = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut out, Parser::new_ext(markdown, options).map(|event| safe(event, copy)));
    out
}

fn safe<'a>(event: Event<'a>, copy: &str) -> Event<'a> {
    let own = |html: String| Event::InlineHtml(CowStr::from(html));
    match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::SoftBreak => Event::HardBreak,
        Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
        // One level, whatever a model thinks: the page's outline is not its business.
        Event::Start(Tag::Heading { .. }) => own("<h2>".to_owned()),
        Event::End(TagEnd::Heading(_)) => own("</h2>\n".to_owned()),
        Event::Start(Tag::Link { dest_url, .. }) => own(link(&dest_url)),
        Event::End(TagEnd::Link) => own("</a>".to_owned()),
        Event::Start(Tag::Image { dest_url, .. }) => own(link(&dest_url)),
        Event::End(TagEnd::Image) => own("</a>".to_owned()),
        Event::Start(Tag::CodeBlock(kind)) => own(code_head(&kind, copy)),
        Event::End(TagEnd::CodeBlock) => own("</code></pre></figure>\n".to_owned()),
        Event::Start(Tag::Table(columns)) => Event::Start(Tag::Table(columns)),
        event => event,
    }
}

fn link(address: &str) -> String {
    let lower = address.trim().to_ascii_lowercase();
    if ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme)) {
        format!(
            r#"<a href="{}" target="_blank" rel="noopener noreferrer nofollow">"#,
            escaped(address.trim())
        )
    } else {
        "<a>".to_owned()
    }
}

fn code_head(kind: &CodeBlockKind<'_>, copy: &str) -> String {
    let language = match kind {
        CodeBlockKind::Fenced(info) => info.split_whitespace().next().unwrap_or_default(),
        CodeBlockKind::Indented => "",
    };
    format!(
        r#"<figure class="code"><figcaption><span>{}</span><button type="button" class="copy-code">{}</button></figcaption><pre tabindex="0"><code>"#,
        escaped(language),
        escaped(copy)
    )
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            letter => out.push(letter),
        }
    }
    out
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
        ] {
            let html = html(evil);
            for tag in ["<script", "<img", "<div", "<iframe", "<!--"] {
                assert!(!html.contains(tag), "{evil} gave {html}");
            }
        }
    }

    #[test]
    fn links_open_safely_or_not_at_all() {
        let good = html("[x](https://example.org/?a=1&b=\"2)");
        assert!(good.contains("rel=\"noopener noreferrer nofollow\""), "{good}");
        for evil in [
            "[x](javascript:alert(1))",
            "[x](data:text/html,x)",
            "[x](/admin)",
            "![x](vbscript:x)",
            "<javascript:x>",
        ] {
            assert!(!html(evil).contains("href"), "{evil}");
        }
        let quote = html("[x](<https://e.org/\" onclick=\"y>)");
        assert!(!quote.contains("\" onclick"), "{quote}");
    }

    #[test]
    fn an_image_is_a_link_and_loads_nothing() {
        let html = html("![cat](https://e.org/cat.png)");
        assert!(html.contains(">cat</a>") && !html.contains("<img"), "{html}");
    }

    #[test]
    fn code_keeps_its_text_and_has_a_copy_button() {
        let html = html("```rust evil\"><b>\nlet a = \"<b>\";\n```");
        assert!(html.contains("<span>rust</span>") && html.contains(">Copy</button>"), "{html}");
        assert!(html.contains("&lt;b&gt;") && !html.contains("<b>"), "{html}");
    }

    #[test]
    fn ordinary_markdown_is_rendered() {
        let html = html("# T\n\n*a* **b**\n\n- one\n- two\n");
        for part in ["<h2>T</h2>", "<em>a</em>", "<strong>b</strong>", "<li>one</li>"] {
            assert!(html.contains(part), "{html}");
        }
    }
}

//! Lines of comma-separated values (RFC 4180), as spreadsheets read them without harm.

/// A line with its end.
pub fn line<T: AsRef<str>>(cells: impl IntoIterator<Item = T>) -> String {
    let cells: Vec<String> = cells.into_iter().map(|text| cell(text.as_ref())).collect();
    cells.join(",") + "\r\n"
}

/// A spreadsheet takes what begins with one of these signs for a formula and carries it out; an
/// apostrophe before it makes it a text.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_quoted_where_it_must_be_and_is_never_a_formula() {
        assert_eq!(line(["a", "b c", ""]), "a,b c,\r\n");
        assert_eq!(line(["say \"hi\", please"]), "\"say \"\"hi\"\", please\"\r\n");
        assert_eq!(line(["=HYPERLINK(1)", "+1", "-1", "@x"]), "'=HYPERLINK(1),'+1,'-1,'@x\r\n");
        assert_eq!(line(["a\nb"]), "\"a\nb\"\r\n");
    }
}

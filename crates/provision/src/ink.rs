//! Colours for a terminal, or none. What is coloured also says it in words: colour is never all there is.

/// How to write for whoever reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ink {
    coloured: bool,
}

impl Ink {
    /// Without colours: for files, pipes, and whoever sets NO_COLOR.
    pub const PLAIN: Self = Self { coloured: false };
    /// With colours.
    pub const COLOURED: Self = Self { coloured: true };

    /// What is well, or is added.
    pub fn good(self, text: &str) -> String {
        self.write("32", text)
    }

    /// What is wrong, or goes.
    pub fn bad(self, text: &str) -> String {
        self.write("31;1", text)
    }

    /// What wants a look, or changes.
    pub fn notable(self, text: &str) -> String {
        self.write("33", text)
    }

    /// What is put in the place of another.
    pub fn exchanged(self, text: &str) -> String {
        self.write("35", text)
    }

    /// What is taken over.
    pub fn taken(self, text: &str) -> String {
        self.write("36", text)
    }

    /// What is said beside.
    pub fn faint(self, text: &str) -> String {
        self.write("2", text)
    }

    /// What comes first.
    pub fn strong(self, text: &str) -> String {
        self.write("1", text)
    }

    fn write(self, code: &str, text: &str) -> String {
        if self.coloured { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

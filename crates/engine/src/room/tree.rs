//! Texts as a tree of tokens: what several begin with is there once.

use llama_cpp_2::token::LlamaToken;

/// A token in its place.
#[derive(Debug, PartialEq)]
pub(super) struct Node {
    pub(super) token: LlamaToken,
    pub(super) position: i32,
    /// The texts that go through here, as the library numbers them.
    pub(super) texts: Vec<i32>,
    pub(super) children: Vec<usize>,
}

/// The tree; a node comes after the one it follows.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
    /// For each text its nodes, without the first, which stands before all.
    pub(super) paths: Vec<Vec<usize>>,
}

impl Tree {
    /// The tree of nothing but what stands before every text.
    pub(super) fn new(first: LlamaToken) -> Self {
        let root = Node { token: first, position: 0, texts: Vec::new(), children: Vec::new() };
        Self { nodes: vec![root], paths: Vec::new() }
    }

    /// One more text.
    pub(super) fn add(&mut self, tokens: &[LlamaToken]) {
        let text = i32::try_from(self.paths.len()).unwrap_or(i32::MAX);
        let mut at = 0;
        self.nodes[0].texts.push(text);
        let mut path = Vec::with_capacity(tokens.len());
        for token in tokens {
            at = self.child(at, *token);
            self.nodes[at].texts.push(text);
            path.push(at);
        }
        self.paths.push(path);
    }

    /// How many nodes a text would add.
    pub(super) fn cost(&self, tokens: &[LlamaToken]) -> usize {
        let mut at = 0;
        let known = tokens.iter().take_while(|token| match self.find(at, **token) {
            Some(child) => {
                at = child;
                true
            }
            None => false,
        });
        tokens.len() - known.count()
    }

    fn find(&self, at: usize, token: LlamaToken) -> Option<usize> {
        self.nodes[at].children.iter().copied().find(|child| self.nodes[*child].token == token)
    }

    /// The node of this token behind another one, which is no text's own if it is new.
    pub(super) fn child(&mut self, at: usize, token: LlamaToken) -> usize {
        if let Some(child) = self.find(at, token) {
            return child;
        }
        let child = self.nodes.len();
        let position = self.nodes[at].position + 1;
        self.nodes[at].children.push(child);
        self.nodes.push(Node { token, position, texts: Vec::new(), children: Vec::new() });
        child
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_texts_begin_with_is_there_once() {
        let tokens = |numbers: &[i32]| numbers.iter().map(|n| LlamaToken::new(*n)).collect::<Vec<_>>();
        let mut tree = Tree::new(LlamaToken::new(0));
        tree.add(&tokens(&[1, 2, 3]));
        assert_eq!(tree.cost(&tokens(&[1, 2, 4, 5])), 2);
        tree.add(&tokens(&[1, 2, 4, 5]));
        tree.add(&tokens(&[1, 2, 3]));
        assert_eq!(tree.paths, [vec![1, 2, 3], vec![1, 2, 4, 5], vec![1, 2, 3]]);
        assert_eq!(tree.nodes[2].texts, [0, 1, 2]);
        assert_eq!(tree.nodes[3].texts, [0, 2]);
        assert_eq!((tree.nodes[5].position, tree.nodes.len()), (4, 6));
    }
}

//! Keeps NDJSON whole on its way: one line a piece, whatever pieces it arrives in. Some clients
//! parse each HTTP chunk on its own. Adds and drops no byte.

use std::collections::VecDeque;
use std::io;

use bytes::{Bytes, BytesMut};
use futures::stream::{self, BoxStream, Stream, StreamExt as _};

/// A line longer than this is passed on in pieces after all.
const LONGEST_LINE: usize = 8 * 1024 * 1024;

/// Cuts a stream behind each newline.
pub fn lines(pieces: BoxStream<'static, io::Result<Bytes>>) -> impl Stream<Item = io::Result<Bytes>> {
    let state = Lines { pieces, whole: VecDeque::new(), rest: BytesMut::new(), broken: None };
    stream::unfold(state, |mut lines| async move { lines.next().await.map(|line| (line, lines)) })
}

struct Lines {
    pieces: BoxStream<'static, io::Result<Bytes>>,
    whole: VecDeque<Bytes>,
    rest: BytesMut,
    broken: Option<io::Error>,
}

impl Lines {
    async fn next(&mut self) -> Option<io::Result<Bytes>> {
        loop {
            if let Some(line) = self.whole.pop_front() {
                return Some(Ok(line));
            }
            if let Some(error) = self.broken.take() {
                return Some(Err(error));
            }
            match self.pieces.next().await {
                Some(Ok(piece)) => self.take(piece),
                Some(Err(error)) => {
                    self.flush();
                    self.broken = Some(error);
                }
                None if self.rest.is_empty() => return None,
                None => self.flush(),
            }
        }
    }

    fn take(&mut self, piece: Bytes) {
        if self.rest.is_empty() && newlines(&piece) == 1 && piece.ends_with(b"\n") {
            self.whole.push_back(piece);
            return;
        }
        self.rest.extend_from_slice(&piece);
        while let Some(end) = self.rest.iter().position(|byte| *byte == b'\n') {
            self.whole.push_back(self.rest.split_to(end + 1).freeze());
        }
        if self.rest.len() > LONGEST_LINE {
            self.flush();
        }
    }

    fn flush(&mut self) {
        if !self.rest.is_empty() {
            self.whole.push_back(self.rest.split().freeze());
        }
    }
}

fn newlines(piece: &[u8]) -> usize {
    piece.iter().filter(|byte| **byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn whatever_the_pieces_each_line_comes_out_alone_and_no_byte_is_lost() {
        let text = "{\"a\":\"é😀\"}\n{\"b\":2}\r\n\n{\"c\":3}\n{\"cut\"";
        for size in 1..=text.len() {
            let pieces: Vec<io::Result<Bytes>> =
                text.as_bytes().chunks(size).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
            let got: Vec<Bytes> =
                lines(stream::iter(pieces).boxed()).map(|line| line.unwrap()).collect().await;
            let expected: Vec<&[u8]> = text.as_bytes().split_inclusive(|byte| *byte == b'\n').collect();
            assert_eq!(got, expected, "pieces of {size}");
        }
    }

    #[tokio::test]
    async fn a_broken_stream_gives_what_arrived_and_then_the_error() {
        let pieces = vec![Ok(Bytes::from_static(b"{}\n{\"half\"")), Err(io::Error::other("cut"))];
        let got: Vec<_> = lines(stream::iter(pieces).boxed()).collect().await;
        assert_eq!(got.len(), 3);
        assert_eq!(got[1].as_ref().unwrap(), "{\"half\"");
        assert!(got[2].is_err());
    }
}

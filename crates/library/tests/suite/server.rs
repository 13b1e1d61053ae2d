//! A server of files on loopback: by redirects, in parts, and with faults on request.

use std::collections::{HashMap, VecDeque};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{Response, StatusCode, header};
use bytes::Bytes;
use futures::{StreamExt, stream};
use lks_library::{Library, LibraryError, Progress, Source};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

/// What to do with one request for a file instead of answering well.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// Break off after so many bytes.
    Cut(usize),
    /// Answer with this status.
    Status(u16),
    /// Ignore `Range` and send everything.
    Whole,
    /// Send another part than was asked for.
    WrongPart,
    /// Change a byte on the way.
    Garble,
    /// Send one byte too many.
    TooMuch,
}

#[derive(Default)]
struct Shelves {
    files: HashMap<String, (String, Bytes)>,
    faults: HashMap<String, VecDeque<Fault>>,
    seen: Vec<(String, Option<String>)>,
}

/// The server.
#[derive(Clone)]
pub struct Server {
    pub base: String,
    shelves: Arc<Mutex<Shelves>>,
}

impl Server {
    pub async fn start() -> Self {
        let shelves = Arc::new(Mutex::new(Shelves::default()));
        let router = Router::new().fallback(answer).with_state(Arc::clone(&shelves));
        let listener = tokio::net::TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { base, shelves }
    }

    pub fn put(&self, path: &str, kind: &str, content: impl Into<Bytes>) {
        let file = (kind.to_owned(), content.into());
        self.shelves.lock().unwrap().files.insert(path.to_owned(), file);
    }

    /// The next requests for this path fail so, one after the other.
    pub fn fail(&self, path: &str, faults: &[Fault]) {
        let faults = faults.iter().cloned().collect();
        self.shelves.lock().unwrap().faults.insert(path.to_owned(), faults);
    }

    /// The `Range` of each request for this path.
    pub fn ranges(&self, path: &str) -> Vec<Option<String>> {
        let shelves = self.shelves.lock().unwrap();
        shelves.seen.iter().filter(|(seen, _)| seen == path).map(|(_, range)| range.clone()).collect()
    }
}

async fn answer(State(shelves): State<Arc<Mutex<Shelves>>>, request: Request) -> Response<Body> {
    let path = request.uri().path().to_owned();
    let range = request.headers().get(header::RANGE).map(|range| range.to_str().unwrap().to_owned());
    let (file, fault) = {
        let mut shelves = shelves.lock().unwrap();
        shelves.seen.push((path.clone(), range.clone()));
        let fault = shelves.faults.get_mut(&path).and_then(VecDeque::pop_front);
        (shelves.files.get(&path).cloned(), fault)
    };
    let plain = |status: StatusCode| Response::builder().status(status).body(Body::empty()).unwrap();
    if let Some(Fault::Status(status)) = fault {
        return plain(StatusCode::from_u16(status).unwrap());
    }
    let Some((kind, content)) = file else { return plain(StatusCode::NOT_FOUND) };
    if kind == "redirect" {
        let location = String::from_utf8(content.to_vec()).unwrap();
        return Response::builder()
            .status(307)
            .header(header::LOCATION, location)
            .body(Body::empty())
            .unwrap();
    }
    let start =
        range.as_deref().and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok());
    let start: usize = start.filter(|_| fault != Some(Fault::Whole)).unwrap_or(0);
    if start > content.len() {
        return plain(StatusCode::RANGE_NOT_SATISFIABLE);
    }
    let mut part = content.slice(start..).to_vec();
    match fault {
        Some(Fault::Garble) => part[0] ^= 1,
        Some(Fault::TooMuch) => part.push(0),
        _ => {}
    }
    let told = if fault == Some(Fault::WrongPart) { start + 1 } else { start };
    let mut response = Response::builder().header(header::CONTENT_TYPE, kind);
    if start > 0 {
        response = response
            .status(StatusCode::PARTIAL_CONTENT)
            .header(header::CONTENT_RANGE, format!("bytes {told}-{}/{}", content.len() - 1, content.len()));
    }
    let mut chunks: Vec<Result<Bytes, std::io::Error>> =
        part.chunks(1000).map(|chunk| Ok(Bytes::copy_from_slice(chunk))).collect();
    if let Some(Fault::Cut(at)) = fault {
        chunks.truncate(at / 1000);
        chunks.push(Err(std::io::Error::other("cut")));
    }
    // The pause lets what was sent before a cut arrive.
    let body = stream::iter(chunks).then(|chunk| async {
        if chunk.is_err() {
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
        chunk
    });
    response.body(Body::from_stream(body)).unwrap()
}

/// A library in a folder of its own.
pub fn library() -> (TempDir, Library) {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::new(folder.path().join("models"));
    (folder, library)
}

/// A client that does not wait long.
pub fn source() -> Source {
    Source::new().unwrap().with_pause(Duration::from_millis(1))
}

pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Something that looks like a model, of this length, and does not get shorter in a wheel.
pub fn gguf(length: usize) -> Vec<u8> {
    let mut state = 1_u64;
    let noise = std::iter::repeat_with(|| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        state.to_be_bytes()[0]
    });
    b"GGUF".iter().copied().chain(noise).take(length).collect()
}

/// Progress may stand still; it must not go back within a file.
pub fn assert_never_backwards(told: &[Progress]) {
    let mut most: HashMap<&str, u64> = HashMap::new();
    for progress in told {
        if let Progress::Fetching { digest, completed, total } = progress {
            let before = most.insert(digest, *completed).unwrap_or(0);
            assert!(*completed >= before && completed <= total, "{before} {progress:?}");
        }
    }
}

/// Everything in the folder of models, by its path.
pub fn files(library: &Library) -> Vec<String> {
    fn walk(folder: &std::path::Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            if entry.path().is_dir() {
                walk(&entry.path(), found)
            } else {
                found.push(entry.path().display().to_string())
            }
        }
    }
    let mut found = Vec::new();
    walk(library.root(), &mut found);
    found
}

pub fn sentence<T: std::fmt::Debug>(result: Result<T, LibraryError>) -> String {
    result.unwrap_err().to_string()
}

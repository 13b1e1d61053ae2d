//! Pulling, from a registry that does what registries and networks do.

use bytes::Bytes;
use lks_library::{Book, Library, LibraryError, ModelName, Progress, Source, pull};

use crate::server::{Fault, Server, assert_never_backwards, files, gguf, library, sentence, sha256, source};

const MANIFEST: &str = "application/vnd.docker.distribution.manifest.v2+json";
const LICENCE: &[u8] = b"MIT";

/// A registry with one model of 50,000 bytes, whose blobs lie behind redirects.
struct Registry {
    server: Server,
    model: Vec<u8>,
    name: ModelName,
    /// Where the model's bytes really are.
    storage: String,
}

impl Registry {
    async fn start() -> Self {
        let server = Server::start().await;
        let model = gguf(50_000);
        let config = b"{}".to_vec();
        let layer = |kind: &str, bytes: &[u8]| {
            format!(r#"{{"mediaType":"{kind}","digest":"sha256:{}","size":{}}}"#, sha256(bytes), bytes.len())
        };
        let manifest = format!(
            r#"{{"schemaVersion":2,"mediaType":"{MANIFEST}","config":{},"layers":[{},{}]}}"#,
            layer("application/vnd.docker.container.image.v1+json", &config),
            layer("application/vnd.ollama.image.model", &model),
            layer("application/vnd.ollama.image.license", LICENCE),
        );
        server.put("/v2/library/tiny/manifests/1b", MANIFEST, manifest);
        for bytes in [&model[..], &config, LICENCE] {
            let digest = sha256(bytes);
            let target = format!("{}/storage/{digest}", server.base);
            server.put(&format!("/v2/library/tiny/blobs/sha256:{digest}"), "redirect", target);
            server.put(
                &format!("/storage/{digest}"),
                "application/octet-stream",
                Bytes::copy_from_slice(bytes),
            );
        }
        let storage = format!("/storage/{}", sha256(&model));
        Self { server, model, name: "tiny:1b".parse().unwrap(), storage }
    }

    async fn pull(&self, library: &Library) -> (Result<Book, LibraryError>, Vec<Progress>) {
        self.pull_with(library, &source()).await
    }

    async fn pull_with(
        &self,
        library: &Library,
        source: &Source,
    ) -> (Result<Book, LibraryError>, Vec<Progress>) {
        let mut told = Vec::new();
        let mut watcher = |progress| told.push(progress);
        let result = pull(library, source, &self.server.base, &self.name, &mut watcher).await;
        assert_never_backwards(&told);
        (result, told)
    }
}

#[tokio::test]
async fn a_model_comes_through_redirects_and_is_there_at_once_the_next_time() {
    let registry = Registry::start().await;
    let (_folder, library) = library();
    let (book, told) = registry.pull(&library).await;
    let book = book.unwrap();
    assert_eq!(std::fs::read(&book.file).unwrap(), registry.model);
    assert_eq!((book.license.as_deref(), book.size), (Some("MIT"), 50_000));
    assert_eq!(told.first(), Some(&Progress::Asking));
    assert_eq!(told.last(), Some(&Progress::Storing));
    assert!(!files(&library).iter().any(|file| file.contains("partial")));
    let (again, told) = registry.pull(&library).await;
    assert_eq!(again.unwrap(), book);
    let whole = Progress::Fetching { digest: sha256(&registry.model), completed: 50_000, total: 50_000 };
    assert!(told.contains(&whole), "{told:?}");
    assert_eq!(registry.server.ranges(&registry.storage).len(), 1);
}

#[tokio::test]
async fn a_dropped_connection_is_taken_up_where_it_broke() {
    let registry = Registry::start().await;
    let (_folder, library) = library();
    registry.server.fail(&registry.storage, &[Fault::Cut(20_000), Fault::Status(503), Fault::Cut(10_000)]);
    registry.pull(&library).await.0.unwrap();
    let ranges = registry.server.ranges(&registry.storage);
    let starts: Vec<Option<&str>> = ranges.iter().map(Option::as_deref).collect();
    assert_eq!(starts, [None, Some("bytes=20000-"), Some("bytes=20000-"), Some("bytes=30000-")]);
}

#[tokio::test]
async fn a_restart_in_the_middle_goes_on_with_what_is_there() {
    let registry = Registry::start().await;
    let (_folder, library) = library();
    let faults: Vec<Fault> =
        [Fault::Cut(30_000)].into_iter().chain((0..9).map(|_| Fault::Status(500))).collect();
    registry.server.fail(&registry.storage, &faults);
    let said = sentence(registry.pull(&library).await.0);
    assert!(said.ends_with("answers 500 Internal Server Error"), "{said}");
    assert!(library.books().is_empty());
    registry.server.fail(&registry.storage, &[]);
    let (book, told) = registry.pull(&library).await;
    assert_eq!(std::fs::read(book.unwrap().file).unwrap(), registry.model);
    assert_eq!(registry.server.ranges(&registry.storage).last().unwrap().as_deref(), Some("bytes=30000-"));
    let begun = Progress::Fetching { digest: sha256(&registry.model), completed: 30_000, total: 50_000 };
    assert!(told.contains(&begun));
}

#[tokio::test]
async fn servers_that_cannot_send_parts_are_borne_with() {
    for fault in [Fault::Whole, Fault::WrongPart, Fault::Status(416)] {
        let registry = Registry::start().await;
        let (_folder, library) = library();
        registry.server.fail(&registry.storage, &[Fault::Cut(30_000), fault]);
        let book = registry.pull(&library).await.0.unwrap();
        assert_eq!(std::fs::read(book.file).unwrap(), registry.model);
    }
}

#[tokio::test]
async fn what_is_not_what_was_promised_is_thrown_away() {
    let registry = Registry::start().await;
    let (_folder, library) = library();
    registry.server.fail(&registry.storage, &[Fault::Garble]);
    let (result, _) = registry.pull(&library).await;
    assert!(matches!(result, Err(LibraryError::WrongDigest { .. })), "{result:?}");
    assert!(
        !files(&library).iter().any(|file| file.contains(&sha256(&registry.model))),
        "{:?}",
        files(&library)
    );
    registry.server.fail(&registry.storage, &[Fault::TooMuch]);
    assert!(sentence(registry.pull(&library).await.0).ends_with("sends more than it promised"));
    assert!(library.books().is_empty());
    registry.pull(&library).await.0.unwrap();
}

#[tokio::test]
async fn what_is_not_there_or_not_for_everybody_is_said() {
    let mut registry = Registry::start().await;
    let (_folder, library) = library();
    let manifest = "/v2/library/tiny/manifests/1b";
    registry.server.fail(manifest, &[Fault::Status(401), Fault::Status(502)]);
    assert!(sentence(registry.pull(&library).await.0).contains("does not give tiny:1b to everybody"));
    assert!(sentence(registry.pull(&library).await.0).ends_with("answers 502 Bad Gateway"));
    registry.server.fail(&registry.storage, &[Fault::Status(404)]);
    assert!(sentence(registry.pull(&library).await.0).ends_with("does not have the file any more"));
    registry.server.put(manifest, MANIFEST, "<html>not a manifest</html>");
    assert!(sentence(registry.pull(&library).await.0).contains("a manifest that cannot be read"));
    registry.name = "none:1b".parse().unwrap();
    assert_eq!(
        sentence(registry.pull(&library).await.0),
        "pull model manifest: none:1b does not exist in the registry"
    );
    registry.server.base = "http://127.0.0.1:9".to_owned();
    assert_eq!(sentence(registry.pull(&library).await.0), "127.0.0.1:9 cannot be reached");
}

#[tokio::test]
async fn a_manifest_of_something_else_is_refused_before_anything_is_fetched() {
    let registry = Registry::start().await;
    let (_folder, library) = library();
    let layer =
        |kind: &str, digest: &str| format!(r#"{{"mediaType":"{kind}","digest":"{digest}","size":5}}"#);
    let good = format!("sha256:{}", "0".repeat(64));
    let model = layer("application/vnd.ollama.image.model", &good);
    for (layers, said) in [
        (String::new(), "it is not one GGUF file"),
        (format!("{model},{}", layer("application/vnd.ollama.image.projector", &good)), "image.projector"),
        (layer("application/vnd.ollama.image.model", "sha256:../../etc/passwd"), "no SHA-256"),
    ] {
        let manifest = format!(r#"{{"schemaVersion":2,"mediaType":"{MANIFEST}","layers":[{layers}]}}"#);
        registry.server.put("/v2/library/tiny/manifests/1b", MANIFEST, manifest);
        let found = sentence(registry.pull(&library).await.0);
        assert!(found.starts_with("tiny:1b cannot be used here") && found.contains(said), "{found}");
    }
    let registry = Registry::start().await;
    let small = source().with_most_bytes(40_000);
    assert!(sentence(registry.pull_with(&library, &small).await.0).contains("may be fetched"));
    assert!(registry.server.ranges(&registry.storage).is_empty());
}

#[tokio::test]
async fn two_at_once_do_not_write_to_the_same_file() {
    let registry = Registry::start().await;
    let (_folder, library) = library();
    registry.server.fail(&registry.storage, &[Fault::Cut(10_000)]);
    let patient = source().with_pause(std::time::Duration::from_millis(300));
    let (first, second) = tokio::join!(registry.pull_with(&library, &patient), async {
        tokio::time::sleep(std::time::Duration::from_millis(150)).await;
        registry.pull(&library).await
    });
    first.0.unwrap();
    assert!(matches!(second.0, Err(LibraryError::Busy)), "{:?}", second.0);
}

//! Pulling from an Ollama registry, by the protocol its own client speaks: a manifest, then each blob
//! by its digest, behind redirects, in parts if need be.

use reqwest::{StatusCode, Url};

use crate::download::{Wanted, download};
use crate::error::LibraryError;
use crate::manifest::{MANIFEST, Manifest};
use crate::name::ModelName;
use crate::shelf::{Book, Library};
use crate::source::{Source, remote, unreachable};
use crate::{Progress, Watcher};

/// Longest manifest that is read; real ones have about a kilobyte.
const MANIFEST_BYTES: usize = 1 << 20;

/// Brings a model here from the registry at this address, or from its own host; what is here already
/// is not fetched again.
///
/// # Errors
/// [`LibraryError`]; what has come of a file stays for the next try.
pub async fn pull(
    library: &Library,
    source: &Source,
    registry: &str,
    name: &ModelName,
    watcher: Watcher<'_>,
) -> Result<Book, LibraryError> {
    let base = base(registry, name)?;
    watcher(Progress::Asking);
    let text = manifest(source, &base, name).await?;
    let manifest: Manifest = serde_json::from_str(&text)
        .map_err(|error| remote(&base, format!("sends a manifest that cannot be read: {error}")))?;
    manifest.check(&name.to_string())?;
    let bytes: u64 = manifest.files().map(|layer| layer.size).fold(0, u64::saturating_add);
    if bytes > source.most_bytes {
        let reason =
            format!("it has {} MB, and only {} MB may be fetched", bytes >> 20, source.most_bytes >> 20);
        return Err(LibraryError::Unsupported { name: name.to_string(), reason });
    }
    library.make("blobs")?;
    for layer in manifest.files() {
        let Some(hex) = layer.hex() else { continue };
        let path = library.blob(hex);
        if std::fs::metadata(&path).is_ok_and(|metadata| metadata.len() == layer.size) {
            let (digest, total) = (hex.to_owned(), layer.size);
            watcher(Progress::Fetching { digest, completed: total, total });
            continue;
        }
        let url = address(&base, &format!("blobs/{}", layer.digest))?;
        download(source, Wanted { url, digest: hex.to_owned(), size: layer.size, path }, watcher).await?;
    }
    watcher(Progress::Storing);
    library.shelve_as_written(name, &text)
}

/// `https://HOST/v2/NAMESPACE/MODEL/`
fn base(registry: &str, name: &ModelName) -> Result<Url, LibraryError> {
    let registry = if name.has_own_host() { format!("https://{}", name.host) } else { registry.to_owned() };
    let text = format!("{}/v2/{}/{}/", registry.trim_end_matches('/'), name.namespace, name.model);
    Url::parse(&text)
        .map_err(|_| LibraryError::Remote { place: registry, reason: "is no address".to_owned() })
}

fn address(base: &Url, path: &str) -> Result<Url, LibraryError> {
    // A digest begins with `sha256:`, which must not be read as a scheme.
    base.join(&format!("./{path}")).map_err(|_| remote(base, "is no address"))
}

async fn manifest(source: &Source, base: &Url, name: &ModelName) -> Result<String, LibraryError> {
    let url = address(base, &format!("manifests/{}", name.tag))?;
    let response = source.get(&url, MANIFEST).await?;
    match response.status() {
        StatusCode::OK => {}
        StatusCode::NOT_FOUND => return Err(LibraryError::NotThere(name.to_string())),
        status @ (StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) => {
            return Err(remote(&url, format!("does not give {name} to everybody ({status})")));
        }
        status => return Err(remote(&url, format!("answers {status}"))),
    }
    let bytes = response.bytes().await.map_err(|error| unreachable(&url, &error))?;
    let text = String::from_utf8(bytes.to_vec()).ok().filter(|text| text.len() <= MANIFEST_BYTES);
    text.ok_or_else(|| remote(&url, "sends a manifest that cannot be read"))
}

//! One file over the network: resumed where it was left, verified to the last byte, then renamed.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use futures::StreamExt;
use reqwest::{Response, StatusCode, Url, header};
use sha2::{Digest, Sha256};

use crate::error::LibraryError;
use crate::source::{Source, remote, unreachable};
use crate::{Progress, Watcher};

/// What is to come.
pub(crate) struct Wanted {
    pub(crate) url: Url,
    /// Hexadecimal digits of its SHA-256.
    pub(crate) digest: String,
    pub(crate) size: u64,
    /// Where it is to lie in the end; what has come lies beside it until then.
    pub(crate) path: PathBuf,
}

/// Fetches a file, or what is missing of it.
pub(crate) async fn download(
    source: &Source,
    wanted: Wanted,
    watcher: Watcher<'_>,
) -> Result<(), LibraryError> {
    let mut partial = Partial::open(&wanted.path)?;
    let mut shown = Shown { digest: &wanted.digest, total: wanted.size, most: 0, watcher };
    let mut idle = 0;
    partial.cut_if_longer(wanted.size)?;
    shown.show(partial.length);
    while partial.length < wanted.size {
        let before = partial.length;
        let tried = fetch(source, &wanted, &mut partial, &mut shown).await;
        if partial.length > before {
            idle = 0;
        }
        match tried {
            Ok(()) if partial.length == wanted.size => {}
            Err(Broken::Final(error)) => return Err(error),
            ended => {
                idle += 1;
                if idle >= source.tries {
                    return Err(match ended {
                        Err(Broken::Again(error) | Broken::Final(error)) => error,
                        Ok(()) => remote(&wanted.url, "sends less than it promised"),
                    });
                }
                tokio::time::sleep(source.pause * 2_u32.pow(idle - 1)).await;
            }
        }
    }
    (shown.watcher)(Progress::Verifying);
    partial.finish(wanted).await
}

/// Why a try ended before the file did.
enum Broken {
    /// Trying again may help.
    Again(LibraryError),
    Final(LibraryError),
}

async fn fetch(
    source: &Source,
    wanted: &Wanted,
    partial: &mut Partial,
    shown: &mut Shown<'_, '_>,
) -> Result<(), Broken> {
    let mut request = source.client.get(wanted.url.clone()).header(header::ACCEPT_ENCODING, "identity");
    if partial.length > 0 {
        request = request.header(header::RANGE, format!("bytes={}-", partial.length));
    }
    let response = request.send().await.map_err(|error| Broken::Again(unreachable(&wanted.url, &error)))?;
    begin(&response, wanted, partial)?;
    let mut body = response.bytes_stream();
    while let Some(bytes) = body.next().await {
        let bytes = bytes.map_err(|error| Broken::Again(unreachable(&wanted.url, &error)))?;
        if partial.length + bytes.len() as u64 > wanted.size {
            partial.cut(0).map_err(Broken::Final)?;
            return Err(Broken::Final(remote(&wanted.url, "sends more than it promised")));
        }
        partial.add(&bytes).map_err(Broken::Final)?;
        shown.show(partial.length);
    }
    Ok(())
}

/// Looks at the head of an answer: does it go on where the file ends?
fn begin(response: &Response, wanted: &Wanted, partial: &mut Partial) -> Result<(), Broken> {
    let status = response.status();
    match status {
        StatusCode::PARTIAL_CONTENT => {
            let range = response.headers().get(header::CONTENT_RANGE).and_then(|value| value.to_str().ok());
            let start = range.and_then(|range| range.strip_prefix("bytes ")?.split('-').next()?.parse().ok());
            if start != Some(partial.length) {
                partial.cut(0).map_err(Broken::Final)?;
                return Err(Broken::Again(remote(&wanted.url, "sends another part than was asked for")));
            }
            Ok(())
        }
        // The whole file, from its beginning: what is here already comes again.
        StatusCode::OK => partial.cut(0).map_err(Broken::Final),
        StatusCode::RANGE_NOT_SATISFIABLE => {
            partial.cut(0).map_err(Broken::Final)?;
            Err(Broken::Again(remote(&wanted.url, "has another length than it promised")))
        }
        StatusCode::NOT_FOUND | StatusCode::GONE => {
            Err(Broken::Final(remote(&wanted.url, "does not have the file any more")))
        }
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
            Err(Broken::Final(remote(&wanted.url, format!("refuses access ({status})"))))
        }
        _ => Err(Broken::Again(remote(&wanted.url, format!("answers {status}")))),
    }
}

/// What is told of a download. A file that comes again from its beginning is not told as going back.
struct Shown<'a, 'b> {
    digest: &'a str,
    total: u64,
    most: u64,
    watcher: Watcher<'b>,
}

impl Shown<'_, '_> {
    fn show(&mut self, completed: u64) {
        self.most = self.most.max(completed);
        (self.watcher)(Progress::Fetching {
            digest: self.digest.to_owned(),
            completed: self.most,
            total: self.total,
        });
    }
}

/// The file as far as it has come. Locked: two processes must not write to it.
struct Partial {
    file: File,
    path: PathBuf,
    length: u64,
}

impl Partial {
    fn open(path: &Path) -> Result<Self, LibraryError> {
        let mut name = path.as_os_str().to_owned();
        name.push("-partial");
        let path = PathBuf::from(name);
        let file = OpenOptions::new().read(true).append(true).create(true).open(&path);
        let file = file.map_err(LibraryError::disk(&path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => return Err(LibraryError::Busy),
            Err(fs::TryLockError::Error(error)) => return Err(LibraryError::Disk { path, error }),
        }
        let length = file.metadata().map_err(LibraryError::disk(&path))?.len();
        Ok(Self { file, path, length })
    }

    fn add(&mut self, bytes: &[u8]) -> Result<(), LibraryError> {
        self.file.write_all(bytes).map_err(LibraryError::disk(&self.path))?;
        self.length += bytes.len() as u64;
        Ok(())
    }

    fn cut(&mut self, length: u64) -> Result<(), LibraryError> {
        self.file.set_len(length).map_err(LibraryError::disk(&self.path))?;
        self.length = length;
        Ok(())
    }

    fn cut_if_longer(&mut self, size: u64) -> Result<(), LibraryError> {
        if self.length > size { self.cut(0) } else { Ok(()) }
    }

    /// Verifies and gives the file its name; what is not what was promised is thrown away.
    async fn finish(self, wanted: Wanted) -> Result<(), LibraryError> {
        let done = tokio::task::spawn_blocking(move || {
            let mut file = &self.file;
            let found = file.seek(SeekFrom::Start(0)).and_then(|_| sha256(&mut file));
            let found = found.map_err(LibraryError::disk(&self.path))?;
            if found != wanted.digest {
                let _ = fs::remove_file(&self.path);
                let (place, expected) = (crate::source::place(&wanted.url), wanted.digest);
                return Err(LibraryError::WrongDigest { place, expected, found });
            }
            self.file.sync_all().map_err(LibraryError::disk(&self.path))?;
            fs::rename(&self.path, &wanted.path).map_err(LibraryError::disk(&wanted.path))
        });
        done.await.unwrap_or(Err(LibraryError::Busy))
    }
}

/// SHA-256 of what is left of a reader, in hexadecimal digits.
pub(crate) fn sha256(reader: &mut impl Read) -> std::io::Result<String> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        match reader.read(&mut buffer)? {
            0 => return Ok(hex::encode(hash.finalize())),
            count => hash.update(&buffer[..count]),
        }
    }
}

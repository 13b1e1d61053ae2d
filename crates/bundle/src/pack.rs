//! Packs files and folders into a zip that is the same byte for byte whenever its content is: sorted
//! names, one date for all, no owner. What AWS is given is compared by its digest, so that a build
//! that changed nothing changes nothing there either.

use std::error::Error;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use clap::Parser;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Packs files and folders into a zip whose bytes depend on their content alone.
#[derive(Parser)]
struct Pack {
    /// The zip to make; it is replaced as a whole.
    #[arg(long)]
    out: PathBuf,
    /// Files, which lie at the zip's top, and folders, whose content does.
    #[arg(required = true)]
    inputs: Vec<PathBuf>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let pack = Pack::parse();
    let mut entries = Vec::new();
    for input in &pack.inputs {
        collect(input, input.is_dir(), "", &mut entries)?;
    }
    if let Some(folder) = pack.out.parent() {
        fs::create_dir_all(folder)?;
    }
    let fresh = pack.out.with_extension("zip.new");
    let mut file = BufWriter::new(File::create(&fresh)?);
    write(&mut file, entries)?;
    file.flush()?;
    fs::rename(&fresh, &pack.out)?;
    Ok(())
}

/// A file and its name in the zip.
type Entry = (String, PathBuf);

fn collect(path: &Path, is_top: bool, prefix: &str, entries: &mut Vec<Entry>) -> io::Result<()> {
    let own = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let name = if is_top { String::new() } else { format!("{prefix}{own}") };
    if !path.is_dir() {
        entries.push((name, path.to_owned()));
        return Ok(());
    }
    let prefix = if is_top { String::new() } else { format!("{name}/") };
    for entry in fs::read_dir(path)? {
        collect(&entry?.path(), false, &prefix, entries)?;
    }
    Ok(())
}

fn write(out: &mut (impl Write + io::Seek), mut entries: Vec<Entry>) -> Result<(), Box<dyn Error>> {
    entries.sort();
    let mut zip = ZipWriter::new(out);
    for (name, path) in entries {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(9))
            .last_modified_time(DateTime::DEFAULT)
            .unix_permissions(if is_program(&path)? { 0o755 } else { 0o644 });
        zip.start_file(name, options)?;
        io::copy(&mut BufReader::new(File::open(&path)?), &mut zip)?;
    }
    zip.finish()?;
    Ok(())
}

/// Whether it begins as Linux's programs do: the file system's own mark may differ between machines.
fn is_program(path: &Path) -> io::Result<bool> {
    let mut begin = Vec::new();
    File::open(path)?.take(4).read_to_end(&mut begin)?;
    Ok(begin == *b"\x7fELF")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(folder: &Path) -> Vec<u8> {
        let mut entries = Vec::new();
        collect(folder, true, "", &mut entries).unwrap();
        let mut out = io::Cursor::new(Vec::new());
        write(&mut out, entries).unwrap();
        out.into_inner()
    }

    fn folder(names: [&str; 3]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("pkg")).unwrap();
        for name in names {
            let content = if name == "bootstrap" { "\x7fELF..." } else { name };
            fs::write(folder.path().join(name), content).unwrap();
        }
        folder
    }

    #[test]
    fn the_same_files_give_the_same_bytes_in_whatever_order_and_whenever_they_were_made() {
        let one = packed(folder(["index.html", "pkg/lks.js", "bootstrap"]).path());
        std::thread::sleep(std::time::Duration::from_millis(20));
        let other = packed(folder(["bootstrap", "pkg/lks.js", "index.html"]).path());
        assert!(one == other);
    }

    #[test]
    fn a_folders_files_lie_at_the_top_and_only_programs_may_be_run() {
        let zip = packed(folder(["index.html", "pkg/lks.js", "bootstrap"]).path());
        let mut zip = zip::ZipArchive::new(io::Cursor::new(zip)).unwrap();
        let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
        assert_eq!(names, ["bootstrap", "index.html", "pkg/lks.js"]);
        let mode = |zip: &mut zip::ZipArchive<_>, name: &str| {
            zip.by_name(name).unwrap().unix_mode().unwrap() & 0o777
        };
        assert_eq!((mode(&mut zip, "bootstrap"), mode(&mut zip, "index.html")), (0o755, 0o644));
    }
}

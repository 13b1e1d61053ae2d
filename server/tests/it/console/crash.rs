//! The real process, killed in the middle of an apply: the run is shown as interrupted, goes on, and
//! leaves neither orphans nor doubles.

use std::collections::HashSet;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use lks_provision::resource::tag;
use lks_provision::sandbox::{Sandbox, Speed};
use serde_json::{Value, json};

use crate::identity::service::{PASSWORD, sign_in, sign_up};

/// `lks serve` as people run it.
struct Process {
    child: Child,
    addr: SocketAddr,
}

impl Process {
    fn start(data: &Path, addr: SocketAddr) -> Self {
        let child = Command::new(env!("CARGO_BIN_EXE_lks"))
            .args(["serve", "--addr", &addr.to_string(), "--data-dir"])
            .arg(data)
            .args(["--ollama-url", "off", "--log", "warn"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let process = Self { child, addr };
        let until = Instant::now() + Duration::from_secs(60);
        while TcpStream::connect(addr).is_err() {
            assert!(Instant::now() < until, "the server does not start");
            std::thread::sleep(Duration::from_millis(50));
        }
        process
    }

    /// SIGKILL: nothing is put in order.
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    fn send(&self, head: &str, body: &Value) -> (u16, Value) {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let mut stream = TcpStream::connect(self.addr).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        write!(
            stream,
            "{head}\r\nhost: x\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, serde_json::from_str(body).unwrap_or(Value::Null))
    }

    fn identity(&self, operation: &str, body: &Value) -> (u16, Value) {
        let target = format!("AWSCognitoIdentityProviderService.{operation}");
        self.send(&format!("POST /identity/ HTTP/1.1\r\nx-amz-target: {target}"), body)
    }

    /// Signs in, as soon as the signing key is made.
    fn token(&self) -> String {
        let until = Instant::now() + Duration::from_secs(120);
        loop {
            let (status, answer) = self.identity("InitiateAuth", &sign_in("guru@example.com", PASSWORD));
            if status == 200 {
                return answer["AuthenticationResult"]["IdToken"].as_str().unwrap().to_owned();
            }
            assert!(Instant::now() < until, "nobody can sign in: {answer}");
            std::thread::sleep(Duration::from_millis(200));
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _gone_already = self.child.kill();
        let _reaped = self.child.wait();
    }
}

/// An admin's browser.
struct Browser<'a>(&'a Process, String);

impl Browser<'_> {
    fn call(&self, method: &str, path: &str, body: Value) -> (u16, Value) {
        let head = format!("{method} /admin/api/{path} HTTP/1.1\r\nauthorization: Bearer {}", self.1);
        self.0.send(&head, &body)
    }

    #[track_caller]
    fn data(&self, method: &str, path: &str, body: Value) -> Value {
        let (status, mut answer) = self.call(method, path, body);
        assert!((200..300).contains(&status), "{method} {path}: {status} {answer}");
        answer["data"].take()
    }

    fn job(&self, path: &str, body: Value) {
        let job = self.data("POST", path, body);
        let job = self.data("GET", &format!("jobs/{}?wait=30", job["id"].as_str().unwrap()), Value::Null);
        assert_eq!(job["state"], "done", "{job}");
    }

    fn until(&self, id: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let until = Instant::now() + Duration::from_secs(180);
        loop {
            let run = self.data("GET", &format!("runs/{id}"), Value::Null);
            if wanted(&run) {
                return run;
            }
            assert!(
                Instant::now() < until,
                "the run is {} with {} of {}",
                run["state"],
                run["done"],
                run["of"]
            );
            std::thread::sleep(Duration::from_millis(30));
        }
    }
}

fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// Names with kinds and regions of everything that carries the stack's tag.
fn tagged(data: &Path) -> Vec<String> {
    let sandbox = Sandbox::open(&data.join("sandbox"), Speed::Max).unwrap();
    sandbox
        .inspect(|world| {
            let ours =
                world.everything().filter(|seen| seen.is_live() && tag(&seen.properties, "Stack").is_some());
            ours.map(|seen| format!("{}/{}/{}", seen.address.region, seen.address.kind, seen.name()))
                .collect()
        })
        .unwrap()
}

#[test]
fn a_server_killed_in_the_middle_of_an_apply_goes_on_to_the_end() {
    let data = tempfile::tempdir().unwrap();
    let addr = free_address();
    let process = Process::start(data.path(), addr);
    assert_eq!(process.identity("SignUp", &sign_up("guru@example.com", PASSWORD)).0, 200);
    let admin = Browser(&process, process.token());
    admin.job("account", json!({"kind": "sandbox", "speed": 120}));
    admin.job("plan", json!({}));
    let digest = admin.data("GET", "plan", Value::Null)["digest"].clone();
    let id = admin.data("POST", "runs", json!({ "digest": digest }))["id"].as_str().unwrap().to_owned();
    let half = admin.until(&id, |run| run["done"].as_u64() > Some(30));
    assert_eq!(half["state"], "running");
    process.kill();

    let process = Process::start(data.path(), addr);
    let admin = Browser(&process, process.token());
    let runs = admin.data("GET", "runs", Value::Null);
    assert_eq!(
        (&runs[0]["state"], &runs[0]["started_by"]),
        (&json!("interrupted"), &json!("guru@example.com"))
    );
    let dead = admin.data("GET", &format!("runs/{id}"), Value::Null);
    assert!(dead["done"].as_u64() >= half["done"].as_u64(), "what was done is still known");
    let urgent = admin.data("GET", "overview", Value::Null)["attention"].take();
    assert!(urgent.as_array().unwrap().iter().any(|one| one["id"] == "run.interrupted"), "{urgent}");

    admin.job("account", json!({"kind": "sandbox", "speed": 0}));
    let resumed = admin.data("POST", &format!("runs/{id}/resume"), Value::Null);
    assert_eq!(resumed["resumes"], id.as_str());
    let ended = admin.until(resumed["id"].as_str().unwrap(), |run| run["ended_at"].is_string());
    assert_eq!((&ended["state"], &ended["left"]), (&json!("done"), &json!([])), "{ended}");
    admin.job("plan", json!({}));
    assert_eq!(admin.data("GET", "plan", Value::Null)["steps"], json!([]), "nothing is left to do");
    let audit = admin.data("GET", "audit", Value::Null);
    assert_eq!(audit["chain"]["broken_at"], Value::Null);
    process.kill();
    let ours = tagged(data.path());
    let distinct: HashSet<&String> = ours.iter().collect();
    assert_eq!(distinct.len(), ours.len(), "no doubles");
}

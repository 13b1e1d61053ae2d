//! The work on one reply: the model writes on a blocking thread and holds the place in the queue; what
//! it writes is shaped here. Dropping the stream makes the model stop at its next token.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_stream::stream;
use futures::StreamExt;
use futures::stream::BoxStream;
use time::OffsetDateTime;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::request::Request;
use super::stop::Stop;
use super::{Ending, Event};
use crate::Worker;
use crate::catalog::Named;
use crate::error::ApiError;
use crate::loaded::KeepAlive;
use crate::model::{Model, ModelError, Task, Usage};
use crate::observe;
use crate::queue::Place;

/// What the model's thread sends. The channel has no bound: a model must not wait for a slow reader
/// with a place in its hands, and what it writes is bounded by the reply's length.
enum Written {
    /// Tokens of the prompt, before the first of the reply.
    Prompt(u64),
    Token(String),
    Done(Option<Usage>),
    Failed(ModelError),
}

/// Waits for a place, sets the model to work and gives the shaped reply.
///
/// # Errors
/// Whatever goes wrong before the first token.
pub(super) async fn start(
    worker: &Worker,
    named: Named,
    request: Request,
    keep: KeepAlive,
    started: Instant,
) -> Result<BoxStream<'static, Result<Event, ApiError>>, ApiError> {
    named.model.check(&request.task)?;
    let place = worker.queue().enter().await?;
    let mut watch = Watch::new(worker, &named, keep, started);
    let pause = request.stream.then(|| worker.config().pause()).flatten();
    let options = request.task.options.clone();
    let mut shaper = Shaper {
        pause: pause.filter(|_| named.model.card().instant),
        limit: options.num_predict.unwrap_or(u64::MAX),
        stop: Stop::new(options.stop),
        due: None,
    };
    let mut written = spawn(named.model, request.task, place);
    let first = loop {
        match written.recv().await {
            Some(Written::Prompt(tokens)) => watch.prompt_tokens = tokens,
            first => break first,
        }
    };
    watch.first = Some(Instant::now());
    if let Some(Written::Failed(error)) = first {
        return Err(error.into());
    }
    Ok(stream! {
        let mut next = first;
        let mut reason = "stop";
        while let Some(token) = next {
            let token = match token {
                Written::Token(token) => token,
                Written::Prompt(_) => break,
                Written::Done(usage) => {
                    watch.usage = usage;
                    if usage.is_some_and(|usage| usage.length) {
                        reason = "length";
                    }
                    break;
                }
                Written::Failed(error) => {
                    watch.end("failed");
                    yield Err(error.into());
                    return;
                }
            };
            if watch.reply_tokens >= shaper.limit {
                reason = "length";
                break;
            }
            watch.reply_tokens += 1;
            let (text, met) = shaper.stop.push(&token);
            if !text.is_empty() {
                shaper.wait().await;
                yield Ok(Event::Text(text));
            }
            if met {
                shaper.stop.finish();
                break;
            }
            next = written.recv().await;
        }
        drop(written);
        let rest = shaper.stop.finish();
        if !rest.is_empty() {
            yield Ok(Event::Text(rest));
        }
        yield Ok(Event::End(watch.end(reason)));
    }
    .boxed())
}

fn prompt_tokens(model: &dyn Model, task: &Task) -> u64 {
    task.messages.iter().map(|message| model.count(&message.content)).sum()
}

fn spawn(model: Arc<dyn Model>, task: Task, place: Place) -> UnboundedReceiver<Written> {
    let (sender, receiver) = unbounded_channel();
    let span = tracing::info_span!("worker.complete", model = model.card().name);
    tokio::task::spawn_blocking(move || {
        let _entered = span.entered();
        write(&*model, &task, &sender);
        drop(place);
    });
    receiver
}

fn write(model: &dyn Model, task: &Task, sender: &UnboundedSender<Written>) {
    let mut out = |token: &str| {
        let gone = match token {
            "" => sender.is_closed(),
            token => sender.send(Written::Token(token.to_owned())).is_err(),
        };
        if gone { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let work = std::panic::AssertUnwindSafe(|| {
        let _ = sender.send(Written::Prompt(prompt_tokens(model, task)));
        model.complete(task, &mut out)
    });
    let result = std::panic::catch_unwind(work)
        .unwrap_or_else(|_| Err(ModelError::Failed("the model stopped unexpectedly".to_owned())));
    // Nobody is left to hear it if the client has gone.
    let _ = sender.send(result.map_or_else(Written::Failed, Written::Done));
}

/// Limit, stop sequences and pace of one reply.
struct Shaper {
    pause: Option<Duration>,
    limit: u64,
    stop: Stop,
    due: Option<tokio::time::Instant>,
}

impl Shaper {
    /// Waits until the next piece is due; the first one is at once.
    async fn wait(&mut self) {
        let Some(pause) = self.pause else { return };
        if let Some(due) = self.due {
            tokio::time::sleep_until(due).await;
        }
        let now = tokio::time::Instant::now();
        self.due = Some(self.due.map_or(now, |due| due.max(now - pause)) + pause);
    }
}

/// What is measured of one reply. One that has not ended when this is dropped was cancelled.
struct Watch {
    worker: Worker,
    name: String,
    digest: String,
    model: String,
    keep: KeepAlive,
    started: Instant,
    working: Instant,
    first: Option<Instant>,
    prompt_tokens: u64,
    reply_tokens: u64,
    usage: Option<Usage>,
    ended: bool,
}

impl Watch {
    fn new(worker: &Worker, named: &Named, keep: KeepAlive, started: Instant) -> Self {
        let busy = KeepAlive::For(worker.config().keep_alive.max(Duration::from_secs(60)));
        worker.loaded().keep(&named.name, &named.digest, busy, OffsetDateTime::now_utc());
        Self {
            worker: worker.clone(),
            name: named.name.clone(),
            digest: named.digest.clone(),
            model: named.model.card().name.clone(),
            keep,
            started,
            working: Instant::now(),
            first: None,
            prompt_tokens: 0,
            reply_tokens: 0,
            usage: None,
            ended: false,
        }
    }

    /// From now on the model is idle, and its time to live runs. It does before the last line goes out,
    /// so that whoever asks after it is told the truth.
    fn rest(&self) {
        self.worker.loaded().keep(&self.name, &self.digest, self.keep, OffsetDateTime::now_utc());
    }

    fn end(&mut self, reason: &'static str) -> Ending {
        self.ended = true;
        let now = Instant::now();
        let first = self.first.unwrap_or(now);
        if let Some(usage) = self.usage {
            (self.prompt_tokens, self.reply_tokens) = (usage.prompt_tokens, usage.reply_tokens);
        }
        let worker = &self.worker.config().name;
        observe::completed(worker, &self.model, reason, now - self.started);
        observe::tokens(worker, &self.model, self.prompt_tokens, self.reply_tokens);
        self.rest();
        Ending {
            reason,
            prompt_tokens: self.prompt_tokens,
            reply_tokens: self.reply_tokens,
            total: nanoseconds(now - self.started),
            load: nanoseconds(
                self.working - self.started + self.usage.map_or(Duration::ZERO, |usage| usage.load),
            ),
            prompt: nanoseconds(self.usage.map_or(first - self.working, |usage| usage.prompt)),
            reply: nanoseconds(self.usage.map_or(now - first, |usage| usage.reply)),
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if !self.ended {
            observe::completed(&self.worker.config().name, &self.model, "cancelled", self.started.elapsed());
            self.rest();
        }
    }
}

/// At least one: a duration of nothing reads as "not measured", and clients divide by it.
fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX).max(1)
}

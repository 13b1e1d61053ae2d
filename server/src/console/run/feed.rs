//! What a follower of a run gets: every event behind the one it has, in order, each once; and the
//! run's line whenever an admin had a word with it.

use std::sync::Arc;
use std::time::Duration;

use futures::Stream;
use lks_domain::console::run::{RunState, RunSummary};

use super::{Line, Live};
use crate::console::desk::Desk;

/// Events that are handed over at once.
const PIECE: usize = 256;
/// How often a run of another process is looked at.
const PAUSE: Duration = Duration::from_millis(500);

/// What a follower is told.
pub enum Told {
    /// An event.
    Event(Arc<Line>),
    /// Somebody had a word with the run; this is how it stands.
    Summary(Box<RunSummary>),
}

/// Follows a live run until nothing more will come.
pub fn live(live: Arc<Live>, mut after: u64) -> impl Stream<Item = Told> + Send {
    let mut changes = live.follow();
    async_stream::stream! {
        let mut words = changes.borrow().words;
        loop {
            let change = *changes.borrow_and_update();
            if change.words != words {
                words = change.words;
                yield Told::Summary(Box::new(live.summary()));
            }
            loop {
                let lines = live.after(after, PIECE);
                let Some(last) = lines.last() else { break };
                after = last.seq;
                for line in lines {
                    yield Told::Event(line);
                }
            }
            if change.ended || changes.changed().await.is_err() {
                return;
            }
        }
    }
}

/// Follows a run in its files: one that has ended, or one that another process carries out.
pub fn stored(desk: Desk, id: String, mut after: u64) -> impl Stream<Item = Told> + Send {
    async_stream::stream! {
        loop {
            let (desk, id) = (desk.clone(), id.clone());
            let read = tokio::task::spawn_blocking(move || desk.stored_lines(&id, after)).await;
            let Ok(Ok((lines, state))) = read else { return };
            let silent = lines.is_empty();
            for line in lines {
                after = line.seq;
                yield Told::Event(Arc::new(line));
            }
            if state != RunState::Running && silent {
                return;
            }
            if silent {
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::{Duration, Instant};

    use futures::StreamExt as _;
    use lks_domain::console::run::{RunKind, RunSummary};
    use lks_domain::region::Region;
    use lks_domain::timestamp::Timestamp;
    use lks_provision::event::{Call, Event, Happening, Subject};
    use lks_provision::resource::Kind;

    use super::*;
    use crate::console::run::Steps;

    const EVENTS: u64 = 100_000;

    fn run() -> Arc<Live> {
        let at = Timestamp::from_millis(0);
        let summary = RunSummary {
            id: String::new(),
            kind: RunKind::Apply,
            state: RunState::Running,
            stack: "lks".into(),
            plan: String::new(),
            simulated: true,
            started_by: String::new(),
            approved_at: at,
            started_at: at,
            ended_at: None,
            done: 0,
            of: 0,
            left_seconds: 0,
            resumes: None,
        };
        Arc::new(Live::new(summary, Steps::default()))
    }

    fn event(seq: u64) -> Event {
        let subject =
            Subject { kind: Kind::Vpc, name: "lks-vpc-zone-a".into(), region: Region::UsEast1, id: None };
        let what = Happening::Called { call: Call::Create, subject };
        Event { seq, at: Timestamp::from_millis(i64::try_from(seq).unwrap()), what }
    }

    /// Follows and breaks off after so many events, again and again, until the run has ended. Gives the
    /// numbers that came.
    async fn follow(run: Arc<Live>, ended: Arc<AtomicBool>, break_off: usize) -> Vec<u64> {
        let mut numbers: Vec<u64> = Vec::new();
        loop {
            let over = ended.load(Ordering::SeqCst);
            let after = numbers.last().copied().unwrap_or(0);
            let mut told = Box::pin(live(run.clone(), after).take(break_off));
            let mut came = 0;
            while let Some(told) = told.next().await {
                came += 1;
                if let Told::Event(line) = told {
                    numbers.push(line.seq);
                }
            }
            if over && came == 0 {
                return numbers;
            }
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn of_a_hundred_thousand_events_none_is_lost_or_doubled_over_reconnects() {
        let (run, ended) = (run(), Arc::new(AtomicBool::new(false)));
        let followers = [1, 97, 1009, 30_011]
            .map(|break_off| tokio::spawn(follow(run.clone(), ended.clone(), break_off.max(7))));
        let teller = {
            let (run, ended) = (run.clone(), ended.clone());
            std::thread::spawn(move || {
                (1..=EVENTS).for_each(|seq| run.tell(&event(seq)));
                run.end();
                ended.store(true, Ordering::SeqCst);
            })
        };
        for follower in followers {
            let numbers = follower.await.unwrap();
            // One more than was told: a run that says no last word was interrupted.
            assert_eq!(numbers, (1..=EVENTS + 1).collect::<Vec<_>>());
        }
        teller.join().unwrap();
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_word_of_an_admin_reaches_followers_between_events() {
        let run = run();
        let mut told = Box::pin(live(run.clone(), 0));
        run.tell(&event(1));
        assert!(matches!(told.next().await, Some(Told::Event(line)) if line.seq == 1));
        run.control.cancel();
        run.had_a_word();
        let next = tokio::time::timeout(Duration::from_secs(10), told.next()).await.unwrap();
        assert!(matches!(next, Some(Told::Summary(summary)) if summary.state == RunState::Cancelling));
        run.end();
        assert!(matches!(told.next().await, Some(Told::Event(line)) if line.name == "interrupted"));
        assert!(told.next().await.is_none());
    }

    /// `cargo test --release -p lks-server --lib figures_of_a_run -- --ignored --nocapture`
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    #[ignore = "figures for docs/BENCHMARKS.md"]
    async fn figures_of_a_run() {
        const FOLLOWERS: usize = 20;
        let run = run();
        let told: Arc<std::sync::Mutex<Vec<Instant>>> = Arc::default();
        let follow = |run: Arc<Live>, told: Arc<std::sync::Mutex<Vec<Instant>>>| async move {
            let (mut events, mut waits) = (Box::pin(live(run, 0)), Vec::new());
            while let Some(Told::Event(line)) = events.next().await {
                let index = usize::try_from(line.seq - 1).unwrap();
                if let Some(at) = told.lock().unwrap().get(index) {
                    waits.push(at.elapsed());
                }
            }
            waits
        };
        let followers: Vec<_> =
            (0..FOLLOWERS).map(|_| tokio::spawn(follow(run.clone(), told.clone()))).collect();
        for seq in 1..=2000 {
            told.lock().unwrap().push(Instant::now());
            run.tell(&event(seq));
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        run.end();
        let mut waits = Vec::new();
        for follower in followers {
            waits.extend(follower.await.unwrap());
        }
        waits.sort();
        let at = |share: f64| waits[((waits.len() - 1) as f64 * share) as usize];
        eprintln!(
            "event to follower, {FOLLOWERS} followers: p50 {:?}, p95 {:?}, p99 {:?}",
            at(0.5),
            at(0.95),
            at(0.99)
        );
    }
}

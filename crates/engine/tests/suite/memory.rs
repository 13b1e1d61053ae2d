//! When a model is in memory, and that replies and short questions do not wait for each other's end.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use lks_engine::{Ending, EngineSettings};

use crate::house::{Tiny, likeliest, reply};

fn gone_within(tiny: &Tiny, limit: Duration) -> bool {
    let begun = Instant::now();
    while begun.elapsed() < limit {
        if tiny.engine.residence().is_none() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    false
}

#[test]
fn a_model_is_loaded_at_its_first_use_and_goes_when_idle() {
    let tiny =
        Tiny::with(EngineSettings { keep_alive: Duration::from_millis(50), ..EngineSettings::default() });
    assert_eq!(tiny.engine.residence(), None);
    reply(&tiny.engine, &likeliest("a", 2));
    assert!(gone_within(&tiny, Duration::from_secs(20)));
    reply(&tiny.engine, &likeliest("it comes back", 2));
}

#[test]
fn a_use_that_says_how_long_has_the_last_word() {
    let tiny = Tiny::new();
    tiny.engine.load(Some(Duration::MAX)).expect("loaded");
    let residence = tiny.engine.residence().expect("in memory");
    assert_eq!(residence.until, None);
    assert!(residence.bytes > 100_000, "{residence:?}");
    let mut request = likeliest("a", 1);
    request.keep_alive = Some(Duration::ZERO);
    reply(&tiny.engine, &request);
    assert!(gone_within(&tiny, Duration::from_secs(20)));
    tiny.engine.load(None).expect("loaded");
    let until = tiny.engine.residence().and_then(|residence| residence.until).expect("a moment");
    let left = until.duration_since(std::time::SystemTime::now()).expect("to come");
    assert!(left > Duration::from_secs(200), "{left:?}");
    tiny.engine.rest();
    assert!(gone_within(&tiny, Duration::from_secs(20)));
}

#[test]
fn a_short_question_is_answered_while_a_reply_is_written() {
    let tiny = Tiny::new();
    let mut scored = None;
    let other = tiny.engine.clone();
    let finished = tiny.engine.generate(&likeliest("a", 900), &mut |_| match &scored {
        None => {
            let other = other.clone();
            scored = Some(std::thread::spawn(move || other.score(&["Hello there"])));
            ControlFlow::Continue(())
        }
        Some(thread) if thread.is_finished() => ControlFlow::Break(()),
        Some(_) => ControlFlow::Continue(()),
    });
    let finished = finished.expect("an end");
    let scores = scored.expect("asked").join().expect("no panic").expect("scores");
    assert_eq!(scores[0].len(), 11);
    assert!(finished.ending == Ending::Cancelled || finished.reply_tokens < 900, "{finished:?}");
}

#[test]
fn replies_asked_for_at_once_are_written_one_after_the_other() {
    let tiny = Tiny::new();
    let alone = reply(&tiny.engine, &likeliest("Hello", 30)).0;
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let engine = tiny.engine.clone();
            std::thread::spawn(move || reply(&engine, &likeliest("Hello", 30)).0)
        })
        .collect();
    for thread in threads {
        assert_eq!(thread.join().expect("no panic"), alone);
    }
}

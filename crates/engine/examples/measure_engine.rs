//! What a model takes here: load time, memory, tokens per second, scores per second, time to stop.
//! `cargo run --release -p lks-engine --example measure_engine -- MODEL.gguf [THREADS]`

#![allow(clippy::print_stdout, reason = "that is what it is for")]

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use lks_engine::{Engine, EngineError, EngineSettings, Generation, Sampling};

fn main() -> Result<(), EngineError> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().unwrap_or_else(|| "model.gguf".to_owned());
    let threads = arguments.next().and_then(|number| number.parse().ok()).unwrap_or(1);
    let begun = Instant::now();
    let engine = Engine::open(file.as_ref(), EngineSettings { threads, ..EngineSettings::default() })?;
    println!("checked, digest included: {:.2} s; resident {} MB", seconds(begun), resident());
    let begun = Instant::now();
    engine.load(None)?;
    println!("loaded: {:.2} s; resident {} MB", seconds(begun), resident());
    speed(&engine, threads)?;
    scores(&engine)?;
    stop(&engine)?;
    engine.rest();
    std::thread::sleep(Duration::from_millis(500));
    println!("unloaded: resident {} MB", resident());
    Ok(())
}

/// By the clock, and by the processor's time, which other processes do not change much.
fn speed(engine: &Engine, threads: usize) -> Result<(), EngineError> {
    let mut request = Generation::new("The market in my town opens early in the morning. ".repeat(40));
    request.sampling = Sampling { temperature: 0.0, ..Sampling::default() };
    request.max_tokens = Some(0);
    let (cpu, read) = (cpu_seconds(), engine.generate(&request, &mut |_| ControlFlow::Continue(()))?);
    rate("prompt", threads, read.prompt_tokens, read.prompt.as_secs_f64(), cpu_seconds() - cpu);
    request.max_tokens = Some(128);
    let (cpu, written) = (cpu_seconds(), engine.generate(&request, &mut |_| ControlFlow::Continue(()))?);
    rate("reply", threads, written.reply_tokens, written.reply.as_secs_f64(), cpu_seconds() - cpu);
    println!("resident with a context of {} tokens: {} MB", 2048, resident());
    Ok(())
}

fn rate(what: &str, threads: usize, tokens: usize, wall: f64, cpu: f64) {
    let tokens = tokens as f64;
    println!(
        "{what}, {threads} thread(s): {tokens} tokens, {:.0} a second, {:.0} a second of processor time",
        tokens / wall,
        tokens / cpu
    );
}

/// Seconds that this process has computed, as Linux counts them (a hundred ticks a second).
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(") ").next().unwrap_or_default();
    let ticks = after_name.split(' ').skip(11).take(2).filter_map(|field| field.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

fn scores(engine: &Engine) -> Result<(), EngineError> {
    let variants: Vec<String> = ["goes", "go", "going", "went", "gone", "is going", "has gone", "to go"]
        .iter()
        .flat_map(|verb| {
            ["to", "at", "in", "for"].map(|word| format!("My sister {verb} {word} the market every day."))
        })
        .collect();
    let variants: Vec<&str> = variants.iter().map(String::as_str).collect();
    engine.score(&variants)?;
    let (begun, cpu) = (Instant::now(), cpu_seconds());
    engine.score(&variants)?;
    let (took, cpu) = (seconds(begun), cpu_seconds() - cpu);
    println!("{} variants of a sentence: {took:.2} s, {cpu:.2} s of processor time", variants.len());
    Ok(())
}

/// From the moment at which it is enough until nothing is computed any more.
fn stop(engine: &Engine) -> Result<(), EngineError> {
    let mut times = Vec::new();
    for at in 0..40 {
        let mut request =
            Generation::new(format!("{at} {}", "Once upon a time there was a village. ".repeat(at)));
        request.max_tokens = Some(200);
        let (mut told, mut calls) = (None, 0);
        engine.generate(&request, &mut |_| {
            calls += 1;
            if calls < 3 || told.is_some() {
                return ControlFlow::Continue(());
            }
            told = Some(Instant::now());
            ControlFlow::Break(())
        })?;
        times.extend(told.map(seconds));
    }
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize] * 1000.0;
    println!("stop to silence: median {:.0} ms, longest {:.0} ms ({} times)", at(0.5), at(1.0), times.len());
    Ok(())
}

fn seconds(begun: Instant) -> f64 {
    begun.elapsed().as_secs_f64()
}

/// Megabytes of this process in memory, as Linux says.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().split(' ').next()?.parse().ok())
        .map_or(0, |kilobytes: u64| kilobytes / 1024)
}

//! Prints how the corrections do on the sentences of the tests, and how long they take:
//! `cargo run -p lks-tutor --example measure`.
#![allow(clippy::print_stdout, clippy::cast_precision_loss)]

use std::time::Instant;

use lks_domain::correction::Language;
use lks_tutor::Tutor;

fn main() {
    let (right, wrong) = (include_str!("../tests/right.txt"), include_str!("../tests/wrong.txt"));
    let tutor = Tutor::new();
    let started = Instant::now();
    tutor.warm_up();
    println!("loading: {:.2} s", started.elapsed().as_secs_f32());
    let corrected = |text: &str| tutor.correct(text, Language::En).corrected;
    let started = Instant::now();
    let untouched = right.lines().filter(|line| corrected(line) == **line).count();
    let pairs: Vec<(&str, &str)> = wrong.lines().filter_map(|line| line.split_once(" => ")).collect();
    let mended = pairs.iter().filter(|(wrong, right)| corrected(wrong) == *right).count();
    let sentences = right.lines().count() + pairs.len();
    let milliseconds = started.elapsed().as_secs_f32() * 1000.0 / sentences as f32;
    println!("right sentences untouched: {untouched} of {}", right.lines().count());
    println!("wrong sentences mended as expected: {mended} of {}", pairs.len());
    println!("per sentence: {milliseconds:.2} ms");
}

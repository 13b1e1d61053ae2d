//! How the rules and the checker do on the development set:
//!
//! ```sh
//! cargo run -p lks-tutor --example development -- [--every N]
//! ```
//!
//! The first of every two lines was used to fix the judge's thresholds; the second was not, and is what
//! counts.
#![allow(clippy::print_stdout, clippy::cast_precision_loss)]

mod figures;
mod sample;

use std::time::{Duration, Instant};

use figures::Figures;
use lks_domain::correction::{Corrections, Language};
use lks_tutor::Tutor;
use sample::{Sample, changes, samples};

const SENTENCES: &str = include_str!("../../tests/development/sentences.txt");
const ESSAYS: &str = include_str!("../../tests/development/essays.txt");
const RIGHT: &str = include_str!("../../tests/development/right.txt");

/// A way to correct.
type Corrector<'a> = dyn Fn(&str) -> Corrections + 'a;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let every =
        arguments.iter().position(|a| a == "--every").and_then(|at| arguments.get(at + 1)?.parse().ok());
    let every = every.unwrap_or(1_usize).max(1);
    let tutor = Tutor::new();
    tutor.warm_up();
    report("rules", every, &|text| tutor.correct(text, Language::En));
}

/// Prints the figures of one way, for each half of each list.
fn report(name: &str, every: usize, correct: &Corrector<'_>) {
    let mut times = Vec::new();
    for (list, file) in [("sentences", SENTENCES), ("essays", ESSAYS), ("right", RIGHT)] {
        let mut halves = [Figures::default(), Figures::default()];
        for (number, sample) in samples(file).iter().enumerate().filter(|(number, _)| number / 2 % every == 0)
        {
            let began = Instant::now();
            let answer = correct(&sample.text);
            times.push(began.elapsed());
            let given = changes(&sample.text, &answer.edits);
            let figures = &mut halves[number % 2];
            if list == "right" {
                figures.count_right(&given)
            } else {
                figures.count(sample, &given)
            }
            tell(name, sample, &answer);
        }
        println!("{}", halves[0].line(&format!("{name}: {list}, fixed on")));
        println!("{}", halves[1].line(&format!("{name}: {list}, held out")));
    }
    times.sort();
    let at = |share: f64| times.get((times.len() as f64 * share) as usize).copied().unwrap_or_default();
    println!("{name}: p50 {:?}, p99 {:?} a text\n", rounded(at(0.5)), rounded(at(0.99)));
}

fn rounded(time: Duration) -> Duration {
    Duration::from_millis(u64::try_from(time.as_millis()).unwrap_or(u64::MAX))
}

/// Each answer, for those who want to read along.
fn tell(name: &str, sample: &Sample, answer: &Corrections) {
    if std::env::var_os("LKS_TELL").is_some() {
        eprintln!("{name}\t{}\t{}", sample.text, answer.corrected);
    }
}

//! How the corrections do on the development set, by rules alone and - with a model's file - judged:
//!
//! ```sh
//! cargo run --release -p lks-worker --features model --example measure_corrections -- [FILE.gguf] [--dump] [--every N]
//! ```
//!
//! Lines with an odd number were used to fix the judge's thresholds; those with an even number were
//! not, and are what counts.
#![allow(clippy::print_stdout, clippy::cast_precision_loss)]

#[path = "../../../tutor/examples/development/figures.rs"]
mod figures;
#[path = "../../../tutor/examples/development/sample.rs"]
mod sample;

use std::time::{Duration, Instant};

use figures::Figures;
use lks_domain::correction::{Corrections, Language};
use lks_tutor::Tutor;
#[cfg(feature = "model")]
use lks_worker::EngineJudge;
use sample::{Sample, changes, samples};

const SENTENCES: &str = include_str!("../../../tutor/tests/development/sentences.txt");
const ESSAYS: &str = include_str!("../../../tutor/tests/development/essays.txt");
const RIGHT: &str = include_str!("../../../tutor/tests/development/right.txt");

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
    #[cfg(feature = "model")]
    if let Some(file) = arguments.iter().find(|argument| argument.ends_with(".gguf")) {
        judged::report(&tutor, file, every, arguments.iter().any(|argument| argument == "--dump"));
    }
    #[cfg(not(feature = "model"))]
    println!("no model: build with --features model and give a GGUF file");
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

#[cfg(feature = "model")]
mod judged {
    use std::path::Path;

    use lks_domain::correction::Language;
    use lks_tutor::Tutor;
    use lks_tutor::judge::{LanguageModel, trials};

    use super::EngineJudge;
    use crate::sample::{changes, samples};

    pub fn report(tutor: &Tutor, file: &str, every: usize, dump: bool) {
        let model = match EngineJudge::open("smollm2:135m", Path::new(file)) {
            Ok(model) => model,
            Err(error) => return println!("{file}: {error}"),
        };
        if dump {
            return self::dump(tutor, &model, every);
        }
        super::report("model and rules", every, &|text| {
            tutor.judge(text, Language::En, &model).unwrap_or_default()
        });
    }

    /// Every candidate with its gain, as tab separated lines, for fixing the thresholds.
    fn dump(tutor: &Tutor, model: &dyn LanguageModel, every: usize) {
        for (list, file) in
            [("sentences", super::SENTENCES), ("essays", super::ESSAYS), ("right", super::RIGHT)]
        {
            for (number, sample) in
                samples(file).iter().enumerate().filter(|(number, _)| number / 2 % every == 0)
            {
                let tried = trials(tutor, &sample.text, model).unwrap_or_default();
                let wanted: usize =
                    sample.slots.iter().filter(|slot| slot.answers.iter().all(|a| !a.is_empty())).count();
                println!("TEXT\t{list}\t{number}\t{wanted}\t{}", sample.text);
                for trial in tried {
                    let does = changes(&sample.text, std::slice::from_ref(&trial.edit));
                    let slot = sample.slots.iter().position(|slot| {
                        slot.answers.iter().any(|answer| !does.is_empty() && does.is_subset(answer))
                    });
                    println!(
                        "TRIAL\t{}\t{:.2}\t{:.2}\t{}\t{}\t{}\t{}\t{}",
                        trial.kind,
                        trial.lead,
                        trial.gain,
                        slot.map_or(-1, |slot| i64::try_from(slot).unwrap_or(-1)),
                        trial.edit.start,
                        trial.edit.end,
                        trial.edit.original,
                        trial.edit.replacement
                    );
                }
            }
        }
    }
}

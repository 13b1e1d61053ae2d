//! Every choice of the form: what it is called, what it means, how it is made and what it costs.

use std::collections::BTreeMap;

use lks_domain::console::Words;
use lks_domain::console::form::{Choice, ChoiceGroup, ChoiceOption, Input};
use lks_provision::price::{self, HOURS_A_MONTH};
use lks_provision::stack::{Part, Zone};
use serde_json::Value;

/// Workers in both zones, and NAT instances.
const WORKERS: f64 = 12.0;
const NATS: f64 = 2.0;

/// A price an hour by option, and how many of them the stack has.
type Price = (fn(&str) -> Option<f64>, f64);

/// How a choice is made, before its costs are known.
enum Made {
    Text {
        max_chars: usize,
        optional: bool,
    },
    /// Least, most, unit, USD an hour of one more.
    Number(u32, u32, &'static str, f64),
    One(Vec<String>, Option<Price>),
    OneNumber(&'static [u32]),
    Several(Vec<String>),
    List(usize),
}

struct Entry {
    field: &'static str,
    label: (&'static str, &'static str),
    help: (&'static str, &'static str),
    made: Made,
}

type Group = (&'static str, (&'static str, &'static str), Vec<Entry>);

fn entry(
    field: &'static str,
    label: (&'static str, &'static str),
    help: (&'static str, &'static str),
    made: Made,
) -> Entry {
    Entry { field, label, help, made }
}

fn texts(values: impl IntoIterator<Item = &'static str>) -> Vec<String> {
    values.into_iter().map(String::from).collect()
}

#[rustfmt::skip]
fn table() -> Vec<Group> {
    vec![
        ("names", ("The stack", "Stack"), vec![
            entry("id", ("Tag", "Tanda"), ("2 to 32 lower-case letters, digits and hyphens. It tells your resources from those of others; changing it later makes another stack.", "2 sampai 32 huruf kecil, angka, dan tanda hubung. Tanda ini membedakan sumber dayamu dari milik orang lain; mengubahnya berarti membuat stack lain."), Made::Text { max_chars: 32, optional: false }),
            entry("name", ("Name", "Nama"), ("What people call it. It must be typed before anything is deleted.", "Nama untuk orang. Nama ini harus diketik sebelum ada yang dihapus."), Made::Text { max_chars: 60, optional: false }),
            entry("client_origin", ("Address of the pages", "Alamat halaman"), ("Where learners' browsers come from, as https://learn.example.org. Empty: any address.", "Asal peramban siswa, misalnya https://belajar.example.org. Kosong: alamat mana saja."), Made::Text { max_chars: 200, optional: true }),
            entry("models", ("Models", "Model"), ("Pulled to the shared file system after deployment. The task has orca-mini, llama3 and nomic-embed-text.", "Diunduh ke sistem berkas bersama setelah pemasangan. Tugas memakai orca-mini, llama3, dan nomic-embed-text."), Made::List(100)),
        ]),
        ("workers", ("Workers", "Worker"), vec![
            entry("workers.instance_type", ("Size", "Ukuran"), ("Of each of the twelve. The task has t2.large; smaller ones are slower and may not hold a model.", "Untuk masing-masing dari dua belas. Tugas memakai t2.large; yang lebih kecil lebih lambat dan mungkin tidak cukup untuk model."), Made::One(texts(price::instance_types()), Some((price::instance_hourly, WORKERS)))),
            entry("workers.volume_gb", ("Disk", "Disk"), ("16 to 100 GB each, encrypted.", "16 sampai 100 GB masing-masing, terenkripsi."), Made::Number(16, 100, "GB", WORKERS * price::GP3_GB_MONTHLY / HOURS_A_MONTH)),
            entry("workers.volume_type", ("Kind of disk", "Jenis disk"), ("gp3 is cheaper and faster.", "gp3 lebih murah dan lebih cepat."), Made::One(texts(["gp2", "gp3"]), None)),
            entry("ubuntu", ("Ubuntu", "Ubuntu"), ("Release of every machine.", "Versi untuk semua mesin."), Made::One(texts(["20.04", "22.04", "24.04"]), None)),
        ]),
        ("nat", ("NAT instances", "Instans NAT"), vec![
            entry("nat.instance_type", ("Size", "Ukuran"), ("Of each of the two. The task has t2.micro.", "Untuk masing-masing dari dua. Tugas memakai t2.micro."), Made::One(texts(price::instance_types()), Some((price::instance_hourly, NATS)))),
            entry("nat.volume_gb", ("Disk", "Disk"), ("8 to 100 GB each, encrypted.", "8 sampai 100 GB masing-masing, terenkripsi."), Made::Number(8, 100, "GB", NATS * price::GP3_GB_MONTHLY / HOURS_A_MONTH)),
        ]),
        ("database", ("Database", "Basis data"), vec![
            entry("database.class", ("Size", "Ukuran"), ("Of the PostgreSQL instance.", "Ukuran instans PostgreSQL."), Made::One(texts(price::database_classes()), Some((price::database_hourly, 1.0)))),
            entry("database.storage_gb", ("Storage", "Penyimpanan"), ("20 to 100 GB. It can grow later, never shrink.", "20 sampai 100 GB. Nanti bisa diperbesar, tidak bisa diperkecil."), Made::Number(20, 100, "GB", price::DATABASE_GB_MONTHLY / HOURS_A_MONTH)),
            entry("database.engine_version", ("PostgreSQL", "PostgreSQL"), ("15.4 or newer, up to 17: older ones have no pgvector with HNSW.", "15.4 atau lebih baru, sampai 17: yang lebih lama tidak punya pgvector dengan HNSW."), Made::Text { max_chars: 8, optional: false }),
            entry("database.backup_days", ("Backups are kept", "Cadangan disimpan"), ("1 to 35 days.", "1 sampai 35 hari."), Made::Number(1, 35, "days", 0.0)),
        ]),
        ("places", ("Availability zones", "Zona ketersediaan"), vec![
            entry("zones.a.availability_zones", ("N. Virginia", "N. Virginia"), ("Two different ones, by id: first for the workers, then for their backups.", "Dua yang berbeda, menurut id: pertama untuk worker, lalu untuk cadangannya."), Made::Several(texts(Zone::A.availability_zone_ids().iter().copied()))),
            entry("zones.b.availability_zones", ("Oregon", "Oregon"), ("Two different ones, by id.", "Dua yang berbeda, menurut id."), Made::Several(texts(Zone::B.availability_zone_ids().iter().copied()))),
        ]),
        ("operations", ("Operation", "Pengoperasian"), vec![
            entry("files.expected_gb", ("Models take about", "Ukuran model kira-kira"), ("In GB: for the cost only.", "Dalam GB: hanya untuk perkiraan biaya."), Made::Number(1, 1000, "GB", price::FILES_GB_MONTHLY / HOURS_A_MONTH)),
            entry("logs.retention_days", ("Logs are kept", "Log disimpan"), ("One of CloudWatch's values, in days.", "Salah satu nilai CloudWatch, dalam hari."), Made::OneNumber(&[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827])),
            entry("alarms.address", ("Alarms go to", "Alarm dikirim ke"), ("An e-mail address. Empty: alarms are only shown.", "Alamat surel. Kosong: alarm hanya ditampilkan."), Made::Text { max_chars: 254, optional: true }),
            entry("without", ("Leave out", "Lewati"), ("Parts that this account cannot have. Verify then says 'not there' for their requirements.", "Bagian yang tidak bisa dimiliki akun ini. Verifikasi lalu menyebut 'tidak ada' untuk syaratnya."), Made::Several(texts(Part::ALL.map(Part::name)))),
        ]),
    ]
}

/// Whether the form has this choice.
pub fn known(field: &str) -> bool {
    table().iter().flat_map(|(.., entries)| entries).any(|entry| entry.field == field)
}

/// The field that a sentence of the stack begins with.
pub fn field_of(sentence: &str) -> Option<&'static str> {
    let table = table();
    let named = table.iter().flat_map(|(.., entries)| entries).map(|entry| entry.field);
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '.' || c == '_');
    named.filter(|field| sentence.strip_prefix(field).is_some_and(ends)).max_by_key(|field| field.len())
}

/// The form's groups with what is chosen and what the specification has. `hourly` is what the stack
/// costs as it is chosen.
pub fn groups(
    values: &BTreeMap<String, Value>,
    specified: &BTreeMap<String, Value>,
    hourly: Option<f64>,
) -> Vec<ChoiceGroup> {
    let value = |values: &BTreeMap<String, Value>, field| values.get(field).cloned().unwrap_or_default();
    let words = |(en, id): (&str, &str)| Words::new(en, id);
    let choice = |entry: Entry| {
        let chosen = value(values, entry.field);
        Choice {
            field: entry.field.to_owned(),
            label: words(entry.label),
            help: words(entry.help),
            input: input(entry.made, &chosen, hourly),
            default: value(specified, entry.field),
            value: chosen,
        }
    };
    table()
        .into_iter()
        .map(|(id, title, entries)| ChoiceGroup {
            id: id.to_owned(),
            title: words(title),
            choices: entries.into_iter().map(choice).collect(),
        })
        .collect()
}

fn input(made: Made, chosen: &Value, hourly: Option<f64>) -> Input {
    let plain = |value: Value, label: String| ChoiceOption { value, label, stack_hourly_usd: None };
    match made {
        Made::Text { max_chars, optional } => Input::Text { max_chars, optional },
        Made::Number(min, max, unit, each) => {
            Input::Number { min, max, unit: unit.to_owned(), hourly_usd_each: (each > 0.0).then_some(each) }
        }
        Made::One(values, price) => {
            let priced = |value: String| {
                let stack_hourly_usd = price.and_then(|price| with(&value, chosen, hourly?, price));
                ChoiceOption { label: value.clone(), value: value.into(), stack_hourly_usd }
            };
            Input::One { options: values.into_iter().map(priced).collect() }
        }
        Made::OneNumber(values) => {
            let options = values.iter().map(|days| plain((*days).into(), days.to_string()));
            Input::One { options: options.collect() }
        }
        Made::Several(values) => {
            let options = values.into_iter().map(|value| plain(value.clone().into(), value));
            Input::Several { options: options.collect() }
        }
        Made::List(max_chars) => Input::List { max_chars },
    }
}

/// What the stack would cost with this option in place of the chosen one.
fn with(option: &str, chosen: &Value, hourly: f64, (price, count): Price) -> Option<f64> {
    Some(hourly + count * (price(option)? - price(chosen.as_str()?)?))
}

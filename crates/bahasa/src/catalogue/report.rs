//! The sheet as a page of its own: titles, headings and how a requirement stands.

use super::Entry;

#[rustfmt::skip]
pub(super) const FORMS: &[Entry] = &[
    ("Verification of {..}", "Pemeriksaan {}"),
    ("{n} of {n} points", "{} dari {} poin"),
    ("Account {}, looked at on {..}.", "Akun {}, diperiksa pada {}."),
    ("Simulated account: nothing here is real.", "Akun simulasi: tidak ada yang nyata di sini."),
    ("Points by group", "Poin per kelompok"),
    ("Group", "Kelompok"),
    ("Passed", "Lulus"),
    ("Failed", "Gagal"),
    ("Unknown", "Tidak diketahui"),
    ("All", "Semua"),
    ("Unknown is what was left out of this stack or could not be asked; it gets no point.", "Tidak diketahui berarti dilewati pada stack ini atau tidak dapat ditanyakan; tidak mendapat poin."),
    ("{n} requirement is not met", "{} persyaratan belum terpenuhi"),
    ("{n} requirements are not met", "{} persyaratan belum terpenuhi"),
    ("Requirements: {*}", "Persyaratan: {}"),
    ("Result", "Hasil"),
    ("Requirement", "Persyaratan"),
    ("Evidence", "Bukti"),
    ("To mend it: {*}", "Cara memperbaiki: {}"),
    ("pass", "lulus"),
    ("fail", "gagal"),
    ("unknown", "tidak diketahui"),
    // Groups.
    ("Network", "Jaringan"),
    ("Storage", "Penyimpanan"),
    ("Security", "Keamanan"),
    ("Workers", "Worker"),
    ("Load balancing", "Penyeimbang beban"),
    ("Database", "Basis data"),
    ("Lambda", "Lambda"),
    ("Identity", "Identitas"),
    ("Client", "Klien"),
    ("Monitoring", "Pemantauan"),
    ("Hygiene", "Kerapian"),
];

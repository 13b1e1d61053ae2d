//! What an admin can do about an error of AWS. It stands alone, or in brackets behind what AWS said.

use super::Entry;

macro_rules! advice {
    ($(($english:literal, $indonesian:literal),)*) => {
        &[$(
            ($english, $indonesian),
            (concat!("{..} (", $english, ")"), concat!("{} (", $indonesian, ")")),
            (concat!($english, " ({..})"), concat!($indonesian, " ({})")),
        )*]
    };
}

#[rustfmt::skip]
pub(super) const FORMS: &[Entry] = advice![
    ("the session has ended: start the lab again, copy the new keys from \"AWS Details\", and the run goes on", "sesi sudah berakhir: mulai lagi lab, salin kunci baru dari \"AWS Details\", dan proses akan berlanjut"),
    ("there are no usable credentials: give keys, a profile, or run on an instance with LabInstanceProfile; `lks doctor` says what is found", "tidak ada kredensial yang dapat dipakai: berikan kunci, profil, atau jalankan pada instans dengan LabInstanceProfile; `lks doctor` menunjukkan apa yang ditemukan"),
    ("AWS cannot be reached: look at this machine's network, proxy and clock", "AWS tidak dapat dicapai: periksa jaringan, proxy, dan jam mesin ini"),
    ("the keys are not valid: copy all three lines (id, secret, session token) of one lab session anew", "kuncinya tidak sah: salin ulang ketiga baris (id, rahasia, token sesi) dari satu sesi lab"),
    ("this account may not do this; `lks doctor` says which part of the stack it cannot have and how to leave that out (--without)", "akun ini tidak boleh melakukannya; `lks doctor` menunjukkan bagian stack yang tidak dapat dimiliki dan cara melewatinya (--without)"),
    ("5 networks a region are allowed: remove one that is not needed", "hanya boleh 5 jaringan per region: hapus yang tidak diperlukan"),
    ("5 public addresses a region are allowed: release one that is not needed", "hanya boleh 5 alamat publik per region: lepaskan yang tidak diperlukan"),
    ("the lab allows 9 instances and 32 vCPU a region: stop instances that are not needed", "lab mengizinkan 9 instans dan 32 vCPU per region: matikan instans yang tidak diperlukan"),
    ("AWS has no room for this type in this zone now: wait, or choose another zone in the stack file (zones)", "AWS sedang tidak punya tempat untuk tipe ini di zona ini: tunggu, atau pilih zona lain di berkas stack (zones)"),
    ("a limit of the account is reached: remove what is not needed", "batas akun tercapai: hapus yang tidak diperlukan"),
    ("the bucket's name is taken by another account: choose another id in the stack file", "nama bucket sudah dipakai akun lain: pilih id lain di berkas stack"),
    ("RDS no longer offers this PostgreSQL: set database.engine_version to a major version, as \"16\"", "RDS tidak lagi menyediakan PostgreSQL ini: isi database.engine_version dengan versi mayor, seperti \"16\""),
    ("LabInstanceProfile is not there: this is no Learner Lab account, or the lab is not ready", "LabInstanceProfile tidak ada: ini bukan akun Learner Lab, atau lab belum siap"),
    ("the function's code is not in the bucket: pack it, then apply again", "kode fungsi tidak ada di bucket: kemas dulu, lalu terapkan lagi"),
];

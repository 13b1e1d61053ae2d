//! What the simulated account says when it refuses, as AWS would.

use super::Entry;

#[rustfmt::skip]
pub(super) const FORMS: &[Entry] = &[
    ("a main route table is made with its VPC", "tabel rute utama dibuat bersama VPC-nya"),
    ("{}: {} does not exist", "{}: {} tidak ada"),
    ("the CIDR is not inside the VPC's", "CIDR-nya tidak berada di dalam CIDR VPC"),
    ("the CIDR conflicts with another subnet", "CIDR-nya bentrok dengan subnet lain"),
    ("instance types above large are not allowed in this lab", "tipe instans di atas large tidak diizinkan di lab ini"),
    ("only LabInstanceProfile may be passed", "hanya LabInstanceProfile yang boleh dipakai"),
    ("only LabRole may be passed", "hanya LabRole yang boleh dipakai"),
    ("{n} of {n} are used in {}", "{} dari {} sudah terpakai di {}"),
    ("{} cannot be given on creation", "{} tidak dapat diisi saat dibuat"),
    ("{} of {} cannot be changed", "{} pada {} tidak dapat diubah"),
    ("CidrBlock is not a network", "CidrBlock bukan jaringan"),
    ("{} is still used by {} {}", "{} masih dipakai oleh {} {}"),
    ("deletion protection is on", "perlindungan dari penghapusan aktif"),
    ("termination protection is on", "perlindungan dari penghentian aktif"),
    ("a default group cannot be deleted", "grup bawaan tidak dapat dihapus"),
    ("a default ACL cannot be deleted", "ACL bawaan tidak dapat dihapus"),
    ("a main route table cannot be deleted", "tabel rute utama tidak dapat dihapus"),
    ("{} is in use", "{} sedang dipakai"),
    ("20 instances ran at once: the lab is closed", "20 instans berjalan bersamaan: lab ditutup"),
    ("the token was used with other parameters", "token sudah dipakai dengan parameter lain"),
    ("{} is already there", "{} sudah ada"),
    ("{} cannot be a target yet", "{} belum dapat menjadi target"),
    ("there is no resource {}", "tidak ada sumber daya {}"),
    ("State must be one that the service knows, as running or stopped", "State harus salah satu yang dikenal layanan, seperti running atau stopped"),
    ("request limit exceeded", "batas permintaan terlampaui"),
    ("the service has a fault", "layanan sedang bermasalah"),
    ("the credentials have ended", "kredensial sudah berakhir"),
    ("this account may not do this", "akun ini tidak boleh melakukannya"),
    ("no answer came", "tidak ada jawaban"),
    ("{..} has nobody to answer it", "tidak ada yang menjawab {} di akun simulasi"),
];

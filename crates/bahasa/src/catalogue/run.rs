//! A run: what goes on in a step, why one failed, and what is left to do.

use super::Entry;

#[rustfmt::skip]
pub(super) const FORMS: &[Entry] = &[
    // What goes on.
    ("begins", "mulai"),
    ("done", "selesai"),
    ("cancelled", "dibatalkan"),
    ("create called", "pembuatan diminta"),
    ("update called", "perubahan diminta"),
    ("delete called", "penghapusan diminta"),
    ("create answered", "pembuatan dijawab"),
    ("update answered", "perubahan dijawab"),
    ("delete answered", "penghapusan dijawab"),
    ("{}, again in {n} s", "{}, diulang dalam {} dtk"),
    // Why a step failed.
    ("{} {} in {} is {}", "{} {} di {} berstatus {}"),
    ("{} {} in {} was removed by somebody while we waited", "{} {} di {} dihapus seseorang selagi ditunggu"),
    ("{} {} in {} is not there any more", "{} {} di {} sudah tidak ada"),
    ("{} {} in {} is not ready after {n} s", "{} {} di {} belum siap setelah {} dtk"),
    ("{} {} in {} is still there after an hour", "{} {} di {} masih ada setelah satu jam"),
    ("{} {} in {}", "{} {} di {}"),
    ("{} {} in {}: {*}", "{} {} di {}: {}"),
    ("{} is removed as often as it is made", "{} selalu dihapus lagi setelah dibuat"),
    ("{} did not come along with its network", "{} tidak muncul bersama jaringannya"),
    ("{} of {} cannot be answered yet; plan and apply again", "{} dari {} belum dapat dijawab; buat rencana dan terapkan lagi"),
    ("{} does not keep what is set ({}); somebody else may change it", "{} tidak menyimpan yang disetel ({}); mungkin ada pihak lain yang mengubahnya"),
    ("{n} instances run in {} and {n} in both regions; one more could close the account (at most {n} a region, {n} in all). Stop some that are not needed, then apply again", "{} instans berjalan di {} dan {} di kedua region; satu lagi dapat membuat akun ditutup (paling banyak {} per region, {} seluruhnya). Matikan yang tidak diperlukan, lalu terapkan lagi"),
    // What is left.
    ("{n} resources were not reached; plan and apply again", "{} sumber daya tidak sempat dikerjakan; buat rencana dan terapkan lagi"),
    ("resources came back again and again; somebody else makes them", "sumber daya terus muncul lagi; ada pihak lain yang membuatnya"),
    // What must be done for it to go on.
    ("the credentials end in a moment; give new ones for the same account, and the run goes on", "kredensial segera berakhir; berikan yang baru untuk akun yang sama, dan proses berlanjut"),
    ("the credentials have ended; give new ones for the same account, and the run goes on", "kredensial sudah berakhir; berikan yang baru untuk akun yang sama, dan proses berlanjut"),
    ("there are new credentials", "ada kredensial baru"),
    // Why it could not begin or be planned.
    ("this account may not look at {}: {*}; leave the part out: --without {}", "akun ini tidak boleh melihat {}: {}; lewati bagian itu: --without {}"),
    ("this account may not look at {}: {*}", "akun ini tidak boleh melihat {}: {}"),
    ("the plan is stale: the account or the specification changed since it was made; plan again", "rencana sudah usang: akun atau spesifikasi berubah sejak rencana dibuat; buat rencana lagi"),
    ("the plan is blocked: {*}", "rencana terhalang: {}"),
    ("another run works on the stack '{}'; wait until it ends", "proses lain sedang mengerjakan stack '{}'; tunggu sampai selesai"),
    ("the plan breaks the policy, nothing was done: {*}", "rencana melanggar kebijakan, tidak ada yang dilakukan: {}"),
    ("no plan with the digest {} is kept; plan again", "tidak ada rencana tersimpan dengan sidik {}; buat rencana lagi"),
    ("there is no run {} of this stack", "stack ini tidak punya proses {}"),
    ("no run of this stack was interrupted", "tidak ada proses stack ini yang terputus"),
    ("{} of {} did not drift; 'lks drift' shows what did", "{} dari {} tidak menyimpang; 'lks drift' menunjukkan yang menyimpang"),
    ("{..}; check the directory and the free space, or choose another --data-dir", "{}; periksa folder dan ruang kosongnya, atau pilih --data-dir lain"),
    ("the journal cannot be written or read: {..}; nothing more was called", "jurnal tidak dapat ditulis atau dibaca: {}; tidak ada lagi yang dipanggil"),
    ("the journal is damaged at record {n}; 'lks recover' makes a new one from what is in the account", "jurnal rusak pada catatan {}; 'lks recover' membuat yang baru dari isi akun"),
    ("the work stopped before its end; plan again to see how far it came", "pekerjaan berhenti sebelum selesai; buat rencana lagi untuk melihat sejauh mana"),
    ("these credentials are for the account {}, but the stack is in {}", "kredensial ini untuk akun {}, padahal stack ada di {}"),
];

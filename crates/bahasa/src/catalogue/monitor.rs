//! The monitor: units of charts, and what alarms say.

use super::Entry;

#[rustfmt::skip]
pub(super) const FORMS: &[Entry] = &[
    // Units.
    ("requests", "permintaan"),
    ("requests/min", "permintaan/mnt"),
    ("replies", "balasan"),
    ("replies/min", "balasan/mnt"),
    ("calls/min", "panggilan/mnt"),
    ("tokens/s", "token/dtk"),
    ("targets", "target"),
    ("connections", "koneksi"),
    ("MB/s", "MB/dtk"),
    ("MB/min", "MB/mnt"),
    ("ms", "ms"),
    // How far a pull is, in the words of Ollama's API.
    ("pulling manifest", "mengambil manifes"),
    ("pulling {}", "mengambil {}"),
    ("verifying sha256 digest", "memeriksa digest sha256"),
    ("writing manifest", "menulis manifes"),
    ("removing any unused layers", "menghapus lapisan yang tidak terpakai"),
    ("success", "berhasil"),
    ("pull model manifest: file does not exist", "model itu tidak ada di registri"),
    // Alarms of this server.
    ("no worker of the region can chat", "tidak ada worker di region ini yang dapat mengobrol"),
    ("some worker does not answer, others take its place", "ada worker yang tidak menjawab, worker lain menggantikannya"),
    ("every worker answers", "semua worker menjawab"),
    ("no chat worker answers", "tidak ada worker chat yang menjawab"),
    ("two probes in a row are not answered", "dua pemeriksaan berturut-turut tidak dijawab"),
    ("it answered the last probe", "menjawab pemeriksaan terakhir"),
    ("it did not answer the last probes", "tidak menjawab pemeriksaan terakhir"),
    ("it was not asked yet", "belum ditanya"),
    ("simulated: the figures are made up and stay below every limit", "simulasi: angkanya buatan dan tetap di bawah setiap batas"),
    // Alarms of the stack.
    ("A target is unhealthy: look at its instance and at the playbook's last run", "Ada target yang tidak sehat: periksa instansnya dan proses terakhir playbook"),
    ("The load balancer answers 5xx: workers are down, overloaded or too slow", "Penyeimbang beban menjawab 5xx: worker mati, kelebihan beban, atau terlalu lambat"),
    ("The NAT instance is not well: private machines have no internet; stop and start it", "Instans NAT tidak sehat: mesin privat tidak punya internet; matikan lalu nyalakan lagi"),
    ("The API answers 5xx: look at its access log, then at the Lambda and the workers", "API menjawab 5xx: periksa log aksesnya, lalu Lambda dan worker"),
    ("Half of the answers take over 30 s: the workers are overloaded", "Separuh jawaban perlu lebih dari 30 dtk: worker kelebihan beban"),
    ("The Lambda fails: look at its log", "Lambda gagal: periksa log-nya"),
    ("The Lambda is slow: look at the database", "Lambda lambat: periksa basis data"),
    ("The database is busy", "Basis data sibuk"),
    ("Under 2 GB are free in the database: raise database.storage_gb", "Ruang kosong basis data kurang dari 2 GB: naikkan database.storage_gb"),
    ("The database has many connections: look at how many Lambdas run", "Basis data punya banyak koneksi: periksa berapa Lambda yang berjalan"),
    ("The file system's burst credits run out: models will load slowly", "Kredit burst sistem berkas hampir habis: model akan dimuat lambat"),
];

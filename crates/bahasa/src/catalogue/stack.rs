//! What is wrong with the choices of a stack.

use super::Entry;

#[rustfmt::skip]
pub(super) const FORMS: &[Entry] = &[
    ("the stack file cannot be read: {..}", "berkas stack tidak dapat dibaca: {}"),
    ("the stack cannot be written as TOML: {..}", "stack tidak dapat ditulis sebagai TOML: {}"),
    ("the stack cannot be built as written:", "stack tidak dapat dibuat seperti yang tertulis:"),
    ("the stack's resources contradict each other: {..}; this is a fault of the program, please report it", "sumber daya stack saling bertentangan: {}; ini kesalahan program, mohon laporkan"),
    ("id = {}: use 2 to 32 lower-case letters, digits and hyphens, a letter first and no hyphen last", "id = {}: gunakan 2 sampai 32 huruf kecil, angka, dan tanda hubung, diawali huruf dan tidak diakhiri tanda hubung"),
    ("name: use 1 to 60 characters on one line, without < and >", "name: gunakan 1 sampai 60 karakter dalam satu baris, tanpa < dan >"),
    ("{} has {}: choose two zone ids of {} from {} (ids, not names such as {}: a name means another place in every account)", "{} berisi {}: pilih dua id zona {} dari {} (id, bukan nama seperti {}: nama berarti tempat lain di setiap akun)"),
    ("{}: choose two different zones, or a backup falls with what it backs up", "{}: pilih dua zona berbeda, atau cadangan ikut jatuh bersama yang dicadangkan"),
    ("{} = {}: the lab allows nano to large; choose from {}", "{} = {}: lab mengizinkan nano sampai large; pilih dari {}"),
    ("{} = {n}: use {n} to 100 (the lab's limit)", "{} = {}: gunakan {} sampai 100 (batas lab)"),
    ("{} = {}: choose from {}", "{} = {}: pilih dari {}"),
    ("database.storage_gb = {n}: use 20 to 100 (gp2 in the lab)", "database.storage_gb = {}: gunakan 20 sampai 100 (gp2 di lab)"),
    ("database.engine_version = {}: use PostgreSQL 15.4 or newer (15.4 to 17), for example 16.4: older ones have no pgvector with HNSW", "database.engine_version = {}: gunakan PostgreSQL 15.4 atau lebih baru (15.4 sampai 17), misalnya 16.4: yang lebih lama tidak punya pgvector dengan HNSW"),
    ("database.backup_days = {n}: use 1 to 35; 0 would switch backups off", "database.backup_days = {}: gunakan 1 sampai 35; 0 akan mematikan cadangan"),
    ("models: name at least one; the specification has orca-mini, llama3 and nomic-embed-text", "models: sebutkan paling sedikit satu; spesifikasi punya orca-mini, llama3, dan nomic-embed-text"),
    ("models has {}: use names of letters, digits, '.', '_', '-' and '/'; no tag, since the playbook's variables cannot carry a colon", "models berisi {}: gunakan nama dari huruf, angka, '.', '_', '-', dan '/'; tanpa tag, karena variabel playbook tidak dapat memuat titik dua"),
    ("logs.retention_days = {n}: CloudWatch knows {}", "logs.retention_days = {}: CloudWatch mengenal {}"),
    ("files.expected_gb = {n}: use 1 to 1000", "files.expected_gb = {}: gunakan 1 sampai 1000"),
    ("account: use the account's twelve digits, or leave it out", "account: gunakan dua belas angka akun, atau kosongkan"),
    ("alarms.address: use an e-mail address such as admin@example.org, or leave it out", "alarms.address: gunakan alamat surel seperti admin@example.org, atau kosongkan"),
    ("client_origin: use scheme and host alone, such as https://learn.example.org", "client_origin: gunakan skema dan host saja, seperti https://learn.example.org"),
    ("There is no such choice.", "Tidak ada pilihan seperti itu."),
    ("This is not of the right sort.", "Jenis isian ini tidak sesuai."),
    // Units of its numbers.
    ("days", "hari"),
];

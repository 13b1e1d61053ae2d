//! A plan: why each step, what is lost, and what it costs; and what drifted.

use super::Entry;

#[rustfmt::skip]
pub(super) const FORMS: &[Entry] = &[
    // Why.
    ("not there yet", "belum ada"),
    ("it is there already", "sudah ada"),
    ("{} is gone", "{} sudah tidak ada"),
    ("{} is there already and is not this stack's", "{} sudah ada dan bukan milik stack ini"),
    ("it is {}", "statusnya {}"),
    ("it holds a resource that is replaced", "memuat sumber daya yang diganti"),
    ("{} cannot be changed", "{} tidak dapat diubah"),
    ("{} differs", "{} berbeda"),
    ("{*}; a new one would lose {*}, so this is refused", "{}; yang baru akan menghilangkan {}, jadi ditolak"),
    ("nobody asked for this rule: {..} to {..}", "tidak ada yang meminta aturan ini: {} ke {}"),
    ("nobody asked for this rule: {..} from {..}", "tidak ada yang meminta aturan ini: {} dari {}"),
    ("a second copy", "salinan kedua"),
    ("its successor is there", "penggantinya sudah ada"),
    ("not in the specification", "tidak ada dalam spesifikasi"),
    ("AWS made it for this stack", "dibuat AWS untuk stack ini"),
    ("the stack is removed", "stack dihapus"),
    // In one line.
    ("{n} to create", "{} dibuat"),
    ("{n} to change", "{} diubah"),
    ("{n} to replace", "{} diganti"),
    ("{n} to delete", "{} dihapus"),
    ("{n} to adopt", "{} diambil alih"),
    ("{n} to be unblocked first", "{} terhalang"),
    ("{n} unchanged", "{} tetap"),
    ("{*}, {n} unchanged", "{}, {} tetap"),
    ("{*}, {n} to change", "{}, {} diubah"),
    ("{*}, {n} to replace", "{}, {} diganti"),
    ("{*}, {n} to delete", "{}, {} dihapus"),
    ("{*}, {n} to adopt", "{}, {} diambil alih"),
    ("{*}, {n} to be unblocked first", "{}, {} terhalang"),
    // What must be typed, and why.
    ("{n} resource is deleted.", "{} sumber daya dihapus."),
    ("{n} resources are deleted.", "{} sumber daya dihapus."),
    ("{n} resource is replaced by a new one.", "{} sumber daya diganti dengan yang baru."),
    ("{n} resources are replaced by a new one.", "{} sumber daya diganti dengan yang baru."),
    ("{} and {n} more: {*}", "{} dan {} lagi: {}"),
    // Prices by use.
    ("a million API requests", "sejuta permintaan API"),
    ("a million Lambda requests", "sejuta permintaan Lambda"),
    ("a GB-second of Lambda", "satu GB-detik Lambda"),
    ("an hour of an ALB capacity unit", "satu jam unit kapasitas ALB"),
    ("an hour of an NLB capacity unit", "satu jam unit kapasitas NLB"),
    ("a GB between the regions", "satu GB antarregion"),
    ("a GB between availability zones", "satu GB antarzona ketersediaan"),
    ("a GB of logs beyond 5 GB a month", "satu GB log di atas 5 GB per bulan"),
    ("a custom metric and month beyond 10", "satu metrik khusus per bulan di atas 10"),
    // Drift.
    ("somebody else's in our network", "milik pihak lain di jaringan kita"),
    ("(known after apply)", "(diketahui setelah diterapkan)"),
];

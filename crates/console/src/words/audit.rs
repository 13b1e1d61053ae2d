//! The audit log.

texts! {
    /// The audit log.
    Audit {
        about: "Who did what, when, and on which plan. Entries are only ever added, and each one seals the one before: if one is changed or cut out, this page says so. Write down the seal elsewhere to notice if the end is cut off.", "Siapa melakukan apa, kapan, dan pada rencana mana. Catatan hanya ditambahkan, dan setiap catatan menyegel yang sebelumnya: jika ada yang diubah atau dihapus, halaman ini memberitahu. Catat segelnya di tempat lain agar pemotongan di akhir ketahuan.";
        intact: "The log is as it was written: {n} entries.", "Catatan utuh seperti ditulis: {n} entri.";
        broken: "Entry {n} is not as it was written. Somebody has changed the log.", "Entri {n} tidak seperti saat ditulis. Seseorang telah mengubah catatan.";
        seal: "Seal", "Segel";
        search: "Search", "Cari";
        none: "No entries.", "Tidak ada entri.";
        when: "When", "Kapan";
        who: "Who", "Siapa";
        what: "What", "Apa";
        subject: "Of what", "Pada apa";
        server: "the server", "server";
        more: "Older entries", "Entri lebih lama";
        export: "Export", "Ekspor";
    }
}

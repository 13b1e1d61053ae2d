//! What is not as it was built.

texts! {
    /// What is not as it was built.
    Drift {
        about: "Drift is what somebody changed, removed or added past this console. Revert sets a field back by a new plan; Accept keeps it as it is now, and another change is drift again; Ignore lets the field be whatever it is.", "Drift adalah hal yang diubah, dihapus, atau ditambahkan di luar konsol ini. Kembalikan mengatur ulang dengan rencana baru; Terima mempertahankan keadaan sekarang, dan perubahan berikutnya menjadi drift lagi; Abaikan membiarkan kolom apa pun isinya.";
        look: "Look for drift", "Cari drift";
        looking: "Reading the account…", "Membaca akun…";
        none: "Not looked yet", "Belum diperiksa";
        none_text: "Look for drift to compare the account with what was built.", "Cari drift untuk membandingkan akun dengan yang dibangun.";
        clean: "Everything is as it was built.", "Semua sesuai dengan yang dibangun.";
        at: "Looked {time}", "Diperiksa {time}";
        changed: "Changed", "Berubah";
        missing: "Removed", "Terhapus";
        missing_text: "These were built and are gone. A new plan builds them again.", "Ini pernah dibangun dan sekarang tidak ada. Rencana baru membangunnya lagi.";
        foreign: "Foreign", "Asing";
        foreign_text: "These are not ours but stand where ours are. They are never touched.", "Ini bukan milik kita tetapi berada di tempat kita. Tidak pernah disentuh.";
        decided: "Decided before", "Keputusan sebelumnya";
        is: "is", "sekarang";
        specified: "specified", "seharusnya";
        accept: "Accept", "Terima";
        ignore: "Ignore", "Abaikan";
        revert: "Revert", "Kembalikan";
        take_back: "Take back", "Batalkan keputusan";
        accepted: "accepted", "diterima";
        ignored: "ignored", "diabaikan";
        planning: "Making a plan that sets it back…", "Membuat rencana untuk mengembalikannya…";
        said: "{n} differences found.", "{n} perbedaan ditemukan.";
    }
}

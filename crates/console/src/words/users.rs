//! Users and classes.

texts! {
    /// Users and classes.
    Users {
        about: "Everyone who has signed up. Confirm accounts by hand where mail does not arrive, reset a forgotten password, lock an account, and choose who may use this console. Classes show the progress of learners who joined by a code and agreed to share it.", "Semua yang sudah mendaftar. Konfirmasi akun secara manual jika email tidak sampai, atur ulang kata sandi, kunci akun, dan tentukan siapa yang boleh memakai konsol ini. Kelas menampilkan kemajuan siswa yang bergabung dengan kode dan setuju membagikannya.";
        accounts: "Accounts", "Akun";
        search: "Search by name or address", "Cari nama atau alamat";
        found: "Accounts: {n}", "Akun: {n}";
        none: "Nobody found. Change what you search for.", "Tidak ditemukan. Ubah pencarianmu.";
        name: "Name", "Nama";
        state: "State", "Status";
        groups: "Groups", "Grup";
        conversations: "Conversations", "Percakapan";
        active: "Last active", "Terakhir aktif";
        actions: "Actions", "Tindakan";
        never: "never", "belum pernah";
        confirmed: "confirmed", "terkonfirmasi";
        unconfirmed: "to be confirmed", "menunggu konfirmasi";
        locked: "locked", "terkunci";
        confirm: "Confirm", "Konfirmasi";
        reset: "Reset password", "Atur ulang sandi";
        disable: "Lock", "Kunci";
        enable: "Unlock", "Buka kunci";
        disable_title: "Lock {name}?", "Kunci {name}?";
        disable_text: "They are signed out everywhere and cannot sign in until you unlock the account. Nothing is deleted.", "Mereka dikeluarkan dari semua perangkat dan tidak dapat masuk sampai akun dibuka. Tidak ada yang dihapus.";
        make_admin: "Admin", "Admin";
        make_viewer: "Viewer", "Peninjau";
        mailed: "A code is on its way by mail.", "Kode sedang dikirim lewat email.";
        held: "There is no mail server: read the code in the outbox below and pass it on.", "Tidak ada server email: baca kode di kotak keluar di bawah lalu sampaikan.";
        done: "Done: {name}.", "Selesai: {name}.";
        more: "More", "Lainnya";
        outbox: "Outbox", "Kotak keluar";
        outbox_none: "No messages.", "Tidak ada pesan.";
        outbox_text: "Codes that wait to be passed on by hand or by mail.", "Kode yang menunggu disampaikan langsung atau lewat email.";
        code: "Code", "Kode";
        purpose: "For", "Untuk";
        until: "Until", "Sampai";
        classes: "Classes", "Kelas";
        classes_none: "No classes yet. Make one and give its code to the learners.", "Belum ada kelas. Buat satu dan berikan kodenya kepada siswa.";
        class_name: "Name of the class", "Nama kelas";
        class_make: "Make class", "Buat kelas";
        class_members: "{n} joined, {sharing} share", "{n} bergabung, {sharing} berbagi";
        class_open: "Progress", "Kemajuan";
        class_delete: "Delete class", "Hapus kelas";
        class_delete_text: "The class and who joined it are forgotten. Accounts and conversations stay.", "Kelas dan anggotanya dilupakan. Akun dan percakapan tetap ada.";
        class_export: "Export as CSV", "Ekspor CSV";
        class_nobody: "Nobody of this class shares their progress yet.", "Belum ada siswa kelas ini yang membagikan kemajuannya.";
        messages: "Messages", "Pesan";
        mistakes: "Mistakes", "Kesalahan";
        overall: "Overall", "Keseluruhan";
        errors: "Common errors", "Kesalahan umum";
        errors_of: "{n} times, {learners} learners", "{n} kali, {learners} siswa";
    }
}

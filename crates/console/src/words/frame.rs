//! What stands around every page.

texts! {
    /// What stands around every page.
    Frame {
        admin: "Admin", "Admin";
        skip: "Skip to the content", "Langsung ke isi";
        menu: "Menu", "Menu";
        overview: "Overview", "Ringkasan";
        account: "Account", "Akun";
        plan: "Plan", "Rencana";
        runs: "Runs", "Proses";
        verify: "Verify", "Verifikasi";
        drift: "Drift", "Drift";
        monitor: "Monitor", "Monitor";
        users: "Users", "Pengguna";
        audit: "Audit", "Audit";
        to_chat: "To the chat", "Ke obrolan";
        loading: "Loading…", "Memuat…";
        try_again: "Try again", "Coba lagi";
        reload: "Load again", "Muat ulang";
        close: "Close", "Tutup";
        cancel: "Cancel", "Batal";
        back: "Back", "Kembali";
        all: "All", "Semua";
        as_table: "As a table", "Sebagai tabel";
        about: "About this page", "Tentang halaman ini";
        language: "Bahasa Indonesia", "English";
        only_admins: "This part is for admins", "Bagian ini untuk admin";
        only_admins_text: "Here teachers and lab staff build and watch Sofya's servers. Your account is a learner's; nothing is wrong with it.", "Di sini guru dan staf lab membangun dan memantau server Sofya. Akunmu adalah akun siswa; tidak ada yang salah.";
        only_admins_hint: "If you have just been made an admin, sign out and in again so that your session knows it.", "Jika kamu baru dijadikan admin, keluar lalu masuk lagi agar sesimu mengetahuinya.";
        viewer: "You may look at everything here. Changing things is for members of lks-admin.", "Kamu boleh melihat semuanya di sini. Mengubah hanya untuk anggota lks-admin.";
        viewer_short: "Only members of lks-admin may do this.", "Hanya anggota lks-admin yang boleh melakukan ini.";
        missing: "This page does not exist", "Halaman ini tidak ada";
        missing_text: "The address may be mistyped, or the run may be from another data folder.", "Mungkin alamatnya salah ketik, atau proses ini dari folder data lain.";
        to_overview: "To the overview", "Ke ringkasan";
        type_name: "Type {name} to go on", "Ketik {name} untuk melanjutkan";
        typed_wrong: "That is not the same yet.", "Belum sama.";
        simulated: "Sandbox: nothing here is real or costs money", "Sandbox: tidak ada yang nyata dan tidak ada biaya";
        not_found: "This does not exist (any more). Go back and choose again.", "Ini (sudah) tidak ada. Kembali dan pilih lagi.";
        offline: "The server cannot be reached. Check that it runs; this page tries again by itself.", "Server tidak dapat dihubungi. Pastikan server berjalan; halaman ini mencoba lagi sendiri.";
        expired: "Your session has ended. Sign in again; nothing on the server has been lost.", "Sesimu sudah berakhir. Masuk lagi; tidak ada yang hilang di server.";
        busy: "The server is busy. Wait a moment and try again.", "Server sedang sibuk. Tunggu sebentar lalu coba lagi.";
        down: "The server could not do it just now. Try again in a moment.", "Server belum bisa melakukannya. Coba lagi sebentar lagi.";
        garbled: "The answer could not be understood. Reload the page; if it stays, server and page are of different versions.", "Jawaban tidak dapat dibaca. Muat ulang halaman; jika tetap, versi server dan halaman berbeda.";
        refused: "The server did not accept this. Change it and try again.", "Server tidak menerima ini. Ubah lalu coba lagi.";
        live: "live", "langsung";
        reconnecting: "Connection lost. Trying again…", "Koneksi terputus. Mencoba lagi…";
    }
}

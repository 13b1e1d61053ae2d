//! Runs: the list, and one of them live.

texts! {
    /// Runs: the list, and one of them live.
    Run {
        about: "A run carries out an approved plan. You may close this page and come back: everything is kept, and every admin sees the same. If the server dies, the run waits here to be resumed; nothing is built twice and nothing is left over.", "Proses menjalankan rencana yang disetujui. Kamu boleh menutup halaman ini dan kembali lagi: semuanya tersimpan, dan semua admin melihat hal yang sama. Jika server mati, proses menunggu di sini untuk dilanjutkan; tidak ada yang dibuat dua kali dan tidak ada yang tertinggal.";
        title: "Run", "Proses";
        none: "No runs yet", "Belum ada proses";
        none_text: "Runs begin with an approved plan.", "Proses dimulai dari rencana yang disetujui.";
        to_plan: "Make a plan", "Buat rencana";
        all_runs: "All runs", "Semua proses";
        apply: "Build or change", "Bangun atau ubah";
        destroy: "Remove", "Hapus";
        started: "Started", "Dimulai";
        by: "By", "Oleh";
        state: "State", "Status";
        steps: "Steps", "Langkah";
        took: "Took", "Lama";
        running: "running", "berjalan";
        paused: "paused", "dijeda";
        waiting: "waiting for credentials", "menunggu kredensial";
        cancelling: "cancelling", "membatalkan";
        done: "done", "selesai";
        cancelled: "cancelled", "dibatalkan";
        failed: "failed", "gagal";
        interrupted: "interrupted", "terputus";
        skipped: "left out", "dilewati";
        pause: "Pause", "Jeda";
        resume: "Resume", "Lanjutkan";
        cancel: "Cancel run", "Batalkan proses";
        pausing: "Pausing: calls on their way are awaited, which may take some minutes.", "Menjeda: panggilan yang sedang berjalan ditunggu, bisa beberapa menit.";
        cancel_title: "Cancel this run?", "Batalkan proses ini?";
        cancel_text: "Calls on their way are awaited; no new ones are made. What is built stays, and a new plan goes on from there.", "Panggilan yang sedang berjalan ditunggu; tidak ada yang baru. Yang sudah dibangun tetap ada, dan rencana baru melanjutkan dari sana.";
        left: "about {time} left", "sisa sekitar {time}";
        elapsed: "Elapsed", "Berjalan";
        progress: "{done} of {of} steps done", "{done} dari {of} langkah selesai";
        map: "Map", "Peta";
        timeline: "Timeline", "Garis waktu";
        log: "Log", "Log";
        critical: "critical path", "jalur kritis";
        critical_text: "The run takes as long as the marked steps do.", "Proses berlangsung selama langkah yang ditandai.";
        only: "Show", "Tampilkan";
        only_all: "all steps", "semua langkah";
        only_open: "under way and failed", "berjalan dan gagal";
        only_critical: "critical path", "jalur kritis";
        resource: "Resource", "Sumber daya";
        detail: "What happens", "Yang terjadi";
        when: "When", "Kapan";
        request: "Request {id}", "Permintaan {id}";
        step_log: "Log of {name}", "Log {name}";
        log_none: "Nothing has happened yet.", "Belum ada yang terjadi.";
        log_more: "The newest {n} lines are shown.", "{n} baris terbaru ditampilkan.";
        cloud_clock: "Times are by the account's clock; the Sandbox's runs faster.", "Waktu menurut jam akun; jam Sandbox berjalan lebih cepat.";
        interrupted_text: "The server stopped during this run. Resume it: it looks at what is there first, and builds nothing twice.", "Server berhenti saat proses ini berjalan. Lanjutkan: keadaan dilihat dulu, dan tidak ada yang dibuat dua kali.";
        goes_on: "This run goes on here", "Proses ini berlanjut di sini";
        done_apply: "The stack stands. Next: pull the models and check every requirement.", "Stack sudah berdiri. Berikutnya: tarik model dan periksa setiap persyaratan.";
        done_destroy: "The stack is removed, and the final sweep is below.", "Stack sudah dihapus, dan hasil pemeriksaan akhir ada di bawah.";
        swept_clean: "Final sweep: nothing is left of the stack.", "Pemeriksaan akhir: tidak ada sisa stack.";
        left_over: "What is left", "Yang tersisa";
        cancelled_text: "This run was cancelled. Make a new plan to go on from here.", "Proses ini dibatalkan. Buat rencana baru untuk melanjutkan dari sini.";
        failed_text: "Something could not be done. The reason is below; mend it and make a new plan, which goes on from here.", "Ada yang tidak dapat dilakukan. Alasannya di bawah; perbaiki lalu buat rencana baru, yang melanjutkan dari sini.";
        waiting_text: "The run needs new credentials. Connect again, and it goes on by itself.", "Proses memerlukan kredensial baru. Hubungkan lagi, dan proses berlanjut sendiri.";
        reconnect: "Connect again", "Hubungkan lagi";
        to_verify: "To the checks", "Ke pemeriksaan";
        said: "{state}. {done} of {of} steps done.", "{state}. {done} dari {of} langkah selesai.";
    }
}

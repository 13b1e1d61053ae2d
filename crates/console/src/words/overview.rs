//! The overview and the guided first run.

texts! {
    /// The overview and the guided first run.
    Overview {
        about: "Both regions at a glance: who is served, by which workers, what the stack costs, and what needs attention.", "Kedua region sekilas: siapa yang dilayani, oleh worker mana, biaya stack, dan apa yang perlu perhatian.";
        attention: "Needs attention", "Perlu perhatian";
        all_well: "Nothing needs attention.", "Tidak ada yang perlu perhatian.";
        mend: "Go there", "Buka";
        first_run: "First steps", "Langkah pertama";
        first_run_text: "{done} of {of} done. Practise in the Sandbox: it is a simulated account, nothing is real or costs money.", "{done} dari {of} selesai. Berlatihlah di Sandbox: akun simulasi, tidak ada yang nyata dan tidak ada biaya.";
        step_done: "done", "selesai";
        step_next: "next", "berikutnya";
        connect: "Connect an account", "Hubungkan akun";
        connect_text: "The Sandbox to practise, or the lab's keys.", "Sandbox untuk berlatih, atau kunci dari lab.";
        plan: "Make a plan", "Buat rencana";
        plan_text: "See what would be created and what it costs.", "Lihat apa yang akan dibuat dan biayanya.";
        apply: "Apply it", "Jalankan";
        apply_text: "Approve the plan and watch it being built.", "Setujui rencana dan lihat pembangunannya.";
        models: "Pull the models", "Tarik model";
        models_text: "The workers need them to answer.", "Worker memerlukannya untuk menjawab.";
        verify: "Check every requirement", "Periksa setiap persyaratan";
        verify_text: "The jury's sheet, with evidence.", "Lembar juri, dengan bukti.";
        share: "Share the link", "Bagikan tautan";
        share_text: "Learners sign up at this address:", "Siswa mendaftar di alamat ini:";
        copy: "Copy", "Salin";
        copied: "Copied", "Tersalin";
        regions: "Regions", "Region";
        worker: "Worker", "Worker";
        kind: "Kind", "Jenis";
        zone: "Zone", "Zona";
        queue: "Queue", "Antrean";
        latency: "Latency", "Latensi";
        tokens: "Tokens/s", "Token/dtk";
        models_count: "Models", "Model";
        backup: "backup", "cadangan";
        any: "all", "semua";
        up: "up", "aktif";
        degraded: "degraded", "terganggu";
        down: "down", "mati";
        unknown: "unknown", "belum diketahui";
        learners: "Learners", "Siswa";
        active: "active now", "aktif sekarang";
        today: "today", "hari ini";
        registered: "registered", "terdaftar";
        unconfirmed: "to be confirmed", "menunggu konfirmasi";
        traffic: "Last five minutes", "Lima menit terakhir";
        requests: "requests", "permintaan";
        errors: "errors", "galat";
        replies: "replies being written", "balasan sedang ditulis";
        stack: "The stack", "Stack";
        absent: "not built", "belum dibangun";
        working: "a run is under way", "proses sedang berjalan";
        standing: "stands", "berdiri";
        partial: "partly there", "sebagian ada";
        not_known: "no account connected", "tidak ada akun terhubung";
        resources: "{n} of {of} resources", "{n} dari {of} sumber daya";
        so_far: "so far", "sejauh ini";
        an_hour: "an hour", "per jam";
        points: "points at the last check", "poin pada pemeriksaan terakhir";
        last_run: "Last run", "Proses terakhir";
    }
}

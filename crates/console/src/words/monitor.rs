//! Figures, alarms, logs and models.

texts! {
    /// Figures, alarms, logs and models.
    Monitor {
        about: "What is measured, by this server or by CloudWatch in the connected account; alarms; the log; and the models on every worker. Figures of a simulated stack are made up and say so.", "Yang diukur, oleh server ini atau oleh CloudWatch di akun yang terhubung; alarm; log; dan model di setiap worker. Angka stack simulasi adalah buatan dan diberi tanda.";
        source: "From", "Dari";
        local: "this server", "server ini";
        simulated: "simulated stack", "stack simulasi";
        aws: "CloudWatch", "CloudWatch";
        simulated_text: "These figures are made up for the simulated stack. Nothing of it was measured.", "Angka ini dibuat untuk stack simulasi. Tidak ada yang diukur.";
        range: "Range", "Rentang";
        minutes: "{n} minutes", "{n} menit";
        hours: "{n} hours", "{n} jam";
        no_figures: "No figures yet. They come as soon as something is measured.", "Belum ada angka. Akan muncul begitu ada yang diukur.";
        now: "now {value}", "sekarang {value}";
        time: "Time", "Waktu";
        alarms: "Alarms", "Alarm";
        alarms_none: "No alarms.", "Tidak ada alarm.";
        ok: "ok", "aman";
        alarm: "alarm", "alarm";
        unknown: "too few figures", "data kurang";
        logs: "Log", "Log";
        logs_none: "No lines found.", "Tidak ada baris.";
        log_group: "Part", "Bagian";
        log_search: "Search the log", "Cari di log";
        older: "Older lines", "Baris lebih lama";
        models: "Models", "Model";
        pull: "Pull", "Tarik";
        pull_name: "Model to pull", "Model yang ditarik";
        pulls: "Pulls", "Penarikan";
        pull_cancel: "Stop", "Hentikan";
        built_in: "Built-in models; this worker pulls none.", "Model bawaan; worker ini tidak menarik model.";
        no_models: "No model yet.", "Belum ada model.";
        missing: "wanted, not there", "dibutuhkan, belum ada";
        remove: "Remove", "Hapus";
        remove_title: "Remove {name}?", "Hapus {name}?";
        remove_text: "It is deleted from this worker's storage. It can be pulled again.", "Model dihapus dari penyimpanan worker ini. Bisa ditarik lagi.";
        try_it: "Try a prompt", "Coba prompt";
        try_model: "Model", "Model";
        try_prompt: "Prompt", "Prompt";
        try_default: "Say hello to a new student in one sentence.", "Say hello to a new student in one sentence.";
        try_go: "Send", "Kirim";
        try_stop: "Stop", "Hentikan";
        try_empty: "The answer appears here, word by word.", "Jawaban muncul di sini, kata demi kata.";
        running: "pulling", "menarik";
        done: "done", "selesai";
        failed: "failed", "gagal";
        cancelled: "stopped", "dihentikan";
    }
}

//! The plan: choices, steps, cost, approval.

texts! {
    /// The plan: choices, steps, cost, approval.
    Plan {
        about: "Choose how the stack shall be, make a plan, read it, and approve it. Nothing is created, changed or charged before you approve. What you approve is exactly what you read here: if the account has changed meanwhile, the plan is refused and a new one is made.", "Tentukan bentuk stack, buat rencana, baca, lalu setujui. Tidak ada yang dibuat, diubah, atau ditagih sebelum kamu menyetujui. Yang kamu setujui persis seperti yang kamu baca di sini: jika akun sudah berubah, rencana ditolak dan dibuat yang baru.";
        choices: "The stack", "Stack";
        choices_text: "The defaults are the stack of the specification. Costs are for the whole stack with that choice.", "Nilai bawaan adalah stack sesuai spesifikasi. Biaya adalah untuk seluruh stack dengan pilihan itu.";
        defaults: "Back to the defaults", "Kembali ke nilai bawaan";
        changed: "not the default", "bukan bawaan";
        as_file: "As a stack file for the command line", "Sebagai berkas stack untuk baris perintah";
        problems: "{n} choices must be mended before a plan can be made.", "{n} pilihan harus diperbaiki sebelum rencana dapat dibuat.";
        resources: "{n} resources", "{n} sumber daya";
        make: "Make plan", "Buat rencana";
        making: "Reading the account and planning…", "Membaca akun dan menyusun rencana…";
        apply: "Approve and apply", "Setujui dan jalankan";
        starting: "Starting the run…", "Memulai proses…";
        none: "No plan yet", "Belum ada rencana";
        none_text: "Make one to see what would be created, changed and deleted, and what it costs. That only reads.", "Buat rencana untuk melihat apa yang akan dibuat, diubah, dihapus, dan biayanya. Ini hanya membaca.";
        nothing_to_do: "Nothing to do: {n} resources are as they shall be.", "Tidak ada yang perlu dilakukan: {n} sumber daya sudah sesuai.";
        made: "Made {time} by {who}", "Dibuat {time} oleh {who}";
        removal: "This plan removes the stack.", "Rencana ini menghapus stack.";
        the_plan: "The plan", "Rencana";
        takes: "takes about {time}", "perkiraan {time}";
        stack_with: "{label} – stack {usd}", "{label} – stack {usd}";
        per_hour: "an hour", "per jam";
        per_day: "a day", "per hari";
        per_month: "a month", "per bulan";
        cost: "Cost", "Biaya";
        once_applied: "Once applied", "Setelah dijalankan";
        difference: "{usd} an hour more than now", "{usd} per jam lebih dari sekarang";
        saving: "{usd} an hour less than now", "{usd} per jam lebih hemat dari sekarang";
        same_cost: "as now", "sama seperti sekarang";
        dearest: "What costs most", "Yang paling mahal";
        by_use: "By use on top", "Tambahan sesuai pemakaian";
        prices: "Prices of {when}: {source}", "Harga per {when}: {source}";
        findings: "What the policy says", "Menurut kebijakan";
        no_findings: "Nothing against the rules.", "Tidak ada yang melanggar aturan.";
        blocked: "This plan cannot be carried out", "Rencana ini tidak dapat dijalankan";
        steps: "Steps", "Langkah";
        filter: "Search the steps", "Cari langkah";
        shown: "{n} of {of} steps", "{n} dari {of} langkah";
        action: "Action", "Tindakan";
        resource: "Resource", "Sumber daya";
        region: "Region", "Region";
        why: "Why", "Alasan";
        time: "Time", "Waktu";
        loses: "Lost: {what}", "Hilang: {what}";
        new_one: "needs a new one", "perlu dibuat baru";
        field: "Field", "Kolom";
        typed_title: "Something will be lost", "Ada yang akan hilang";
        to_account: "To the account", "Ke akun";
        made_said: "The plan is made: {summary}", "Rencana selesai: {summary}";
    }
}

//! Why the server refused, by its code: what happened and what to do next.

texts! {
    /// Why the server refused.
    Refusal {
        admins_only: "Only members of lks-admin may do this.", "Hanya anggota lks-admin yang boleh melakukan ini.";
        not_connected: "No account is connected. Connect one first, or the Sandbox to practise.", "Belum ada akun terhubung. Hubungkan dulu, atau gunakan Sandbox untuk berlatih.";
        other_account: "The stack belongs to another account than the one that is connected. Connect that account.", "Stack ini milik akun lain, bukan yang terhubung. Hubungkan akun tersebut.";
        credentials_expired: "The credentials have ended. Copy new ones from the lab and connect again.", "Kredensial sudah berakhir. Salin yang baru dari lab lalu hubungkan lagi.";
        not_simulated: "Only the Sandbox's clock can be set.", "Hanya jam Sandbox yang dapat diatur.";
        plan_unknown: "This plan is not the last one any more. Read the newest plan and approve that.", "Rencana ini bukan yang terbaru lagi. Baca rencana terbaru lalu setujui.";
        plan_stale: "The account, or what is chosen, has changed since this plan was made. Make a new plan.", "Akun atau pilihannya sudah berubah sejak rencana ini dibuat. Buat rencana baru.";
        plan_blocked: "This plan cannot be carried out. The findings say what must be mended first.", "Rencana ini tidak dapat dijalankan. Temuan menunjukkan apa yang harus diperbaiki dulu.";
        plan_empty: "This plan has nothing to do.", "Rencana ini tidak perlu melakukan apa pun.";
        name_not_typed: "The name that was typed is not the stack's. Nothing was done.", "Nama yang diketik bukan nama stack. Tidak ada yang dilakukan.";
        run_active: "Another run is under way. Wait for it, or cancel it first.", "Proses lain sedang berjalan. Tunggu, atau batalkan dulu.";
        run_over: "This run has ended already.", "Proses ini sudah berakhir.";
        nothing_to_resume: "This run cannot be resumed. Make a new plan; it goes on from what is there.", "Proses ini tidak dapat dilanjutkan. Buat rencana baru; ia melanjutkan dari yang sudah ada.";
        no_drift: "This difference is gone already. Look for drift again.", "Perbedaan ini sudah tidak ada. Cari drift lagi.";
        last_admin: "This is the last admin. Make somebody else an admin first.", "Ini admin terakhir. Jadikan orang lain admin dulu.";
        user_disabled: "This account is locked. Unlock it first.", "Akun ini terkunci. Buka dulu kuncinya.";
        too_many_codes: "There were too many codes for this address in the last hour. Use the newest, or wait.", "Terlalu banyak kode untuk alamat ini dalam satu jam terakhir. Gunakan yang terbaru, atau tunggu.";
        embedded_worker: "This worker has built-in models and pulls none.", "Worker ini memakai model bawaan dan tidak menarik model.";
    }
}

impl Refusal {
    /// The sentence for a code; none for one that is told best by the server's own sentence.
    pub fn of(&self, code: &str) -> Option<&'static str> {
        Some(match code {
            "admins_only" => self.admins_only,
            "not_connected" => self.not_connected,
            "other_account" => self.other_account,
            "credentials_expired" => self.credentials_expired,
            "not_simulated" => self.not_simulated,
            "plan_unknown" => self.plan_unknown,
            "plan_stale" => self.plan_stale,
            "plan_blocked" => self.plan_blocked,
            "plan_empty" => self.plan_empty,
            "name_not_typed" => self.name_not_typed,
            "run_active" => self.run_active,
            "run_over" => self.run_over,
            "nothing_to_resume" => self.nothing_to_resume,
            "no_drift" => self.no_drift,
            "last_admin" => self.last_admin,
            "user_disabled" => self.user_disabled,
            "too_many_codes" => self.too_many_codes,
            "embedded_worker" => self.embedded_worker,
            _ => return None,
        })
    }
}

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
        account_connect: "connected the account", "menghubungkan akun";
        account_disconnect: "disconnected the account", "memutuskan akun";
        account_speed: "set the simulated clock's speed", "mengatur kecepatan jam simulasi";
        stack_save: "changed the choices", "mengubah pilihan";
        plan_make: "made a plan", "membuat rencana";
        plan_removal: "planned the removal", "merencanakan penghapusan";
        run_approve: "approved the plan", "menyetujui rencana";
        run_pause: "paused the run", "menjeda proses";
        run_resume: "resumed the run", "melanjutkan proses";
        run_cancel: "cancelled the run", "membatalkan proses";
        verify_run: "ran the checks", "menjalankan pemeriksaan";
        drift_look: "looked for drift", "mencari drift";
        drift_accept: "accepted the drift", "menerima drift";
        drift_ignore: "ignored the drift", "mengabaikan drift";
        drift_revert: "had the drift set back", "meminta drift dikembalikan";
        model_pull: "had a model pulled", "meminta model diambil";
        model_pull_cancel: "stopped pulling the model", "menghentikan pengambilan model";
        model_remove: "removed the model", "menghapus model";
        model_try: "tried the model", "mencoba model";
        user_confirm: "confirmed the registration", "mengonfirmasi pendaftaran";
        user_reset: "reset the password", "mengatur ulang kata sandi";
        user_disable: "disabled the account", "menonaktifkan akun";
        user_enable: "enabled the account", "mengaktifkan akun";
        user_groups: "changed the groups", "mengubah grup";
        class_create: "made the class", "membuat kelas";
        class_delete: "deleted the class", "menghapus kelas";
    }
}

impl Audit {
    /// A deed in words; none: it is one that this page does not know.
    pub fn deed(&self, what: &str) -> Option<&'static str> {
        Some(match what {
            "account.connect" => self.account_connect,
            "account.disconnect" => self.account_disconnect,
            "account.speed" => self.account_speed,
            "stack.save" => self.stack_save,
            "plan.make" => self.plan_make,
            "plan.removal" => self.plan_removal,
            "run.approve" => self.run_approve,
            "run.pause" => self.run_pause,
            "run.resume" => self.run_resume,
            "run.cancel" => self.run_cancel,
            "verify.run" => self.verify_run,
            "drift.look" => self.drift_look,
            "drift.accept" => self.drift_accept,
            "drift.ignore" => self.drift_ignore,
            "drift.revert" => self.drift_revert,
            "model.pull" => self.model_pull,
            "model.pull.cancel" => self.model_pull_cancel,
            "model.remove" => self.model_remove,
            "model.try" => self.model_try,
            "user.confirm" => self.user_confirm,
            "user.reset" => self.user_reset,
            "user.disable" => self.user_disable,
            "user.enable" => self.user_enable,
            "user.groups" => self.user_groups,
            "class.create" => self.class_create,
            "class.delete" => self.class_delete,
            _ => return None,
        })
    }
}

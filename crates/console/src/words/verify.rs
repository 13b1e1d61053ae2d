//! The jury's sheet.

texts! {
    /// The jury's sheet.
    Verify {
        about: "Every requirement of the task, checked against the live account, with what was seen. A requirement that could not be checked is never counted as met. The sheet can be printed and exported.", "Setiap persyaratan tugas diperiksa terhadap akun yang sebenarnya, beserta buktinya. Persyaratan yang tidak dapat diperiksa tidak pernah dihitung terpenuhi. Lembar ini dapat dicetak dan diekspor.";
        run: "Run checks", "Jalankan pemeriksaan";
        running: "Looking at the account and asking the live stack…", "Melihat akun dan menanyai stack yang berjalan…";
        run_group: "Run this group", "Periksa kelompok ini";
        none: "Nothing checked yet", "Belum ada pemeriksaan";
        none_text: "Run the checks to see how every requirement stands.", "Jalankan pemeriksaan untuk melihat keadaan setiap persyaratan.";
        points: "{got} of {of} points", "{got} dari {of} poin";
        pass: "pass", "lulus";
        fail: "fail", "gagal";
        unknown: "not checkable", "tidak dapat diperiksa";
        at: "Checked {time} by {who}", "Diperiksa {time} oleh {who}";
        account: "account {id}", "akun {id}";
        only_bad: "what is not met", "yang belum terpenuhi";
        evidence: "Seen", "Terlihat";
        remedy: "How to mend it", "Cara memperbaiki";
        mend: "Mend it with a new plan", "Perbaiki dengan rencana baru";
        history: "Earlier sheets", "Lembar sebelumnya";
        open: "Open", "Buka";
        export: "Export", "Ekspor";
        print: "Print", "Cetak";
        group_only: "only group {group}", "hanya kelompok {group}";
        said: "Checks done: {passed} passed, {failed} failed, {unknown} not checkable.", "Pemeriksaan selesai: {passed} lulus, {failed} gagal, {unknown} tidak dapat diperiksa.";
        network: "Network", "Jaringan";
        nat: "NAT instances", "Instans NAT";
        storage: "Storage", "Penyimpanan";
        security: "Security groups", "Grup keamanan";
        workers: "Workers", "Worker";
        balancing: "Load balancing", "Penyeimbang beban";
        database: "Database", "Basis data";
        lambda: "Lambda", "Lambda";
        api: "API Gateway", "API Gateway";
        identity: "Cognito", "Cognito";
        client: "Client", "Klien";
        monitoring: "Monitoring", "Pemantauan";
        hygiene: "Names, tags and tidiness", "Nama, tag, dan kerapian";
    }
}

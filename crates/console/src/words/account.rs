//! The connected account.

texts! {
    /// The connected account.
    Account {
        about: "The account that plans and runs work in. Keys are kept in the server's memory only and are gone when it stops; they are never shown, logged or stored. When temporary keys end, connect again with new ones: a run that waits goes on by itself.", "Akun tempat rencana dan proses bekerja. Kunci hanya disimpan di memori server dan hilang saat server berhenti; tidak pernah ditampilkan, dicatat, atau disimpan. Saat kunci sementara berakhir, hubungkan lagi dengan yang baru: proses yang menunggu berlanjut sendiri.";
        connected: "Connected", "Terhubung";
        none: "No account is connected", "Belum ada akun terhubung";
        none_text: "Choose below how to connect. To practise, take the Sandbox.", "Pilih cara menghubungkan di bawah. Untuk berlatih, gunakan Sandbox.";
        how: "How to connect", "Cara menghubungkan";
        connect: "Connect", "Hubungkan";
        connecting: "Connecting and asking what may be done…", "Menghubungkan dan menanyakan izin…";
        disconnect: "Disconnect", "Putuskan";
        sandbox: "Sandbox", "Sandbox";
        keys: "Access keys", "Kunci akses";
        profile: "Profile", "Profil";
        instance_role: "Instance role", "Peran instans";
        endpoint: "AWS-compatible service", "Layanan kompatibel AWS";
        account_id: "Account", "Akun";
        caller: "Signed in as", "Masuk sebagai";
        address: "Address", "Alamat";
        ends: "Ends", "Berakhir";
        ends_in: "Credentials (to practise that they end)", "Kredensial (untuk berlatih saat berakhir)";
        ends_after: "end after {n} simulated minutes", "berakhir setelah {n} menit simulasi";
        never: "does not end", "tidak berakhir";
        not_told: "the credentials do not say", "kredensialnya tidak menyebutkan";
        lab_clock: "Time left in the lab, in hours and minutes (optional)", "Sisa waktu lab, dalam jam dan menit (opsional)";
        lab_clock_hint: "The lab shows it beside its name, for example 3:59. With it you are warned in time, and a run stops in good order before the keys end.", "Lab menampilkannya di samping namanya, misalnya 3:59. Dengan ini Anda diperingatkan tepat waktu, dan proses berhenti dengan rapi sebelum kunci berakhir.";
        lab_clock_wrong: "The time left is written as hours and minutes, for example 3:59.", "Sisa waktu ditulis sebagai jam dan menit, misalnya 3:59.";
        left: "in {time}", "dalam {time}";
        over: "has ended", "sudah berakhir";
        ending: "The credentials end soon. Copy new ones from the lab and connect again; a run under way is not lost.", "Kredensial segera berakhir. Salin yang baru dari lab lalu hubungkan lagi; proses yang berjalan tidak hilang.";
        waiting: "A run waits for new credentials.", "Sebuah proses menunggu kredensial baru.";
        to_run: "To the run", "Ke proses";
        since: "Since", "Sejak";
        permissions: "What may be done", "Yang boleh dilakukan";
        allowed: "allowed", "boleh";
        denied: "not allowed", "tidak boleh";
        not_known: "could not be told", "tidak diketahui";
        speed: "Speed of the simulated clock", "Kecepatan jam simulasi";
        speed_real: "as in reality", "seperti kenyataan";
        speed_times: "{n} times as fast", "{n} kali lebih cepat";
        speed_max: "as fast as it can", "secepat mungkin";
        paste: "Paste the lab's block here", "Tempel blok dari lab di sini";
        paste_hint: "AWS Details → AWS CLI: Show. The three lines with aws_access_key_id, aws_secret_access_key and aws_session_token.", "AWS Details → AWS CLI: Show. Tiga baris dengan aws_access_key_id, aws_secret_access_key, dan aws_session_token.";
        profile_name: "Name of the profile", "Nama profil";
        url: "Address of the service", "Alamat layanan";
        unavailable: "not available here", "tidak tersedia di sini";
        said: "Connected to account {id}.", "Terhubung ke akun {id}.";
    }
}

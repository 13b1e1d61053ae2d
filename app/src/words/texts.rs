//! The texts themselves. `{n}` and `{name}` are filled in where they are shown.

macro_rules! texts {
    ($($key:ident: $english:literal, $indonesian:literal;)*) => {
        /// All texts of the interface in one language.
        pub struct Words {
            $(#[doc = $english] pub $key: &'static str,)*
        }
        /// In English.
        pub static ENGLISH: Words = Words { $($key: $english,)* };
        /// In Bahasa Indonesia.
        pub static INDONESIAN: Words = Words { $($key: $indonesian,)* };

        #[cfg(test)]
        const PAIRS: &[(&str, &str)] = &[$(($english, $indonesian),)*];
    };
}

texts! {
    // Frame
    tagline: "Practise English by talking about what matters to you.", "Berlatih bahasa Inggris dengan membicarakan hal yang penting bagimu.";
    loading: "Loading…", "Memuat…";
    skip: "Skip to the message box", "Langsung ke kotak pesan";
    skip_content: "Skip to the content", "Langsung ke isi";
    settings: "Settings", "Pengaturan";
    check: "System check", "Cek sistem";
    sign_out: "Sign out", "Keluar";
    back_to_chat: "Back to the chat", "Kembali ke obrolan";
    missing_title: "This page does not exist", "Halaman ini tidak ada";
    missing_text: "The address may be mistyped, or the conversation may have been deleted.", "Mungkin alamatnya salah ketik, atau percakapannya sudah dihapus.";
    close: "Close", "Tutup";
    cancel: "Cancel", "Batal";
    save: "Save", "Simpan";
    saved: "Saved.", "Tersimpan.";
    try_again: "Try again", "Coba lagi";
    // Account
    name: "Name", "Nama";
    email: "Email", "Email";
    password: "Password", "Kata sandi";
    password_hint: "At least 8 characters, with a small letter and a number.", "Minimal 8 karakter, dengan huruf kecil dan angka.";
    sign_in: "Sign in", "Masuk";
    sign_in_title: "Welcome back", "Selamat datang kembali";
    sign_up: "Create account", "Buat akun";
    sign_up_title: "Start talking", "Mulai mengobrol";
    no_account: "New here?", "Baru di sini?";
    have_account: "Already have an account?", "Sudah punya akun?";
    forgot: "Forgot password?", "Lupa kata sandi?";
    forgot_title: "Reset your password", "Atur ulang kata sandi";
    forgot_text: "We send a code to your email. With it you choose a new password.", "Kami mengirim kode ke emailmu. Dengan kode itu kamu memilih kata sandi baru.";
    send_code: "Send code", "Kirim kode";
    code: "Code", "Kode";
    code_sent: "If there is an account for this email, a code is on its way.", "Jika ada akun dengan email ini, kodenya sedang dikirim.";
    new_password: "New password", "Kata sandi baru";
    current_password: "Current password", "Kata sandi sekarang";
    set_password: "Set new password", "Simpan kata sandi baru";
    confirm: "Confirm", "Konfirmasi";
    resend: "Send the code again", "Kirim ulang kode";
    working: "One moment…", "Sebentar…";
    fill_in: "Please fill in every field.", "Isi semua kolom dulu.";
    password_changed: "Your password has been changed.", "Kata sandimu sudah diganti.";
    point_talk: "Sofya answers in the region you choose, word by word.", "Sofya menjawab dari region pilihanmu, kata demi kata.";
    point_notes: "Every message gets notes: what to mend, and why.", "Setiap pesan diberi catatan: apa yang perlu diperbaiki dan mengapa.";
    point_keep: "Your conversations stay with you, on any device.", "Percakapanmu tersimpan dan bisa dibuka di perangkat mana pun.";
    // Problems
    offline: "The server cannot be reached. Check your connection and try again.", "Server tidak dapat dihubungi. Periksa koneksimu lalu coba lagi.";
    offline_banner: "You are offline. What you type is kept; send it when the connection is back.", "Kamu sedang offline. Ketikanmu disimpan; kirim saat koneksi kembali.";
    session_ended: "Your session has ended. Sign in again; what you typed has been kept.", "Sesimu sudah berakhir. Masuk lagi; ketikanmu tetap tersimpan.";
    not_found: "This conversation does not exist, or it has been deleted.", "Percakapan ini tidak ada atau sudah dihapus.";
    busy: "Too many requests just now. Wait a moment and try again.", "Terlalu banyak permintaan. Tunggu sebentar lalu coba lagi.";
    busy_for: "Too many requests just now. Try again in {n} seconds.", "Terlalu banyak permintaan. Coba lagi dalam {n} detik.";
    server_down: "The server cannot answer just now. Try again in a moment, or choose the other region.", "Server belum bisa menjawab. Coba lagi sebentar lagi, atau pilih region lain.";
    garbled: "The answer could not be understood. Reload the page and try again.", "Jawaban server tidak dapat dibaca. Muat ulang halaman lalu coba lagi.";
    refused: "The server did not accept this. Change it and try again.", "Server tidak menerima ini. Ubah lalu coba lagi.";
    wrong_credentials: "Email or password is not right. Try again, or reset your password.", "Email atau kata sandi salah. Coba lagi, atau atur ulang kata sandimu.";
    email_taken: "There is an account with this email already. Sign in instead.", "Sudah ada akun dengan email ini. Silakan masuk.";
    wrong_code: "This code is not right. Check it, or ask for a new one.", "Kode ini salah. Periksa lagi, atau minta kode baru.";
    old_code: "This code is no longer valid. Ask for a new one.", "Kode ini sudah tidak berlaku. Minta kode baru.";
    too_often: "Too many attempts. Wait a few minutes and try again.", "Terlalu banyak percobaan. Tunggu beberapa menit lalu coba lagi.";
    weak_password: "This password is too weak. Use at least 8 characters, with a small letter and a number.", "Kata sandi ini terlalu lemah. Gunakan minimal 8 karakter, dengan huruf kecil dan angka.";
    worker_unreachable: "No worker in this region can be reached. Try again, or choose the other region.", "Tidak ada worker di region ini yang dapat dihubungi. Coba lagi, atau pilih region lain.";
    worker_busy: "This region is busy. Try again in a moment, or choose the other region.", "Region ini sedang sibuk. Coba lagi sebentar lagi, atau pilih region lain.";
    model_missing: "This region does not have the chosen model. Choose another model.", "Region ini tidak punya model yang dipilih. Pilih model lain.";
    worker_failed: "The reply broke off. What had arrived is kept; try again.", "Balasan terputus. Yang sudah tiba tetap disimpan; coba lagi.";
    interrupted: "The server was restarted while this reply was being written. Try again.", "Server dimulai ulang saat balasan ini ditulis. Coba lagi.";
    not_stored: "This reply could not be saved. Copy what you need and try again.", "Balasan ini tidak dapat disimpan. Salin yang perlu lalu coba lagi.";
    connection_lost: "The connection was lost. Reload the page to see how the reply went on.", "Koneksi terputus. Muat ulang halaman untuk melihat lanjutan balasan.";
    reconnecting: "Connection lost. Trying again…", "Koneksi terputus. Mencoba lagi…";
    // Chat
    conversation: "Conversation", "Percakapan";
    new_conversation: "New conversation", "Percakapan baru";
    message: "Message", "Pesan";
    message_hint: "Write in English…", "Tulis dalam bahasa Inggris…";
    keys_hint: "Enter sends, Shift + Enter starts a new line", "Enter mengirim, Shift + Enter baris baru";
    send: "Send", "Kirim";
    stop: "Stop", "Hentikan";
    region: "Region", "Region";
    model: "Model", "Model";
    no_models: "no model yet", "belum ada model";
    model_of_sofya: "Sofya's language model", "Model bahasa Sofya";
    model_coming: "Sofya's model is being fetched", "Model Sofya sedang diunduh";
    model_here: "is here", "sudah ada";
    model_off: "is not used", "tidak dipakai";
    model_failed: "cannot be had", "tidak bisa diperoleh";
    up: "up", "aktif";
    degraded: "degraded", "terganggu";
    down: "down", "mati";
    asking: "checking…", "memeriksa…";
    you: "You", "Kamu";
    sofya: "Sofya", "Sofya";
    sofya_writes: "Sofya is writing…", "Sofya sedang menulis…";
    copy: "Copy", "Salin";
    copied: "Copied", "Tersalin";
    copy_failed: "Could not copy", "Gagal menyalin";
    edit: "Edit", "Ubah";
    edit_message: "Edit message", "Ubah pesan";
    resend_edited: "Save and send", "Simpan dan kirim";
    edit_note: "What came after this message will be replaced.", "Semua setelah pesan ini akan diganti.";
    regenerate: "Regenerate", "Tulis ulang";
    retry: "Retry", "Coba lagi";
    listen: "Read aloud", "Bacakan";
    stopped: "You stopped this reply.", "Kamu menghentikan balasan ini.";
    dictate: "Speak your message", "Ucapkan pesanmu";
    stop_listening: "Stop listening", "Berhenti mendengarkan";
    jump: "Jump to latest", "Ke pesan terbaru";
    greeting: "Hi {name}, what shall we talk about?", "Hai {name}, mau ngobrol tentang apa?";
    greeting_text: "Write anything in English. Mistakes are welcome here: they are how the notes get useful.", "Tulis apa saja dalam bahasa Inggris. Salah pun tidak apa-apa: dari situlah catatannya berguna.";
    role_plays: "Role-plays", "Bermain peran";
    talks: "Just talk", "Ngobrol saja";
    word_help: "Words", "Kata-kata";
    // Corrections
    corrections: "Corrections", "Koreksi";
    checking: "Reading your message…", "Membaca pesanmu…";
    nothing_found: "No suggestions from the checker", "Tidak ada saran dari pemeriksa";
    insert: "add", "tambahkan";
    remove: "leave out", "hilangkan";
    becomes: "becomes", "menjadi";
    suggestion: "Suggestion", "Saran";
    minor: "Small slip", "Kesalahan kecil";
    major: "Important", "Penting";
    verb: "Verb form", "Bentuk kata kerja";
    agreement: "Agreement", "Kesesuaian subjek";
    article: "Article", "Artikel";
    preposition: "Preposition", "Preposisi";
    noun: "Noun", "Kata benda";
    pronoun: "Pronoun", "Kata ganti";
    word_order: "Word order", "Urutan kata";
    structure: "Structure", "Struktur";
    word_choice: "Word choice", "Pilihan kata";
    spelling: "Spelling", "Ejaan";
    capitalization: "Capital letters", "Huruf besar";
    punctuation: "Punctuation", "Tanda baca";
    style: "Better wording", "Ungkapan yang lebih baik";
    other: "Other", "Lainnya";
    // Progress
    progress: "Your progress", "Kemajuanmu";
    progress_none: "After your next message you see here how the conversation is going.", "Setelah pesan berikutnya, di sini terlihat bagaimana percakapanmu berjalan.";
    level: "English level, about", "Tingkat bahasa Inggris, kira-kira";
    level_a1: "Single words and set phrases.", "Kata-kata dan ungkapan sederhana.";
    level_a2: "Simple sentences about yourself.", "Kalimat sederhana tentang dirimu.";
    level_b1: "Connected text about everyday things.", "Teks yang runtut tentang hal sehari-hari.";
    level_b2: "Clear, detailed text about many topics.", "Teks yang jelas dan rinci tentang banyak topik.";
    level_c1: "Well-built text, about difficult topics too.", "Teks yang tersusun baik, juga tentang topik sulit.";
    level_note: "An estimate from this conversation, not an exam.", "Perkiraan dari percakapan ini, bukan ujian.";
    progress_text: "Of this conversation, from 0 to 100.", "Untuk percakapan ini, dari 0 sampai 100.";
    fluency: "Written fluency", "Kelancaran menulis";
    fluency_means: "Length and flow of your sentences", "Panjang dan alur kalimatmu";
    vocabulary: "Vocabulary", "Kosakata";
    vocabulary_means: "Range and precision of your words", "Ragam dan ketepatan kata";
    grammar: "Grammar", "Tata bahasa";
    grammar_means: "How many forms are right", "Seberapa banyak bentuk yang benar";
    comprehension: "Comprehension", "Pemahaman";
    comprehension_means: "Whether your answers fit the questions", "Apakah jawabanmu sesuai pertanyaan";
    coherence: "Coherence", "Keterpaduan";
    coherence_means: "Whether your ideas hang together", "Apakah gagasanmu saling terhubung";
    etiquette: "Digital etiquette", "Etika digital";
    etiquette_means: "Politeness and tone", "Kesopanan dan nada";
    responsiveness: "Responsiveness", "Ketanggapan";
    responsiveness_means: "Whether you answer and ask back", "Apakah kamu menjawab dan balik bertanya";
    clarity: "Clarity", "Kejelasan";
    clarity_means: "How easily you are understood", "Seberapa mudah kamu dipahami";
    overall: "Overall communication", "Komunikasi keseluruhan";
    overall_means: "All of it together", "Gabungan semuanya";
    // History
    history: "History", "Riwayat";
    open_history: "Open history", "Buka riwayat";
    search: "Search conversations", "Cari percakapan";
    untitled: "Untitled", "Tanpa judul";
    none_yet: "No conversations yet. The first one appears here.", "Belum ada percakapan. Yang pertama akan muncul di sini.";
    none_found: "No conversation has these words in its title.", "Tidak ada percakapan dengan kata itu di judulnya.";
    rename: "Rename", "Ganti nama";
    rename_title: "Rename conversation", "Ganti nama percakapan";
    title: "Title", "Judul";
    delete: "Delete", "Hapus";
    delete_title: "Delete this conversation?", "Hapus percakapan ini?";
    delete_text: "“{name}” will be gone for good.", "“{name}” akan hilang selamanya.";
    clear_all: "Clear all", "Hapus semua";
    clear_title: "Delete all conversations?", "Hapus semua percakapan?";
    clear_text: "All {n} conversations will be gone for good.", "Semua {n} percakapan akan hilang selamanya.";
    // Settings
    profile: "Profile", "Profil";
    practice: "Practice", "Latihan";
    default_region: "Default region", "Region bawaan";
    chat_model: "Chat model", "Model obrolan";
    embedding_model: "Embedding model", "Model embedding";
    embedding_hint: "It turns each conversation into the numbers that conversations are compared by.", "Model ini mengubah setiap percakapan menjadi angka untuk membandingkan percakapan.";
    embedding_wrong: "{model} makes {n} numbers, but {kept} are kept. The other model stays chosen.", "{model} menghasilkan {n} angka, padahal yang disimpan {kept}. Pilihan model tetap yang sebelumnya.";
    look: "Look and language", "Tampilan dan bahasa";
    interface_language: "Interface language", "Bahasa antarmuka";
    theme: "Theme", "Tema";
    theme_system: "System", "Sistem";
    theme_light: "Light", "Terang";
    theme_dark: "Dark", "Gelap";
    security: "Security", "Keamanan";
    change_password: "Change password", "Ganti kata sandi";
    sign_out_everywhere: "Sign out everywhere", "Keluar dari semua perangkat";
    sign_out_everywhere_text: "Ends your session in every browser, this one too.", "Mengakhiri sesimu di semua browser, termasuk yang ini.";
    at_once: "Choices here take effect at once and are kept in this browser.", "Pilihan di sini langsung berlaku dan disimpan di browser ini.";
    // Check
    check_text: "Who is signed in, and how every endpoint answers right now.", "Siapa yang masuk, dan bagaimana setiap endpoint menjawab saat ini.";
    signed_in_as: "Signed in as", "Masuk sebagai";
    run_again: "Run again", "Jalankan lagi";
    endpoint: "Endpoint", "Endpoint";
    state: "State", "Keadaan";
    latency: "Latency", "Latensi";
    ok: "OK", "OK";
    failed: "Failed", "Gagal";
    accounts: "Account and conversations", "Akun dan percakapan";
    groups: "Groups", "Grup";
    user_id: "User id", "ID pengguna";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_every_text_with_the_same_places_to_fill() {
        for (english, indonesian) in PAIRS {
            assert!(!english.is_empty() && !indonesian.is_empty());
            for place in ["{n}", "{name}"] {
                assert_eq!(english.contains(place), indonesian.contains(place), "{english}");
            }
        }
    }
}

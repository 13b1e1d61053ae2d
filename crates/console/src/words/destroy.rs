//! Removing the stack.

texts! {
    /// Removing the stack.
    Destroy {
        title: "Remove the stack", "Hapus stack";
        about: "Removes everything that belongs to the stack, and looks afterwards whether anything is left. First you see what will be lost.", "Menghapus semua milik stack, lalu memeriksa apakah ada yang tersisa. Sebelumnya kamu melihat apa yang akan hilang.";
        preview: "Show what will be lost", "Tampilkan yang akan hilang";
        previewing: "Reading the account…", "Membaca akun…";
        preview_text: "This reads the account and changes nothing. The stack is removed only after you have typed its name.", "Ini hanya membaca akun dan tidak mengubah apa pun. Stack baru dihapus setelah kamu mengetik namanya.";
        button: "Destroy stack", "Hancurkan stack";
        dialog: "Destroy the stack?", "Hancurkan stack?";
        what: "What will be lost", "Yang akan hilang";
        nothing: "There is nothing to remove: no resource of the stack is in the account.", "Tidak ada yang perlu dihapus: tidak ada sumber daya stack di akun.";
        saves: "Removing it saves {usd} an hour.", "Menghapusnya menghemat {usd} per jam.";
        overview: "Remove the stack…", "Hapus stack…";
    }
}

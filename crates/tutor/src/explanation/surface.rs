//! Notes on capitals, spacing, spelling of short forms.

super::notes! {
    CAPITAL_I: Capitalization, Minor,
        "The pronoun “I” is always a capital letter.",
        "Kata ganti “I” (saya) selalu ditulis dengan huruf besar.";
    SENTENCE_CAPITAL: Capitalization, Minor,
        "A sentence begins with a capital letter.",
        "Awal kalimat ditulis dengan huruf besar.";
    NAME_CAPITAL: Capitalization, Minor,
        "Days, months, languages and nationalities begin with a capital: “{r}”.",
        "Nama hari, bulan, bahasa, dan kebangsaan diawali huruf besar: “{r}”.";
    DOUBLED_WORD: Structure, Minor,
        "The word “{x}” is there twice.",
        "Kata “{x}” tertulis dua kali.";
    SPACE_BEFORE: Punctuation, Minor,
        "There is no space before “{r}”.",
        "Tidak ada spasi sebelum “{r}”.";
    SPACE_AFTER: Punctuation, Minor,
        "Put a space after a comma or a full stop.",
        "Beri spasi setelah koma atau titik.";
    DOUBLE_SPACE: Punctuation, Minor,
        "One space is enough.",
        "Satu spasi saja cukup.";
    APOSTROPHE: Spelling, Minor,
        "This short form has an apostrophe: “{r}”.",
        "Bentuk singkat ini memakai apostrof: “{r}”.";
    CHAT_WORD: Spelling, Minor,
        "“{o}” is chat style; in full it is “{r}”.",
        "“{o}” gaya chat; bentuk lengkapnya “{r}”.";
    SPELLING: Spelling, Minor,
        "The right spelling is “{r}”.",
        "Ejaan yang benar adalah “{r}”.";
}

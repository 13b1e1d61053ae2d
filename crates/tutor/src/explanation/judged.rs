//! Notes on what the language model judged likelier: by the kind of change and the words concerned.

super::notes! {
    VERB_FORM: Verb, Major,
        "Here the verb needs another form: “{r}”, not “{o}”.",
        "Di sini kata kerjanya perlu bentuk lain: “{r}”, bukan “{o}”.";
    TENSE: Verb, Major,
        "The time does not fit: here “{r}” is the right tense, not “{o}”.",
        "Waktunya kurang cocok: di sini tense yang tepat “{r}”, bukan “{o}”.";
    AGREEMENT: Agreement, Major,
        "The verb must go with its subject: “{r}”, not “{o}”.",
        "Kata kerja harus cocok dengan subjeknya: “{r}”, bukan “{o}”.";
    MODAL: Verb, Minor,
        "Here another helping verb fits: “{r}” instead of “{o}”.",
        "Di sini kata kerja bantu yang cocok “{r}”, bukan “{o}”.";
    NUMBER: Noun, Major,
        "One or several? Here the noun is “{r}”, not “{o}”.",
        "Satu atau lebih dari satu? Di sini kata bendanya “{r}”, bukan “{o}”.";
    POSSESSIVE: Noun, Minor,
        "To say whose it is, English uses 's: “{r}”.",
        "Untuk menyatakan milik, bahasa Inggris memakai 's: “{r}”.";
    ARTICLE_MISSING: Article, Major,
        "An article is missing: put “{r}” here. “A/an” is for one of many, “the” for the one we both know.",
        "Artikelnya kurang: tambahkan “{r}”. “A/an” untuk salah satu, “the” untuk yang sudah sama-sama diketahui.";
    ARTICLE_EXTRA: Article, Minor,
        "No article is needed here; leave “{o}” out.",
        "Di sini tidak perlu artikel; hapus “{o}”.";
    ARTICLE_OTHER: Article, Minor,
        "Here the article is “{r}”, not “{o}”. “A/an” is for one of many, “the” for the one we both know.",
        "Artikel yang tepat “{r}”, bukan “{o}”. “A/an” untuk salah satu, “the” untuk yang sudah sama-sama diketahui.";
    PREPOSITION_MISSING: Preposition, Major,
        "A preposition is missing here: “{r}”.",
        "Di sini kurang preposisi: “{r}”.";
    PREPOSITION_EXTRA: Preposition, Major,
        "No preposition is needed here; leave “{o}” out.",
        "Di sini tidak perlu preposisi; hapus “{o}”.";
    PREPOSITION_OTHER: Preposition, Major,
        "The usual preposition here is “{r}”, not “{o}”.",
        "Preposisi yang biasa di sini “{r}”, bukan “{o}”.";
    BE_MISSING: Verb, Major,
        "A form of “be” is missing: put “{r}” here, where Indonesian needs no verb.",
        "“Be” kurang di sini: tambahkan “{r}”, walau dalam bahasa Indonesia tidak ada kata kerjanya.";
    AUXILIARY_MISSING: Verb, Major,
        "A helping verb is missing before the main verb: “{r}”.",
        "Kata kerja bantu kurang di depan kata kerja utama: “{r}”.";
    TO_MISSING: Verb, Major,
        "Between these two verbs stands “to”: add “{r}”.",
        "Di antara dua kata kerja ini perlu “to”: tambahkan “{r}”.";
    TO_EXTRA: Verb, Major,
        "“{o}” is not right here: “to” does not stand before this form.",
        "“{o}” kurang tepat: di sini tidak perlu “to”.";
    WORD_EXTRA: Structure, Minor,
        "“{o}” is one word too many; leave it out.",
        "“{o}” berlebihan; hapus saja.";
    WORD_MISSING: Structure, Minor,
        "A small word is missing: “{r}”.",
        "Ada kata kecil yang kurang: “{r}”.";
    PRONOUN: Pronoun, Major,
        "The pronoun that fits here is “{r}”, not “{o}”.",
        "Kata ganti yang cocok di sini “{r}”, bukan “{o}”.";
    DETERMINER: Noun, Minor,
        "Before this noun say “{r}”, not “{o}”.",
        "Sebelum kata benda ini pakai “{r}”, bukan “{o}”.";
    CONFUSED: WordChoice, Major,
        "These words are easily confused: here you need “{r}”, not “{o}”.",
        "Kata-kata ini mudah tertukar: di sini yang tepat “{r}”, bukan “{o}”.";
    FAMILY: WordChoice, Major,
        "Another word of this family fits here: “{r}”, not “{o}”.",
        "Kata turunan yang tepat di sini “{r}”, bukan “{o}”.";
    SPELLING: Spelling, Minor,
        "The right spelling is “{r}”.",
        "Ejaan yang benar adalah “{r}”.";
    ORDER: WordOrder, Major,
        "The other order is usual in English: “{r}”.",
        "Urutan yang lazim dalam bahasa Inggris: “{r}”.";
}

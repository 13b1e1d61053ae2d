//! Notes on the choice of words and prepositions.

super::notes! {
    PREPOSITION: Preposition, Major,
        "The usual preposition here is another one: “{r}”, not “{o}”.",
        "Preposisi yang tepat di sini: “{r}”, bukan “{o}”.";
    NO_PREPOSITION: Preposition, Major,
        "“{x}” needs no preposition here: “{r}”.",
        "“{x}” di sini tidak perlu preposisi: “{r}”.";
    MISSING_PREPOSITION: Preposition, Major,
        "A preposition is missing: “{r}”.",
        "Preposisinya kurang: “{r}”.";
    TIME_PREPOSITION: Preposition, Major,
        "For time: in a month or year, on a day, at a clock time: “{r}”.",
        "Untuk waktu: in bulan/tahun, on hari, at jam: “{r}”.";
    NO_TIME_PREPOSITION: Preposition, Minor,
        "Before last, next, this, every, yesterday, tomorrow there is no preposition: “{r}”.",
        "Sebelum last, next, this, every, yesterday, tomorrow tidak perlu preposisi: “{r}”.";
    HERE_HOME: Preposition, Minor,
        "“Home”, “here” and “there” take no “to”: “{r}”.",
        "“Home”, “here”, dan “there” tidak memakai “to”: “{r}”.";
    CONFUSED: WordChoice, Major,
        "These words look alike: here you need “{r}”, not “{o}”.",
        "Kata-kata ini mirip: di sini yang tepat “{r}”, bukan “{o}”.";
    COLLOCATION: WordChoice, Minor,
        "In English we say “{r}”.",
        "Dalam bahasa Inggris kita mengatakan “{r}”.";
    INDONESIAN_ENGLISH: WordChoice, Minor,
        "“{o}” is used in Indonesia only; in English it is “{r}”.",
        "“{o}” hanya dipakai di Indonesia; bahasa Inggrisnya “{r}”.";
    BETTER_WORD: Style, Suggestion,
        "Good! A stronger word for “{o}” is “{r}”.",
        "Sudah benar. Kata yang lebih kuat untuk “{o}” adalah “{r}”.";
    COMPARISON: WordChoice, Major,
        "The comparative of this adjective is “{r}”.",
        "Bentuk perbandingan kata sifat ini adalah “{r}”.";
    SUPERLATIVE: WordChoice, Major,
        "The superlative of this adjective is “{r}”.",
        "Bentuk superlatif (paling) kata sifat ini adalah “{r}”.";
    AS_AS: WordChoice, Minor,
        "Between “as … as” the adjective keeps its plain form: “{r}”.",
        "Di antara “as … as” kata sifatnya tetap bentuk dasar: “{r}”.";
    THAN: WordChoice, Major,
        "Comparisons use “than”: “{r}”.",
        "Perbandingan memakai “than”: “{r}”.";
}

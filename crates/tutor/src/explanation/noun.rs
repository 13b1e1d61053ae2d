//! Notes on nouns, articles and pronouns.

super::notes! {
    A_AN: Article, Minor,
        "Before a vowel sound we say “an”, otherwise “a”: “{r}”. It is the sound that counts, not the letter.",
        "Sebelum bunyi vokal pakai “an”, selain itu “a”: “{r}”. Yang dilihat bunyinya, bukan hurufnya.";
    ARTICLE_JOB: Article, Major,
        "One person's job or role needs “a” or “an”: “{r}”.",
        "Pekerjaan atau peran satu orang perlu “a” atau “an”: “{r}”.";
    ARTICLE_MISSING: Article, Major,
        "A single thing that can be counted needs “a” or “an”: “{r}”.",
        "Benda tunggal yang bisa dihitung perlu “a” atau “an”: “{r}”.";
    KNOWN_PLACE: Article, Major,
        "The place or time that everybody here knows takes “the”: “{r}”.",
        "Tempat atau waktu yang sudah sama-sama diketahui perlu “the”: “{r}”.";
    NO_ARTICLE_PLURAL: Article, Major,
        "“A” and “an” mean one, so the noun is singular: “{r}”.",
        "“A” dan “an” berarti satu, jadi kata bendanya tunggal: “{r}”.";
    NO_ARTICLE_MASS: Article, Minor,
        "“{x}” cannot be counted in English, so it takes no “a”: “{r}”.",
        "“{x}” tidak bisa dihitung dalam bahasa Inggris, jadi tanpa “a/an”: “{r}”.";
    NO_THE: Article, Minor,
        "Here English uses no “the”: “{r}”.",
        "Di sini bahasa Inggris tidak memakai “the”: “{r}”.";
    PLURAL: Noun, Major,
        "After “{x}” there is more than one, so the noun is plural: “{r}”.",
        "Setelah “{x}” jumlahnya lebih dari satu, jadi kata bendanya jamak: “{r}”.";
    SINGULAR: Noun, Major,
        "After “{x}” the noun is singular: “{r}”.",
        "Setelah “{x}” kata bendanya tunggal: “{r}”.";
    UNCOUNTABLE: Noun, Minor,
        "“{r}” cannot be counted in English and has no plural.",
        "“{r}” tidak bisa dihitung dalam bahasa Inggris, jadi tidak punya bentuk jamak.";
    IRREGULAR_PLURAL: Noun, Minor,
        "This noun has its own plural: “{r}”.",
        "Kata benda ini punya bentuk jamak sendiri: “{r}”.";
    MUCH_MANY: Noun, Minor,
        "“Many” goes with what can be counted, “much” or “a lot of” with what cannot: “{r}”.",
        "“Many” untuk yang bisa dihitung, “much” atau “a lot of” untuk yang tidak: “{r}”.";
    THESE: Noun, Minor,
        "“This/that” is for one, “these/those” for several: “{r}”.",
        "“This/that” untuk satu, “these/those” untuk beberapa: “{r}”.";
    POSSESSIVE_S: Noun, Minor,
        "What belongs to someone takes 's: “{r}”.",
        "Kepemilikan memakai 's: “{r}”.";
    SUBJECT_PRONOUN: Pronoun, Major,
        "Who does something is I, he, she, we or they: “{r}”.",
        "Pelaku (subjek) memakai I, he, she, we, atau they: “{r}”.";
    OBJECT_PRONOUN: Pronoun, Major,
        "After “{x}” use me, him, her, us or them: “{r}”.",
        "Setelah “{x}” pakai me, him, her, us, atau them: “{r}”.";
    POSSESSIVE_PRONOUN: Pronoun, Major,
        "Before a noun say whose it is: “{r}” (my, your, his, her, our, their).",
        "Sebelum kata benda pakai kata milik: “{r}” (my, your, his, her, our, their).";
    ME_AND: Pronoun, Minor,
        "As the subject say “{r}”, the other person first.",
        "Sebagai subjek tulis “{r}”, orang lain disebut dahulu.";
    SELF_LAST: WordOrder, Minor,
        "Name the other person first and yourself last: “{r}”.",
        "Sebut orang lain dulu, diri sendiri terakhir: “{r}”.";
}

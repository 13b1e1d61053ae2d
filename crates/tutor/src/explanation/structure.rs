//! Notes on order and structure.

super::notes! {
    QUESTION_BE: Structure, Major,
        "This question needs a form of “be”: “{r}”.",
        "Pertanyaan ini perlu “be” (am/is/are): “{r}”.";
    QUESTION_BE_NOT_DO: Structure, Major,
        "Before an adjective like “{x}” the question begins with “be”, not “do”: “{r}”.",
        "Untuk kata sifat seperti “{x}” pertanyaannya memakai “be”, bukan “do”: “{r}”.";
    QUESTION_DO_NOT_BE: Structure, Major,
        "With the verb “{x}” the question begins with do/does/did: “{r}”.",
        "Untuk kata kerja “{x}” pertanyaannya memakai do/does/did: “{r}”.";
    QUESTION_DO: Structure, Major,
        "A question with an ordinary verb needs do, does or did: “{r}”.",
        "Pertanyaan dengan kata kerja biasa perlu do, does, atau did: “{r}”.";
    DO_NOT: Structure, Major,
        "A negative with an ordinary verb needs do not/does not/did not: “{r}”.",
        "Kalimat negatif dengan kata kerja biasa perlu don't/doesn't/didn't: “{r}”.";
    QUESTION_ORDER: WordOrder, Major,
        "In a question the helping verb comes before the subject: “{r}”.",
        "Dalam pertanyaan kata kerja bantu berada di depan subjek: “{r}”.";
    INDIRECT_QUESTION: WordOrder, Minor,
        "Inside another sentence the subject comes first: “{r}”.",
        "Di dalam kalimat lain subjek disebut dulu: “{r}”.";
    ADJECTIVE_FIRST: WordOrder, Major,
        "In English the adjective stands before the noun: “{r}”.",
        "Dalam bahasa Inggris kata sifat berada di depan kata benda: “{r}”.";
    REALLY: WordOrder, Major,
        "“Very” strengthens adjectives; before a verb use “really”: “{r}”.",
        "“Very” untuk kata sifat; sebelum kata kerja pakai “really”: “{r}”.";
    ADVERB_PLACE: WordOrder, Minor,
        "Always, usually, often, never stand before the verb (but after “be”): “{r}”.",
        "Always, usually, often, never berada sebelum kata kerja (tetapi setelah “be”): “{r}”.";
    VERY_MUCH: WordOrder, Minor,
        "“Very much” comes behind the object: “{r}”.",
        "“Very much” berada setelah objek: “{r}”.";
    ENOUGH: WordOrder, Minor,
        "“Enough” comes after an adjective: “{r}”.",
        "“Enough” berada setelah kata sifat: “{r}”.";
    ALTHOUGH_BUT: Structure, Minor,
        "“{x}” already says it; leave “but” out.",
        "Sudah ada “{x}”, jadi “but” tidak perlu lagi.";
    BECAUSE_SO: Structure, Minor,
        "“{x}” already gives the reason; leave “so” out.",
        "Sudah ada “{x}”, jadi “so” tidak perlu lagi.";
    DOUBLE_NEGATIVE: Structure, Minor,
        "One “not” is enough: after a negative say “{r}”.",
        "Satu kata negatif sudah cukup: setelah bentuk negatif pakai “{r}”.";
    DOUBLE_SUBJECT: Structure, Minor,
        "The subject is said twice; leave “{x}” out.",
        "Subjeknya disebut dua kali; “{x}” tidak perlu.";
    IT_SUBJECT: Structure, Major,
        "An English sentence needs a subject: “{r}”.",
        "Kalimat bahasa Inggris perlu subjek: “{r}”.";
    THERE_FOR_ADA: Structure, Major,
        "For “ada” English says “there is/there are”: “{r}”.",
        "Untuk “ada” bahasa Inggris memakai “there is/there are”: “{r}”.";
    HOW_TO: Structure, Minor,
        "A question needs a subject and a helping verb: “{r}”.",
        "Kalimat tanya perlu subjek dan kata kerja bantu: “{r}”.";
    WANT_TO: Structure, Minor,
        "After “want” say the person and “to”: “{r}”.",
        "Setelah “want” sebut orangnya lalu “to”: “{r}”.";
    TAG: Structure, Minor,
        "The tag follows the subject and the verb of the sentence: “{r}”. “Isn't it” fits only “it is”.",
        "Ekor pertanyaan mengikuti subjek dan kata kerja kalimatnya: “{r}”. “Isn't it” hanya cocok untuk “it is”.";
    RELATIVE_THING: Pronoun, Minor,
        "“Who” is for people; for things say “that” or “which”: “{r}”.",
        "“Who” untuk orang; untuk benda pakai “that” atau “which”: “{r}”.";
}

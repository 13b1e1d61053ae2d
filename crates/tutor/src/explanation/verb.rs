//! Notes on verbs: the missing be, tense, and forms after other verbs.

super::notes! {
    MISSING_BE: Verb, Major,
        "English needs a form of “be” here, where Indonesian needs no verb: “{r}”.",
        "Bahasa Inggris butuh “be” (am/is/are) di sini, walau dalam bahasa Indonesia tidak ada kata kerjanya: “{r}”.";
    MISSING_BE_ING: Verb, Major,
        "An -ing verb needs a form of “be” before it: “{r}”.",
        "Kata kerja -ing perlu “be” (am/is/are) di depannya: “{r}”.";
    BORN: Verb, Major,
        "“Born” always goes with was or were: “I was born in …”.",
        "“Born” selalu memakai was atau were: “I was born in …” (saya lahir di …).";
    PAST_TIME: Verb, Major,
        "“{x}” is in the past, so the verb is in the past too: “{r}”.",
        "“{x}” menunjukkan waktu lampau, jadi kata kerjanya juga bentuk lampau (past): “{r}”.";
    NO_PERFECT: Verb, Major,
        "With a finished time like “{x}” use the simple past, without have: “{r}”.",
        "Dengan waktu yang sudah selesai seperti “{x}” pakai simple past, tanpa have: “{r}”.";
    FUTURE_TIME: Verb, Major,
        "“{x}” is in the future, so we say “{r}”.",
        "“{x}” menunjukkan waktu yang akan datang, jadi kita pakai “{r}”.";
    AFTER_AUXILIARY: Verb, Major,
        "After “{x}” the verb stays in its base form: “{r}”.",
        "Setelah “{x}” kata kerja memakai bentuk dasar: “{r}”.";
    AFTER_TO: Verb, Major,
        "After “to” the verb is in its base form: “{r}”.",
        "Setelah “to” kata kerja memakai bentuk dasar: “{r}”.";
    PARTICIPLE: Verb, Major,
        "After have/has/had we need the third form of the verb: “{r}”.",
        "Setelah have/has/had kita pakai bentuk ketiga (past participle): “{r}”.";
    BE_AND_VERB: Verb, Major,
        "“Be” and a plain verb do not go together. Say “{r}”.",
        "“Be” (am/is/are/was/were) tidak dipakai bersama kata kerja dasar. Tulis “{r}”.";
    NO_TO_AFTER_MODAL: Verb, Major,
        "After can, must, will, should, may there is no “to”: “{r}”.",
        "Setelah can, must, will, should, may tidak perlu “to”: “{r}”.";
    MODAL_BE: Verb, Major,
        "After “{x}” an adjective needs “be”: “{r}”.",
        "Setelah “{x}”, kata sifat perlu “be”: “{r}”.";
    TWO_MODALS: Verb, Major,
        "Two helping verbs cannot stand together; after “{x}” say “{r}”.",
        "Dua kata kerja bantu tidak boleh berurutan; setelah “{x}” pakai “{r}”.";
    NEEDS_TO: Verb, Major,
        "After “{x}” a verb needs “to”: “{r}”.",
        "Setelah “{x}”, kata kerja perlu “to”: “{r}”.";
    NEEDS_ING: Verb, Major,
        "After “{x}” the verb takes -ing: “{r}”.",
        "Setelah “{x}” kata kerja memakai -ing: “{r}”.";
    PURPOSE: Verb, Major,
        "To say what something is for, use “to” and the verb: “{r}”.",
        "Untuk menyatakan tujuan (“untuk …”), pakai “to” + kata kerja: “{r}”.";
    SINCE_FOR: Preposition, Major,
        "“For” goes with a length of time (for two years), “since” with a starting point (since 2020): here “{r}”.",
        "“For” untuk lamanya waktu (for two years), “since” untuk titik awal (since 2020): di sini “{r}”.";
    PERFECT_SINCE: Verb, Major,
        "Something that began in the past and still goes on takes have/has: “{r}”.",
        "Hal yang mulai di masa lalu dan masih berlangsung memakai have/has + bentuk ketiga: “{r}”.";
    IF_WILL: Verb, Minor,
        "After “if” we use the present, not “will”: “{r}”.",
        "Setelah “if” kita pakai bentuk sekarang, bukan “will”: “{r}”.";
    AGE: Verb, Major,
        "In English we *are* an age, we do not have it: “{r}”.",
        "Dalam bahasa Inggris umur memakai “be”, bukan “have”: “{r}”.";
    IT_DEPENDS: Verb, Minor,
        "“Depend” is a verb itself: “it depends”.",
        "“Depend” sudah kata kerja: “it depends” (tergantung).";
}

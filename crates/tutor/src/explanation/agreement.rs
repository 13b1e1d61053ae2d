//! Notes on subject and verb, and on number.

super::notes! {
    THIRD_PERSON: Agreement, Major,
        "With “{x}” (one person or thing) the verb takes -s in the present: “{r}”, not “{o}”.",
        "Subjek “{x}” itu tunggal (he/she/it), jadi kata kerja bentuk sekarang diberi akhiran -s: “{r}”, bukan “{o}”.";
    PLAIN_VERB: Agreement, Major,
        "After “{x}” the verb has no -s: “{r}”. Only he, she, it or one person takes -s.",
        "Setelah “{x}” kata kerja tidak diberi -s: “{r}”. Akhiran -s hanya untuk he, she, it, atau satu orang.";
    BE_FORM: Agreement, Major,
        "The form of “be” goes with the subject “{x}”: “{r}” (I am, you are, he/she/it is, we/they are).",
        "Bentuk “be” mengikuti subjek “{x}”: “{r}” (I am, you are, he/she/it is, we/they are).";
    HAVE_FORM: Agreement, Major,
        "With “{x}” we say “{r}”: he/she/it has, but I/you/we/they have.",
        "Untuk “{x}” kita pakai “{r}”: he/she/it has, tetapi I/you/we/they have.";
    DO_FORM: Agreement, Major,
        "With “{x}” we use “{r}”: does/doesn't for he, she, it; do/don't for all others.",
        "Untuk “{x}” kita pakai “{r}”: does/doesn't untuk he, she, it; do/don't untuk yang lain.";
    PLURAL_SUBJECT: Agreement, Major,
        "“{x}” means more than one, so the verb is “{r}”, not “{o}”.",
        "“{x}” berarti lebih dari satu, jadi kata kerjanya “{r}”, bukan “{o}”.";
    EVERYONE: Agreement, Major,
        "“{x}” counts as one person in English, so we say “{r}”.",
        "“{x}” dianggap satu orang dalam bahasa Inggris, jadi kita pakai “{r}”.";
    THERE_BE: Agreement, Major,
        "“There is” goes with one thing, “there are” with several: here “{r}”.",
        "“There is” untuk satu benda, “there are” untuk beberapa: di sini “{r}”.";
}

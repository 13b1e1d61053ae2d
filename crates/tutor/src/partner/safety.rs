//! Danger to the learner or to others: fixed, kind words in the learner's language, and the way to
//! people who can help. Looked for before anything else, whatever model talks.

use super::conversation::Conversation;
use crate::language::{Written, written};

/// Words about ending or hurting oneself, as they stand together.
const SELF: &[&str] = &[
    "kill myself",
    "killing myself",
    "want to die",
    "wanna die",
    "wish i was dead",
    "wish i were dead",
    "better off dead",
    "hurt myself",
    "hurting myself",
    "harm myself",
    "cut myself",
    "cutting myself",
    "end my life",
    "end it all",
    "take my own life",
    "suicide",
    "suicidal",
    "don't want to live",
    "dont want to live",
    "not want to live",
    "no reason to live",
    "tired of living",
    "if i die",
    "if i died",
    "bunuh diri",
    "ingin mati",
    "mau mati",
    "pengen mati",
    "pingin mati",
    "lebih baik mati",
    "menyakiti diri",
    "melukai diri",
    "capek hidup",
    "lelah hidup",
    "tidak mau hidup",
    "tidak ingin hidup",
    "gak mau hidup",
    "mengakhiri hidup",
    "akhiri hidup",
];
/// Words about violence, done or meant.
const OTHERS: &[&str] = &[
    "kill him",
    "kill her",
    "kill them",
    "kill you",
    "kill someone",
    "kill somebody",
    "kill my",
    "hits me",
    "hit me",
    "beats me",
    "beat me up",
    "hurts me",
    "abuses me",
    "abused me",
    "touches me",
    "touched me",
    "raped",
    "rape",
    "bullied",
    "bullies me",
    "bully me",
    "threatens me",
    "threatened me",
    "make a bomb",
    "memukul saya",
    "memukul aku",
    "memukuliku",
    "memukulku",
    "pukul saya",
    "pukul aku",
    "dipukul",
    "dipukuli",
    "melecehkan",
    "dilecehkan",
    "memperkosa",
    "diperkosa",
    "membunuh dia",
    "bunuh dia",
    "mengancam saya",
    "mengancam aku",
    "menyiksa",
    "dirundung",
    "dibully",
    "di bully",
];

/// The answer to such a message.
pub(super) fn answer(talk: &Conversation) -> Option<String> {
    let indonesian = written(&talk.last) == Written::Indonesian;
    if SELF.iter().any(|phrase| talk.says(phrase)) {
        let again =
            talk.was_said("I'm really glad you told me") || talk.was_said("Terima kasih sudah bercerita");
        return Some(own_danger(indonesian, again));
    }
    OTHERS.iter().any(|phrase| talk.says(phrase)).then(|| {
        let again = talk.was_said("That sounds serious") || talk.was_said("Itu terdengar serius");
        violence(indonesian, again)
    })
}

fn own_danger(indonesian: bool, again: bool) -> String {
    if indonesian {
        let start = if again {
            "Aku masih di sini, dan aku menganggap ini serius."
        } else {
            "Terima kasih sudah bercerita, dan aku ikut sedih kamu merasa seberat ini."
        };
        return format!(
            "{start} Aku hanya teman latihan berupa program, jadi tolong bicara hari ini juga dengan orang yang kamu \
             percaya: orang tua, guru, guru BK, atau dokter. Kalau kamu sedang dalam bahaya, telepon 112 atau pergi ke \
             rumah sakit terdekat. Kamu tidak sendirian."
        );
    }
    let start = if again {
        "I'm still here, and I take this seriously."
    } else {
        "I'm really glad you told me, and I'm sorry that you feel so bad."
    };
    format!(
        "{start} I am only a practice partner, a program, so please talk to someone you trust today: a parent, a \
         teacher, a school counsellor or a doctor. If you are in danger now, call the emergency number of your country \
         (112 in Indonesia) or go to the nearest hospital. You are not alone."
    )
}

fn violence(indonesian: bool, again: bool) -> String {
    if indonesian {
        let start = if again {
            "Aku mendengarmu, dan menurutku ini tetap serius."
        } else {
            "Itu terdengar serius, dan aku ikut sedih."
        };
        return format!(
            "{start} Tidak ada yang boleh disakiti. Tolong bicara dengan orang dewasa yang kamu percaya - orang tua, \
             guru, atau guru BK - atau telepon 112 kalau ada bahaya. Aku hanya teman latihan berupa program."
        );
    }
    let start = if again {
        "I hear you, and I still think this is serious."
    } else {
        "That sounds serious, and I'm sorry."
    };
    format!(
        "{start} Nobody should be hurt. Please talk to an adult you trust - a parent, a teacher or a school counsellor - \
         or call the emergency number of your country (112 in Indonesia). I am only a practice partner, a program."
    )
}

//! Which language a text is in: English, Indonesian or something else.

use whatlang::{Detector, Lang};

/// What a text is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// English, well or badly.
    English,
    /// Bahasa Indonesia.
    Indonesian,
    /// In another script, or no words at all.
    Other,
}

/// Common Indonesian words that are no English ones.
const INDONESIAN: &[&str] = &[
    "saya",
    "aku",
    "kamu",
    "anda",
    "dia",
    "kami",
    "kita",
    "mereka",
    "yang",
    "dan",
    "di",
    "ke",
    "dari",
    "untuk",
    "dengan",
    "ini",
    "itu",
    "adalah",
    "tidak",
    "bukan",
    "nggak",
    "gak",
    "enggak",
    "ga",
    "sudah",
    "belum",
    "akan",
    "sedang",
    "bisa",
    "boleh",
    "harus",
    "ingin",
    "suka",
    "apa",
    "siapa",
    "kapan",
    "dimana",
    "mana",
    "kenapa",
    "mengapa",
    "bagaimana",
    "gimana",
    "berapa",
    "karena",
    "tetapi",
    "tapi",
    "atau",
    "juga",
    "sangat",
    "sekali",
    "banget",
    "lagi",
    "saja",
    "aja",
    "pada",
    "dalam",
    "seperti",
    "kalau",
    "ketika",
    "hari",
    "pagi",
    "siang",
    "sore",
    "malam",
    "besok",
    "kemarin",
    "sekarang",
    "nanti",
    "terima",
    "kasih",
    "selamat",
    "tolong",
    "maaf",
    "bahasa",
    "inggris",
    "inggrisnya",
    "artinya",
    "arti",
    "rumah",
    "sekolah",
    "teman",
    "orang",
    "anak",
    "makan",
    "minum",
    "tidur",
    "pergi",
    "belajar",
    "bekerja",
    "membaca",
    "menulis",
    "bermain",
    "punya",
    "ada",
    "namaku",
    "nama",
    "nya",
    "dong",
    "sih",
    "deh",
    "kok",
    "ya",
    "iya",
    "mau",
    "buat",
    "sama",
    "banyak",
    "semua",
    "kerja",
    "baik",
    "bagus",
    "senang",
    "capek",
    "lapar",
    "ajari",
    "jelaskan",
    "tentang",
    "jadi",
    "lebih",
    "paling",
    "guru",
    "ibu",
    "bapak",
    "kakak",
    "adik",
    "cara",
    "mengatakan",
    "terjemahkan",
];

/// English words that no Indonesian sentence has by chance.
const ENGLISH: &[&str] = &[
    "the",
    "a",
    "an",
    "is",
    "are",
    "am",
    "was",
    "were",
    "be",
    "i",
    "i'm",
    "you",
    "he",
    "she",
    "it",
    "we",
    "they",
    "my",
    "your",
    "his",
    "her",
    "our",
    "their",
    "me",
    "him",
    "them",
    "this",
    "that",
    "and",
    "or",
    "but",
    "because",
    "so",
    "of",
    "to",
    "in",
    "on",
    "at",
    "for",
    "with",
    "from",
    "about",
    "not",
    "don't",
    "do",
    "does",
    "did",
    "have",
    "has",
    "had",
    "can",
    "will",
    "would",
    "what",
    "who",
    "when",
    "where",
    "why",
    "how",
    "very",
    "go",
    "like",
    "want",
    "yesterday",
    "school",
    "student",
    "english",
    "good",
    "there",
    "yes",
    "no",
    "hello",
    "thanks",
    "thank",
    "please",
    "day",
    "home",
    "really",
    "been",
    "going",
    "know",
    "think",
    "love",
    "play",
    "my",
    "name",
    "today",
    "eat",
    "if",
    "meaning",
    "mean",
];

/// Tells the language by function words first, then by letters' statistics.
pub fn written(text: &str) -> Written {
    let sample: String = text.chars().take(2_000).collect::<String>().to_lowercase().replace('’', "'");
    let words: Vec<&str> =
        sample.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty()).collect();
    if words.is_empty() || is_foreign_script(&sample) {
        return Written::Other;
    }
    let count = |list: &[&str]| words.iter().filter(|word| list.contains(word)).count();
    let (english, indonesian) = (count(ENGLISH), count(INDONESIAN));
    if english > indonesian {
        return Written::English;
    }
    if indonesian > english {
        return Written::Indonesian;
    }
    let known = words.iter().filter(|word| lks_checker::entry(word).known).count();
    let local = words.iter().filter(|word| lks_checker::is_local(word)).count();
    if known * 2 >= words.len() && known >= local {
        return Written::English;
    }
    if words.len() < 4 {
        return if local > known { Written::Indonesian } else { Written::English };
    }
    match Detector::with_allowlist(vec![Lang::Eng, Lang::Ind]).detect_lang(&sample) {
        Some(Lang::Ind) => Written::Indonesian,
        _ => Written::English,
    }
}

/// Most letters are not Latin ones.
fn is_foreign_script(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let latin = text.chars().filter(|c| c.is_ascii_alphabetic() || ('à'..='ÿ').contains(c)).count();
    latin * 2 < letters || letters == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_long_texts_are_told_apart() {
        for (text, language) in [
            ("Apa kabar? Saya baik-baik saja.", Written::Indonesian),
            ("Saya suka makan nasi goreng", Written::Indonesian),
            ("bahasa inggrisnya kucing apa ya", Written::Indonesian),
            ("I like nasi goreng", Written::English),
            ("She go to school yesterday", Written::English),
            ("Hello", Written::English),
            ("My name Budi", Written::English),
            ("terima kasih banyak", Written::Indonesian),
            ("Привет, как дела?", Written::Other),
            ("12345", Written::Other),
            ("I eat rendang and gudeg in Yogyakarta", Written::English),
        ] {
            assert_eq!(written(text), language, "{text}");
        }
    }
}

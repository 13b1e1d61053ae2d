//! Figures for people: money, time, amounts. Pure.

use lks_domain::correction::Language;

/// USD with as many places as tell something: `$0.0464`, `$1.31`, `$957`.
pub fn usd(amount: f64) -> String {
    let sign = if amount < 0.0 { "−" } else { "" };
    let size = amount.abs();
    if size >= 100.0 {
        format!("{sign}${size:.0}")
    } else if !(0.000_05..0.1).contains(&size) {
        format!("{sign}${size:.2}")
    } else {
        format!("{sign}${size:.4}")
    }
}

/// USD with its sign, of a difference.
pub fn usd_more(amount: f64) -> String {
    if amount > 0.0 { format!("+{}", usd(amount)) } else { usd(amount) }
}

/// Seconds as `12 s`, `4 min 5 s`, `1 h 20 min`, in the words of the language.
pub fn duration(seconds: u64, language: Language) -> String {
    let (hour, minute, second) = match language {
        Language::En => ("h", "min", "s"),
        Language::Id => ("jam", "mnt", "dtk"),
    };
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, s) => format!("{s} {second}"),
        (0, m, 0) => format!("{m} {minute}"),
        (0, m, s) => format!("{m} {minute} {s} {second}"),
        (h, 0, _) => format!("{h} {hour}"),
        (h, m, _) => format!("{h} {hour} {m} {minute}"),
    }
}

/// Bytes as `3.8 GB`.
pub fn bytes(amount: u64) -> String {
    let size = amount as f64;
    for (unit, scale) in [("GB", 1e9), ("MB", 1e6), ("kB", 1e3)] {
        if size >= scale {
            return format!("{:.1} {unit}", size / scale);
        }
    }
    format!("{amount} B")
}

/// A figure on an axis: `950`, `1.2k`, `3.4M`, `0.25`.
pub fn compact(value: f64) -> String {
    let size = value.abs();
    let (scaled, unit) = match size {
        s if s >= 1e9 => (value / 1e9, "G"),
        s if s >= 1e6 => (value / 1e6, "M"),
        s if s >= 1e3 => (value / 1e3, "k"),
        _ => (value, ""),
    };
    let text = if scaled.abs() >= 100.0 || scaled == scaled.trunc() {
        format!("{scaled:.0}")
    } else if scaled.abs() >= 1.0 {
        format!("{scaled:.1}")
    } else {
        format!("{scaled:.2}")
    };
    format!("{text}{unit}")
}

/// A figure as the language writes it: Indonesian has a comma where English has a point.
pub fn written(english: String, language: Language) -> String {
    match language {
        Language::En => english,
        Language::Id => english.replace('.', ","),
    }
}

/// The part of a CloudFormation type name that tells something: `EC2 Instance`.
pub fn kind(name: &str) -> String {
    name.strip_prefix("AWS::").unwrap_or(name).replace("::", " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_has_as_many_places_as_tell_something() {
        for (amount, text) in
            [(0.0, "$0.00"), (0.0464, "$0.0464"), (1.3149, "$1.31"), (957.4, "$957"), (-0.5, "−$0.50")]
        {
            assert_eq!(usd(amount), text);
        }
        assert_eq!(usd_more(0.5), "+$0.50");
        assert_eq!(usd_more(0.0), "$0.00");
    }

    #[test]
    fn time_is_told_in_the_two_units_that_matter() {
        for (seconds, text) in
            [(0, "0 s"), (59, "59 s"), (120, "2 min"), (245, "4 min 5 s"), (4800, "1 h 20 min")]
        {
            assert_eq!(duration(seconds, Language::En), text);
        }
        assert_eq!(duration(245, Language::Id), "4 mnt 5 dtk");
    }

    #[test]
    fn amounts_fit_an_axis() {
        for (value, text) in
            [(0.0, "0"), (0.25, "0.25"), (7.5, "7.5"), (950.0, "950"), (1200.0, "1.2k"), (3.4e6, "3.4M")]
        {
            assert_eq!(compact(value), text);
        }
        assert_eq!(bytes(3_800_000_000), "3.8 GB");
        assert_eq!(written(bytes(3_800_000_000), Language::Id), "3,8 GB");
        assert_eq!(kind("AWS::EC2::Instance"), "EC2 Instance");
    }
}

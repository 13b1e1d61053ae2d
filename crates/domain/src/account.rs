//! What an account may be called and how it is protected: the rules that both the sign-up form and
//! the server apply.

use crate::error::Invalid;
use crate::limits::{EMAIL_BYTES, NAME_CHARS, PASSWORD_MAX_CHARS, PASSWORD_MIN_CHARS};

/// The password policy in one sentence, for forms and for refusals.
pub const PASSWORD_POLICY: &str =
    "A password has at least 8 characters, with a lower-case letter and a number.";

/// An e-mail address as accounts are told apart by it: trimmed and in lower case.
///
/// # Errors
/// A sentence for the person who typed it, when it is not `local@domain` with a dotted domain, or
/// longer than [`EMAIL_BYTES`].
pub fn email(typed: &str) -> Result<String, Invalid> {
    let address = typed.trim().to_lowercase();
    let valid = address.len() <= EMAIL_BYTES
        && address.rsplit_once('@').is_some_and(|(local, domain)| is_local_part(local) && is_domain(domain));
    if valid { Ok(address) } else { Err(Invalid::new("Invalid email address format.")) }
}

/// RFC 5321, 4.5.3.1.1 bounds the local part at 64 bytes; quoted local parts are not taken.
fn is_local_part(local: &str) -> bool {
    (1..=64).contains(&local.len())
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b))
}

fn is_domain(domain: &str) -> bool {
    domain.contains('.') && domain.split('.').all(is_label)
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// A display name, trimmed; 1 to [`NAME_CHARS`] code points, none of them a control character.
///
/// # Errors
/// A sentence for the person who typed it.
pub fn display_name(typed: &str) -> Result<String, Invalid> {
    let name = typed.trim();
    if name.is_empty() {
        return Err(Invalid::new("Please give your name."));
    }
    if name.chars().count() > NAME_CHARS {
        return Err(Invalid::new(format!("A name has at most {NAME_CHARS} characters.")));
    }
    if name.chars().any(char::is_control) {
        return Err(Invalid::new("A name has no line breaks or control characters."));
    }
    Ok(name.to_owned())
}

/// Holds a new password against [`PASSWORD_POLICY`].
///
/// # Errors
/// What is missing, as Amazon Cognito names it, without the password.
pub fn password(typed: &str) -> Result<(), Invalid> {
    let chars = typed.chars().count();
    let missing = if chars < PASSWORD_MIN_CHARS {
        "Password not long enough"
    } else if chars > PASSWORD_MAX_CHARS {
        "Password too long"
    } else if !typed.chars().any(char::is_lowercase) {
        "Password must have lowercase characters"
    } else if !typed.chars().any(char::is_numeric) {
        "Password must have numeric characters"
    } else {
        return Ok(());
    };
    Err(Invalid::new(missing))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_email_is_trimmed_and_lowered_or_refused() {
        for (typed, expected) in [
            (" Siti@Example.COM ", Some("siti@example.com")),
            ("a.b+c@sub.smk-1.sch.id", Some("a.b+c@sub.smk-1.sch.id")),
            ("siti", None),
            ("siti@localhost", None),
            ("@example.com", None),
            ("siti@example..com", None),
            ("si ti@example.com", None),
            ("siti@-example.com", None),
            ("siti\n@example.com", None),
            ("a@b@example.com", None),
        ] {
            assert_eq!(email(typed).ok().as_deref(), expected, "{typed}");
        }
        assert!(email(&format!("{}@example.com", "a".repeat(65))).is_err());
    }

    #[test]
    fn a_name_has_one_to_two_hundred_code_points() {
        assert_eq!(display_name("  Siti  "), Ok("Siti".to_owned()));
        assert_eq!(display_name(&"é".repeat(200)), Ok("é".repeat(200)));
        assert!(display_name("  ").is_err());
        assert!(display_name(&"é".repeat(201)).is_err());
        assert!(display_name("Si\nti").is_err());
    }

    #[test]
    fn a_password_is_told_what_it_lacks() {
        for (typed, missing) in [
            ("abc123", Some("Password not long enough")),
            ("ABCDEFG1", Some("Password must have lowercase characters")),
            ("abcdefgh", Some("Password must have numeric characters")),
            ("sandi-saya-1", None),
        ] {
            assert_eq!(password(typed).err().map(|e| e.0).as_deref(), missing, "{typed}");
        }
        assert_eq!(password(&"a1".repeat(129)), Err(Invalid::new("Password too long")));
    }
}

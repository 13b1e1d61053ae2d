//! The three tokens, and what an ID token says about its bearer. Nothing is verified here: the server does that.

use lks_domain::identity::Identity;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What a sign-in gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tokens {
    /// For the contract.
    pub id: String,
    /// For the identity service.
    pub access: String,
    /// For new tokens.
    pub refresh: String,
    /// When the first two end by this browser's clock, in milliseconds since 1970.
    pub expires_at_ms: i64,
}

impl Tokens {
    /// Reads the answer of `InitiateAuth`; a refresh brings no new refresh token.
    pub fn from_answer(answer: &Value, refresh: Option<&str>, now_ms: i64) -> Option<Self> {
        let result = answer.get("AuthenticationResult")?;
        let word = |key: &str| result.get(key).and_then(Value::as_str).map(ToOwned::to_owned);
        let lifetime_s = result.get("ExpiresIn").and_then(Value::as_i64).unwrap_or(3600);
        Some(Self {
            id: word("IdToken")?,
            access: word("AccessToken")?,
            refresh: word("RefreshToken").or_else(|| refresh.map(ToOwned::to_owned))?,
            expires_at_ms: now_ms + lifetime_s * 1000,
        })
    }

    /// As it is stored.
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads what was stored.
    pub fn from_text(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// Whom the ID token speaks of.
    pub fn identity(&self) -> Option<Identity> {
        let payload = self.id.split('.').nth(1)?;
        serde_json::from_slice(&base64url(payload)?).ok()
    }
}

/// RFC 4648, section 5, without padding.
fn base64url(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut buffer, mut bits) = (0_u32, 0);
    for letter in text.trim_end_matches('=').bytes() {
        let six = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        };
        buffer = (buffer << 6) | u32::from(six);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((buffer >> bits) as u8);
            buffer &= (1 << bits) - 1;
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_bearer_is_read_from_the_payload() {
        // {"sub":"u1","email":"b@x.id","name":"Büdi","cognito:groups":["lks-admin"]}
        let payload = "eyJzdWIiOiJ1MSIsImVtYWlsIjoiYkB4LmlkIiwibmFtZSI6IkLDvGRpIiwiY29nbml0bzpncm91cHMiOlsibGtzLWFkbWluIl19";
        let answer = json!({"AuthenticationResult": {
            "IdToken": format!("h.{payload}.s"), "AccessToken": "a", "RefreshToken": "r", "ExpiresIn": 60
        }});
        let tokens = Tokens::from_answer(&answer, None, 1000).unwrap();
        assert_eq!(tokens.expires_at_ms, 61_000);
        let identity = tokens.identity().unwrap();
        assert_eq!(identity.name, "Büdi");
        assert!(identity.is_admin());
        assert_eq!(Tokens::from_text(&tokens.to_text()), Some(tokens));
    }

    #[test]
    fn a_refresh_keeps_the_old_refresh_token() {
        let answer = json!({"AuthenticationResult": {"IdToken": "i", "AccessToken": "a"}});
        assert_eq!(Tokens::from_answer(&answer, Some("old"), 0).unwrap().refresh, "old");
        assert_eq!(Tokens::from_answer(&answer, None, 0), None);
    }

    #[test]
    fn a_token_that_is_none_has_no_bearer() {
        for id in ["", "a.b", "a.!!!.c"] {
            let tokens =
                Tokens { id: id.into(), access: String::new(), refresh: String::new(), expires_at_ms: 0 };
            assert_eq!(tokens.identity(), None);
        }
    }
}

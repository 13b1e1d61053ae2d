//! `options`, `keep_alive` and `think` of a request, with Ollama's rules for their values.

use std::time::Duration;

use serde_json::Value;
use uuid::Uuid;

use crate::error::ApiError;
use crate::fields::{Fields, whole, wrong};
use crate::loaded::KeepAlive;

/// The options that models heed: the built-in ones the first four, language models all of them; others
/// are accepted and change nothing. None: the model's own value.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Options {
    /// At most so many tokens; none: as many as it takes.
    pub num_predict: Option<u64>,
    /// Where one of these appears, the reply ends before it.
    pub stop: Vec<String>,
    /// The same seed, the same reply.
    pub seed: u64,
    /// 0: always the same reply, even without a seed.
    pub temperature: Option<f64>,
    /// Tokens of prompt and reply together.
    pub num_ctx: Option<u64>,
    /// Only so many likeliest tokens; 0: all.
    pub top_k: Option<i64>,
    /// Only the likeliest tokens that together have this probability.
    pub top_p: Option<f64>,
    /// Only tokens at least this likely, compared with the likeliest.
    pub min_p: Option<f64>,
    /// Over 1: what was said lately becomes less likely.
    pub repeat_penalty: Option<f64>,
    /// How many tokens "lately" are; -1: all.
    pub repeat_last_n: Option<i64>,
    /// Taken from a token that was there lately.
    pub presence_penalty: Option<f64>,
    /// Taken from a token for each time it was there lately.
    pub frequency_penalty: Option<f64>,
}

impl Options {
    pub(crate) fn from_fields(fields: &mut Fields) -> Result<Self, ApiError> {
        let num_predict = integer(fields, "num_predict")?;
        let seed = integer(fields, "seed")?;
        let temperature = number(fields, "temperature")?;
        Ok(Self {
            // Zero and less mean "no limit", as in Ollama.
            num_predict: num_predict.and_then(|limit| u64::try_from(limit).ok()).filter(|limit| *limit > 0),
            stop: stop(fields)?,
            seed: seed.map_or_else(|| unset_seed(temperature), |seed| seed as u64),
            temperature,
            num_ctx: integer(fields, "num_ctx")?
                .and_then(|tokens| u64::try_from(tokens).ok())
                .filter(|n| *n > 0),
            top_k: integer(fields, "top_k")?,
            top_p: number(fields, "top_p")?,
            min_p: number(fields, "min_p")?,
            repeat_penalty: number(fields, "repeat_penalty")?,
            repeat_last_n: integer(fields, "repeat_last_n")?,
            presence_penalty: number(fields, "presence_penalty")?,
            frequency_penalty: number(fields, "frequency_penalty")?,
        })
    }
}

fn unset_seed(temperature: Option<f64>) -> u64 {
    if temperature == Some(0.0) { 0 } else { Uuid::new_v4().as_u64_pair().1 }
}

fn integer(fields: &mut Fields, key: &str) -> Result<Option<i64>, ApiError> {
    let Some(value) = fields.take(key) else { return Ok(None) };
    whole(&value).map(Some).ok_or_else(|| option(key, "integer"))
}

fn number(fields: &mut Fields, key: &str) -> Result<Option<f64>, ApiError> {
    let Some(value) = fields.take(key) else { return Ok(None) };
    value.as_f64().map(Some).ok_or_else(|| option(key, "float32"))
}

fn stop(fields: &mut Fields) -> Result<Vec<String>, ApiError> {
    let items = match fields.take("stop") {
        None => return Ok(Vec::new()),
        Some(Value::Array(items)) => items,
        Some(_) => return Err(option("stop", "array")),
    };
    let text = |item: Value| match item {
        Value::String(text) => Ok(text),
        _ => Err(option("stop", "array of strings")),
    };
    let stops: Result<Vec<_>, _> = items.into_iter().map(text).collect();
    Ok(stops?.into_iter().filter(|stop| !stop.is_empty()).collect())
}

fn option(key: &str, wanted: &str) -> ApiError {
    ApiError::bad(format!("option {key:?} must be of type {wanted}"))
}

/// `keep_alive`: seconds as a number, or a duration such as `5m`; less than nothing is for ever.
pub(crate) fn keep_alive(fields: &mut Fields) -> Result<Option<KeepAlive>, ApiError> {
    let seconds = match fields.take("keep_alive") {
        None => return Ok(None),
        Some(Value::Number(number)) => number.as_f64().unwrap_or(0.0),
        Some(Value::String(text)) => {
            duration(&text).ok_or_else(|| ApiError::bad(format!("keep_alive: invalid duration {text:?}")))?
        }
        Some(other) => {
            return Err(wrong("keep_alive", "a number of seconds or a duration such as \"5m\"", &other));
        }
    };
    Ok(Some(if seconds < 0.0 {
        KeepAlive::Forever
    } else {
        Duration::try_from_secs_f64(seconds).map_or(KeepAlive::Forever, KeepAlive::For)
    }))
}

/// Go's `time.ParseDuration`, in seconds: signed decimal numbers with units, one behind the other.
fn duration(text: &str) -> Option<f64> {
    let (sign, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Some(0.0);
    }
    let mut seconds = 0.0;
    while !rest.is_empty() || seconds == 0.0 {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let amount: f64 = rest[..digits].parse().ok()?;
        rest = &rest[digits..];
        let unit = rest.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(rest.len());
        seconds += amount * unit_seconds(&rest[..unit])?;
        rest = &rest[unit..];
        if rest.is_empty() {
            break;
        }
    }
    Some(sign * seconds)
}

fn unit_seconds(unit: &str) -> Option<f64> {
    Some(match unit {
        "ns" => 1e-9,
        "us" | "µs" | "μs" => 1e-6,
        "ms" => 1e-3,
        "s" => 1.0,
        "m" => 60.0,
        "h" => 3600.0,
        _ => return None,
    })
}

/// Whether `think` asks for thinking.
pub(crate) fn think(fields: &mut Fields) -> Result<bool, ApiError> {
    match fields.take("think") {
        None => Ok(false),
        Some(Value::Bool(think)) => Ok(think),
        Some(Value::String(level)) if matches!(level.as_str(), "high" | "medium" | "low" | "max") => Ok(true),
        Some(Value::String(level)) => Err(ApiError::bad(format!(
            "invalid think value: {level:?} (must be \"high\", \"medium\", \"low\", \"max\", true, or false)"
        ))),
        Some(other) => Err(wrong("think", "true, false or a level", &other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn fields(value: &Value) -> Fields {
        Fields::parse(value.to_string().as_bytes()).unwrap()
    }

    #[test]
    fn durations_are_read_as_go_writes_them() {
        for (text, seconds) in [
            ("5m", Some(300.0)),
            ("1h30m", Some(5400.0)),
            ("-1s", Some(-1.0)),
            ("0", Some(0.0)),
            ("250ms", Some(0.25)),
            ("0s", Some(0.0)),
            ("", None),
            ("5", None),
            ("m", None),
            ("5 m", None),
            ("1.2.3s", None),
        ] {
            assert_eq!(duration(text), seconds, "{text:?}");
        }
    }

    #[test]
    fn keep_alive_takes_seconds_durations_and_for_ever() {
        let read = |value: Value| keep_alive(&mut fields(&json!({ "keep_alive": value })));
        assert_eq!(read(json!(10)), Ok(Some(KeepAlive::For(Duration::from_secs(10)))));
        assert_eq!(read(json!("0")), Ok(Some(KeepAlive::For(Duration::ZERO))));
        assert_eq!(read(json!(-1)), Ok(Some(KeepAlive::Forever)));
        assert_eq!(read(Value::Null), Ok(None));
        assert!(read(json!("soon")).is_err() && read(json!([])).is_err());
    }

    #[test]
    fn options_of_a_wrong_type_are_named() {
        let read =
            |value: Value| Options::from_fields(&mut fields(&value)).map_err(|error| error.to_string());
        assert_eq!(
            read(json!({"num_predict": "5"})),
            Err("option \"num_predict\" must be of type integer".into())
        );
        assert_eq!(read(json!({"stop": "x"})), Err("option \"stop\" must be of type array".into()));
        let options =
            read(json!({"num_predict": 3.0, "stop": ["a", ""], "seed": 7, "mirostat": "?"})).unwrap();
        assert_eq!((options.num_predict, options.stop, options.seed), (Some(3), vec!["a".to_owned()], 7));
        assert_eq!(read(json!({"num_predict": -1})).unwrap().num_predict, None);
        assert_eq!(read(json!({"temperature": 0})).unwrap().seed, 0);
    }
}

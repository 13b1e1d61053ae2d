//! Every bound on what a client may send, in one place; the answers and the documentation quote them.

/// Largest request body, in bytes (1 MiB).
pub const BODY_BYTES: usize = 1024 * 1024;
/// Longest conversation title, in Unicode code points.
pub const TITLE_CHARS: usize = 500;
/// Longest single message of a learner, in Unicode code points.
pub const MESSAGE_CHARS: usize = 8_000;
/// Longest text for `/corrections`, in Unicode code points.
pub const CORRECTION_CHARS: usize = 20_000;
/// Length of a conversation's vector.
pub const EMBEDDING_DIMENSIONS: usize = 768;
/// Longest display name, in Unicode code points.
pub const NAME_CHARS: usize = 200;
/// Longest e-mail address, in bytes (RFC 5321, 4.5.3.1.3: a path is at most 256 with its brackets).
pub const EMAIL_BYTES: usize = 254;
/// Shortest password, in Unicode code points (Amazon Cognito's default).
pub const PASSWORD_MIN_CHARS: usize = 8;
/// Longest password, in Unicode code points (Amazon Cognito's maximum).
pub const PASSWORD_MAX_CHARS: usize = 256;
/// Messages of a conversation that are sent to a model as context.
pub const CONTEXT_MESSAGES: usize = 24;

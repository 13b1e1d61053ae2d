//! Vectors as each database holds them: float32 little endian in SQLite, pgvector's text (which is
//! exact both ways) in PostgreSQL.

use lks_domain::limits::EMBEDDING_DIMENSIONS;
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

use crate::database::Dialect;
use crate::error::StoreError;

/// Stores the vector of a conversation that exists, in place of an old one.
pub(crate) async fn put(
    tx: &mut Transaction<'_, Any>,
    dialect: Dialect,
    key: (&str, &str),
    vector: &[f32],
) -> Result<(), StoreError> {
    refuse_malformed(vector)?;
    const SQLITE: &str = "INSERT INTO conversation_embeddings (user_id, conversation_id, embedding) \
        VALUES ($1, $2, $3) ON CONFLICT (user_id, conversation_id) DO UPDATE SET embedding = excluded.embedding";
    const POSTGRES: &str = "INSERT INTO conversation_embeddings (user_id, conversation_id, embedding) \
        VALUES ($1, $2, CAST($3 AS vector)) \
        ON CONFLICT (user_id, conversation_id) DO UPDATE SET embedding = excluded.embedding";
    let query = sqlx::query(dialect.pick(SQLITE, POSTGRES)).bind(key.0).bind(key.1);
    let query = match dialect {
        Dialect::Sqlite => query.bind(to_bytes(vector)),
        Dialect::Postgres => query.bind(to_text(vector)),
    };
    query.execute(&mut **tx).await?;
    Ok(())
}

/// What `domain` refuses from clients must not come from elsewhere either; PostgreSQL would refuse it.
pub(crate) fn refuse_malformed(vector: &[f32]) -> Result<(), StoreError> {
    if vector.len() != EMBEDDING_DIMENSIONS || vector.iter().any(|number| !number.is_finite()) {
        return Err(StoreError::Internal(format!("a vector is not {EMBEDDING_DIMENSIONS} finite numbers")));
    }
    Ok(())
}

/// Removes the vector of a conversation.
pub(crate) async fn remove(tx: &mut Transaction<'_, Any>, key: (&str, &str)) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM conversation_embeddings WHERE user_id = $1 AND conversation_id = $2")
        .bind(key.0)
        .bind(key.1)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Reads the column `embedding` of a row.
pub(crate) fn read(row: &AnyRow, dialect: Dialect) -> Result<Option<Vec<f32>>, StoreError> {
    match dialect {
        Dialect::Sqlite => {
            row.try_get::<Option<Vec<u8>>, _>("embedding")?.map(|b| from_bytes(&b)).transpose()
        }
        Dialect::Postgres => {
            row.try_get::<Option<String>, _>("embedding")?.map(|t| from_text(&t)).transpose()
        }
    }
}

pub(crate) fn to_bytes(vector: &[f32]) -> Vec<u8> {
    vector.iter().flat_map(|number| number.to_le_bytes()).collect()
}

pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Vec<f32>, StoreError> {
    let (numbers, rest) = bytes.as_chunks::<4>();
    if !rest.is_empty() {
        return Err(damaged());
    }
    Ok(numbers.iter().map(|number| f32::from_le_bytes(*number)).collect())
}

pub(crate) fn to_text(vector: &[f32]) -> String {
    let numbers: Vec<String> = vector.iter().map(f32::to_string).collect();
    format!("[{}]", numbers.join(","))
}

fn from_text(text: &str) -> Result<Vec<f32>, StoreError> {
    let inner = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).ok_or_else(damaged)?;
    inner.split(',').map(|number| number.parse().map_err(|_| damaged())).collect()
}

fn damaged() -> StoreError {
    StoreError::Corrupt("a vector cannot be read; restore a backup".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vector_comes_back_bit_by_bit() {
        let vector = [0.1, -1.5e-30, f32::MAX, f32::MIN_POSITIVE, 1.0 / 3.0, -0.0];
        assert_eq!(from_bytes(&to_bytes(&vector)).expect("bytes"), vector);
        assert_eq!(from_text(&to_text(&vector)).expect("text"), vector);
        assert!(matches!(from_bytes(&[1, 2, 3]), Err(StoreError::Corrupt(_))));
        assert!(matches!(from_text("[1,x]"), Err(StoreError::Corrupt(_))));
    }
}

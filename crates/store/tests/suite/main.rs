//! One suite for both databases: every case of [`both!`] runs on a SQLite file and on PostgreSQL.

mod conversations;
mod databases;
mod turns;

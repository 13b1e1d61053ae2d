//! The server's parts through their routers, on real databases.

mod databases;
mod identity;

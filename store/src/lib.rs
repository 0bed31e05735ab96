//! Journal, sealed payloads, tables and keys on SQLite and PostgreSQL.

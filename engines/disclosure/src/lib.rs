//! Safe statistics: tables that single nobody out.

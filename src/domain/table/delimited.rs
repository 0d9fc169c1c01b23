//! Comma, semicolon or tab separated text.

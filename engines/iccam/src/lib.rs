//! What hotlines say to each other about addresses: the calls, fields and codes of ICCAM's interface (version 3), as SCART speaks it.
//! No I/O, nothing asynchronous; it knows nothing of who uses it.
//!
//! * [`ask`] writes what is asked: method, path and body of each call.
//! * [`answer`] reads what is answered, within bounds: a field that it needs and does not find is a [`Fault`] that names it, and every
//!   other field is passed over.
//! * [`codes`] holds the code lists with their numbers.
//!
//! What is taken from SCART's published calls is the calls themselves, their order, the fields of the answer to a login, and the numbers of
//! the codes. The names of all other fields are **assumed**; they stand in [`field`] and nowhere else, so that they can be mended in one
//! place once a peer shows others.
//!
//! ```
//! use iccam::{answer, ask};
//!
//! let asked = ask::log_in("hotline", "a long password");
//! assert_eq!((asked.method, asked.path.as_str()), (ask::Method::Post, "Authentication"));
//! let told = br#"{"bearerToken":"b","refreshToken":"r","bearerTokenExpiresIn":600}"#;
//! assert_eq!(answer::login(told)?.expires_in, 600);
//! assert!(answer::login(b"{}").is_err_and(|fault| fault.to_string().contains("bearerToken")));
//! # Ok::<(), iccam::Fault>(())
//! ```

pub mod answer;
pub mod ask;
pub mod codes;
pub mod field;

pub use answer::Fault;

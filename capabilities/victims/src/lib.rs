//! Victims: wishes, safe adults, release notices.

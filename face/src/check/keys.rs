//! The keys that a template or a source file asks for by name.

/// Every key written out in a call of `t`, `with` or `t_args`, for a test that all of them exist:
/// `keys_in(include_str!("../templates/report.html"))`.
#[must_use]
pub fn keys_in(source: &str) -> Vec<&str> {
    let calls = [".t(\"", ".with(\"", ".t_args(\""];
    let mut keys: Vec<&str> = calls
        .iter()
        .flat_map(|call| source.split(call).skip(1))
        .filter_map(|after| after.split('"').next())
        .filter(|key| !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_once_each() {
        let source = r#"{{ t.t("a-b") }} {{ form.t.with("c", "n", 1) }} {{ t.t("a-b") }} other("d")"#;
        assert_eq!(keys_in(source), ["a-b", "c"]);
    }
}

//! A text as a QR code, drawn here: nothing is loaded from elsewhere, and no script runs.

use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write;

/// Light modules around the code (ISO/IEC 18004).
const QUIET: i32 = 4;

/// A QR code as SVG, dark on white; `title` says to those who do not see it what it is. None when the text is too long.
#[must_use]
pub fn qr_svg(text: &str, title: &str) -> Option<String> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let side = code.size() + 2 * QUIET;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|&x| code.get_module(x, y)) {
            // Writing to a String cannot fail.
            let _ = write!(path, "M{},{}h1v1h-1z", x + QUIET, y + QUIET);
        }
    }
    let title = title.replace('&', "&amp;").replace('<', "&lt;");
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" width=\"240\" height=\"240\" \
         role=\"img\"><title>{title}</title><rect width=\"{side}\" height=\"{side}\" fill=\"#ffffff\"/>\
         <path d=\"{path}\" fill=\"#000000\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_every_dark_module_inside_the_quiet_zone() {
        let svg = qr_svg("otpauth://totp/Tutela:x?secret=AAAA", "A < B").unwrap();
        let code = QrCode::encode_text("otpauth://totp/Tutela:x?secret=AAAA", QrCodeEcc::Medium).unwrap();
        let dark = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
        let dark: Vec<_> = dark.filter(|&(x, y)| code.get_module(x, y)).collect();
        assert_eq!(svg.matches("h1v1h-1z").count(), dark.len());
        assert!(svg.contains(&format!("M{QUIET},{QUIET}h1")), "the finder's corner");
        assert!(svg.contains("<title>A &lt; B</title>"));
        assert_eq!(qr_svg(&"x".repeat(5_000), "too long"), None);
    }
}

//! Style, script and icon: embedded, compressed once, and served under names that change with their content.

use std::{io::Write as _, sync::LazyLock};

use axum::{
    Router,
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};

use crate::{Direction, headers};

/// One embedded file.
pub struct Asset {
    file: String,
    kind: &'static str,
    plain: &'static [u8],
    gzip: Vec<u8>,
}

impl Asset {
    fn new(name: &str, ending: &str, kind: &'static str, plain: &'static [u8]) -> Self {
        let digest = Sha256::digest(plain);
        let hash: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        let written = encoder.write_all(plain).and_then(|()| encoder.finish());
        let gzip = written.expect("compressing into memory cannot fail");
        Self { file: format!("{name}-{hash}.{ending}"), kind, plain, gzip }
    }

    /// The address that pages link to.
    #[must_use]
    pub fn href(&self) -> String {
        format!("/assets/{}", self.file)
    }

    /// The size on the wire when compressed, in bytes.
    #[must_use]
    pub fn gzip_bytes(&self) -> usize {
        self.gzip.len()
    }

    /// The uncompressed content.
    #[must_use]
    pub fn plain(&self) -> &'static [u8] {
        self.plain
    }
}

static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    let plain = include_bytes!(concat!(env!("OUT_DIR"), "/tutela.css"));
    Asset::new("tutela", "css", "text/css; charset=utf-8", plain)
});
static MIRRORED_STYLE: LazyLock<Asset> = LazyLock::new(|| {
    let plain = include_bytes!(concat!(env!("OUT_DIR"), "/tutela-rtl.css"));
    Asset::new("tutela-rtl", "css", "text/css; charset=utf-8", plain)
});
static EXIT_SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("exit", "js", "text/javascript; charset=utf-8", include_bytes!("../scripts/exit.js"))
});
static PASSKEY_SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("passkey", "js", "text/javascript; charset=utf-8", include_bytes!("../scripts/passkey.js"))
});
static VOICE_SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("voice", "js", "text/javascript; charset=utf-8", include_bytes!("../scripts/voice.js"))
});
static FINGERPRINT_SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    let plain = include_bytes!("../scripts/fingerprint.js");
    Asset::new("fingerprint", "js", "text/javascript; charset=utf-8", plain)
});
static LIST_SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("list", "js", "text/javascript; charset=utf-8", include_bytes!("../scripts/list.js"))
});
static ICON: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("icon", "svg", "image/svg+xml", include_bytes!("../images/icon.svg")));

/// The style sheet for a direction of script.
#[must_use]
pub fn style(direction: Direction) -> &'static Asset {
    if direction.is_rtl() { &MIRRORED_STYLE } else { &STYLE }
}

/// The script that leaves on three presses of Shift; pages work without it.
#[must_use]
pub fn exit_script() -> &'static Asset {
    &EXIT_SCRIPT
}

/// The script that asks the browser for a passkey; without it the other ways to sign in work.
#[must_use]
pub fn passkey_script() -> &'static Asset {
    &PASSKEY_SCRIPT
}

/// The script that records a voice message; without it a sound file can be chosen.
#[must_use]
pub fn voice_script() -> &'static Asset {
    &VOICE_SCRIPT
}

/// The script that makes the SHA-256 of chosen files on the device; without it one can be pasted.
#[must_use]
pub fn fingerprint_script() -> &'static Asset {
    &FINGERPRINT_SCRIPT
}

/// The script of lists: keys, one box for all, and what is new; lists work without it.
#[must_use]
pub fn list_script() -> &'static Asset {
    &LIST_SCRIPT
}

/// A plain icon that says nothing about the site.
#[must_use]
pub fn icon() -> &'static Asset {
    &ICON
}

/// The route that serves all assets; merge it into each door's router.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/assets/{file}", get(serve))
}

async fn serve(Path(file): Path<String>, request: HeaderMap) -> Response {
    let all: [&Asset; 8] = [
        &STYLE,
        &MIRRORED_STYLE,
        &EXIT_SCRIPT,
        &PASSKEY_SCRIPT,
        &VOICE_SCRIPT,
        &FINGERPRINT_SCRIPT,
        &LIST_SCRIPT,
        &ICON,
    ];
    let Some(asset) = all.into_iter().find(|asset| asset.file == file) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = if accepts_gzip(&request) {
        let gzip = (header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        ([gzip], asset.gzip.as_slice()).into_response()
    } else {
        asset.plain.into_response()
    };
    let into = response.headers_mut();
    into.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.kind));
    into.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    into.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers::secure(into);
    response
}

/// Whether the browser takes gzip (every browser does; `q=0` says no).
fn accepts_gzip(request: &HeaderMap) -> bool {
    let said = request.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
    said.split(',').any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        parts.next() == Some("gzip")
            && !parts.any(|weight| matches!(weight, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

#[cfg(test)]
mod tests {
    use axum::{body::Body, body::to_bytes, http::Request};
    use tower::ServiceExt as _;

    use super::*;

    async fn ask(path: &str, encoding: &str) -> Response {
        let request = Request::get(path).header("accept-encoding", encoding).body(Body::empty()).unwrap();
        router::<()>().oneshot(request).await.unwrap()
    }

    #[test]
    fn the_style_is_small_and_loads_nothing_else() {
        for direction in [Direction::LeftToRight, Direction::RightToLeft] {
            let style = style(direction);
            let text = std::str::from_utf8(style.plain()).unwrap();
            assert!(style.gzip_bytes() < 14_000, "{} bytes", style.gzip_bytes());
            for loader in ["url(", "@import", "@font-face", "GDS Transport"] {
                assert!(!text.contains(loader), "{loader}");
            }
        }
        assert!(exit_script().gzip_bytes() < 1_000 && passkey_script().gzip_bytes() < 1_000);
        assert!(voice_script().gzip_bytes() < 2_000 && fingerprint_script().gzip_bytes() < 2_000);
    }

    #[test]
    fn the_mirrored_style_turns_sides() {
        let mirrored = std::str::from_utf8(style(Direction::RightToLeft).plain()).unwrap();
        let plain = std::str::from_utf8(style(Direction::LeftToRight).plain()).unwrap();
        assert!(plain.contains(".govuk-inset-text{") && mirrored.contains(".govuk-inset-text{"));
        assert_eq!(plain.matches("border-left:6px").count(), mirrored.matches("border-right:6px").count());
        assert_eq!(mirrored.matches("border-left:6px").count(), 0);
    }

    #[tokio::test]
    async fn assets_are_cached_long_and_compressed_when_asked() {
        let href = style(Direction::LeftToRight).href();
        let small = ask(&href, "br, gzip").await;
        assert_eq!(small.headers()["content-encoding"], "gzip");
        assert!(small.headers()["cache-control"].to_str().unwrap().contains("immutable"));
        assert_eq!(small.headers()["content-type"], "text/css; charset=utf-8");
        let plain = ask(&href, "gzip;q=0").await;
        assert!(!plain.headers().contains_key("content-encoding"));
        let body = to_bytes(plain.into_body(), 1 << 20).await.unwrap();
        assert_eq!(body, style(Direction::LeftToRight).plain());
        assert_eq!(ask("/assets/tutela-000000000000.css", "gzip").await.status(), StatusCode::NOT_FOUND);
    }
}

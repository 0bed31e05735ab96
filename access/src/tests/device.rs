//! A device that keeps passkeys, as the browser shows it: it does all that WebAuthn asks, and in tests what it should not.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use minicbor::Encoder;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{DerSignature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Somebody is there, and the device has checked who.
const VERIFIED: u8 = 0x01 | 0x04;
/// Somebody is there.
pub(super) const PRESENT: u8 = 0x01;

pub(super) struct Device {
    key: SigningKey,
    id: Vec<u8>,
    handle: String,
    /// What the device has counted.
    pub(super) counter: u32,
    /// What it says about who is there.
    pub(super) flags: u8,
    /// Where it thinks that it is.
    pub(super) origin: String,
    /// The relying party that it signs for.
    pub(super) party: String,
}

fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn sha256(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

impl Device {
    pub(super) fn new(number: u8, origin: &str) -> Device {
        Device {
            key: SigningKey::from_slice(&[number; 32]).unwrap(),
            id: vec![number; 32],
            handle: String::new(),
            counter: 1,
            flags: VERIFIED,
            origin: origin.to_owned(),
            party: "localhost".to_owned(),
        }
    }

    fn said(&self, what: &str, challenge: &Value) -> String {
        let challenge = challenge.as_str().unwrap();
        let origin = &self.origin;
        format!(r#"{{"type":"{what}","challenge":"{challenge}","origin":"{origin}","crossOrigin":false}}"#)
    }

    fn data(&self, more: u8) -> Vec<u8> {
        let party = sha256(self.party.as_bytes());
        [&party[..], &[self.flags | more], &self.counter.to_be_bytes()].concat()
    }

    /// The key as COSE has it: elliptic, ES256, P-256.
    fn public_key(&self) -> Vec<u8> {
        let point = self.key.verifying_key().to_encoded_point(false);
        let mut cose = Encoder::new(Vec::new());
        cose.map(5).unwrap().u8(1).unwrap().u8(2).unwrap().u8(3).unwrap().i8(-7).unwrap();
        cose.i8(-1).unwrap().u8(1).unwrap();
        cose.i8(-2).unwrap().bytes(point.x().unwrap()).unwrap();
        cose.i8(-3).unwrap().bytes(point.y().unwrap()).unwrap();
        cose.into_writer()
    }

    /// What a browser answers when it is asked to make one.
    pub(super) fn makes(&mut self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).unwrap();
        let asked = options.get("publicKey").unwrap_or(&options);
        self.handle = asked["user"]["id"].as_str().unwrap().to_owned();
        let length = u16::try_from(self.id.len()).unwrap().to_be_bytes();
        let data = [&self.data(0x40)[..], &[0; 16], &length, &self.id, &self.public_key()].concat();
        let mut object = Encoder::new(Vec::new());
        object.map(3).unwrap().str("fmt").unwrap().str("none").unwrap().str("attStmt").unwrap();
        object.map(0).unwrap().str("authData").unwrap().bytes(&data).unwrap();
        json!({
            "id": text(&self.id), "rawId": text(&self.id), "type": "public-key", "clientExtensionResults": {},
            "authenticatorAttachment": "platform",
            "response": {
                "clientDataJSON": text(self.said("webauthn.create", &asked["challenge"]).as_bytes()),
                "attestationObject": text(&object.into_writer()), "transports": ["internal"],
            },
        })
        .to_string()
    }

    /// What a browser answers when it is asked for one.
    pub(super) fn gives(&mut self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).unwrap();
        let asked = options.get("publicKey").unwrap_or(&options);
        self.counter += 1;
        let (said, data) = (self.said("webauthn.get", &asked["challenge"]), self.data(0));
        let signature: DerSignature = self.key.sign(&[&data[..], &sha256(said.as_bytes())].concat());
        json!({
            "id": text(&self.id), "rawId": text(&self.id), "type": "public-key", "clientExtensionResults": {},
            "authenticatorAttachment": "platform",
            "response": {
                "clientDataJSON": text(said.as_bytes()), "authenticatorData": text(&data),
                "signature": text(signature.as_bytes()), "userHandle": self.handle,
            },
        })
        .to_string()
    }
}

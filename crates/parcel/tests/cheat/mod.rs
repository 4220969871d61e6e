//! A known sender who cheats: seals whatever it is given, as FORMAT.md says, with none of the code that seals here. The
//! signature holds, so every later check must. Shared by the tests and by the fuzz targets.

use std::io::{self, Write};

use age::x25519::Recipient;
use branchbook_parcel::{Digest, OfficeKeys, OfficePublic};
use ed25519_dalek::{Signer, SigningKey};
use serde_json::{Value, json};

const PROGRAM: &str = "branchbook 0.1.0";

/// A file with this container, signed by `sender` and sealed for `reader`. Nothing if the keys are of no use.
pub fn seal(container: &[u8], sender: &OfficeKeys, reader: &OfficePublic) -> Option<Vec<u8>> {
    seal_as(container, sender, sender.public(), reader)
}

/// The same, signed by one office and stating another as its sender.
pub fn seal_as(
    container: &[u8],
    signer: &OfficeKeys,
    sender: &OfficePublic,
    reader: &OfficePublic,
) -> Option<Vec<u8>> {
    let header = json!({
        "format": 1, "program": PROGRAM, "sealing": "age-v1-X25519", "signature": "Ed25519", "digest": "SHA-256",
        "packing": "zstd", "sender": sender.fingerprint(), "addressee": reader.fingerprint(),
        "payload": container.len() + 64,
    });
    let header = header.to_string().into_bytes();
    let message = [b"ZBT1", &header[..], &Digest::of(container).0].concat();
    let seed: [u8; 32] = *signer.secret().first_chunk()?;
    let signature = SigningKey::from_bytes(&seed).sign(&message).to_bytes();
    let length = u32::try_from(header.len()).ok()?.to_le_bytes();
    let front = [b"ZBT1\r\n\x1a\n", &length[..], &header].concat();
    encrypt(front, &[&signature, container], reader).ok()
}

fn encrypt(mut file: Vec<u8>, pieces: &[&[u8]], reader: &OfficePublic) -> io::Result<Vec<u8>> {
    let recipient: Recipient =
        reader.age_recipient().map_err(io::Error::other)?.parse().map_err(io::Error::other)?;
    let encryptor = age::Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient));
    let mut writer = encryptor.map_err(io::Error::other)?.wrap_output(&mut file)?;
    pieces.iter().try_for_each(|piece| writer.write_all(piece))?;
    writer.finish()?;
    Ok(file)
}

/// A manifest of the kind `month` that keeps every rule.
pub fn manifest(sender: &OfficePublic, reader: &OfficePublic, parts: &Value) -> Value {
    let office = |name: &str, keys: &OfficePublic| json!({ "uid": "u", "name": name, "fingerprint": keys.fingerprint() });
    json!({
        "format": 1, "program": PROGRAM, "kind": "month",
        "sender": office("幸福社区党委", sender), "addressee": office("向阳街道党工委", reader),
        "month": "2026-09", "epoch": 1, "sequence": 1, "book_id": "b", "previous": null,
        "chain": { "head": Digest::of(b"head"), "count": 1 }, "replaces": null, "about": {}, "parts": parts,
    })
}

/// What the manifest says of a part.
pub fn entry(name: &str, rows: u64, bytes: u64, packed: &[u8]) -> Value {
    json!({ "name": name, "rows": rows, "bytes": bytes, "packed": packed.len(), "sha256": Digest::of(packed) })
}

/// A container of a manifest and the bytes after it.
pub fn container(manifest: &Value, packed: &[u8]) -> Vec<u8> {
    let manifest = manifest.to_string().into_bytes();
    [&(manifest.len() as u32).to_le_bytes()[..], &manifest, packed].concat()
}

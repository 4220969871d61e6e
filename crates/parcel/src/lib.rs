//! Sealed files from one office to another, or in one file to many. Knows nothing of a branch: what the rows mean is the caller's business.
//! The file is described byte by byte in `FORMAT.md`, beside this crate's manifest.
//!
//! # Making one
//! ```
//! # use branchbook_parcel::*;
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! const MONTH: Kind = Kind::new("month", &["member"]);
//! let (community, street) = (OfficeKeys::generate()?, OfficeKeys::generate()?);
//! let mut writer = ParcelWriter::new(MONTH);
//! writer.add("member", [serde_json::json!({ "name": "张三" })])?;
//! # let office = |uid: &str, name: &str| OfficeName { uid: uid.into(), name: name.into() };
//! # let draft = Draft {
//! #     program: "branchbook 0.1.0".into(), sender: office("a", "幸福社区党委"), addressee: office("b", "街道党工委"),
//! #     month: Some("2026-09".into()), epoch: 1, sequence: 1, book_id: "book".into(), previous: None,
//! #     chain: Chain { head: Digest([0; 32]), count: 0 }, replaces: None, about: Default::default(),
//! # };
//! let sealed = writer.seal(draft, &community, street.public())?; // keep `sealed.bytes`: sealing again gives others
//! assert_eq!(sealed.file_name(), "幸福社区党委-2026年9月-第1次.zbt");
//!
//! // At the other office, which has taken the invitation of the first:
//! let senders = [community.public().clone()];
//! let opener = Opener { keys: &street, senders: &senders, kinds: &[MONTH], limits: Limits::default() };
//! let parcel = open(&sealed.bytes, &opener)?; // everything is proven before this returns
//! for row in parcel.rows::<serde_json::Value>("member")? {
//!     assert_eq!(row?["name"], "张三");
//! }
//! # Ok(()) }
//! ```
//! What is for many offices is a [`Kind::publication`], closed by [`ParcelWriter::publish`] and opened like any other.
//!
//! Every error is a Chinese sentence that may be shown as it is.

mod address;
mod age_file;
mod container;
mod content;
mod digest;
mod envelope;
mod error;
mod file;
mod fingerprint;
mod invitation;
mod keys;
mod kind;
mod limits;
mod manifest;
mod open;
mod part;
mod seal;
mod text;
mod version;

#[cfg(test)]
mod tests;

pub use digest::{Digest, NotADigest};
pub use error::{Fault, FileError, InvitationError, KeyError, OpenError, SealError};
pub use file::write as write_file;
pub use fingerprint::{Fingerprint, NotAFingerprint};
pub use invitation::Invitation;
pub use keys::{KEY_BYTES, OfficeKeys, OfficePublic};
pub use kind::Kind;
pub use limits::Limits;
pub use manifest::{Chain, Manifest, Office, PartEntry};
pub use open::{Authentic, Opener, Parcel, open, open_file, unseal};
pub use part::{RowWriter, Rows};
pub use seal::{Draft, OfficeName, ParcelWriter, Sealed};
pub use version::{FORMAT, FORMATS_BACK};

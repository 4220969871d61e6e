//! Everything that can go wrong with a parcel or an invitation, as Chinese sentences that say what happened
//! and what to do next. Technical causes stay in `source()`; text of a stranger is shortened before it is shown.

use std::io;
use std::path::{Path, PathBuf};

use crate::fingerprint::Fingerprint;

/// The disk or the system refused.
#[derive(Debug, thiserror::Error)]
#[error("{doing}「{}」时遇到问题：{}。", path.display(), reason(source))]
pub struct FileError {
    /// What was being done, a Chinese verb.
    pub doing: &'static str,
    /// To which file or folder.
    pub path: PathBuf,
    /// The system's own answer, for the log.
    pub source: io::Error,
}

/// What is wrong with the contents of a parcel, on either side. Half a sentence: [`OpenError`] and
/// [`SealError`] say what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A field of the manifest does not follow its rule.
    #[error("清单里的{0}写得不合规定")]
    Field(&'static str),
    /// A name that is not a plain token, such as one with `../`.
    #[error("部件名「{0}」不合规定")]
    BadName(String),
    /// Two parts of one name.
    #[error("部件「{0}」出现了两次")]
    DuplicateName(String),
    /// A part that this kind of parcel does not have.
    #[error("「{kind}」类数据包里不应有部件「{part}」")]
    UnknownPart {
        /// The kind that the manifest states.
        kind: String,
        /// The part that it does not have.
        part: String,
    },
    /// A kind of parcel that the caller does not take.
    #[error("不认识「{0}」类的数据包")]
    UnknownKind(String),
    /// A publication that names another office than its sender.
    #[error("「{0}」类数据包是下发文件，不能只发给一个单位")]
    NotPublished(String),
    /// A kind for one office, made out like a publication.
    #[error("「{0}」类数据包只能发给一个单位，不能下发")]
    NotPublishable(String),
    /// A limit was passed.
    #[error("{what}超出上限（{limit}）")]
    TooLarge {
        /// What was too large, as a Chinese noun.
        what: &'static str,
        /// The limit, in the unit of the noun.
        limit: u64,
    },
    /// A part that unpacks to far more than its size allows.
    #[error("部件「{0}」展开后大得不合常理")]
    Bomb(String),
}

/// Why a parcel was not opened. Nothing of it has been handed out.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// It does not begin like a parcel.
    #[error("这个文件不是支部台账的数据包。请选择扩展名为 .zbt 的文件，并确认它没有被别的程序改存过。")]
    NotAParcel,
    /// The end is missing.
    #[error("数据包不完整，后面缺了一截，可能是拷贝没有完成就拔了U盘。请重新拷贝，或请发件单位再给一份。")]
    Cut,
    /// Bytes have changed, or were never right.
    #[error("数据包已损坏（{0}），没有收下任何内容。请重新拷贝，仍不行就请发件单位再给一份。")]
    Damaged(&'static str),
    /// Written by a later program in a format that is not known here.
    #[error(
        "数据包由更新版本的程序做成（格式 {found}，本机只认到 {newest}）。请先升级本机程序，再重新打开。"
    )]
    Newer {
        /// The format of the file.
        found: u32,
        /// The newest that is read here.
        newest: u32,
    },
    /// Older than two formats back.
    #[error("数据包的格式太旧（格式 {found}，本机从 {oldest} 认起）。请发件单位升级程序后重新做一份。")]
    Older {
        /// The format of the file.
        found: u32,
        /// The oldest that is read here.
        oldest: u32,
    },
    /// An algorithm that this format does not have.
    #[error("数据包用了本机不认识的{0}算法，没有打开。请核对双方程序的版本，请发件单位重新做一份。")]
    UnknownAlgorithm(&'static str),
    /// Sealed for another office.
    #[error(
        "这个数据包不是发给本单位的（收件指纹「{addressee}」，本单位「{ours}」）。请交给收件单位，或请发件单位核对后重新做一份。"
    )]
    Misaddressed {
        /// Whom the file names.
        addressee: Fingerprint,
        /// Who tried to open it.
        ours: Fingerprint,
    },
    /// A publication that this office's key does not open: it is not among the addressees, or the bytes that are meant
    /// for it have changed. Nobody can tell which, because the addressees are not named.
    #[error(
        "这份下发文件没有发给本单位，或者在拷贝时损坏了（下发单位指纹「{sender}」，本单位「{ours}」）。请重新拷贝，仍不行就请下发单位核对收件名单后重新做一份。"
    )]
    NotAmongAddressees {
        /// Who the file says has published it.
        sender: Fingerprint,
        /// Who tried to open it.
        ours: Fingerprint,
    },
    /// The sender is not among those that are trusted here.
    #[error(
        "发件单位（指纹「{0}」）还没有登记，不能收它的数据包。请先收下它的邀请函，并打电话逐字核对指纹。"
    )]
    UnknownSender(Fingerprint),
    /// The signature is not that of the office that the file names.
    #[error(
        "签名与发件单位（指纹「{0}」）的密钥不符：文件被改动过，或者有人冒名。不要使用，请打电话向发件单位核实。"
    )]
    Forged(Fingerprint),
    /// The signed manifest cannot be read.
    #[error("签名无误，但读不懂数据包里的清单。请把这句话告诉发件单位，请它升级程序后重新做一份。")]
    BadManifest(#[source] serde_json::Error),
    /// The manifest says otherwise than the header.
    #[error("数据包里的清单与封面不一致（{0}），没有收下。请发件单位重新做一份。")]
    Contradiction(&'static str),
    /// The contents do not follow the rules.
    #[error("数据包不合规定：{0}，没有收下。请把这句话告诉发件单位，请它重新做一份。")]
    Refused(#[from] Fault),
    /// A part is not what the manifest states.
    #[error("部件「{0}」与清单上的校验值不符，没有收下。请发件单位重新做一份。")]
    HashMismatch(String),
    /// A part has more or less in it than the manifest states.
    #[error(
        "部件「{part}」的{what}不符（清单上是 {stated}，实际 {found}），没有收下。请发件单位重新做一份。"
    )]
    CountMismatch {
        /// The part.
        part: String,
        /// 行数 or 字节数.
        what: &'static str,
        /// What the manifest states.
        stated: u64,
        /// What was there, as far as it was counted.
        found: u64,
    },
    /// A row is not what the caller expects in this part.
    #[error("部件「{part}」第 {line} 行读不懂，没有收下。请把这句话告诉发件单位，请它升级程序后重新做一份。")]
    BadRow {
        /// The part.
        part: String,
        /// Counted from 1.
        line: u64,
        /// What the parser said, for the log.
        #[source]
        source: Option<serde_json::Error>,
    },
    /// A part that the caller needs is not there.
    #[error("数据包里缺少部件「{0}」。请核对双方程序的版本，请发件单位重新做一份。")]
    MissingPart(String),
}

impl OpenError {
    /// The part that it speaks of, by the name that stands in its sentence between 「 and 」.
    pub fn part(&self) -> Option<&str> {
        match self {
            Self::HashMismatch(part)
            | Self::CountMismatch { part, .. }
            | Self::BadRow { part, .. }
            | Self::MissingPart(part) => Some(part),
            _ => None,
        }
    }
}

/// Why a parcel was not made. No file is left behind.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The file cannot be written.
    #[error(transparent)]
    File(#[from] FileError),
    /// The contents do not follow the rules, so nobody could open the parcel.
    #[error("数据包没有做成：{0}。请改正后再试；仍不行请联系技术人员。")]
    Refused(#[from] Fault),
    /// A row is no JSON object, or cannot be written as JSON.
    #[error("数据包没有做成：部件「{part}」第 {line} 行写不出来。请联系技术人员。")]
    BadRow {
        /// The part.
        part: String,
        /// Counted from 1.
        line: u64,
        /// What the writer said, for the log.
        #[source]
        source: Option<serde_json::Error>,
    },
    /// The packing or the cipher refused, for want of memory as a rule.
    #[error("内存不足，数据包没有做成。请关闭其他程序后再试。")]
    NoMemory(#[source] io::Error),
    /// Manifest or header could not be written as JSON.
    #[error("数据包没有做成：清单写不出来。请联系技术人员。")]
    Json(#[source] serde_json::Error),
    /// The addressee's key cannot be used.
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// Why keys cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The system gave no random bytes.
    #[error("系统没有给出随机数，无法生成密钥。请重新启动电脑后再试。")]
    NoRandomness,
    /// A public key that no honest program makes: anybody could sign for it or read what is sealed for it.
    #[error("公钥不可用，可能是伪造的。请向对方单位重新要一份邀请函，并打电话核对指纹。")]
    Unusable,
}

/// Why a text was not taken as an invitation.
#[derive(Debug, thiserror::Error)]
pub enum InvitationError {
    /// The file cannot be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// It does not begin like one.
    #[error("这不是支部台账的邀请函。请选择对方单位用本程序生成的邀请函文件。")]
    NotAnInvitation,
    /// Of a later program.
    #[error("这份邀请函由更新版本的程序生成（版本 {0}）。请先升级本机程序，再重新打开。")]
    Newer(u32),
    /// A line is not there.
    #[error("邀请函里缺少「{0}」一行。请对照原件补上，或请对方重新给一份。")]
    Missing(&'static str),
    /// A line that does not belong there, or stands there twice.
    #[error("邀请函第 {0} 行是多出来的或放错了位置。请对照原件改正，或请对方重新给一份。")]
    Unexpected(usize),
    /// What stands in a line does not follow its rule.
    #[error("邀请函里「{0}」一行写得不对。请对照原件改正，或请对方重新给一份。")]
    Field(&'static str),
    /// The check digits do not fit: somebody mistyped.
    #[error("邀请函与末行的校验不符，有地方打错或漏了字。请对照原件逐行核对，或请对方重新给一份。")]
    Mistyped,
    /// The check digits fit and the signature does not: somebody changed it on purpose.
    #[error("邀请函与它自己的签名不符，内容被改动过。不要使用，请打电话向对方单位核实。")]
    Altered,
    /// The caller's own words for a new invitation do not follow the rules.
    #[error("邀请函没有做成：{0}写得不合规定（不能为空、过长或含有换行）。请改正后再试。")]
    Refused(&'static str),
    /// A key that may not be used.
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// `map_err(file_error("写入", path))`.
pub(crate) fn file_error(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> FileError {
    let path = path.to_path_buf();
    move |source| FileError { doing, path, source }
}

/// A stranger's text as it may stand in a sentence: short, and without characters that steer a terminal.
pub(crate) fn shown(text: &str) -> String {
    const LONGEST: usize = 40;
    let plain = |c: char| if crate::text::is_plain(c) { c } else { '\u{fffd}' };
    let mut shown: String = text.chars().take(LONGEST).map(plain).collect();
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    shown
}

fn reason(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::NotFound => "找不到这个文件或文件夹，请确认U盘没有拔出、路径没有改动",
        io::ErrorKind::PermissionDenied => "没有权限，请检查文件是否只读，或换一个文件夹",
        io::ErrorKind::StorageFull => "磁盘空间不足，请清理后再试",
        io::ErrorKind::ReadOnlyFilesystem => "磁盘是只读的，请检查U盘的写保护开关",
        io::ErrorKind::IsADirectory => "这是一个文件夹，请选择文件",
        _ => "磁盘没有响应，请检查磁盘或U盘后再试",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strangers_text_is_shortened_and_cannot_steer_a_terminal() {
        assert_eq!(shown("../etc"), "../etc");
        assert_eq!(shown("a\u{1b}[2J\nb\u{202e}c"), "a\u{fffd}[2J\u{fffd}b\u{fffd}c");
        assert_eq!(shown(&"长".repeat(100_000)).chars().count(), 41);
    }

    #[test]
    fn every_refusal_is_a_whole_sentence_that_says_what_to_do() {
        let (who, part) = (Fingerprint([7; 8]), || "member".to_owned());
        let json = || serde_json::from_str::<u8>("x").unwrap_err();
        let refusals = [
            OpenError::NotAParcel,
            OpenError::Cut,
            OpenError::Damaged("密文"),
            OpenError::Newer { found: 2, newest: 1 },
            OpenError::Older { found: 1, oldest: 2 },
            OpenError::UnknownAlgorithm("加密"),
            OpenError::Misaddressed { addressee: who, ours: Fingerprint([8; 8]) },
            OpenError::NotAmongAddressees { sender: who, ours: Fingerprint([8; 8]) },
            OpenError::UnknownSender(who),
            OpenError::Forged(who),
            OpenError::BadManifest(json()),
            OpenError::Contradiction("程序"),
            OpenError::Refused(Fault::DuplicateName(part())),
            OpenError::Refused(Fault::NotPublished("policy".to_owned())),
            OpenError::Refused(Fault::NotPublishable("policy".to_owned())),
            OpenError::HashMismatch(part()),
            OpenError::CountMismatch { part: part(), what: "行数", stated: 1, found: 2 },
            OpenError::BadRow { part: part(), line: 1, source: Some(json()) },
            OpenError::MissingPart(part()),
        ];
        let said: std::collections::BTreeSet<String> = refusals.iter().map(ToString::to_string).collect();
        assert_eq!(said.len(), refusals.len(), "no two say the same");
        for sentence in said {
            assert!(sentence.ends_with('。') && sentence.contains('请'), "{sentence}");
            assert!(!sentence.contains("expected"), "English stays in the source: {sentence}");
        }
    }

    #[test]
    fn a_missing_file_is_told_with_its_name() {
        let said = file_error("读取", Path::new("某.zbt"))(io::ErrorKind::NotFound.into()).to_string();
        assert!(said.contains("某.zbt") && said.contains("找不到"), "{said}");
    }
}

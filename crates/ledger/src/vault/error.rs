//! Everything that can go wrong with the files of a book, as sentences for the person at the desk.
//! It must not carry secrets, nor English: the technical cause stays in `source()`.

use std::io;
use std::path::{Path, PathBuf};

/// Why a file of the book could not be used, and what to do next.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The disk or the system refused; `doing` is a Chinese verb such as 写入.
    #[error("{doing}「{}」时遇到问题：{}。", path.display(), reason(source))]
    Io {
        /// What was being done, a Chinese verb.
        doing: &'static str,
        /// The file or folder it was done to.
        path: PathBuf,
        /// The system's own answer, for the log.
        source: io::Error,
    },
    /// The system gave no random bytes, so no key can be made.
    #[error("系统没有给出随机数，无法生成密钥。请重新启动电脑后再试。")]
    NoRandomness,
    /// A cipher or key derivation refused its input, for want of memory as a rule.
    #[error("内存不足，无法完成加密计算。请关闭其他程序后再试。")]
    NoMemory,

    /// An empty password is not the same as none.
    #[error("密码不能为空。如果不想设密码，请明确选择「不设密码」。")]
    PasswordEmpty,
    /// The folder already holds a key file.
    #[error("「{}」里已经有一本台账的密钥文件，不能再建一本。请换一个空文件夹，或直接打开原有台账。", .0.display())]
    KeyFileExists(PathBuf),
    /// Neither copy of the key file is there.
    #[error("「{}」里没有密钥文件 book.key，无法打开台账。请从备份中恢复，或确认选对了文件夹。", .0.display())]
    KeyFileMissing(PathBuf),
    /// Both copies are beyond reading.
    #[error("密钥文件 book.key 和它的副本都已损坏，无法打开台账。请用最近的备份恢复。")]
    KeyFileBroken,
    /// Written by a later version of the program.
    #[error("密钥文件由更新版本的程序写成。请安装新版程序后再打开。")]
    KeyFileNewer,
    /// The book has a password and none was given.
    #[error("这本台账设有密码，请输入密码，或使用恢复码打开。")]
    PasswordNeeded,
    /// The password does not fit; `is_damaged` if a copy of the key file is damaged as well.
    #[error("密码不对，请检查大小写和输入法后再试；忘记密码时可以使用恢复码。{}", damage_hint(*is_damaged))]
    WrongPassword {
        /// One copy of the key file is damaged or missing.
        is_damaged: bool,
    },
    /// The code is well-formed but belongs to another book, or has been renewed.
    #[error("恢复码书写正确，但不是这本台账现在的恢复码。请确认用的是最近一次生成的那一张。{}", damage_hint(*is_damaged))]
    WrongRecovery {
        /// One copy of the key file is damaged or missing.
        is_damaged: bool,
    },
    /// The key at hand is not the key of the key file in this folder.
    #[error("「{}」里的密钥文件不属于当前打开的台账，没有作任何改动。请确认文件夹没有被替换。", .0.display())]
    KeyFileForeign(PathBuf),

    /// A recovery code has 30 characters.
    #[error("恢复码应有 30 个字符（6 组，每组 5 个），现在是 {count} 个。请对照纸上的恢复码补全。")]
    RecoveryLength {
        /// How many characters were typed, separators aside.
        count: usize,
    },
    /// A character that no recovery code has.
    #[error("恢复码第 {group} 组里的「{letter}」不是恢复码会用的字符，请对照纸上的恢复码重新输入。")]
    RecoveryLetter {
        /// Which group of five, from 1.
        group: usize,
        /// The character as typed.
        letter: char,
    },
    /// The check characters do not fit: a slip of the keyboard.
    #[error("恢复码有输错的字符（校验不符）。请逐组对照纸上的恢复码再输入一次。")]
    RecoverySlip,

    /// Somebody else holds the lock; `holder` is empty or a sentence about who.
    #[error("这本台账正在另一个窗口或程序中打开{}。请先关闭那一个，再在这里打开。", holder_note(holder.as_deref()))]
    Locked {
        /// Who holds it, as written in the lock file.
        holder: Option<String>,
    },
    /// The file system does not know locks.
    #[error("「{}」所在的磁盘不支持文件锁，无法保证只有一个程序在写。请把台账放到本机硬盘上再打开。", path.display())]
    LockUnsupported {
        /// The lock file.
        path: PathBuf,
        /// The system's own answer.
        source: io::Error,
    },

    /// A file of that name was never kept, or is gone.
    #[error("留存文件 {} 不见了。请从备份中恢复。", short(.0))]
    SealedMissing(String),
    /// The sealed file was changed, cut, or swapped with another.
    #[error("留存文件 {} 已损坏或被改动。请从备份中恢复。", short(.0))]
    SealedDamaged(String),
    /// More than one sealed file may hold.
    #[error("文件超过 {limit} MB，太大，没有收存。请拆分后再试。")]
    SealedTooLarge {
        /// The limit in MiB.
        limit: u64,
    },
    /// A name that is not 64 lower-case hex digits.
    #[error("「{0}」不是留存文件的名称。")]
    SealedName(String),

    /// The folder for temporary files is a link or a file.
    #[error("临时文件夹「{}」是一个链接或文件，不是普通文件夹。为避免误删别处的文件，没有打开台账；请把它移走后再试。", .0.display())]
    TemporaryIsLink(PathBuf),

    /// The file is not one of our backups; the text says what is wrong.
    #[error("这不是可用的备份文件：{0}。台账没有任何改动，请换一份备份再试。")]
    BackupRefused(BackupFault),
    /// Written by a later version of the program.
    #[error("备份由更新版本的程序写成（格式 {0}）。请安装新版程序后再恢复。")]
    BackupNewer(u32),
    /// The folder to restore into holds something.
    #[error("「{}」不是空文件夹，为避免覆盖，没有恢复。请选择一个空文件夹。", .0.display())]
    FolderNotEmpty(PathBuf),
}

/// What is wrong with a backup file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BackupFault {
    /// Not a zip archive, or a broken one.
    #[error("文件打不开，可能没有拷贝完整，或根本不是备份")]
    Unreadable,
    /// The file or its parts exceed the limits.
    #[error("文件太大，超过了允许的大小")]
    TooLarge,
    /// More members than allowed.
    #[error("里面的文件太多")]
    TooMany,
    /// A member whose name no backup has.
    #[error("里面有不该有的文件「{0}」")]
    ForeignName(String),
    /// Two members of one name, or members that share bytes.
    #[error("里面有重复或重叠的文件")]
    Overlap,
    /// Members are stored as they are; compressed or encrypted ones are not ours.
    #[error("「{0}」是压缩或加密存放的，而备份从不这样存放")]
    NotStored(String),
    /// A part that the manifest or the format asks for is not there.
    #[error("缺少「{0}」")]
    PartMissing(String),
    /// A part that the manifest does not name.
    #[error("清单里没有「{0}」")]
    PartUnlisted(String),
    /// Size or hash of a part differs from the manifest.
    #[error("「{0}」与清单不符，文件已损坏或被改动")]
    PartDamaged(String),
    /// The manifest does not parse.
    #[error("清单 manifest.json 无法读取")]
    Manifest,
}

impl From<BackupFault> for VaultError {
    fn from(fault: BackupFault) -> Self {
        Self::BackupRefused(fault)
    }
}

/// For `map_err`: an input-output error with what was being done to which file.
pub(crate) fn io_error<'a>(doing: &'static str, path: &'a Path) -> impl FnOnce(io::Error) -> VaultError + 'a {
    move |source| VaultError::Io { doing, path: path.to_owned(), source }
}

fn reason(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::NotFound => "找不到它，请确认没有被移走或改名，U盘没有拔出",
        io::ErrorKind::PermissionDenied => "没有权限，请确认它没有被别的程序占用，也没有设为只读",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "磁盘已满，请清理出空间后再试",
        io::ErrorKind::FileTooLarge => "文件超过这个磁盘允许的大小，请换一个磁盘再试",
        io::ErrorKind::ReadOnlyFilesystem => "磁盘是只读的，请换一个可以写入的位置",
        io::ErrorKind::AlreadyExists => "同名的文件已经存在，请换一个名称或位置",
        io::ErrorKind::UnexpectedEof => "文件不完整，可能没有拷贝完，请重新拷贝",
        io::ErrorKind::NotADirectory | io::ErrorKind::IsADirectory => "同名的位置被占用，请检查文件夹后再试",
        _ => "磁盘没有正常响应，请检查磁盘或U盘后再试",
    }
}

fn damage_hint(is_damaged: bool) -> &'static str {
    if is_damaged {
        "另外，密钥文件有一份损坏或缺失，如果确信没有输错，请用最近的备份恢复。"
    } else {
        ""
    }
}

fn holder_note(holder: Option<&str>) -> String {
    holder.map(|who| format!("（{who}）")).unwrap_or_default()
}

fn short(name: &str) -> &str {
    name.get(..12).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_names_the_file_and_the_next_step_and_no_english() {
        let path = Path::new("台账");
        let kinds = [io::ErrorKind::StorageFull, io::ErrorKind::PermissionDenied, io::ErrorKind::Other];
        for kind in kinds {
            let said = io_error("写入", path)(io::Error::new(kind, "os error")).to_string();
            assert!(said.starts_with("写入「台账」时遇到问题："), "{said}");
            assert!(said.contains('请'), "the next step is missing: {said}");
            assert!(!said.chars().any(|c| c.is_ascii_alphabetic() && c != 'U'), "{said}");
        }
    }

    #[test]
    fn a_wrong_password_mentions_damage_only_when_there_is_some() {
        assert!(!VaultError::WrongPassword { is_damaged: false }.to_string().contains("损坏"));
        assert!(VaultError::WrongPassword { is_damaged: true }.to_string().contains("损坏"));
    }
}

//! What can go wrong at the desk, and the one place where it becomes what a shell sees.

mod words;

use std::path::Path;

use branchbook_contract::{CallError, Code, FieldError};
use branchbook_ledger::LedgerError;
use branchbook_ledger::vault::VaultError;
use branchbook_workbook::{ReadError, WriteError};
use thiserror::Error;

pub use words::{io_words, json_words};

/// An error of a use case. `Display` is the Chinese sentence.
#[derive(Debug, Error)]
pub enum DeskError {
    /// No book is open.
    #[error("还没有打开台账。请先打开或新建一本台账。")]
    NoBook,
    /// Refused with a reason.
    #[error("{0}")]
    Refused(String),
    /// Refused until a person confirms it: the sentence, and what is to be compared.
    #[error("{0}")]
    Unconfirmed(String, Vec<FieldError>),
    /// Fields of the request are wrong.
    #[error("有 {} 处需要更正，没有保存。", .0.len())]
    Invalid(Vec<FieldError>),
    /// The person cancelled.
    #[error("已取消，什么都没有改动。")]
    Cancelled,
    /// The request does not parse.
    #[error("请求无法识别：{0}。")]
    Malformed(String),
    /// The ledger refused.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// A guard of the files refused.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// A file from outside cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A workbook cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The disk refused.
    #[error("磁盘读写出错：{0}。没有改动台账，请检查磁盘空间和权限后重试。")]
    Disk(#[from] std::io::Error),
}

/// Result of a use case.
pub type Result<T, E = DeskError> = std::result::Result<T, E>;

impl DeskError {
    /// A refusal with its sentence.
    pub fn refused(sentence: impl Into<String>) -> Self {
        Self::Refused(sentence.into())
    }

    /// One wrong field.
    pub fn field(field: &str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError { field: field.to_owned(), message: message.into() }])
    }

    /// A file that a person asked for at a place where it cannot be written.
    pub(crate) fn cannot_write(path: &Path, error: &std::io::Error) -> Self {
        let words = match error.kind() {
            std::io::ErrorKind::PermissionDenied => {
                "没有权限，或文件正在 Excel、WPS 里打开，请关闭后重试，或换一个位置"
            }
            _ => io_words(error),
        };
        Self::Refused(format!("无法写入“{}”：{words}。台账没有改动。", path.display()))
    }

    /// What it says where no form stands by: of wrong fields all their own sentences.
    pub fn sentence(&self) -> String {
        match self {
            Self::Invalid(fields) => fields.iter().map(|field| field.message.as_str()).collect(),
            other => message(other),
        }
    }

    fn code(&self) -> Code {
        match self {
            Self::NoBook => Code::NoBook,
            Self::Refused(_) => Code::Refused,
            Self::Unconfirmed(..) => Code::Unconfirmed,
            Self::Invalid(_) => Code::Invalid,
            Self::Cancelled => Code::Cancelled,
            Self::Malformed(_) => Code::Malformed,
            Self::Ledger(error) => ledger_code(error),
            Self::Vault(error) => vault_code(error),
            Self::Read(_) => Code::Refused,
            Self::Write(_) | Self::Disk(_) => Code::Broken,
        }
    }
}

impl From<DeskError> for CallError {
    fn from(error: DeskError) -> Self {
        let (code, message) = (error.code(), message(&error));
        if code == Code::Broken {
            // What the system said is for the maintainer; the person gets a sentence.
            tracing::warn!(?error, "refused");
        }
        let fields = match error {
            DeskError::Invalid(fields) | DeskError::Unconfirmed(_, fields) => fields,
            _ => Vec::new(),
        };
        Self { code, message, fields }
    }
}

/// The sentence for the person: the error's own, but never with what a system or a library says in English.
fn message(error: &DeskError) -> String {
    match error {
        DeskError::Ledger(error) => ledger_sentence(error),
        DeskError::Disk(error) => disk_sentence(error),
        DeskError::Read(ReadError::Io(error)) => format!("读不了这个文件：{}。", io_words(error)),
        DeskError::Write(WriteError::Io { path, source }) => {
            format!("写不了“{path}”：{}。", io_words(source))
        }
        DeskError::NoBook
        | DeskError::Refused(_)
        | DeskError::Unconfirmed(..)
        | DeskError::Invalid(_)
        | DeskError::Cancelled
        | DeskError::Malformed(_)
        | DeskError::Vault(_)
        | DeskError::Read(_)
        | DeskError::Write(_) => error.to_string(),
    }
}

fn ledger_sentence(error: &LedgerError) -> String {
    match error {
        LedgerError::Sqlite(_) => {
            "台账文件读写出错，本次操作没有写入。请检查磁盘空间后重试；若仍出现，请运行“校验台账”。"
                .to_owned()
        }
        LedgerError::Disk(error) => disk_sentence(error),
        _ => error.to_string(),
    }
}

fn disk_sentence(error: &std::io::Error) -> String {
    format!("磁盘读写出错：{}。没有改动台账。", io_words(error))
}

fn ledger_code(error: &LedgerError) -> Code {
    match error {
        LedgerError::Sqlite(_)
        | LedgerError::Disk(_)
        | LedgerError::Corrupt { .. }
        | LedgerError::NotOurs
        | LedgerError::DamagedLog { .. }
        | LedgerError::OldSqlite(_)
        | LedgerError::Migration(_)
        | LedgerError::BackupUnsound(_)
        | LedgerError::RestoreUnsound(_)
        | LedgerError::RestoreUnfinished(_)
        | LedgerError::RestoreLost(_)
        | LedgerError::KeyNotChanged(_) => Code::Broken,
        LedgerError::Vault(error) | LedgerError::BackupLocked(error) | LedgerError::PresentLocked(error) => {
            vault_code(error)
        }
        LedgerError::NoBook(_) => Code::NoBook,
        LedgerError::Missing { .. }
        | LedgerError::AlreadyThere(_)
        | LedgerError::Newer { .. }
        | LedgerError::MonthClosed(_)
        | LedgerError::NotUndoable { .. }
        | LedgerError::NoSuchChange(_)
        | LedgerError::Refused(_) => Code::Refused,
    }
}

fn vault_code(error: &VaultError) -> Code {
    match error {
        VaultError::PasswordNeeded
        | VaultError::WrongPassword { .. }
        | VaultError::WrongRecovery { .. }
        | VaultError::RecoveryLength { .. }
        | VaultError::RecoveryLetter { .. }
        | VaultError::RecoverySlip => Code::WrongSecret,
        VaultError::Io { .. } => Code::Broken,
        _ => Code::Refused,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_told_neither_tables_nor_what_a_system_says() {
        let not_found = || std::io::Error::from_raw_os_error(2);
        let errors: Vec<DeskError> = vec![
            LedgerError::Missing { table: "person", id: 99999 }.into(),
            LedgerError::Corrupt { table: "gathering", id: 2, column: "occurred_on" }.into(),
            LedgerError::Disk(not_found()).into(),
            not_found().into(),
            ReadError::Io(not_found()).into(),
            WriteError::Io { path: "月报".to_owned(), source: not_found() }.into(),
            DeskError::cannot_write(Path::new("没有的目录"), &not_found()),
        ];
        for error in errors {
            let said = CallError::from(error).message;
            let is_english = said.split(|c: char| !c.is_ascii_alphabetic()).any(|word| word.len() > 1);
            assert!(!is_english, "{said}");
        }
    }

    #[test]
    fn of_several_wrong_fields_each_is_said() {
        let wrong = ["入党日期早于出生日期，请核对。", "请填写批准日期。"];
        let fields = wrong.map(|message| FieldError { field: "draft".into(), message: message.into() });
        assert_eq!(DeskError::Invalid(fields.into()).sentence(), wrong.concat());
        assert_eq!(DeskError::refused("当天才进入该党支部。").sentence(), "当天才进入该党支部。");
        let lost = DeskError::from(std::io::Error::from_raw_os_error(2));
        assert_eq!(lost.sentence(), CallError::from(lost).message, "and no word of a system");
    }
}

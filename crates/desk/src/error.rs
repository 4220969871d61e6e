//! What can go wrong at the desk, and the one place where it becomes what a shell sees.

use branchbook_contract::{CallError, Code, FieldError};
use branchbook_ledger::LedgerError;
use branchbook_ledger::vault::VaultError;
use branchbook_workbook::{ReadError, WriteError};
use thiserror::Error;

/// An error of a use case. `Display` is the Chinese sentence.
#[derive(Debug, Error)]
pub enum DeskError {
    /// No book is open.
    #[error("还没有打开台账。请先打开或新建一本台账。")]
    NoBook,
    /// Refused with a reason.
    #[error("{0}")]
    Refused(String),
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

    fn code(&self) -> Code {
        match self {
            Self::NoBook => Code::NoBook,
            Self::Refused(_) => Code::Refused,
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
        let (code, message) = (error.code(), error.to_string());
        let fields = if let DeskError::Invalid(fields) = error { fields } else { Vec::new() };
        Self { code, message, fields }
    }
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

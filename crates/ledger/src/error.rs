//! What can go wrong with the book, each in a sentence that a clerk can act on.

use branchbook_domain::key::ChangeId;
use thiserror::Error;

use crate::table::label;

/// An error of the ledger. `Display` is the Chinese sentence shown to the person.
#[derive(Debug, Error)]
pub enum LedgerError {
    /// SQLite or SQLCipher refused.
    #[error("台账文件读写出错：{0}。本次操作没有写入，请重试；若仍出现，请运行“校验台账”。")]
    Sqlite(#[from] rusqlite::Error),
    /// The disk refused.
    #[error("磁盘读写出错：{0}。本次操作没有写入，请检查磁盘空间和权限后重试。")]
    Disk(#[from] std::io::Error),
    /// A guard of the files beside the database refused.
    #[error(transparent)]
    Vault(#[from] crate::vault::VaultError),
    /// A stored value does not parse.
    #[error(
        "台账中编号为 {id} 的{}内容无法识别，可能已损坏。请运行“校验台账”，必要时从备份恢复。",
        label(table)
    )]
    Corrupt {
        /// Table of the row.
        table: &'static str,
        /// Key of the row.
        id: i64,
        /// Column that does not parse.
        column: &'static str,
    },
    /// A row that must exist does not.
    #[error("没有编号为 {id} 的{}，可能已被撤销。请核对编号，或刷新后重试。", label(table))]
    Missing {
        /// Table of the row.
        table: &'static str,
        /// Key asked for.
        id: i64,
    },
    /// The folder holds no book.
    #[error("“{0}”里没有台账。请检查目录是否正确，或先新建台账。")]
    NoBook(String),
    /// The folder holds a book already.
    #[error("“{0}”里已经有一本台账，没有新建。请换一个空目录。")]
    AlreadyThere(String),
    /// The file was made by a newer program.
    #[error("这本台账由更新版本的程序写成（格式 {found}，本程序支持到 {known}）。请升级本程序后再打开。")]
    Newer {
        /// Schema version of the file.
        found: i64,
        /// Newest schema version of this program.
        known: i64,
    },
    /// Not a file of ours, or a wrong key.
    #[error(
        "台账文件无法解密或不是本程序的台账。请确认 book.key 与 ledger.db 属于同一本台账，必要时从备份恢复。"
    )]
    NotOurs,
    /// The write-ahead log left by a crash is damaged.
    #[error(
        "上次异常退出留下的日志已损坏（{why}），直接打开会丢失已保存的内容，因此没有打开。日志已另存到“{copy}”。请先从最近的备份恢复，或请技术人员处理。"
    )]
    DamagedLog {
        /// Where the damage is.
        why: String,
        /// Where the copy lies.
        copy: String,
    },
    /// SQLite itself is too old to be trusted with a WAL.
    #[error("内置数据库版本 {0} 存在已知缺陷，不能使用。请安装正式发布的程序。")]
    OldSqlite(String),
    /// The month is closed.
    #[error("{0} 已结账，不能再写入该月。请把更正记入第一个未结账的月份。")]
    MonthClosed(String),
    /// Undo is refused because later work stands on the change.
    #[error("不能撤销“{title}”：{reason}")]
    NotUndoable {
        /// The operation in words.
        title: String,
        /// Why not, and what to do first.
        reason: String,
    },
    /// The change asked for does not exist.
    #[error("没有第 {0} 号操作。请先查看可撤销的操作列表。")]
    NoSuchChange(ChangeId),
    /// A migration does not leave a sound file.
    #[error("升级台账格式时发现数据不一致（{0}），已放弃升级，原台账未改动。")]
    Migration(String),
    /// A backup did not pass its own check.
    #[error(
        "备份没有通过检查（{0}），没有留下备份文件。请运行“校验台账”：台账本身损坏时从更早的备份恢复，否则换一个磁盘再备份。"
    )]
    BackupUnsound(String),
    /// The book inside a backup does not stand its proof.
    #[error("这份备份里的台账没有通过校验（{0}），没有恢复，现有的台账没有改动。请换一份备份再试。")]
    RestoreUnsound(String),
    /// The secret does not open the backup.
    #[error("备份没有打开：{0}打开备份要用备份当日的密码或恢复码。现有的台账没有改动。")]
    BackupLocked(#[source] crate::vault::VaultError),
    /// The secret does not open the book that a restore would replace.
    #[error(
        "恢复前要先留存目录里现有的台账，但没有打开它：{0}请给出现有台账的密码，或把备份恢复到另一个空目录。什么都没有改动。"
    )]
    PresentLocked(#[source] crate::vault::VaultError),
    /// A restore was decided and then stopped.
    #[error("恢复已经开始，但没有做完（{0}）。备份已通过校验；请排除问题后再打开这个目录，程序会接着做完。")]
    RestoreUnfinished(String),
    /// Somebody removed what a restore had prepared.
    #[error(
        "上次恢复没有做完，而备好的内容已不在。原来的台账完整地放在“{0}”，请重新从备份恢复，或把其中的文件移回台账目录。"
    )]
    RestoreLost(String),
    /// The change of password or recovery code was recorded, and the key file could not be written.
    #[error(
        "密钥文件没有写成，原来的密码和恢复码仍然有效：{0}历史中已注明这次修改没有完成，请排除问题后再改一次。"
    )]
    KeyNotChanged(#[source] crate::vault::VaultError),
    /// A stored rule that the caller broke.
    #[error("{0}")]
    Refused(String),
}

/// Result of the ledger.
pub type Result<T, E = LedgerError> = std::result::Result<T, E>;

//! The book as a whole: init, status, undo, backup, restore, verify, export, password.

use branchbook_contract::book::{
    BookBackup, BookCreate, BookExport, BookPassword, BookPeek, BookRestore, BookStatus, BookStatusAsk,
    BookVerify, HistoryList, HistoryUndo, Office, Verification,
};
use branchbook_contract::domain::key::ChangeId;
use branchbook_contract::{CallError, Code};
use clap::Args;

use crate::args::OfficeWord;
use crate::output;
use crate::session::{Failure, Session};

/// `init`
#[derive(Debug, Args)]
pub struct Init {
    /// 台账目录，须为空或不存在
    #[arg(value_name = "目录")]
    pub dir: String,
    /// 社区或街道
    #[arg(long, value_enum, value_name = "类型")]
    pub office: OfficeWord,
    /// 单位名称，例如 银河社区
    #[arg(long, value_name = "名称")]
    pub name: String,
    /// 不设密码：文件不加密保护，程序会一直提醒
    #[arg(long)]
    pub no_password: bool,
}

/// `undo`
#[derive(Debug, Args)]
pub struct Undo {
    /// 只列出最近的操作
    #[arg(long)]
    pub list: bool,
    /// 撤销这一号操作；不写则撤销最近一次
    #[arg(long, value_name = "号")]
    pub change: Option<i64>,
}

/// `backup`
#[derive(Debug, Args)]
pub struct Backup {
    /// 备份写到这个目录或文件；不写则写到台账自己的 backups 目录
    #[arg(long, value_name = "目录或文件")]
    pub to: Option<String>,
}

/// `restore`
#[derive(Debug, Args)]
pub struct Restore {
    /// 备份文件
    #[arg(value_name = "备份文件")]
    pub backup: String,
    /// 用恢复码打开备份
    #[arg(long, value_name = "恢复码")]
    pub recovery_code: Option<String>,
    /// 备份当日的密码文件，与现在的密码不同时用；也可用环境变量 BRANCHBOOK_BACKUP_PASSWORD
    #[arg(long, value_name = "文件")]
    pub backup_password_file: Option<std::path::PathBuf>,
}

/// `export`
#[derive(Debug, Args)]
pub struct Export {
    /// 明文导出到这个空目录
    #[arg(long, value_name = "目录")]
    pub plain: String,
}

/// `password`
#[derive(Debug, Args)]
pub struct Password {
    /// 取消密码
    #[arg(long)]
    pub remove: bool,
    /// 同时更换恢复码
    #[arg(long)]
    pub renew_recovery: bool,
    /// 新密码文件
    #[arg(long, value_name = "文件")]
    pub new_password_file: Option<std::path::PathBuf>,
}

/// `call`
#[derive(Debug, Args)]
pub struct Call {
    /// 命令名称，例如 member_list
    #[arg(value_name = "命令名称")]
    pub name: String,
    /// 请求，JSON
    #[arg(default_value = "{}", value_name = "请求")]
    pub json: String,
}

/// Makes a book.
pub fn init(session: &mut Session, init: Init) -> Result<(), Failure> {
    let password = if init.no_password { None } else { Some(session.new_password()?) };
    let office = match init.office {
        OfficeWord::Community => Office::Community,
        OfficeWord::Street => Office::Street,
    };
    let create =
        BookCreate { dir: init.dir, office, name: init.name, operator: session.operator(), password };
    let created = session.call(&create)?;
    session.print(&created, |created| {
        output::line(format!("已新建台账：{}（{}）", created.status.name, created.status.dir));
        output::line(format!("恢复码（只显示这一次，请抄在纸上锁好）：\n    {}", created.recovery_code));
        created.status.warnings.iter().for_each(|warning| output::warning(warning));
    });
    Ok(())
}

/// Says how the book stands.
pub fn status(session: &mut Session) -> Result<(), Failure> {
    session.answer(&BookStatusAsk {}, show_status)
}

/// Undoes, or lists what can be undone.
pub fn undo(session: &mut Session, undo: &Undo) -> Result<(), Failure> {
    if undo.list {
        return session.answer(&HistoryList {}, |rows| {
            let rows: Vec<Vec<String>> = rows
                .iter()
                .map(|row| {
                    let refusal = row.refusal.clone().unwrap_or_default();
                    vec![
                        row.change.to_string(),
                        row.at.to_string(),
                        row.operator.clone(),
                        row.title.clone(),
                        refusal,
                    ]
                })
                .collect();
            output::table(&["号", "时间", "经办人", "操作", "不能撤销的原因"], &rows);
        });
    }
    session.answer(&HistoryUndo { change: undo.change.map(ChangeId) }, |undone| {
        output::line(format!("已撤销：{}", undone.title));
    })
}

/// Writes a backup.
pub fn backup(session: &mut Session, backup: Backup) -> Result<(), Failure> {
    session.answer(&BookBackup { to: backup.to }, |made| {
        output::line(format!(
            "备份已写好并通过检查：{}（{} 字节，到第 {} 号操作）",
            made.path, made.size, made.head
        ));
        made.warnings.iter().for_each(|warning| output::warning(warning));
    })
}

/// Restores a backup into the folder named by `--book`.
pub fn restore(session: &mut Session, restore: Restore) -> Result<(), Failure> {
    let dir = session.book_dir()?;
    // Which password a backup wants is known only from inside it; it is the one of its day.
    let has_code = restore.recovery_code.is_some();
    let (present_password, of_backup) =
        session.restore_passwords(&dir, restore.backup_password_file.as_deref(), has_code)?;
    let command = BookRestore {
        backup: restore.backup,
        dir: dir.display().to_string(),
        password: of_backup.filter(|_| !has_code),
        recovery_code: restore.recovery_code,
        present_password,
    };
    // A folder whose key file cannot even be looked at holds something, and it is kept beside the restored book.
    let had_book =
        session.call(&BookPeek { dir: command.dir.clone() }).map_or(true, |glance| glance.is_there);
    let status = session.call(&command)?;
    session.print(&status, |status| {
        output::line(match had_book {
            true => "已从备份恢复；恢复前的台账已另存。",
            false => "已从备份恢复到新的目录。",
        });
        show_status(status);
    });
    Ok(())
}

/// Proves the book; damage is exit code 1.
pub fn verify(session: &mut Session) -> Result<(), Failure> {
    session.open()?;
    let proof: Verification = session.call(&BookVerify {})?;
    session.print(&proof, |proof| {
        proof.damages.iter().for_each(|damage| output::line(format!("✗ {damage}")));
        proof.notes.iter().for_each(|note| output::line(format!("· {note}")));
        if proof.is_sound {
            output::line(format!("✓ 台账完好：{} 次操作，链首 {}", proof.change_count, proof.head_hash));
        }
    });
    if proof.is_sound {
        return Ok(());
    }
    let message = format!("校验发现 {} 处损坏。请不要继续录入，先从最近的备份恢复。", proof.damages.len());
    Err(CallError { code: Code::Broken, message, fields: Vec::new() }.into())
}

/// Exports everything in the open.
pub fn export(session: &mut Session, export: Export) -> Result<(), Failure> {
    session.answer(&BookExport { dir: export.plain }, |exported| {
        output::line(format!(
            "已导出 {} 个文件、{} 行到 {}",
            exported.file_count, exported.row_count, exported.dir
        ));
        output::warning("导出的是明文，含个人信息，请妥善保管，用完删除。本次导出已记入历史。");
    })
}

/// Changes the password.
pub fn password(session: &mut Session, password: &Password) -> Result<(), Failure> {
    session.open()?;
    let new = match (password.remove, &password.new_password_file) {
        (true, _) => None,
        (false, Some(file)) => Some(crate::secret::password(Some(file))?),
        (false, None) => Some(crate::secret::typed_twice()?),
    };
    let changed = session.call(&BookPassword { password: new, renew_recovery: password.renew_recovery })?;
    session.print(&changed, |changed| {
        output::line(if changed.has_password {
            "密码已修改。"
        } else {
            "密码已取消：未设密码，未加密。"
        });
        if let Some(code) = &changed.recovery_code {
            output::line(format!("新的恢复码（只显示这一次）：\n    {code}"));
        }
    });
    Ok(())
}

fn show_status(status: &BookStatus) {
    let office = match status.office {
        Office::Community => "社区",
        Office::Street => "街道",
    };
    output::line(format!("{}（{office}） 经办人：{} 操作数：{}", status.name, status.operator, status.head));
    status.warnings.iter().for_each(|warning| output::warning(warning));
}

//! The full plain export: nothing is locked in. It is recorded, because it carries everything in the open.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use branchbook_contract::book::{BookExport, Exported};
use branchbook_ledger::table::office;
use branchbook_ledger::{Book, LedgerError, Operation, OperationKind, export};

use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::progress::Progress;

/// What lies beside the tables, for whoever opens the folder.
const READ_ME: &str = "这是“支部台账”的完整明文导出，含个人信息，请妥善保管，用完删除。\r\n\
    每个表一个 CSV 文件（UTF-8，逗号分隔，首行为列名）；change.csv 是操作历史；files 目录是随台账保存的文件。\r\n\
    用 Excel 打开时请把证件号、电话列按“文本”导入，否则末位会丢失。各列含义见程序源码中的 migrations 说明。\r\n";

impl Handle<BookExport> for Desk {
    fn handle(&mut self, command: BookExport, progress: &dyn Progress) -> Result<Outcome<Exported>> {
        let dir = Path::new(&command.dir);
        let book = self.book_mut()?;
        require_empty(dir)?;
        let operation =
            Operation::new(OperationKind::Export, format!("明文导出全部数据到 {}", dir.display()));
        book.write(&operation, |_| Ok::<(), LedgerError>(()))?;
        let exported = write_all(book, dir, progress);
        if exported.is_err() {
            fs::remove_dir_all(dir)?;
        }
        Ok(Outcome::unchanged(exported?))
    }
}

fn require_empty(dir: &Path) -> Result<()> {
    fs::create_dir_all(dir)?;
    match fs::read_dir(dir)?.next() {
        None => Ok(()),
        Some(_) => {
            Err(DeskError::refused(format!("“{}”不是空目录，没有导出。请换一个空目录。", dir.display())))
        }
    }
}

fn write_all(book: &Book, dir: &Path, progress: &dyn Progress) -> Result<Exported> {
    let names: Vec<&str> = export::table_names().collect();
    let mut row_count = 0;
    for (done, name) in names.iter().enumerate() {
        if !progress.report("导出数据表", done as u64, names.len() as u64) {
            return Err(DeskError::Cancelled);
        }
        row_count += write_table(book, name, &dir.join(format!("{name}.csv")))?;
    }
    let kept = write_files(book, dir)?;
    fs::write(dir.join("说明.txt"), READ_ME)?;
    Ok(Exported { dir: dir.display().to_string(), file_count: names.len() as u64 + kept + 1, row_count })
}

fn write_table(book: &Book, name: &str, path: &Path) -> Result<u64> {
    let mut out = BufWriter::new(File::create(path)?);
    out.write_all("\u{feff}".as_bytes())?;
    let mut rows = 0;
    book.read(|reading| {
        export::table(reading, name, |values| -> Result<()> {
            rows += 1;
            let line: Vec<String> = values.iter().map(|value| quoted(value)).collect();
            Ok(write!(out, "{}\r\n", line.join(","))?)
        })
    })?;
    out.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
    Ok(rows - 1)
}

fn write_files(book: &Book, dir: &Path) -> Result<u64> {
    let files = book.read(office::kept_files)?;
    if !files.is_empty() {
        fs::create_dir_all(dir.join("files"))?;
    }
    for file in &files {
        let plain = book.load_file(&file.sha256)?;
        fs::write(dir.join("files").join(format!("{:04}-{}", file.id.0, safe_name(&file.name))), plain)?;
    }
    Ok(files.len() as u64)
}

/// A field of RFC 4180.
fn quoted(value: &str) -> String {
    if value.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", value.replace('"', "\"\""))
    } else {
        value.to_owned()
    }
}

/// A stored name is never used as a path.
fn safe_name(name: &str) -> String {
    name.chars().map(|c| if c.is_control() || "/\\:*?\"<>|".contains(c) { '_' } else { c }).collect()
}

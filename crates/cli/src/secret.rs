//! Passwords: from a file, from a variable, or asked for at the terminal.

use std::io::IsTerminal as _;
use std::path::Path;

use branchbook_desk::error::io_words;

use crate::session::Failure;

/// The variable that scripts may use; a book without a password ignores it.
pub const VARIABLE: &str = "BRANCHBOOK_PASSWORD";
/// The variable for the password of a backup's day.
const BACKUP_VARIABLE: &str = "BRANCHBOOK_BACKUP_PASSWORD";

/// The password of a book that asks for one.
pub fn password(file: Option<&Path>) -> Result<String, Failure> {
    match given(file)? {
        Some(password) => Ok(password),
        None => prompt("密码："),
    }
}

/// A password for a new book: given, or typed twice the same.
pub fn new_password(file: Option<&Path>) -> Result<String, Failure> {
    if let Some(password) = given(file)? {
        return Ok(password);
    }
    typed_twice()
}

/// A password typed twice the same.
pub fn typed_twice() -> Result<String, Failure> {
    let first = prompt("新密码：")?;
    let second = prompt("再输一遍：")?;
    if first == second {
        Ok(first)
    } else {
        Err(Failure::Usage("两次输入的密码不一致，什么都没有改动。".to_owned()))
    }
}

/// The password from the file or the variable, if one was given.
pub fn given(file: Option<&Path>) -> Result<Option<String>, Failure> {
    file.map_or_else(|| Ok(variable(VARIABLE)), |path| in_file(path).map(Some))
}

/// The password of a backup's day, if one was given.
pub fn given_for_backup(file: Option<&Path>) -> Result<Option<String>, Failure> {
    file.map_or_else(|| Ok(variable(BACKUP_VARIABLE)), |path| in_file(path).map(Some))
}

/// Asks whoever sits there for the password of a backup's day; an empty answer is none, and nobody there is no error.
pub fn asked_for_backup() -> Result<Option<String>, Failure> {
    if !std::io::stdin().is_terminal() {
        return Ok(None);
    }
    let typed = prompt("备份当日的密码（与现在的相同或当日没有密码，直接回车）：")?;
    Ok(Some(typed).filter(|typed| !typed.is_empty()))
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|text| !text.is_empty())
}

fn in_file(path: &Path) -> Result<String, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        Failure::Usage(format!("密码文件“{}”读不出来：{}。", path.display(), io_words(&error)))
    })?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

fn prompt(words: &str) -> Result<String, Failure> {
    if !std::io::stdin().is_terminal() {
        let sentence = format!(
            "需要密码。请用 --password-file 文件 或环境变量 {VARIABLE} 给出；忘记密码时用 --recovery-code 恢复码。"
        );
        return Err(Failure::Usage(sentence));
    }
    rpassword::prompt_password(words)
        .map_err(|error| Failure::Usage(format!("读不到密码：{}。", io_words(&error))))
}

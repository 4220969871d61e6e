//! Writes a recovery code that was just made to a small text file, to be printed elsewhere or kept on a stick. Only the
//! code that opens this book is written, and never beside it.

use branchbook_contract::book::{BookRecoverySave, RecoverySaved};
use branchbook_domain::day::Day;
use branchbook_ledger::table::office::{self, key};

use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::Result;
use crate::progress::Progress;
use crate::report::publish;

impl Handle<BookRecoverySave> for Desk {
    fn handle(
        &mut self,
        command: BookRecoverySave,
        _progress: &dyn Progress,
    ) -> Result<Outcome<RecoverySaved>> {
        let today = self.clock().today();
        let book = self.book_mut()?;
        let code = book.require_recovery(&command.code)?;
        let office = book.read(|reading| office::setting::<String>(reading, key::OFFICE_NAME))?;
        let office = office.unwrap_or_default();
        let target = publish::free_target(&command.out, &format!("{office}恢复码.txt"))?;
        publish::require_outside(book, &target)?;
        let text = slip(&office, today, &code.to_text());
        let title = format!("把恢复码存成文件 {}", target.display());
        publish::hand_out(book, text.as_bytes(), &target, title)?;
        Ok(Outcome::unchanged(RecoverySaved { path: target.display().to_string() }))
    }
}

/// The text, as the simplest editor of any system shows it.
fn slip(office: &str, today: Day, code: &str) -> String {
    format!(
        "\u{feff}支部台账 恢复码\r\n\r\n单位：{office}\r\n日期：{today}\r\n恢复码：{code}\r\n\r\n\
         忘了密码时，用它可以打开台账和备份。谁有它，谁就能读到全部内容。\r\n\
         请打印出来和公章一样收好，或存在另外保管的U盘里；不要存在装有台账的这台电脑上，也不要和电脑放在一起。\r\n\
         换了新的恢复码，这一份就不能再打开台账，只能打开换码以前做的备份。\r\n"
    )
}

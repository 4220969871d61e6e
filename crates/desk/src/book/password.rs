//! The password, the recovery code, and who works.

use branchbook_contract::book::{BookPassword, OperatorList, PasswordChanged};
use branchbook_ledger::table::office;
use branchbook_ledger::vault::Password;

use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::Result;
use crate::progress::Progress;

impl Handle<BookPassword> for Desk {
    fn handle(
        &mut self,
        command: BookPassword,
        _progress: &dyn Progress,
    ) -> Result<Outcome<PasswordChanged>> {
        let book = self.book_mut()?;
        let password = command.password.as_deref().map(Password::new).transpose()?;
        let code = book.change_password(password.as_ref(), command.renew_recovery)?;
        let recovery_code = code.map(|code| code.to_text().to_string());
        Ok(Outcome::unchanged(PasswordChanged { has_password: password.is_some(), recovery_code }))
    }
}

impl Handle<OperatorList> for Desk {
    fn handle(&mut self, _command: OperatorList, _progress: &dyn Progress) -> Result<Outcome<Vec<String>>> {
        let operators = self.book()?.read(office::operators)?;
        Ok(Outcome::unchanged(operators.into_iter().map(|operator| operator.value.name).collect()))
    }
}

//! The invitation of this office: its name and its public keys, to be given to the other office.

use branchbook_contract::parcel::{Invited, ParcelInvite};
use branchbook_ledger::{LedgerError, Operation, OperationKind};
use branchbook_parcel::Invitation;

use super::office;
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::progress::Progress;
use crate::report::publish::{self, Draft};

impl Handle<ParcelInvite> for Desk {
    fn handle(&mut self, command: ParcelInvite, _progress: &dyn Progress) -> Result<Outcome<Invited>> {
        let kind = self.office().ok_or(DeskError::NoBook)?;
        let book = self.book_mut()?;
        let keys = office::keys(book)?;
        let own = book.read(office::own_name)?;
        let invitation = Invitation::new(&own.name, &own.uid, kind.code(), &keys)
            .map_err(|error| DeskError::refused(error.to_string()))?;
        let target = publish::target(&command.out, &invitation.file_name())?;
        let draft = Draft::write(&target, invitation.text().as_bytes())?;
        let operation =
            Operation::new(OperationKind::Export, format!("导出本单位的{}", invitation.file_name()));
        book.write(&operation, |_| Ok::<(), LedgerError>(()))?;
        draft.publish()?;
        Ok(Outcome::unchanged(Invited {
            path: target.display().to_string(),
            name: own.name,
            fingerprint: invitation.fingerprint().to_string(),
        }))
    }
}

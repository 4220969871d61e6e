//! Trusting the keys of another office. Keys that are new for a known office are never taken silently.

use std::path::Path;

use branchbook_contract::FieldError;
use branchbook_contract::book::Office;
use branchbook_contract::parcel::{ParcelTrust, Trusted};
use branchbook_domain::text::squeeze;
use branchbook_ledger::table::exchange::{self, Partner};
use branchbook_ledger::table::office as book_office;
use branchbook_ledger::{LedgerError, Operation, OperationKind, Reading, Stored, Writing};
use branchbook_parcel::{Fingerprint, Invitation};

use super::office;
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::progress::Progress;

impl Handle<ParcelTrust> for Desk {
    fn handle(&mut self, command: ParcelTrust, _progress: &dyn Progress) -> Result<Outcome<Trusted>> {
        let own = self.office().ok_or(DeskError::NoBook)?;
        let invitation = Invitation::read(Path::new(&command.path))
            .map_err(|error| DeskError::refused(error.to_string()))?;
        let book = self.book_mut()?;
        book.read(|reading| may_trust(reading, own, &invitation))?;
        let known = book.read(|reading| exchange::partner_by_uid(reading, &invitation.uid))?;
        let namesake = book.read(|reading| namesake(reading, &invitation))?;
        let before = known
            .as_ref()
            .or(namesake.as_ref())
            .map(office::public_of)
            .transpose()?
            .map(|public| public.fingerprint());
        let fingerprint = invitation.fingerprint();
        if let Some(before) = before.filter(|before| *before != fingerprint && !command.confirm_changed_keys)
        {
            return Err(changed_keys(&invitation, before));
        }
        let stands = |known: &Stored<Partner>| known.name == invitation.name && known.to_on.is_none();
        let is_same = known.as_ref().is_some_and(stands) && before == Some(fingerprint);
        let halves = fingerprint.in_halves();
        let operation =
            Operation::new(OperationKind::Trust, format!("信任{}，指纹 {halves}", invitation.name));
        let written = match is_same {
            true => None,
            false => Some(book.write(&operation, |writing| {
                end(writing, namesake.as_ref())?;
                trust(writing, &invitation, known.as_ref(), own)
            })?),
        };
        let trusted = Trusted {
            name: invitation.name.clone(),
            fingerprint: fingerprint.to_string(),
            fingerprint_before: before
                .filter(|before| *before != fingerprint)
                .map(|before| before.to_string()),
            is_same,
            notes: vec![format!(
                "请打电话，请{}念出它自己的指纹：应为“{halves}”。念的不一样就不要使用，并重新索取邀请文件。",
                invitation.name
            )],
        };
        Ok(match written {
            Some(written) => outcome_of(written, |()| trusted),
            None => Outcome::unchanged(trusted),
        })
    }
}

/// Another office of the same name and kind under another number: a book made anew, or somebody else.
fn namesake(reading: &Reading<'_>, invitation: &Invitation) -> Result<Option<Stored<Partner>>, LedgerError> {
    let all = exchange::partners(reading)?;
    let is_it = |partner: &&Stored<Partner>| {
        let is_other = partner.uid != invitation.uid && partner.kind == invitation.kind;
        is_other && squeeze(&partner.name) == squeeze(&invitation.name)
    };
    // One that was ended is a known office all the same: its name must not become anybody's silently.
    Ok(all.iter().filter(is_it).max_by_key(|partner| (partner.to_on.is_none(), partner.id)).cloned())
}

/// The office under its old number reports no longer.
fn end(writing: &mut Writing<'_>, namesake: Option<&Stored<Partner>>) -> Result<(), LedgerError> {
    let Some(old) = namesake.filter(|old| old.to_on.is_none()) else { return Ok(()) };
    let to_on = Some(writing.at().beijing_day());
    writing.update(old.id, &Partner { to_on, ..old.value.clone() }).map(|_| ())
}

/// The two fingerprints stand apart from the sentence, so that they can be shown large.
fn changed_keys(invitation: &Invitation, before: Fingerprint) -> DeskError {
    let print = |field: &str, label: &str, shown: Fingerprint| FieldError {
        field: field.to_owned(),
        message: format!("{label}：{shown}"),
    };
    let prints = vec![
        print("fingerprint_before", "原来的指纹", before),
        print("fingerprint", "这份邀请文件的指纹", invitation.fingerprint()),
    ];
    let sentence = format!(
        "注意：{}的密钥变了！可能是对方重新建了台账，也可能有人冒名。没有改动。请先打电话向对方核实新指纹，核实无误后选择“确认密钥已更换”再登记，原来的登记随之停用。",
        invitation.name
    );
    DeskError::Unconfirmed(sentence, prints)
}

fn may_trust(reading: &Reading<'_>, own: Office, invitation: &Invitation) -> Result<()> {
    let own_name = office::own_name(reading)?;
    if invitation.uid == own_name.uid {
        return Err(DeskError::refused("这是本单位自己的邀请文件，请把它交给对方，并导入对方给的那一份。"));
    }
    let (wanted, word) = match own {
        Office::Community => (Office::Street, "街道"),
        Office::Street => (Office::Community, "社区"),
    };
    if invitation.kind != wanted.code() {
        return Err(DeskError::refused(format!("这不是{word}的邀请文件，没有登记。请向{word}索取。")));
    }
    let Some(street) = office::street(reading)?.filter(|_| own == Office::Community) else { return Ok(()) };
    if street.uid == invitation.uid || squeeze(&street.name) == squeeze(&invitation.name) {
        return Ok(());
    }
    Err(DeskError::refused(format!(
        "本社区已经登记上级街道“{}”，不能再登记“{}”。确因区划调整更换街道的，请新建台账并由原街道结清后再登记。",
        street.name, invitation.name
    )))
}

fn trust(
    writing: &mut Writing<'_>,
    invitation: &Invitation,
    known: Option<&Stored<Partner>>,
    own: Office,
) -> Result<(), LedgerError> {
    let (name, public, trusted_at) =
        (invitation.name.clone(), invitation.public.to_bytes().to_vec(), writing.at());
    match known {
        Some(known) => {
            let renewed = Partner { name, public, trusted_at, to_on: None, ..known.value.clone() };
            writing.update(known.id, &renewed)?;
        }
        None => {
            let position = i64::try_from(exchange::partners(writing)?.len()).unwrap_or(i64::MAX);
            writing.insert(&Partner {
                uid: invitation.uid.clone(),
                name,
                kind: invitation.kind.clone(),
                public,
                trusted_at,
                position,
                contact: None,
                closed_to: None,
                seen_epoch: None,
                seen_count: None,
                register_month: None,
                last_received_id: None,
                to_on: None,
            })?;
        }
    }
    if own == Office::Community {
        book_office::set_setting(writing, office::TRUSTS_STREET, &true)?;
    }
    Ok(())
}

//! What the street gives to all its communities, in one file that each of them can open.

use branchbook_contract::street::{Published, StreetPublish};
use branchbook_domain::day::Day;
use branchbook_ledger::kept::SealedFile;
use branchbook_ledger::table::exchange::{self, ParcelKind, ParcelSent, Partner, SentState};
use branchbook_ledger::table::offer::{self, Offer};
use branchbook_ledger::table::office as book_office;
use branchbook_ledger::table::points;
use branchbook_ledger::{Book, LedgerError, Operation, OperationKind, Reading, Stored, Writing};
use branchbook_parcel::{OfficeKeys, OfficePublic, ParcelWriter, Sealed};
use serde::Serialize;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::exchange::canonical;
use crate::exchange::kind::{COMMUNITY, POLICY, POST, PUBLICATION, SCHEME, THEME};
use crate::exchange::mark::{self, Secret};
use crate::exchange::office;
use crate::exchange::outbox::{self, Letter, Stated};
use crate::exchange::policy::{Policy, SECRET};
use crate::exchange::publication::{CommunityRow, PostRow, SchemeRow, ThemeRow};
use crate::points::scheme::Schemes;
use crate::progress::Progress;
use crate::report::publish::{self, Draft as FileDraft};
use crate::setting::preference::{REPORT_FIELDS, THEMES};

impl Handle<StreetPublish> for Desk {
    fn handle(&mut self, command: StreetPublish, _progress: &dyn Progress) -> Result<Outcome<Published>> {
        let book = self.book_mut()?;
        let keys = office::keys(book)?;
        require_communities(&book.read(office::communities)?)?;
        let secret = secret(book)?;
        let prepared = book.read(|reading| Prepared::of(reading, secret))?;
        if let Some(issued) = &prepared.issued {
            let target = publish::target(&command.out, &issued.file_name)?;
            let title = format!("再次导出第 {} 次下发到 {}", issued.sequence, target.display());
            outbox::hand_out_again(book, issued, &target, title)?;
            return Ok(Outcome::unchanged(prepared.reply(&target.display().to_string(), issued.sequence)));
        }
        let sealed = prepared.seal(book, &keys)?;
        let target = publish::target(&command.out, &sealed.file_name())?;
        let draft = FileDraft::write(&target, &sealed.bytes)?;
        let title = format!("下发第 {} 次，发给 {} 个社区", prepared.sequence, prepared.communities.len());
        let operation = Operation::new(OperationKind::Publish, title);
        let written = book.write_sealing(
            |sealing| Ok(sealing.seal(&sealed.bytes)?),
            &operation,
            |writing, kept| prepared.record(writing, &sealed, &kept).map_err(DeskError::from),
        )?;
        draft.publish()?;
        Ok(outcome_of(written, |()| prepared.reply(&target.display().to_string(), prepared.sequence)))
    }
}

fn require_communities(communities: &[Stored<Partner>]) -> Result<()> {
    match communities.is_empty() {
        true => Err(DeskError::refused("还没有登记社区，没有下发。请先登记各社区的邀请文件。")),
        false => Ok(()),
    }
}

/// The secret of the marks; made when it is needed first.
fn secret(book: &mut Book) -> Result<String> {
    if let Some(known) = book.read(|reading| book_office::setting::<String>(reading, SECRET))? {
        return Ok(known);
    }
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| DeskError::refused("系统没有给出随机数，没有下发。请重试。"))?;
    let text = mark::hex(&bytes);
    if Secret::read(&text).is_none() {
        return Err(DeskError::refused("校验标记的密钥没有生成，没有下发。请重试。"));
    }
    book.write(&Operation::new(OperationKind::KeysMake, "生成校验标记的密钥"), |writing| {
        book_office::set_setting(writing, SECRET, &text)
    })?;
    Ok(text)
}

type Part = (&'static str, Vec<Value>);

/// What goes down.
struct Prepared {
    communities: Vec<Stored<Partner>>,
    parts: Vec<Part>,
    items: Vec<String>,
    content: [u8; 32],
    sequence: i64,
    issued: Option<Stored<ParcelSent>>,
    previous: Option<Stored<ParcelSent>>,
}

impl Prepared {
    fn of(reading: &Reading<'_>, secret: String) -> Result<Self> {
        let communities = office::communities(reading)?;
        let (parts, items) = parts(reading, &communities, secret)?;
        let content = content(&communities, &parts);
        let sent = exchange::sent_of_month(reading, ParcelKind::Publication, None)?;
        let issued = sent.first().filter(|newest| newest.content == content).cloned();
        let sequence = exchange::last_sequence(reading, ParcelKind::Publication, None, None)? + 1;
        Ok(Self { communities, parts, items, content, sequence, issued, previous: sent.into_iter().next() })
    }

    fn seal(&self, book: &Book, keys: &OfficeKeys) -> Result<Sealed> {
        let refused = |error| outbox::unsealed(&error);
        let mut writer = ParcelWriter::new(PUBLICATION);
        for (part, rows) in &self.parts {
            writer.add(part, rows).map_err(refused)?;
        }
        let stated = Stated {
            month: None,
            sequence: self.sequence,
            previous: self.previous.as_deref(),
            replaces: Some(self.sequence - 1),
            about: Map::new(),
        };
        let draft = outbox::draft(book, book.read(office::own_name)?, stated)?;
        let readers: Vec<OfficePublic> =
            self.communities.iter().map(office::public_of).collect::<Result<_, LedgerError>>()?;
        writer.publish(draft, keys, &readers.iter().collect::<Vec<_>>()).map_err(refused)
    }

    fn record(
        &self,
        writing: &mut Writing<'_>,
        sealed: &Sealed,
        kept: &SealedFile,
    ) -> Result<(), LedgerError> {
        let letter = Letter {
            partner: None,
            kind: ParcelKind::Publication,
            month: None,
            content: self.content,
            state: SentState::Waiting,
            file_name: &sealed.file_name(),
        };
        outbox::record(writing, &letter, sealed, kept).map(|_| ())
    }

    fn reply(&self, path: &str, sequence: i64) -> Published {
        Published {
            path: path.to_owned(),
            sequence,
            is_same: self.issued.is_some(),
            communities: self.communities.iter().map(|community| community.name.clone()).collect(),
            items: self.items.clone(),
        }
    }
}

/// The parts, and each in words. They say the same on every day until somebody changes what goes down.
fn parts(
    reading: &Reading<'_>,
    communities: &[Stored<Partner>],
    secret: String,
) -> Result<(Vec<Part>, Vec<String>)> {
    let policy = Policy { fields: REPORT_FIELDS.get(reading)?, secret: Some(secret) };
    let list: Vec<CommunityRow> =
        communities.iter().map(community_row).collect::<Result<_, LedgerError>>()?;
    let scheme = scheme(reading)?;
    let posts = posts(reading)?;
    let themes = themes(reading)?;
    let mut items = vec![format!("上报携带的个人信息：{}", policy.in_words())];
    items.push(format!("社区名单：{} 个", list.len()));
    items.extend(scheme.iter().map(|row| format!("积分方案：{}", row.scheme.name)));
    if !posts.is_empty() {
        items.push(format!("岗位目录：{} 个", posts.len()));
    }
    items.extend(themes.iter().map(|row| format!("{}主题：{}", row.month.label(), row.theme)));
    let parts = vec![
        (POLICY, values(&[policy])?),
        (COMMUNITY, values(&list)?),
        (SCHEME, values(&scheme.into_iter().collect::<Vec<_>>())?),
        (POST, values(&posts)?),
        (THEME, values(&themes)?),
    ];
    Ok((parts, items))
}

fn community_row(community: &Stored<Partner>) -> Result<CommunityRow, LedgerError> {
    let fingerprint = office::public_of(community)?.fingerprint().to_string();
    Ok(CommunityRow { name: community.name.clone(), fingerprint })
}

/// The newest scheme, even if it begins later: the communities get it before it begins.
fn scheme(reading: &Reading<'_>) -> Result<Option<SchemeRow>> {
    let begins = points::newest_scheme(reading, points::PERSON)?.and_then(|newest| newest.from_on);
    let mut schemes = Schemes::of(reading)?;
    let newest = schemes.on(reading, begins.unwrap_or(Day::MIN))?;
    Ok(newest.map(|version| SchemeRow { from_on: version.from_on, scheme: version.scheme.clone() }))
}

fn posts(reading: &Reading<'_>) -> Result<Vec<PostRow>> {
    let open = offer::service_posts(reading)?.into_iter().filter(|post| post.to_on.is_none());
    let row = |post: Stored<Offer>| PostRow {
        title: post.title.clone(),
        category: post.category.clone(),
        content: post.content.clone(),
    };
    Ok(open.map(row).collect())
}

fn themes(reading: &Reading<'_>) -> Result<Vec<ThemeRow>> {
    let stated = THEMES.get(reading)?.into_iter();
    let row = |(month, theme): (String, String)| Some(ThemeRow { month: month.parse().ok()?, theme });
    Ok(stated.filter_map(row).collect())
}

fn values<T: Serialize>(rows: &[T]) -> Result<Vec<Value>> {
    let values: Result<Vec<Value>, _> = rows.iter().map(serde_json::to_value).collect();
    values.map_err(|error| DeskError::refused(format!("下发内容无法写出（{error}）。")))
}

fn content(communities: &[Stored<Partner>], parts: &[Part]) -> [u8; 32] {
    let mut hash = Sha256::new();
    communities.iter().for_each(|community| hash.update(&community.public));
    for (part, rows) in parts {
        hash.update(part.as_bytes());
        rows.iter().for_each(|row| hash.update(format!("\n{}", canonical::text(row))));
    }
    hash.finalize().into()
}

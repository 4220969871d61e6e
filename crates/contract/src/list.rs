//! The one list of commands. `for_each_command!` hands it to whoever must cover all of them: the desk makes its
//! dispatch from it, so that a command without a handler does not compile. Behind `of` stand the fields that name people
//! by key.

use branchbook_domain::key::PersonId;

use crate::command::Command;
use crate::people::NamesPeople;

macro_rules! commands {
    ($($name:literal $module:ident::$request:ident => $reply:ty $(, of $($person:ident)+)?;)+) => {
        $(
            impl Command for crate::$module::$request {
                const NAME: &'static str = $name;
                type Reply = $reply;
                $(fn each_person(&mut self, each: &mut dyn FnMut(&mut PersonId)) {
                    $(NamesPeople::each_person(&mut self.$person, each);)+
                })?
            }
        )+

        /// Names of all commands.
        pub const NAMES: &[&str] = &[$($name),+];

        /// Calls a macro with `Request, Request, …` for all commands.
        #[macro_export]
        macro_rules! for_each_command {
            ($callback:ident) => { $callback! { $($crate::$module::$request),+ } };
        }
    };
}

commands! {
    "book_create" book::BookCreate => crate::book::BookCreated;
    "book_open" book::BookOpen => crate::book::BookStatus;
    "book_begin" book::BookBegin => crate::book::Begun;
    "book_peek" book::BookPeek => crate::book::BookGlance;
    "book_status" book::BookStatusAsk => crate::book::BookStatus;
    "book_close" book::BookClose => ();
    "book_verify" book::BookVerify => crate::book::Verification;
    "book_backup" book::BookBackup => crate::book::BackupMade;
    "book_restore" book::BookRestore => crate::book::BookStatus;
    "book_export" book::BookExport => crate::book::Exported;
    "book_password" book::BookPassword => crate::book::PasswordChanged;
    "book_recovery_save" book::BookRecoverySave => crate::book::RecoverySaved;
    "demo_make" demo::DemoMake => crate::demo::DemoMade;
    "operator_list" book::OperatorList => Vec<String>;
    "history_list" book::HistoryList => Vec<crate::book::HistoryRow>;
    "history_undo" book::HistoryUndo => crate::book::Undone;
    "frame_show" home::FrameShow => crate::home::Frame;
    "home_show" home::HomeShow => crate::home::Home;
    "organisation_list" organisation::OrganisationList => Vec<crate::organisation::OrganisationRow>;
    "organisation_add" organisation::OrganisationAdd => crate::organisation::OrganisationSaved;
    "organisation_edit" organisation::OrganisationEdit => crate::organisation::OrganisationSaved;
    "place_list" organisation::PlaceList => Vec<crate::organisation::PlaceRow>;
    "place_add" organisation::PlaceAdd => crate::organisation::PlaceSaved;
    "member_list" member::MemberList => crate::member::MemberPage;
    "member_find" member::MemberFind => crate::member::MemberFound;
    "member_show" member::MemberShow => crate::member::Member, of member;
    "member_entry" member::MemberEntryForm => crate::folio::FolioEntry;
    "member_add" member::MemberAdd => crate::member::MemberSaved;
    "member_edit" member::MemberEdit => crate::member::MemberSaved, of member;
    "member_move" member::MemberMove => crate::member::MemberMoved, of member;
    "member_condition_set" member::MemberConditionSet => crate::member::ConditionSaved, of member;
    "member_condition_end" member::MemberConditionEnd => crate::member::ConditionSaved;
    "member_year" member::MemberYear => crate::member::YearOfMember, of member;
    "member_export" member::MemberExport => crate::member::MemberExported, of members;
    "member_fields" member::MemberFields => Vec<crate::member::FieldRow>;
    "members_edit" member::MembersEdit => crate::member::MembersEdited, of members;
    "member_history" member::MemberHistory => Vec<crate::member::MemberChange>, of member;
    "post_assign" member::PostAssign => crate::member::PostSaved, of member;
    "post_end" member::PostEnd => crate::member::PostSaved;
    "folio_list" folio::FolioList => Vec<crate::folio::FolioName>;
    "folio_show" folio::FolioShow => crate::folio::FolioPage;
    "folio_form" folio::FolioForm => crate::folio::FolioEntry;
    "folio_act" folio::FolioAct => crate::folio::FolioDone;
    "month_list" month::MonthList => Vec<crate::month::MonthRow>;
    "month_show" month::MonthShow => crate::month::MonthStatus;
    "month_check" month::MonthCheck => crate::month::MonthFindings;
    "month_close" month::MonthClose => crate::month::MonthClosed;
    "report_monthly" report::ReportMonthly => crate::report::ReportMade;
    "report_list" report::ReportList => Vec<crate::report::KeptReport>;
    "report_save" report::ReportSave => crate::report::ReportSaved;
    "setting_get" setting::SettingGet => Vec<crate::setting::SettingRow>;
    "setting_set" setting::SettingSet => crate::setting::SettingRow;
    "meeting_record" meeting::MeetingRecord => crate::meeting::MeetingRecorded, of gathering;
    "meeting_roll" meeting::MeetingRoll => crate::meeting::RollSheet;
    "meeting_list" meeting::MeetingList => Vec<crate::meeting::MeetingRow>;
    "meeting_show" meeting::MeetingShow => crate::meeting::Meeting;
    "meeting_cancel" meeting::MeetingCancel => crate::meeting::MeetingCancelled;
    "meeting_correct" meeting::MeetingCorrect => crate::meeting::MeetingRecorded, of gathering;
    "meeting_span" meeting::MeetingSpan => Vec<crate::meeting::SpanRow>;
    "meeting_attach" meeting::MeetingAttach => crate::meeting::MeetingAttached;
    "meeting_detach" meeting::MeetingDetach => crate::meeting::MeetingDetached;
    "meeting_attachment_save" meeting::MeetingAttachmentSave => crate::meeting::AttachmentSaved;
    "meeting_draft_list" meeting::MeetingDraftList => Vec<crate::meeting::MeetingDraftRow>;
    "meeting_draft_show" meeting::MeetingDraftShow => serde_json::Value;
    "meeting_draft_save" meeting::MeetingDraftSave => crate::meeting::MeetingDraftSaved;
    "meeting_draft_drop" meeting::MeetingDraftDrop => ();
    "meeting_due" meeting::MeetingDue => Vec<crate::meeting::BranchDuties>;
    "intake_preview" intake::IntakePreview => crate::intake::Preview;
    "intake_apply" intake::IntakeApply => crate::intake::Applied;
    "import_list" import::ImportList => Vec<crate::import::ImportRow>;
    "import_show" import::ImportShow => crate::import::ImportRow;
    "import_save" import::ImportSave => crate::import::ImportSaved;
    "import_mapping_list" import::ImportMappingList => Vec<crate::import::ImportMappingRow>;
    "import_mapping_forget" import::ImportMappingForget => ();
    "unit_list" unit::UnitList => crate::unit::UnitPage;
    "unit_show" unit::UnitShow => crate::unit::Unit;
    "unit_set" unit::UnitSet => crate::unit::UnitSaved;
    "unit_expect" unit::UnitExpect => crate::unit::UnitExpected;
    "report_in_list" report_in::ReportInList => crate::report_in::ReportInPage;
    "report_in_add" report_in::ReportInAdd => crate::report_in::ReportInAdded, of draft;
    "report_in_return" report_in::ReportInReturn => crate::report_in::ReportInReturned;
    "offer_list" offer::OfferList => crate::offer::OfferPage;
    "offer_set" offer::OfferSet => crate::offer::OfferSaved;
    "claim_list" offer::ClaimList => Vec<crate::offer::ClaimRow>, of person;
    "claim_set" offer::ClaimSet => crate::offer::ClaimSaved, of person;
    "activity_record" activity::ActivityRecord => crate::activity::ActivityRecorded, of participants;
    "activity_add_participants" activity::ActivityAddParticipants => crate::activity::ActivityRecorded, of participants;
    "activity_remove_participant" activity::ActivityRemoveParticipant => crate::activity::ActivityTakenBack, of person;
    "activity_cancel" activity::ActivityCancel => crate::activity::ActivityTakenBack;
    "activity_list" activity::ActivityList => crate::activity::ActivityPage;
    "activity_show" activity::ActivityShow => crate::activity::Activity;
    "activity_presences" service::ActivityPresences => Vec<crate::service::ServiceRow>, of person;
    "points_award" points::PointsAward => crate::points::PointsBooked, of person;
    "points_reverse" points::PointsReverse => crate::points::PointsBooked;
    "points_account" points::PointsAccount => crate::points::PointsStatement, of person;
    "points_list" points::PointsList => crate::points::PointsMonth;
    "points_scheme_show" points::PointsSchemeShow => crate::points::SchemeShown;
    "points_scheme_set" points::PointsSchemeSet => crate::points::SchemeShown;
    "points_recount" points::PointsRecount => crate::points::PointsRecounted;
    "points_origins" account::PointsOrigins => Vec<crate::account::EntryOrigin>, of person;
    "points_weigh" account::PointsWeigh => crate::account::PointsWeighed, of award;
    "points_room" account::PointsRoom => Vec<crate::account::ItemRoom>, of person;
    "parcel_invite" parcel::ParcelInvite => crate::parcel::Invited;
    "parcel_trust" parcel::ParcelTrust => crate::parcel::Trusted;
    "parcel_list" parcel::ParcelList => crate::parcel::Exchange;
    "partner_end" parcel::PartnerEnd => crate::parcel::PartnerEnded;
    "parcel_seal" parcel::ParcelSeal => crate::parcel::MonthSealed;
    "parcel_open" parcel::ParcelOpen => crate::parcel::ParcelsOpened;
    "parcel_return" parcel::ParcelReturn => crate::parcel::ParcelReturned;
    "parcel_receipt" parcel::ParcelReceipt => crate::parcel::ReceiptsMade;
    "parcel_accept" parcel::ParcelAccept => crate::parcel::ReceiptAccepted;
    "parcel_take" parcel::ParcelTake => crate::parcel::PublicationTaken;
    "street_overview" street::StreetOverview => crate::street::Overview;
    "street_roll_up" street::StreetRollUp => crate::street::RollUpTable;
    "street_rows" street::StreetRows => crate::street::ReportedRows;
    "street_rows_export" street::StreetRowsExport => crate::folio::FolioDone;
    "street_reminders" street::StreetReminders => crate::street::Reminders;
    "street_publish" street::StreetPublish => crate::street::Published;
    "street_report" street::StreetReport => crate::report::ReportMade;
}

#[cfg(test)]
mod tests {
    use super::NAMES;

    #[test]
    fn names_are_noun_verb_and_unique() {
        let mut seen = std::collections::BTreeSet::new();
        for name in NAMES {
            assert!(name.contains('_') && name.chars().all(|c| c.is_ascii_lowercase() || c == '_'), "{name}");
            assert!(seen.insert(name), "{name} is declared twice");
        }
    }
}

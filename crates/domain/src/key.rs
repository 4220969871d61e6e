//! Keys of rows: newtypes over the integers that the ledger gives out.
//! They must not be made from anything but a stored row or a request that names one.

use serde::{Deserialize, Serialize};

macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl From<i64> for $name {
            fn from(key: i64) -> Self {
                Self(key)
            }
        }

        impl From<$name> for i64 {
            fn from(key: $name) -> Self {
                key.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(out)
            }
        }
    )+};
}

keys! {
    /// A change: one operation in the history.
    ChangeId,
    /// An operator (经办人).
    OperatorId,
    /// A setting of the office.
    SettingId,
    /// A value of a code table that the office can change.
    CodeValueId,
    /// A file kept with the book.
    FileId,
    /// A Party organisation of any level.
    OrganisationId,
    /// A grid, courtyard, building or stairwell.
    PlaceId,
    /// A person.
    PersonId,
    /// A span of membership in a branch.
    MembershipId,
    /// A movement: what changes the count of members.
    MovementId,
    /// A span in which something special holds of a member.
    ConditionId,
    /// A post held in an organisation.
    PostHeldId,
    /// The days of a period in the Party before the last one.
    EarlierPeriodId,
    /// A unit (驻区单位).
    UnitId,
    /// A unit's stated number of members who owe a report-in.
    UnitExpectationId,
    /// A report-in (报到).
    ReportInId,
    /// Something offered for claiming.
    OfferId,
    /// A claim of an offer.
    ClaimId,
    /// An activity with service hours.
    ActivityId,
    /// A person's part in an activity.
    ParticipationId,
    /// A gathering: one coming-together.
    GatheringId,
    /// What a gathering counts as for one organisation.
    MeetingRecordId,
    /// A topic of a meeting record.
    TopicId,
    /// A vote on a topic.
    VoteId,
    /// A person's attendance of a gathering.
    AttendanceId,
    /// A file attached to a gathering.
    AttachmentId,
    /// A version of a points scheme.
    PointsSchemeId,
    /// An item of a points scheme.
    PointsItemId,
    /// An account that owns points entries.
    PointsAccountId,
    /// A points entry.
    PointsEntryId,
    /// A month of the book.
    MonthId,
    /// A figure of a closed month.
    MonthFigureId,
    /// An account's closing balance of a month.
    PointsClosingId,
    /// One import of one file.
    ImportBatchId,
    /// A saved column mapping.
    ImportMappingId,
    /// The keys of this office.
    OfficeKeyId,
    /// Another office that this one exchanges parcels with.
    PartnerId,
    /// A parcel that went out.
    ParcelSentId,
    /// A parcel that came in.
    ParcelReceivedId,
    /// A parcel that was proven and not taken.
    ParcelRefusedId,
    /// The figures of a community's month at a street.
    RollUpId,
    /// A member as a community reported them to a street.
    HeldMemberId,
    /// A record of a person that gave way to another.
    MergedPersonId,
    /// Two records that are two people.
    DistinctPersonId,
    /// A role beside membership.
    RoleHeldId,
    /// A term of office.
    TermHeldId,
    /// A transfer letter.
    TransferLetterId,
    /// A try to reach somebody.
    ContactMadeId,
    /// A tag that somebody bears.
    TagHeldId,
    /// Where a mobile member is.
    MobilityId,
    /// The duty of a claimed post.
    PostDutyId,
    /// How a post was fulfilled in a quarter.
    PostResultId,
    /// A case of becoming a member.
    DevelopmentCaseId,
    /// A step of a case.
    DevelopmentStepId,
    /// A supporter of a case.
    CaseSupporterId,
    /// A field of the office's own.
    CustomFieldId,
    /// What stands in such a field of a person.
    PersonFieldId,
    /// A saved list.
    SavedViewId,
    /// Somebody who was shown in full.
    RevealedId,
    /// A span in which an organisation looked after a place.
    PlaceCareId,
    /// A span, now over, of the name and place of an organisation.
    OrganisationPastId,
}

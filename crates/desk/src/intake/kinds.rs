//! Which form reads which kind of file. A new form is one line here.

/// Calls a function with the form of a kind: `by_kind!(kind, function(arguments…))` is `function::<Form>(arguments…)`.
macro_rules! by_kind {
    ($kind:expr, $function:ident($($argument:expr),* $(,)?)) => {
        match $kind {
            branchbook_contract::intake::ImportKind::Roster => {
                $function::<$crate::intake::roster::Roster>($($argument),*)
            }
            branchbook_contract::intake::ImportKind::Units => {
                $function::<$crate::unit::Units>($($argument),*)
            }
            branchbook_contract::intake::ImportKind::ReportIns => {
                $function::<$crate::report_in::ReportIns>($($argument),*)
            }
            branchbook_contract::intake::ImportKind::Meetings => {
                $function::<$crate::meeting::import::Meetings>($($argument),*)
            }
            branchbook_contract::intake::ImportKind::Points => {
                $function::<$crate::points::import::PointsForm>($($argument),*)
            }
        }
    };
}

pub(crate) use by_kind;

//! The design system: every component that more than one page uses, all shown in every state on `/app/styleguide`.
//!
//! Components take data and give HTML; none of them asks the server, knows a vendor, or draws with inline styles (the
//! page's content security policy refuses those). Classes live in `style/components.css`.

pub mod attention;
pub mod badge;
pub mod button;
pub mod calendar;
pub mod code;
pub mod copy;
pub mod countdown;
pub mod daybar;
pub mod dialog;
pub mod done;
pub mod field;
pub mod fold;
pub mod header;
pub mod icon;
pub mod json;
pub mod live;
pub mod load;
pub mod markdown;
pub mod menu;
pub mod outcome;
pub mod problem;
pub mod rule;
pub mod run;
pub mod sparkline;
pub mod state;
pub mod table;
pub mod tabs;
pub mod time;
pub mod toast;
pub mod vendor;

pub use attention::HealthChips;
pub use badge::{Chip, Mood, RiskBadge, RoleBadge, StatusBadge};
pub use button::{Button, IconButton, LinkButton, Tone};
pub use code::with_code;
pub use copy::{CopyButton, CopyLine};
pub use countdown::Countdown;
pub use daybar::{DayBar, DayBarHelp, DayBarLegend, Level};
pub use dialog::{Dialog, Drawer};
pub use done::Done;
pub use field::{InputKind, RoleField, SelectField, TextArea, TextField, VendorField, error_of};
pub use fold::Fold;
pub use header::{BackLink, PageHeader};
pub use icon::{Glyph, Icon};
pub use json::JsonView;
pub use live::LiveState;
pub use load::{Failure, Load, Loaded, failure, later};
pub use menu::{Confirm, Menu};
pub use outcome::OutcomeChip;
pub use problem::{ProblemView, RequestId, VendorWords};
pub use rule::{RuleChip, because, rule_word};
pub use sparkline::Sparkline;
pub use state::{Empty, Notice, Shape, Skeleton};
pub use table::Table;
pub use tabs::Tabs;
pub use time::{When, WhenOr, utc_text};
pub use toast::use_toasts;
pub use vendor::{VendorMark, vendor_name};

//! Which copies of the database are kept, and for how long.

use std::path::Path;

use super::{
    Cause, DAMAGED, ENDINGS, at, backups, databases, day_of, remove_if_there, with_ending,
};
use crate::store::StoreError;

/// Of how many days a backup is kept.
const DAYS: usize = 7;
/// How many damaged databases are kept.
const KEPT_DAMAGED: usize = 2;

impl Cause {
    /// How many of those days' backups are kept. The other profiles have theirs apart, so that they
    /// cannot push out what the owner may want to go back to.
    fn kept(self) -> usize {
        match self {
            Self::Daily | Self::Asked => 7,
            Self::Restored | Self::RestoredByOther => 3,
        }
    }
}

/// Drops all but the last of each day and the last of each other cause, and all but the last days.
pub(super) fn drop_oldest(folder: &Path) -> Result<(), StoreError> {
    let mut days: Vec<String> = Vec::new();
    let mut kept: Vec<(Cause, String)> = Vec::new();
    for path in backups(folder).iter().rev() {
        let this = (Cause::of(path), day_of(path));
        let (cause, day) = &this;
        let is_too_old = !days.contains(day) && days.len() == DAYS;
        let alike = kept.iter().filter(|(other, _)| other == cause).count();
        let is_one_of_many =
            alike == cause.kept() || (*cause == Cause::Daily && kept.contains(&this));
        if is_too_old || is_one_of_many {
            std::fs::remove_file(path).map_err(at(path))?;
            continue;
        }
        if !days.contains(day) {
            days.push(day.clone());
        }
        kept.push(this);
    }
    Ok(())
}

/// Drops all but the last damaged databases that were set aside.
pub(super) fn drop_oldest_damaged(folder: &Path) -> Result<(), StoreError> {
    let found = databases(folder, DAMAGED);
    for path in found.iter().rev().skip(KEPT_DAMAGED) {
        for ending in ENDINGS {
            remove_if_there(&with_ending(path, ending))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use storytime_types::Instant;

    use super::super::{best_first, name_of, set_aside, written_at};
    use super::*;
    use crate::store::DATABASE;

    fn write_each(folder: &Path, hours: &[&str]) {
        for day in 10..20 {
            for name in hours {
                let name = format!("storytime-202611{day}{name}.db");
                std::fs::write(folder.join(name), "").unwrap();
            }
        }
    }

    #[test]
    fn of_each_of_seven_days_the_newest_stays_and_the_last_seven_that_were_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let hours = ["T080000Z", "T090000Z-asked", "T100000Z-asked", "T110000Z"];
        write_each(folder.path(), &hours);

        drop_oldest(folder.path()).unwrap();

        let kept = backups(folder.path());
        let (asked, daily): (Vec<_>, Vec<_>) = kept
            .iter()
            .filter_map(|path| name_of(path))
            .partition(|name| name.ends_with("-asked"));
        assert_eq!(daily.first(), Some(&"storytime-20261113T110000Z"));
        assert_eq!(asked.first(), Some(&"storytime-20261116T100000Z-asked"));
        assert_eq!((daily.len(), asked.len()), (7, 7));
        let written: Vec<_> = kept.iter().filter_map(|path| written_at(path)).collect();
        assert_eq!(written.len(), 14);
    }

    #[test]
    fn of_what_was_gone_back_from_the_last_three_stay_and_other_profiles_push_out_only_their_own() {
        let folder = tempfile::tempdir().unwrap();
        let hours = [
            "T080000Z",
            "T090000Z-restored",
            "T100000Z-restored-by-other",
            "T110000Z-restored-by-other",
        ];
        write_each(folder.path(), &hours);

        drop_oldest(folder.path()).unwrap();

        let kept = backups(folder.path());
        assert!(kept.iter().all(|path| written_at(path).is_some()));
        let of = |cause| {
            let these = kept.iter().filter(|path| Cause::of(path) == cause);
            these.filter_map(|path| name_of(path)).collect::<Vec<_>>()
        };
        assert_eq!(of(Cause::Daily).len(), 7);
        assert_eq!(
            of(Cause::Restored),
            [
                "storytime-20261117T090000Z-restored",
                "storytime-20261118T090000Z-restored",
                "storytime-20261119T090000Z-restored",
            ]
        );
        assert_eq!(of(Cause::RestoredByOther).len(), 3);
    }

    #[test]
    fn in_a_damaged_database_s_place_comes_what_somebody_went_back_from_only_at_last() {
        let folder = tempfile::tempdir().unwrap();
        let backups = folder.path().join("backups");
        std::fs::create_dir(&backups).unwrap();
        for name in ["18T080000Z", "19T080000Z", "19T090000Z-restored"] {
            std::fs::write(backups.join(format!("storytime-202611{name}.db")), "").unwrap();
        }

        let found = best_first(folder.path());

        let names: Vec<_> = found.iter().filter_map(|path| name_of(path)).collect();
        assert_eq!(
            names,
            [
                "storytime-20261119T080000Z",
                "storytime-20261118T080000Z",
                "storytime-20261119T090000Z-restored",
            ]
        );
    }

    #[test]
    fn of_damaged_databases_the_last_two_stay_with_what_belongs_to_them() {
        let folder = tempfile::tempdir().unwrap();
        for day in 1..=4 {
            for ending in ["", "-wal"] {
                let name = format!("{DATABASE}{ending}");
                std::fs::write(folder.path().join(name), "damaged").unwrap();
            }
            set_aside(folder.path(), Instant::from_ms(day * Instant::DAY)).unwrap();
        }

        let found = databases(folder.path(), DAMAGED);

        let names: Vec<_> = found.iter().filter_map(|path| name_of(path)).collect();
        assert_eq!(
            names,
            [
                "storytime-damaged-19700104T000000Z",
                "storytime-damaged-19700105T000000Z",
            ]
        );
        let all = std::fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(all, 4, "each has its -wal");
    }
}

//! The process is killed in the middle of a sync: the database stays sound, and the next sync ends as
//! one that nobody disturbed.

mod outcome;
mod scene;
mod server;

use scene::Scene;

/// How often it is killed, unless `cargo xtask soak --kills` says otherwise.
const KILLS: usize = 5;
const KILLS_VARIABLE: &str = "STORYTIME_KILLS";

fn kills() -> usize {
    let asked = std::env::var(KILLS_VARIABLE).ok();
    asked.map_or(KILLS, |count| count.parse().unwrap())
}

#[tokio::test]
async fn a_sync_that_is_killed_is_made_up_for_as_if_nothing_had_been() {
    let scene = Scene::prepare().await;
    let undisturbed = scene.undisturbed().await;
    assert!(undisturbed.has_all_that_changed(), "{undisturbed:?}");

    let kills = kills();
    for number in 0..kills {
        let moment = scene.moment(number, kills);
        let after = scene.killed_at(moment).await;
        assert_eq!(after, undisturbed, "killed {moment:?}");
    }
}

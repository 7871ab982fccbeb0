use super::*;

fn start() -> Instant {
    Instant::from_ms(1_800_000_000_000)
}

fn after_s(seconds: i64) -> Instant {
    start().plus_ms(seconds * 1_000)
}

/// At 127.0.0.1, for an account that is there, without a limit.
fn at(account: &str) -> Attempt<'_> {
    Attempt {
        door: Door::Loopback,
        account,
        is_known: true,
        most: None,
    }
}

/// As [`at`], for an address that has no account.
fn unknown(account: &str) -> Attempt<'_> {
    Attempt {
        is_known: false,
        ..at(account)
    }
}

fn seconds(answer: Result<Admitted, TooOften>) -> u32 {
    answer.map_or_else(|wait| wait.retry_after_seconds, |_| 0)
}

/// Guesses at so many addresses, from `start()` on.
fn guess_at_addresses(throttle: &mut Throttle, count: usize) {
    for one in 0..count {
        throttle
            .begin(unknown(&format!("a{one}")), start())
            .unwrap();
    }
}

#[test]
fn the_first_five_cost_nothing_and_then_each_wait_is_twice_the_last() {
    let mut throttle = Throttle::default();
    for _ in 0..5 {
        assert_eq!(seconds(throttle.begin(at("ada"), start())), 0);
    }
    let mut now = start();
    for wait in [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900] {
        assert_eq!(seconds(throttle.begin(at("ada"), now)), wait);
        now = now.plus_ms(i64::from(wait) * 1_000);
        assert_eq!(seconds(throttle.begin(at("ada"), now)), 0, "after {wait} s");
    }
}

#[test]
fn so_many_wrong_ones_of_an_account_are_taken_in_a_quarter_of_an_hour_and_not_one_more() {
    let mut throttle = Throttle::default();
    let ten = Attempt {
        most: Some(10),
        ..at("ada")
    };
    let mut taken = Vec::new();
    for second in 0..3_600 {
        if throttle.begin(ten, after_s(second)).is_ok() {
            taken.push(second);
        }
    }
    assert!(taken.len() > 10, "{taken:?}");
    for stretch in taken.windows(11) {
        assert!(stretch[10] - stretch[0] >= 900, "{taken:?}");
    }
    let again = Attempt {
        account: "grace",
        ..ten
    };
    assert_eq!(seconds(throttle.begin(again, after_s(3_600))), 0);
}

#[test]
fn another_account_and_another_door_do_not_wait_for_the_first_one() {
    let mut throttle = Throttle::default();
    for _ in 0..5 {
        throttle.begin(at("ada"), start()).unwrap();
    }
    assert!(throttle.begin(at("ada"), start()).is_err());
    let open = Ok(Admitted { unless_right: None });
    assert_eq!(throttle.begin(at("grace"), start()), open);
    for door in [Door::Window, Door::Inside] {
        let elsewhere = Attempt { door, ..at("ada") };
        assert_eq!(throttle.begin(elsewhere, start()), open);
    }
}

#[test]
fn guessing_at_many_addresses_waits_too_but_not_long() {
    let mut throttle = Throttle::default();
    guess_at_addresses(&mut throttle, 30);
    assert_eq!(seconds(throttle.begin(unknown("other"), start())), 1);
    let mut now = start();
    for one in 0..20 {
        now = now.plus_ms(LONGEST_OVERALL_MS);
        let guess = format!("b{one}");
        assert_eq!(seconds(throttle.begin(unknown(&guess), now)), 0);
    }
}

#[test]
fn who_has_an_account_here_is_let_in_whoever_guesses_at_others() {
    let mut throttle = Throttle::default();
    guess_at_addresses(&mut throttle, 30);
    // What a wrong password is told is what an unknown address is told, before and after.
    let told = throttle.begin(unknown("other"), start()).unwrap_err();
    for _ in 0..5 {
        let admitted = throttle.begin(at("ada"), start()).unwrap();
        assert_eq!(admitted.unless_right, Some(told));
        assert_eq!(throttle.begin(unknown("other"), start()), Err(told));
    }
    assert_eq!(throttle.begin(at("ada"), start()), Err(told));
}

#[test]
fn a_right_password_clears_the_account() {
    let mut throttle = Throttle::default();
    for _ in 0..4 {
        throttle.begin(at("ada"), start()).unwrap();
    }
    let fifth = throttle.begin(at("ada"), start()).unwrap();
    throttle.was_right(at("ada"), fifth);
    assert!(throttle.begin(at("ada"), start()).is_ok());
}

#[test]
fn an_hour_without_a_guess_is_forgotten() {
    let mut throttle = Throttle::default();
    for _ in 0..5 {
        throttle.begin(at("ada"), start()).unwrap();
    }
    assert!(throttle.begin(at("ada"), after_s(3_600)).is_ok());
    assert!(throttle.begin(at("ada"), after_s(3_600)).is_ok());
}

#[test]
fn a_clock_set_back_makes_no_wait_longer_than_the_longest() {
    let mut throttle = Throttle::default();
    let five = Attempt {
        most: Some(5),
        ..at("ada")
    };
    for _ in 0..5 {
        throttle.begin(five, start()).unwrap();
    }
    assert_eq!(seconds(throttle.begin(at("ada"), after_s(-86_400))), 1);
    assert_eq!(seconds(throttle.begin(five, after_s(-86_400))), 900);
}

#[test]
fn ten_thousand_accounts_take_no_more_memory_than_a_thousand() {
    let mut throttle = Throttle::default();
    let mut now = start();
    for one in 0..10_000 {
        now = now.plus_ms(LONGEST_OVERALL_MS);
        let guess = format!("guess{one}");
        throttle.begin(unknown(&guess), now).unwrap();
        assert!(throttle.remembered() <= MOST_ACCOUNTS);
    }
}

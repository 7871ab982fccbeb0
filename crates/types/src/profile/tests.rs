use super::*;

#[test]
fn every_wrong_field_is_named_at_once() {
    let change = ProfileChange {
        notification_minutes: Some(61),
        lead_times: Some(vec![5, 40_321]),
        all_day_time: Some("24:00".into()),
        ..ProfileChange::default()
    };
    let error = change.validate().unwrap_err();
    let fields = error.details["fields"].as_object().unwrap();
    assert_eq!(
        fields.keys().collect::<Vec<_>>(),
        ["allDayTime", "leadTimes", "notificationMinutes"]
    );
}

#[test]
fn the_limits_themselves_are_allowed() {
    let limits = [
        (Some(1), None),
        (Some(60), None),
        (None, Some(vec![0])),
        (None, Some(vec![40_320, 1, 2, 3, 4])),
    ];
    for (minutes, leads) in limits {
        let change = ProfileChange {
            notification_minutes: minutes,
            lead_times: leads,
            all_day_time: Some("23:59".into()),
            ..ProfileChange::default()
        };
        assert_eq!(change.validate(), Ok(()));
    }
}

#[test]
fn the_main_lead_time_is_said_twice_in_the_same_way_or_refused() {
    let change = |minutes, leads: &[u32]| ProfileChange {
        notification_minutes: Some(minutes),
        lead_times: Some(leads.to_vec()),
        ..ProfileChange::default()
    };
    for both in [change(0, &[0]), change(40_320, &[40_320, 5])] {
        assert_eq!(both.validate(), Ok(()), "{both:?}");
    }
    for (minutes, leads) in [(5, [10, 5]), (61, [60, 5])] {
        let error = change(minutes, &leads).validate().unwrap_err();
        assert_eq!(
            error.message,
            "notificationMinutes must be the first of leadTimes, or be left out"
        );
    }
}

#[test]
fn own_addresses_are_kept_trimmed_in_lower_case_and_once() {
    let typed = [" Robin@Example.org ", "robin@example.org", "r@work.example"];
    assert_eq!(
        own_addresses(&typed.map(str::to_owned)),
        Ok(vec!["robin@example.org".into(), "r@work.example".into()])
    );
}

#[test]
fn what_is_no_address_is_refused_by_name() {
    let too_long = format!("{}@example.org", "a".repeat(250));
    for wrong in ["", "robin", "@b", "a@", "a@b@c", "Robin <a@b>", &too_long] {
        let why = own_addresses(&[wrong.to_owned()]).unwrap_err();
        assert!(why.contains("is no e-mail address"), "{wrong}: {why}");
    }
}

#[test]
fn twenty_addresses_are_enough() {
    let typed: Vec<_> = (0..=MOST_OWN_ADDRESSES)
        .map(|n| format!("a{n}@b.example"))
        .collect();
    assert!(own_addresses(&typed[..MOST_OWN_ADDRESSES]).is_ok());
    let change = ProfileChange {
        own_addresses: Some(typed),
        ..ProfileChange::default()
    };
    let error = change.validate().unwrap_err();
    assert_eq!(
        error.details["fields"]["ownAddresses"],
        "at most 20 addresses"
    );
}

#[test]
fn a_theme_and_a_time_format_are_the_same_in_json_and_in_the_database() {
    for theme in Theme::ALL {
        assert_eq!(serde_json::to_value(theme).unwrap(), theme.as_str());
        assert_eq!(Theme::parse(theme.as_str()), Some(theme));
    }
    for format in TimeFormat::ALL {
        assert_eq!(serde_json::to_value(format).unwrap(), format.as_str());
        assert_eq!(TimeFormat::parse(format.as_str()), Some(format));
    }
}

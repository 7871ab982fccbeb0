//! Dates in the person's language, times as notifications and stories have them. They are civil
//! values that the backend worked out in the profile's zone: here they are only put into words, as
//! if in UTC, so that the web engine's own time zones never matter.

use js_sys::{Array, Date, Function, Intl, JsString, Object, Reflect};
use storytime_types::LocalMoment;
use storytime_types::local::Hours;
use wasm_bindgen::prelude::*;
use yew::prelude::*;

use super::civil::CivilDate;

#[wasm_bindgen]
extern "C" {
    /// Throws for what is no language tag (ECMA-402, 9.2.1). `WebKitGTK` names the POSIX locale
    /// `C`, which is none, and any formatter would throw for it.
    #[wasm_bindgen(js_namespace = Intl, js_name = getCanonicalLocales, catch)]
    fn canonical(tag: &str) -> Result<Array, JsValue>;
}

const MS_A_DAY: f64 = 86_400_000.0;

/// Puts dates and times into words. Its formatters are made once: that is slow, using them is not.
#[derive(Clone)]
pub struct Moments {
    languages: Vec<String>,
    hours: Hours,
    weekday_and_date: Function,
    short_date: Function,
    relative_day: Intl::RelativeTimeFormat,
}

impl PartialEq for Moments {
    fn eq(&self, other: &Self) -> bool {
        self.languages == other.languages && self.hours == other.hours
    }
}

impl Moments {
    /// Dates in the first of these languages that the web engine knows, or in its own; times by a
    /// clock of these hours.
    pub fn new(languages: &[String], hours: Hours) -> Self {
        let tags = languages.iter().filter(|tag| canonical(tag).is_ok());
        let locales: Array = tags.map(JsValue::from).collect();
        let long = [("weekday", "long"), ("day", "numeric"), ("month", "long")];
        let short = [("weekday", "short"), ("day", "numeric"), ("month", "short")];
        Self {
            languages: languages.to_vec(),
            hours,
            weekday_and_date: formatter(&locales, &long),
            short_date: formatter(&locales, &short),
            relative_day: Intl::RelativeTimeFormat::new(&locales, &options(&[("numeric", "auto")])),
        }
    }

    /// Dates in the person's own languages, as the system or the browser names them.
    pub fn of_person(hours: Hours) -> Self {
        let languages = gloo_utils::window().navigator().languages();
        let languages: Vec<String> = languages.iter().filter_map(|it| it.as_string()).collect();
        Self::new(&languages, hours)
    }

    /// `14:30` or `2:30 PM`, as the backend writes it. What is no time is shown as it is.
    pub fn time(&self, time: &str) -> String {
        self.hours.write(time)
    }

    /// `10:00 – 10:30`, or the start alone where both are the same.
    pub fn span(&self, start: &str, end: Option<&str>) -> String {
        match end.filter(|end| *end != start) {
            Some(end) => format!("{} – {}", self.time(start), self.time(end)),
            None => self.time(start),
        }
    }

    /// A whole hour of the day as short as it can be said: `14` or `2 PM`.
    pub fn hour(&self, hour: u32) -> String {
        self.time(&format!("{hour:02}:00")).replacen(":00", "", 1)
    }

    /// `Wednesday 25 November`, in the order that the language has.
    pub fn date(&self, date: &str) -> String {
        self.date_by(&self.weekday_and_date, date)
    }

    /// `Today`, `Tomorrow`, `Yesterday`, or `Wed 25 Nov`, seen from `today`.
    pub fn day(&self, date: &str, today: &str) -> String {
        self.relative(date, today)
            .unwrap_or_else(|| self.date_by(&self.short_date, date))
    }

    /// As [`Self::day`], with the date behind it where it has a name: for headings.
    pub fn named_day(&self, date: &str, today: &str) -> String {
        match self.relative(date, today) {
            Some(name) => format!("{name}, {}", self.date(date)),
            None => self.date(date),
        }
    }

    /// `14:30` on the same day, else `Tomorrow 14:30`.
    pub fn moment(&self, at: &LocalMoment, today: &str) -> String {
        let (date, time) = (&at.date, &at.time);
        if date == today {
            self.time(time)
        } else {
            self.day_and_time(at, today)
        }
    }

    /// `Today 14:30`, `Wed 25 Nov 14:30`: with its day in any case, as in a list of days.
    pub fn day_and_time(&self, at: &LocalMoment, today: &str) -> String {
        format!("{} {}", self.day(&at.date, today), self.time(&at.time))
    }

    fn date_by(&self, formatter: &Function, date: &str) -> String {
        CivilDate::parse(date).map_or_else(
            || date.to_owned(),
            |civil| said(formatter, f64::from(civil.day_number()) * MS_A_DAY),
        )
    }

    fn relative(&self, date: &str, today: &str) -> Option<String> {
        let days = CivilDate::parse(date)?.day_number() - CivilDate::parse(today)?.day_number();
        (days.abs() <= 1).then(|| {
            let name = self.relative_day.format(f64::from(days), "day");
            capitalised(&String::from(name))
        })
    }
}

/// The words in use, from the nearest provider; the person's own language outside of one.
#[hook]
pub fn use_moments() -> Moments {
    let provided = use_context::<Moments>();
    use_memo(provided, |provided| {
        provided
            .clone()
            .unwrap_or_else(|| Moments::of_person(Hours::default()))
    })
    .as_ref()
    .clone()
}

fn formatter(locales: &Array, parts: &[(&str, &str)]) -> Function {
    let parts: Vec<_> = parts.iter().copied().chain([("timeZone", "UTC")]).collect();
    Intl::DateTimeFormat::new(locales, &options(&parts)).format()
}

fn options(parts: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (name, value) in parts {
        // Refused only for frozen objects, which a new one is not.
        let _ = Reflect::set(&options, &JsValue::from(*name), &JsValue::from(*value));
    }
    options
}

fn said(formatter: &Function, ms: f64) -> String {
    formatter
        .call1(&JsValue::UNDEFINED, &Date::new(&JsValue::from(ms)))
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

/// By the web engine: what Rust knows of letters would weigh more than all of these words.
fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(String::from).unwrap_or_default();
    String::from(JsString::from(first).to_upper_case()) + letters.as_str()
}

#[cfg(all(test, target_arch = "wasm32"))]
mod tests {
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    use super::*;

    wasm_bindgen_test_configure!(run_in_browser);

    fn moments(language: &str) -> Moments {
        Moments::new(&[language.to_owned()], Hours::TwentyFour)
    }

    #[wasm_bindgen_test]
    fn a_time_is_said_by_the_clock_of_the_backend_whatever_the_language_has() {
        for (language, hours, time, hour) in [
            ("en-US", Hours::TwentyFour, "14:30", "14"),
            ("de-DE", Hours::Twelve, "2:30 PM", "2 PM"),
        ] {
            let words = Moments::new(&[language.to_owned()], hours);
            assert_eq!(words.time("14:30"), time);
            assert_eq!(words.hour(14), hour);
        }
    }

    #[wasm_bindgen_test]
    fn a_date_is_said_in_the_persons_language_whatever_zone_the_machine_is_in() {
        let date = "2026-11-25";
        assert_eq!(moments("de-DE").date(date), "Mittwoch, 25. November");
        assert_eq!(moments("en-US").date(date), "Wednesday, November 25");
    }

    #[wasm_bindgen_test]
    fn the_days_around_today_have_names() {
        let day = |language, date| moments(language).day(date, "2026-11-30");
        assert_eq!(day("en-GB", "2026-11-30"), "Today");
        assert_eq!(day("en-GB", "2026-12-01"), "Tomorrow");
        assert_eq!(day("en-GB", "2026-11-29"), "Yesterday");
        assert_eq!(day("fr-FR", "2026-12-01"), "Demain");
        assert_eq!(day("en-GB", "2026-12-02"), "Wed 2 Dec");
    }

    #[wasm_bindgen_test]
    fn a_moment_names_its_day_only_when_that_is_another_one() {
        let words = moments("en-GB");
        let at = |date: &str| LocalMoment {
            date: date.to_owned(),
            time: "09:05".to_owned(),
        };
        assert_eq!(words.moment(&at("2026-11-30"), "2026-11-30"), "09:05");
        assert_eq!(
            words.moment(&at("2026-12-01"), "2026-11-30"),
            "Tomorrow 09:05"
        );
        assert_eq!(words.span("10:00", Some("10:30")), "10:00 – 10:30");
        assert_eq!(words.span("10:00", Some("10:00")), "10:00");
    }

    #[wasm_bindgen_test]
    fn what_is_no_language_is_passed_over() {
        let named = ["C".to_owned(), "de-DE".to_owned()];
        let date = Moments::new(&named, Hours::TwentyFour).date("2026-11-25");
        assert_eq!(date, "Mittwoch, 25. November");
        assert_eq!(moments("C").time("14:30"), "14:30");
    }

    #[wasm_bindgen_test]
    fn what_cannot_be_read_is_shown_as_it_came() {
        let words = moments("en-GB");
        assert_eq!(words.time("soon"), "soon");
        assert_eq!(words.date("some day"), "some day");
    }
}

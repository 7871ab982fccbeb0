//! Who the person is: what the stories may say of them.

use storytime_types::person::Gender;
use storytime_types::profile::{Profile, ProfileChange};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::field::use_value;
use super::saving::{Action, saved_note, use_action};

#[derive(Properties, PartialEq)]
pub struct Props {
    /// What is kept of them.
    pub name: AttrValue,
    /// In years.
    pub age: Option<i64>,
    /// How the stories speak of them.
    pub gender: Option<Gender>,
}

/// The part of the settings that is about the person.
pub fn person(profile: &Profile) -> Html {
    html! {
        <Person
            name={profile.name.clone().unwrap_or_default()}
            age={profile.age}
            gender={profile.gender}
        />
    }
}

/// Name, age and gender, each saved as soon as it is left.
#[component]
pub fn Person(props: &Props) -> Html {
    let (naming, action) = (use_action(), use_action());
    let (name, age) = (use_node_ref(), use_node_ref());
    use_value(&name, &props.name);
    use_value(
        &age,
        &props
            .age
            .map_or_else(String::new, |age| age.to_string())
            .into(),
    );
    let save = |action: &Action, change: fn(&str) -> Result<ProfileChange, String>| {
        let action = action.clone();
        move |typed: String| match change(typed.trim()) {
            Ok(change) => action.save(change),
            Err(why) => action.refuse(why),
        }
    };
    let typed = |save: Box<dyn Fn(String)>| {
        Callback::from(move |event: Event| {
            save(event.target_unchecked_into::<HtmlInputElement>().value());
        })
    };
    let chosen = save(&action, gender_change);
    let onchoose = Callback::from(move |event: Event| {
        chosen(event.target_unchecked_into::<HtmlSelectElement>().value());
    });
    html! {
        <div class="setting">
            <label class="field-name" for="person-name">{ "Your name" }</label>
            <input
                ref={name} id="person-name" class="input" type="text" autocomplete="name"
                aria-invalid={naming.progress.failure().is_some().to_string()}
                aria-describedby="name-note" onchange={typed(Box::new(save(&naming, name_change)))}
            />
            { saved_note(&naming.progress, Some("name-note")) }
            <div class="person">
                <div class="credential">
                    <label class="field-name" for="person-age">{ "Age" }</label>
                    <input
                        ref={age} id="person-age" class="input input--time" type="text"
                        inputmode="numeric" autocomplete="off" aria-describedby="person-note"
                        aria-invalid={action.progress.failure().is_some().to_string()}
                        onchange={typed(Box::new(save(&action, age_change)))}
                    />
                </div>
                <div class="credential">
                    <label class="field-name" for="person-gender">{ "The stories call you" }</label>
                    <select id="person-gender" class="input input--select" onchange={onchoose}>
                        <option value="" selected={props.gender.is_none()}>{ "Nothing in particular" }</option>
                        for gender in Gender::ALL {
                            <option value={gender.as_str()} selected={props.gender == Some(gender)}>
                                { words(gender) }
                            </option>
                        }
                    </select>
                </div>
            </div>
            { saved_note(&action.progress, Some("person-note")) }
        </div>
    }
}

fn words(gender: Gender) -> &'static str {
    match gender {
        Gender::Female => "She",
        Gender::Male => "He",
        Gender::NonBinary => "They",
        Gender::PreferNotToSay => "I prefer not to say",
    }
}

fn name_change(typed: &str) -> Result<ProfileChange, String> {
    Ok(ProfileChange {
        name: Some(typed.to_owned()),
        ..ProfileChange::default()
    })
}

fn age_change(typed: &str) -> Result<ProfileChange, String> {
    let age = match typed {
        "" => None,
        typed => Some(
            typed
                .parse()
                .map_err(|_| "An age is a whole number, like 42.")?,
        ),
    };
    Ok(ProfileChange {
        age: Some(age),
        ..ProfileChange::default()
    })
}

fn gender_change(value: &str) -> Result<ProfileChange, String> {
    Ok(ProfileChange {
        gender: Some(Gender::parse(value)),
        ..ProfileChange::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_age_forgets_the_one_before_and_words_are_no_age() {
        assert_eq!(age_change("42").unwrap().age, Some(Some(42)));
        assert_eq!(age_change("").unwrap().age, Some(None));
        assert!(age_change("old").is_err());
    }

    #[test]
    fn nothing_in_particular_forgets_the_gender() {
        assert_eq!(gender_change("").unwrap().gender, Some(None));
        assert_eq!(
            gender_change("FEMALE").unwrap().gender,
            Some(Some(Gender::Female))
        );
    }
}

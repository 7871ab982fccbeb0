//! Services that hold meetings, and how their links look.

use url::Url;

use super::pages;

/// Where a link of a service leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Into the meeting.
    In,
    /// To where one signs up for it and is told the way in.
    Registration,
}

/// The host (with all below it) and how the paths of its meetings begin. `/` alone stands for any
/// path that names something and is none of the service's [own pages](pages).
const SERVICES: &[(&str, &[&str])] = &[
    // The large ones.
    ("zoom.us", ZOOM),
    ("zoom.com", ZOOM),
    ("zoom.com.cn", ZOOM),
    ("zoomgov.com", ZOOM),
    // Deutsche Telekom's.
    ("zoom-x.de", ZOOM),
    ("meet.google.com", &["/"]),
    ("stream.meet.google.com", &["/stream/"]),
    ("g.co", &["/meet/"]),
    ("hangouts.google.com", &["/hangouts/", "/call/"]),
    ("teams.microsoft.com", TEAMS),
    ("teams.microsoft.us", TEAMS),
    ("teams.cloud.microsoft", TEAMS),
    ("teams.live.com", TEAMS),
    (
        "webex.com",
        &[
            "/meet",
            "/join",
            "/m/",
            "/wbxmjs/",
            "/webappng/",
            "/mw",
            "/wbx",
        ],
    ),
    ("join.skype.com", &["/"]),
    ("meet.lync.com", &["/"]),
    ("app.slack.com", &["/huddle/"]),
    ("discord.gg", &["/"]),
    ("discord.com", &["/invite/", "/channels/", "/events/"]),
    ("facetime.apple.com", &["/join"]),
    ("call.whatsapp.com", &["/voice/", "/video/"]),
    ("signal.link", &["/call/"]),
    ("t.me", &["/call/"]),
    ("workplace.com", &["/groupcall/", "/meet/"]),
    ("messenger.com", &["/groupcall/", "/call/"]),
    // Meetings as a business.
    ("meet.goto.com", &["/"]),
    ("gotomeet.me", &["/"]),
    ("www.gotomeet.me", &["/"]),
    ("gotomeeting.com", &["/join/", "/meeting/"]),
    ("gotowebinar.com", &["/join/"]),
    ("v.ringcentral.com", &["/join/"]),
    ("meetings.ringcentral.com", &["/j/"]),
    ("bluejeans.com", &["/"]),
    ("chime.aws", &["/"]),
    ("8x8.vc", &["/"]),
    ("whereby.com", &["/"]),
    ("meetings.dialpad.com", &["/"]),
    ("uberconference.com", &["/"]),
    ("www.uberconference.com", &["/"]),
    ("meetings.vonage.com", &["/"]),
    ("meet.starleaf.com", &["/"]),
    ("call.lifesizecloud.com", &["/"]),
    ("pexip.me", &["/"]),
    ("join.me", &["/"]),
    ("go.teamviewer.com", &["/"]),
    ("go.blizz.com", &["/"]),
    ("vsee.com", &["/"]),
    ("doxy.me", &["/"]),
    ("adobeconnect.com", &["/"]),
    ("meeting.zoho.com", ZOHO),
    ("meeting.zoho.eu", ZOHO),
    ("meeting.zoho.in", ZOHO),
    ("kmeet.infomaniak.com", &["/"]),
    ("telemost.yandex.ru", &["/j/"]),
    ("telemost.360.yandex.ru", &["/j/"]),
    ("vk.com", &["/call/join/"]),
    ("meeting.tencent.com", &["/"]),
    ("voovmeeting.com", &["/"]),
    ("meeting.dingtalk.com", &["/"]),
    ("vc.feishu.cn", &["/j/"]),
    ("vc.larksuite.com", &["/j/"]),
    ("welink.zhumu.com", &["/j/"]),
    // Rooms, stages and pairs.
    ("meet.jit.si", &["/"]),
    ("meet.ffmuc.net", &["/"]),
    ("call.element.io", &["/"]),
    ("meet.livekit.io", &["/"]),
    ("daily.co", &["/"]),
    ("app.cal.com", &["/video/"]),
    ("meet.around.co", &["/"]),
    ("meet.pumble.com", &["/"]),
    ("join.coscreen.co", &["/"]),
    ("tuple.app", &["/c/"]),
    ("pop.com", &["/j/"]),
    ("app.gather.town", &["/"]),
    ("kumospace.com", &["/"]),
    ("spatial.chat", &["/s/"]),
    ("ovice.in", &["/"]),
    ("live.remo.co", &["/e/"]),
    ("app.butter.us", &["/"]),
    ("app.livestorm.co", &["/p/"]),
    ("event.demio.com", &["/"]),
    ("demodesk.com", &["/"]),
    ("airmeet.com", &["/e/"]),
    ("clickmeeting.com", &["/"]),
    ("event.on24.com", &["/"]),
    ("streamyard.com", &["/"]),
    ("riverside.fm", &["/studio/"]),
    ("lu.ma", &["/join/"]),
    ("meet.senfcall.de", &["/"]),
    // Classrooms, and calls that are recorded.
    ("bbcollab.com", &["/collab/", "/guest/", "/invite/"]),
    ("join.gong.io", &["/"]),
    ("go.chorus.ai", &["/"]),
    ("cliq.zoho.com", &["/meetings/"]),
    ("cliq.zoho.eu", &["/meetings/"]),
    ("zm.page", &["/"]),
    ("app.teemyco.com", &["/room/"]),
];

/// Where one signs up for a meeting, in the same form.
const REGISTRATIONS: &[(&str, &[&str])] = &[
    ("zoom.us", ZOOM_REGISTRATION),
    ("zoom.com", ZOOM_REGISTRATION),
    ("zoomgov.com", ZOOM_REGISTRATION),
    ("zoom-x.de", ZOOM_REGISTRATION),
    ("events.teams.microsoft.com", &["/event/"]),
    ("gotowebinar.com", &["/register/"]),
];

const ZOOM: &[&str] = &["/j/", "/my/", "/w/", "/wc/", "/s/", "/launch/", "/ejl/"];
const ZOOM_REGISTRATION: &[&str] = &["/meeting/register/", "/webinar/register/"];
const TEAMS: &[&str] = &["/l/meetup-join/", "/meet/"];
const ZOHO: &[&str] = &["/meeting/", "/join"];

/// Where a link leads that belongs to a known service, or to a kind of server that many run themselves.
pub(super) fn way(url: &Url) -> Option<Way> {
    way_of_a_service(url).or_else(|| {
        let is_room = is_on_own_server(url.host_str()?, url.path());
        is_room.then_some(Way::In)
    })
}

/// Where a link of a known service leads.
pub(super) fn way_of_a_service(url: &Url) -> Option<Way> {
    let host = url.host_str()?;
    let route = route(host, url);
    if is_listed(SERVICES, host, &route) || is_webex_number(host, url) {
        Some(Way::In)
    } else if is_listed(REGISTRATIONS, host, &route) {
        Some(Way::Registration)
    } else {
        None
    }
}

fn is_listed(list: &[(&str, &[&str])], host: &str, path: &str) -> bool {
    list.iter().any(|(service, paths)| {
        is_at(host, service)
            && paths.iter().any(|begins| match *begins {
                "/" => path.len() > 1 && !pages::is_own_page(service, host, path),
                begins => path.starts_with(begins) && path.len() > 1,
            })
    })
}

/// The path, or what stands for it: the web client of Teams has its own behind `#`
/// (`/_#/l/meetup-join/…`, `/v2/#/l/…`), and its launcher has that in the field `url`.
fn route(host: &str, url: &Url) -> String {
    let behind_hash = |text: &str| {
        let (_, route) = text.split_once('#')?;
        route.starts_with('/').then(|| route.to_owned())
    };
    let is_teams = host.starts_with("teams.");
    let launched = || {
        let is_launcher = url.path().starts_with("/dl/launcher/");
        let mut fields = url.query_pairs().filter(|_| is_launcher);
        let (_, inner) = fields.find(|(name, _)| name == "url")?;
        behind_hash(&inner).or_else(|| Some(inner.into_owned()))
    };
    let said = is_teams.then(|| behind_hash(url.as_str()).or_else(launched));
    said.flatten().unwrap_or_else(|| url.path().to_owned())
}

/// `https://acme.webex.com/acme/j.php?MTID=…`: by the number of the meeting, below the site's name.
fn is_webex_number(host: &str, url: &Url) -> bool {
    is_at(host, "webex.com")
        && url.path().ends_with("/j.php")
        && url.query_pairs().any(|(name, _)| name == "MTID")
}

/// Jitsi Meet, BigBlueButton and Nextcloud Talk on servers of one's own. What a host is called or how
/// a room's path is made up tells them.
fn is_on_own_server(host: &str, path: &str) -> bool {
    let mut parts = host.split('.');
    let names = |words: &[&str]| {
        host.split('.')
            .any(|part| words.iter().any(|word| part.contains(word)))
    };
    let is_room = path.trim_matches('/').split('/').count() == 1 && path.len() > 1;
    let is_jitsi = names(&["jitsi"]) && is_room;
    let is_bbb = names(&["bigbluebutton"]) || parts.any(|part| part.starts_with("bbb"));
    is_jitsi || is_bbb_room(path, is_bbb) || is_talk(path)
}

/// `/bigbluebutton/api/join` everywhere, and Greenlight's rooms: `/b/ann-abc-def` of the second
/// version, `/rooms/abc-def-ghi-jkl/join` of the third.
fn is_bbb_room(path: &str, is_bbb: bool) -> bool {
    let room = |prefix: &str| {
        let rest = path.trim_start_matches("/gl").strip_prefix(prefix)?;
        let room = rest.split('/').next()?;
        let parts = room.split('-');
        let is_code = room.is_ascii() && (3..=4).contains(&parts.clone().count());
        (is_code && parts.clone().skip(1).all(|part| part.len() == 3)).then_some(())
    };
    path.starts_with("/bigbluebutton/api/join")
        || room("/b/").is_some()
        || (room("/rooms/").is_some() && (is_bbb || path.contains("/join")))
}

/// Nextcloud Talk: `/call/abcd2345` or `/index.php/call/abcd2345`.
fn is_talk(path: &str) -> bool {
    let path = path.strip_prefix("/index.php").unwrap_or(path);
    path.strip_prefix("/call/").is_some_and(|token| {
        let token = token.trim_end_matches('/');
        (8..=12).contains(&token.len()) && token.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

pub(super) fn is_at(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain)
        .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn meets(link: &str) -> bool {
        way(&Url::parse(link).unwrap()) == Some(Way::In)
    }

    #[test]
    fn every_service_is_known_by_a_link_into_one_of_its_meetings() {
        assert!(SERVICES.len() >= 60, "{}", SERVICES.len());
        for (host, paths) in SERVICES {
            for path in *paths {
                let link = format!("https://{host}{path}abc-123");
                assert!(meets(&link), "{link}");
                assert!(meets(&link.replace("//", "//sub.")), "{link}");
                let elsewhere = link.replace(host, &format!("{host}.evil.example"));
                assert!(!meets(&elsewhere), "{elsewhere}");
            }
            assert!(!meets(&format!("https://{host}/")), "{host}");
        }
    }

    #[rstest]
    #[case("https://jitsi.example.org/Standup")]
    #[case("https://meet-jitsi.example.org/Standup")]
    #[case("https://bbb.example.org/b/ann-x7k-q2d")]
    #[case("https://example.org/gl/b/ann-x7k-q2d-abc")]
    #[case("https://bbb2.example.org/rooms/abc-def-ghi-jkl/join")]
    #[case("https://example.org/rooms/abc-def-ghi-jkl/join")]
    #[case("https://lectures.example.org/bigbluebutton/api/join?meetingID=7")]
    #[case("https://cloud.example.org/call/x7kq2dab")]
    #[case("https://cloud.example.org/index.php/call/x7kq2dab")]
    fn a_server_of_ones_own_is_known_by_its_rooms(#[case] link: &str) {
        assert!(meets(link));
    }

    #[rstest]
    #[case("https://jitsi.example.org/")]
    #[case("https://jitsi.example.org/docs/install")]
    #[case("https://example.org/b/about")]
    #[case("https://example.org/rooms/abc-def-ghi-jkl")]
    #[case("https://example.org/call/us")]
    #[case("https://example.org/call/center-number")]
    fn other_pages_of_ones_own_server_are_no_rooms(#[case] link: &str) {
        assert!(!meets(link));
    }

    #[rstest]
    #[case("https://telekom.zoom-x.de/j/123456?pwd=x")]
    #[case("https://zoom.us/launch/jc/123456")]
    #[case("https://acme.webex.com/acme/j.php?MTID=m0123")]
    #[case("https://teams.microsoft.com/_#/l/meetup-join/19:meeting_abc@thread.v2/0")]
    #[case("https://teams.microsoft.com/v2/?meetingjoin=true#/l/meetup-join/19:meeting_abc/0")]
    #[case(
        "https://teams.microsoft.com/dl/launcher/launcher.html?url=%2F_%23%2Fl%2Fmeetup-join%2F19%3Ameeting_abc&type=meetup-join"
    )]
    #[case("https://gov.teams.microsoft.us/l/meetup-join/19%3ameeting_abc/0")]
    fn the_less_usual_ways_into_a_meeting_are_known(#[case] link: &str) {
        assert!(meets(link));
    }

    #[rstest]
    #[case("https://acme.webex.com/acme/j.php")]
    #[case("https://zoom.us/u/abc")]
    #[case("https://teams.microsoft.com/_#/conversations/General")]
    #[case("https://zoom.us/download#/l/meetup-join/1")]
    #[case("https://teams.microsoft.com/dl/launcher/launcher.html?url=%2F_%23%2Fl%2Fchat%2F0")]
    fn what_else_a_service_has_is_no_meeting(#[case] link: &str) {
        assert!(!meets(link));
    }

    #[rstest]
    #[case("https://acme.zoom.us/meeting/register/abc")]
    #[case("https://zoom.us/webinar/register/WN_abc")]
    #[case("https://events.teams.microsoft.com/event/7")]
    fn where_one_signs_up_is_told_from_the_way_in(#[case] link: &str) {
        assert_eq!(way(&Url::parse(link).unwrap()), Some(Way::Registration));
    }
}

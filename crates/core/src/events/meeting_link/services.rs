//! Services that hold meetings, and how their links look.

use url::Url;

/// The host (with all below it) and how the paths of its meetings begin. `/` alone stands for any
/// path that names something.
const SERVICES: &[(&str, &[&str])] = &[
    // The large ones.
    ("zoom.us", ZOOM),
    ("zoom.com", ZOOM),
    ("zoom.com.cn", ZOOM),
    ("zoomgov.com", ZOOM),
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
    ("gotomeeting.com", &["/join/", "/meeting/"]),
    ("gotowebinar.com", &["/join/", "/register/"]),
    ("v.ringcentral.com", &["/join/"]),
    ("meetings.ringcentral.com", &["/j/"]),
    ("bluejeans.com", &["/"]),
    ("chime.aws", &["/"]),
    ("8x8.vc", &["/"]),
    ("whereby.com", &["/"]),
    ("meetings.dialpad.com", &["/"]),
    ("uberconference.com", &["/"]),
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
];

const ZOOM: &[&str] = &["/j/", "/my/", "/w/", "/wc/", "/s/"];
const TEAMS: &[&str] = &["/l/meetup-join/", "/meet/"];
const ZOHO: &[&str] = &["/meeting/", "/join"];

/// Whether a link leads into a meeting of a known service, or of a kind of server that many run
/// themselves.
pub(super) fn is_meeting(url: &Url) -> bool {
    let Some(host) = url.host_str() else {
        return false;
    };
    is_of_a_service(host, url.path()) || is_on_own_server(host, url.path())
}

fn is_of_a_service(host: &str, path: &str) -> bool {
    SERVICES.iter().any(|(service, paths)| {
        is_at(host, service)
            && paths
                .iter()
                .any(|begins| path.starts_with(begins) && path.len() > 1)
    })
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
        is_meeting(&Url::parse(link).unwrap())
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
    fn other_pages_are_no_rooms(#[case] link: &str) {
        assert!(!meets(link));
    }
}

//! A small scene for each theme, drawn in flat shapes whose colours come from the style sheet.
//!
//! A scene is 200 units high and always seen in full height; its ground goes on far to the left and
//! right of the 400 units that hold the picture, so that it fills a frame of any width.

use storytime_types::profile::Theme;
use yew::prelude::*;

/// Where the picture's frame and its neighbours begin.
const FRAMES: [i32; 5] = [-800, -400, 0, 400, 800];

/// The scene of a theme; decoration only.
pub fn theme_art(theme: Theme) -> Html {
    let (class, scene) = match theme {
        Theme::Fantasy => ("art--fantasy", castle_at_night()),
        Theme::Genz => ("art--genz", retro_sunset()),
        Theme::Meme => ("art--meme", mug_in_flames()),
    };
    html! {
        <svg
            class={classes!("art", class)}
            viewBox="0 0 400 200"
            preserveAspectRatio="xMidYMax meet"
            aria-hidden="true"
            focusable="false"
        >
            { scene }
        </svg>
    }
}

fn castle_at_night() -> Html {
    html! {
        <>
            <rect class="a-sky" x="-800" y="-400" width="2000" height="600" />
            <circle class="a-glow" cx="306" cy="56" r="58" />
            <circle class="a-moon" cx="306" cy="56" r="30" />
            <circle class="a-sky" cx="294" cy="48" r="25" />
            <path class="a-star" d="M60 38l2 7 7 2-7 2-2 7-2-7-7-2 7-2zM138 26l1.5 5 5 1.5-5 1.5-1.5 5-1.5-5-5-1.5 5-1.5zM372 92l1.5 5 5 1.5-5 1.5-1.5 5-1.5-5-5-1.5 5-1.5zM-90 60l2 7 7 2-7 2-2 7-2-7-7-2 7-2zM-190 34l1.5 5 5 1.5-5 1.5-1.5 5-1.5-5-5-1.5 5-1.5zM-290 78l2 7 7 2-7 2-2 7-2-7-7-2 7-2zM470 40l1.5 5 5 1.5-5 1.5-1.5 5-1.5-5-5-1.5 5-1.5zM560 74l2 7 7 2-7 2-2 7-2-7-7-2 7-2zM664 30l1.5 5 5 1.5-5 1.5-1.5 5-1.5-5-5-1.5 5-1.5zM26 92l1.2 4 4 1.2-4 1.2-1.2 4-1.2-4-4-1.2 4-1.2z" />
            <path class="a-hill-3" d="M-800 96c120 50 200 10 320 30s180-40 260-10 154 55 220 16c44-26 82-30 120-10s76 6 116-12 92-14 164 16 140-30 240 0 220 10 300-20 180 20 260 0v94H-800z" />
            <path class="a-keep" d="M150 150V96l-6-2v-10h8v5h7v-5h8v5h7v-5h8v10l-6 2v12h22V72l-7-2V58h9v6h8v-6h9v6h8v-6h9v12l-7 2v36h24V96l-6-2v-10h8v5h7v-5h8v5h7v-5h8v10l-6 2v54z" />
            <path class="a-keep" d="M163 82V58l0 0 18 8-16 6zM217 56V28l22 9-20 8zM268 82V60l16 7-14 6z" />
            <path class="a-lit" d="M162 110a4 4 0 0 1 8 0v10h-8zM267 110a4 4 0 0 1 8 0v10h-8zM214 84a4.5 4.5 0 0 1 9 0v11h-9zM208 150v-16a11 11 0 0 1 22 0v16z" />
            <path class="a-hill-2" d="M-800 140c140-40 240 30 380 12s300 58 420 6c60-26 118-22 176-8s120 8 224-18 220 34 380 8 300-20 420 10v50H-800z" />
            <path class="a-hill-1" d="M-800 176c160-30 280 16 420 2s266 40 380 4c76-24 140-20 210-8s124 6 190-14 240 26 400 8 300-4 400 4v28H-800z" />
            <path class="a-path" d="M219 150c-14 10 16 14-2 24s-34 12-40 26h34c4-12 26-16 32-26s-20-14-14-24z" />
        </>
    }
}

fn retro_sunset() -> Html {
    html! {
        <>
            <rect class="a-sky" x="-800" y="-400" width="2000" height="600" />
            <circle class="a-sun" cx="200" cy="122" r="74" />
            <path class="a-sky" d="M110 112h180v4H110zM110 126h180v6H110zM110 142h180v8H110z" />
            <path class="a-wave-2" d="M-800 160q50-32 100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0v40H-800z" />
            <path class="a-wave-1" d="M-800 180q50-26 100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0v20H-800z" />
            <path class="a-spark" d="M70 34c3 16 10 23 26 26-16 3-23 10-26 26-3-16-10-23-26-26 16-3 23-10 26-26zM330 22c2 12 8 18 20 20-12 2-18 8-20 20-2-12-8-18-20-20 12-2 18-8 20-20zM296 84c1.5 7 5 10.5 12 12-7 1.5-10.5 5-12 12-1.5-7-5-10.5-12-12 7-1.5 10.5-5 12-12zM120 22c1.2 6 4 8.8 10 10-6 1.2-8.8 4-10 10-1.2-6-4-8.8-10-10 6-1.2 8.8-4 10-10z" />
            <g class="a-flower">
                <circle cx="352" cy="108" r="9" /><circle cx="366" cy="118" r="9" /><circle cx="361" cy="134" r="9" />
                <circle cx="343" cy="134" r="9" /><circle cx="338" cy="118" r="9" />
            </g>
            <circle class="a-heart" cx="352" cy="122" r="8" />
            <g class="a-flower">
                <circle cx="40" cy="116" r="7" /><circle cx="51" cy="124" r="7" /><circle cx="47" cy="136" r="7" />
                <circle cx="33" cy="136" r="7" /><circle cx="29" cy="124" r="7" />
            </g>
            <circle class="a-heart" cx="40" cy="127" r="6" />
        </>
    }
}

fn mug_in_flames() -> Html {
    html! {
        <>
            <rect class="a-sky" x="-800" y="-400" width="2000" height="600" />
            for x in FRAMES {
                <g transform={format!("translate({x} 0)")}>
                    <path class="a-flame-3" d="M0 200V96c16 16 20-30 38-52 2 30 22 34 30 62 8-20 6-36 20-54 6 34 26 46 30 80 10-14 8-28 18-40 10 24 34 30 44 56s36-24 44-52c12 14 8 26 18 38 6-34 24-44 32-78 12 20 10 34 18 52 8-26 26-30 30-60 18 22 20 62 38 44 10-8 18 20 40 4v104z" />
                    <path class="a-flame-2" d="M0 200v-56c14 8 16-14 30-32 4 22 20 26 26 48 8-12 8-24 16-34 8 22 24 28 30 50 40 12 156 12 196 0 6-22 22-28 30-50 8 10 8 22 16 34 6-22 22-26 26-48 14 18 16 40 30 32v56z" />
                    <path class="a-flame-1" d="M0 200v-22c14 4 18-8 28-18 4 12 18 16 22 28 100 8 200 8 300 0 4-12 18-16 22-28 10 10 14 22 28 18v22z" />
                </g>
            }
            <path class="a-steam" d="M182 62c-9-12 9-18 0-32M202 58c-9-12 9-18 0-32M222 62c-9-12 9-18 0-32" />
            <path class="a-mug" d="M158 78h88v10h12c16 0 26 10 26 25s-12 26-28 26h-11c-3 20-17 32-36 32h-14c-22 0-37-15-37-38zm88 23v25h9c9 0 15-5 15-13s-6-12-14-12z" />
            <ellipse class="a-coffee" cx="202" cy="79" rx="44" ry="8" />
            <circle class="a-face" cx="186" cy="112" r="4.5" /><circle class="a-face" cx="220" cy="112" r="4.5" />
            <path class="a-smile" d="M190 128c6 8 20 8 26 0" />
            <rect class="a-table" x="-800" y="171" width="2000" height="29" />
        </>
    }
}

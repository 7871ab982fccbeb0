//! The red dot on the tray icon.

/// Bytes of a pixel: red, green, blue, alpha.
const PIXEL: usize = 4;
const RED: [u8; PIXEL] = [0xe5, 0x2b, 0x2b, 0xff];
const RIM: [u8; PIXEL] = [0xff, 0xff, 0xff, 0xff];

/// A picture (RGBA, row by row, so many pixels wide) with a dot in its lower right corner. The dot
/// is two fifths of the width across, with a white rim, to be seen at 16 pixels on any panel.
pub fn on(picture: &[u8], width: u32) -> Vec<u8> {
    let width = width as usize;
    let mut pixels = picture.to_vec();
    let height = pixels.len() / PIXEL / width.max(1);
    let (outer, inner) = (width / 5, width / 6);
    for (at, pixel) in pixels.chunks_exact_mut(PIXEL).enumerate() {
        // From the dot's centre, in half pixels, so that it is round for even widths too.
        let across = |size: usize, at: usize| (2 * (size - outer)).abs_diff(2 * at + 1);
        let far = across(width, at % width).pow(2) + across(height, at / width).pow(2);
        if far <= (2 * inner).pow(2) {
            pixel.copy_from_slice(&RED);
        } else if far <= (2 * outer).pow(2) {
            pixel.copy_from_slice(&RIM);
        }
    }
    pixels
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDTH: u32 = 20;
    const BLUE: [u8; PIXEL] = [0, 0, 0xff, 0xff];

    fn pixel(picture: &[u8], x: usize, y: usize) -> [u8; PIXEL] {
        let at = (y * WIDTH as usize + x) * PIXEL;
        picture[at..at + PIXEL].try_into().unwrap()
    }

    #[test]
    fn the_dot_is_below_on_the_right_and_leaves_the_rest() {
        let plain = BLUE.repeat((WIDTH * WIDTH) as usize);
        let badged = on(&plain, WIDTH);
        assert_eq!(badged.len(), plain.len());
        assert_eq!(pixel(&badged, 16, 16), RED);
        assert_eq!(pixel(&badged, 19, 16), RIM);
        for (x, y) in [(0, 0), (0, 19), (19, 0), (10, 10)] {
            assert_eq!(pixel(&badged, x, y), BLUE, "{x},{y}");
        }
    }

    #[test]
    fn a_picture_without_pixels_stays_one() {
        assert!(on(&[], 0).is_empty());
    }
}

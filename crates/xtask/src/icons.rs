//! Draws the mark of the program into `assets/icons`: 台 in the accent colour's square, as strokes of our own.
//! The drawing is data here, so no font and no drawing program is needed.

use std::fs;
use std::path::Path;

use crate::{Outcome, place};

/// Points across the square in a hundred parts; a stroke is a polyline with round ends.
type Point = (f32, f32);
const STROKES: &[&[Point]] = &[
    &[(49.0, 19.0), (28.0, 46.0), (67.0, 42.5)],
    &[(60.0, 29.0), (75.0, 49.0)],
    &[(31.0, 59.0), (31.0, 81.0)],
    &[(31.0, 59.0), (69.0, 59.0), (69.0, 81.0)],
    &[(31.0, 76.5), (69.0, 76.5)],
];
const STROKE_WIDTH: f32 = 8.0;
const CORNER: f32 = 18.0;
const MARGIN: f32 = 3.0;
/// Sub-pixels along each side of a pixel.
const FINENESS: u32 = 4;

type Colour = [u8; 3];

/// Draws every file that the window's packages ask for.
///
/// # Errors
/// When the colour tokens cannot be read or a file cannot be written.
pub fn draw_all() -> Outcome {
    let tokens = place::root().join("assets/styles/tokens.css");
    let css = fs::read_to_string(&tokens).map_err(|e| format!("{}: {e}", tokens.display()))?;
    let ink = token(&css, "--on-accent").ok_or("tokens.css has no --on-accent")?;
    let ground = token(&css, "--accent").ok_or("tokens.css has no --accent")?;
    let png = |size| encode(size, &pixels(size, ink, ground));
    let dir = place::root().join("assets/icons");
    for (name, size) in [("32x32.png", 32), ("128x128.png", 128), ("128x128@2x.png", 256), ("icon.png", 512)]
    {
        write(&dir.join(name), &png(size)?)?;
    }
    write(&dir.join("icon.ico"), &ico(&[(16, png(16)?), (32, png(32)?), (48, png(48)?), (256, png(256)?)]))?;
    write(
        &dir.join("icon.icns"),
        &icns(&[(*b"ic07", png(128)?), (*b"ic08", png(256)?), (*b"ic09", png(512)?)]),
    )
}

fn write(path: &Path, bytes: &[u8]) -> Outcome {
    fs::write(path, bytes).map_err(|e| format!("{}: {e}", path.display()))
}

/// The colour `#rrggbb` that a token names.
fn token(css: &str, name: &str) -> Option<Colour> {
    let value = css.split(&format!("{name}:")).nth(1)?.trim_start().strip_prefix('#')?;
    let part = |at: usize| u8::from_str_radix(value.get(at..at + 2)?, 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

/// Rows of RGBA pixels.
fn pixels(size: u32, ink: Colour, ground: Colour) -> Vec<u8> {
    (0..size * size).flat_map(|at| pixel(at % size, at / size, size, ink, ground)).collect()
}

fn pixel(x: u32, y: u32, size: u32, ink: Colour, ground: Colour) -> [u8; 4] {
    let scale = 100.0 / (size * FINENESS) as f32;
    let points = (0..FINENESS * FINENESS).map(|sub| {
        let (sub_x, sub_y) = (x * FINENESS + sub % FINENESS, y * FINENESS + sub / FINENESS);
        ((sub_x as f32 + 0.5) * scale, (sub_y as f32 + 0.5) * scale)
    });
    let inside: Vec<Point> = points.filter(|point| is_in_square(*point)).collect();
    let inked = inside.iter().filter(|point| is_in_stroke(**point)).count();
    let share = |count: usize, of: usize| if of == 0 { 0.0 } else { count as f32 / of as f32 };
    let mix = share(inked, inside.len());
    let [r, g, b] =
        [0, 1, 2].map(|i| (f32::from(ground[i]) * (1.0 - mix) + f32::from(ink[i]) * mix).round() as u8);
    let alpha = share(inside.len(), (FINENESS * FINENESS) as usize) * 255.0;
    [r, g, b, alpha.round() as u8]
}

fn is_in_square((x, y): Point) -> bool {
    let reach = 50.0 - MARGIN - CORNER;
    let (dx, dy) = (((x - 50.0).abs() - reach).max(0.0), ((y - 50.0).abs() - reach).max(0.0));
    dx.hypot(dy) <= CORNER
}

fn is_in_stroke(point: Point) -> bool {
    let lines = STROKES.iter().flat_map(|stroke| stroke.windows(2));
    lines.into_iter().any(|line| distance(point, line[0], line[1]) <= STROKE_WIDTH / 2.0)
}

fn distance(p: Point, a: Point, b: Point) -> f32 {
    let (along, to_p) = ((b.0 - a.0, b.1 - a.1), (p.0 - a.0, p.1 - a.1));
    let length2 = along.0 * along.0 + along.1 * along.1;
    let t = ((to_p.0 * along.0 + to_p.1 * along.1) / length2).clamp(0.0, 1.0);
    (to_p.0 - along.0 * t).hypot(to_p.1 - along.1 * t)
}

fn encode(size: u32, rgba: &[u8]) -> Outcome<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, size, size);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().map_err(|e| e.to_string())?;
    writer.write_image_data(rgba).map_err(|e| e.to_string())?;
    writer.finish().map_err(|e| e.to_string())?;
    Ok(bytes)
}

/// A Windows icon: a directory of PNG pictures.
fn ico(pictures: &[(u32, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = vec![0, 0, 1, 0, pictures.len() as u8, 0];
    let mut offset = 6 + 16 * pictures.len() as u32;
    for (size, png) in pictures {
        let side = if *size == 256 { 0 } else { *size as u8 };
        bytes.extend([side, side, 0, 0, 1, 0, 32, 0]);
        bytes.extend((png.len() as u32).to_le_bytes());
        bytes.extend(offset.to_le_bytes());
        offset += png.len() as u32;
    }
    pictures.iter().for_each(|(_, png)| bytes.extend(png));
    bytes
}

/// A macOS icon: a chain of typed PNG pictures.
fn icns(pictures: &[([u8; 4], Vec<u8>)]) -> Vec<u8> {
    let total: usize = 8 + pictures.iter().map(|(_, png)| 8 + png.len()).sum::<usize>();
    let mut bytes = b"icns".to_vec();
    bytes.extend((total as u32).to_be_bytes());
    for (kind, png) in pictures {
        bytes.extend(kind);
        bytes.extend((8 + png.len() as u32).to_be_bytes());
        bytes.extend(png);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    const INK: Colour = [255, 255, 255];
    const GROUND: Colour = [10, 20, 30];

    #[test]
    fn the_corner_is_clear_and_a_stroke_is_ink() {
        let picture = pixels(64, INK, GROUND);
        let at = |x: usize, y: usize| &picture[(y * 64 + x) * 4..][..4];
        assert_eq!(at(0, 0)[3], 0, "the corner is outside the square");
        assert_eq!(at(32, 37), [255, 255, 255, 255], "the upper side of 口");
        assert_eq!(at(32, 43), [10, 20, 30, 255], "the ground inside 口");
    }

    #[test]
    fn a_token_is_read_by_its_whole_name() {
        let css = "--accent: #b3242b;\n--accent-strong: #8f1b21;";
        assert_eq!(token(css, "--accent"), Some([0xb3, 0x24, 0x2b]));
        assert_eq!(token(css, "--on-accent"), None);
    }

    #[test]
    fn the_icons_in_the_repository_are_what_this_draws() {
        let css = fs::read_to_string(place::root().join("assets/styles/tokens.css")).unwrap();
        let (ink, ground) = (token(&css, "--on-accent").unwrap(), token(&css, "--accent").unwrap());
        let kept = fs::read(place::root().join("assets/icons/32x32.png")).unwrap();
        // The pixels, not the bytes: how they are packed depends on what else is built with the same library.
        let mut reader = png::Decoder::new(std::io::Cursor::new(kept)).read_info().unwrap();
        let mut seen = vec![0; 32 * 32 * 4];
        reader.next_frame(&mut seen).unwrap();
        assert!(seen == pixels(32, ink, ground), "run `cargo xtask icons`");
    }
}

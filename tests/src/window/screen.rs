//! Pictures of the screen, read from the file in which Xvfb keeps it. The driver's own pictures wait for a repaint, and
//! a page at rest never repaints.

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;
use std::time::Duration;

/// What was drawn a moment ago may still be on its way.
const MOMENT: Duration = Duration::from_millis(60);
const TRIES: usize = 20;

/// Writes what stands on the screen as PNG, once it stands still.
pub fn photograph(frame: &Path, to: &Path) {
    let mut before = read(frame);
    for _ in 0..TRIES {
        std::thread::sleep(MOMENT);
        let now = read(frame);
        if std::mem::replace(&mut before, now) == before {
            break;
        }
    }
    write(&Picture::of(&before), to);
}

fn read(frame: &Path) -> Vec<u8> {
    fs::read(frame).unwrap_or_else(|why| panic!("the screen cannot be read: {why}"))
}

struct Picture {
    width: u32,
    height: u32,
    rgb: Vec<u8>,
}

impl Picture {
    /// The X window dump format: big-endian numbers, colours that nobody uses, then rows of four bytes a pixel.
    fn of(dump: &[u8]) -> Self {
        let number = |at: usize| u32::from_be_bytes(dump[at * 4..at * 4 + 4].try_into().expect("four bytes"));
        let (header, width, height, row, colours) = (number(0), number(4), number(5), number(12), number(19));
        assert_eq!((number(7), number(11)), (0, 32), "a screen of 24 bits, low byte first");
        let pixels = &dump[(header + colours * 12) as usize..];
        let rows = pixels.chunks(row as usize).take(height as usize);
        let pixels = rows.flat_map(|row| row[..width as usize * 4].chunks(4));
        let rgb = pixels.flat_map(|pixel| [pixel[2], pixel[1], pixel[0]]).collect();
        Self { width, height, rgb }
    }
}

fn write(picture: &Picture, to: &Path) {
    let file = File::create(to).unwrap_or_else(|why| panic!("{}: {why}", to.display()));
    let mut encoder = png::Encoder::new(BufWriter::new(file), picture.width, picture.height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().expect("a picture begins");
    writer.write_image_data(&picture.rgb).expect("a picture ends");
}

#[cfg(test)]
mod tests {
    use super::Picture;

    #[test]
    fn a_dump_is_read_without_what_pads_its_rows() {
        let mut dump = vec![0; 100];
        for (at, value) in [(0, 100u32), (4, 1), (5, 2), (11, 32), (12, 8), (19, 0)] {
            dump[at * 4..at * 4 + 4].copy_from_slice(&value.to_be_bytes());
        }
        dump.extend([3, 2, 1, 0, 9, 9, 9, 9, 6, 5, 4, 0, 9, 9, 9, 9]);
        assert_eq!(Picture::of(&dump).rgb, [1, 2, 3, 4, 5, 6]);
    }
}

//! What may be attached to a meeting: how much, how many, and of which kinds. Pure numbers and names; looks into no file.

/// Most bytes of one attachment: 20 MB.
pub const MOST_BYTES: u64 = 20 << 20;
/// Most attachments of one meeting.
pub const MOST: usize = 20;
/// Most bytes of all attachments of a book, those that were taken off included: 8 GB. A backup holds all of them and is
/// read back with bounds of its own, which must never be what stops an office.
pub const MOST_OF_A_BOOK: u64 = 8 << 30;
/// Most bytes of a name: a file that is written under it, with a number and an ending of its own, must find room in 255.
const MOST_OF_A_NAME: usize = 180;

/// Endings of pictures and of documents.
pub const ENDINGS: &[&str] = &[
    "jpg", "jpeg", "png", "webp", "heic", "bmp", "tif", "tiff", "pdf", "ofd", "doc", "docx", "wps", "xls",
    "xlsx", "et", "ppt", "pptx", "txt", "zip",
];

/// What can be attached, in words.
pub const KINDS_LABEL: &str =
    "图片（jpg、png、webp、heic、bmp、tif）、PDF、OFD、Word、Excel、PPT、WPS 文档、txt 和 zip";

/// Whether a file of this name can be attached, by its ending.
pub fn is_taken(name: &str) -> bool {
    let Some((stem, ending)) = name.rsplit_once('.') else { return false };
    let ending = ending.to_ascii_lowercase();
    !stem.is_empty() && ENDINGS.contains(&ending.as_str())
}

/// A name that fits wherever it is written again: what is too long loses its end, not its ending.
pub fn fitting(name: &str) -> String {
    if name.len() <= MOST_OF_A_NAME {
        return name.to_owned();
    }
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let mut room = MOST_OF_A_NAME.saturating_sub(ending.len() + 1).min(stem.len());
    while !stem.is_char_boundary(room) {
        room -= 1;
    }
    format!("{}.{ending}", &stem[..room])
}

#[cfg(test)]
mod tests {
    use super::{MOST_OF_A_NAME, fitting, is_taken};

    #[test]
    fn a_long_name_keeps_its_ending_and_whole_characters() {
        assert_eq!(fitting("签到表.jpg"), "签到表.jpg");
        let long = format!("{}.docx", "会".repeat(84));
        let short = fitting(&long);
        assert!(short.len() <= MOST_OF_A_NAME && short.ends_with("会.docx"), "{short}");
    }

    #[test]
    fn the_ending_of_a_name_decides_whatever_its_case() {
        for name in ["签到表.jpg", "IMG_0001.JPEG", "会议记录.v2.docx", "扫描.PDF", "表.et"] {
            assert!(is_taken(name), "{name}");
        }
        for name in ["说明.exe", "签到表", ".jpg", "签到表.jpg.lnk", "页面.html", "宏.xlsm", ""] {
            assert!(!is_taken(name), "{name}");
        }
    }
}

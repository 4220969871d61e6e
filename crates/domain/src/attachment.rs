//! What may be attached to a meeting: how much, how many, and of which kinds. Pure numbers and names; looks into no file.

/// Most bytes of one attachment: 20 MB.
pub const MOST_BYTES: u64 = 20 << 20;
/// Most attachments of one meeting.
pub const MOST: usize = 20;

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

#[cfg(test)]
mod tests {
    use super::is_taken;

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

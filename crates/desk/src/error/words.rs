//! What the system, the parser of JSON and the tables say in English, in Chinese. Must not decide about codes.

use std::io::{self, ErrorKind};

use serde_json::error::Category;

/// Why the system did not read or write a file, and what to do; without a full stop.
pub fn io_words(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::NotFound => "找不到这个文件或目录，请核对路径，并确认U盘没有拔出",
        ErrorKind::PermissionDenied => "没有权限，请确认它没有设为只读，也没有被别的程序占用",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "磁盘已满，请清理出空间后再试",
        ErrorKind::FileTooLarge => "文件超过这个磁盘允许的大小，请换一个磁盘再试",
        ErrorKind::ReadOnlyFilesystem => "磁盘是只读的，请换一个可以写入的位置",
        ErrorKind::AlreadyExists => "同名的文件已经存在，请换一个名称或位置",
        ErrorKind::UnexpectedEof => "文件不完整，可能没有拷贝完，请重新拷贝",
        ErrorKind::NotADirectory => "路径中有一段是文件，不是目录，请核对路径",
        ErrorKind::IsADirectory => "这是目录，不是文件，请写明文件名",
        ErrorKind::DirectoryNotEmpty => "目录里还有别的文件，请换一个空目录",
        ErrorKind::InvalidData => "内容不是 UTF-8 文本，请另存为 UTF-8 后再试",
        ErrorKind::InvalidFilename | ErrorKind::InvalidInput => "文件名不能用，请换一个名称",
        _ => "磁盘没有正常响应，请检查磁盘或U盘后再试",
    }
}

/// What is wrong with a text that should be JSON of a certain shape; without a full stop.
pub fn json_words(error: &serde_json::Error) -> String {
    let whole = error.to_string();
    let said = whole.rsplit_once(" at line ").map_or(whole.as_str(), |(said, _)| said);
    let words = match error.classify() {
        Category::Eof => "内容不完整".to_owned(),
        Category::Syntax => "不是 JSON，或标点有误".to_owned(),
        Category::Io => "读不出来".to_owned(),
        Category::Data => shape_words(said),
    };
    match error.line() {
        0 => words,
        line => format!("{words}（第 {line} 行第 {} 列）", error.column()),
    }
}

/// What serde says of a shape. What our own types say is Chinese already.
fn shape_words(said: &str) -> String {
    let named = said.split('`').nth(1).unwrap_or_default();
    if said.starts_with("missing field") {
        format!("缺少“{named}”")
    } else if said.starts_with("unknown field") {
        format!("没有“{named}”这一项")
    } else if said.starts_with("duplicate field") {
        format!("“{named}”写了两次")
    } else if said.starts_with("unknown variant") {
        let known: Vec<&str> = said.split('`').skip(3).step_by(2).collect();
        format!("不能写“{named}”，可以写：{}", known.join("、"))
    } else if said.starts_with("invalid type") || said.starts_with("invalid value") {
        let (found, wanted) = said.split_once(", expected ").unwrap_or((said, ""));
        format!("{}这里{}", quoted(found), wanted_words(wanted))
    } else if said.is_ascii() {
        "日期、数字或代码的写法不对".to_owned()
    } else {
        said.trim_end_matches('。').to_owned()
    }
}

/// 「“三”不对，」 for the value that stands in the sentence.
fn quoted(found: &str) -> String {
    let value = found.split_once('"').and_then(|(_, rest)| rest.rsplit_once('"'));
    let value = value.map(|(value, _)| value).or_else(|| found.split('`').nth(1));
    value.map_or_else(String::new, |value| format!("“{value}”不对，"))
}

fn wanted_words(wanted: &str) -> &'static str {
    match wanted {
        "" => "写法不对",
        number if number.starts_with(['i', 'u', 'f']) && number.ends_with(|c: char| c.is_ascii_digit()) => {
            "要写数字"
        }
        text if text.contains("string") => "要写文字",
        list if list.contains("sequence") || list.contains("tuple") => "要写列表",
        flag if flag.contains("bool") => "要写 true 或 false",
        group if group.contains("map") || group.contains("struct") => "要写一组内容",
        _ => "写法不对",
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Colour {
        Red,
        Blue,
    }

    #[derive(Debug, Deserialize)]
    #[allow(dead_code, reason = "only its reading is looked at")]
    struct Asked {
        count: u32,
        #[serde(default)]
        colour: Option<Colour>,
        #[serde(default)]
        month: Option<branchbook_domain::day::Month>,
    }

    #[test]
    fn what_the_parser_says_is_said_in_chinese() {
        for (json, words) in [
            ("{}", "缺少“count”（第 1 行第 2 列）"),
            (r#"{"count":"三"}"#, "“三”不对，这里要写数字（第 1 行第 14 列）"),
            (r#"{"count":-1}"#, "“-1”不对，这里要写数字（第 1 行第 11 列）"),
            (r#"{"count":1,"colour":"green"}"#, "不能写“green”，可以写：red、blue（第 1 行第 27 列）"),
            (r#"{"count":1,"month":"十月"}"#, "「十月」不是月份，请写成 2026-10 的样子（第 1 行第 28 列）"),
            (r#"{"count":"#, "内容不完整（第 1 行第 9 列）"),
            ("count", "不是 JSON，或标点有误（第 1 行第 1 列）"),
        ] {
            assert_eq!(json_words(&serde_json::from_str::<Asked>(json).unwrap_err()), words, "{json}");
        }
    }
}

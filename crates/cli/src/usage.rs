//! The words of a call, read by clap and answered in Chinese: help pages and what is wrong with a call.
//! Must not know what a command does.

use std::error::Error as _;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory as _, FromArgMatches as _};

use crate::args::Arguments;
use crate::output;

const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}";

/// The call of this run. A page of help is printed and ends the run, and so is what is wrong.
pub fn parse() -> Result<Arguments, ExitCode> {
    let command = chinese(Arguments::command());
    let parsed = command.try_get_matches().and_then(|matches| Arguments::from_arg_matches(&matches));
    parsed.map_err(|error| answer(&error))
}

fn answer(error: &clap::Error) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            output::line(page(&error.render().to_string()));
            ExitCode::SUCCESS
        }
        _ => {
            // The words could not be read, so whether JSON is wanted has to be seen without clap.
            let is_json = std::env::args_os().any(|word| word == "--json");
            output::usage(&sentence(error), is_json);
            ExitCode::from(2)
        }
    }
}

/// Headings in Chinese, on every level.
fn chinese(command: Command) -> Command {
    let version = Arg::new("version").short('V').long("version").help("显示版本").help_heading("选项");
    let version = command.get_version().map(|_| version.action(ArgAction::Version));
    command
        .disable_version_flag(true)
        .args(version)
        .help_template(TEMPLATE)
        .subcommand_help_heading("命令")
        .subcommand_value_name("命令")
        .disable_help_flag(true)
        .mut_args(in_chinese)
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .help("显示用法")
                .help_heading("选项")
                .action(ArgAction::Help),
        )
        .mut_subcommands(chinese)
}

/// An argument with its heading, and with the values it takes in its own line of help.
fn in_chinese(arg: Arg) -> Arg {
    let heading = if arg.is_positional() { "参数" } else { "选项" };
    let values: Vec<String> =
        arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let arg = arg.help_heading(heading);
    if !arg.get_action().takes_values() {
        return arg;
    }
    let arg = arg.hide_default_value(true).hide_possible_values(true);
    if values.is_empty() { arg } else { arg.help(format!("{help}：{}", values.join("、"))) }
}

/// A page of help; clap has a few words of its own in the line of usage.
fn page(rendered: &str) -> String {
    rendered.trim_end().replace("[OPTIONS]", "[选项]")
}

/// What is wrong with the call, and what to do.
fn sentence(error: &clap::Error) -> String {
    let arg = said(error, ContextKind::InvalidArg);
    let value = said(error, ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => format!("“{arg}”后面缺少内容。"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("“{arg}”不能写成“{value}”。{}", why(error))
        }
        ErrorKind::UnknownArgument => {
            format!("没有“{arg}”这个选项。{}", perhaps(error, ContextKind::SuggestedArg))
        }
        ErrorKind::InvalidSubcommand => {
            let word = said(error, ContextKind::InvalidSubcommand);
            format!("没有“{word}”这个命令。{}", perhaps(error, ContextKind::SuggestedSubcommand))
        }
        ErrorKind::MissingRequiredArgument => format!("还缺少：{arg}。"),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "请写明要做什么。".to_owned()
        }
        ErrorKind::ArgumentConflict if said(error, ContextKind::PriorArg) == arg => {
            format!("“{arg}”只能写一次。")
        }
        ErrorKind::ArgumentConflict => {
            format!("“{arg}”不能与“{}”同时使用。", said(error, ContextKind::PriorArg))
        }
        ErrorKind::TooManyValues => format!("“{arg}”后面多了“{value}”。"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => format!("“{arg}”后面的内容个数不对。"),
        ErrorKind::NoEquals => format!("“{arg}”与内容之间要写等号。"),
        ErrorKind::InvalidUtf8 => "有的字不是 UTF-8 编码，无法识别。".to_owned(),
        _ => "这样写无法识别。".to_owned(),
    }
}

/// Why a value is not taken: the values that are, or what the field itself says of it.
fn why(error: &clap::Error) -> String {
    let known = said(error, ContextKind::ValidValue);
    if !known.is_empty() {
        return format!("可以写：{known}。");
    }
    let source = error.source().map(ToString::to_string).unwrap_or_default();
    // What the standard library says of numbers is English.
    if source.is_ascii() { "这里要写数字。".to_owned() } else { source }
}

fn perhaps(error: &clap::Error, kind: ContextKind) -> String {
    match said(error, kind) {
        near if near.is_empty() => String::new(),
        near => format!("是否要写“{near}”？"),
    }
}

fn said(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        Some(ContextValue::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(words: &str) -> String {
        let command = chinese(Arguments::command());
        sentence(&command.try_get_matches_from(words.split(' ')).unwrap_err())
    }

    #[test]
    fn the_words_of_all_commands_fit_together() {
        chinese(Arguments::command()).debug_assert();
    }

    #[test]
    fn what_is_wrong_is_said_in_chinese() {
        for (words, sentence) in [
            (
                "branchbook import rooster a.xlsx",
                "“<种类>”不能写成“rooster”。可以写：roster、units、report-ins、meetings、points。",
            ),
            (
                "branchbook member list --on 昨天",
                "“--on <日期>”不能写成“昨天”。「昨天」不是日期，请写成 2026-10-31 的样子。",
            ),
            ("branchbook meeting show 三", "“<编号>”不能写成“三”。这里要写数字。"),
            ("branchbook membr list", "没有“membr”这个命令。是否要写“member”？"),
            ("branchbook member list --brnch 一", "没有“--brnch”这个选项。是否要写“--branch”？"),
            ("branchbook month show", "还缺少：<月份>。"),
            ("branchbook member", "请写明要做什么。"),
            ("branchbook check --month", "“--month <2026-10>”后面缺少内容。"),
            (
                "branchbook member list --on 2026-10-01 --as-sent 2026-10",
                "“--on <日期>”不能与“--as-sent <2026-10>”同时使用。",
            ),
        ] {
            assert_eq!(refused(words), sentence, "{words}");
        }
    }

    #[test]
    fn the_help_of_every_command_has_no_english_heading() {
        fn pages(command: &mut Command, found: &mut Vec<String>) {
            found.push(page(&command.render_long_help().to_string()));
            command.get_subcommands_mut().for_each(|below| pages(below, found));
        }
        let mut command = chinese(Arguments::command());
        command.build();
        let mut found = Vec::new();
        pages(&mut command, &mut found);
        for page in found {
            for english in [
                "Usage",
                "Options",
                "OPTIONS",
                "Commands",
                "COMMAND",
                "Arguments",
                "Print",
                "ossible values",
                "default:",
            ] {
                assert!(!page.contains(english), "{english} in\n{page}");
            }
        }
    }
}

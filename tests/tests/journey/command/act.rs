//! What the command line does with members, meetings, activities and units beside the imports.

use branchbook_tests::program::branchbook;
use serde_json::{Value, json};

use super::office::{BRANCH, DAY, GROUP, Office};

#[test]
fn a_member_moves_into_a_group() {
    let office = Office::with_member();
    office.answer(
        DAY,
        &["member", "move", "田丽华", "--kind", "支部间调整", "--on", "2026-10-05", "--group", GROUP],
    );
    let shown = office.answer(DAY, &["member", "show", "田丽华"]);
    assert_eq!(shown["membership"]["group_name"], GROUP, "{shown}");
    let second = office.call("organisation_add", &json!({"level": "branch", "name": "第二党支部"}));
    office.call(
        "organisation_add",
        &json!({"level": "group", "name": GROUP, "parent": second["organisation"]}),
    );
    let to_second =
        ["--kind", "branch_move", "--on", "2026-10-06", "--branch", "第二党支部", "--group", GROUP];
    office.answer(DAY, &[&["member", "move", "田丽华"][..], &to_second].concat());
    let held = office.answer(DAY, &["member", "show", "田丽华"])["membership"].clone();
    assert_eq!((&held["branch_name"], &held["group_name"]), (&json!("第二党支部"), &json!(GROUP)));
}

#[test]
fn a_condition_and_a_post_begin_and_end() {
    let office = Office::with_member();
    let set = ["--kind", "流动", "--from", "2026-09-01", "--reason", "外出务工"];
    let condition =
        office.answer(DAY, &[&["member", "condition", "田丽华"][..], &set].concat())["condition"].to_string();
    let post =
        ["member", "post", "田丽华", "--organisation", BRANCH, "--title", "书记", "--from", "2026-09-01"];
    let post = office.answer(DAY, &post)["post"].to_string();
    let said = office.said(&["member", "show", "田丽华"]);
    for words in [format!("流动（编号 {condition}）"), format!("书记（编号 {post}）")] {
        assert!(said.contains(&words), "{words} is missing in\n{said}");
    }
    office.answer(DAY, &["member", "end-condition", &condition, "--on", "2026-10-01"]);
    office.answer(DAY, &["member", "end-post", &post, "--on", "2026-10-01"]);
    let shown = office.answer(DAY, &["member", "show", "田丽华"]);
    assert_eq!(shown["conditions"][0]["to_on"], "2026-10-01", "{shown}");
    assert_eq!(shown["posts"][0]["to_on"], "2026-10-01", "{shown}");
}

#[test]
fn a_meeting_is_corrected() {
    let office = Office::with_member();
    let branch = office.answer(DAY, &["call", "organisation_list"])[1]["organisation"].clone();
    let meeting = |theme: &str| {
        json!({
            "day": "2026-10-05", "roll": {"names": {}},
            "records": [{"kind": "theme_day", "organisation": branch, "theme": theme}]
        })
    };
    let wrong = office.file("wrong.json", &meeting("学习"));
    let right = office.file("right.json", &meeting("清扫楼院"));
    let first = office.answer(DAY, &["meeting", "record", "--draft", &wrong])["gathering"].to_string();
    let correct = ["meeting", "correct", &first, "--reason", "主题写错", "--draft", &right];
    let corrected = office.answer(DAY, &correct);
    assert_eq!((&corrected["points_awarded"], &corrected["points_taken_back"]), (&json!(1), &json!(1)));
    let list = office.answer(DAY, &["meeting", "list", "--month", "2026-10"]);
    assert_eq!(list.as_array().unwrap().len(), 1, "the corrected one counts: {list}");
    assert_eq!(list[0]["theme"], "清扫楼院");
}

#[test]
fn a_list_goes_by_conditions_columns_and_order() {
    let office = Office::with_member();
    let names = |args: &[&str]| {
        let rows = office.answer(DAY, &[&["member", "list"][..], args].concat());
        rows.as_array().unwrap().iter().map(|row| row["name"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(&["--where", "住址~银河", "--where", "年龄<60"]), ["田丽华"]);
    assert_eq!(names(&["--where", "学历=大专", "--where", "年龄>60"]), Vec::<Value>::new());
    assert_eq!(names(&["--where", "学历=大专", "--where", "性别=女", "--any", "--sort", "年龄"]), ["田丽华"]);
    let said = office.said(&["member", "list", "--where", "性别=女", "--columns", "民族,住址"]);
    assert!(said.contains("汉族") && said.contains("性别是女") && !said.contains("301"), "{said}");
    let (code, refused) = office.refusal(DAY, &["member", "list", "--where", "血型=甲"]);
    assert_eq!(code, 1, "{refused}");
    let patch = office.file("patch.json", &json!({"education": "22"}));
    let all = ["member", "edit-all", "--where", "性别=女", "--patch", &patch];
    assert_eq!(office.answer(DAY, &all)["sentence"], "将修改 1 人。");
    assert_eq!(names(&["--where", "学历=大专"]), Vec::<Value>::new(), "a preview writes nothing");
    assert_eq!(office.answer(DAY, &[&all[..], &["--apply"]].concat())["changed"], 1);
    assert_eq!(names(&["--where", "学历=大专"]), ["田丽华"]);
    let grouped = ["member", "edit-all", "--where", "性别=女", "--group", GROUP];
    assert_eq!(office.answer(DAY, &grouped)["changes"][0]["after"], GROUP);
    assert_eq!(office.answer(DAY, &[&grouped[..], &["--apply"]].concat())["changed"], 1);
    assert_eq!(names(&["--where", &format!("党小组={GROUP}")]), ["田丽华"]);
    let nowhere = ["member", "edit-all", "--where", "性别=女", "--group", "第九党小组", "--apply"];
    assert_eq!(office.answer(DAY, &nowhere)["refused"][0]["message"], "第一党支部没有“第九党小组”。");
}

#[test]
fn an_exported_list_says_what_to_mind_only_if_it_shows_everything() {
    let office = Office::with_member();
    let out = office.path("名册.xlsx");
    let export = |more: &[&str]| {
        let words = [&["--book", office.dir.as_str(), "member", "export", out.as_str()][..], more].concat();
        let output = branchbook(DAY, &words);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap())
    };
    let [said, warned] = export(&["--where", "性别=女"]);
    assert!(said.starts_with("已导出 1 人："), "{said}");
    assert!(!warned.contains("不能张贴"), "what is masked may be handed on: {warned}");
    let [_, warned] = export(&["--reveal"]);
    assert!(warned.contains("注意：文件里有完整的证件号") && warned.contains("不能张贴"), "{warned}");
    let (code, none) = office.refusal(DAY, &["member", "export", &out, "--where", "性别=男"]);
    assert_eq!(code, 1, "{none}");
}

#[test]
fn files_are_attached_to_a_meeting_and_come_back() {
    let office = Office::with_member();
    let branch = office.answer(DAY, &["call", "organisation_list"])[1]["organisation"].clone();
    let draft = json!({
        "day": "2026-10-05", "roll": {"names": {}}, "records": [{"kind": "theme_day", "organisation": branch}]
    });
    let draft = office.file("meeting.json", &draft);
    let meeting = office.answer(DAY, &["meeting", "record", "--draft", &draft])["gathering"].to_string();
    let (sheet, notes) = (office.path("签到表.jpg"), office.path("记录.docx"));
    std::fs::write(&sheet, b"picture").unwrap();
    std::fs::write(&notes, b"minutes").unwrap();
    let attached = office.answer(DAY, &["meeting", "attach", &meeting, &sheet, &notes]);
    assert_eq!((&attached["added"], &attached["attachments"][1]["name"]), (&json!(2), &json!("记录.docx")));
    let number = attached["attachments"][1]["attachment"].to_string();
    let out = office.path("取回.docx");
    office.answer(DAY, &["meeting", "save", &number, "--out", &out]);
    assert_eq!(std::fs::read(&out).unwrap(), b"minutes");
    let said = office.said(&["meeting", "detach", &number]);
    assert!(said.contains("已移除附件“记录.docx”"), "{said}");
    let shown = office.answer(DAY, &["meeting", "show", &meeting]);
    assert_eq!(shown["attachments"].as_array().unwrap().len(), 1, "{shown}");
    let bad = office.path("程序.exe");
    std::fs::write(&bad, b"program").unwrap();
    let (code, refused) = office.refusal(DAY, &["meeting", "attach", &meeting, &bad]);
    assert_eq!((code, &refused["code"]), (1, &json!("invalid")), "{refused}");
    assert!(refused["fields"][0]["message"].as_str().unwrap().contains("不是能收的文件"), "{refused}");
}

#[test]
fn people_join_and_leave_an_activity() {
    let office = Office::with_member();
    let draft = json!({"draft": {"kind": "志愿服务", "title": "清扫楼院", "on": "2026-10-05"}});
    let file = office.file("activity.json", &draft);
    let activity = office.answer(DAY, &["activity", "record", "--draft", &file])["activity"].to_string();
    let joined = office.answer(DAY, &["activity", "join", &activity, "田丽华", "--minutes", "90"]);
    assert_eq!(joined["added"], 1, "{joined}");
    let left = office.answer(DAY, &["activity", "leave", &activity, "田丽华"]);
    assert_eq!(left["participations"], 1, "{left}");
    let shown = office.answer(DAY, &["activity", "show", &activity]);
    assert_eq!(shown["participants"], json!([]), "{shown}");
}

#[test]
fn a_unit_states_its_number_and_a_report_in_returns() {
    let office = Office::new("community");
    let unit = office.call("unit_set", &json!({"draft": {"name": "银河小学"}}))["unit"].clone();
    let stated = ["unit", "expect", "银河小学", "12", "--on", "2026-10-01", "--source", "单位党组织报到单"];
    office.answer(DAY, &stated);
    let slip = json!({"draft": {"name": "李报到", "phone": "13900001111", "unit": unit, "reported_on": "2026-10-02"}});
    let report_in = office.call("report_in_add", &slip)["report_in"].to_string();
    let row = || office.answer(DAY, &["unit", "list"])["rows"][0].clone();
    assert_eq!((&row()["expected"], &row()["reported"]), (&json!(12), &json!(1)));
    office.answer(DAY, &["unit", "return", &report_in, "--on", "2026-10-07", "--reason", "调离"]);
    assert_eq!(row()["reported"], 0);
    let (code, refused) =
        office.refusal(DAY, &["unit", "expect", "没有的单位", "1", "--on", DAY, "--source", "电话"]);
    assert_eq!(code, 1, "{refused}");
}

#[test]
fn a_restore_says_what_became_of_what_lay_there() {
    let office = Office::with_member();
    let backup = office.answer(DAY, &["backup", "--to", &office.path("backup.zbk")])["path"].clone();
    let backup = backup.as_str().unwrap();
    let over = office.said(&["restore", backup]);
    assert!(over.contains("恢复前的台账已另存"), "{over}");
    let beside = Office { folder: tempfile::tempdir().unwrap(), dir: office.path("elsewhere") };
    let fresh = beside.said(&["restore", backup]);
    assert!(!fresh.contains("另存") && fresh.contains("新的目录"), "{fresh}");
}

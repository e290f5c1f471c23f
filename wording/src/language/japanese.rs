//! Japanese: digits and their qualifiers.

use std::sync::LazyLock;

use super::script::{Mark, Script, Table};
use crate::Measure::{Participants, Supporters};
use crate::Population::{Contractors, Employees, FormerEmployees, Public, StudentsOrAcademics};
use crate::Qualifier::{Approx, AtLeast, FewerThan, MoreThan, Nearly, UpTo};

/// Japanese, ready for look-ups.
pub(super) static SCRIPT: LazyLock<Script> = LazyLock::new(|| Script::new(TABLE));

const TABLE: Table = &[
    (Mark::Before(Approx), "約|およそ|おおよそ|ほぼ|推定|概ね|おおむね"),
    (Mark::Before(AtLeast), "少なくとも|最低でも|最低"),
    (Mark::Before(UpTo), "最大|最大で|多くとも|最多で"),
    (Mark::After(AtLeast), "以上"),
    (Mark::After(MoreThan), "を超える|を超え|超え|超|を上回る|を上回り|余り|あまり|余"),
    (Mark::After(UpTo), "以下|以内"),
    (Mark::After(FewerThan), "未満|を下回る|弱の|足らず"),
    (Mark::After(Nearly), "近く|近い|に迫る"),
    (Mark::After(Approx), "程度|前後|ほど|くらい|ぐらい|余りか"),
    (Mark::Inside(MoreThan), "余"),
    (Mark::Idle, "合計|合計で|計|総勢|ちょうど|すでに|既に|延べ"),
    (Mark::Several, "数"),
    (Mark::Counter, "人|名|筆|人分|名分|筆分"),
    (Mark::NoCounter, "人民|人口|人月|人日|人目|名目|名古屋|名簿|名前|人体|人年|筆者|名義|名刺|名所|からの"),
    (Mark::People(Some(Employees), None), "従業員|社員|職員|労働者|スタッフ|正社員|勤務者"),
    (Mark::People(Some(FormerEmployees), None), "元従業員|元社員|元職員|退職者"),
    (Mark::People(Some(Contractors), None), "派遣社員|契約社員|派遣労働者|業務委託|フリーランス"),
    (Mark::People(Some(StudentsOrAcademics), None), "学生|大学生|教授|教員|研究者|大学教員"),
    (Mark::People(Some(Public), None), "市民|住民|県民|都民"),
    (Mark::People(None, None), "エンジニア|技術者|開発者|有志|メンバー|組合員|医師|看護師|弁護士"),
    (Mark::People(None, Some(Supporters)), "賛同者|支持者"),
    (Mark::People(None, Some(Participants)), "参加者|デモ参加者"),
    (Mark::Signature, "署名|署名者|電子署名|オンライン署名"),
    (Mark::Former, "元"),
    (Mark::To, "ないし|乃至"),
    (Mark::Whole, "中|のうち|の内|から|いる中"),
    (Mark::Other, "第|から|さらに|あと|他に|ほかに|もう|No|前回の|昨年の|当初の|創業"),
    (
        Mark::Block,
        "目標|必要|目指|ない|なかった|ません|拒否|拒んだ|解雇|もし|れば|かもしれ|呼びかけ|不足|足りな|予定|追加",
    ),
    (Mark::Sign, "署名し|署名した|署名が集ま|賛同し|連署|署名を集め"),
    (
        Mark::Filler,
        "年|月|日|うち|内|を含む|含む|の|と|が|は|も|で|を|現在|時点|まで|に|これまで|人|名|及び|および|からの",
    ),
    (Mark::Money("JPY"), "円"),
    (Mark::Money("USD"), "ドル|米ドル"),
    (Mark::Money("EUR"), "ユーロ"),
    (
        Mark::Common,
        "した|して|する|という|企業|会社|公開書簡|書簡|嘆願|要求|抗議|です|ます|こと|から|まで|億|万円|か国",
    ),
];

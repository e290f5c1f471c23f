//! Chinese, simplified and traditional: digits and their qualifiers.

use std::sync::LazyLock;

use super::script::{Mark, Script, Table};
use crate::Measure::{Participants, Supporters};
use crate::Population::{Contractors, Employees, FormerEmployees, Public, StudentsOrAcademics};
use crate::Qualifier::{Approx, AtLeast, FewerThan, MoreThan, Nearly, UpTo};

/// Chinese, ready for look-ups.
pub(super) static SCRIPT: LazyLock<Script> = LazyLock::new(|| Script::new(TABLE));

const TABLE: Table = &[
    (Mark::Before(MoreThan), "超过|超過|逾|超|多于|多於|高于|高於|突破"),
    (Mark::Before(AtLeast), "至少|不少于|不少於|不低于|不低於|最少"),
    (Mark::Before(Nearly), "近|将近|將近|接近|差不多"),
    (Mark::Before(FewerThan), "不到|不足|少于|少於|低于|低於|未满|未滿"),
    (Mark::Before(UpTo), "最多|至多|不超过|不超過"),
    (Mark::Before(Approx), "约|約|大约|大約|大概|约有|約有|估计|估計"),
    (Mark::After(AtLeast), "以上|或以上|及以上|或更多"),
    (Mark::After(UpTo), "以下|以内|以內"),
    (Mark::After(Approx), "左右|上下"),
    (Mark::Inside(MoreThan), "多|余|餘"),
    (Mark::Idle, "共|共有|总共|總共|一共|合计|合計|共计|共計|已有|有|全部|总计|總計"),
    (Mark::Several, "数|數|几|幾"),
    (Mark::Counter, "人|名|位|个人|個人|人次|份签名|份簽名|个签名|個簽名|个联署|個聯署|份联署|份聯署"),
    (Mark::NoCounter, "人民|人口|名单|名單|名义|名義|位于|位於|人次|名次|位数|位數"),
    (
        Mark::People(Some(Employees), None),
        "员工|員工|雇员|僱員|雇員|职工|職工|职员|職員|工人|劳动者|勞動者|工作人员|工作人員|在职员工|在職員工",
    ),
    (Mark::People(Some(FormerEmployees), None), "前员工|前員工|前雇员|前僱員|离职员工|離職員工|前职员|前職員"),
    (Mark::People(Some(Contractors), None), "合同工|外包员工|外包員工|派遣工|派遣员工|派遣員工|承包商"),
    (Mark::People(Some(StudentsOrAcademics), None), "学生|學生|教授|学者|學者|师生|師生|教师|教師"),
    (Mark::People(Some(Public), None), "市民|公民|居民|民众|民眾|网民|網民"),
    (Mark::People(None, None), "工程师|工程師|开发者|開發者|研究人员|研究人員|成员|成員|会员|會員|医生|醫生|记者|記者"),
    (Mark::People(None, Some(Supporters)), "支持者"),
    (Mark::People(None, Some(Participants)), "参与者|參與者|示威者|抗议者|抗議者|罢工者|罷工者"),
    (Mark::Signature, "签名|簽名|签署者|簽署者|签名者|簽名者|联署人|聯署人|连署人|連署人"),
    (Mark::Former, "前|离职|離職"),
    (Mark::To, "至|到"),
    (Mark::Whole, "中|之中|里的|裡的|当中|當中|中的"),
    (Mark::Other, "第|另|另有|另外|再|还有|還有|从|從|由|百分之|千分之|其他|原有|此前的|目标|目標|每|成立于"),
    (
        Mark::Block,
        "目标|目標|需要|还需|還需|需|没有|沒有|没|沒|未|拒绝|拒絕|解雇|解僱|开除|開除|如果|可能|呼吁|呼籲|尚缺|计划|計劃|不",
    ),
    (Mark::Sign, "签署|簽署|联署|聯署|连署|連署|签了|簽了|签字|簽字|联名|聯名"),
    (Mark::Filler, "年|月|日|其中|包括|的|和|及|以及|已|目前|截至|为止|為止|人|名|是|了"),
    (Mark::Money("CNY"), "元|人民币|元人民币|人民幣"),
    (Mark::Money("USD"), "美元"),
    (Mark::Money("EUR"), "欧元|歐元"),
    (Mark::Money("JPY"), "日元|日圆|日圓"),
    (Mark::Common, "公司|公开信|公開信|请愿|請願|这|這|们|們|亿|个|個|国家|國家|信|要求|抗议|抗議"),
];

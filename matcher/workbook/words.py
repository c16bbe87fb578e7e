"""The words that are recognised in what offices send: totals, footers, units, yes and no.

All are compared after `tidying.folded` and casefold, so blanks, full-width signs and capitals do
not matter. Nothing here is shown to anyone.
"""

from __future__ import annotations

import re

YUAN_PER_UNIT = {"yuan": 1, "thousand": 1_000, "wan": 10_000, "million": 1_000_000, "yi": 10**8}
"""Units of money by their code under `workbook.unit`."""

MONEY_UNITS = {
    "元": "yuan",
    "人民币元": "yuan",
    "yuan": "yuan",
    "cny": "yuan",
    "rmb": "yuan",
    "rmbyuan": "yuan",
    "千元": "thousand",
    "thousandyuan": "thousand",
    "万": "wan",
    "万元": "wan",
    "万元人民币": "wan",
    "人民币万元": "wan",
    "万元/年": "wan",
    "元/年": "yuan",
    "wan": "wan",
    "wanyuan": "wan",
    "10,000yuan": "wan",
    "10kyuan": "wan",
    "百万元": "million",
    "millionyuan": "million",
    "100millionyuan": "yi",
    "亿": "yi",
    "亿元": "yi",
}

FIGURE_UNITS = {
    "household": {"户", "household", "households"},
    "person": {"人", "名", "口", "人次", "person", "persons", "people"},
    "mu": {"亩", "mu"},
    "kilometre": {"公里", "千米", "km", "kilometre", "kilometres"},
    "metre": {"米", "m", "metre", "metres"},
    "tonne": {"吨", "t", "tonne", "tonnes"},
    "year": {"年", "year"},
    "day": {"天", "日", "个工作日", "工作日", "day", "days"},
    "village": {"个", "个村", "村", "village", "villages"},
    "firm": {"家", "家企业", "enterprise", "enterprises"},
    "degree": {"度", "°", "degree", "degrees"},
}
"""Units of figures that a header or a cell may repeat."""

OTHER_UNITS = {
    "公顷",
    "平方米",
    "平方公里",
    "万亩",
    "公斤",
    "千克",
    "斤",
    "担",
    "万吨",
    "kg",
    "里",
    "华里",
    "小时",
    "分钟",
    "万人",
    "千人",
    "万户",
    "hectares",
    "ha",
    "miles",
    "hours",
}
"""Units that a header may name although the column is kept in another one."""

YES = {"是", "有", "能", "可", "可以", "同意", "对", "√", "✓", "✔", "☑", "y", "yes", "true", "1"}
NO = {
    "否",
    "无",
    "不能",
    "不可",
    "不可以",
    "不同意",
    "没有",
    "×",
    "✗",
    "✘",
    "n",
    "no",
    "false",
    "0",
}

BLANK_SIGNS = {"-", "--", "—", "——", "/", "\\", "n/a"}
"""What stands in a figure's, date's or list's cell of an office table to say: nothing here."""

NONE_OF_THEM = {"无", "没有", "不限", "均可", "none", "any"}
"""In a column of lists: nothing of the list."""

EXAMPLE = re.compile(r"(填写)?(示例|样例|范例|例|example)")
TOTAL = re.compile(r".{0,12}(合计|小计|总计|累计|共计|total|subtotal|sum):?")
FOOTER = re.compile(
    r"(填表|填报|制表|审核|复核|审批|负责|联系|经办|报送|上报|统计|录入)(人|单位|日期|时间|部门|电话)?"
    r"(签字|签名|签章|盖章)?(\(.{0,8}\))?:.*"
    r"|(单位|公章|盖章|领导|主要领导|分管领导)(负责人)?(签字|签章|盖章)?(\((盖章|公章|签章|签字)\))?:.*"
    r"|\((盖章|公章|签章)\).*"
    r"|(注|备注|说明|填表说明|附注|note|notes|filledinby|auditedby|preparedby):.*"
)
SHEET_UNIT = re.compile(r"(?:单位|unit)\s*:\s*(?=(?P<units>[^:\n]{1,40}))")
UNIT_SIGNS = re.compile(r"[\s、,;/()]+")
SHEET_NAME = re.compile(
    r"(?:附件|附表|表)?[\d一二三四五六七八九十]*[\s._、-]*(?P<name>.+?)(?:情况|信息)?(?:汇总表|清单|名单|台账|表)?"
)
SEQUENCE = {"序号", "序", "no", "no.", "#", "行号", "serialno.", "serialnumber"}

LIST_SIGNS = re.compile(r"[、,;/|\n\uff0c\uff1b\uff0f\uff5c]+")
MONTH_RANGE = re.compile(r"(\d{1,2})月?(?:-|~|—|–|至|到|to)(\d{1,2})月?(?:份)?")
MONTH = re.compile(r"(\d{1,2})月?(?:份)?")
ALL_YEAR = {"全年", "四季", "一年四季", "allyear"}

BRACKETED = re.compile(r"^(?P<name>[^(\[【]+)[(\[【](?P<inside>[^)\]】]*)[)\]】]\*?$")
TRAILING_UNIT = re.compile(
    r"^(?P<name>.+?)[/:,、·-]?(?P<unit>亿元|百万元|千元|万元|人民币元|元|wanyuan|yuan)$"
)

BARE = {
    "户数",
    "户",
    "人数",
    "人口",
    "人口数",
    "人",
    "数",
    "金额",
    "数量",
    "单位",
    "日期",
    "时间",
    "姓名",
    "名称",
    "电话",
    "联系电话",
    "手机",
    "代码",
    "编号",
    "类型",
    "households",
    "people",
    "amount",
    "date",
    "name",
    "phone",
}
"""Headers that mean what the heading above them says; alone they may mean another thing."""

NEUTRAL = {
    "基本情况",
    "基本信息",
    "村基本情况",
    "村基本信息",
    "村情",
    "总体情况",
    "全村",
    "全村情况",
    "全村人口",
    "人口",
    "人口情况",
    "户数人口",
    "人口户数",
    "企业基本情况",
    "企业信息",
    "basicdata",
    "population",
}
"""Headings that only gather columns and change the meaning of none."""

TERM_WORDS: dict[str, dict[str, str]] = {
    "Category": {
        "产业发展": "industry",
        "产业帮扶": "industry",
        "就业帮扶": "jobs",
        "捐赠": "donation",
        "公益": "donation",
        "培训": "skills",
        "技能": "skills",
        "消费": "consumption",
        "消费扶贫": "consumption",
        "教育帮扶": "education",
        "助教": "education",
        "医疗卫生": "medical",
        "卫生": "medical",
        "医疗帮扶": "medical",
        "基建": "infrastructure",
        "基础设施建设": "infrastructure",
        "环境整治": "environment",
        "人居环境整治": "environment",
        "党建共建": "party_building",
        "助学": "hardship",
        "助困": "hardship",
        "其它": "other",
    },
    "Bring": {"转思想": "mindset"},
    "VillageKind": {"村": "administrative", "行政村委会": "administrative", "居委会": "community"},
    "Designation": {
        "深度贫困": "deep_poverty",
        "挂牌督战": "supervised",
        "脱贫": "lifted",
        "已脱贫": "lifted",
        "一般村": "ordinary",
    },
    "Condition": {"良好": "good", "较好": "good", "较差": "poor", "没有": "none"},
    "Constraint": {
        "交通不便": "transport",
        "交通落后": "transport",
        "用水困难": "water",
        "技术": "technology",
        "资金": "funds",
        "缺劳动力": "labour",
        "因病致贫": "illness",
        "因学致贫": "schooling",
        "产业薄弱": "weak_industry",
    },
    "Urgency": {"急": "urgent", "加急": "urgent", "普通": "normal", "储备项目": "reserve"},
    "Receiver": {"乡镇政府": "township"},
    "LandCheck": {"不涉及用地": "not_involved", "已核查": "checked", "待核查": "pending"},
    "NeedStatus": {"待对接": "open", "可以对接": "open", "已提交": "submitted"},
    "PartyType": {"公司": "enterprise", "社会团体": "social"},
    "Ownership": {
        "国企": "state",
        "国有企业": "state",
        "央企": "state",
        "民企": "private",
        "民营企业": "private",
        "私营": "private",
        "外企": "foreign",
        "外资企业": "foreign",
        "外商独资": "foreign",
        "混合所有制": "mixed",
    },
    "SizeBand": {"大": "large", "中": "medium", "小": "small", "微": "micro"},
    "Interest": {"有意": "intending", "已签约": "signed"},
    "OfferKind": {
        "资金": "cash",
        "捐款": "cash",
        "捐物": "goods",
        "实物": "goods",
        "用工": "jobs",
        "就业岗位": "jobs",
        "培训": "training",
        "专家": "experts",
        "运营": "operation",
    },
    "ArrangementKind": {
        "锁定结对": "pin",
        "不得结对": "veto",
        "已签约": "paired",
        "走访": "visited",
        "考察": "visited",
    },
    "GiftKind": {"资金": "cash", "实物": "goods", "党费": "party_dues"},
    "Precision": {"精确": "exact", "大约": "approx", "约数": "approx", "至少": "at_least"},
}
"""Other words for a term of a closed list; only those that can mean nothing else."""

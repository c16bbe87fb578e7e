"""The closed lists of the field, each term with the word people use for it in Chinese and English.

The value (`"jobs"`) is what is stored and sent; the label is what is read. `Terms.read` finds a
term by its value or either label, and never guesses.
"""

# ruff: noqa: PLC0414 - handed on, so that every list is found here
from __future__ import annotations

from matcher.pair_life import LetterState as LetterState
from matcher.pair_life import PairMove as PairMove
from matcher.pair_life import PairRole as PairRole
from matcher.pair_life import PairState as PairState
from matcher.terms import Terms as Terms


class Category(Terms):
    """What a need is about, and what an offer can help with (domain c2; `help mode`)."""

    INDUSTRY = "industry", "产业", "Industry"
    JOBS = "jobs", "就业", "Jobs"
    DONATION = "donation", "公益捐赠", "Donation"
    SKILLS = "skills", "技能培训", "Skills training"
    CONSUMPTION = "consumption", "消费帮扶", "Consumption help"
    EDUCATION = "education", "教育", "Education"
    MEDICAL = "medical", "医疗", "Medical care"
    INFRASTRUCTURE = "infrastructure", "基础设施", "Infrastructure"
    ENVIRONMENT = "environment", "人居环境", "Living environment"
    PARTY_BUILDING = "party_building", "党建", "Party building"
    HARDSHIP = "hardship", "助学助困", "Study and hardship aid"
    OTHER = "other", "其他", "Other"


class Bring(Terms):
    """The three brings and two turns (三带两转)."""

    PEOPLE = "people", "带人", "Bring people"
    GOODS = "goods", "带物", "Bring goods"
    INDUSTRY = "industry", "带产业", "Bring industry"
    MINDSET = "mindset", "转观念", "Turn mindset"
    APPEARANCE = "appearance", "转村貌", "Turn appearance"


class VillageKind(Terms):
    ADMINISTRATIVE = "administrative", "行政村", "Administrative village"
    COMMUNITY = "community", "社区", "Community"


class Designation(Terms):
    DEEP_POVERTY = "deep_poverty", "深度贫困村", "Deep-poverty village"
    SUPERVISED = "supervised", "挂牌督战村", "Supervised-listing village"
    LIFTED = "lifted", "脱贫村", "Lifted-out village"
    KEY = "key", "重点帮扶村", "Key assistance village"
    ORDINARY = "ordinary", "一般", "Ordinary"


class Condition(Terms):
    GOOD = "good", "好", "Good"
    FAIR = "fair", "一般", "Fair"
    POOR = "poor", "差", "Poor"
    NONE = "none", "无", "None"


class Constraint(Terms):
    TRANSPORT = "transport", "交通", "Transport"
    WATER = "water", "缺水", "Lack of water"
    TECHNOLOGY = "technology", "缺技术", "Lack of technology"
    FUNDS = "funds", "缺资金", "Lack of funds"
    ILLNESS = "illness", "因病", "Illness"
    SCHOOLING = "schooling", "因学", "Schooling costs"
    LABOUR = "labour", "缺劳力", "Lack of labour"
    WEAK_INDUSTRY = "weak_industry", "产业弱", "Weak industry"


class Urgency(Terms):
    URGENT = "urgent", "紧急", "Urgent"
    NORMAL = "normal", "一般", "Normal"
    RESERVE = "reserve", "储备", "Reserve"


class Receiver(Terms):
    """Who takes delivery in the village."""

    COLLECTIVE = "collective", "村集体", "Village collective"
    SCHOOL = "school", "学校", "School"
    CLINIC = "clinic", "卫生院", "Clinic"
    COUNTY_CHARITY = "county_charity", "县慈善会", "County charity"
    TOWNSHIP = "township", "乡镇", "Township"


class LandCheck(Terms):
    NOT_INVOLVED = "not_involved", "不涉及", "Not involved"
    CHECKED = "checked", "已核", "Checked"
    PENDING = "pending", "待核", "Pending"


class NeedStatus(Terms):
    DRAFT = "draft", "草稿", "Draft"
    SUBMITTED = "submitted", "村提交", "Submitted by the village"
    TOWN_AUDIT = "town_audit", "乡镇审核", "Township audit"
    COUNTY_AUDIT = "county_audit", "县审核", "County audit"
    OPEN = "open", "可对接", "Open for pairing"
    PARTLY_MET = "partly_met", "部分满足", "Partly met"
    MET = "met", "已满足", "Met"
    RETURNED = "returned", "退回", "Returned"
    WITHDRAWN = "withdrawn", "撤回", "Withdrawn"


class PartyType(Terms):
    ENTERPRISE = "enterprise", "企业", "Enterprise"
    SOCIAL = "social", "社会组织", "Social organisation"
    CHAMBER = "chamber", "商会", "Chamber of commerce"
    CHANNEL = "channel", "渠道商", "Channel operator"


class Ownership(Terms):
    STATE = "state", "国有", "State-owned"
    PRIVATE = "private", "民营", "Private"
    FOREIGN = "foreign", "外资", "Foreign"
    HK_MO_TW = "hk_mo_tw", "港澳台", "Hong Kong, Macao, Taiwan"
    MIXED = "mixed", "混合", "Mixed"


class SizeBand(Terms):
    LARGE = "large", "大型", "Large"
    MEDIUM = "medium", "中型", "Medium"
    SMALL = "small", "小型", "Small"
    MICRO = "micro", "微型", "Micro"


class DecisionPath(Terms):
    LOCAL = "local", "本地自决", "Decides locally"
    HEADQUARTERS = "headquarters", "总部审批", "Headquarters approves"


class MobilisingDept(Terms):
    COOPERATION = "cooperation", "合作交流办", "Cooperation and Exchange Office"
    INVESTMENT = "investment", "投资办", "Investment Office"
    COMMERCE = "commerce", "商务委", "Commerce Commission"
    STREET = "street", "街镇", "Street or town"
    FEDERATION = "federation", "工商联", "Federation of Industry and Commerce"


class Interest(Terms):
    UNTOUCHED = "untouched", "未接触", "Not contacted"
    INFORMED = "informed", "了解", "Informed"
    INTENDING = "intending", "有意向", "Intending"
    PROMISED = "promised", "已承诺", "Promised"
    SIGNED = "signed", "已签", "Signed"


class OutreachChannel(Terms):
    VISIT = "visit", "企业走访", "Enterprise visit"
    SERVICE = "service", "招商服务", "Investment service"
    SALON = "salon", "沙龙", "Salon"
    TOP200 = "top200", "200强专访", "Top-200 interview"


class OfferKind(Terms):
    """In what form an enterprise helps; decides which capacity figures an offer needs."""

    CASH = "cash", "现金", "Cash"
    GOODS = "goods", "物资", "Goods"
    JOBS = "jobs", "岗位", "Posts"
    TRAINING = "training", "培训名额", "Training places"
    PURCHASE = "purchase", "采购", "Purchases"
    EXPERTS = "experts", "专家天数", "Expert days"
    OPERATION = "operation", "运营合作", "Operation partner"


class ArrangementKind(Terms):
    """What already stands between an enterprise and a village, or what they wish."""

    PIN = "pin", "锁定", "Pinned"
    VETO = "veto", "否决", "Vetoed"
    PAIRED = "paired", "已签结对", "Agreement signed"
    VISITED = "visited", "考察走访", "Visited"
    GIFT = "gift", "捐赠", "Gift"
    ENTERPRISE_KEEN = "enterprise_keen", "企业强烈意愿", "Enterprise keen"
    ENTERPRISE_WILLING = "enterprise_willing", "企业愿意", "Enterprise willing"
    ENTERPRISE_DECLINES = "enterprise_declines", "企业不愿", "Enterprise declines"
    VILLAGE_KEEN = "village_keen", "村强烈意愿", "Village keen"
    VILLAGE_WILLING = "village_willing", "村愿意", "Village willing"
    VILLAGE_DECLINES = "village_declines", "村不愿", "Village declines"


class GiftKind(Terms):
    """Kinds that are never added up with one another (domain c6)."""

    CASH = "cash", "现金", "Cash"
    GOODS = "goods", "物资", "Goods"
    CONSTRUCTION = "construction", "工程", "Construction"
    SERVICE = "service", "服务", "Service"
    PARTY_DUES = "party_dues", "特殊党费", "Special Party dues"


class Precision(Terms):
    EXACT = "exact", "准确", "Exact"
    APPROX = "approx", "约", "About"
    AT_LEAST = "at_least", "不少于", "At least"


class Role(Terms):
    """Who somebody is in the programme; what each may do stands in `matcher/access/rights.py`."""

    COORDINATOR = "coordinator", "区协调员", "District coordinator"
    REVIEWER = "reviewer", "区审核", "District reviewer"
    CADRE = "cadre", "县乡干部", "County or township cadre"
    VILLAGE = "village", "村填报员", "Village recorder"
    ENTERPRISE = "enterprise", "企业联系人", "Enterprise contact"
    FINANCE = "finance", "财务/受赠单位", "Finance or receiving body"
    LEADER = "leader", "领导", "Leader"
    AUDITOR = "auditor", "审计", "Auditor"
    ADMINISTRATOR = "administrator", "系统管理员", "Administrator"
    OPERATOR = "operator", "本机操作员", "Operator of this machine"


class ImportStatus(Terms):
    REFUSED = "refused", "有错待改", "Refused"
    AWAITING = "awaiting", "待确认", "Awaiting confirmation"
    TAKEN = "taken", "已导入", "Imported"
    DROPPED = "dropped", "已放弃", "Dropped"


class Decision(Terms):
    """What a coordinator decided about a pair; it holds in every later run of the round.

    A confirmed pair is sent to both sides; a pinned one must be in the plan and waits. One that was
    swapped out gave way to another partner, and one set aside is neither in nor out for now.
    """

    CONFIRM = "confirm", "确认", "Confirmed"
    PIN = "pin", "锁定", "Pinned"
    VETO = "veto", "否决", "Vetoed"
    SWAP = "swap", "换下", "Swapped out"
    ASIDE = "aside", "搁置", "Set aside"
    TAKEN_BACK = "taken_back", "已撤回", "Taken back"


class DeedKind(Terms):
    """What somebody did on the board at one go: something new, or an earlier deed undone or redone.

    Pairs also reopen by themselves when their sides do not come together.
    """

    DONE = "done", "决定", "Decided"
    UNDONE = "undone", "撤销", "Undone"
    REDONE = "redone", "重做", "Redone"
    REOPENED = "reopened", "退回待定", "Reopened"


class Side(Terms):
    ENTERPRISE = "enterprise", "企业", "Enterprise"
    VILLAGE = "village", "村", "Village"


class JobKind(Terms):
    """Work that may take long: see `matcher/queue`."""

    RUN = "run", "计算方案", "Compute a plan"
    PREVIEW = "preview", "试算权重", "Try weights out"
    REACH = "reach", "权重能动多少", "How far weights can move"
    LEARNING = "learning", "从以往决定学习", "Learn from decisions"
    SCENARIO = "scenario", "计算设想", "Compute a scenario"
    ADOPTION = "adoption", "采用设想", "Adopt a scenario"


class JobState(Terms):
    QUEUED = "queued", "排队中", "Queued"
    RUNNING = "running", "计算中", "Running"
    DONE = "done", "已完成", "Done"
    FAILED = "failed", "未完成", "Failed"
    CANCELLED = "cancelled", "已取消", "Cancelled"

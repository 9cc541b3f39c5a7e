"""Make rosters that no one has seen: true people, written down as messily as offices do, with faults planted and known.

`world(seed)` draws a layout and people and gives files with their truth, so that a test can hold the reader to
"every planted fault named, no good cell accused" on as many rosters as there are seeds.
"""

import csv
import io
import random
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from documents.safe import Upload

TODAY = date(2026, 9, 15)
COUNTIES = ["澜东区", "澜西区", "竹源县", "岚溪县", "桐岭县", "云坞市"]
TOWNS = ["青坞镇", "上岚镇", "上岚乡", "白墅镇", "枫岭乡", "沙渡镇", "岚口镇", "竹坞乡", "鹤岭乡", "槐塘镇"]
CITY_UNITS = [
    "市委组织部",
    "市纪委监委",
    "市住建局",
    "团市委",
    "市总工会",
    "市发展改革委",
    "市政府办公室",
    "市大数据局",
]
BUREAUS = ["住建局", "信访局", "农业农村局", "文旅局"]
POSTS = {
    "mentor": ["副局长", "局长", "党委书记", "镇长", "四级调研员", "高级工程师", "规划科科长", "党组成员、副局长"],
    "mentee": ["一级科员", "试用期", "四级主任科员", "助理工程师", "村委委员", "办公室干部"],
}
EXPERTISE = {
    "群众工作": ["群众工作", "做群众工作"],
    "矛盾纠纷化解": ["矛盾纠纷化解", "纠纷化解", "矛盾调解"],
    "征地拆迁": ["征地拆迁", "征迁", "拆迁征用"],
    "公文写作": ["公文写作", "综合材料"],
    "党建": ["党建", "党建工作"],
    "应急处突": ["应急处突", "应急处置"],
    "重大项目推进": ["重大项目推进", "项目推进"],
    "信息技术": ["信息技术"],
    "生态环保": ["生态环保", "环保"],
    "换届选举": ["换届选举"],
}
DIALECTS = ["澜州话", "竹源话", "岚溪话", "河南话", "徽语", "畲话", "温州话"]
SEPARATORS = ["、", "，", ",", ";", "；", "/", " ", "\n", "　", "、 "]
GIVEN = "建国志明秀英思远佳怡文轩浩然海燕永林月芳一鸣子涵若琳"
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁"
NOTHING = ["", "无", "—", "/", "-", "空", "  "]

HEADERS: dict[str, list[str]] = {
    "seq": ["序号", "序 号", "编号"],
    "name": ["姓名", "姓  名", "姓\n名", "*姓名"],
    "sex": ["性别", "性 别"],
    "birth": ["出生年月", "出生时间", "出生日期", "出生年月（岁）", "出生\n年月"],
    "party": ["政治面貌", "党派"],
    "education": ["学历", "文化程度"],
    "major": ["专业", "所学专业"],
    "work_start": ["参加工作时间", "参工时间", "参加工作\n时间", "参加工作年月"],
    "unit_post": ["单位及职务", "工作单位及现任职务", "单位职务", "工作单位及职务", "现工作单位及职务"],
    "unit": ["单位", "工作单位", "所在单位"],
    "post": ["职务", "现任职务"],
    "grassroots_years": ["基层工作年限", "基层年限"],
    "expertise": ["专长", "专业特长", "擅长领域", "帮带专长"],
    "dialects": ["掌握方言", "方言", "方言情况"],
    "source": ["推荐方式", "推荐来源"],
    "standing": ["身份", "导师类型"],
    "capacity": ["可带人数", "拟带徒人数", "拟帮带人数", "可帮带人数"],
    "category": ["类别", "对象类别", "人员类别"],
    "needs": ["培养需求", "帮带需求（短板）", "帮带需求", "短板"],
    "remark": ["备注"],
    "other": ["民族", "籍贯", "入党时间", "职级", "任现职时间", "专业技术职称"],
}
FIELDS = {
    "mentor": ["sex", "birth", "party", "work_start", "unit_post", "grassroots_years", "expertise", "dialects",
               "source", "standing", "capacity"],
    "mentee": ["sex", "birth", "party", "education", "major", "work_start", "unit_post", "category", "needs", "dialects"],
}  # fmt: skip
CHOICES = {
    "sex": {"男": ["男", "男 ", "　男"], "女": ["女", "女性"]},
    "party": {
        "中共党员": ["中共党员", "党员"],
        "共青团员": ["共青团员", "团员"],
        "群众": ["群众"],
        "民革党员": ["民革"],
    },
    "education": {"大学": ["大学", "本科", "大学本科"], "研究生": ["研究生", "硕士研究生"], "大专": ["大专", "专科"]},
    "source": {"自荐": ["自荐", "个人自荐"], "群众推荐": ["群众推荐"], "组织推荐": ["组织推荐", "单位推荐"]},
    "standing": {
        "退二线": ["退二线", "退居二线"],
        "在职领导": ["在职领导"],
        "专业技术": ["专业技术"],
        "村书记": ["村书记"],
    },
    "category": {
        "年轻干部": ["年轻干部"],
        "事业单位专业技术人员": ["事业单位专业技术人员", "专业技术人员"],
        "企事业单位储备干部": ["企事业单位储备干部", "储备干部"],
        "村（社区）新进班子成员": ["村（社区）新进班子成员", "村(社区)新进班子成员"],
    },
}
BAD = {
    "birth": ["2036.13", "1986.1", "1975.00", "199", "不详", "1938.05", "2031年2月", "1998.2.30", "至今"],
    "work_start": ["1995.1", "2036.13", "199613", "毕业后", "2031.07"],
    "name": ["", "无", "　"],
    "category": ["外聘", "临时工", ""],
    "party": ["党外人士?"],
    "capacity": ["若干", "99", "-1", "1.5"],
    "grassroots_years": ["很多年", "99年"],
    "sex": ["男女"],
    "standing": ["顾问"],
    "source": ["抽签"],
}


@dataclass
class Truth:
    """What the files say: people (field -> value) by place, planted faults, rows that occur twice."""

    kind: str
    people: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)
    faults: set[tuple[str, int, str]] = field(default_factory=set)
    duplicates: set[tuple[str, int]] = field(default_factory=set)


@dataclass
class World:
    """Files with their truth."""

    files: list[Upload]
    truth: Truth


def world(seed: int, kind: str, form: str) -> World:
    """One roster of `kind` as "xlsx" or "csv", drawn from the seed."""
    rng = random.Random(f"{seed}{kind}{form}")
    truth = Truth(kind)
    count = rng.choice([1, 1, 2, 3]) if form == "xlsx" else 1
    titles = rng.sample(COUNTIES, count) if count > 1 else [rng.choice(["花名册", "Sheet1", "名册"])]
    grids = [_Page(rng, kind, title, truth, form).grid() for title in titles]
    if form == "csv":
        return World([_csv(rng, grids[0], kind)], truth)
    return World([_xlsx(rng, grids, kind)], truth)


def _date_forms(rng: random.Random, year: int, month: int) -> list[Any]:
    forms = [f"{year}.{month:02d}", f"{year}年{month}月", f"{year}{month:02d}", f"{year}-{month:02d}", f"{year}/{month}/1",
             f"{year}.{month:02d}".translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789"}),
             datetime(year, month, rng.randint(1, 28)), f"{year}年{month:02d}月", f" {year}.{month:02d} "]  # fmt: skip
    if month not in (1, 10):
        forms.append(float(f"{year}.{month:02d}"))
    return forms


class _Page:
    """One sheet being drawn."""

    def __init__(self, rng: random.Random, kind: str, title: str, truth: Truth, form: str):
        self.rng, self.kind, self.title, self.truth, self.form = rng, kind, title, truth, form
        self.split_units = rng.random() < 0.3
        self.fields = self._columns()
        self.labels = self._labels()
        self.date_format = rng.choice(["yyyy-mm-dd", 'yyyy"年"m"月"', "yyyy/m/d"])
        self.rows: list[list[Any]] = []
        self.hidden: list[int] = []
        self.wide: list[int] = []

    def _columns(self) -> list[str]:
        fields = list(FIELDS[self.kind])
        if self.split_units:
            fields[fields.index("unit_post") : fields.index("unit_post") + 1] = ["unit", "post"]
        if self.rng.random() < 0.4:
            self.rng.shuffle(fields)
        for _ in range(self.rng.randint(0, 3)):
            fields.insert(self.rng.randint(0, len(fields)), "other")
        return (["seq"] if self.rng.random() < 0.8 else []) + ["name", *fields, "remark"]

    def _labels(self) -> list[str]:
        others = iter(self.rng.sample(HEADERS["other"], 6))
        return [next(others) if name == "other" else self.rng.choice(HEADERS[name]) for name in self.fields]

    def grid(self) -> "_Page":
        self._head()
        start = len(self.rows)
        for number in range(self.rng.randint(8, 40)):
            if self.rng.random() < 0.04:
                self._section()
            self._person(number + 1)
        self._twins(start)
        self._tail()
        return self

    def _head(self) -> None:
        rng, width = self.rng, len(self.fields)
        if rng.random() < 0.8:
            who = "帮带导师" if self.kind == "mentor" else "帮带对象"
            self.rows.append([f"澜州市“导师帮带制”{who}花名册", *[""] * (width - 1)])
        if rng.random() < 0.6:
            self.rows.append([f"填报单位：{self.title}", *[""] * (width - 3), "填报时间：2026年9月15日", ""][:width])
        for _ in range(rng.choice([0, 0, 1, 3])):
            self.rows.append([""] * width)
        if rng.random() < 0.3:
            self.rows.append(["", "基本信息", *[""] * (width - 3), "其他情况"])
        self.rows.append(list(self.labels))

    def _section(self) -> None:
        self.rows.append([f"{self.rng.choice('一二三四')}、{self.rng.choice(['市直机关', '乡镇街道', '国有企业'])}",
                          *[""] * (len(self.fields) - 1)])  # fmt: skip
        self.wide.append(len(self.rows))

    def _person(self, number: int) -> None:
        truth, texts = self._draw(number)
        row = len(self.rows) + 1
        for position, name in enumerate(self.fields):
            if name in BAD and self.rng.random() < 0.012:
                texts[position] = self._bad(name)
                truth.pop(name, None)
                self.truth.faults.add((self.title, row, self.labels[position]))
        self.rows.append(texts)
        self.truth.people[self.title, row] = truth
        if self.rng.random() < 0.06:
            self.hidden.append(row)

    def _bad(self, name: str) -> Any:
        text = self.rng.choice(BAD[name])
        # What Excel leaves of 1986.10 is a number there and a text in a CSV.
        return float(text) if text.endswith(".1") and self.form == "xlsx" and self.rng.random() < 0.7 else text

    def _draw(self, number: int) -> tuple[dict[str, Any], list[Any]]:
        truth: dict[str, Any] = {}
        texts = []
        self.born = self.rng.randint(1962, 1984) if self.kind == "mentor" else self.rng.randint(1991, 2003)
        for name in self.fields:
            value, text = self._value(name, number, truth)
            if value is not None:
                truth[name] = value
            texts.append(text)
        return truth, texts

    def _value(self, name: str, number: int, truth: dict[str, Any]) -> tuple[Any, Any]:
        rng = self.rng
        if name in CHOICES:
            value = rng.choice(list(CHOICES[name]))
            return value, rng.choice(CHOICES[name][value])
        if name in ("expertise", "needs"):
            values = rng.sample(list(EXPERTISE), rng.randint(1, 4))
            return tuple(values), rng.choice(SEPARATORS).join(rng.choice(EXPERTISE[value]) for value in values)
        return getattr(self, f"_{name}")(number, truth)

    def _seq(self, number: int, _: dict) -> tuple[Any, Any]:
        return None, number

    def _other(self, *_: Any) -> tuple[Any, Any]:
        return None, self.rng.choice(["汉族", "2010.1", "无", "", "三级主办", "2036.13"])

    def _remark(self, *_: Any) -> tuple[Any, Any]:
        return None, self.rng.choice(["", "无", "—", "拟提拔", "=1+1"])

    def _name(self, *_: Any) -> tuple[Any, Any]:
        rng = self.rng
        if rng.random() < 0.04:
            return "阿依古丽·买买提", rng.choice(["阿依古丽·买买提", "阿依古丽•买买提", "阿依古丽．买买提"])
        name = rng.choice(SURNAMES) + "".join(rng.sample(GIVEN, rng.choice([1, 2, 2])))
        padded = name[0] + "　" + name[1] if len(name) == 2 else name
        return name, rng.choice([name, padded, name + " ", " " + name, name + "\u200b"])

    def _birth(self, *_: Any) -> tuple[Any, Any]:
        year, month = self.born, self.rng.randint(1, 12)
        age = TODAY.year - year
        forms = [
            *_date_forms(self.rng, year, month),
            f"{year}.{month:02d}（{age}岁）",
            f"{year}.{month:02d}\n（{age - 1}岁）",
        ]
        return (year, month), self.rng.choice(forms)

    def _work_start(self, *_: Any) -> tuple[Any, Any]:
        year = self.born + self.rng.randint(17, 24) if self.kind == "mentor" else self.rng.randint(2023, 2025)
        month = self.rng.randint(1, 12)
        return (year, month), self.rng.choice(_date_forms(self.rng, year, month))

    def _unit_name(self) -> tuple[str, str]:
        rng = self.rng
        if rng.random() < 0.4:
            unit = rng.choice(CITY_UNITS)
            return unit, rng.choice([unit, unit, "中共澜州" + unit]) if unit.startswith("市委") else unit
        unit = rng.choice(COUNTIES) + rng.choice(TOWNS + BUREAUS)
        return unit, rng.choice([unit, unit, "澜州市" + unit])

    def _unit_post(self, _: int, truth: dict) -> tuple[Any, Any]:
        unit, text = self._unit_name()
        post = self.rng.choice(POSTS[self.kind])
        truth["unit"], truth["post"] = unit, post
        return None, text + self.rng.choice(["", "", " ", "\n"]) + post

    def _unit(self, *_: Any) -> tuple[Any, Any]:
        return self._unit_name()

    def _post(self, *_: Any) -> tuple[Any, Any]:
        post = self.rng.choice(POSTS[self.kind])
        return post, post

    def _major(self, *_: Any) -> tuple[Any, Any]:
        return (major := self.rng.choice(["法学", "会计学", "土木工程"])), major

    def _grassroots_years(self, *_: Any) -> tuple[Any, Any]:
        years = self.rng.randint(0, 35)
        return years, self.rng.choice([years, f"{years}年", str(years), f"{years} 年"])

    def _capacity(self, *_: Any) -> tuple[Any, Any]:
        count = self.rng.randint(0, 3)
        return count, self.rng.choice([count, f"{count}人", str(count), "０１２３"[count]])

    def _dialects(self, *_: Any) -> tuple[Any, Any]:
        values = self.rng.sample(DIALECTS, self.rng.randint(0, 3))
        if not values:
            return None, self.rng.choice(NOTHING)
        return tuple(values), self.rng.choice(SEPARATORS).join(values)

    def _twins(self, start: int) -> None:
        """Append copies of two people as they stand."""
        people = [row for row in self.truth.people if row[0] == self.title and row[1] > start]
        for place in self.rng.sample(people, min(len(people), self.rng.choice([0, 1, 2]))):
            copy = list(self.rows[place[1] - 1])
            if "seq" in self.fields:
                copy[self.fields.index("seq")] = 900
            self.rows.append(copy)
            self.truth.duplicates |= {place, (self.title, len(self.rows))}

    def _tail(self) -> None:
        width = len(self.fields)
        tails = [["合计", f"{len(self.truth.people)}人"], ["填表人：", "", "审核人：", "", "联系电话："],
                 ["备注：1.本表一式两份；2.“专长”栏请用顿号分隔。"], ["合 计"], ["说明：本表由各单位填写"], ["", "", "单位（盖章）"]]  # fmt: skip
        for texts in self.rng.sample(tails, self.rng.randint(0, 4)):
            self.rows.append((texts + [""] * width)[:width])


def _csv(rng: random.Random, page: _Page, kind: str) -> Upload:
    encoding = rng.choice(["utf-8", "utf-8-sig", "gb18030", "gb18030", "utf-16"])
    delimiter = rng.choice([",", ",", "\t", ";"])
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=rng.choice(["\r\n", "\n"]))
    for texts in page.rows:
        writer.writerow([text.strftime("%Y/%m/%d") if isinstance(text, datetime) else text for text in texts])
    name = "导师" if kind == "mentor" else "帮带对象"
    text = out.getvalue()
    # GB18030 has no ZERO WIDTH SPACE trouble: the codec covers all of Unicode.
    return Upload(f"{page.title}.csv" if page.title != "名册" else f"{name}.csv", text.encode(encoding))


def _xlsx(rng: random.Random, pages: list[_Page], kind: str) -> Upload:
    book = Workbook()
    book.remove(book.active)
    if rng.random() < 0.5:
        book.create_sheet("填表说明").append(["本表由各单位填写，请勿改动表头。"])
    for page in pages:
        _fill(book.create_sheet(page.title), page)
    if rng.random() < 0.3:
        statistics = book.create_sheet("汇总")
        statistics.append(["单位", "人数", "备注"])
        statistics.append(["市直", 12, ""])
    out = io.BytesIO()
    book.save(out)
    return Upload(f"{'导师' if kind == 'mentor' else '帮带对象'}花名册.xlsx", out.getvalue())


def _fill(sheet: Worksheet, page: _Page) -> None:
    for number, texts in enumerate(page.rows, start=1):
        for column, value in enumerate(texts, start=1):
            if value != "":
                cell = sheet.cell(number, column, value)
                if isinstance(value, str):
                    cell.data_type = "s"
                if isinstance(value, datetime):
                    cell.number_format = page.date_format
    for row in page.hidden:
        sheet.row_dimensions[row].hidden = True
    for row in page.wide:
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(page.fields))

"""The two rosters that the journey begins with, and how many rows and faults are in them."""

from dataclasses import dataclass
from pathlib import Path

from db.engines import ROOT
from tests.documents.sheets import workbook

SHARED = ROOT.parent / "shared" / "data" / "rosters-a"
MENTOR = [
    "序号",
    "姓名",
    "性别",
    "出生年月",
    "参加工作时间",
    "单位及职务",
    "基层工作年限",
    "专长",
    "掌握方言",
    "可带人数",
]
MENTEE = ["序号", "姓名", "性别", "出生年月", "参加工作时间", "单位及职务", "类别", "培养需求", "专业", "备注"]
SKILLS = ("群众工作、公文写作", "征迁；党建", "应急处突/信息技术", "纠纷化解 乡村振兴")
UNITS = ("市住建局", "竹源县槐塘镇", "岚溪县信访局", "澜东区白墅镇")
POSTS = ("副局长", "党委书记", "局长", "镇长")
GIVEN = "建国永林志明卫东月芳"


@dataclass(frozen=True)
class Rosters:
    """The files; rows and faulty rows of mentors and mentees; the pairs that the seats allow."""

    files: list[Path]
    mentors: tuple[int, int]
    mentees: tuple[int, int]
    pairs: int


def rosters(folder: Path) -> Rosters:
    """`rosters-a` of the shared data where that lies beside the checkout, else twelve mentors and twenty mentees."""
    if SHARED.is_dir():
        return Rosters(sorted(SHARED.glob("*.xlsx")), (120, 5), (300, 21), 208)
    return own(folder)


def own(folder: Path) -> Rosters:
    """A year typed as a number in the first row (1987.1), a name missing in the last; a total below."""
    mentors = [mentor(number) for number in range(1, 13)]
    mentors[0][4], mentors[-1][1] = 1987.1, None
    mentees = [mentee(number) for number in range(1, 21)]
    mentees[3][6] = "外聘"
    files = [folder / "导师花名册.xlsx", folder / "帮带对象花名册.xlsx"]
    for file, head, rows in ((files[0], MENTOR, mentors), (files[1], MENTEE, mentees)):
        title = [[f"澜州市{file.stem}"], [], head]
        file.write_bytes(workbook([*title, *rows, ["合计", f"{len(rows)}人"]]))
    return Rosters(files, (12, 1 + 1), (20, 1), 19)


def mentor(number: int) -> list[object]:
    name = f"王{GIVEN[number % 10]}{GIVEN[(number * 3) % 10]}"
    place = number % 4
    return [
        number,
        name,
        "男",
        f"196{number % 10}.05",
        "1987年7月",
        UNITS[place],
        10 + number,
        SKILLS[place],
        "澜州话",
        "2人",
    ]


def mentee(number: int) -> list[object]:
    name = f"李{GIVEN[(number * 7) % 10]}{GIVEN[number % 9]}"
    place = number % 4
    unit = UNITS[place] + "一级科员"
    return [
        number,
        name,
        "女",
        f"199{number % 9}.0{1 + number % 8}",
        "2025.07",
        unit,
        "年轻干部",
        SKILLS[place],
        "法学",
        "无",
    ]

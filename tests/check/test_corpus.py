"""Planted mistakes: each rule finds those it is for, in every language it knows, and is silent on what is right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Site
from pressgen.check.run import check
from pressgen.model import Options
from pressgen.problems import RULES

Make = Callable[..., Site]
ROOT = Path(__file__).parents[2]
SETTINGS = """\
title: {en: News, ru: Новости, uz: Yangiliklar, uz-Cyrl: Янгиликлар}
url: https://news.example/
timezone: Asia/Tashkent
languages: [en, ru, uz, uz-Cyrl]
contacts: {press: {name: Press Office, email: press@newsroom.uz, phone: +998 66 233 00 00}}
"""
NOW = "2025-06-01 12:00"

# Code → language → bodies with the mistake.
PLANTED: dict[str, dict[str, list[str]]] = {
    "weekday-date": {
        "en": [
            "On Tuesday, 27 January 2025.",
            "Friday, March 5, 2025 at ten.",
            "It is on 31 May 2025 (Monday).",
            "Monday, 31 June 2025.",
        ],
        "ru": [
            "Во вторник, 27 января 2025 года.",
            "В понедельник 5 марта 2025 г.",
            "31 мая 2025 года, в пятницу не будет: 31 мая 2025 года (пятница).",
        ],
        "uz": ["2025-yil 27-yanvar, seshanba kuni.", "Dushanba, 5-mart 2025.", "2025-yil 31-may (juma)."],
        "uz-Cyrl": ["2025 йил 27 январь, сешанба куни.", "Душанба, 5 март 2025.", "2025 йил 31 май (жума)."],
    },
    "event-past": {
        "en": [
            "The fair will be held on 3 March 2024.",
            "It will take place on March 3, 2024.",
            "The course is scheduled for 1 May 2025.",
        ],
        "ru": ["Ярмарка состоится 3 марта 2024 года.", "Курс начнётся 1 мая 2025 года.", "Зал откроется 2 мая 2025 г."],
        "uz": [
            "Yarmarka 2024-yil 3-mart kuni boʻlib oʻtadi.",
            "Kurs 2025-yil 1-mayda boshlanadi.",
            "Zal 2025-yil 2-mayda ochiladi.",
        ],
        "uz-Cyrl": [
            "Ярмарка 2024 йил 3 март куни бўлиб ўтади.",
            "Курс 2025 йил 1 майда бошланади.",
            "Зал 2025 йил 2 майда очилади.",
        ],
    },
    "placeholder-left": {
        "en": ["Said TK, the director.", "TODO: ask.", "Lorem ipsum dolor.", "Room XXX.", "Said [insert name] today."],
        "ru": ["Сказал [вставить имя] сегодня.", "Комната ХХХ.", "TODO: спросить."],
        "uz": ["Dedi [ismni kiriting] bugun.", "XXX xona.", "[kiriting: sana] kuni."],
        "uz-Cyrl": ["Деди [исмни киритинг] бугун.", "ХХХ хона.", "TODO: сўраш."],
    },
    "immediate-embargo": {
        "en": [
            "FOR IMMEDIATE RELEASE\n\nUnder embargo until 9.",
            "For immediate release. Embargoed.",
            "For immediate release\n\nNot for publication before 9.",
        ],
        "ru": [
            "Для немедленной публикации\n\nЭмбарго до 9.",
            "Для немедленного распространения. Не публиковать до 9.",
            "Эмбарго!\n\nДля немедленной публикации.",
        ],
        "uz": [
            "Darhol eʼlon qilish uchun\n\nEmbargo: 9 gacha.",
            "Darhol e'lon qilish uchun. E'lon qilinmasin.",
            "Embargo.\n\nDarhol eʼlon qilish uchun.",
        ],
        "uz-Cyrl": [
            "Дарҳол эълон қилиш учун\n\nЭмбарго.",
            "Дарҳол эълон қилиш учун. Эълон қилинмасин.",
            "Эмбарго!\n\nДарҳол эълон қилиш учун.",
        ],
    },
    "link-words": {
        "en": [
            "Read it [here](https://a.example/).",
            "[Click here](https://a.example/) now.",
            "[Read more](https://a.example/).",
        ],
        "ru": [
            "Читайте [здесь](https://a.example/).",
            "[Подробнее](https://a.example/).",
            "[По ссылке](https://a.example/).",
        ],
        "uz": [
            "[Bu yerda](https://a.example/) oʻqing.",
            "[Batafsil](https://a.example/).",
            "[Shu yerni bosing](https://a.example/).",
        ],
        "uz-Cyrl": [
            "[Бу ерда](https://a.example/) ўқинг.",
            "[Батафсил](https://a.example/).",
            "[Шу ерни босинг](https://a.example/).",
        ],
    },
    "link-differs": {
        "en": [
            "[press@newsroom.uz](mailto:press@newsrooms.uz)",
            "Call [+998 66 233 00 00](tel:+998662330001).",
            "See [https://a.example/plan](https://b.example/plan).",
            "See [www.a.example](<https://a.example.b.example/>).",
            "See [https://a.example](https://b.example/https-a.example).",
            "Call [+998 66 233 00 00](tel:+998662330001;ext=6233000).",
            'Write to <a href="mailto:pres%40newsroom.uz?subject=A&amp;cc=x@a.example">press@newsroom.uz</a>.',
        ]
    },
    "word-repeated": {
        "en": ["One of of them.", "The the plan.", "They went to to school."],
        "ru": ["Он был был там.", "И и другие.".replace("И и", "Это это"), "Мы на на месте."],
        "uz": ["Bu maktab maktab uchun.", "Yangi yangi kurs boshlandi.", "Hammasi uchun uchun."],
        "uz-Cyrl": ["Бу мактаб мактаб учун.", "Янги янги курс бошланди.", "Ҳаммаси учун учун."],
    },
    "script-mixed": {
        "en": ["The sсhool.", "A plаn.", "The Сentre."],
        "ru": ["Cамарканд.", "Шкoла.", "Учитeль."],
        "uz": ["Sаmarqand.", "Mаktab.", "Oʻquvсhi."],
        "uz-Cyrl": ["Caмарқанд.", "Мaктаб.", "Ўқувчи ҳaм."],
    },
    "invisible-character": {"en": ["A\u200bword.", "Two\u2060words.", "A\ufeffplan."]},
    "bidi-control": {"en": ["A \u202eplan.", "A \u2066plan\u2069.", "A \u200fplan."]},
    "phone-format": {"en": ["Call +998 66 233 00 0.", "Call +7 495 123 45 6.", "Call +998 66 233 00 000."]},
    "mail-format": {"en": ["Write press @example.org.", "Write press(at)example.org.", "Write press@example,org."]},
    "money-format": {
        "en": ["It cost $1,00,000.", "It cost $5 million dollars.", "It cost 5 0000 euros."],
        "ru": ["Это 5 0000 рублей.", "Это 12,0000 сумов.", "Это €5 евро."],
        "uz": ["Bu 5 0000 soʻm.", "Bu 12,0000 so'm.", "Bu 1 00 000 soʻm."],
        "uz-Cyrl": ["Бу 5 0000 сўм.", "Бу 12,0000 сўм.", "Бу 1 00 000 сўм."],
    },
    "heading-order": {"en": ["## A\n\nx\n\n#### B\n\ny", "### A\n\n##### B", "## A\n\n### B\n\n##### C"]},
    "table-header": {
        "en": [
            "|  |  |\n|--|--|\n| a | b |",
            "<table><tr><td>a</td></tr></table>",
            "| | |\n|---|---|\n| c | d |\n| e | f |",
        ]
    },
}
RIGHT: dict[str, list[str]] = {
    "en": [
        "On Monday, 27 January 2025, 900 pupils came. The fair will be held on 3 June 2025 (Tuesday). He said that that was so.",
        "For immediate release. Call +998 66 233 00 00 or +1 202 555 0100; write to press@newsroom.uz. It cost $1,250,000 or 1 250 000 euros.",
        "## A\n\n### B\n\n| Day | Place |\n|---|---|\n| Monday | Hall |\n\nSee [the plan](https://a.example/here), `TODO` and `of of`.",
        "Write to [Press@newsroom.uz](mailto:press@newsroom.uz?subject=Plan) or [press@newsroom.uz](mailto:a@b.uz,press%40newsroom.uz).",
        "Call [+998 (66) 233-00-00](tel:+998662330000), [(66) 233 00 00](tel:+998-66-233-00-00) or [66 233 00 00, ext. 5](tel:662330005).",
        "Call [+998 66 233 00 00](tel:+998-66-233-00-00;ext=12) or [66 233 00 00](tel:+998662330000,12).",
        "In 2021, [https://a.example/plan](https://web.archive.org/web/2021/https://a.example/plan) said so.",
        "See [https://a.example/b](https://mail.example/?url=https%3A%2F%2Fwww.a.example%2Fb&data=1).",
        "The paper is [https://doi.org/10.1234/5](https://journal.example/5).",
        "See [www.a.example](https://a.example/plan?x=1), [https://a.example/…](http://WWW.a.example:80/x) or [https://пример.испытание](https://xn--e1afmkfd.xn--80akhbyknj4f/).",
        "See [a.example](https://b.example/), [https://youtu.be/a](https://www.youtube.com/watch?v=a) or [https://a.example/plan](https://t.co/a).",
        "In Bora Bora the XXI congress ended on 3 March 2024. Friday and Saturday, 3 May. The fair of 3 March 2024 was held.",
    ],
    "ru": [
        "В понедельник, 27 января 2025 года, пришли 900 учеников. Ярмарка состоится 3 июня 2025 года (вторник).",
        "Для немедленной публикации. Это стоило 1 250 000 рублей. Еле еле. Смотрите [план школы](https://a.example/).",
        "IT-школа и C++ в XXI веке: [интервью] с учителем; 3 марта 2024 года состоялась ярмарка.",
    ],
    "uz": [
        "2025-yil 27-yanvar, dushanba kuni 900 oʻquvchi keldi. Yarmarka 2025-yil 3-iyun kuni boʻlib oʻtadi.",
        "Darhol eʼlon qilish uchun. Bu 1 250 000 soʻm. Tez tez keling. [Maktab rejasi](https://a.example/).",
        "3-mart 2024 kuni yarmarka boʻlib oʻtdi.",
    ],
    "uz-Cyrl": [
        "2025 йил 27 январь, душанба куни 900 ўқувчи келди. Ярмарка 2025 йил 3 июнь куни бўлиб ўтади.",
        "Дарҳол эълон қилиш учун. Бу 1 250 000 сўм. Тез тез келинг. [Мактаб режаси](https://a.example/).",
        "2024 йил 3 март куни ярмарка бўлиб ўтди.",
    ],
}  # fmt: skip
CASES = [(code, lang, body) for code, langs in PLANTED.items() for lang, bodies in langs.items() for body in bodies]


def release(body: str, lang: str = "en", **keys: str) -> str:
    given = {"title": "News", "date": "2025-06-01", "summary": "What is new.", "lang": lang, **keys}
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in given.items()) + f"---\n\n{body}\n"


def found(made: Site, **options: Any) -> list[tuple[str, str, int]]:
    checked = check(made.folder, NOW, Options(cache=False, **options))
    return [(problem.code, problem.file, problem.line) for problem in checked.problems]


def test_every_planted_mistake_is_found_with_its_line(site: Make) -> None:
    made = site(f"-- pressgen.yml --\n{SETTINGS}")
    for number, (_, lang, body) in enumerate(CASES):
        made.edit(f"content/c{number}.md", release(body, lang))
    told = found(made)
    lost = [
        case
        for number, case in enumerate(CASES)
        if not [line for code, file, line in told if (code, file) == (case[0], f"content/c{number}.md") and line >= 8]
    ]
    assert not lost, lost


def test_at_least_three_cases_are_planted_for_each_language() -> None:
    assert all(len(bodies) >= 3 for langs in PLANTED.values() for bodies in langs.values())


def test_what_is_right_is_passed_over(site: Make) -> None:
    made = site(f"-- pressgen.yml --\n{SETTINGS}")
    for lang, bodies in RIGHT.items():
        for number, body in enumerate(bodies):
            made.edit(f"content/{lang.lower()}-case{number}.md", release(body, lang))
    assert [each for each in found(made) if each[0] in RULES] == []


LONG = {"en": "School news ", "ru": "Новости школ ", "uz": "Maktab yangiliklari ", "uz-Cyrl": "Мактаб янгиликлари "}
FIGURES = {
    "en": [(f"Number {'7' * 5000} wins", "A number won.", f"It is {'7' * 5000}."),
           ("School has 900 pupils", "We have 800 pupils.", "We have 900 pupils."),
           ("Centre opens 5 schools", "Nothing.", "Five schools."),
           ("Grant of $1,500 for Urgut", "It is $1,400.", "It is $1,500.")],
    "ru": [("Построены 1 900 школ", "Здесь 800 школ.", "Здесь 1900 школ."),
           ("Открыты 15 кружков", "Открыты 16 кружков.", "Открыты 15 кружков."),
           ("Приём вырос на 12,5 %", "Рост составил 12,6 %.", "Рост составил 12,5 %.")],
    "uz": [("Endi 90 ta maktab", "Bu yerda 80 ta.", "Bu yerda 90 ta."),
           ("1 900 oʻquvchi keldi", "Bugun 1800 oʻquvchi keldi.", "Bugun 1900 oʻquvchi keldi."),
           ("Tanlovda 45 ish", "Tanlovda 54 ish bor.", "Tanlovda 45 ish bor.")],
    "uz-Cyrl": [("Энди 90 та мактаб", "Бу ерда 80 та.", "Бу ерда 90 та."),
                ("1 900 ўқувчи келди", "Бугун 1800 ўқувчи келди.", "Бугун 1900 ўқувчи келди."),
                ("Танловда 45 иш", "Танловда 54 иш бор.", "Танловда 45 иш бор.")],
}  # fmt: skip
NAMES = {
    "en": [("Minister greets pupils of Malika Sobirova", "Malika Sabirova came.", "Malika Sobirova came."),
           ("Prize of science goes to Anvar Karimov", "Anvar Kerimov won it.", "It was Anvar Karimov’s prize."),
           ("School named after Abdulla Avloniy", "It bears a name.", "It bears the name of Abdulla Avloniy.")],
    "ru": [("Министр встретил Малику Собирову", "Приехал гость.", "Приехала Малика Собирова."),
           ("Приз получил Анвар Каримов", "Анвару Керимову вручили приз.", "Анвару Каримову вручили приз."),
           ("Школа имени Абдуллы Авлони", "Школа носит имя поэта.", "Абдулла Авлони был поэтом.")],
    "uz": [("Vazir bugun Malika Sobirovani tabrikladi", "Mehmon keldi.", "Malika Sobirova keldi."),
           ("Sovrinni bugun Anvar Karimov oldi", "Sovrin Anvar Kerimovga berildi.", "Sovrin Anvar Karimovga berildi."),
           ("Maktabga Abdulla Avloniy nomi berildi", "Maktabga nom berildi.", "Bu Abdulla Avloniyning nomi.")],
    "uz-Cyrl": [("Вазир бугун Малика Собировани табриклади", "Меҳмон келди.", "Малика Собирова келди."),
                ("Совринни бугун Анвар Каримов олди", "Соврин Анвар Керимовга берилди.", "Соврин Анвар Каримовга берилди."),
                ("Мактабга Абдулла Авлоний номи берилди", "Мактабга ном берилди.", "Бу Абдулла Авлонийнинг номи.")],
}  # fmt: skip
HEADLINES = [
    *(("headline-figure", release(wrong, lang, title=title), release(right, lang, title=title))
      for lang, cases in FIGURES.items() for title, wrong, right in cases),
    *(("headline-name", release(wrong, lang, title=title), release(right, lang, title=title))
      for lang, cases in NAMES.items() for title, wrong, right in cases),
    *(("headline-long", release("x", lang, title=(words * 12)[:over]), release("x", lang, title=(words * 12)[:110].strip()))
      for lang, words in LONG.items() for over in (112, 119, 140)),
    *(("summary-long", release("x", lang, summary=(words * 20)[:over]), release("x", lang, summary=(words * 20)[:200].strip()))
      for lang, words in LONG.items() for over in (202, 207, 225)),
    *(("summary-missing", release("x", lang, title=f"{words}{number}", summary=""), release("x", lang))
      for lang, words in LONG.items() for number in range(3)),
]  # fmt: skip


@pytest.mark.parametrize(("code", "wrong", "right"), HEADLINES)
def test_headlines_and_summaries(site: Make, code: str, wrong: str, right: str) -> None:
    made = site(f"-- pressgen.yml --\n{SETTINGS}-- content/wrong.md --\n{wrong}-- content/right.md --\n{right}")
    assert [file for told, file, _ in found(made) if told == code] == ["content/wrong.md"]


def test_a_release_without_text_is_told(site: Make) -> None:
    bodies = {"a": "", "b": "\n\n \n", "c": "x", "d": "![A](/a.png)", "e": "***"}
    made = site(
        f"-- pressgen.yml --\n{SETTINGS}" + "".join(f"-- content/{k}.md --\n{release(v)}" for k, v in bodies.items())
    )
    made.edit("content/gallery.md", release("").replace("---\n", "---\ngallery: [a.png]\n", 1))
    assert [file for told, file, _ in found(made) if told == "text-missing"] == ["content/a.md", "content/b.md"]


def test_a_release_without_contact_is_told_unless_the_settings_have_one(site: Make) -> None:
    contacts = {"a": "", "b": "press", "c": "[press]", "d": "[{name: Desk, email: desk@example.org}]", "e": ""}
    bodies = {name: release("x", **({"contacts": given} if given else {})) for name, given in contacts.items()}
    plain = {name: bodies[name] for name in "ade"} | {"f": release("x", "en", title="Another")}
    plain |= {"g": release("Write to desk@example.org."), "h": release("Call (202) 555-0143.")}
    made = site("".join(f"-- content/{name}.md --\n{text}" for name, text in plain.items()), "without")
    told = [file for code, file, _ in found(made) if code == "contact-missing"]
    assert told == ["content/a.md", "content/e.md", "content/f.md"]
    archive = "".join(f"-- content/{name}.md --\n{text}" for name, text in bodies.items())
    made = site(f"-- pressgen.yml --\n{SETTINGS}{archive}", "with")
    assert "contact-missing" not in [code for code, _, _ in found(made)]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("maktab", "мактаб", True), ("taʼlim", "talim", True), ("robotics", "robotiks", True), ("school", "schools", True),
        ("oʻquvchi", "ўқувчи", True), ("school", "school", False), ("bus", "bug", False), ("2025", "2026", False), ("teachers", "schools", False),
    ],
)  # fmt: skip
def test_tags_that_look_alike(site: Make, one: str, other: str, alike: bool) -> None:
    made = site(
        f"-- pressgen.yml --\n{SETTINGS}-- content/a.md --\n{release('x', tags=one)}-- content/b.md --\n{release('x', tags=other)}"
    )
    assert ("tag-alike" in [code for code, _, _ in found(made)]) is alike


VERSIONS = [
    ("translation-numbers", "There are 900 pupils.", "Здесь 800 учеников.", "Здесь 900 учеников."),
    ("translation-numbers", "It cost 1,250,000.", "Стоит 1 250 001.", "Стоит 1 250 000."),
    ("translation-numbers", "It is 12.5.", "Это 12,6.", "Это 12,5."),
    ("translation-numbers", f"It is {'7' * 5000}.", f"Это {'7' * 4999}8.", f"Это {'7' * 5000}."),
    ("translation-dates", "On 27 January.", "Это было 28 января.", "Это было 27 января."),
    ("translation-dates", "On March 5, 2025.", "Это 6 марта 2025 года.", "Это 5 марта 2025 года."),
    ("translation-dates", "On 27 January.", "Скоро.", "27 января."),
    ("translation-phones", "Call +998 66 233 00 00.", "Звоните +998 66 233 00 01.", "Звоните +998 (66) 233-00-00."),
    ("translation-phones", "Call.", "Звоните +998 66 233 00 01.", "Звоните."),
    ("translation-phones", "Call +998 66 233 00 00.", "Звоните.", "Звоните +998662330000."),
    ("translation-links", "See <https://a.example/en/x>.", "См. <https://a.example/ru/y>.", "См. <https://a.example/ru/x>."),
    ("translation-links", "See <https://a.example/x>.", "См.", "См. [план](https://a.example/x)."),
    ("translation-links", "See.", "См. <https://a.example/x>.", "См."),
]  # fmt: skip


@pytest.mark.parametrize(("code", "original", "wrong", "right"), VERSIONS)
def test_translations_that_disagree(site: Make, code: str, original: str, wrong: str, right: str) -> None:
    made = site(
        f"-- pressgen.yml --\n{SETTINGS}-- content/a.md --\n{release(original)}-- content/b.md --\n{release(original)}"
        f"-- content/a.ru.md --\n{release(wrong, 'ru')}-- content/b.ru.md --\n{release(right, 'ru')}"
    )
    told = found(made)
    assert [file for found_code, file, _ in told if found_code == code] == ["content/a.ru.md"]


@pytest.mark.parametrize("lang", ["ru", "uz", "uz-Cyrl"])
@pytest.mark.parametrize(
    ("original", "behind", "abreast"),
    [("2025-05-01", "", "2025-05-01"), ("2025-05-01", "2025-04-29", "2025-05-02"), ("2025-05-01", "2025-01-02", "2025-04-30 12:00")],
)  # fmt: skip
def test_a_translation_that_lags_behind(site: Make, lang: str, original: str, behind: str, abreast: str) -> None:
    def version(name: str, lang: str, updated: str) -> str:
        dates = {"date": "2025-01-01", **({"updated": updated} if updated else {})}
        return f"-- content/{name}.{lang}.md --\n{release('x', lang, **dates)}"

    versions = [("a", "en", original), ("a", lang, behind), ("b", "en", original), ("b", lang, abreast)]
    made = site(f"-- pressgen.yml --\n{SETTINGS}" + "".join(version(*each) for each in versions))
    assert [file for code, file, _ in found(made) if code == "translation-lag"] == [f"content/a.{lang}.md"]


def test_an_embargoed_release_for_immediate_release_is_told_and_its_links_are_followed(site: Make) -> None:
    body = "For immediate release\n\nSee [the plan](lost.md)."
    made = site(f"-- pressgen.yml --\n{SETTINGS}-- content/a.md --\n{release(body, date='2031-01-01')}")
    assert {"immediate-embargo", "link-missing"} <= {code for code, _, _ in found(made)}


def test_the_example_newsroom_is_clean(tmp_path: Path) -> None:
    checked = check(ROOT, "2026-11-25 12:00", Options(cache=False))
    assert [(p.code, p.file, p.line, p.message) for p in checked.problems] == []

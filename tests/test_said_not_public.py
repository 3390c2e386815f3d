"""What front matter says of a release that is not public, in other keys, groups and forms, never publishes it.

The tables are written apart from those of pressgen: each statement is one that an author may make.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import Site
from pressgen.content import dates
from pressgen.content.frontmatter import reader
from spoken import unspoken

Make = Callable[..., Site]
NOW = datetime(2026, 1, 15, 12, tzinfo=timezone(timedelta(hours=5)))
ZONE = dates.zone("Asia/Tashkent")

YES = "true yes on 1 True YES y да ha ja oui sí".split()
NO = "false no off 0 False NO never none нет yoʻq nein non não".split()
UNSURE = ["maybe", "later", "soon", "not yet", "pending", "tbd", "awaiting approval", "unknown", "tomorrow"]
LATER = ["2030-01-01", "2030-01-01 10:00", "2030-01-01T10:00:00Z", "1 January 2030", "01.01.2030", "1 января 2030"]
STATES = "draft Draft DRAFT unpublished embargoed wip черновик qoralama".split()
SAY_YES = """
    draft isDraft private isPrivate unpublished confidential internal internal_only wip not_public do_not_publish
    dont_publish draft_mode post_draft is_a_draft in_review черновик qoralama қоралама Entwurf brouillon borrador bozza
    vertraulich confidentiel embargo under_embargo hold deleted withdrawn
""".split()
SAY_NO = """
    published publish public isPublic is_published visible live released available enabled ready approved is_ready
    is_live veröffentlicht publié publicado опубликовано публично
""".split()
SAY_WHEN = """
    embargo embargo_until publish_on publishDate publish_date publication_date go_live not_before hold_until release_at
    release_date available_from valid_from live_from visible_from published_at scheduled_for date_published pubDate
    эмбарго опубликовать дата_публикации nashr_sanasi эълон Sperrfrist Veröffentlichungsdatum date_de_publication
    fecha_de_publicación data_di_pubblicazione do_not_publish_before release launch publication datum fecha datetime
    timestamp publsh_date not_befroe
""".split()
SAY_STATE = "status state workflow moderation_state publish_status type layout kind stage visibility access".split()
SAY_MAYBE = "draft isDraft published publish public embargo go_live ready approved visible release launch live".split()
GROUPS = "meta params extra seo options publishing publication schedule workflow release press post page".split()
IN_GROUPS = "draft isDraft private published status embargo publishDate publish_on go_live release_date".split()

statements = st.one_of(
    st.tuples(st.sampled_from(SAY_YES), st.sampled_from(YES)),
    st.tuples(st.sampled_from(SAY_NO), st.sampled_from(NO)),
    st.tuples(st.sampled_from(SAY_WHEN), st.sampled_from(LATER)),
    st.tuples(st.sampled_from(SAY_STATE), st.sampled_from(STATES)),
    st.tuples(st.sampled_from(SAY_MAYBE), st.sampled_from(UNSURE)),
    st.tuples(st.sampled_from(["audience", "readership", "classification"]), st.sampled_from(["internal", "internal only"])),
)  # fmt: skip
SPELLINGS: list[Callable[[str], str]] = [
    str,
    str.upper,
    str.capitalize,
    lambda name: name.replace("_", "-"),
    lambda name: name.replace("_", " "),
    lambda name: name.split("_")[0] + "".join(map(str.capitalize, name.split("_")[1:])),
]
FORMS = [
    "{key}: {value}", "{key}: '{value}'", "{key}: \"{value}\"", "{key}: \" {value} \"", "{key}: “{value}”", "{key}: [\"{value}\"]",
    "{key}: |\n  {value}", "{key}: >-\n  {value}\n", "{key}:\n  {value}", "{key}: !!str {value}", "? {key}\n: \"{value}\"",
    "'{key}': {value}", "{key}: {value}   # a comment", "{key}:\t{value}", "{key}:   {value}  ", "x1: &a \"{value}\"\n{key}: *a",
]  # fmt: skip
PLACES = [
    "{group}:\n  {entry}", "{group}: {{{entry}}}", "{group}:\n  - {entry}", "{group}.{entry}",
    "{group}:\n  a: b\n  meta:\n    {entry}", "{group}:\n  extra:\n    - params:\n        {entry}",
]  # fmt: skip
FILES: list[Callable[[str, str], str]] = [
    lambda key, value: json.dumps({"title": "T", "date": "2026-01-10", key: value}, ensure_ascii=False) + "\n\nText.\n",
    lambda key, value: f"+++\ntitle = 'T'\ndate = 2026-01-10\n\"{key}\" = \"{value}\"\n+++\nText.\n",
    lambda key, value: f"\ufeff---\r\ntitle: T\r\ndate: 2026-01-10\r\n{key}: {value}\r\n---\r\nText.\r\n",
]  # fmt: skip


def block(entry: str) -> str:
    return f"---\ntitle: T\ndate: 2026-01-10\n{entry}\n---\nText.\n"


def read(text: str, file: str = "content/a.md") -> reader.Reading:
    reading = reader.read(text.encode(), file, ZONE, (), "https://n.example/r/")
    assert not unspoken(reading.problems)
    return reading


def is_public(text: str) -> bool:
    matter = read(text).matter
    if matter is None or matter.status != "published":
        return False
    return not any(moment and moment.at > NOW for moment in (matter.date, matter.embargo))


@settings(max_examples=400)
@given(statements, st.sampled_from(SPELLINGS), st.sampled_from(FORMS))
def test_what_says_that_a_release_is_not_public_holds_it_or_is_an_error(
    statement: tuple[str, str], spell: Callable[[str], str], form: str
) -> None:
    key, value = statement
    text = block(form.format(key=spell(key), value=value))
    assert not is_public(text), text


@settings(max_examples=200)
@given(st.data(), st.sampled_from(GROUPS), st.sampled_from(PLACES))
def test_so_it_does_in_a_group_at_any_depth(data: st.DataObject, group: str, place: str) -> None:
    key = data.draw(st.sampled_from(IN_GROUPS))
    values = {"published": NO, "status": STATES, "draft": [*YES, "maybe"], "isDraft": YES, "private": YES}.get(
        key, LATER
    )
    entry = f'{key}: "{data.draw(st.sampled_from(values))}"'
    text = block(place.format(group=group, entry=entry))
    assert not is_public(text), text


@settings(max_examples=100)
@given(st.data(), st.sampled_from(FILES))
def test_so_it_does_in_files_of_other_forms(data: st.DataObject, file: Callable[[str, str], str]) -> None:
    text = file(*data.draw(statements))
    assert not is_public(text), text


@pytest.mark.parametrize(
    "key", ["draft: true", "published: false", "embargo: 2030-01-01", "черновик: да", "private: true"]
)
@pytest.mark.parametrize("between", ["", "\n", "---\n", "\n---\n", "\n\n---\n\n"])
def test_so_it_does_in_a_second_block(key: str, between: str) -> None:
    text = f"---\ntitle: T\ndate: 2026-01-10\n---\n{between}{key}\n---\nText.\n"
    assert not is_public(text)
    wrong = read(text.replace(key, "updated: 2026-02-30"))
    assert [problem.line for problem in wrong.problems if problem.severity == "error"] == [5 + between.count("\n")]


@pytest.mark.parametrize(
    "text", ["\n---\nContact: Dilnoza\n---\n", "\n---\nEvent: The fair\n---\n", "\n---\nWe say: no\n---\n"]
)
def test_a_line_of_hyphens_below_a_blank_one_divides_the_text(text: str) -> None:
    assert read(f"---\ntitle: T\ndate: 2026-01-10\n---\n{text}Text.\n").body == f"{text}Text.\n"


@pytest.mark.parametrize(
    "key",
    """
    final: false|tlp: red|TLP: AMBER+STRICT|tlp: TLP:GREEN|classification: TLP:RED|meta: {tlp: amber}|params: {final: no}|legal: pending|clearance: pending|legal_review: in review|signoff: draft
    internal: true|audience: internal|readership: internal only|classification: confidential|type: draft|layout: draft
    stage: wip|kind: unpublished|veröffentlicht: nein|publié: non|Entwurf: ja|brouillon: oui|borrador: sí
    meta: {ready: no}|workflow: {approved: false}|publishing: [{draft: true}]|params.draft: true|interne: oui
    params: {visibility: private}|meta: {type: draft}|extra: {audience: internal only}|page: {layout: a, template: Draft}
    state: archived|moderation_state: Rejected|workflow: {state: deleted}|channel: none|params: {махфий: true}|page: {ёпиқ: yes}|meta: {privé: true}|махфйй: true
    """.strip().replace("\n", "|").split("|"),
)  # fmt: skip
def test_what_can_be_told_keeps_the_release_back_with_a_warning(key: str) -> None:
    reading = read(block(key.strip()))
    assert [(problem.severity, problem.code) for problem in reading.problems] == [("warning", "key-read-as")]
    assert reading.matter is not None and reading.matter.status == "draft"


@pytest.mark.parametrize(
    "key",
    """
    isDraft: maybe|public: soon|ready: not yet|approved: pending|release: later|launch: tbd|hidden: maybe|live: soon
    audience: staff|audience: [internal, teachers]|params: {audience: staff}|data: {readers: members}|meta: {draft: maybe}|cms: {draft: maybe}
    workflow: todo|approval: awaiting|release_status: draft|state: waiting for approval|anything: {draft: true}|anything: {published: false}|privte: true|intrenal: true|pubilc: false|visable: no
    note: do not publish|note: EMBARGOED until 10 December 2030|note: not for publication|remark: Embargo until Monday
    """.strip().replace("\n", "|").split("|"),
)  # fmt: skip
def test_what_cannot_be_told_is_an_error(key: str) -> None:
    problems = read(block(key.strip())).problems
    assert [(problem.severity, problem.code) for problem in problems] == [("error", "embargo-unclear")]


@pytest.mark.parametrize(
    "key",
    """
    meta: {publishDate: 2030-01-01}|schedule: {publish: 2030-01-01}|seo: {publish: {on: 2030-01-01}}
    sitemap: {publishDate: 2030-01-01}|publishing: {date: 2030-01-01}|publishing: {start: 2030-01-01}
    publishing: [{publishDate: 2030-01-01}]|any: [{thing: {go_live: 2030-01-01}}]|meta: {date: 2030-01-01}
    meta.publish_date: 2030-01-01|release: {date: 2030-01-01}|dates: {publication: 2030-01-01}|datum: 2030-01-01
    tarih: 2030-01-01|日期: 2030-01-01|تاريخ: 2030-01-01|geplant: 2030-01-01|show_from: 2030-01-01|hide_after: 2030-01-01|displayUntil: 2030-01-01|pub_start: 2030-01-01
    active_from: 2030-01-01|online_since: 2030-01-01|valid_from: 2030-01-01|posted: 2030-01-01|ready: 2030-01-01|schedule: {at: 2030-01-01 10:00}|nto_befoer: 2030-01-01
    """.strip().replace("\n", "|").split("|"),
)  # fmt: skip
def test_a_later_time_elsewhere_is_an_error_and_an_earlier_one_is_none(key: str) -> None:
    key = key.strip()
    if not key.startswith("nto"):
        assert [problem.code for problem in read(block(key)).problems] == ["embargo-unclear"]
    assert is_public(block(key.replace("2030", "2025"))), key


@pytest.mark.parametrize(
    "key",
    """
    event: {start: 2026-02-01, place: T, embargo: 2030-01-01}|event: {start: 2026-02-01, place: T, draft: true}
    image: {src: a.jpg, alt: A, publish_on: 2030-01-01}|authors: [{name: A, embargo: 2030-01-01}]
    corrections: [{date: 2026-01-11, text: A, go_live: 2030-01-01}]|toc: {draft: true}|series: {name: A, publishDate: 2030-01-01}
    params: {hidden: true, publishDate: 2030-01-01}|summary: DRAFT – do not publish|dateline: EMBARGOED until 10 December 2030
    tags: [a, {draft: true}]|image: {src: a.jpg, alt: A, draft: true}|cascade: {draft: true}|go: {live: 2030-01-01}
    EMBARGO UNTIL 2030-01-01: yes|do not publish before 2030-01-01:|x: 1 # do not publish|x: 1 # embargo until 10 May 2030
    strictly_embargoed: true|currently confidential: yes|fully_approved: no
    description: Not for publication|test: true|output: unknown|for_release: no|ok_to_publish: false
    embargo_until: lifted|hold: over|hold_until: over|scheduled: ended|embargo_lifted: false|embargo_is_over: no
    params: {publish_time: 18:00}|meta.release_hour: 18|publishing: {time: in the evening}|extra: [{publish_hour: 9}]
    archived: true|isArchived: yes|tlp: purple|legal_ok: pending|legal ok: no|ceo_approval: awaiting|press-office-cleared: not yet|sign_off: no|workflow: {legal_ok: pending}|is_final: no|ok: no
    show_date: 2030-05-01|show_start: 2030-05-01|Show-Day: 2030-05-01
    no_embargo: false|embargo_until: never|embargo_ends: never|access: press|visibility: media|permission: external
    """.strip().replace("\n", "|").split("|"),
)  # fmt: skip
def test_what_a_known_key_says_of_it_is_an_error_too(key: str) -> None:
    problems = read(block(key.strip())).problems
    assert "error" in {problem.severity for problem in problems}, problems


@pytest.mark.parametrize("beside", ["venue: Ilhom", "tickets: [10, 20]", "event: {start: 2030-05-01, place: T}"])
@pytest.mark.parametrize("key", ["show_date", "showStart", "show day"])
def test_the_day_of_a_show_is_no_day_of_publication(key: str, beside: str) -> None:
    assert is_public(block(f"{key}: 2030-05-01\n{beside}"))
    for other in ("show_from", "show_on", "release", "go_live", "datum"):
        assert not is_public(block(f"{other}: 2030-05-01\n{beside}")), other
    assert not is_public(block(f"{key}: 2030-05-01\nplace: Tashkent"))


@pytest.mark.parametrize("key", ["release: 2011-05-27", "meta: {date: 2011-05-27}", "valid_from: 2025-12-31"])
def test_the_day_in_the_file_s_name_is_what_later_is_measured_by(key: str) -> None:
    assert read(f"---\ntitle: T\n{key}\n---\n", "content/2026-01-10-a.md").matter is not None
    assert read(f"---\ntitle: T\n{key}\n---\n", "content/2011-01-10-a.md").matter is None


@pytest.mark.parametrize(
    "key", ["tags: [draft]", "tags: news, draft", "category: drafts", "categories: [News, WIP]"]
)  # fmt: skip
def test_a_subject_that_only_says_draft_is_a_warning(key: str) -> None:
    problems = read(block(key)).problems
    assert [(problem.severity, problem.code) for problem in problems] == [("warning", "withheld-word")]


@pytest.mark.parametrize("key", ["махфий", "ёпиқ", "Privé", "PRIVATE", "isPrivate", "черновик", "embargo"])
@pytest.mark.parametrize("between", ["{key}:\n---\n", "---\n---\n{key}: true\n---\n"])
def test_an_accent_hides_no_key_that_holds_back(key: str, between: str) -> None:
    assert not is_public(f"---\ntitle: T\ndate: 2026-01-10\n{between.format(key=key)}Text.\n")


@pytest.mark.parametrize("state", ["қайтариб олинган", "Қайтариб_олинган", "қаитариб олинган", "отозван"])
def test_a_state_is_known_with_its_accents_and_without(state: str) -> None:
    matter = read(block(f"status: {state}")).matter
    assert matter is not None and matter.status == "withdrawn"


SOUND = """
    internal: false|audience: [press, public]|audience: teachers and parents|audience: [teachers, staff]|type: news|type: review
    layout: post|layout: review|status: published|stage: final|start_date: 2030-01-01|event_date: 2030-01-01|deadline: 2030-01-01
    effective_from: 2030-01-01|school_year: 2030-2031|created_at: 2026-01-09T10:00:00Z|imported_at: 2030-01-09|timestamp: 2026-01-10
    date_gmt: 2026-01-10 04:00:00|datum: 2026-01-10|release: 1.2.0|live: https://v.example/x|live: true|online: https://v.example
    available: in all bookshops|approved: by A. Karimova|approved: 2026-01-09|review: five stars|display: card|publisher: N
    publication: The Gazette|published_by: Press office|publishing_house: Oʻqituvchi|hide: [navigation, toc]|hide: toc
    hide_title: true|private_schools: 12|public_holiday: false|draft_law: true|tags: [draft law, embargo]|tags: [internal audit]
    subtitle: The embargo is lifted|note: The embargo was lifted on 1 January|note: See the draft|comments: {published: false}
    sitemap: {priority: 0.5}|seo: {title: Draft law}|meta: {published: 2026-01-10}|meta: {publishDate: 2026-01-10, draft: false}
    program: [{date: 2030-01-01, title: Opening}]|timeline: [{date: 2030-01-01}]|film: {title: A, year: 2030}
    schedule: {start: 2030-01-01, end: 2030-01-05}|course: {start: 2030-09-01, status: open}|translations: [{lang: ru, draft: true}]
    documents: [{title: Bill, status: draft}]|workflow: published|state: Texas|access: open|pinned_until: 2030-01-01|interval: 1
    gender: no|tender: no|reads: 0|inline: false|like: false|wait: 5 minutes|posts: 5|reading_time: 5|length: 10:00
    internet: true|state: Texas|workflow: done|show_on_web: yes|showDate: true|show_start: 19:00|hide_on: [mobile]|display_date: 2026-01-10|appears_on: Channel 5
    number: 2030-01|title_draft: Old headline|show_date: no|статус: опубликовано|черновик: нет|аудитория: учителя
    дата_события: 2030-12-01|Entwurf: nein|brouillon: non|privat: nein|veröffentlicht: ja|Veröffentlichungsdatum: 2026-01-10
    isDraft: false|is_published: true|do_not_publish: false|embargo: false|go_live: 2026-01-10|dc.date: 2026-01-10|og.type: article
    x: 1 # embargo until 10 May 2025|x: 1 # draft: true|x: 1 # the draft law|embargo: lifted|embargo_status: over|embargo: never|embargo_until: none|hold_until: no|embargo_ends: false|release_status: published|distribution: [web, print]|classification: UDC 37.01|recipients: all staff of schools|audience: internal medicine|audience: Ministry of Internal Affairs|readers: internally displaced people
    time_to_read: 5|final_score: 3:2|archive: true|traffic_light: green|closing_time: 17:00|event_time: 18:00|approved_by: C. Director|slug: embargo-on-cotton|image_caption: Draft of the new station|legal_notice: See the site|tlp: clear|tlp: TLP:WHITE|final: true|final: Tashkent and Samarkand|archived: no|legal_ok: yes|clearance: granted|legal: The law firm|signed: no|office: no|classification: red|show_date: 2025-05-01|show_dates: [2030-05-01, 2030-05-02]
    confidentiality: none|classification: none|access: world|params: {type: internal-market}|level: internal medicine|time: 10 minutes
""".strip().replace("\n", "|").split("|")  # fmt: skip


@pytest.mark.parametrize("key", ["hide: home", "hidden: from lists", "hide: [home, rss]", "hide: all", "hidden: yes"])
def test_what_is_to_be_hidden_is_in_no_list(key: str) -> None:
    matter = read(block(key)).matter
    assert matter is not None and matter.unlisted


@pytest.mark.parametrize("word", ["Web", "Test", "Todo"])
def test_a_headline_with_a_colon_is_read_as_ever(word: str) -> None:
    reading = read(f"---\ntitle: {word}: a new service for schools\ndate: 2026-01-10\n---\nText.\n")
    assert reading.matter is not None and reading.matter.title == f"{word}: a new service for schools"


@pytest.mark.parametrize("key", [key.strip() for key in SOUND])
def test_what_says_nothing_of_the_kind_is_published(key: str) -> None:
    reading = read(block(key))
    assert is_public(block(key)), reading.problems
    assert reading.matter is not None and not reading.matter.unlisted


SURE_HOURS = [
    "14.00",
    "2 pm",
    "2pm",
    "2 p.m.",
    "14 Uhr",
    "14h00",
    '"в 14:00"',
    "14:00 Uhr",
    "from 14:00",
    "after 2 pm",
    "not before 14:00",
    "14:00:00",
    "1400 hours",
    "[14:00]",
    "soat 14:00",
    "10:00+01:00",
    "kl. 14:00",
]
UNSURE_HOURS = [
    "14",
    "1400",
    "14 h",
    "14h",
    "14 hours",
    "at 14",
    "14 часов",
    "14-00",
    "14:00 EST",
    "14:00 Tashkent time",
    "in the evening",
    "soon",
    "tbd",
    "nach 14 Uhr",
    "кечқурун",
    "утром",
    "5",
    "6 вечера",
    "14 soat",
    "tonight",
    "7 de la tarde",
    "12 am",
    "12:00 pm",
    "24:00",
]
LENGTHS = [
    "10 minutes",
    "2 hours",
    "42:17",
    "14:00 – 16:00",
    "2 pm - 4 pm",
    "10:30 min",
    "5 min read",
    "90",
    "fast",
    "с 14:00 до 16:00",
    "http://a.example/",
    "no",
]
SECOND_TIMES = [
    "datetime: 2026-01-15 14:00",
    "timestamp: 2026-01-15T09:00:00Z",
    "DateTime: '2026-01-15 2 pm'",
    "date_gmt: 2026-01-15 09:00",
    "datum: 15.01.2026 14:00",
    "time: 2026-01-15 14:00",
    "pubtime: 2026-01-15 14:00",
    "embargo: 2026-01-15 14:00\ndatetime: 2026-01-15 13:00",
    "datetime: 2026-01-15 13:00\ntime: 14:00",
]
FAR_TIMES = [
    "datetime: 2026-01-17 14:00",
    "time: 2026-02-15 14:00",
    "datetime: 2026-01-15 14:00 EST",
    "datetime: [2026-01-15 14:00, 2026-01-14]",
    "datum: 2026-01-16",
    "publish_hour: 2026-02-15 14:00",
]


@pytest.mark.parametrize(
    ("keys", "file", "hour"),
    [
        ("date: 2026-01-15\ntime: 14:00", "a.md", 14),
        ("date: 2026-01-15\nrelease_time: 2 pm", "a.md", 14),
        ("date: 2026-01-15\nrelease_time: 2:00 pm", "a.md", 14),
        ("date: 15 January 2026\nvaqt: 14:00", "a.md", 14),
        ("время: 14:00", "2026-01-15-a.md", 14),
        ("time: 14:00", "2026/01/15/a.md", 14),
        ("date: 2026-01-15 09:00\ntime: 14:00", "a.md", 14),
        ("date: 2026-01-15\ntime: 14:00\nevent: {start: 2026-02-01, place: T}", "a.md", 0),
        ("time: 14:00", "20260115-a.ru.md", 14),
        ("time: 14:00", "2026_01_15 a.md", 14),
        ("date: 2026-01-15\ntime: 10:00-12:00", "a.md", 0),
        ("date: 2026-01-15\ntime: 18:00-19:30", "a.md", 0),
        ("date: 2026-01-15\ntime: 42:17", "a.md", 0),
        ("date: 2026-01-15\nrelease_time: 42:17", "a.md", None),
        *((f"date: 2026-01-15\ntime: {hour}", "a.md", 14) for hour in SURE_HOURS),
        *((f"date: 2026-01-15\nPublish-Hour: {hour}", "a.md", 14) for hour in (*SURE_HOURS, *UNSURE_HOURS[:7])),
        *((f"date: 2026-01-15\ntime: {hour}", "a.md", None) for hour in UNSURE_HOURS),
        *((f"date: 2026-01-15\ndatetime: {hour}", "a.md", 14) for hour in SURE_HOURS),
        *(
            (f"date: 2026-01-15\ndatetime: {hour}", "a.md", None)
            for hour in UNSURE_HOURS
            if hour not in ("soon", "tbd")
        ),
        *((f"date: 2026-01-15\ntime: {length}", "a.md", 0) for length in LENGTHS),
        ("date: 2026-01-15 09:00\npublish_hour: 14", "a.md", 14),
        ("date: 2026-01-15\nevent: {start: 2026-02-01, place: T}\ntime: in the evening", "a.md", 0),
        ("date: 2026-01-15\nreading_time: 18", "a.md", 0),
        *((f"date: 2026-01-15\npublish_hour: {number}", "a.md", None) for number in ("0", "1", "2", "9", "12", "25")),
        *((f"date: 2026-01-15\n{key}", "a.md", 14) for key in SECOND_TIMES),
        *((f"date: 2026-01-15\n{key}", "a.md", None) for key in FAR_TIMES),
        ("datetime: 2026-01-15 14:00", "2026-01-15-a.md", 14),
        ("permalink: /2026/01/15/a/\ntime: 14:00", "a.md", 14),
        ("permalink: /2026/01/15/a/\ndate: 2026-01-14\ntime: 14:00", "a.md", 14),
        ("date: 2026-01-15 14:00\ndatetime: 2026-01-15 13:00", "a.md", 14),
        ("date: 2026-01-15\ndatum: 2026-01-15", "a.md", 0),
        ("date: 2026-01-15 14:00\ndate_gmt: 2026-01-15 09:00", "a.md", 14),
    ],
)
def test_an_hour_beside_a_day_is_that_of_publication(keys: str, file: str, hour: int | None) -> None:
    reading = read(f"---\ntitle: T\n{keys}\n---\nText.\n", f"content/{file}")
    matter = reading.matter
    assert (matter and matter.date and matter.date.at.hour) == hour
    if matter and hour == 14 and not re.search("date: 2026-01-15 14:00|embargo: |datetime.*\ntime", keys):
        assert {problem.code for problem in reading.problems} == {"date-hour"}
        assert all(key in ("toc",) or value for key, value in matter.extra.items())


MOMENTS = [
    ("Asia/Tashkent", "embargo: 2026-02-01\ndatetime: 14:00", "a", "2026-02-01T09:00:00Z"),
    ("Asia/Tashkent", "date: 2026-01-01\nembargo: 2026-02-01\ntimestamp: 2 pm", "a", "2026-02-01T09:00:00Z"),
    ("Asia/Tashkent", "embargo: 2026-02-01\ndatetime: in the evening", "a", None),
    ("Asia/Tashkent", "date: 2026-02-01 09:00:30", "a", "2026-02-01T04:00:30Z"),
    ("Asia/Tashkent", "date: 2026-01-01\nembargo: 2026-02-01T09:00+09:00", "a", "2026-02-01T00:00:00Z"),
    ("Asia/Tashkent", "date: 2026-02-01 10:00 Z\nembargo: 2026-02-01 14:59", "a", "2026-02-01T10:00:00Z"),
    ("Asia/Tashkent", "date: 2026-01-10\npublishDate: 2026-02-03\nembargo: 2026-02-02", "a", None),
    ("Asia/Tashkent", "embargo: 2026-02-03 08:00", "2026-02-04-a", "2026-02-03T19:00:00Z"),
    ("Asia/Tashkent", "time: 08:00\nembargo: 2026-02-04", "2026-02-04-a", "2026-02-04T03:00:00Z"),
    ("Asia/Tashkent", "date: 2026-02-04\ntime: 08:00\nembargo: 2026-02-04 09:00", "a", "2026-02-04T04:00:00Z"),
    ("Asia/Tashkent", "date: 2026-02-04\ntime: 10:00 -0900", "a", "2026-02-04T19:00:00Z"),
    ("Asia/Tashkent", "date: 2026-02-04\ntime: 10:00-05:00", "a", "2026-02-04T15:00:00Z"),
    ("Asia/Tashkent", "date: 2026-01-01\nembargo: 2026-02-04\nembargo_time: 18:00", "a", "2026-02-04T13:00:00Z"),
    ("Asia/Tashkent", "date: 2026-01-01\nembargo: 2026-02-04\ntime: 18:00", "a", "2026-02-04T13:00:00Z"),
    ("Asia/Tashkent", "date: 2026-01-01\npublish_on: 2026-02-04\npublish_time: 18:00", "a", "2026-02-04T13:00:00Z"),
    ("Asia/Tashkent", "date: 2026-02-04\npublish_time: 18:00\nembargo: 2026-02-04", "a", "2026-02-04T13:00:00Z"),
    ("Asia/Tashkent", "embargo: 2026-02-04\ntime: 18:00", "a", "2026-02-04T13:00:00Z"),
    ("Asia/Tashkent", "embargo: 2026-02-03\ntime: 18:00", "2026-02-04-a", "2026-02-04T13:00:00Z"),
    ("Asia/Tashkent", "date: 2026-01-01\nembargo: 2026-02-04 09:00\nembargo_time: 18:00", "a", "2026-02-04T13:00:00Z"),
    # A later hour beside another one.
    *(
        ("Asia/Tashkent", keys, "a", "2026-02-04T13:00:00Z")
        for keys in (
            "date: 2026-02-04 03:00\ntime: 18:00",
            "date: 2026-02-04 03:00\nhour: 6 pm",
            "date: 2026-02-04T03:00:00+05:00\npublish_time: 18:00",
            "date: 2026-02-04T00:00:00Z\ntime: 18:00",
            "date: 2026-02-04 03:00\nembargo_time: 18 Uhr",
            "date: 4 February 2026, 3:00\nвремя: 18:00",
            "date: 2026-02-04 09:18:00\ntime: 18:00",
            "date: 2026-02-04 03:00\ndatetime: 18:00",
            "date: 2026-02-04\nembargo: 2026-02-04 09:00\ntime: 18:00",
            "date: 2026-02-03 09:00\nembargo: 2026-02-04\ntime: 18:00",
            "date: 2026-02-04 03:00\npublish_time: 18:00\ntime: 19:00",
            "date: 2026-02-04 18:00\npublish_time: 18:00",
            "datetime: 2026-02-04\ntime: 18:00",
            "date: 1770156000\ntime: 18:00",
            # The same hour, or an earlier one, holds nothing longer.
            "date: 2026-02-04 18:00\ntime: 18:00",
            "date: 2026-02-04 18:00\nhour: 18",
            "date: 2026-02-04 18:00\ntime: 9:00",
            "date: 2026-02-04 18:00\ntime: 19:00\nvenue: Hall",
            "date: 2026-02-04 18:00\ntime: 19:00-21:00",
            "date: 2026-02-04 18:00\ntime: 25 min",
            "date: 2026-02-04 18:00\nparams: {publish_time: 18:00}",
            "date: 2026-02-04 18:00\npublishing: {hour: 9 am}",
        )
    ),
    ("Asia/Tashkent", "date: 2026-02-04T18:00:00Z\ntime: 18:00", "a", "2026-02-04T18:00:00Z"),
    ("America/New_York", "date: 2026-02-04T00:00:00Z\ntime: 18:00", "a", "2026-02-04T23:00:00Z"),
    ("Asia/Tashkent", "time: 18:00", "2026-02-04-0930.plan", "2026-02-04T13:00:00Z"),
    *(
        ("Asia/Tashkent", f"date: 2026-02-04 03:00\n{keys}", "a", None)
        for keys in (
            "time: 18:00 EST",
            "hour: 18",
            "time: in the evening",
            "time: 3 in the evening",
            "hour: 18:00\ntime: 19:00",
            "params: {publish_time: 18:00}",
            "publishing: {hour: 6 pm}",
            "meta.release_hour: in the evening",
            "release_time: 2:00",
        )
    ),
    # A second date alone is that of the page, if it cannot be that of something else.
    ("Asia/Tashkent", "datetime: 2026-02-04 18:00", "a", "2026-02-04T13:00:00Z"),
    ("Asia/Tashkent", "timestamp: 1770210000", "a", "2026-02-04T13:00:00Z"),
    ("Asia/Tashkent", "timestamp: 1770210000500", "a", "2026-02-04T13:00:00.500Z"),
    ("Asia/Tashkent", "date_gmt: 2026-02-04 13:00", "a", "2026-02-04T13:00:00Z"),
    ("Asia/Tashkent", "datum: 4.2.2026", "a", None),
    ("Asia/Tashkent", "datum: 24.2.2026", "a", "2026-02-23T19:00:00Z"),
    ("Asia/Tashkent", "planned: 2026-02-04 18:00", "a", None),
    ("Asia/Tashkent", "datetime: 2026-02-04\ntickets: free", "a", None),
    ("Asia/Tashkent", "datetime: 2026-01-04\ntimestamp: 2026-02-04", "a", None),
    *(
        ("Asia/Tashkent", "datetime: 2026-01-04", name, None)
        for name in ("2026-02-04-1800-a", "20260204-1800 a", "2026-02-04-18-00-a/index", "2026/02/04/1800-a")
    ),
    ("Asia/Tashkent", "datetime: 2026-01-04\npermalink: /2026/02/04/1800/", "a", None),
    ("Asia/Tashkent", "embargo: 2026-02-04\ndate: 25.1.2026 9:00\ntime: 18:00", "a", "2026-02-04T13:00:00Z"),
    ("Asia/Tashkent", "date: 2026-02-09 10:00\nrelease_hour: 9", "a", None),
    ("Asia/Tashkent", "date: 10 am 9 February 2026\nhour: 9", "a", None),
    ("Asia/Tashkent", "datetime: 2026-01-04", "2026-02-04-a", "2026-02-03T19:00:00Z"),
    ("Asia/Tashkent", "datetime: 2026-01-04\nembargo: 2026-02-04", "a", None),
    ("Asia/Tashkent", "date: '18:00 04/02/2026'", "a", None),
    ("Asia/Tashkent", "date: '18:00 02/24/2026'", "a", "2026-02-24T13:00:00Z"),
    ("Asia/Tashkent", "time: 18:00", "20260204 a", "2026-02-04T13:00:00Z"),
    ("Asia/Tashkent", "tags: [a]", "20260204-1800-a", None),
    ("Asia/Tashkent", "tags: [a]", "2026_02_04 18.00 a", None),
    ("Asia/Tashkent", "tags: [a]", "2026/02/04/20260101-a", "2026-02-03T19:00:00Z"),
    ("Asia/Tashkent", "tags: [a]", "2026/01/01/20260204-a", "2026-02-03T19:00:00Z"),
    ("Asia/Tashkent", "date: 2026-02-01 09:00\nexpires: 2026-02-01", "a", "2026-02-01T04:00:00Z"),
    ("Europe/London", "date: 2026-10-25 01:30 +00:00", "a", "2026-10-25T01:30:00Z"),
    ("Europe/London", "date: 2026-10-25\ntime: 01:30", "a", None),
    ("Europe/London", "date: 2026-03-29\ntime: 01:30", "a", None),
    ("America/New_York", "date: 2026-03-08\nembargo: 2026-03-08 03:00", "a", "2026-03-08T07:00:00Z"),
    ("Australia/Lord_Howe", "date: 2026-10-04 02:30", "a", "2026-10-03T15:30:00Z"),
    ("Africa/Cairo", "date: 2026-04-24", "a", "2026-04-23T22:00:00Z"),
    ("Asia/Tashkent", "date: 2026-02-01\ntime: 24:00", "a", None),
    ("Asia/Tashkent", "date: 2026-01-01\nembargo: 2026-02-01 09:00\nexpires: 2026-01-20", "a", None),
    # Two hours, each of which may be that of publication.
    ("Asia/Tashkent", "date: 2026-02-04\nhour: 00:30\ntime: 18:00", "a", None),
    ("Asia/Tashkent", "date: 2026-02-04\ntime: 18:00\nчас: 00:30", "a", None),
    ("Asia/Tashkent", "date: 2026-02-04\nvaqt: 00:30\ndatetime: 18:00", "a", None),
    ("Asia/Tashkent", "date: 2026-02-04\ntime: 09:00\npublish_time: 18:00", "a", "2026-02-04T13:00:00Z"),
    ("Asia/Tashkent", "date: 2026-02-04\ndatum: 18:00", "a", "2026-02-04T13:00:00Z"),
    ("Asia/Tashkent", "timestamp: 6 pm", "2026-02-04-a", "2026-02-04T13:00:00Z"),
    ("Asia/Tashkent", "date: 2026-02-04\ntime: 18:00:00.000", "a", "2026-02-04T13:00:00Z"),
    ("Asia/Tashkent", "date: 2026-02-04\ntime: 6 o'clock", "a", None),
    # Times as they are written in texts.
    ("Asia/Tashkent", "date: 2026-02-04\ndatetime: 18:00, 4 February 2026", "a", "2026-02-04T13:00:00Z"),
    ("Asia/Tashkent", "date: 2026-02-04\ndatum: 04.02.2026, 18 Uhr", "a", None),
    ("Asia/Tashkent", "date: 2026-02-13\ndatum: 13.02.2026, 18 Uhr", "a", "2026-02-13T13:00:00Z"),
    ("Asia/Tashkent", "date: 2026-02-04\ndatetime: 2026-02-04 noon", "a", "2026-02-04T07:00:00Z"),
    ("Asia/Tashkent", "date: 2026-01-01\nlaunch: noon on 4 February 2026", "a", None),
    *(
        ("Asia/Tashkent", f"date: 2026-02-04\ndatetime: {time}", "a", None)
        for time in ("20260204T180000", "20260204 18:00", "2026-02-04_18-00", "2026-02-04T18:00[Asia/Tashkent]")
    ),
    # Zones in keys of their own.
    ("Asia/Tashkent", "date: 2026-02-04 18:00\ntimezone: UTC", "a", "2026-02-04T18:00:00Z"),
    ("Asia/Tashkent", "tz: -0800\ndate: 2026-02-04\npublish_time: 18:00", "a", "2026-02-05T02:00:00Z"),
    (
        "Asia/Tashkent",
        "date: 2026-01-01\nembargo: 2026-02-04 18:00\nembargo_timezone: GMT",
        "a",
        "2026-02-04T18:00:00Z",
    ),
    ("Asia/Tashkent", "date: 2026-02-04 18:00\nvaqt mintaqasi: UTC+3", "a", "2026-02-04T15:00:00Z"),
    ("Asia/Tashkent", "date: 2026-02-04 18:00\ntimezone: Asia/Tashkent", "a", "2026-02-04T13:00:00Z"),
    ("Asia/Tashkent", "date: 2026-02-04 18:00\ntime_zone: tashkent", "a", "2026-02-04T13:00:00Z"),
    ("Asia/Tashkent", "date: 2026-02-04 18:00 +05:00\ntimezone: America/New_York", "a", "2026-02-04T13:00:00Z"),
    ("Asia/Tashkent", "date: 2026-02-04 18:00\ntimezone: America/New_York", "a", None),
    ("Asia/Tashkent", "date: 2026-02-04\nembargo: 2026-02-05 18:00\nчасовой пояс: МСК", "a", None),
    ("Asia/Tashkent", "date: 2026-02-04 18:00\nvenue: Hall\ntimezone: America/New_York", "a", "2026-02-04T13:00:00Z"),
    ("Asia/Tashkent", "date: 2026-02-04 18:00\nvenue: Hall\nembargo_tz: EST", "a", None),
    ("Asia/Tashkent", "date: 2026-02-04\ntimezone: America/New_York", "a", "2026-02-03T19:00:00Z"),
    ("Asia/Tashkent", "date: 2026-02-04\nrelease_date_utc: 2026-02-04 18:00", "a", "2026-02-04T18:00:00Z"),
    ("Asia/Tashkent", "date: 2026-02-04\nembargo_gmt: 2026-02-04 18:00 +01:00", "a", "2026-02-04T17:00:00Z"),
    ("Asia/Tashkent", "date: 2026-01-01\npublish_at_utc: 2026-02-04 18:00", "a", None),
    (
        "Asia/Tashkent",
        "date: 2026-02-04 18:00\npost_date: 2026-02-04 18:00\npost_date_gmt: 2026-02-04 13:00",
        "a",
        "2026-02-04T13:00:00Z",
    ),
    # Names of the day of publication.
    *(
        ("Asia/Tashkent", f"date: 2026-01-01\n{key}: 2026-02-04", "a", "2026-02-03T19:00:00Z")
        for key in ("date_of_release", "date_issued", "дата_релиза", "chiqish_sanasi", "notBefore")
    ),
    ("Asia/Tashkent", "date: 2026-01-01\nissue_date: 2026-02-04", "a", None),
    ("Asia/Tashkent", "date: 2026-02-04\nDateOfIssue: 2026-02-04 18:00", "a", "2026-02-04T13:00:00Z"),
    ("Asia/Tashkent", "date: 2026-01-01\nplanned for: 2026-02-04", "a", None),
    ("Asia/Tashkent", "date: 2026-02-04\nissue: 12", "a", "2026-02-03T19:00:00Z"),
    ("Asia/Tashkent", "date: 2026-01-01\nchop etilmasin: ha", "a", None),
    # An hour in the name of a file, before which its day is too early.
    *(
        ("Asia/Tashkent", "tags: [a]", name, None)
        for name in (
            "2026-02-04-18-00-a",
            "2026-02-04-18h30-a",
            "2026-02-04-6pm",
            "2026-02-04-at-18-00-a",
            "2026-02-04-18uhr-a",
            "2026-02-04-18-00-a/index",
            "2026-02-04-6pm-a/index",
            "2026/02/04/18-00-a",
            "2026-02-04-1800-a",
            "2026-02-04-0730",
            "2026-02-04-at-1815-a",
            "2026-02-04-1800.ru",
            "2026-02-04-2145-a/index",
        )
    ),
    ("Asia/Tashkent", "date: 2026-02-04 18:00", "2026-02-04-18-00-a", "2026-02-04T13:00:00Z"),
    ("Asia/Tashkent", "embargo: 2026-02-04 18:00", "2026-02-04-6pm-a", "2026-02-04T13:00:00Z"),
    ("Asia/Tashkent", "tags: [a]", "2026-02-04-2025-results", "2026-02-03T19:00:00Z"),
    ("Asia/Tashkent", "tags: [a]", "2026-02-04-2025-results/index", "2026-02-03T19:00:00Z"),
    ("Asia/Tashkent", "tags: [a]", "2026-02-04-0117-report", "2026-02-03T19:00:00Z"),
    ("Asia/Tashkent", "tags: [a]", "2026-02-04-1800th-a", "2026-02-03T19:00:00Z"),
    ("Asia/Tashkent", "tags: [a]", "2026-02-04-2030-strategy", "2026-02-03T19:00:00Z"),
    ("Asia/Tashkent", "tags: [a]", "2026-02-04-18-hours-a", "2026-02-03T19:00:00Z"),
    ("Asia/Tashkent", "tags: [a]", "2026-02-04-30-60-a", "2026-02-03T19:00:00Z"),
]
"""Zones, times in several keys, names of files, and when the release is public; None for an error."""


@pytest.mark.parametrize(("zone", "keys", "name", "moment"), MOMENTS)
def test_of_several_times_the_latest_holds_to_the_second(
    site: Make, zone: str, keys: str, name: str, moment: str | None
) -> None:
    made = site(f"-- pressgen.yml --\ntitle: N\nurl: https://n.example/\ntimezone: {zone}\n")
    made.edit("content/z.md", "---\ntitle: Z\ndate: 2026-01-02\n---\nText.\n")
    bare = made.build("2026-01-15T00:00:00Z") and made.files()
    made.edit(f"content/{name}.md", f"---\ntitle: Zqsecret\n{keys}\n---\nZqwords.\n")
    report = made.build("2026-01-15T00:00:00Z", skip_invalid=True)
    if moment is None:
        assert "error" in {problem.severity for problem in report.problems}
        return
    at = datetime.fromisoformat(moment)
    assert report.next_change == at and made.files() == bare
    assert made.build((at - timedelta(seconds=1)).isoformat()).releases == 1
    assert not [path for path, data in made.files().items() if b"Zqsecret" in data or b"Zqwords" in data]
    assert made.build(at.isoformat()).releases == 2
    assert made.build((at - timedelta(seconds=1)).isoformat()).releases == 1
    assert not [path for path, data in made.files().items() if b"Zqsecret" in data or b"Zqwords" in data]


def test_a_release_whose_hour_is_in_a_key_of_its_own_goes_out_at_it(site: Make) -> None:
    made = site("-- content/2026-01-15-a.md --\n---\ntitle: Zq\ntime: 14:00\n---\nText.\n")
    assert made.build("2026-01-15 13:59:59").releases == 0
    assert not [path for path, content in made.files().items() if b"Zq" in content]
    assert made.build("2026-01-15 14:00").releases == 1


@pytest.mark.parametrize(
    "key", ["dr\u0430ft: maybe", "dra\u200bft: maybe", "\u0440ublished: 2030-01-01", "ч\u200bерновик: может"]
)
def test_letters_that_cannot_be_seen_make_no_error_milder(key: str) -> None:
    assert {"error", "notice"} == {problem.severity for problem in read(block(key)).problems}


@pytest.mark.parametrize("key", ["draft", "isDraft", "private", "state", "go_live", "internal", "veröffentlicht"])
def test_no_key_that_keeps_a_release_back_can_have_tags(site: Make, key: str) -> None:
    made = site(f"-- pressgen.yml --\ntitle: T\nurl: https://n.example/\ntag_keys: [{key}]\n")
    made.edit("content/a.md", "---\ntitle: A\ndate: 2026-01-01\n---\nText.\n")
    assert made.build().exit_code == 2 and made.codes("error") == ["settings-tag-keys"]


def test_a_tag_in_another_key_that_only_says_draft_is_a_warning(site: Make) -> None:
    made = site("-- pressgen.yml --\ntitle: T\nurl: https://n.example/\ntag_keys: [categories]\n")
    made.edit("content/a.md", "---\ntitle: A\ndate: 2026-01-01\ncategories: [News, drafts]\n---\nText.\n")
    made.build()
    assert made.codes("warning") == ["withheld-word"]


FOLDER_KEYS = [
    ("_index.md", "---\ntitle: S\ncascade:\n  draft: true\n---\n", 4),
    ("_index.ru.md", "+++\ntitle = 'S'\n[cascade]\ndraft = true\n+++\n", 4),
    ("_index.md", "---\nbuild: {render: never}\n---\n", 2),
    ("news.json", '{\n  "draft": true\n}\n', 2),
    ("news.11tydata.json", '{"permalink": false}', 1),
    ("_metadata.yml", "author: A\npublished: no\n", 2),
    ("_index.md", "\ufeff---\rcascade:\r  status: Draft\r---\r", 3),
    ("_index.md", "---\ntitle: S\ncascade:\n  publishDate: 2030-01-01\n---\n", 4),
    ("_index.md", "---\ntitle: S\ncascade:\n- _target: {path: /news/**}\n  params:\n    isDraft: да\n---\n", 5),
    ("_index.md", "+++\ntitle = 'S'\n[cascade]\n[cascade.build]\nrender = 'never'\n+++\n", 4),
    ("_index.md", "+++\ntitle = 'S'\n[[cascade]]\nexpiryDate = 2020-01-01\n+++\n", 4),
    ("_index.md", "---\ntitle: S\nstate: under review\n---\n", 3),
    ("_index.md", "---\ntitle: S\ncascade: {approved: pending}\n---\n", 3),
    ("_index.md", "---\ntitle: 'S\ndraft: true\n---\n", 3),
    ("news.json", '{\n  "date": "2030-01-01"\n}\n', 2),
    ("news.json", '{"a": 1,\n"embargo": "until noon"}\n', 2),
    ("news.11tydata.json", '{"a": [1,\n2],\n"private": 1}', 3),
    ("news.11tydata.js", "module.exports = {\n  draft: true,\n};\n", 2),
    ("news.11tydata.cjs", "// all\nexports.permalink = false\n", 2),
    ("news.11tydata.mjs", "export default {\n  eleventyComputed: {\n    published: (data) => data.ready,\n} };\n", 3),
    ("news.11tydata.js", "module.exports = () => ({ date: '2030-01-01' });\n", 1),
    (
        "news.11tydata.js",
        "module.exports = {\n permalink: function (data) {\n  return data.old ? false : '/a/';\n} }\n",
        2,
    ),
    ("_data.yml", "title: A\nlayout: post\ndraft: true\n", 3),
    ("_data.ts", "export const draft = Deno.env.get('CI') !== '';\n", 1),
    ("_defaults.yaml", "черновик: да\n", 1),
    ("_data.toml", "a = 1\nembargo = 2030-01-01\n", 2),
    ("_data.yml", "unlisted: true\n", 1),
    ("_data.yml", "layout: post\nhidden: yes\n", 2),
    ("_data.yml", "robots: noindex\n", 1),
    ("_data.yml", "draft:\n- true\n", 1),
    ("_data.yml", "published: [no]\n", 1),
    ("_index.md", "---\ntitle: S\ncascade: {build: {list: never}}\n---\n", 3),
    ("news.11tydata.json", '{"eleventyExcludeFromCollections": true}\n', 1),
    ("news.11tydata.js", "export default { date: new Date('2030-01-01') }\n", 1),
    ("news.11tydata.js", "export default {\n  publishDate: new Date(2030, 0, 1),\n}\n", 2),
    ("news.11tydata.mjs", "export const embargo = new Date(2020, 0, 1)\n", 1),
]


@pytest.mark.parametrize(("name", "text", "line"), FOLDER_KEYS)
def test_what_would_hold_a_whole_folder_back_is_an_error(site: Make, name: str, text: str, line: int) -> None:
    made = site("-- content/news/deep/a.md --\n---\ntitle: A\ndate: 2026-01-01\n---\nText.\n")
    made.edit(f"content/news/{name}", text)
    (problem,) = made.build().problems
    assert (problem.code, problem.file, problem.line) == ("folder-held", f"content/news/{name}", line)
    assert not made.report.written
    # As the hint says, the line goes, and the files say it themselves.
    made.edit("content/news/deep/a.md", "---\ntitle: A\ndate: 2026-01-01\ndraft: true\n---\nText.\n")
    made.edit(f"content/news/{name}", "".join(text.splitlines(keepends=True)[: line - 1]))
    assert made.build().exit_code == 0 and made.report.releases == 0


@pytest.mark.parametrize("data", ["draft: true".encode("utf-16"), "черновик: да".encode("cp1251"), b"\0", b"a: b\xd0"])
def test_keys_of_a_folder_that_cannot_be_read_are_an_error(site: Make, data: bytes) -> None:
    made = site("-- content/news/a.md --\n---\ntitle: A\ndate: 2026-01-01\n---\nText.\n")
    made.edit("content/b.md", "---\ntitle: B\ndate: 2026-01-01\n---\nText.\n")
    made.edit("content/news/_data.yml", data)
    assert made.build().exit_code == 1 and made.codes() == ["folder-held"]
    report = made.build(skip_invalid=True)
    assert (report.exit_code, report.releases, report.left_out) == (3, 1, ("content/news/a.md",))
    made.remove("content/news/_data.yml")
    assert made.build().releases == 2


def test_the_beginning_of_a_long_file_of_a_folder_is_read(site: Make) -> None:
    made = site("-- content/news/a.md --\n---\ntitle: A\ndate: 2026-01-01\n---\nText.\n")
    # The last character that is read is cut.
    made.edit("content/news/_data.yml", "a: " + 40_000 * "я")
    assert made.build().releases == 1


@pytest.mark.parametrize("entry", ["embargo: 2026-12-10 18:00", "date: 2026-12-10T18:00:00+05:00"])
def test_an_hour_for_a_whole_folder_counts_until_its_day_is_over(site: Make, entry: str) -> None:
    made = site("-- content/news/a.md --\n---\ntitle: A\ndate: 2026-01-01\n---\nText.\n")
    made.edit("content/b.md", "---\ntitle: B\ndate: 2026-01-01\n---\nText.\n")
    made.edit("content/news/_data.yml", entry + "\n")
    # A build that remembers the last one answers as one that remembers nothing.
    for hour, releases in (("10 12:00", 1), ("10 17:59", 1), ("10 18:01", 1), ("10 23:59", 1), ("11 00:00", 2)):
        assert made.build(as_of=f"2026-12-{hour}+05:00", skip_invalid=True).releases == releases, hour
    made.edit("content/news/_data.yml", "embargo: 2026-12-10 00:00\n")
    assert made.build(as_of="2026-12-10 00:00+05:00", skip_invalid=True).releases == 2


@pytest.mark.parametrize("folder", ["news", "news/x\u202ey"])
def test_a_folder_that_is_held_costs_its_own_files(site: Make, folder: str) -> None:
    made = site("-- content/newsletter/b.md --\n---\ntitle: B\ndate: 2026-01-01\n---\nText.\n")
    made.edit(f"content/{folder}/deep/a.md", "---\ntitle: Zqsecret\ndate: 2026-01-01\n---\nText.\n")
    assert made.build().releases == 2
    made.edit(f"content/{folder}/_index.md", "---\ncascade: {draft: true}\n---\n")
    assert made.build().exit_code == 1 and not made.report.written
    report = made.build(skip_invalid=True)
    assert (report.exit_code, report.releases) == (3, 1)
    assert not [path for path, data in made.files().items() if b"Zqsecret" in data]
    # An edit of this file alone is noticed.
    made.edit(f"content/{folder}/_index.md", "---\ncascade: {draft: false}\n---\n")
    assert made.build().releases == 2


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("news/_index.md", "---\ntitle: News\ndraft: false\n---\nA draft: true story.\n"),
        ("news/_index.md", "---\ntitle: News\n# draft: true\n---\n"),
        ("news/_index.md", "---\ntitle: News\n---\nWrite:\n\n---\n```\ndraft: true\n```\n"),
        ("news/_index.md", "+++\ntitle = 'News'\n+++\n\ndraft = true\n"),
        ("news/data.json", '{"draft": true}'),
        ("empty/_index.md", "---\ndraft: true\n---\n"),
        ("news/news.json", '{"bill": "draft", "published": true}'),
        ("news/news.json", '{"date": "2020-01-01", "status": "open", "tags": {"a": "draft"}, "permalink": "/a/"}'),
        ("news/news.json", '[{"title": "Bill", "draft": true}]'),
        (
            "news/_index.md",
            "---\ntitle: News\ndate: 2030-01-01\ncascade: {type: news, date: 2020-01-01, layout: post}\n---\n",
        ),
        ("news/_index.md", "---\ntitle: News\ncascade: {_target: {kind: page}, showDate: true, tags: [draft]}\n---\n"),
        ("news/_index.md", "Write `draft: true` here.\n"),
        (
            "news/news.11tydata.js",
            "// draft: true\nmodule.exports = {\n  layout: 'post.njk', tags: ['posts'], /* private: true */\n"
            "  permalink: '/news/{{ slug }}/', date: 'Last Modified', url: 'https://n.example/draft: true',\n"
            "  eleventyComputed: { title: (data) => data.draft ? 'Draft' : data.title, draft: false },\n};\n",
        ),
        ("news/other.js", "export const draft = true;\n"),
        ("empty/empty.11tydata.js", "module.exports = { draft: true };\n"),
        ("news/_data.yml", "layout: post\nauthor: A\nunlisted: false\ndate: 2020-01-01\n"),
        ("news/_index.md", "---\ntitle: News\nhidden: true\nnoindex: true\n---\n"),
        ("news/news.11tydata.js", "export default { date: new Date('2020-01-01'), x: new Date(2030, 0, 1) }\n"),
        ("empty/_data.yml", "draft: tru\0e\n"),
        ("news/_index.css", "\0"),
        ("news/a.json", "\0"),
    ],
)
def test_other_files_of_a_folder_hold_nothing(site: Make, path: str, text: str) -> None:
    made = site("-- content/news/a.md --\n---\ntitle: A\ndate: 2026-01-01\n---\nText.\n")
    made.edit(f"content/{path}", text)
    assert made.build().releases == 1 and made.codes("error") == []


@pytest.mark.parametrize(
    ("comment", "is_note"),
    [
        ("# Embargoed until 10 December 2030", True),
        ("  # do not publish yet", True),
        ("weight = 1 # Embargo until 10 December 2030", True),
        ("# эмбарго до 10 декабря 2030", True),
        ("# draft = true", False),
        ("# Embargoed until 10 December 2020", False),
        ("summary = 'Bus #4, bus # 5' # buses", False),
        ("weight = 1 # heavy", False),
    ],
)  # fmt: skip
def test_a_note_in_a_comment_of_toml_is_reported_as_one_of_yaml(comment: str, is_note: bool) -> None:
    text = f"+++\ntitle = 'T'\ndate = 2026-01-01\n{comment}\n+++\nText.\n"
    notes = [problem for problem in read(text).problems if problem.key == "embargo-unclear/word"]
    assert [problem.line for problem in notes] == ([4] if is_note else [])
    if not is_note:
        assert read(text).matter is not None


def test_comments_of_toml_lose_no_key() -> None:
    text = '+++\n# One\ntitle = \'T # 1\' # two\n\n[extra]\na = \'x\' # three\nb = """\n# four\n"""\n[params]\ndraft = true\n# five\n+++\n'
    matter = read(text.replace("# five", "date = 2026-01-01").replace("[extra]", "date = 2026-01-01\n[extra]")).matter
    assert matter is not None and (matter.title, matter.status, matter.extra["extra"]) == (
        "T # 1", "draft", {"a": "x", "b": "# four\n"}
    )  # fmt: skip


@pytest.mark.parametrize("key", ["time", "datetime", "Uhrzeit", "vaqt", "release_hour"])
@pytest.mark.parametrize("hour", ["12 am", "12:00 pm", "24:00", "24:30", "12 p.m."])
@pytest.mark.parametrize(
    "date", ["date: 2026-01-15", "embargo: 2026-01-15", "date: 2026-01-14\nembargo: 2026-01-15 09:00"]
)
def test_an_hour_that_is_none_is_asked_for_once(date: str, hour: str, key: str) -> None:
    problems = read(f"---\ntitle: T\n{date}\n{key}: '{hour}'\n---\nText.\n").problems
    problem = next(problem for problem in problems if problem.severity == "error")
    assert (problem.key, problem.line) == ("date-hour/unclear", 4 + date.count("\n"))
    assert read(f"---\ntitle: T\n{problem.values['entry']}\n---\nText.\n").matter

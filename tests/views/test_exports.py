"""Exports of Plausible, Matomo, Umami and GoAccess, as these programs write them."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from access import BUS, PLAN, PLAN_RU
from pressgen.errors import ContentError
from pressgen.views.addresses import make_addresses
from pressgen.views.exports import is_export, read_export

ADDRESSES = make_addresses(
    [(path, path) for path in ("2025/01/plan/index.html", "ru/2025/01/план-работы/index.html", "bus.html")],
    [("old/plan/index.html", "2025/01/plan/index.html")],
    "https://news.example/press/",
)
RU = "/press/ru/2025/01/%D0%BF%D0%BB%D0%B0%D0%BD-%D1%80%D0%B0%D0%B1%D0%BE%D1%82%D1%8B/"
GOACCESS_CSV = """\
"0",,"general",,,,,,,,"2026-11-29 11:49:54 +0000","date_time"
"1",,"general",,,,,,,,"30","total_requests"
"0",,"visitors","20","66.67%","9","90.00%","12","100.00%",,,"20251127"
"1",,"visitors","10","33.33%","1","10.00%","12","100.00%",,,"20251128"
"0",,"requests","20","66.67%","9","90.00%","12","100.00%","GET","HTTP/1.1","/press/2025/01/plan/"
"1",,"requests","4","13.33%","2","20.00%","12","100.00%","GET","HTTP/2.0","/press/2025/01/plan/?x=1"
"2",,"requests","3","10.00%","1","10.00%","12","100.00%","POST","HTTP/2.0","/press/2025/01/plan/"
"3",,"requests","3","10.00%","1","10.00%","12","100.00%","GET","HTTP/2.0","/press/"
"0",,"hosts","30","100.00%","1","100.00%","12","100.00%",,,"192.0.2.7"
"""


def row(address: str, views: int, **more: object) -> dict[str, object]:
    return {"label": address, "nb_visits": 1, "nb_hits": views, **more}


FORMS: dict[str, tuple[str, str, dict[tuple[str, str], int], str]] = {
    "plausible.csv": (
        f"name,visitors,pageviews,bounce_rate,time_on_page\n/press{PLAN},9,20,50,30\n/press/old/plan/,1,4,0,1\n/press/,9,9,0,0\n{RU},1,2,0,0\n",
        "Plausible",
        {(PLAN, ""): 24, (PLAN_RU, ""): 2},
        "",
    ),
    "imported_pages_20251127_20251128.csv": (
        "date,hostname,page,visits,visitors,pageviews\n"
        f"2025-11-27,news.example,/press{PLAN},1,1,3\n2025-11-28,www.news.example,/press{PLAN},1,1,4\n"
        f"2025-11-28,other.example,/press{PLAN},1,1,99\n2025-11-29,news.example,/press/,1,1,1\n",
        "Plausible",
        {(PLAN, "2025-11-27"): 3, (PLAN, "2025-11-28"): 4},
        "2025-11-29",
    ),
    "plausible-1.json": (
        json.dumps({"results": [{"page": f"/press{PLAN}", "visitors": 5, "pageviews": 20}]}),
        "Plausible",
        {(PLAN, ""): 20},
        "",
    ),
    "plausible-2.json": (
        json.dumps(
            {
                "results": [{"metrics": [5, 20], "dimensions": [f"/press{PLAN}", "2025-11-01"]}],
                "query": {
                    "metrics": ["visitors", "pageviews"],
                    "dimensions": ["event:page", "time:month"],
                    "date_range": ["2025-11-01T00:00:00+05:00", "2025-11-28T23:59:59+05:00"],
                },
            }
        ),
        "Plausible",
        {(PLAN, "2025-11"): 20},
        "2025-11-28",
    ),
    "matomo.csv": (
        f"label,nb_visits,nb_hits,sum_time_spent,url\nplan,1,20,9,https://news.example/press{PLAN}\nbus,1,5,9,https://news.example/press/bus.html\nx,1,7,9,https://old.example/press{PLAN}\n",
        "Matomo",
        {(PLAN, ""): 20, (BUS, ""): 5},
        "",
    ),
    "matomo-labels.csv": (f"label,nb_visits,nb_hits\n/press{PLAN},1,20\n", "Matomo", {(PLAN, ""): 20}, ""),
    "matomo-english.csv": (
        f"Label,Pageviews,Unique Pageviews,Metadata: url\nplan,20,3,https://news.example/press{PLAN}\n",
        "Matomo",
        {(PLAN, ""): 20},
        "",
    ),
    "matomo-metadata.csv": (
        f"label,nb_visits,nb_hits,metadata_url\n/index,1,20,https://news.example/press{PLAN}\n",
        "Matomo",
        {(PLAN, ""): 20},
        "",
    ),
    "matomo-flat.csv": (f"label,nb_visits,nb_hits\n/press{PLAN}index,1,20\n", "Matomo", {(PLAN, ""): 20}, ""),
    "matomo-flat.json": (json.dumps([row(f"/press{PLAN}index", 20)]), "Matomo", {(PLAN, ""): 20}, ""),
    "matomo.tsv": (f"label\tnb_hits\n/press{PLAN}\t20\n", "Matomo", {(PLAN, ""): 20}, ""),
    "matomo.json": (
        json.dumps(
            [
                row(
                    "2025",
                    25,
                    subtable=[
                        row("/plan", 20, url=f"https://news.example/press{PLAN}"),
                        row("x", 5, url="https://news.example/press/x"),
                    ],
                )
            ]
        ),
        "Matomo",
        {(PLAN, ""): 20},
        "",
    ),
    "matomo-days.json": (
        json.dumps(
            {"2025-11-27": [row(f"/press{PLAN}", 3)], "2025-11-28": [row(f"/press{PLAN}", 4)], "2025-11-29": []}
        ),
        "Matomo",
        {(PLAN, "2025-11-27"): 3, (PLAN, "2025-11-28"): 4},
        "2025-11-28",
    ),
    "umami.json": (
        json.dumps([{"x": f"/press{PLAN}", "y": 20}, {"x": "/press/", "y": 3}]),
        "Umami",
        {(PLAN, ""): 20},
        "",
    ),
    "website_event.csv": (
        "website_id,session_id,hostname,url_path,url_query,event_type,event_name,created_at\n"
        f"1,2,news.example,/press{PLAN},,1,,2025-11-28 10:00:00\n1,2,news.example,/press{PLAN},,2,click,2025-11-28 10:00:01\n",
        "Umami",
        {(PLAN, "2025-11-28"): 1},
        "2025-11-28",
    ),
    "goaccess.csv": (GOACCESS_CSV, "GoAccess", {(PLAN, ""): 24}, "2025-11-28"),
    "goaccess.json": (
        json.dumps(
            {
                "general": {"start_date": "01/Nov/2025", "end_date": "28/Nov/2025"},
                "requests": {
                    "data": [
                        {"hits": {"count": 20}, "method": "GET", "data": f"/press{PLAN}"},
                        {"hits": {"count": 9}, "method": "HEAD", "data": f"/press{PLAN}"},
                    ]
                },
            }
        ),
        "GoAccess",
        {(PLAN, ""): 20},
        "2025-11-28",
    ),
}


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        (name, encoding)
        for name in FORMS
        for encoding in ("utf-8", "utf-8-sig", "utf-16")
        if encoding != "utf-16" or not name.endswith(".json")  # no program writes JSON in UTF-16
    ],
)
def test_an_export_is_read(tmp_path: Path, name: str, encoding: str) -> None:
    text, source, counts, as_of = FORMS[name]
    path = tmp_path / name
    path.write_text(text, encoding=encoding, newline="")
    assert is_export(path)
    export = read_export(path, ADDRESSES)
    assert (export.source, dict(export.counts), export.as_of, export.malformed) == (source, counts, as_of, 0)


@pytest.mark.parametrize("name", ["plausible.csv", "website_event.csv", "matomo.csv"])
def test_an_archive_is_read_without_the_other_tables_in_it(tmp_path: Path, name: str) -> None:
    text, source, counts, as_of = FORMS[name]
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("browsers.csv", "name,visitors\nFirefox,3\n")
        archive.writestr(f"export/{name}", text)
        archive.writestr("readme.txt", "Thank you.")
    path = tmp_path / "export.zip"
    path.write_bytes(data.getvalue())
    export = read_export(path, ADDRESSES)
    assert (export.source, dict(export.counts), export.as_of) == (source, counts, as_of)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"name,visitors,pageviews\n/press{PLAN},1,20\n/press{PLAN},1,many\n", 3),
        (f"date,hostname,page,visits,visitors,pageviews\n28.11.2025,news.example,/press{PLAN},1,1,3\n", 2),
        (f"name,visitors,pageviews\n/press{PLAN},1\n", 2),
        (f"name,visitors,pageviews\n/press{PLAN},1,-4\n", 2),
    ],
)
def test_rows_without_a_number_or_a_date_are_malformed(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "pages.csv"
    path.write_text(text)
    export = read_export(path, ADDRESSES)
    assert (export.malformed, export.first_malformed) == (1, line)


@pytest.mark.parametrize(
    "data",
    [
        b"{}",
        b"[]",
        b'{"results": []}',
        b'{"results": [{"page": "/", "visitors": 3}]}',
        b'[{"a": 1}]',
        b'{"requests": 3}',
        b'{"open": ',
        b"[[[[[[",
        b'{"ts":1,"request":{"uri":"/"}}\n{"ts":2,"request":{"uri":"/"}}\n',
        b"PK\x03\x04 no archive",
        b"\xff\xfen\x00a\x00\x00\xd8",
        b"\xff\xfea\x00,\x00b\x00\n\x00",
        b"[" * 100_000,
    ],
)
def test_what_is_no_export_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "export"
    path.write_bytes(data)
    if data == b'{"results": []}':
        assert read_export(path, ADDRESSES).rows == 0
        return
    assert is_export(path)
    with pytest.raises(ContentError) as refused:
        read_export(path, ADDRESSES)
    assert refused.value.problems[0].code in ("views-export", "views-unread", "views-not-log")


@pytest.mark.parametrize("is_encrypted", [True, False])
def test_an_archive_that_cannot_be_unpacked_is_refused(tmp_path: Path, is_encrypted: bool) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("pages.csv", "name,pageviews\n")
    data = bytearray(path.read_bytes())
    directory = data.index(b"PK\x01\x02")
    if is_encrypted:
        data[6] |= 1
        data[directory + 8] |= 1
    else:
        data[8] = data[directory + 10] = 97  # no method that Python has
    path.write_bytes(data)
    with pytest.raises(ContentError) as refused:
        read_export(path, ADDRESSES)
    assert refused.value.problems[0].code == "views-unread"


@pytest.mark.parametrize("host", ["xn--e1atdf.example", "www.Прес.example:443", "xn--e1atdf.example:443"])
def test_a_host_counts_in_any_letters(tmp_path: Path, host: str) -> None:
    addresses = make_addresses([("bus.html", "bus.html")], [], "https://прес.example/")
    path = tmp_path / "event.csv"
    path.write_text(
        f"hostname,url_path,event_type,created_at\n{host},/bus,1,2025-11-01\nother.example,/bus,1,2025-11-01\n"
    )
    assert read_export(path, addresses).counts == {(BUS, "2025-11-01"): 1}


def test_a_column_without_a_name_is_not_taken_for_one_that_the_table_lacks(tmp_path: Path) -> None:
    path = tmp_path / "pages.csv"
    path.write_text(f",name,pageviews\n0,/press{PLAN},20\n")
    export = read_export(path, ADDRESSES)
    assert (export.counts.total(), export.malformed) == (20, 0)


def test_a_log_is_no_export(tmp_path: Path) -> None:
    path = tmp_path / "access.log"
    for text in (
        '192.0.2.7 - - [28/Nov/2025:10:00:00 +0500] "GET / HTTP/1.1" 200 5 "-" "A"\n',
        "",
        "::1 - -\n",
        "[::1]:80\n",
    ):
        path.write_text(text)
        assert not is_export(path)

"""Counting access logs: what is a view, in every form that a log has."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access import BROWSER, BUS, PLAN, PLAN_RU, ROBOT, line, plain_recount
from bench.access_log import release_path, write_log
from pressgen.views.addresses import Addresses, make_addresses
from pressgen.views.log_files import count_logs
from pressgen.views.logs import MAX_LINE, Tally, count_pieces
from pressgen.views.robots import is_robot

ADDRESSES = make_addresses(
    [(path, path) for path in ("2025/01/plan/index.html", "ru/2025/01/план-работы/index.html", "bus.html")],
    [("old/plan/index.html", "2025/01/plan/index.html")],
    "https://news.example/press/",
)


def count(text: str | bytes, size: int = 1 << 18, addresses: Addresses = ADDRESSES) -> Tally:
    data = text.encode() if isinstance(text, str) else text
    return count_pieces((data[start : start + size] for start in range(0, len(data), size)), addresses)


def views(text: str | bytes, size: int = 1 << 18) -> dict[str, int]:
    total: Counter[str] = Counter()
    for (address, _), number in count(text, size).counts.items():
        total[address] += number
    return dict(total)


TARGETS = {
    "/press/2025/01/plan/": PLAN,
    "/press/2025/01/plan": PLAN,
    "/press/2025/01/plan/index.html": PLAN,
    "/press/2025/01/plan/?utm_source=mail&x=/": PLAN,
    "/press//2025/01/plan/": PLAN,
    "/press/2025/01/pl%61n/": PLAN,
    "https://news.example/press/2025/01/plan/": PLAN,
    "/press/old/plan/": PLAN,
    "/press/ru/2025/01/%D0%BF%D0%BB%D0%B0%D0%BD-%D1%80%D0%B0%D0%B1%D0%BE%D1%82%D1%8B/": PLAN_RU,
    "/press/ru/2025/01/план-работы/": PLAN_RU,
    "/press/ru/2025/01/\\xD0\\xBF\\xD0\\xBB\\xD0\\xB0\\xd0\\xbd-работы/": PLAN_RU,
    "/press/\\x": "",
    "/press/bus.html": BUS,
    "/press/bus": BUS,
    "/2025/01/plan/": "",
    "/press/": "",
    "/press/2025/01/plan/picture.png": "",
    "/press/uz/2025/01/plan/": "",
    "/press/2025/01/PLAN/": "",
    "/press/%ff%fe": "",
    "*": "",
}


@pytest.mark.parametrize("target", TARGETS)
def test_an_address_counts_for_its_release(target: str) -> None:
    wanted = TARGETS[target]
    assert views(line(target)) == ({wanted: 1} if wanted else {})


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (line(), 1),
        (line(status=304), 1),
        (line(status=206), 0),
        (line(status=301), 0),
        (line(status=404), 0),
        (line(method="HEAD"), 0),
        (line(method="POST"), 0),
        (line(agent=ROBOT), 0),
        (line(agent="-"), 0),
        (line(agent=""), 0),
        (line(agent="curl/8.5.0"), 0),
        (line(agent="python-requests/2.31.0"), 0),
        (line(agent="GPTBot/1.2"), 0),
        (line(agent="TelegramBot (like TwitterBot)"), 0),
        (line(agent="Mozilla/5.0 (Linux; Android 13; SM-A536B) Chrome/120.0.0.0 Mobile Safari/537.36"), 1),
        # Its old address was counted, and led here.
        (line("/press/old/plan/") + line(referrer="https://news.example/press/old/plan/"), 1),
        (line(referrer="https://news.example/press/"), 1),
        # Other servers add fields before and after, and other line ends.
        ("news.example:443 " + line(), 1),
        (line().replace("\n", ' "203.0.113.9" 0.003\n'), 1),
        (line().replace("\n", " 0.003\n"), 1),
        (line().replace("\n", "\r\n") * 3, 3),
        (line(agent='A \\"quoted\\" name of a browser'), 1),
        (line("/press/2025/01/plan/?q=\\x22"), 1),
    ],
)
def test_what_is_a_view(text: str, number: int) -> None:
    assert sum(views(text).values()) == number
    assert count(text).malformed == 0
    assert sum(views(line("/press/bus") * 50 + text + line("/press/bus") * 50).values()) == 100 + number


def test_a_last_line_without_a_line_break_counts_if_it_is_complete() -> None:
    assert sum(views(line() + line().removesuffix("\n")).values()) == 2
    tally = count(line() + line()[:70])
    assert (sum(tally.counts.values()), tally.malformed, tally.consumed) == (1, 0, len(line()))


MALFORMED = [
    "nonsense\n",
    '192.0.2.7 - - [28/Nov/2025:10:00:00 +0500] "GET / HTTP/1.1" 200 5\n',
    line().replace("Nov", "Nvo"),
    line(day="31/Feb/2025"),
    line().replace('" 200', '"200'),
    line().replace(" +0500]", "]"),
    line(agent='An "unescaped" name'),
    line()[:60] + "\n",
    "\x00" * 80 + "\n",
    "{}\n",
]


@pytest.mark.parametrize("text", MALFORMED)
def test_malformed_lines_are_counted_and_the_first_is_known(text: str) -> None:
    tally = count(line() * 40 + text + line() * 40 + text)
    assert (tally.malformed, tally.first_malformed, tally.lines) == (2, 41, 82)
    assert sum(tally.counts.values()) == 80


def test_requests_that_are_not_http_are_no_fault_of_the_log() -> None:
    tally = count(line() + '192.0.2.7 - - [28/Nov/2025:10:00:00 +0500] "\\x16\\x03\\x01" 400 157 "-" "-"\n')
    assert (tally.malformed, tally.lines) == (0, 2)


@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                [*MALFORMED, "\n", line(agent=ROBOT), line(status=404), line("/press/bus"), line("/other/")]
            ),
            st.sampled_from([line().replace("\n", ' "-"\n'), line(agent='A \\"b\\" browser'), line(referrer="/x")]),
            st.just(line()),
        ),
        max_size=60,
    ),
    st.integers(1, 4_000),
)
def test_blocks_count_like_lines(lines: list[str], size: int) -> None:
    # However the log is divided, the counts are those of the lines one by one.
    together = count("".join(lines), size)
    alone = [count(text) for text in lines]
    total: Counter[tuple[str, str]] = Counter()
    for tally in alone:
        total.update(tally.counts)
    assert together.counts == dict(total)
    assert together.malformed == sum(tally.malformed for tally in alone)
    assert together.lines == len(lines)


@given(st.binary(max_size=600), st.integers(1, 700))
def test_any_bytes_can_be_read(data: bytes, size: int) -> None:
    tally = count(data + b"\n" + line().encode(), size)
    assert sum(tally.counts.values()) <= 2
    assert tally.consumed == len(data) + 1 + len(line())


def test_a_huge_line_is_malformed_and_costs_no_memory() -> None:
    data = line() + "x" * (3 * MAX_LINE) + "\n" + line() + "y" * (2 * MAX_LINE)
    tally = count(data)
    assert (sum(tally.counts.values()), tally.malformed, tally.first_malformed, tally.lines) == (2, 1, 2, 3)
    # The last one may still grow.
    assert tally.consumed == len(data) - 2 * MAX_LINE


def test_days_are_those_of_the_server() -> None:
    tally = count(line(day="01/Dec/2025", time="00:00:01") + line(day="30/Nov/2025"))
    assert set(tally.counts) == {(PLAN, "2025-12-01"), (PLAN, "2025-11-30")}
    assert (tally.start, tally.end) == ("2025-12-01 00:00:01", "2025-11-30 10:00:00")


@pytest.mark.processes
def test_a_generated_log_counts_as_a_plain_recount(tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    write_log(log, 3 << 20, releases=300)
    text = log.read_text(encoding="utf-8")
    rng = random.Random(7)
    lines = text.splitlines(keepends=True)
    for _ in range(40):
        lines.insert(rng.randrange(len(lines)), rng.choice(MALFORMED))
    log.write_text("".join(lines), encoding="utf-8", newline="")
    paths = [f"{release_path(number)[1:]}index.html" for number in range(300)]
    addresses = make_addresses(zip(paths, paths, strict=True), [], "https://news.example/")
    by_path = {release_path(number).rstrip("/"): release_path(number) for number in range(300)}
    wanted = plain_recount(text.splitlines(), by_path, is_robot)
    for jobs in (1, 2):
        result = count_logs([log], addresses, [], jobs)[0]
        found: Counter[str] = Counter()
        for (address, _), number in result.tally.counts.items():
            found[address] += number
        assert found == wanted
        assert (result.tally.malformed, result.tally.lines) == (40, len(lines))
        assert lines[result.tally.first_malformed - 1] in MALFORMED
        assert result.reading.bytes == log.stat().st_size
    assert sum(wanted.values()) > 1_000


@pytest.mark.parametrize(
    ("agent", "robot"),
    [
        (BROWSER, False),
        (ROBOT, True),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 Version/17.1 Mobile Safari",
            False,
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0.0.0 YaBrowser/24.1 Safari/537.36",
            False,
        ),
        ("Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)", True),
        ("Wget/1.21", True),
        ("x" * 5_000, False),
    ],
)
def test_robots_are_known_by_their_names(agent: str, robot: bool) -> None:
    assert is_robot(agent.encode()) is robot

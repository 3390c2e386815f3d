"""Sites and access logs for the tests of views."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import unquote

from click.testing import CliRunner, Result

from conftest import Site
from pressgen.cli import main

Make = Callable[..., Site]
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
ROBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
ARCHIVE = """\
-- pressgen.yml --
title: City News
url: https://news.example/press/
timezone: Asia/Tashkent
languages: [en, ru]
-- content/plan.md --
---
title: The plan
date: 2025-01-02
summary: S.
aliases: [/old/plan/]
---
Text.
-- content/plan.ru.md --
---
title: План
date: 2025-01-02
summary: С.
slug: план-работы
---
Текст.
-- content/bus.md --
---
title: The bus
date: 2025-02-03
summary: S.
views: 12
permalink: /bus.html
---
Text.
-- content/later.md --
---
title: Later
date: 2034-01-02
summary: S.
---
Text.
"""
PLAN, PLAN_RU, BUS = "/2025/01/plan/", "/ru/2025/01/план-работы/", "/bus.html"


def line(
    target: str = f"/press{PLAN}",
    day: str = "28/Nov/2025",
    status: int = 200,
    agent: str = BROWSER,
    referrer: str = "-",
    method: str = "GET",
    time: str = "10:00:00",
) -> str:
    """A line of a log in the combined format."""
    return f'192.0.2.7 - - [{day}:{time} +0500] "{method} {target} HTTP/1.1" {status} 5120 "{referrer}" "{agent}"\n'


def import_files(site: Site, *words: str | Path) -> Result:
    """What `pressgen views import` prints and its exit code."""
    return CliRunner().invoke(main, ["views", "import", "--site", str(site.folder), "--jobs", "1", *map(str, words)])


def numbers(site: Site, source: str = "log") -> dict[str, int]:
    """The views in data/views.yml by address."""
    text = (site.folder / "data/views.yml").read_text(encoding="utf-8")
    found = re.findall(rf"^  (\S+):\n(?:    (?!{source}).*\n)*    {source}: \{{views: (\d+)", text, re.M)
    return {address.strip('"'): int(number) for address, number in found}


def plain_recount(lines: Iterable[str], addresses: dict[str, str], is_robot: Callable[[bytes], bool]) -> Counter[str]:
    """Views by address, counted as simply as possible, from lines that may be malformed."""
    pattern = re.compile(r'\S+ \S+ \S+ \[[^\]]+\] "GET (\S+)[^"]*" (?:200|304) \S+ "[^"]*" "([^"]*)"')
    counts: Counter[str] = Counter()
    for text in lines:
        match = pattern.fullmatch(text)
        if match and not is_robot(match[2].encode()):
            path = unquote(match[1].split("?")[0]).removesuffix("index.html").rstrip("/")
            if path in addresses:
                counts[addresses[path]] += 1
    return counts

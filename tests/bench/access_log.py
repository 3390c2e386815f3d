"""Writes an access log of any size: `python tests/bench/access_log.py PATH MEGABYTES`; see docs/benchmark.md.

The log is that of a news site: pages of releases, their pictures and styles, feeds, lists, robots, readers of other
sites, redirects, errors and requests that are not HTTP. The same size gives the same bytes.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

DAYS = 60
BROWSERS = [
    f"Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{version}.0.{build}.{patch} Safari/537.36"
    for system in (
        "Windows NT 10.0; Win64; x64",
        "X11; Linux x86_64",
        "Linux; Android 13; SM-A536B",
        "Macintosh; Intel Mac OS X 10_15_7",
    )
    for version in range(100, 125)
    for build in (4896, 5735, 6312)
    for patch in (60, 88, 127, 133)
]
ROBOTS = [
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
    "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
    "curl/8.5.0",
    "python-requests/2.31.0",
    "-",
]
OTHERS = [
    "/",
    "/archive/",
    "/tags/",
    "/feed.xml",
    "/favicon.ico",
    "/sitemap.xml",
    "/robots.txt",
    "/wp-login.php",
    "/about/",
]


def release_path(number: int) -> str:
    """The address of a release of the log."""
    return f"/{2020 + number % 6}/{number % 12 + 1:02}/release-number-{number}/"


def lines(rng: random.Random, releases: int, share: float) -> list[str]:
    """The lines of `share` of a day, without times: address of the reader first, `{}` in place of the time."""
    made = []
    for _ in range(int(20_000 * share)):
        reader = f"{rng.randrange(1, 223)}.{rng.randrange(256)}.{rng.randrange(256)}.{rng.randrange(256)}"
        kind = rng.random()
        path = release_path(min(int(rng.expovariate(8 / releases)), releases - 1))
        agent = rng.choice(ROBOTS) if rng.random() < 0.25 else rng.choice(BROWSERS)
        status, size, referrer = "200", str(rng.randrange(4_000, 40_000)), "https://news.example/"
        if kind < 0.3:
            path += rng.choice(["", "", "", "?utm_source=telegram", "index.html", f"?fbclid={rng.getrandbits(64):x}"])
            status = rng.choice(["200", "200", "200", "200", "304", "206", "301", "499"])
        elif kind < 0.85:
            picture = rng.randrange(releases)
            path = f"/assets/picture-{picture}.{rng.choice(['960w', '480w'])}.{picture * 2654435761 % 2**32:08x}.webp"
        elif kind < 0.97:
            path = rng.choice(OTHERS)
        else:
            path, status, size = f"/no/{rng.getrandbits(40):x}", "404", "153"
        method = rng.choices(["GET", "HEAD", "POST"], [95, 3, 2])[0]
        request = f"{method} {path} HTTP/{rng.choice(['1.1', '2.0'])}" if rng.random() > 0.001 else "\\x16\\x03\\x01"
        made.append(f'{reader} - - [{{}}] "{request}" {status} {size} "{referrer}" "{agent}"\n')
    return made


def write_log(path: Path, size: int, releases: int = 2_000, seed: int = 1) -> None:
    """Write a log of at least `size` bytes."""
    rng = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        written, hour = 0, 0
        per_hour = max(200, size // 230 // (DAYS * 24))
        while written < size:
            day, clock = divmod(hour, 24)
            month = ("Sep", "Oct")[day // 30 % 2]
            block = lines(rng, releases, min(per_hour, 20_000) / 20_000)
            for number, line in enumerate(block):
                second = number * 3_600 // len(block)
                time = (
                    f"{day % 30 + 1:02}/{month}/{2026 + day // 60}:{clock:02}:{second // 60:02}:{second % 60:02} +0500"
                )
                block[number] = line.replace("{}", time, 1)
            written += file.write("".join(block))
            hour += 1


if __name__ == "__main__":
    write_log(Path(sys.argv[1]), int(sys.argv[2]) << 20)

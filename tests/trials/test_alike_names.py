"""300 pairs of names that some file system takes for one: refused with both named, or apart on every file system."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

from conftest import SETTINGS, Site
from trials.trial import Trial

ALIKE = [
    ("Plan", "plan"),
    ("PLAN", "plan"),
    ("caf\u00e9", "cafe\u0301"),
    ("Caf\u00e9", "cafe\u0301"),
    ("stra\u00dfe", "strasse"),
    ("STRASSE", "stra\u00dfe"),
    ("Stra\u1e9ee", "strasse"),
    ("\u0131stanbul", "istanbul"),
    ("\u0130stanbul", "istanbul"),
    ("\u0130x", "i\u0307x"),
    ("o\ufb03ce", "office"),
    ("\u212aelvin", "kelvin"),
    ("\u212bngstrom", "\u00e5ngstrom"),
    ("\u03c3\u03bf\u03c6\u03cc\u03c2", "\u03a3\u039f\u03a6\u038c\u03a3"),
    ("\uff30lan", "plan"),
    ("\u0439", "\u0438\u0306"),
    ("\uac00", "\u1100\u1161"),
    ("plan.", "plan"),
    ("plan ", "plan"),
    ("plan..", "plan."),
    ("con", "CON"),
    ("aux", "aux.x"),
    ("nul", "plan"),
    ("com1", "lpt9"),
    ("a:b", "a"),
    ("a*b", "a?b"),
    ("a\u200db", "ab"),
    ("a\u00adb", "ab"),
    ("a\u202eb", "ab"),
    ("index", "Index"),
]
TAKEN = [
    "/", "/index.html", "/INDEX.html", "/404.html", "/404.HTML", "/robots.txt", "/sitemap.xml", "/sitemap-news.xml",
    "/_headers", "/feed.xml", "/atom.xml", "/feed.json", "/.pressgen.json", "/tags/", "/Tags/", "/tags/news/",
    "/tags/NEWS", "/tags/news/feed.xml", "/tags/news/page/1/", "/archive/", "/archive/2025/", "/archive/2025/01/",
    "/page/1/", "/page/01/", "/Page/1/", "/page/1", "/page/1/index.html", "/index.html/", "/index.html/a/", "/about/",
    "/About", "/2025/01/first/", "/2025/01/first", "/2025/01/first/index.html", "/2025/01/First/", "/2025/01/",
    "/2025/01", "/2025/01/first.html", "/2025/01/first/index.html/a/", "/robots.txt/", "/assets/", "/uz/", "/uz",
    "/uz/404.html", "/con/", "/a/aux.html", "/a./", "/a /", "/pic.png", "/assets/a.css",
]  # fmt: skip
LONG = ["a" * 300, "/" + "a/" * 700, "\u0436" * 130, "\U0001f600" * 70, "/" + "\u0436" * 200 + "/", "a-" * 200]

DEVICES = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}


def release(number: int, keys: str = "") -> str:
    return f"---\ntitle: Title {number}\ndate: 2025-01-0{number}\n{keys}---\nMARK{number}\n"


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


Files = dict[str, str]
ROUTES: dict[str, Callable[[str, str], Files]] = {
    "slug": lambda a, b: {"one.md": release(1, f"slug: {quoted(a)}\n"), "two.md": release(2, f"slug: {quoted(b)}\n")},
    "file": lambda a, b: {f"{a}.md": release(1), f"{b}.md": release(2)},
    "file in a folder": lambda a, b: {f"x/{a}.md": release(1), f"y/{b}.md": release(2)},
    "folder": lambda a, b: {f"{a}/index.md": release(1), f"{b}/index.md": release(2)},
    "standing page": lambda a, b: {f"pages/{a}.md": release(1), f"pages/{b}.md": release(2)},
    "permalink": lambda a, b: {
        "one.md": release(1, f"permalink: {quoted(f'/{a}/')}\n"),
        "two.md": release(2, f"permalink: {quoted(f'/{b}.html')}\n"),
        "three.md": release(3, f"permalink: {quoted(f'/{b}/')}\n"),
    },
    "alias": lambda a, b: {
        "one.md": release(1, f"aliases: {quoted(f'/{a}/')}\n"),
        "two.md": release(2, f"permalink: {quoted(f'/{b}/')}\n"),
    },
    "aliases": lambda a, b: {
        "one.md": release(1, f"aliases: {quoted(f'/{a}/')}\n"),
        "two.md": release(2, f"aliases: {quoted(f'/{b}/')}\n"),
    },
    "tag": lambda a, b: {
        "one.md": release(1, f"tags: [{quoted(a)}]\n"),
        "two.md": release(2, f"tags: [{quoted(b)}]\n"),
    },
    "static file": lambda a, b: {
        "one.md": release(1),
        f"../static/{a}/index.html": "MARK2",
        f"../static/{b}/index.html": "MARK3",
    },
}


def cases() -> Iterator[tuple[str, Files]]:
    """What to build, and what files to build it from (seen from content/)."""
    for route, write in ROUTES.items():
        for first, second in ALIKE:
            if all(sign not in first + second for sign in "*?:") or route not in ("file", "folder"):
                yield f"{route}: {first!a} and {second!a}", write(first, second)
    for address in TAKEN:
        others = {"first.md": release(1, "tags: news\n"), "pages/about.md": release(2), "a.uz.md": release(4)}
        others |= {f"old{number}.md": release(5, f"slug: old{number}\n") for number in range(4)}
        yield f"permalink {address}", {**others, "taker.md": release(3, f"permalink: {quoted(address)}\n")}
        if "pressgen" not in address:
            yield f"alias {address}", {**others, "taker.md": release(3, f"aliases: {quoted(address)}\n")}
        if address.strip("/") and not address.endswith("/"):
            yield f"static {address}", {**others, "taker.md": release(3), f"../static{address}": "MARK6"}
    for name in LONG:
        yield (
            f"long {name[:20]!a}",
            {"one.md": release(1, f"slug: {name}\n" if "/" not in name else f"permalink: {name}\n")},
        )
        yield f"long alias {name[:20]!a}", {"one.md": release(1, f"aliases: /{name.strip('/')}/\n")}
        yield f"long tag {name[:20]!a}", {"one.md": release(1, f"tags: [{name}1, {name}2]\n")}


def folded(path: str) -> str:
    """A path as a file system keeps it that folds case, composes, and drops last dots and blanks."""
    parts = (unicodedata.normalize("NFC", part).casefold().rstrip(". ") for part in path.split("/"))
    return unicodedata.normalize("NFC", "/".join(parts))


def faults_of_tree(files: dict[str, bytes]) -> Iterator[str]:
    """Published names that some file system refuses, or takes for one."""
    seen: dict[str, str] = {}
    for path in files:
        other = seen.setdefault(folded(path), path)
        if other != path:
            yield f"{path!a} and {other!a} are one file"
        for part in path.split("/"):
            if part.split(".")[0].casefold() in DEVICES or set(part) & set('\\:*?"<>|') or part != part.rstrip(". "):
                yield f"{part!a} cannot be a name on Windows"
            if len(part.encode()) > 255:
                yield f"{part[:20]!a}… is too long"
    folders = {folded(path.rsplit("/", depth)[0]) for path in files for depth in range(1, path.count("/") + 1)}
    yield from (f"{path!a} is a file and a folder" for path in files if folded(path) in folders)


def faults_of_refusal(made: Site, files: Files) -> Iterator[str]:
    """What a refusal fails to say: the file, the cure, and both sources where two are in each other's way."""
    errors = [problem for problem in made.report.problems if problem.severity == "error"]
    names = [unicodedata.normalize("NFC", f"content/{name}".replace("content/../", "")) for name in files]
    for problem in errors:
        said = unicodedata.normalize("NFC", f"{problem.file} {problem.message}")
        if not problem.hint:
            yield f"no hint: {problem.message}"
        if unicodedata.normalize("NFC", problem.file) not in names:
            yield f"no source is named: {said}"
        if problem.code == "path-collision" and sum(name in said for name in names) + ("template" in said) < 2:
            yield f"only one is named: {said}"
    if not errors:
        yield "refused without a word"


def test_no_two_outputs_are_one_file_on_any_file_system(site: Callable[..., Site], trial: Trial) -> None:
    published = 0
    for what, files in cases():
        made = site()
        made.edit("pressgen.yml", SETTINGS + "languages: [en, uz]\npage_size: 2\norphans: 0\n")
        try:
            for name, text in files.items():
                made.edit(f"content/{name}", text)
        except OSError:
            continue  # this file system has no such name
        report = made.build(cache=False)
        if report.exit_code:
            trial.case(what, *faults_of_refusal(made, files))
            continue
        published += 1
        tree = made.files()
        pages = b"".join(tree.values())
        marks = {text.split("\n")[-2] if "\n" in text else text for text in files.values()}
        lost = sorted(mark for mark in marks if mark.encode() not in pages)
        trial.case(what, *faults_of_tree(tree), f"overwritten: {lost}" if lost else "")
    trial.end(apart=published, refused=trial.n - published)

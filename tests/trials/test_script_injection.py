"""300 payloads in every place that a writer or the settings can fill: no page and no feed can run any of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from xml.etree import ElementTree

from conftest import SETTINGS, Site
from pressgen.content.markdown.conversion import convert
from trials.markup_check import faults_of_page, faults_of_part, is_harmless
from trials.payloads import payloads
from trials.test_content_fuzz import PICTURE
from trials.trial import Trial

Make = Callable[..., Site]

STYLE = "p{margin:0}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
ATOM = "{http://www.w3.org/2005/Atom}"


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def words(text: str) -> str:
    """A release with the payload wherever free text is taken."""
    q = quoted(text)
    people = f"[{quoted('A ' + text)}, {{name: {quoted('B ' + text)}, role: {q}}}]"
    image = f"{{src: pic.png, alt: {q}, caption: {q}, credit: {q}}}"
    return (
        f"title: {quoted('A ' + text)}\nsummary: {q}\ntags: [{q}]\nauthors: {people}\ndateline: {q}\nimage: {image}\nx: {q}\n"
        f"contacts: [{{name: {quoted('A ' + text)}, role: {q}, phone: {q}}}]\n---\n{text}\n\n"
        f"# {text}\n\n* {text}\n\n> {text}\n\n`{text}` *{text}*\n\n    {text}\n\n```\n{text}\n```\n\n"
        f'| {text} |\n|---|\n| {text} |\n\n<div>{text}</div>\n\n<p title="{text}">\n\n{text}\n\n[^1]\n\n[^1]: {text}\n'
    )


SINKS: dict[str, Callable[[str], str]] = {
    "words": words,
    "link": lambda text: f"---\n[x]({text}) [x](<{text}>) [{text}](#a)\n",
    "link reference": lambda text: f"---\n[x][a]\n\n[a]: {text}\n",
    "raw link": lambda text: f'---\n<a href="{text}">x</a> <a href={text}>x</a> <img src="{text}" alt="{text}">\n',
    "picture": lambda text: f"---\n![{text}](pic.png '{text}')\n\n![x](<{text}>)\n",
    "slug": lambda text: f"slug: {quoted(text)}\n---\n",
    "permalink": lambda text: f"permalink: {quoted('/' + text)}\n---\n",
    "alias": lambda text: f"aliases: [{quoted('/' + text)}]\n---\n",
    "author's page": lambda text: f"authors: {{name: A, url: {quoted(text)}}}\n---\n",
    "contact": lambda text: f"contacts: {{name: A, url: {quoted(text)}}}\n---\n",
    "e-mail": lambda text: f"contacts: {{name: A, email: {quoted(text)}}}\n---\n",
    "image": lambda text: f"image: {quoted(text)}\n---\n",
    "related": lambda text: f"related: [{quoted(text)}]\n---\n",
}
SETTINGS_SINKS = """\
title: {text}
description: {text}
publisher: {{name: {text}}}
boilerplate: {about}
menus: {{main: [{{label: {text}, to: /}}], footer: [{{label: {text}, to: /}}]}}
contacts: {{a: {{name: {text}, role: {text}, phone: {one}, email: {one}}}}}
profiles: {{{one}: 'https://x.example/'}}
"""
ADDRESS_SETTINGS = (
    "menus: {{main: [{{label: a, to: {text}}}]}}",
    "menus: {{footer: [{{label: a, to: {text}}}]}}",
    "profiles: {{a: {text}}}",
    "contacts: {{a: {{name: a, url: {text}}}}}",
    "publisher: {{url: {text}}}",
    "url: {text}",
)
SAME_FURNITURE = ("archive/", "tags/", "404", "all/", "atom", "sitemap", "feed.json")
LANGUAGES = "en uz ru ar de fr es it pt nl pl cs sk hu ro bg el tr az kk ky uk be ka hy he fa hi bn ja".split(" ")


def faults_in(made: Site, without: tuple[str, ...] = ("archive/",)) -> Iterator[tuple[str, list[str]]]:
    """Each published file with what in it could run; those with a part of `without` in their path say nothing new."""
    for path, data in made.files().items():
        if any(part in path for part in without):
            continue
        if path.endswith(".html"):
            yield path, faults_of_page(data.decode(), STYLE)
        elif path.endswith(".json"):
            yield path, list(_of_json_feed(json.loads(data)))
        elif path.endswith(".xml"):
            yield path, list(_of_xml(ElementTree.fromstring(data)))


def _of_xml(root: ElementTree.Element) -> Iterator[str]:
    for element in root.iter():
        # RSS readers take both as HTML.
        if element.tag in (CONTENT, "description", f"{ATOM}content"):
            yield from (f"{element.tag}: {fault}" for fault in faults_of_part(element.text or ""))
        if element.tag in ("link", "guid", "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"):
            yield from () if is_harmless(element.text or "") else [f"{element.tag}: {element.text}"]
        if "href" in element.attrib and not is_harmless(element.attrib["href"]):
            yield f"{element.tag}: {element.attrib['href']}"


def _of_json_feed(feed: dict[str, list[dict[str, str]]]) -> Iterator[str]:
    for item in feed["items"]:
        yield from faults_of_part(item["content_html"])
        yield from () if is_harmless(item["url"]) else [item["url"]]


def test_no_text_of_a_release_can_run_on_a_page_or_in_a_feed(site: Make, trial: Trial) -> None:
    made = site()
    made.edit("pressgen.yml", SETTINGS + "page_size: 60\nshare: [telegram, email]\nfeeds: {items: 400, tags: false}\n")
    made.edit("templates/style.css", STYLE)
    made.edit("content/pic.png", PICTURE)
    written: dict[str, str] = {}
    for sink, fill in SINKS.items():
        for number, text in enumerate(payloads()):
            head = "" if sink == "words" else f"title: {sink} {number}\n"
            date = "2025-06-01" if sink == "words" else "2025-01-01"
            written[f"content/{sink[:6]}-{number}.md"] = f"---\ndate: {date}\n{head}{fill(text)}"
    for name, text in written.items():
        made.edit(name, text)
    report = made.build(hostile=True, skip_invalid=True, jobs=2)
    refused = {problem.file for problem in report.problems if problem.severity == "error"}
    for name, text in written.items():
        trial.case(text, "left out without a word" if name in set(report.left_out) - refused else "")
    shown = sum(name.startswith("content/words-") and name not in refused for name in written)
    trial.case("all free texts", f"only {shown} of them were published" if shown < 250 else "")
    pages = 0
    for path, faults in faults_in(made):
        pages += 1
        trial.case(path, ", ".join(sorted(set(faults)))[:300])
    trial.end(sinks=len(SINKS), pages=pages, published=report.releases, refused=len(report.left_out))


def test_no_text_of_the_settings_can_run_on_a_page_or_in_a_feed(site: Make, trial: Trial) -> None:
    texts = [text for text in payloads() if text.isprintable()]
    for start in range(0, len(texts), len(LANGUAGES)):
        spoken = dict(zip(LANGUAGES, texts[start:], strict=False))
        made = site()
        for lang in spoken:
            made.edit(f"content/a.{lang}.md", "---\ntitle: A\ndate: 2025-01-01\n---\nText.\n")
        each = "{" + ", ".join(f"{lang}: {quoted(text)}" for lang, text in spoken.items()) + "}"
        one = quoted(texts[start])
        # Links to files that do not exist are refused, in the boilerplate as in a release: only the others reach a page.
        told = {lang: text for lang, text in spoken.items() if not convert(text, "x", 1, lang)[0].references}
        about = "{" + ", ".join(f"{lang}: {quoted(text)}" for lang, text in told.items()) + "}"
        settings = SETTINGS.partition("\n")[2] + SETTINGS_SINKS.format(text=each, one=one, about=about)
        made.edit("pressgen.yml", f"{settings}languages: [{', '.join(spoken)}]\nshare: [telegram]\n")
        made.edit("templates/style.css", STYLE)
        report = made.build(jobs=2)
        problems = [problem.message for problem in report.problems if problem.severity == "error"]
        found = {path: faults for path, faults in faults_in(made, SAME_FURNITURE) if faults}
        for lang, text in spoken.items():
            mine = {
                path: faults
                for path, faults in found.items()
                if path.startswith(f"{lang}/") or (lang == LANGUAGES[0] and path.partition("/")[0] not in LANGUAGES)
            }
            trial.case(text, f"refused: {problems}" if problems else "", str(mine) if mine else "")
    trial.end()


def test_no_address_in_the_settings_can_run(site: Make, trial: Trial) -> None:
    made = site("-- content/a.md --\n---\ntitle: A\ndate: 2025-01-01\n---\nText.\n")
    made.edit("templates/style.css", STYLE)
    texts = [text for text in payloads() if "script:" in text.lower() and "<" not in text and text.isprintable()]
    for text in ["javascript:alert(1)", " JavaScript:alert(1)", "java\tscript:alert(1)", "data:text/html,x", *texts]:
        for sink in ADDRESS_SETTINGS:
            base = SETTINGS.replace("url: https://news.example/\n", "") if sink.startswith("url") else SETTINGS
            line = sink.format(text='"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t") + '"')
            made.edit("pressgen.yml", f"{base}{line}\n")
            report = made.build()
            found = (
                {path: faults for path, faults in faults_in(made, SAME_FURNITURE) if faults}
                if report.exit_code == 0
                else {}
            )
            trial.case(line, str(found) if found else "")
    trial.end()

"""2,000 hostile and broken documents through the whole build: each is rendered, or refused with place and cure."""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Callable
from xml.etree import ElementTree

import msgspec

from conftest import SETTINGS, Site
from pressgen.model import Report
from pressgen.settings import Settings
from trials.trial import Trial

SITES, FILES = 10, 200
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAIAAAAmkwkpAAAAFElEQVR4nGPkTD7BAANMDEgANwcAPG0BPLAmmdAAAAAASUVORK5CYII="
)
WHOLE_FILE = {"date-invalid", "path-collision", "path-unusable", "image-unusable"}
"""Refusals that are about a file's name or address, not about a line of it."""
ALIEN = {"document-failed", "document-overdue"}
"""Refusals that only an exception not pressgen's own, or two seconds, bring about."""

KEY_WORDS = """
title date tags authors summary image slug permalink aliases related lang views updated expires status draft
published pinned template translation_key dateline contacts image_alt image_caption layout descriptiopn x
"""
VALUE_WORDS = """
'' "" ~ null yes NO 010 1:2:3 0x1F 1e400 .inf .nan 3511 "3 511" -1 2025-01-27 2025-02-30 0000-00-00 9999-12-31
2025-01-27T24:00 "2025-01-27 09:00 +05:00" 27/01/2025 [a,b] [a,[b,[c]]] {a:b} {a:{b:c}}
!!python/object:os.system !!binary &a *a <<: |- > >2 %TAG @at `tick` "\\x00" "\\uD800" "\\u2028" '<b>x</b>'
&amp; &#0; &#x110000; <script> {{x}} {%x%} a:b:c # - ? ! \\ / ../../x /a/../b /x/ //x %2e%2e zh_tw uz-Cyrl en ar
qq x.md 001.md pic.png C++ 100% ß İ ﬃ \u202e \u200f \u200d \u0301 \ufeff \ufffe \U0001f468\u200d\U0001f469
\U000e0041 𝔘 ٣ ۴ 漢字 \x85 \x1b \x7f \t
"""
BLOCK_WORDS = """\
# H|## H {#a}|## H {#a}|=====|-----|* a|  * b|        * c|1. x|- [ ] x|> q|>> q|>>>> q|```|```py|~~~|    code|
| a | b ||---|---||| x ||a\n:   b|:   c|[^1]|[^1]: note|[^1]:|*[HTML]: Hyper|!!! note|    in it|[a]: x.md|[a]
|[a][]|![a]|![](pic.png)|![alt](pic.png "t")|[x](001.md)|[x](#a)|[x](<>)|[x]()|[x](javascript:alert(1))|<div>
|</div>|<p|<a href=|<img src=x onerror=x>|<script>|</script|<!--|-->|<![CDATA[|]]>|<!DOCTYPE|<?php|<svg><g/>
|<table><tr>|<br/>|<iframe src=//x>|<details open>|<b><i></b></i>|&|&lt|&#|&#x;|&nbsp;|**b|__|*a*b**|`|``a`|\\
|\\*|~~x~~|^x^|==x==|{: .c}|{% x %}|{{ x }}|{{< x >}}|[caption]|[TOC]|<https://x.example>|<a@b.example>|http://x
|---|...|+++|***|\t|\f|\x0b|\x1b|\u2028|\u202e|\u2066|\ufeff|\ufffe|\ud83d|\x02|\x030\x03|\x020\x03
|\x02wzxhzdk:0\x03|\x02amp\x03|word|two words|Текст|نص|漢字|e\u0301"""
KEYS, VALUES, BLOCKS = KEY_WORDS.split(), VALUE_WORDS.split(), BLOCK_WORDS.replace("\n|", "|").split("|")
BYTES = [b"\0", b"\xed\xa0\x80", b"\xff", b"\xc2", b"\xe2\x80\xae", b"\xef\xbb\xbf", b"\x1b[31m"]
BREAKS = ["\n", "\n", "\n", "\n\n", " ", "", "\r\n", "\r", "\n    ", "\n> ", "\n\t"]


def pieces(choice: random.Random, among: list[str], most: int) -> str:
    return "".join(choice.choice(among) + choice.choice(BREAKS) for _ in range(choice.randrange(most)))


def value(choice: random.Random) -> str:
    kind = choice.random()
    if kind < 0.6:
        return choice.choice(VALUES)
    if kind < 0.8:
        return " ".join(choice.choice(VALUES) for _ in range(choice.randrange(1, 5)))
    return "\n" + "".join(f"  {choice.choice(['- ', 'a: ', ''])}{choice.choice(VALUES)}\n" for _ in range(3))


def sound(choice: random.Random) -> str:
    """A document whose title and date are good; everything else is drawn, and now and then is a fault."""
    title = choice.choice(["News", "Новости", "<b>x</b>", "a" * 300, "&lt;&amp;", "'a: b'"])
    body = pieces(choice, BLOCKS, 20)
    if choice.random() < 0.1:
        body += choice.choice(["\0", "![x](missing.png)", "[x](../../../etc)", "[x](y.md)", "[x](http://[)"])
    day = choice.randrange(1, 10)
    return f"---\ntitle: {title}\ndate: 2025-01-0{day}\n{extras(choice)}---\n{body}"


def extras(choice: random.Random) -> str:
    """Further keys: mostly of free text in quotation marks, so that what follows them is read too."""
    quoted = ["'" + text.replace("'", "''") + "'" for text in VALUES]
    free = ["summary", "tags", "authors", "dateline", "image_alt", "x", "related_links", "title_note"]
    keys = "".join(f"{key}: {choice.choice(quoted)}\n" for key in choice.sample(free, choice.randrange(3)))
    return keys + (f"{choice.choice(KEYS[2:])}: {value(choice)}\n" if choice.random() < 0.3 else "")


def broken(choice: random.Random) -> str:
    colon = choice.choice([": ", ": ", ":", " : ", ":\t"])
    fence = choice.choice(
        ["---\n", "---\n", "--- \n", "\n\n---\n", "", "+++\n", "---js\n", "----\n", "\ufeff---\n", "—\n"]
    )
    keys = "".join(f"{choice.choice(KEYS)}{colon}{value(choice)}\n" for _ in range(choice.randrange(6)))
    return f"{fence}{keys}{choice.choice([fence, '---', '...', ''])}{pieces(choice, BLOCKS, 8)}"


def mutated(choice: random.Random) -> bytes:
    data = bytearray(sound(choice).encode("utf-8", "surrogatepass"))
    for _ in range(choice.randrange(1, 6)):
        place, act = choice.randrange(len(data)), choice.randrange(4)
        if act == 0:
            data[place] = choice.randrange(256)
        elif act == 1:
            data[place:place] = choice.choice(BYTES)
        elif act == 2:
            data[place:] = data[place : place + 1]
        else:
            data[place:place] = data[place // 2 : place]
    return bytes(data)


def encoded(choice: random.Random) -> bytes:
    encoding = choice.choice(["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "utf-7", "latin-1", "cp1251"])
    return sound(choice).encode(encoding, "surrogatepass" if "utf" in encoding and encoding != "utf-7" else "replace")


def document(choice: random.Random) -> bytes:
    """One input: mostly sound front matter with a wild body, else broken, mutated, in another encoding, or noise."""
    kind = choice.random()
    if kind < 0.5:
        return sound(choice).encode("utf-8", "surrogatepass" if choice.random() < 0.3 else "ignore")
    if kind < 0.7:
        return broken(choice).encode("utf-8", "surrogatepass")
    if kind < 0.85:
        return mutated(choice)
    if kind < 0.93:
        return encoded(choice)
    return choice.randbytes(choice.randrange(400))


def faults_of(report: Report, file: str) -> list[str]:
    """What is wrong with the way in which the problems of one file are told."""
    found = []
    for problem in (problem for problem in report.problems if problem.file == file and problem.severity == "error"):
        said = f"{problem.code} “{problem.message}”"
        if problem.code in ALIEN:
            found.append(f"an exception got out: {said}")
        if not problem.hint:
            found.append(f"no hint: {said}")
        if problem.line < 1 and problem.code not in WHOLE_FILE:
            found.append(f"no line: {said}")
        if "Traceback" in problem.message or "\n" in problem.message:
            found.append(f"not a sentence: {said}")
    return found


def faults_in(made: Site) -> list[str]:
    """Published files that a machine cannot read."""
    found = []
    for path, data in made.files().items():
        try:
            if path.endswith(".xml"):
                ElementTree.fromstring(data)
            elif path.endswith(".json"):
                json.loads(data)
            elif path.endswith(".html"):
                data.decode()
        except (ValueError, ElementTree.ParseError) as error:
            found.append(f"{path} cannot be read: {error}")
    return found


def raised(made: Site) -> str:
    """The exception that a build lets out, if any."""
    try:
        msgspec.json.encode(made.build(skip_invalid=True))
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""


def test_no_document_brings_down_a_build_and_every_refusal_has_place_and_cure(
    site: Callable[..., Site], trial: Trial
) -> None:
    shown = refused = 0
    for _ in range(SITES):
        made = site()
        made.edit("pressgen.yml", SETTINGS + "languages: [en, uz, ar]\ntime_budget: 2\n")
        files = {f"content/{number:03}.md": document(trial.random) for number in range(FILES)}
        for name, data in {**files, "content/pic.png": PICTURE}.items():
            made.edit(name, data)
        whole = raised(made)
        trial.case(f"site of {FILES} files", *faults_in(made), "" if made.report.releases else "no site was published")
        shown, refused = shown + made.report.releases, refused + len(made.report.left_out)
        for name, data in files.items():
            alone = site()
            if whole:
                alone.edit(name, data)
            trial.case(data, *faults_of(made.report, name), raised(alone) if whole else "")
    trial.end(shown=shown, refused=refused)


FORMS = (
    "{any}", "{one}", "[{one}]", "[{one}, {two}]", "{{en: {one}}}", "{{en: {one}, uz: {two}}}", "{{a: {one}}}",
    "{{name: {one}, url: {two}, logo: {one}}}", "{{main: [{{label: {one}, to: {two}}}]}}", "{{items: {one}}}",
    "{{a: {{name: {one}, email: {two}}}}}",
)  # fmt: skip


def settings_of(choice: random.Random) -> str:
    """Settings of which one or two keys have drawn values."""
    quoted = ["'" + text.replace("'", "''") + "'" for text in VALUES]
    lines = {"title": "News", "url": "https://news.example/"}
    for key in choice.sample(Settings.__struct_fields__, choice.randrange(1, 3)):
        form = choice.choice(FORMS)
        lines[key] = form.format(any=choice.choice(VALUES), one=choice.choice(quoted), two=choice.choice(quoted))
    return "".join(f"{key}: {text}\n" for key, text in lines.items())


def test_no_settings_bring_down_a_build_and_every_refusal_has_a_cure(site: Callable[..., Site], trial: Trial) -> None:
    made = site("-- content/a.md --\n---\ntitle: A\ndate: 2025-01-01\n---\nText.\n")
    for _ in range(500):
        text = settings_of(trial.random)
        made.edit("pressgen.yml", text.encode("utf-8", "surrogatepass"))
        said = raised(made)
        hints = [
            problem.message for problem in made.report.problems if not problem.hint and problem.severity == "error"
        ]
        trial.case(text, said, f"no hint: {hints}" if hints else "")
    trial.end()

"""Template code of other generators in a body: paths in addresses are understood, all else is reported, never run."""

from __future__ import annotations

import re
from typing import Any

from pressgen.content.text import comments, shortcodes, unseen
from pressgen.content.text.rare_forms import RareForm, has_any
from pressgen.errors import Problem
from pressgen.letters import splice
from pressgen.model import COMMONMARK, Dialect

BETWEEN_COLONS = "note|tip|info|important|warning|caution|danger|details"
"""The names of boxes that `:::note` begins; other names belong to the styles of one site."""
BOX_BETWEEN_COLONS = re.compile(
    r"(?P<indent>[ ]{0,3})(?P<colons>:{2,})(?:"
    rf"(?:(?<=:::)[ ]?|(?<!:::))(?P<name>{BETWEEN_COLONS})(?:\[(?P<label>.*)\]|[ ]+(?P<title>[^{{\s].*?))?"
    # Pandoc and Quarto write the name as a class, Nuxt the kind as an attribute.
    rf"|(?<=:::)[ ]*(?:\{{\.(?:callout-)?(?P<class>{BETWEEN_COLONS})(?P<more>(?:\s[^{{}}]*)?)\}}"
    rf"|callout-(?P<callout>{BETWEEN_COLONS}))"
    rf"|(?:alert|callout|(?<!:::)(?P<kind>{BETWEEN_COLONS}))\{{(?P<attributes>[^{{}}]*)\}})[ \t]*"
)
"""The line that begins a box, which a line of as many colons ends."""
# Of tabs, cards and the like, readers see the name of each as the title of a box. A tab without a label has its value.
NAMED_COMPONENT = re.compile(
    # One that leads somewhere or shows a file is more than a title, and one with the name of an element is that.
    r"^[ \t]*<(?!(?i:a|abbr|audio|button|div|iframe|image|img|link|p|section|source|span|video)\b)"
    r"(?![^<>\n]*\s(?:href|src|to)=)(?P<name>[A-Z][A-Z0-9]*[a-z][\w.]*)"
    r"(?>(?:(?=\s)[^<>\n]*?\s(?:label|title|header|summary)|(?<=TabItem)[^<>\n]*?\svalue)="
    r"(?P<brace>\{?)(?P<quote>[\"'])(?P<title>[^<>\n]*?)(?P=quote)(?(brace)\}?))[^<>\n]*+(?<!/)>"
    r"[ \t]*(?:(?P<inside>[^\s<].*)</(?P=name)>[ \t]*)?$",
    re.MULTILINE,
)
"""A component of MDX with a name that is a line, or begins one."""
_SHORTCODES = r"caption|gallery|embed|video|audio|playlist|wp_caption|youtube|vimeo|contact-form-7"
# Those of plugins have other names, which are known by their attributes.
_ATTRIBUTES = r"[a-z][\w-]{1,40}(?:[ ][\w-]{1,40}=\"[^\"\[\]\n]{0,300}\"){1,20}"
_KINDS = {
    "hugo": re.compile(r"\{\{[<%]"),
    "tag": re.compile(r"\{%(?<!\{\{%)[-+]?[ \t]{0,20}[A-Za-z_]"),
    "embedded": re.compile(r"<%[-=#~_!]?[\s\w](?:[^%]|%(?!>)){0,500}%>"),
    "expression": re.compile(
        r"\{\{(?![<%])(?:[^{}\n]{1,500}\}\}|-?[ ]*[A-Za-z_][\w.]*\([\s{[])|(?<!\\)\{#[^{}\n]{1,500}#\}"
    ),
    "kramdown": re.compile(r"\{::|\{:/|\{:toc\b"),
    # CriticMarkup: added, deleted, replaced, marked.
    "review": re.compile(r"\{(\+\+|--|~~|==)(?=[^{}\n]*\w)(?!\s[^{}]*\s\1\})(?:[^{}\n]|\n(?![ \t>]*\n)){1,500}\1\}"),
    "wordpress": re.compile(
        rf"\[(?:/?(?:{_SHORTCODES})(?=[ \]]|=http|\\\]http)[^\[\]\n]{{0,1000}}"
        rf"|/(?:sourcecode|code)\\|/(?P<end>[A-Za-z][\w-]{{0,40}})|{_ATTRIBUTES}[ ]?/?\\?)"
        r"\](?![(\[:])"
    ),
    "mdx": re.compile(
        r"^import [^'\"\n]{1,200} from ['\"][^'\"\n]{1,300}['\"];?[ \t]*$|^export (?:const|default|function) "
        r"|</?[A-Z][A-Z0-9]*[a-z][A-Za-z0-9.]*(?:[ \t][^<>\n]{0,500})?/>|</[A-Z][A-Z0-9]*[a-z][A-Za-z0-9.]*>",
        re.MULTILINE,
    ),
    "wiki": re.compile(r"!?\[\[(?!\d+\]\]|TOC\]\])[^\[\]\n]{1,200}\]\](?![(\[:])", re.IGNORECASE),
    "colons": re.compile(
        rf"^[ \t]*(?::::+[ ]?(?!(?:{BETWEEN_COLONS})\b(?!\{{))[\w{{]|::(?=[A-Za-z][\w-]*(?:[{{\[]|[ \t]*$))).*",
        re.MULTILINE,
    ),
    # What is between lines of dashes in groups, which Pandoc writes, has wide gaps.
    "table": re.compile(
        r"^(?=[^\n]*\S {2,}\S)[^\n]+\n[ ]{0,3}--+(?: +--+)+ *$|^[ ]{0,3}--+(?: +--+)+ *\n(?=[^\n]*\S {2,}\S)",
        re.MULTILINE,
    ),
    "formula": re.compile(
        r"\$\$(?=[^$])|\\[(\[](?=(?:[^\n\\]{0,99}+\\(?![A-Za-z]{2})){0,9}+[^\n\\]{0,99}+\\[A-Za-z]{2}|\n?\\[A-Za-z]{2})"
        r"|\$[^$\n]{0,300}\\[A-Za-z]{2}[^$\n]{0,300}\$"
    ),
}
"""Each kind of code, which is a case of `foreign-code`, with its pattern."""
# Each text with code but for braces has one of these; most texts have none and need no further search.
_BEGINNINGS = (
    RareForm("<", re.compile("<(?:/?[A-Z]|%)")),
    RareForm("\n", re.compile(r"\n(?:im|ex)port\b")),
    RareForm("[", re.compile(rf"\[(?:/|{_SHORTCODES})|\[\[|\[[a-z][\w-]*[ ][\w-]+=\"")),
    RareForm(":", re.compile(r":(?=:|[a-z][\w-]*\[)")),
    RareForm("$", re.compile(r"\$\$|\$[^$\n]*\\[A-Za-z]")),
    RareForm("\\", re.compile(r"\\[(\[]")),
    RareForm("-", re.compile("-(?=- +--)")),
)
# Code that says nothing but which path within the site is meant.
_HOME = r"\{\{-?[ ]*site\.(?:baseurl|url|github\.url)[ ]*-?\}\}"
_LINK_AS_ADDRESS = re.compile(r"\[[^\[\]]*+\]\(<?(?P<address>(?:[^\s()<>]|\([^\s()<>]*+\))++)>?\)")
_PATH = re.compile(
    rf"(?:{_HOME})+(?=[/#)>\"']|$)|(?:{_HOME})*\{{\{{-?[ ]*[\"'](?P<quoted>/[^\"'{{}}\n]*)[\"'][ ]*\|[ ]*"
    rf"(?:relative_url|absolute_url|url|prepend:[ ]*site\.(?:baseurl|url))[ |\w.:]*-?\}}\}}"
    rf"|(?:{_HOME})*\{{%-?[ ]*(?:link[ ]+/?(?P<file>[^\s{{}}]+)|post_url[ ]+/?(?P<post>[^\s{{}}]+))[ ]*-?%\}}"
    r"|\{\{[<%][ ]*(?:(?:rel)?ref|[\w-]+(?=[ ]+[\"']?[^\s\"'<>{}]+\.md[\"'# >%]))"
    r"[ ]+[\"']?(?P<page>[^\s\"'<>{}]+)[\"']?[ ]*[%>]\}\}"
    r"|\{(?:static|filename|attach)\}|\|(?:static|filename|attach)\||__GHOST_URL__(?=/|$)"
)
_IN_ADDRESS = re.compile(rf"(?:(?<=\]\()|(?<=\]\(<)|(?<=(?:src|ref)=[\"']))(?:{_PATH.pattern})")
# In a tag, quotation marks and brackets of the code end the address or the tag: <a href="{{ "/a" | url }}">.
_QUOTED_CODE = re.compile(r"\{(?<=[\"']\{)(?:\{[<%]|[{%][^{}\n\"']*[\"'])")
_CODE_IN_TAG = re.compile(
    r"<[A-Za-z][^<>{}]{0,500}?\s(?:href|src)=(?P<quote>[\"'])"
    r"(?P<address>(?:(?:\{\{[^{}\n]*\}\}|\{%[^{}\n]*%\})[^\s\"'<>{}]*+)+)(?P=quote)"
)
# A list with any words, of which kramdown makes the contents; there may be attributes below it.
_CONTENTS = re.compile(
    r"^(?P<indent>[ ]{0,3})(?:[*+-]|1[.)])[ \t]+\S[^\n]*(?P<lines>\n[ \t]*\{:[ ]?toc(?:[ ][^{}\n]*)?\}[ \t]*"
    r"(?:\n[ \t]*\{:[^{}\n]*\}[ \t]*)*)$",
    re.MULTILINE,
)
_LANGUAGES = "as3|bash|cpp|csharp|css|html|java|javascript|js|perl|php|powershell|python|ruby|shell|sql|vb|xml"
_SAMPLES = rf"sourcecode|code|(?i:{_LANGUAGES})"
"""The shortcodes of WordPress for code, some of which are named after its language."""
_CODE_BEGINS = re.compile(
    r"(?P<indent>[ ]{0,3})(?:\{%-?[ ]*(?P<tag>highlight|codeblock)\b(?P<words>[^%{}]*?)-?%\}"
    r"|\{\{[<%][ ]*highlight\b(?P<more>[^{}]*?)[%>]\}\}"
    # A title would be lost.
    rf"|\\?\[(?P<shortcode>{_SAMPLES})(?P<attributes>(?:[ :](?!(?:[^\[\]]*[ ])?title=)[^\[\]]*)?)\\?\])[ \t]*"
)
_CODE_ENDS = re.compile(
    r"[ \t]*(?:\{%-?[ ]*end(?P<tag>highlight|codeblock)[ ]*-?%\}|\{\{[<%][ ]*/[ ]*highlight[ ]*[%>]\}\}"
    rf"|\\?\[/(?P<shortcode>{_SAMPLES})\\?\])[ \t]*"
)
_LANGUAGE = re.compile(r"(?:.*?\blang(?:uage)?=)?[ :\"']*(?:lang:)?(?P<name>[\w+#-]++)(?!=)")
_SAMPLE_ENDS = RareForm("[", re.compile(rf"\[(?=/(?:{_SAMPLES})\\?\])"))
_PAIRED = ("tag", "shortcode")
"""What the beginning and the end of code have in common."""
# Behind backticks there may be words, but no others: they would be the end of a span.
_FENCE = re.compile(r"(?P<before>[ \t>]*+(?:(?:[-*+]|\d{1,9}+[.)])[ \t][ \t>]*+)*+)(?P<sign>`{3,}(?=[^`]*$)|~{3,})")
# What is indented below these is no code, but the next paragraph of an item, a footnote, an admonition or a tab.
_LIST_ITEM = re.compile(r"[ ]{0,3}(?:[-*+]|\d{1,9}[.)]|\[\^[^\]]*\]:|:)[ \t]|!!! |\?\?\?\+? |===[!+]? \"")
_DEFINED = re.compile(r"^(\[\[?[^\[\]\n]+\]\]?)(?=:)", re.MULTILINE)
_BEGUN = re.compile(r"\[([A-Za-z][\w-]{0,40})[ =\]]")
_FIRST_CODE = re.compile(r"(\}\}|%\}|%>|\]|/>|[^}]\}(?!\})).*")
# In one pattern with what begins a line, it would be looked for at each character.
_INLINE_COMPONENT = re.compile(r":(?<![\w:`]:)[a-z][\w-]*(?:\[[^\[\]\n]*\]|\{[^{}\n]*\})")
_END_OF_TWO_COLONS = re.compile(r"^[ \t]*::[ \t]*$", re.MULTILINE)
_TICKS = re.compile(r"`+|\n[ \t]*\n")


def find(text: str, file: str, first_line: int, dialect: Dialect = COMMONMARK) -> tuple[Problem, ...]:
    """One warning for each kind of foreign code outside code samples, with its number and first line.

    A comment without an end is an error: nobody knows which words it keeps from readers.
    """
    if not ("{" in text or text.startswith(("import", "export")) or has_any(text, _BEGINNINGS)):
        return ()
    text = with_contents(with_slashes(text))
    text = with_pictures(with_fences(text)) if dialect.name == "commonmark" else text
    prose = unseen.blanked(comments.without_literals(without_code(text)))
    if open_comment := comments.without_end(prose):
        start, begin, end = open_comment
        return (Problem.at("comment-open", file, first_line + prose.count("\n", 0, start), begin=begin, end=end),)
    if "{" in prose:
        prose = _IN_ADDRESS.sub(lambda path: " " * len(path[0]), prose)
    # [video] is a Markdown link if a line of the text is [video]: address.
    defined = set(_DEFINED.findall(prose)) if "]:" in prose else set()
    begun = set(_BEGUN.findall(prose)) if "[/" in prose else set()
    problems = []
    for kind, pattern in _KINDS.items():
        if kind == "wiki" and any("wiki" in name for name, _ in dialect.extensions):
            continue  # links of the site's own: wikilinks and the like
        matches = [match for match in pattern.finditer(prose) if not _is_text(match, defined, begun)]
        if kind == "colons":
            matches = sorted((*matches, *_INLINE_COMPONENT.finditer(prose)), key=re.Match.start)
            has_end = "::" in prose and bool(_END_OF_TWO_COLONS.search(prose))
            matches = [match for match in matches if not _is_box(match[0], has_end)]
        if kind == "mdx" and dialect.name == "commonmark":
            boxes = {f"</{box['name']}>" for box in NAMED_COMPONENT.finditer(prose)}
            matches = [match for match in matches if match.group() not in boxes]
        if matches:
            start = matches[0].start()
            line_start = prose.rfind("\n", 0, start) + 1
            code = _FIRST_CODE.sub(r"\1", text[start : start + 60].split("\n")[0])
            line, column = first_line + prose.count("\n", 0, start), start - line_start + 1
            times = f" × {len(matches)}" if len(matches) > 1 else ""
            key = f"foreign-code/{kind}"
            problems.append(Problem.at(key, file, line, column, times=times, code=code))
    return tuple(problems)


def _is_box(line: str, has_end: bool) -> bool:
    """Whether a line begins a box, or is text because nothing ends what it would begin."""
    is_bare = line.lstrip().startswith("::") and not any(sign in line for sign in ("{", "[", ":::"))
    return (is_bare and not has_end) or BOX_BETWEEN_COLONS.fullmatch(line) is not None


def with_fences(text: str) -> str:
    """The text with fences for the lines between which other generators have code; lines keep their numbers."""
    if not ("{" in text and ("highlight" in text or "codeblock" in text)) and not _SAMPLE_ENDS.is_in(text):
        return text
    lines = text.split("\n")
    fence = ""
    begun: dict[tuple[str | Any, ...], tuple[int, re.Match[str]]] = {}
    for at, line in enumerate(lines):
        below = "" if begun else fence_after(line, fence)
        if fence or below:
            fence = below
        elif begin := _CODE_BEGINS.fullmatch(line):
            begun[begin.group(*_PAIRED)] = at, begin
        elif begun and (end := _CODE_ENDS.fullmatch(line)) and end.group(*_PAIRED) in begun:
            first, begin = begun[end.group(*_PAIRED)]
            lines[first], lines[at] = _fences(begin, "\n".join(lines[first:at]))
            # What began within was code, and what began before never ends.
            begun.clear()
    return "\n".join(lines)


def _fences(begin: re.Match[str], inside: str) -> tuple[str, str]:
    """The lines around code in Markdown, with its language."""
    language = _LANGUAGE.match(begin["words"] or begin["more"] or begin["attributes"] or "")
    shortcode = (begin["shortcode"] or "").casefold().replace("source", "").replace("code", "")
    sign = max(["~~~~", *re.findall("~+", inside)], key=len) + "~"
    return f"{begin['indent']}{sign}{language['name'] if language else shortcode}", f"{begin['indent']}{sign}"


def fence_after(line: str, fence: str) -> str:
    """The fence that is open below a line, where this one was above it.

    Before its sign it has spaces up to its column, and > if it is in a quotation.
    """
    if not fence:
        opening = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if not opening:
            return ""
        before = opening["before"].expandtabs(4)
        return f"{' ' * len(before)}{'>' if '>' in before else ''}{opening['sign']}"
    sign, is_quoted = fence.lstrip(" >"), ">" in fence
    if is_quoted and not line.lstrip().startswith(">"):
        return ""  # the quotation has ended, and the code with it
    inside = line.strip(" \t>") if is_quoted else line.strip()
    is_end = inside.startswith(sign) and not inside.strip(sign[0])
    # One that is indented by four columns more is a line of the code.
    text = line.expandtabs(4)
    is_deeper = not is_quoted and len(text) - len(text.lstrip()) >= len(fence) - len(sign) + 4
    return "" if is_end and not is_deeper else fence


def path_of(address: str) -> str:
    """An address without the code of another generator, if that says only which path or file within the site is meant.

    `{{ site.baseurl }}/a.jpg` is /a.jpg, `{static}/a.jpg` and Ghost's `__GHOST_URL__/a.jpg` too, `{% link
    _posts/plan.md %}` is /_posts/plan.md, and `{{< ref "plan.md" >}}` is plan.md, and so is `[words](plan.md)`, which
    editors paste where an address belongs.
    """
    if address.startswith("[") and (link := _LINK_AS_ADDRESS.fullmatch(address)):
        return link["address"]
    match = _PATH.match(address) if address.startswith(("{", "|", "__")) else None
    if not match:
        return address
    rest = address[match.end() :]
    if match["post"]:
        return f"/_posts/{match['post']}.md{rest}"
    path = f"/{match['file']}" if match["file"] else match["quoted"] or match["page"] or ""
    return f"{path}{rest}" or "/"


def with_contents(text: str) -> str:
    """The text with `[TOC]` for the lists of kramdown that stand for the contents; lines keep their numbers."""
    if "{" not in text or "{:" not in text or "toc" not in text:
        return text
    marks = _CONTENTS.finditer(without_code(text))
    return splice(text, ((*mark.span(), f"{mark['indent']}[TOC]" + "\n" * mark["lines"].count("\n")) for mark in marks))


def with_slashes(text: str) -> str:
    """The text with slashes where Jekyll's importer of WordPress once wrote `<&#47;a>`, so that links never ended."""
    return text.replace("&#47;", "/") if "<" in text and "<&#47;" in text else text


def with_pictures(text: str) -> str:
    """The text with Markdown for the shortcodes of which Hugo itself makes pictures and films."""
    return shortcodes.as_markdown(text, without_code(text)) if shortcodes.may_have(text) else text


def with_addresses_in_tags(text: str) -> str:
    """The text with the addresses that code of other generators means in tags of HTML whose quotation marks it ends."""
    if "{" not in text or not _QUOTED_CODE.search(text):
        return text
    changes: list[tuple[int, int, str]] = []
    for tag in _CODE_IN_TAG.finditer(without_code(text)):
        if tag["quote"] in tag["address"] or ">" in tag["address"]:
            address = path_of(tag["address"]).replace(tag["quote"], "'" if tag["quote"] == '"' else '"')
            changes.append((*tag.span("address"), address))
    return splice(text, changes)


def _is_text(code: re.Match[str], defined: set[str], begun: set[str]) -> bool:
    """Whether what looks like a shortcode is none: a link by reference, or the end of nothing that began."""
    end = code.groupdict().get("end")
    return code[0] in defined or (end is not None and end not in begun)


def without_code(text: str, has_indented: bool = True) -> str:
    """The text with spaces in place of code blocks and code spans, so that places and lines stay the same.

    MDX has no code that is only indented.
    """
    if "`" in text or "~~~" in text or "    " in text or "\t" in text:
        text = _without_spans("\n".join(without_blocks(text.split("\n"), has_indented)))
    for name in ("pre", "code"):
        if f"<{name}" in text:
            text = _without_element(text, name)
    return text


def without_blocks(lines: list[str], has_indented: bool = True) -> list[str]:
    """The lines with spaces in place of those of code blocks."""
    lines_without_code: list[str] = []
    fence = ""
    is_in_list = is_indented = False
    is_after_blank, above = True, ""
    for line in lines:
        stripped = line.strip()
        below = fence_after(line, fence)
        if fence or below:
            fence = below
            line = " " * len(line)
        elif stripped and has_indented and line.startswith(("    ", "\t")):
            is_indented = not is_in_list and (is_after_blank or is_indented)
            line = " " * len(line) if is_indented else line
        elif stripped:
            is_indented = False
            # What a definition is of is no HTML.
            is_item = bool(_LIST_ITEM.match(line)) and not (stripped[0] == ":" and above.startswith("<"))
            is_in_list = is_item or (is_in_list and (not is_after_blank or line.startswith("  ")))
        above = stripped or above
        is_after_blank = not stripped
        lines_without_code.append(line)
    return lines_without_code


def _without_spans(text: str) -> str:
    """Replace code spans: from a run of backticks to the next of the same length in the same paragraph."""
    # Backwards, so that a text of nothing but backticks takes no longer than any other.
    runs = reversed([*_TICKS.finditer(text)]) if "`" in text else ()
    ends: dict[int, int] = {}
    next_end: dict[str, int] = {}
    for run in runs:
        if run[0] in next_end:
            ends[run.start()] = next_end[run[0]]
        if run[0].startswith("`"):
            next_end[run[0]] = run.end()
        else:
            next_end.clear()
    # Backticks in a comment begin no code, nor does what looks like a comment in code begin one.
    form = comments.TICKS_OR_SIGNS if ends and comments.may_have_signs(text) else _TICKS
    spans: list[tuple[int, int]] = []
    at = 0
    while ends and (found := form.search(text, at)):
        at = ends.get(found.start(), found.end())
        spans += [(found.start(), at)] if found.start() in ends else []
    return comments.blanked_at(text, spans)


def _without_element(text: str, name: str) -> str:
    spans: list[tuple[int, int]] = []
    end = 0
    while (start := text.find(f"<{name}", end)) >= 0 and (end := text.find(f"</{name}>", start)) >= 0:
        spans.append((start, end))
    return comments.blanked_at(text, spans)

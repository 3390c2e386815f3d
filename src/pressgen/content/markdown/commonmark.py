"""CommonMark with GitHub's additions to HTML: the parser's events written as elements, each with its line."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import Any, cast

from pyromark import Markdown, Options

from pressgen.content.markdown import addresses, attributes, short_forms
from pressgen.content.markdown.footnotes import Footnotes
from pressgen.content.markdown.pasted import EDGE, Pending, Prepared, prepare
from pressgen.content.markdown.placement import BlockAttributes, Piece
from pressgen.content.markdown.policy import COMMENT, is_safe
from pressgen.content.markdown.rendering import (
    CONTAINER,
    DEEPEST,
    LINE,
    MOST_ELEMENTS,
    MOST_LINKS,
    Rendering,
    TooLargeError,
    escape_attribute,
)
from pressgen.content.markdown.words import Words, words_for
from pressgen.errors import Problem, shorten

# Tables, code and notes have elements in elements for one of these.
_RATHER_DEEP = DEEPEST - 8
# A line of signs alone is a rule.
_DEEP = re.compile(rf"^{CONTAINER}{{{DEEPEST + 1}}}+(?=[^\n]*\w)", re.MULTILINE)

_PARSER = Markdown(
    options=Options.ENABLE_TABLES
    | Options.ENABLE_FOOTNOTES
    | Options.ENABLE_STRIKETHROUGH
    | Options.ENABLE_TASKLISTS
    | Options.ENABLE_GFM
    | Options.ENABLE_DEFINITION_LIST
)
_ALONE = {"SoftBreak": "\n", "HardBreak": "<br>\n", "Rule": "<hr>\n"}
_TITLE = '<p class="admonition-title">'
_HEAD_END = "</tr>\n</thead>\n<tbody>\n"
_START = {
    "Paragraph": "<p>",
    "Item": "<li>",
    "Emphasis": "<em>",
    "Strong": "<strong>",
    "Strikethrough": "<del>",
    "HtmlBlock": "",
    "DefinitionList": "<dl>\n",
    "DefinitionListDefinition": "<dd>",
}
_END = {
    "Paragraph": "</p>\n",
    "Item": "</li>\n",
    "Emphasis": "</em>",
    "Strong": "</strong>",
    "Strikethrough": "</del>",
    "HtmlBlock": "",
    "DefinitionList": "</dl>\n",
    "DefinitionListDefinition": "</dd>\n",
    "TableHead": _HEAD_END,
    "TableRow": "</tr>\n",
}
_LISTS = re.compile(r"\{[^{}%\n#.=:]*+[#.=:][^{}\n]*+\}")
_BLOCKS = frozenset(
    (
        *("Paragraph", "Heading", "BlockQuote", "CodeBlock", "List", "Item", "Table"),
        *("DefinitionList", "DefinitionListDefinition"),
    )
)
_BY_REFERENCE = frozenset({"Reference", "Collapsed", "Shortcut"})
_VERBATIM = re.compile(r"<(/?)(?:a|code|pre|kbd|samp|script|style)(?=[\s/>])", re.IGNORECASE)
_CLASS_OF_CODE = re.compile(r"\{[^}]*?\.([\w+#-]+)")
_LINKED = re.compile('<a href="([^"]*)"')
_HIDDEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
# Brackets, signs of assignment and the like: what programs have in every other line and prose has hardly ever.
_PROGRAM = re.compile(r"[{}<>=|$\\^]|;(?! \w)|\(\)|::|\w\((?!\w{1,3}\))|[\w/]/\w|^\s*[#$>%]", re.MULTILINE)
_WORD = re.compile(r"[^\W\d_]{2,}")
_WEB_ADDRESS = re.compile(r"https?://\S+")
# A sentence of a few words; one of Chinese or Japanese has no spaces.
_SENTENCE = re.compile(
    r"\s*[«“„\"'(]*[^\W\d_a-z][^\W\d_]*(?:,? [^\W\d_]+)+[.!?…]+[»”“\"')]*\s*"
    r"|[\u3000-\u9fff\uac00-\ud7af\uff00-\uffef]{8,}\s*"
)
# Below other HTML, an empty line and an indent make code of it.
_HTML_LINE = re.compile(r"\s*</?[a-z][a-z0-9]*[\s/>]", re.IGNORECASE)
# Other readers of Markdown take what follows these words, behind a space or on the next line, as their label.
_BEFORE_LABEL = re.compile(r"(?<!\\)\[(?=[^\[\]]*[^\W\d_])([^\[\]\\]{1,60})\](?:[ ]|[ ]?\n[ \t>]*)\Z")
_MOST_BEFORE = 400  # bytes
_ITEM_NUMBER = re.compile(rb"([ \t>]*)(\d{1,9})[.)](?=\s|$)")
_PROSE_WORDS = 6


def render(text: str, file: str, first_line: int, lang: str) -> Rendering:
    """A text as HTML, its links and pictures with their lines; raises RecursionError where it is nested too deep."""
    if len(text) > MOST_ELEMENTS and _DEEP.search(text):
        raise RecursionError  # to find that in what the parser makes of it takes hundreds of megabytes
    writer = _Writer(prepare(text, is_mdx=file.lower().endswith(".mdx")), file, first_line, words_for(lang))
    return writer.rendering()


class _Writer:
    """Writes the events of one text."""

    def __init__(self, source: Prepared, file: str, first_line: int, words: Words) -> None:
        self.source = source
        # The parser first: Python keeps the UTF-8 that it asks for, and to encode the text again is a copy then.
        # Unmerged, text is in pieces at every sign that might have been markup, and no address would be in one piece.
        events = _PARSER.events_with_range(source.text, merge_text=True)
        self.events: Iterator[tuple[Any, Any]] = iter(cast(Any, events))
        self.bytes = source.text.encode()
        self.file = file
        self.first_line = first_line
        self.words = words
        self.out: list[str] = []
        self.problems: list[Problem] = []
        self.author_html: list[str] = []
        self.addresses: list[str] = []
        self.needs_cleaning = False
        self.ends: list[str] = []
        self.columns: tuple[str, ...] = ()
        self.column = 0
        self.cell = "td"
        self.verbatim = 0
        self.outer: list[list[str]] = []
        self.labels: list[str] = []
        self.footnotes = Footnotes(words)
        self.heading: Piece = (self.out, 0)
        self.heading_span: dict[str, int] = {}
        self.has_title = False
        self.term = 0
        self.inline: Piece | None = None
        self.inlines: list[int] = []
        self.offset = self.line = 0
        self.definitions: dict[str, int] | None = None
        self.braces = bool(source.attributes) or ("{" in source.text and bool(_LISTS.search(source.text)))
        self.blocks = BlockAttributes(source, self.bytes) if source.attributes else None
        self.address_signs = addresses.signs_in(source.text)
        self.short_forms = short_forms.explainer(source.abbreviations)

    def rendering(self) -> Rendering:
        """All of it."""
        self.write()
        self.out.append(self.footnotes.html())
        self.problems += (Problem.at("list-tight", self.file, self.first_line + number) for number in self.source.tight)
        self.problems += (Problem.at("lines-joined", self.file, self.first_line + each) for each in self.source.joined)
        if self.blocks:
            self.author_html += ("{" + each.markup for each in self.source.attributes)
            self.problems += (self.unused(each) for each in self.blocks.unused())
        shown, author_html, problems = "".join(self.out), "".join(self.author_html), tuple(self.problems)
        if EDGE in shown or EDGE in author_html:
            shown, author_html = shown.replace(EDGE, ""), author_html.replace(EDGE, "")
        # All else that the sanitiser takes away or changes is HTML of the author.
        has_html = any(not COMMENT.fullmatch(each.strip()) for each in self.author_html)
        is_proper = not (has_html or self.needs_cleaning or "\r" in shown or b"\0" in self.bytes)
        if is_proper and all(map(is_safe, self.addresses)):
            shown = shown.replace("\u00a0", "&nbsp;") if "\u00a0" in shown else shown
            return Rendering(shown, author_html, problems, is_clean=True)
        return Rendering(shown, author_html, problems)

    def write(self) -> None:  # noqa: C901 - it runs for every event of every text
        """Write every event; those that need more than a tag have a method."""
        depth = 0
        out, braces, explain, signs = self.out, self.braces, self.short_forms, self.signs()
        for event, span in self.events:
            if event.__class__ is str:
                out.append(_ALONE[event])
            elif "Text" in event:
                value = event["Text"]
                for sign in signs:
                    if sign in value:
                        value = self.text(value, span)
                        break
                out.append(explain(value) if explain else value)
            elif "Start" in event:
                depth += 1
                if depth > _RATHER_DEEP:
                    self.check_depth(depth)
                value = event["Start"]
                if braces or value.__class__ is not str or value not in _START:
                    depth -= self.start(value, span)
                    out = self.out  # that of a footnote is another
                else:
                    out.append(_START[value])
            elif "End" in event:
                depth -= 1
                value = event["End"]
                if braces or value.__class__ is not str or value not in _END:
                    self.end(value, span)
                    out = self.out
                else:
                    out.append(_END[value])
            else:
                ((kind, value),) = event.items()
                _OTHERS[kind](self, value)

    def check_depth(self, depth: int) -> None:
        self.needs_cleaning = True
        if depth > DEEPEST:
            raise RecursionError

    def signs(self) -> tuple[str, ...]:
        """What each piece of text is looked through for: one without any is written as it is."""
        in_braces = "{" if self.braces else ""
        # An entity may stand for any sign; else most of them are nowhere in the text, so no piece need be asked.
        if "&" in self.source.text:
            return (*"&<>", *(addresses.SIGNS if self.address_signs else ()), *in_braces)
        return (*(sign for sign in "<>" if sign in self.source.text), *self.address_signs, *in_braces)

    # --- blocks and inlines -------------------------------------------------------------------

    def start(self, value: Any, span: dict[str, int]) -> int:
        """Write a start tag; returns 1 if what it starts was read to its end."""
        kind, data = (value, None) if value.__class__ is str else next(iter(value.items()))
        place = len(self.out)
        is_whole = False
        if kind in _START:
            self.inlines.append(place)
            self.out.append(_START[kind])
        else:
            is_whole = bool(_STARTS[kind](self, data, span))
        if self.blocks and kind in _BLOCKS:
            self.blocks.start((self.out, place), span)
            if is_whole:
                self.blocks.end(span)
        return int(is_whole)

    def end(self, value: Any, span: dict[str, int]) -> None:
        """Write an end tag."""
        kind, data = (value, None) if value.__class__ is str else next(iter(value.items()))
        if kind in _START:
            place = self.inlines.pop()
            if kind in ("Emphasis", "Strong", "Strikethrough"):
                self.inline = (self.out, place)
        if self.blocks and kind == "FootnoteDefinition":
            self.blocks.leave(span)
        if kind in _END:
            self.out.append(_END[kind])
        else:
            _ENDS[kind](self, data)
        if self.blocks and kind in _BLOCKS:
            self.blocks.end(span)

    def start_heading(self, data: dict[str, str], span: dict[str, int]) -> None:
        self.heading = (self.out, len(self.out))
        self.heading_span = span
        self.out.append(_TITLE if self.has_title else f"<h{data['level'][1]}>")

    def end_heading(self, level: str) -> None:
        last = self.out[-1]
        match = attributes.AT_END.search(f" {last}") if self.braces and last.rstrip().endswith("}") else None
        listed = attributes.parse(html.unescape(match[1])) if match else None
        if (
            match
            and listed
            and self.has_brace_at(self.bytes.rfind(b"{", self.heading_span["start"], self.heading_span["end"]))
        ):
            self.out[-1] = f" {last}"[: match.start()][1:]
            self.attach(self.heading, listed)
        self.out.append("</p>\n" if self.has_title else f"</h{level[1]}>\n")
        self.has_title = False

    def start_quotation(self, kind: str | None, span: dict[str, int]) -> None:
        line = self.line_in_text(span["start"]) if self.source.admonitions else -1
        classes, title = self.source.admonitions.get(line, (kind.lower() if kind else "", None))
        self.ends.append("</div>\n" if classes else "</blockquote>\n")
        if not classes:
            self.out.append("<blockquote>\n")
            return
        name = classes.split()[0]
        self.out.append(f'<div class="admonition {escape_attribute(classes)}">\n')
        if title is None:
            words = self.words.titles.get(name, name.capitalize())
            self.out.append(f"{_TITLE}{html.escape(words, quote=False)}</p>\n")
        self.has_title = bool(title and title.strip())

    def end_quotation(self, kind: str | None) -> None:
        self.out.append(self.ends.pop())

    def start_list(self, first: int | None, span: dict[str, int]) -> None:
        if first is not None:
            self.check_numbers(first, span)
        self.out.append("<ul>\n" if first is None else "<ol>\n" if first == 1 else f'<ol start="{first}">\n')

    def check_numbers(self, first: int, span: dict[str, int]) -> None:
        """Report the first item of a list whose number is another on the page than in the text."""
        start = span["start"]
        column = start - self.bytes.rfind(b"\n", 0, start) - 1
        # Before the first number there may be the sign of the item or note in which the list is.
        lines = (b" " * column + self.bytes[start : span["end"]]).split(b"\n")
        widest = column + len(str(first)) + 1
        items = [(at, item) for at, line in enumerate(lines) if (item := _ITEM_NUMBER.match(line))]
        numbers = [(at, int(item[2])) for at, item in items if len(item[1].expandtabs(4)) <= widest]
        # All alike is a way of its own to let the numbers be counted.
        if len({number for _, number in numbers}) < 2:
            return
        for shown, (at, number) in enumerate(numbers, first):
            if number != shown:
                line = self.line_of(start - column + sum(len(each) + 1 for each in lines[:at]))
                self.problems.append(Problem.at("list-numbers", self.file, line, written=number, shown=shown))
                return

    def end_list(self, is_ordered: bool) -> None:
        self.out.append("</ol>\n" if is_ordered else "</ul>\n")

    def start_table(self, columns: tuple[str, ...], span: dict[str, int]) -> None:
        self.columns = columns
        self.out.append("<table>\n")

    def end_table(self, data: None) -> None:
        # A table may be a head alone; a body without rows would be read out as one.
        if self.out[-1] is _HEAD_END:
            self.out[-1] = "</tr>\n</thead>\n</table>\n"
        else:
            self.out.append("</tbody>\n</table>\n")

    def start_row(self, data: None, span: dict[str, int]) -> None:
        self.column, self.cell = 0, "td"
        self.out.append("<tr>")

    def start_head(self, data: None, span: dict[str, int]) -> None:
        self.column, self.cell = 0, "th"
        self.out.append("<thead>\n<tr>")

    def start_cell(self, data: None, span: dict[str, int]) -> None:
        side = self.columns[self.column] if self.column < len(self.columns) else "None"
        self.column += 1
        self.out.append(f"<{self.cell}>" if side == "None" else f'<{self.cell} align="{side.lower()}">')

    def end_cell(self, data: None) -> None:
        self.out.append(f"</{self.cell}>")

    def start_term(self, data: None, span: dict[str, int]) -> None:
        self.term = len(self.out)
        self.out.append("<dt>")

    def end_term(self, data: None) -> None:
        """Write the end of a term; each line above the definition is one of its own."""
        depth = 0
        for at in range(self.term + 1, len(self.out)):
            piece = self.out[at]
            if piece == "\n" and not depth:
                self.out[at] = "</dt>\n<dt>"
            depth += piece.count("<") - 2 * piece.count("</") - piece.count("<img ") - piece.count("<br")
        self.out.append("</dt>\n")

    def start_code(self, data: str | dict[str, str], span: dict[str, int]) -> bool:
        """Write a whole code block."""
        info = "" if data.__class__ is str else cast(dict[str, str], data)["Fenced"].strip()
        # Pandoc writes the language as a class, {.python}, and may have other attributes beside it.
        if info.startswith("{"):
            language = _CLASS_OF_CODE.match(info)
            name = language[1] if language else ""
        else:
            name = info.split()[0] if info else ""
        self.out.append(f'<pre><code class="language-{escape_attribute(name)}">' if name else "<pre><code>")
        code = []
        for event, _ in self.events:
            if "End" in event:
                break
            code.append(event["Text"])
        text = "".join(code)
        self.out.append(f"{html.escape(text, quote=False)}</code></pre>\n")
        if data == "Indented" and (_is_prose(text) or (self.author_html and _HTML_LINE.match(text))):
            self.problems.append(Problem.at("code-by-indent", self.file, self.line_of(span["start"])))
        return True

    def start_link(self, data: dict[str, str], span: dict[str, int]) -> None:
        prefix = "mailto:" if data["link_type"] == "Email" else ""
        address = self.address(f"{prefix}{data['dest_url']}")
        title = f' title="{escape_attribute(data["title"])}"' if data["title"] else ""
        line = self.line_of_target(data, span)
        if data["link_type"] == "Shortcut" and "".join(self.out[-2:]).rstrip().endswith("]"):
            self.check_label(data["id"], span["start"])
        self.needs_cleaning = self.needs_cleaning or self.verbatim > 0
        self.verbatim += 1
        self.inlines.append(len(self.out))
        self.out.append(f'<a href="{address}"{title} {LINE}="{line}">')

    def check_label(self, label: str, start: int) -> None:
        """Report brackets before a link that would have been its words without a space or a line break."""
        before = self.bytes[max(0, start - _MOST_BEFORE) : start].decode("utf-8", "ignore")
        if words := _BEFORE_LABEL.search(before):
            values = {"words": " ".join(words[1].split()), "label": shorten(label)}
            self.problems.append(Problem.at("link-shown/label", self.file, self.line_of(start), **values))

    def end_link(self, data: None) -> None:
        self.verbatim -= 1
        self.inline = (self.out, self.inlines.pop())
        self.out.append("</a>")

    def start_image(self, data: dict[str, str], span: dict[str, int]) -> bool:
        """Write a whole picture; its words are the plain text of what is in the brackets."""
        words: list[str] = []
        depth = 1
        for event, _ in self.events:
            if event.__class__ is str:
                words.append("\n")
                continue
            ((kind, value),) = event.items()
            depth += (kind == "Start") - (kind == "End")
            if kind in ("Text", "Code"):
                words.append(value)
            elif not depth:
                break
        title = f' title="{escape_attribute(data["title"])}"' if data["title"] else ""
        source = self.address(data["dest_url"])
        line = self.line_of_target(data, span)
        self.inline = (self.out, len(self.out))
        self.out.append(f'<img alt="{escape_attribute("".join(words))}" src="{source}"{title} {LINE}="{line}">')
        return True

    def address(self, address: str) -> str:
        """An address in an attribute, without the marks that word processors put into long words."""
        visible = address if address.isascii() else _HIDDEN.sub("", address)
        self.addresses.append(visible)
        if len(self.addresses) > MOST_LINKS:
            raise TooLargeError
        return escape_attribute(visible)

    def code(self, value: str) -> None:
        self.inline = (self.out, len(self.out))
        self.out.append(f"<code>{html.escape(value, quote=False)}</code>")

    def html(self, value: str) -> None:
        self.author_html.append(value)
        self.out.append(value)

    def inline_html(self, value: str) -> None:
        self.author_html.append(value)
        if tag := _VERBATIM.match(value):
            self.verbatim = max(self.verbatim + (-1 if tag[1] else 1), 0)
        self.out.append(value)

    def task(self, is_done: bool) -> None:
        self.out.append("\u2611 " if is_done else "\u2610 ")

    # --- text ---------------------------------------------------------------------------------

    def text(self, value: str, span: dict[str, int]) -> str:
        """Text as HTML: attribute lists taken in, addresses linked."""
        # Text begins anew after every element, so a list of attributes is at the start of what follows its element.
        if self.braces and value.startswith("{") and self.has_brace_at(span["start"]):
            value = self.without_attributes(value)
        if self.address_signs and not self.verbatim and addresses.signs_in(value):
            linked = addresses.with_links(value)
            self.addresses += map(html.unescape, _LINKED.findall(linked))
            return linked
        return html.escape(value, quote=False)

    def has_brace_at(self, offset: int) -> bool:
        """Whether a brace of the text is written as such, without a backslash, at an offset of the source."""
        return self.bytes[offset : offset + 1] == b"{" and self.bytes[offset - 1 : offset] != b"\\"

    def without_attributes(self, value: str) -> str:
        match = attributes.LIST.match(value)
        listed = attributes.parse(match[1]) if match else None
        if match is None or listed is None or not self.out:
            return value
        if (
            self.inline
            and self.inline[0] is self.out
            and self.out[-1].endswith(("</em>", "</strong>", "</del>", "</a>", "</code>"))
        ):
            self.attach(self.inline, listed)
        elif self.out[-1].startswith("<img ") or self.out[-1] == "<li>":
            self.attach((self.out, len(self.out) - 1), attributes.with_description(listed, self.out[-1]))
            if self.out[-1].startswith("<li"):
                return value[match.end() :].lstrip(" ")
        else:
            return value
        return value[match.end() :]

    def attach(self, piece: Piece, listed: attributes.Attributes) -> None:
        pieces, place = piece
        pieces[place] = attributes.in_tag(pieces[place], listed)
        self.author_html.append(f"{{{listed.html}")

    # --- footnotes ----------------------------------------------------------------------------

    def reference(self, label: str) -> None:
        self.needs_cleaning = self.needs_cleaning or self.verbatim > 0
        self.out.append(self.footnotes.reference(label))

    def start_note(self, label: str, span: dict[str, int]) -> None:
        self.labels.append(label)
        self.outer.append(self.out)
        self.out = []

    def end_note(self, data: None) -> None:
        self.footnotes.add(self.labels.pop(), "".join(self.out))
        self.out = self.outer.pop()

    # --- lines --------------------------------------------------------------------------------

    def line_in_text(self, offset: int) -> int:
        """The line, from 0, of a byte of the text as the parser read it."""
        # Offsets come nearly in order, so counting goes on from the last one; a note's may be before it.
        if offset < self.offset:
            self.offset = self.line = 0
        self.line += self.bytes.count(b"\n", self.offset, offset)
        self.offset = offset
        return self.line

    def line_of(self, offset: int) -> int:
        """The line of the file of a byte of the text as the parser read it."""
        line = self.line_in_text(offset)
        numbers = self.source.numbers
        return self.first_line + (numbers[min(line, len(numbers) - 1)] if numbers else line)

    def line_of_target(self, data: dict[str, str], span: dict[str, int]) -> int:
        """The line in which an address is written: that of the link, or of the definition it refers to."""
        if data["link_type"] not in _BY_REFERENCE:
            return self.line_of(span["start"])
        if self.definitions is None:
            listed = _PARSER.reference_definitions(self.source.text)
            self.definitions = {_label(label): self.line_of(each["span"]["start"]) for label, each in listed.items()}
        return self.definitions.get(_label(data["id"])) or self.line_of(span["start"])

    def unused(self, pending: Pending) -> Problem:
        line = self.first_line + pending.number
        return Problem.at("attributes-unused", self.file, line, attributes=pending.markup)


def _label(label: str) -> str:
    return " ".join(label.split()).casefold()


def _is_prose(code: str) -> bool:
    """Whether indented lines read like sentences, not like a program."""
    if _SENTENCE.fullmatch(code):
        return True
    words = code.split()
    if len(words) < _PROSE_WORDS or _PROGRAM.search(_WEB_ADDRESS.sub("", code)):
        return False
    return sum(bool(_WORD.search(word)) for word in words) >= 0.7 * len(words)


_STARTS: dict[str, Callable[[_Writer, Any, dict[str, int]], bool | None]] = {
    "Heading": _Writer.start_heading,
    "BlockQuote": _Writer.start_quotation,
    "List": _Writer.start_list,
    "Table": _Writer.start_table,
    "TableHead": _Writer.start_head,
    "TableRow": _Writer.start_row,
    "TableCell": _Writer.start_cell,
    "CodeBlock": _Writer.start_code,
    "Link": _Writer.start_link,
    "Image": _Writer.start_image,
    "FootnoteDefinition": _Writer.start_note,
    "DefinitionListTitle": _Writer.start_term,
}
_ENDS: dict[str, Callable[[_Writer, Any], None]] = {
    "Heading": _Writer.end_heading,
    "BlockQuote": _Writer.end_quotation,
    "List": _Writer.end_list,
    "Table": _Writer.end_table,
    "TableCell": _Writer.end_cell,
    "Link": _Writer.end_link,
    "FootnoteDefinition": _Writer.end_note,
    "DefinitionListTitle": _Writer.end_term,
}
_OTHERS: dict[str, Callable[[_Writer, Any], None]] = {
    "Code": _Writer.code,
    "Html": _Writer.html,
    "InlineHtml": _Writer.inline_html,
    "FootnoteReference": _Writer.reference,
    "TaskListMarker": _Writer.task,
}

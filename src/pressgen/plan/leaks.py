"""The last look before publishing: is there anything in the finished outputs that only a withheld release has?

The search finds words that a withheld release has. They are no secret if a public source has them too, and no leak on
a page that would be the same without the withheld releases.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from msgspec import Struct, json, structs

from pressgen.content.folders import resolve
from pressgen.content.scan import read_settings
from pressgen.errors import Phrase, Problem, shorten
from pressgen.model import Options, Output, Page, Parsed, Post, Rendered
from pressgen.plan.draft import draft, policy_of
from pressgen.publish.manifest import Content
from pressgen.render.fingerprint import Fingerprinter
from pressgen.render.leak_scan import Finding, Item, Sample, Searcher, line_of, read_content, sample_of, search_outputs
from pressgen.render.outputs import render_output
from pressgen.render.pages import Renderer
from pressgen.site.secret_words import Secret, named_files, secrets_of, withheld_documents, withheld_files, words_in
from pressgen.site.sources import Sources, files_of_settings
from pressgen.site.urls import address_of
from pressgen.store.database import BodyReader

MOST_BODIES = 100
"""Bodies that are read to explain what was found on pages; what they do not explain, planning again does."""


class Finished(Struct, frozen=True, kw_only=True):
    """What is about to be published: the outputs of the plan, their fingerprints by path, and new contents by path.

    `renderer` is the one that rendered the pages, `read` gives a body by its digest.
    """

    outputs: Collection[Output]
    fingerprints: Mapping[str, str]
    contents: Mapping[str, Content]
    renderer: Renderer
    read: BodyReader


class Withheld(Struct, frozen=True):
    """The withheld documents and the files that only they name, by path, and what is searched for of both."""

    documents: Mapping[str, Post | Page]
    files: Mapping[str, str]
    secrets: tuple[Secret, ...]
    samples: tuple[Sample, ...]


def leak_problems(sources: Sources, finished: Finished, options: Options) -> tuple[Problem, ...]:
    """An error for each withheld document and output that would show anything of it; none where drafts are shown.

    Only new contents are searched. Without withheld documents there is nothing to search for.
    """
    documents = withheld_documents(sources.documents, sources.instant)
    if options.drafts or not finished.contents or not documents:
        return ()
    withheld = _withheld(sources, documents, finished.read)
    outputs = {output.path: output for output in finished.outputs if output.path in finished.contents}
    items = [Item(path, finished.contents[path], isinstance(output, Rendered)) for path, output in outputs.items()]
    findings = search_outputs(items, Searcher(withheld.secrets, withheld.samples), options.jobs)
    pages = [finding for finding in findings if isinstance(outputs[finding.path], Rendered)]
    files = [finding for finding in findings if not isinstance(outputs[finding.path], Rendered)]
    names = {sources.folder.files[path]: path for path in withheld.files}
    problems = [
        Problem.at("leak/file", withheld.files[names[output.source]], path=shorten(output.path), file=output.source)
        for output in outputs.values()
        if not isinstance(output, Rendered) and output.source in names
    ]
    problems += _page_problems(pages, outputs, withheld, sources, finished, options)
    others = [finding for finding in files if outputs[finding.path].source not in names]
    problems += _file_problems(others, outputs, withheld, sources, finished)
    return tuple(problems)


def _withheld(sources: Sources, documents: Mapping[str, Post | Page], read: BodyReader) -> Withheld:
    folder, address = sources.folder, address_of(sources.settings.url)
    files = withheld_files(documents, sources.documents, folder.files, address)
    for path in files_of_settings(folder, sources.settings):
        files.pop(path, None)
    digests = {path: measured.image.digest for path, measured in sources.measures.items() if measured.image}
    public_digests = {digest for path, digest in digests.items() if path not in files}
    names: dict[str, list[str]] = {}
    samples: list[Sample] = []
    for path, source in files.items():
        names.setdefault(source, []).append(PurePosixPath(path).stem)
        if digests.get(path) in public_digests:  # the same picture is public under another name
            continue
        names[source] += [digests[path]] if path in digests else []
        file = resolve(sources.root, folder.files[path])
        sample = sample_of(source, path, file) if file else None
        samples += [sample] if sample else []
    return Withheld(documents, files, secrets_of(documents, names, read), tuple(samples))


def _page_problems(
    findings: Iterable[Finding],
    outputs: Mapping[str, Output],
    withheld: Withheld,
    sources: Sources,
    finished: Finished,
    options: Options,
) -> Iterator[Problem]:
    """An error for each withheld document that a page shows anything of, for the first such page."""
    findings = list(findings)
    numbers = {finding.number for finding in findings}
    # Nearly everything is explained by the source of the page, or by a paragraph that many releases have.
    first = {outputs[finding.path].source for finding in findings}
    secret = _secret_numbers(numbers, withheld, sources, finished.read, first, len(first) + MOST_BODIES)
    findings = [finding for finding in findings if finding.number in secret]
    changed = _pages_that_change({finding.path for finding in findings}, outputs, withheld, sources, finished, options)
    reported: set[str] = set()
    for finding in findings:
        found = withheld.secrets[finding.number]
        if finding.path in changed and found.source not in reported:
            reported.add(found.source)
            yield _problem("leak", finding, found, finished)


def _file_problems(
    findings: Iterable[Finding],
    outputs: Mapping[str, Output],
    withheld: Withheld,
    sources: Sources,
    finished: Finished,
) -> Iterator[Problem]:
    """An error for each withheld document and file that has words of it, or is a copy of a file of it."""
    texts = [finding for finding in findings if not finding.is_sample and withheld.secrets[finding.number].is_telling]
    numbers = {finding.number for finding in texts}
    secret = _secret_numbers(numbers, withheld, sources, finished.read, (), len(sources.documents))
    reported: set[tuple[str, str]] = set()
    public_files: Collection[str] | None = None
    for finding in findings:
        path = outputs[finding.path].source
        if finding.is_sample:
            sample = withheld.samples[finding.number]
            if public_files is None:
                public_files = _public_files(withheld, sources)
            if path not in public_files and (path, sample.source) not in reported:
                reported.add((path, sample.source))
                yield Problem.at("leak/copy", sample.source, name=shorten(path), other=shorten(sample.file))
            continue
        found = withheld.secrets[finding.number]
        if finding.number in secret and found.is_telling and (path, found.source) not in reported:
            reported.add((path, found.source))
            yield _problem(
                "leak/static" if path.startswith("static/") else "leak/linked", finding, found, finished, path
            )


def _public_files(withheld: Withheld, sources: Sources) -> Collection[str]:
    """The names on disk of all files that public documents and the settings name."""
    folder = sources.folder
    named = named_files(_public(withheld, sources), folder.files, address_of(sources.settings.url)).keys()
    return {folder.files[path] for path in named | files_of_settings(folder, sources.settings) if path}


def _public(withheld: Withheld, sources: Sources) -> list[Post | Page]:
    parsed_documents = sources.documents.items()
    return [p.document for path, p in parsed_documents if p.document and path not in withheld.documents]


def _problem(key: str, finding: Finding, found: Secret, finished: Finished, name: str = "") -> Problem:
    # Nothing is quoted: what CI prints can often be read by anybody.
    part = Phrase.of("leak-key", key=shorten(found.key)) if found.part == "key" else Phrase.of(f"leak-{found.part}")
    place = _place(finding, found, finished.contents[finding.path])
    return Problem.at(key, found.source, found.line, part=part, place=place, name=shorten(name or finding.path))


def _place(finding: Finding, found: Secret, content: Content) -> Phrase:
    if b" %b " % found.words in b" %b " % b" ".join(words_in(finding.path.encode())):
        return Phrase.of("leak-address")
    data = read_content(content)
    if b"\0" not in data:
        line = line_of(data, found.words)
        return Phrase.of("leak-line", line=line) if line else Phrase.of("leak-packed")
    byte = data.lower().find(max(found.words.split(), key=len))
    return Phrase.of("leak-byte", byte=byte) if byte >= 0 else Phrase.of("leak-packed")


def _secret_numbers(
    numbers: set[int], withheld: Withheld, sources: Sources, read: BodyReader, first: Collection[str], bodies: int
) -> set[int]:
    """Those of the numbers whose runs are in no public text; `first` and `bodies` are as for `_public_texts`."""
    left = {number: b" %b " % withheld.secrets[number].words for number in numbers}
    for text in _public_texts(withheld, sources, read, first, bodies) if left else ():
        words = b" %b " % b" ".join(words_in(text))
        left = {number: run for number, run in left.items() if run not in words}
        if not left:
            break
    return set(left)


def _public_texts(
    withheld: Withheld, sources: Sources, read: BodyReader, first: Collection[str], bodies: int
) -> Iterator[bytes]:
    """The settings, the templates, and the front matter of public documents, with some of their bodies.

    Documents with a path in `first` come before others, then the newest; so many of them come with their bodies.
    """
    yield read_settings(sources.root) or b""
    yield from (text.encode("utf-8", "replace") for text in sources.folder.templates.values())

    def order(document: Post | Page) -> tuple[bool, float]:
        return document.path not in first, -document.date.at.timestamp() if isinstance(document, Post) else 0.0

    for number, document in enumerate(sorted(_public(withheld, sources), key=order)):
        yield json.encode(document).replace(b"\\n", b" ")
        if number < bodies and document.body.digest:
            yield read(document.body.digest).encode("utf-8", "replace")


def _pages_that_change(
    paths: Collection[str],
    outputs: Mapping[str, Output],
    withheld: Withheld,
    sources: Sources,
    finished: Finished,
    options: Options,
) -> set[str]:
    """Those of the pages that would be others, or would not be there, if the withheld documents were not there."""
    if not paths:
        return set()
    # The names of the sources stay, since a link to a withheld release is known not to be a mistake by that.
    documents = {path: Parsed(None, ()) if path in withheld.documents else p for path, p in sources.documents.items()}
    policy = structs.replace(policy_of(options), looks_ahead=False)
    plan = draft(structs.replace(sources, documents=documents), policy).plan
    others = {output.path: output for output in plan.outputs} if plan else {}
    fingerprinter = Fingerprinter(finished.renderer, sources.folder.stamps_on_disk)

    def is_same(path: str) -> bool:
        other = others.get(path)
        if not isinstance(other, Rendered):
            return False
        if fingerprint := fingerprinter.fingerprint(other):
            return fingerprint == finished.fingerprints[path]
        return render_output(sources.root, finished.renderer, other) == read_content(finished.contents[path])

    return {path for path in paths if not is_same(path)}

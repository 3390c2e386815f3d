"""The last look before publishing: is there anything in the finished outputs that only a withheld release has?

The search finds words that a withheld release has. They are no secret if a public source has them too, and no leak on
a page that would be the same without the withheld releases.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path, PurePosixPath

from msgspec import Struct, json, structs

from pressgen.content.folders import resolve
from pressgen.errors import ContentError, Phrase, Problem, shorten
from pressgen.model import Drawn, Options, Output, Packed, Page, Parsed, Post, Rendered
from pressgen.plan.draft import draft, policy_of
from pressgen.publish.manifest import Content
from pressgen.render.fingerprint import Fingerprinter
from pressgen.render.leak_scan import (
    Finding,
    Item,
    Sample,
    Searcher,
    line_of,
    read_content,
    sample_of,
    search_outputs,
    words_at,
)
from pressgen.render.outputs import render_output
from pressgen.render.pages import Renderer
from pressgen.settings import Settings
from pressgen.site.secret_words import (
    Secret,
    card_secrets,
    entry_secrets,
    named_files,
    secret_entries,
    secrets_of,
    spoken_secrets,
    withheld_documents,
    withheld_files,
    without_entries,
    words_in,
)
from pressgen.site.setting_pictures import picture_places
from pressgen.site.settings_files import files_of_settings
from pressgen.site.sources import Sources
from pressgen.site.urls import address_of
from pressgen.store.database import BodyReader

MOST_BODIES = 100
"""Bodies that are read to explain what was found on pages; what they do not explain, planning again does."""


class Finished(Struct, frozen=True):
    """What is about to be published: the outputs of the plan, their fingerprints by path, and new contents by path.

    `renderer` is the one that rendered the pages, `read` gives a body by its digest.
    """

    outputs: Collection[Output]
    fingerprints: Mapping[str, str]
    contents: Mapping[str, Content]
    renderer: Renderer
    read: BodyReader


class Withheld(Struct, frozen=True):
    """The withheld documents, the files that only they name (each with one of them), and what is searched for.

    `public` are the other documents, `settings` those that are no secret.
    """

    documents: Mapping[str, Post | Page]
    files: Mapping[str, str]
    secrets: tuple[Secret, ...]
    samples: tuple[Sample, ...]
    settings: Settings
    public: tuple[Post | Page, ...]


def refuse_leaks(sources: Sources, finished: Finished, options: Options) -> None:
    """Raise ContentError with an error for each withheld document and each output that would show anything of it.

    Only new contents are searched, and nothing is where no document is withheld, or where drafts are shown.
    """
    documents = withheld_documents(sources.documents, sources.instant)
    if options.drafts or not finished.contents or not documents:
        return
    inspection = Inspection(sources, finished, options, _withheld(sources, documents, finished.read))
    if problems := inspection.problems():
        raise ContentError(*problems)


def _withheld(sources: Sources, documents: Mapping[str, Post | Page], read: BodyReader) -> Withheld:
    folder = sources.folder
    public = tuple([p.document for path, p in sources.documents.items() if p.document and path not in documents])
    files = withheld_files(documents, public, folder.files, address_of(sources.settings.url))
    entries = secret_entries(documents, public, sources.settings)
    public_settings = without_entries(sources.settings, entries)
    public_paths = files_of_settings(folder.files, public_settings, sources.instant)
    if entries:
        named = files_of_settings(folder.files, sources.settings, sources.instant) - public_paths
        # A file of static/ to which a text about a person links is published, as all of static/ is.
        own = picture_places(sources.settings, folder.files)
        portraits = {path for path in named if path in own or not path.startswith("static/")}
        shown = named_files(public, folder.files, address_of(sources.settings.url)) if portraits else {}
        files |= dict.fromkeys(portraits - shown.keys(), next(iter(entries.values())).path)
    for path in public_paths:
        files.pop(path, None)
    digests = {path: image.digest for path, image in sources.images.items()}
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
    # Nearly all tags of withheld releases have pages already, so that every page would raise the question.
    tags = {tag for document in public for tag in document.matter.tags}
    public_tags = {b" ".join(words_in(tag.encode("utf-8", "replace"))) for tag in tags}
    secrets = [
        secret
        for secret in secrets_of(documents, names, read)
        if secret.key != "tags" or secret.words not in public_tags
    ]
    secrets += entry_secrets(entries, sources.settings)
    secrets += spoken_secrets(files, sources.media)
    secrets += card_secrets(documents, public, sources.cards.cards)
    return Withheld(documents, files, tuple(secrets), tuple(samples), public_settings, public)


class Inspection(Struct, frozen=True, dict=True):
    """The search of one build, and the questions that its findings raise."""

    sources: Sources
    finished: Finished
    options: Options
    withheld: Withheld

    def problems(self) -> tuple[Problem, ...]:
        """An error for each withheld document and each output that would show anything of it."""
        contents = self.finished.contents
        outputs = {output.path: output for output in self.finished.outputs}
        pages = {path for path in contents if isinstance(outputs[path], Rendered)}
        items = [Item(path, content, path in pages) for path, content in contents.items()]
        # To search most pages of a site takes longer than to plan it again and see which of them differ.
        if 2 * len(pages) > len(outputs):
            items = [item for item in items if not (item.is_page and self._other.has_fingerprint(item.path))]
        searcher = Searcher(self.withheld.secrets, self.withheld.samples)
        on_pages: list[Finding] = []
        in_files: dict[str, list[Finding]] = {}
        for finding in self._without_same_kits(search_outputs(items, searcher, self.options.jobs), outputs):
            output = outputs[finding.path]
            if isinstance(output, Rendered):
                on_pages.append(finding)
            else:
                in_files.setdefault(output.source, []).append(finding)
        return (
            *self._selected_files(),
            *self._leaks_on_pages(on_pages, {outputs[finding.path].source for finding in on_pages}),
            *self._leaks_in_files(in_files),
            *self._copies(in_files),
        )

    def _without_same_kits(self, findings: Iterable[Finding], outputs: Mapping[str, Output]) -> list[Finding]:
        """The findings without those in press kits that have nothing from withheld documents, such as contacts."""
        findings = list(findings)
        kits = {finding.path for finding in findings if isinstance(outputs[finding.path], Packed)}
        kits = {path for path in kits if self._other.has_fingerprint(path)}
        return [finding for finding in findings if finding.path not in kits]

    def _selected_files(self) -> Iterator[Problem]:
        """An error for each file of a withheld document that is among the outputs, whatever is in it."""
        names = {self.sources.files[path]: source for path, source in self.withheld.files.items()}
        reported: set[str] = set()
        for output in self.finished.outputs:
            # A share card shows words that no search can read.
            if isinstance(output, Drawn | Packed) and output.source in self.withheld.documents:
                yield Problem.at("leak/made", output.source, path=shorten(output.path))
            elif not isinstance(output, Rendered) and output.source in names and output.source not in reported:
                reported.add(output.source)
                yield Problem.at("leak/file", names[output.source], path=shorten(output.path), file=output.source)

    def _leaks_on_pages(self, findings: list[Finding], page_sources: set[str]) -> Iterator[Problem]:
        """An error for each withheld document of which pages show anything; `page_sources` are theirs."""
        # Nearly everything is explained by the source of the page, or by a paragraph that many releases have.
        numbers = {finding.number for finding in findings}
        numbers = self._secret_numbers(numbers, page_sources, len(page_sources) + MOST_BODIES)
        findings = [finding for finding in findings if finding.number in numbers]
        # Those of the pages that would be others, or not be there at all, without the withheld documents.
        paths = {path for path in {finding.path for finding in findings} if not self._other.has_page(path)}
        sources: set[str] = set()
        for finding in findings:
            secret = self.withheld.secrets[finding.number]
            if finding.path in paths and secret.source not in sources:
                sources.add(secret.source)
                yield self._leak("leak", finding, finding.path)

    def _leaks_in_files(self, findings: Mapping[str, list[Finding]]) -> Iterator[Problem]:
        """An error for each withheld document and each file, by its name on disk, that has telling words of it."""
        texts = {
            file: [f for f in in_file if not f.is_sample and self.withheld.secrets[f.number].is_telling]
            for file, in_file in findings.items()
        }
        numbers = self._secret_numbers({f.number for in_file in texts.values() for f in in_file}, (), None)
        for file, in_file in texts.items():
            first: dict[str, Finding] = {}
            for finding in in_file:
                if finding.number in numbers:
                    first.setdefault(self.withheld.secrets[finding.number].source, finding)
            for finding in first.values():
                yield self._leak("leak/static" if file.startswith("static/") else "leak/linked", finding, file)

    def _copies(self, findings: Mapping[str, list[Finding]]) -> Iterator[Problem]:
        """An error for each file that is a copy of one that only withheld documents name."""
        copies = {
            (file, self.withheld.samples[finding.number])
            for file, in_file in findings.items()
            for finding in in_file
            if finding.is_sample and self.sources.files[self.withheld.samples[finding.number].file] != file
        }
        public_files = self._public_files() if copies else frozenset()
        for file, sample in sorted(copies, key=lambda copy: (copy[0], copy[1].file)):
            if file not in public_files:
                yield Problem.at("leak/copy", sample.source, name=shorten(file), other=shorten(sample.file))

    def _leak(self, key: str, finding: Finding, name: str) -> Problem:
        # Nothing is quoted: what CI prints can often be read by anybody.
        secret = self.withheld.secrets[finding.number]
        part = Phrase.of("leak-key", key=shorten(secret.key)) if secret.part == "key" else Phrase(f"leak-{secret.part}")
        place = _place(finding, secret, self.finished.contents[finding.path])
        return Problem.at(key, secret.source, secret.line, part=part, place=place, name=shorten(name))

    def _public_files(self) -> frozenset[str]:
        """The names on disk of all files that public documents and the settings name."""
        folder, settings = self.sources.folder, self.withheld.settings
        paths = named_files(self.withheld.public, folder.files, address_of(settings.url)).keys()
        in_settings = files_of_settings(folder.files, settings, self.sources.instant)
        return frozenset(folder.files[path] for path in paths | in_settings)

    def _secret_numbers(self, numbers: Iterable[int], first: Collection[str], bodies: int | None) -> set[int]:
        """Those of the numbers whose words are in no public text; `first` and `bodies` are as for `_public_texts`."""
        unexplained = {number: b" %b " % self.withheld.secrets[number].words for number in numbers}
        for text in self._public_texts(first, bodies) if unexplained else ():
            words = words_at(text)
            unexplained = {number: run for number, run in unexplained.items() if run not in words}
            if not unexplained:
                break
        return set(unexplained)

    def _public_texts(self, first: Collection[str], bodies: int | None) -> Iterator[bytes]:
        """The settings, the templates, and the front matter of public documents, with some of their bodies.

        Documents with a path in `first` come before the others, then the newest; that many `bodies` are read, or all.
        """
        yield json.encode(self.withheld.settings).replace(b"\\n", b" ")
        yield from (text.encode("utf-8", "replace") for text in self.sources.folder.templates.values())

        def order(document: Post | Page) -> tuple[bool, float]:
            return document.path not in first, -document.date.at.timestamp() if isinstance(document, Post) else 0.0

        for number, document in enumerate(sorted(self.withheld.public, key=order)):
            yield json.encode(document).replace(b"\\n", b" ")
            if document.body.digest and (bodies is None or number < bodies):
                yield self.finished.read(document.body.digest).encode("utf-8", "replace")

    @cached_property
    def _other(self) -> OtherSite:
        """The site without the withheld documents, which is planned only if a question is raised."""
        # The names of the sources stay: by them, a link to a withheld release is known not to be a mistake.
        sources, withheld = self.sources, self.withheld.documents
        parsed = {path: Parsed(None, ()) if path in withheld else each for path, each in sources.documents.items()}
        policy = structs.replace(policy_of(self.options), looks_ahead=False)
        plan = draft(structs.replace(sources, documents=parsed), policy).plan
        outputs = {output.path: output for output in plan.outputs} if plan else {}
        fingerprinter = Fingerprinter(self.finished.renderer, sources.folder.stamps_on_disk)
        return OtherSite(sources.root, outputs, fingerprinter, self.finished)


class OtherSite(Struct, frozen=True):
    """The site as it would be without its withheld documents: its outputs by path, and what fingerprints them."""

    root: Path
    outputs: Mapping[str, Output]
    fingerprinter: Fingerprinter
    finished: Finished

    def has_page(self, path: str) -> bool:
        """Whether a finished page is the same on this site; one without a fingerprint is rendered to find out."""
        output, fingerprint = self.outputs.get(path), self.finished.fingerprints[path]
        if output is None or fingerprint:
            return self.has_fingerprint(path)
        content = render_output(self.root, self.finished.renderer, output)
        return content == read_content(self.finished.contents[path])

    def has_fingerprint(self, path: str) -> bool:
        """Whether a finished page has a fingerprint, and the same on this site."""
        output, fingerprint = self.outputs.get(path), self.finished.fingerprints[path]
        return output is not None and fingerprint != "" and self.fingerprinter.fingerprint(output) == fingerprint


def _place(finding: Finding, secret: Secret, content: Content) -> Phrase:
    """Where in an output a run of words is."""
    if b" %b " % secret.words in words_at(finding.path.encode()):
        return Phrase.of("leak-address")
    data = read_content(content)
    if line := line_of(data, secret.words):
        return Phrase.of("leak-line", line=line)
    byte = data.lower().find(max(secret.words.split(), key=len))
    return Phrase.of("leak-byte", byte=byte) if byte >= 0 else Phrase.of("leak-packed")

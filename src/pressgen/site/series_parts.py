"""The numbers of the parts of a series, and what each part shows of the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pressgen.errors import Problem
from pressgen.model import Link, Post, SeriesPart, Term
from pressgen.site.index import Index


def part_numbers(releases: Sequence[tuple[int, Post]]) -> tuple[dict[int, int], list[Problem]]:
    """The number of each part by the index of its release, in the order of the parts; releases come from the oldest.

    Those without a number of their own get the first free ones in the order of their dates.
    """
    owners: dict[int, tuple[int, Post]] = {}
    problems: list[Problem] = []
    others: list[tuple[int, Post]] = []
    for index, post in releases:
        entry = post.matter.series
        part = entry.part if entry else 0
        if part in owners:
            line, other = post.matter.lines.get("series", 0), owners[part][1]
            problems.append(Problem.at("series-part-taken", post.path, line, part=part, file=other.path))
        if part and part not in owners:
            owners[part] = index, post
        else:
            others.append((index, post))
    number = 0
    for index, post in others:
        number += 1
        while number in owners:
            number += 1
        owners[number] = index, post
    return {owners[part][0]: part for part in sorted(owners)}, problems


def parts_of(
    term: Term, numbers: Mapping[int, int], posts: Sequence[Post], index: Index
) -> Iterator[tuple[str, SeriesPart]]:
    """What each release shows of a series that it is in, by source."""
    order = list(numbers)
    links = [Link(title=posts[each].matter.title, href=index.addresses[posts[each].path]) for each in order]
    # With a gap in the numbers it would say that this is part 5 of 3.
    count = len(order) if max(numbers.values()) <= len(order) else 0
    for position, each in enumerate(order):
        yield (
            posts[each].path,
            SeriesPart(
                title=term.name,
                href=term.href,
                number=numbers[each],
                count=count,
                older=links[position - 1] if position else None,
                newer=links[position + 1] if position + 1 < len(links) else None,
            ),
        )

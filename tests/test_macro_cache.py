"""What a macro has printed of a value is taken again where it must be the same, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from jinja2 import UndefinedError
from msgspec import Struct

from pressgen.render.environment import PageEnvironment
from pressgen.render.macro_cache import LONGEST, MOST


class News(Struct, frozen=True):
    """As much of a newsroom as words and numbers ask for."""

    lang: str
    title: str = ""


class Item(Struct, frozen=True):
    """A value that a macro is called with; `seen` is told of each time that it is printed."""

    name: str
    seen: list[str]

    @property
    def title(self) -> str:
        """The name, told."""
        self.seen.append(self.name)
        return self.name


EN, RU = News("en", "Office"), News("ru", "Office")
CARD = "{% macro card(item, first=false) %}<p{{ ' class=first' if first }}>{{ item.title }}</p>{% endmacro %}"
LIST = "{% from 'card.html' import card with context %}{% for item in items %}{{ card(item) }}{% endfor %}"


def environment_of(**texts: str) -> PageEnvironment:
    return PageEnvironment({f"{name}.html": text for name, text in texts.items()}, {}, lambda body: "")


def printing(**texts: str) -> Callable[..., str]:
    """A function that prints page.html, with these templates."""
    environment = environment_of(**texts)
    return lambda newsroom=EN, **values: environment.get_template("page.html").render(newsroom=newsroom, **values)


def test_a_value_is_printed_once_for_all_pages() -> None:
    seen: list[str] = []
    page, items = printing(card=CARD, page=LIST), (Item("a", seen), Item("<b>", seen))
    assert page(items=items) == "<p>a</p><p>&lt;b&gt;</p>"
    assert page(items=items[::-1]) == "<p>&lt;b&gt;</p><p>a</p>"
    assert seen == ["a", "<b>"]


def test_equal_values_are_not_one_value() -> None:
    seen: list[str] = []
    page = printing(card=CARD, page=LIST)
    assert [page(items=(Item("a", seen),)) for _ in range(50)] == ["<p>a</p>"] * 50
    assert len(seen) == 50


def test_every_value_of_a_call_counts() -> None:
    item = Item("a", [])
    page = printing(card=CARD, page=LIST.replace("card(item)", "card(item, loop.first)"))
    assert page(items=(item, item, item)) == "<p class=first>a</p><p>a</p><p>a</p>"
    page = printing(card=CARD, page=LIST.replace("card(item)", "card(item, first=not loop.first)"))
    assert page(items=(item, item, item)) == "<p>a</p><p class=first>a</p><p class=first>a</p>"
    text = CARD.replace("first=false", "x=1, y=2").replace("' class=first' if first", "x ~ y")
    page = printing(card=text, page=LIST.replace("card(item)", "card(item, x=3)}}{{card(item, y=3)"))
    assert page(items=(item,)) == "<p32>a</p><p13>a</p>"


def test_two_macros_do_not_share_a_value() -> None:
    cards = CARD + "{% macro row(item) %}<li>{{ item.title }}</li>{% endmacro %}"
    text = "{% from 'card.html' import card, row %}{{ card(item) }}{{ row(item) }}"
    assert printing(card=cards, page=text)(item=Item("a", [])) == "<p>a</p><li>a</li>"


def test_the_words_of_a_language_stay_with_its_pages() -> None:
    page = printing(card="{% macro card(item) %}{{ _('Tags') }} {% endmacro %}", page=LIST)
    items = (Item("a", []),)
    assert (page(items=items), page(RU, items=items), page(items=items)) == ("Tags ", "Теги ", "Tags ")


def test_what_reads_the_page_is_printed_anew() -> None:
    page = printing(card="{% macro card(item) %}{{ here }}{{ item.name }}{% endmacro %}", page=LIST)
    items = (Item("a", []),)
    assert (page(items=items, here=1), page(items=items, here=2)) == ("1a", "2a")


def test_what_another_template_adds_is_printed_anew() -> None:
    card = "{% macro card(item) %}{% include 'more.html' %}{% endmacro %}"
    page, items = printing(card=card, more="{{ here }}", page=LIST), (Item("a", []),)
    assert (page(items=items, here=1), page(items=items, here=2)) == ("1", "2")


@pytest.mark.parametrize(
    "text",
    [
        LIST.replace("{% for", "{% set newsroom = other %}{% for").replace("with context", ""),
        "{% with newsroom = other %}" + LIST + "{% endwith %}",
        "{% for newsroom in (newsroom, other) %}{% if loop.last %}" + LIST + "{% endif %}{% endfor %}",
    ],
)
def test_a_page_that_has_another_newsroom_of_its_own_prints_everything(text: str) -> None:
    seen: list[str] = []
    page, items = printing(card=CARD, page=text), (Item("a", seen),)
    assert [page(items=items, other=RU) for _ in range(2)] == ["<p>a</p>"] * 2
    assert seen == ["a", "a"]


def test_values_that_can_change_are_printed_anew() -> None:
    names: list[str] = ["a"]
    page = printing(card="{% macro card(item) %}{{ item|join }}{% endmacro %}", page=LIST)
    assert page(items=(names,)) == "a"
    names.append("b")
    assert page(items=(names,)) == "ab"


@pytest.mark.parametrize(
    "card",
    [
        "{% set count = namespace(n=0) %}{% macro card(item) %}{% set count.n = count.n + 1 %}{{ count.n }}{% endmacro %}",
        "{% set turn = cycler('1', '2') %}{% macro card(item) %}{{ turn.next() }}{% endmacro %}",
    ],
)
def test_macros_that_count_go_on_counting(card: str) -> None:
    item = Item("a", [])
    assert printing(card=card, page=LIST)(items=(item, item)) == "12"


def test_what_is_called_with_a_block_is_printed_with_that_block() -> None:
    card = "{% macro card(item) %}[{{ caller() }}]{% endmacro %}"
    text = (
        "{% from 'card.html' import card %}{% for n in (1, 2) %}{% call card(item) %}{{ n }}{% endcall %}{% endfor %}"
    )
    assert printing(card=card, page=text)(item=Item("a", [])) == "[1][2]"


def test_a_macro_of_the_page_itself_is_printed_anew() -> None:
    text = "{% for n in (1, 2) %}{% macro own(item) %}{{ n }}{% endmacro %}{{ own(item) }}{% endfor %}"
    assert printing(page=text)(item=Item("a", [])) == "12"


def test_a_fault_is_told_each_time_and_stops_nothing_else() -> None:
    seen: list[str] = []
    cards = "{% macro bad(item) %}{{ item.none.x }}{% endmacro %}" + CARD
    text = "{% from 'card.html' import bad, card %}{{ card(item) }}{% if wrong %}{{ bad(item) }}{% endif %}"
    page, item = printing(card=cards, page=text), Item("a", seen)
    for _ in range(2):
        with pytest.raises(UndefinedError):
            page(item=item, wrong=True)
    assert page(item=item, wrong=False) == "<p>a</p>"
    assert seen == ["a"]


def test_memory_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    environment = environment_of(card=CARD, page=LIST)
    template, long = environment.get_template("page.html"), Item("a" * LONGEST, [])
    for _ in range(2):
        assert len(template.render(newsroom=EN, items=(long,))) > LONGEST
    assert len(long.seen) == 2
    kept = environment.macro_cache._texts
    template.render(newsroom=EN, items=(Item("b", []),))
    assert len(kept) == 1
    monkeypatch.setattr("pressgen.render.macro_cache.MOST", 4)
    template.render(newsroom=EN, items=tuple(Item("c", []) for _ in range(10)))
    assert 0 < len(kept) <= 4 < MOST


def test_no_long_text_stays_because_a_macro_was_called_with_it() -> None:
    size = "{% macro size(text) %}{{ text|length }}{% endmacro %}"
    page = "{% from 'size.html' import size %}{{ size(text) }}"
    environment = environment_of(page=page, size=size)
    kept = environment.macro_cache._texts
    template = environment.get_template("page.html")
    assert template.render(text="a" * (LONGEST + 1)) == str(LONGEST + 1)
    assert kept == {}
    assert template.render(text="a" * LONGEST) == str(LONGEST)
    assert len(kept) == 1

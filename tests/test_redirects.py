"""Old addresses lead to new ones: the table, aliases of tags, chains and loops, and what hosts make of it."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from apache import Apache, has_apache
from conftest import Site
from nginx import Nginx, has_nginx
from pressgen.content import redirects_file
from pressgen.model import Redirect
from pressgen.site.redirects import resolve
from pressgen.site.urls import address_of, collision_key

Make = Callable[..., Site]
HOME = "https://news.example/"
BASE = "https://x.example/news/"


def release(title: str = "Plan", more: str = "", date: str = "2026-01-01") -> str:
    return f"---\ntitle: {title}\ndate: {date}\n{more}---\nText.\n"


def pairs(text: str | bytes, site: str = HOME) -> list[tuple[str, str]]:
    """The old and new addresses of a table that has no mistake."""
    table = redirects_file.read(text.encode() if isinstance(text, str) else text, site)
    assert table.problems == ()
    return [(redirect.address, redirect.target + redirect.suffix) for redirect in table.redirects]


# --- the table ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "/old/,/new/\n/two,/2/\n",
        "old,new\n/old/,/new/\n/two,/2/\n",
        "\ufeffold;new\r\n/old/;/new/\r\n/two;/2/\r\n",
        "sep=;\r\nСтарый адрес;Новый адрес\r\n/old/;/new/\r\n/two;/2/\r\n",
        "from\tto\n/old/\t/new/\n/two\t/2/\n",
        '"old","new"\n"/old/","/new/"\n"/two","/2/"',
        "# moved in 2026\n\n/old/, /new/\n,\n;;\n  \n/two ,/2/,\n",
    ],
)
def test_a_table_is_read_as_spreadsheets_and_people_write_it(text: str) -> None:
    assert pairs(text) == [("/old/", "/new/"), ("/two", "/2/")]


@pytest.mark.parametrize(
    ("old", "address"),
    [
        ("/a/b", "/a/b"),
        ("a/b", "/a/b"),
        ("/news/a/", "/a/"),
        ("/news", "/"),
        ("/newsletter/", "/newsletter/"),
        ("https://x.example/news/a/", "/a/"),
        ("HTTPS://X.example/news/a/", "/a/"),
        ("/News%20Item.aspx", "/News Item.aspx"),
        ("/News Item.aspx", "/News Item.aspx"),
        ("/100%25/", "/100%/"),
        ("/%D0%BF%D0%BB%D0%B0%D0%BD/", "/план/"),
        ("/план/", "/план/"),
        ("/a+b/", "/a+b/"),
        ("/a%3Fb%23c", "/a?b#c"),
        ("/caf\u0065\u0301/", "/café/"),
    ],
)
def test_an_old_address_is_a_decoded_path_within_the_site(old: str, address: str) -> None:
    assert pairs(f"{old};/new/\n", BASE) == [(address, "/new/")]


@pytest.mark.parametrize(
    ("new", "target"),
    [
        ("/a/", "/a/"),
        ("/news/a/", "/a/"),
        ("/a/#part", "/a/#part"),
        ("/a/?x=1;2#part", "/a/?x=1;2#part"),
        ("https://x.example/news/a/", "/a/"),
        ("https://x.example/shop/", "https://x.example/shop/"),
        ("https://www.example.org", "https://www.example.org"),
        ("https://www.example.org/план?q=a b".replace(" ", "+"), "https://www.example.org/план?q=a+b"),
    ],
)
def test_a_new_address_is_on_this_site_or_on_another(new: str, target: str) -> None:
    assert pairs(f"/old/\t{new}\n", BASE) == [("/old/", target)]


@pytest.mark.parametrize(
    ("line", "key", "words"),
    [
        ("/old/", "redirect-invalid/columns", "two addresses"),
        ("/a,b/,/c/", "redirect-invalid/columns", "two addresses"),
        (",/new/", "redirect-invalid/columns", "two addresses"),
        ("/old/,", "redirect-invalid/columns", "two addresses"),
        ("https://other.example/,/new/", "redirect-invalid", "is not on this site"),
        ("/?p=12,/new/", "redirect-invalid", "has a ?"),
        ("/a/#b,/new/", "redirect-invalid", "has a #"),
        ("/%CF%EB,/new/", "redirect-invalid", "not UTF-8"),
        ("/a%2Fb,/new/", "redirect-invalid", "hides a slash"),
        ("/a//b,/new/", "redirect-invalid", "two slashes"),
        ("/a/../b,/new/", "redirect-invalid", "only dots"),
        ("/a\\b,/new/", "redirect-invalid", "contains \\"),
        ("/a%0Ab,/new/", "redirect-invalid", "contains U+000A"),
        ("/old/,new/", "redirect-invalid/new", "“new/”"),
        ("/old/,//other.example/", "redirect-invalid/new", "not an address"),
        ("/old/,www.example.org/", "redirect-invalid/new", "not an address"),
        ("/old/,/a b/", "redirect-invalid/new", "not an address"),
        ("/old/,javascript:alert(1)", "redirect-invalid/new", "not an address"),
        ("/old/,https:///path", "redirect-invalid/new", "not an address"),
        ("/old/,http://[::1/", "redirect-invalid/new", "not an address"),
    ],
)
def test_a_faulty_line_is_left_out_and_named(line: str, key: str, words: str) -> None:
    table = redirects_file.read(f"/one/,/1/\n{line}\n/three/,/3/\n".encode(), HOME)
    assert [redirect.address for redirect in table.redirects] == ["/one/", "/three/"]
    (problem,) = table.problems
    assert (problem.key, problem.file, problem.line, problem.severity) == (key, "content/redirects.csv", 2, "warning")
    assert words in problem.message


def test_a_table_in_another_encoding_is_reported() -> None:
    table = redirects_file.read("/план/;/plan/\r\n".encode("cp1251"), HOME)
    assert [problem.key for problem in table.problems] == ["redirects-encoding"]


# --- moves ----------------------------------------------------------------------------------------

PAGES = ("index.html", "new/index.html", "other/index.html", "plan.html", "files/a.pdf")


def redirect(old: str, new: str, line: int = 1) -> Redirect:
    path = re.split("[?#]", new, maxsplit=1)[0]
    return Redirect(address=old, target=path, suffix=new[len(path) :], file="content/redirects.csv", line=line)


def moved(*lines: tuple[str, str], aliases: tuple[tuple[str, str], ...] = ()) -> tuple[dict[str, str], list[str]]:
    """Where old addresses lead on a site with a base path, and the keys and messages of problems."""
    redirects = [redirect(old, new, number) for number, (old, new) in enumerate(lines, 1)]
    moves = resolve([*(redirect(*alias) for alias in aliases), *redirects], PAGES, address_of(BASE))
    hrefs = {move.path: move.href for move in moves.moves}
    assert len(hrefs) == len(moves.moves)
    return hrefs, [f"{problem.line} {problem.key}: {problem.message}" for problem in moves.problems]


@pytest.mark.parametrize(
    ("new", "href"),
    [
        ("/new/", "/news/new/"),
        ("/new", "/news/new/"),
        ("/new/index.html", "/news/new/"),
        ("/new/#part", "/news/new/#part"),
        ("/plan.html", "/news/plan.html"),
        ("/files/a.pdf", "/news/files/a.pdf"),
        ("/", "/news/"),
        ("https://other.example/?q#f", "https://other.example/?q#f"),
    ],
)
def test_a_redirect_leads_to_the_usual_address_of_its_page(new: str, href: str) -> None:
    assert moved(("/old/", new)) == ({"old/index.html": href}, [])


def test_chains_are_shortened() -> None:
    chain = [
        ("/a/", "/b"),
        ("/b/", "/c/"),
        ("/c", "/d/"),
        ("/e.html", "/a/"),
        ("/f/", "https://o.example/"),
        ("/g/", "/f/"),
    ]
    hrefs, problems = moved(*chain, aliases=(("/d/", "/new/"),))
    assert problems == []
    assert hrefs == {
        **{f"{name}/index.html": "/news/new/" for name in "dabc"},
        "e.html": "/news/new/",
        "f/index.html": "https://o.example/",
        "g/index.html": "https://o.example/",
    }


def test_a_loop_is_left_out_with_all_that_leads_to_it_and_reported_once() -> None:
    hrefs, problems = moved(
        ("/x/", "/a/"), ("/a/", "/b/"), ("/b", "/c/"), ("/c/", "/a"), ("/self/", "/self"), ("/ok/", "/new/")
    )
    assert hrefs == {"ok/index.html": "/news/new/"}
    assert [problem.partition(":")[0] for problem in problems] == ["2 redirect-loop", "5 redirect-loop"]
    assert problems[0].endswith("/a/ → /b → /c/ → /a/")
    assert problems[1].endswith("/self/ → /self/")


def test_a_page_counts_more_than_a_redirect() -> None:
    hrefs, problems = moved(("/other/", "/new/"), ("/", "/new/"), ("/New", "/new/"), ("/new/", "/new/#part"))
    assert hrefs == {}
    assert [problem.partition(":")[0] for problem in problems] == [f"{n} redirect-taken" for n in (1, 2, 4)]


def test_the_first_redirect_for_an_address_counts() -> None:
    lines = [("/a/", "/new/"), ("/a", "/new"), ("/A/", "/other/"), ("/d/", "/new/index.html"), ("/d/", "/other/")]
    hrefs, problems = moved(*lines, aliases=(("/d/", "/new/"),))
    assert hrefs == {"a/index.html": "/news/new/", "d/index.html": "/news/new/"}
    assert [problem.partition(":")[0] for problem in problems] == ["3 redirect-double", "5 redirect-double"]
    assert "redirects to /new/ already (content/redirects.csv:1)" in problems[0]


def test_a_redirect_to_no_page_is_left_out() -> None:
    hrefs, problems = moved(("/a/", "/b/"), ("/b/", "/nowhere/"), ("/c/", "/othre/"), ("/d/", "/files/"))
    assert hrefs == {}
    assert [problem.partition(":")[0] for problem in problems] == [
        "2 redirect-target", "3 redirect-target/near", "4 redirect-target",
    ]  # fmt: skip


# --- sites ----------------------------------------------------------------------------------------

SITE = f"""\
-- content/plan.md --
{release("Plan & more", "aliases: [/2020/plan/]" + chr(10))}
-- content/redirects.csv --
old;new
/old/;/2026/01/plan/
/older.html;/old/
/shop/;https://shop.example/?a=1&b=2
"""


def test_pages_at_old_addresses_lead_to_the_new_ones(site: Make) -> None:
    made = site(SITE)
    assert made.build().problems == ()
    for path in ("2020/plan/index.html", "old/index.html", "older.html"):
        page = made.read(path)
        assert '<meta http-equiv="refresh" content="0; url=/2026/01/plan/">' in page
        assert '<link rel="canonical" href="https://news.example/2026/01/plan/">' in page
        assert '<a href="/2026/01/plan/">Plan &amp; more</a>' in page
        assert '<meta name="robots" content="noindex">' in page
    page = made.read("shop/index.html")
    assert '<meta http-equiv="refresh" content="0; url=https://shop.example/?a=1&amp;b=2">' in page
    assert '<link rel="canonical" href="https://shop.example/?a=1&amp;b=2">' in page
    assert not {"_redirects", "redirects.nginx.conf", ".htaccess"} & made.files().keys()
    assert not any("/old" in made.read(name) for name in ("sitemap.xml", "feed.xml", "index.html"))


def test_a_redirect_to_an_embargoed_release_says_nothing_of_it_before_its_hour(site: Make) -> None:
    table = "-- content/redirects.csv --\n/short/,/2026/02/launch/\n"
    files = {}
    for name, launch in (("with", release("Launch", date="2026-02-01 09:00")), ("without", None)):
        made = site(f"-- content/a.md --\n{release('A')}\n{table}", name)
        made.edit("pressgen.yml", f"title: T\nurl: {HOME}\nredirect_files: [cloudflare, nginx, apache]\n")
        if launch:
            made.edit("content/launch.md", launch)
        assert [problem.key for problem in made.build(as_of="2026-01-31 23:59").problems] == ["redirect-target"]
        files[name] = made.files()
        if launch:
            assert made.build(as_of="2026-02-01 09:00").problems == ()
            assert "/2026/02/launch/" in made.read("short/index.html")
    assert files["with"] == files["without"]


def test_old_names_of_tags_lead_to_the_page_of_the_tag(site: Make) -> None:
    made = site(
        f"-- content/a.md --\n{release('A', 'tags: [Schools]' + chr(10))}\n-- content/a.ru.md --\n{release('A', 'tags: [Школы]' + chr(10))}"
    )
    settings = (
        f"title: T\nurl: {HOME}\nlanguages: [en, ru]\ntags:\n  schools: {{en: Schools, ru: Школы, aliases: %s}}\n"
    )
    made.edit("pressgen.yml", settings % "[Education, /topics/school/, /ru/topics/school/]")
    assert made.build().problems == ()
    for path, href in (
        ("tags/education/index.html", "/tags/schools/"),
        ("ru/tags/education/index.html", "/ru/tags/школы/"),
        ("topics/school/index.html", "/tags/schools/"),
        ("ru/topics/school/index.html", "/ru/tags/школы/"),
    ):
        assert f'url={href}">' in made.read(path)
    assert 'lang="ru"' in made.read("ru/topics/school/index.html")
    made.edit("content/b.md", release("B", "tags: [Education]\n"))
    made.build()
    assert [problem.key for problem in made.report.problems] == ["redirect-taken/tag"]


TAGGED = f"""\
-- content/a.md --
{release("A", "tags: [Schools]" + chr(10))}
-- content/a.ru.md --
{release("А", "tags: [Школы]" + chr(10))}"""
FEEDS = ("feed.xml", "atom.xml", "feed.json")


def test_the_feeds_of_an_old_tag_go_where_its_page_goes(site: Make) -> None:
    made = site(TAGGED)
    settings = (
        f"title: T\nurl: {HOME}\nlanguages: [en, ru]\nredirect_files: [nginx]\n"
        "tags:\n  schools: {en: Schools, ru: Школы, aliases: [Education, /topics/school/]}\n"
    )
    made.edit("pressgen.yml", settings)
    assert made.build().problems == ()
    lines = made.read("redirects.nginx.conf")
    for old, new in (("tags/education", "tags/schools"), ("ru/tags/education", "ru/tags/школы")):
        for name in FEEDS:
            assert f'"/{old}/{name}" "/{quote(new)}/{name}";' in lines
            # A host without redirects answers with the feed, which says where it is now.
            assert made.read(f"{old}/{name}") == made.read(f"{new}/{name}")
            assert f"{HOME}{quote(new)}/{name}" in made.read(f"{old}/{name}")
    assert f'"/topics/school/{FEEDS[0]}" "/tags/schools/{FEEDS[0]}";' in lines


def test_a_table_may_say_where_the_feed_of_an_old_tag_goes(site: Make) -> None:
    made = site(TAGGED.partition("-- content/a.ru.md")[0])
    made.edit("content/redirects.csv", "/tags/old/feed.xml,/feed.xml\n/rss,/feed.xml\n/tags/old/,/tags/\n")
    made.edit("pressgen.yml", f"title: T\nurl: {HOME}\ntags:\n  schools: {{en: Schools, aliases: [Old]}}\n")
    made.build()
    assert made.read("tags/old/feed.xml") == made.read("feed.xml")
    assert made.read("tags/old/atom.xml") == made.read("tags/schools/atom.xml")
    assert 'url=/feed.xml">' in made.read("rss/index.html")


def test_without_feeds_of_tags_those_of_an_old_tag_go_to_the_feed_of_the_newsroom(site: Make) -> None:
    made = site(TAGGED.partition("-- content/a.ru.md")[0])
    tags = "feeds: {tags: false}\ntags:\n  schools: {en: Schools, aliases: [Old]}\n"
    made.edit("pressgen.yml", f"title: T\nurl: {BASE}\n{tags}")
    assert made.build().problems == ()
    assert made.read("tags/old/feed.xml") == made.read("feed.xml")


def test_without_a_host_an_address_that_no_file_can_have_is_reported(site: Make) -> None:
    made = site(
        f"-- content/a.md --\n{release('A')}\n-- content/redirects.csv --\n/a%3Fb/,/2026/01/a/\n/a%20b/,/2026/01/a/\n"
    )
    made.build()
    assert [problem.key for problem in made.report.problems] == ["redirect-no-file"]
    assert made.report.problems[0].line == 1
    assert "a b/index.html" in made.files()
    made.edit("pressgen.yml", f"title: T\nurl: {HOME}\nredirect_files: [nginx]\n")
    assert made.build().problems == ()


def test_a_file_of_the_newsrooms_own_takes_the_place_of_a_file_for_a_host(site: Make) -> None:
    made = site(SITE + "-- static/_redirects --\n/mine /x 301\n")
    made.edit("pressgen.yml", f"title: T\nurl: {HOME}\nredirect_files: [netlify, nginx]\n")
    made.build()
    assert [problem.key for problem in made.report.problems] == ["redirect-file-taken"]
    assert made.read("_redirects") == "/mine /x 301\n"
    assert '"/old/" "/2026/01/plan/";\n' in made.read("redirects.nginx.conf")


@pytest.mark.parametrize(("host", "code"), [("netlify", "301!"), ("cloudflare", "301")])
def test_lines_of_redirects_files(site: Make, host: str, code: str) -> None:
    made = site(SITE)
    made.edit("content/redirects.csv", "/old/,/2026/01/plan/\n/a%20б*:c%25,https://o.example/ж#x\n")
    made.edit("pressgen.yml", f"title: T\nurl: {BASE}\nredirect_files: [{host}]\n")
    made.build()
    plan = f"/news/2026/01/plan/ {code}"
    assert made.read("_redirects").splitlines() == [
        f"/news/2020/plan/ {plan}",
        f"/news/2020/plan {plan}",
        f"/news/old/ {plan}",
        f"/news/old {plan}",
        f"/news/a%20%D0%B1%2A%3Ac%25/ https://o.example/%D0%B6#x {code}",
        f"/news/a%20%D0%B1%2A%3Ac%25 https://o.example/%D0%B6#x {code}",
    ]


# --- hosts ----------------------------------------------------------------------------------------

ODD_OLD = (
    "/plain/", "/page.html", "/News Item.aspx", "/план/", "/100%/", "/a+b/", "/c++", "/q?x=1", "/f#g", "/$1/${x}",
    "/a.b*c", "/(d)|[e]/{f}^", "/qu\"o'te/", "/semi;colon,comma", "/~tilde&and=eq@at!", "/%41", "/:colon", "/default", "/"
    + "long-" * 50,
)  # fmt: skip
ODD_NEW = (
    "/2026/01/plan/", "https://o.example/", "https://o.example/a%20b?x=%2F&y=$1#f%25", "https://o.example/план?я=ё",
    "https://o.example/%41$0", "https://o.example/a'b(c)", "/2026/01/plan/?a=1&b=%20#part",
)  # fmt: skip
ODD_LINES = [(old, ODD_NEW[number % len(ODD_NEW)]) for number, old in enumerate(ODD_OLD)]


@pytest.fixture
def www() -> Iterator[Path]:
    """A folder that every user of the system can read."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        yield Path(folder)


def odd_site(url: str, www: Path) -> Site:
    """A site in `www` with odd addresses, for all hosts."""
    made = Site(www / "site", f"-- content/plan.md --\n{release()}")
    made.edit("content/redirects.csv", "".join(f"{quote(old)}\t{new}\n" for old, new in ODD_LINES))
    made.edit("pressgen.yml", f"title: T\nurl: {url}\nredirect_files: [cloudflare, nginx, apache]\n")
    assert made.build().problems == ()
    return made


def expected(new: str, base: str) -> str:
    """The URI to which a host must redirect, with the signs that some hosts encode as well decoded."""
    return same_signs(quote(new if "://" in new else base + new, safe="%/:?#&=$'()"))


def same_signs(location: str) -> str:
    return location.replace("%24", "$").replace("%27", "'").replace("%28", "(").replace("%29", ")")


@pytest.mark.trial
@pytest.mark.skipif(not has_nginx(), reason="there is no nginx")
@pytest.mark.parametrize("base", ["", "/news"])
def test_nginx_redirects_odd_addresses_as_documented(www: Path, base: str) -> None:
    made = odd_site(f"https://news.example.org{base}/", www)
    root = made.output
    if base:
        root = www / "root"
        root.mkdir()
        (root / "news").symlink_to(made.output)
        (root / "redirects.nginx.conf").symlink_to(made.output / "redirects.nginx.conf")
    with Nginx(www / "nginx", root) as server:
        for old, new in ODD_LINES:
            answer = server.get(base + quote(old))
            location = re.sub(r"^https://news\.example\.org(:\d+)?", "", answer.headers["Location"] or "")
            assert (answer.status, same_signs(location)) == (301, expected(new, base)), old
        assert server.get(f"{base}/2026/01/plan/").status == 200
        assert server.get(f"{base}/plain").status == 301
        assert server.get(f"{base}/nothing").status == 404
        assert server.get("/redirects.nginx.conf").status == 404


@pytest.mark.skipif(not has_apache(), reason="there is no Apache")
@pytest.mark.parametrize("base", ["", "/news"])
def test_apache_redirects_odd_addresses(www: Path, base: str) -> None:
    made = odd_site(f"https://news.example.org{base}/", www)
    root = made.output
    if base:
        root = www / "root"
        root.mkdir()
        (root / "news").symlink_to(made.output)
    for folder, _, _ in os.walk(www):
        os.chmod(folder, 0o755)
    with Apache(www / "apache", root) as server:
        for old, new in ODD_LINES:
            answer = server.get(base + quote(old))
            location = re.sub(r"^http://(localhost|127\.0\.0\.1)(:\d+)?", "", answer.headers["Location"] or "")
            assert (answer.status, same_signs(location)) == (301, expected(new, base)), old
        assert server.get(f"{base}/2026/01/plan/").status == 200
        assert server.get(f"{base}/plain").status == 301
        assert server.get(f"{base}/nothing").status == 404


def test_no_two_lines_of_the_map_have_one_key(www: Path) -> None:
    keys = [line.rpartition('" ')[0].lower() for line in odd_site(HOME, www).read("redirects.nginx.conf").splitlines()]
    assert len(set(keys)) == len(keys)
    assert collision_key("A/index.html") == collision_key("a/index.html"), "nginx ignores case in maps"


@pytest.mark.parametrize("old", ["/plan.txt", "/plan.txt/", "/feed.xml", "/Plan.txt", "/plan.txt/more/"])
def test_a_file_counts_more_than_a_redirect(site: Make, old: str) -> None:
    made = site(f"-- content/a.md --\n{release('A')}\n-- static/plan.txt --\nThe plan.\n")
    made.edit("content/redirects.csv", f"{old},/2026/01/a/\n")
    made.build()
    assert [(problem.key, problem.severity) for problem in made.report.problems] == [("redirect-taken", "warning")]
    assert made.read("plan.txt") == "The plan.\n"

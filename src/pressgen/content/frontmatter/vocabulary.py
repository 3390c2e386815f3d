"""Words for “not yet”, “not public” and “not in lists”, as newsrooms and other generators write them.

To add one, find the list: of words of names, of words of values, of whole names of keys, or of names of folders.
What they do together, `withholding.py` decides. Lines of a text are in `release_lines.py`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

Effect = Literal["draft", "unlisted", "noindex", "refused", "none", "unclear"]

# Names are written with_underscores, with-hyphens, with spaces and inCamelCase.
WORD_BREAK = re.compile(r"(?<=[^\W\dA-ZА-ЯЁ_])(?=[A-ZА-ЯЁ])|(?<=[A-ZА-ЯЁ])(?=[A-ZА-ЯЁ][a-zа-яё])|[\W_]+")
IGNORED = dict.fromkeys(map(ord, "_- "), None)
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʻʼ"), None)


def fold(name: str) -> str:
    """A name without case and accents, which people leave out: `Publié` and `publie` are one."""
    return _without_accents(name).casefold()


def _without_accents(name: str) -> str:
    if name.isascii():
        return name
    return "".join(letter for letter in unicodedata.normalize("NFD", name) if not unicodedata.combining(letter))


def words_of(name: str) -> set[str]:
    """The words of a name or of a value, without case and accents."""
    plain = _without_accents(name.translate(_APOSTROPHES))
    return {word.casefold() for word in WORD_BREAK.split(plain) if word}


def bare(value: str) -> str:
    """A value without case, accents, apostrophes and the spaces around it."""
    stripped = value.strip().translate(_APOSTROPHES)
    return stripped.casefold() if stripped.isascii() else fold(stripped)


def _words_of(text: str) -> frozenset[str]:
    return frozenset(map(fold, text.split()))


_SHORT = 5

# --- Words of names

# A name is a time of publication, or of its end, if all its words are in these lists.
HOLD_WORDS = _words_of("""
    embargo embargoed embargoes notbefore hold holds held withhold withheld scheduled эмбарго отложить отложено отложен
    запланировано запланирован придержать rejalashtirilgan режалаштирилган sperrfrist sperrvermerk gesperrt embargado
    embargada
""")
"""Words for an embargo, alone or with others; “until” after them is its end."""
ISSUE_WORDS = _words_of("""
    опубликовать публиковать публикация публикации nashr elon chop нашр эълон чоп veröffentlichen veröffentlichung
    veröffentlichungsdatum veroeffentlichen veroeffentlichung veroeffentlichungsdatum erscheinungsdatum freigabedatum
    publier parution publicar publicación publicação pubblicare pubblicazione
""")
"""Words for publication that mean a time on their own."""
PUBLIC_WORDS = _words_of("""
    publish publishes published publishing publication release releases released live schedule visible public post
    posted issued выход выхода выпуск выпуска релиз релиза размещение размещения chiqish чиқиш
    veröffentlicht veroeffentlicht publié publiée publicado publicada pubblicato pubblicata
""")
"""Words for publication that mean a time only with another word, such as live_from or release_at."""
SUBJECT_WORDS = _words_of("launch launches available valid")
"""Words that may be about the subject of the release."""
END_WORDS = _words_of("""
    expire expires expired expiry expiration unpublish takedown истекает истечения снять expira caduca caducidad
    scadenza ablaufdatum
""")
UNTIL_WORDS = _words_of("until till untill до bis gacha гача jusquau jusqua jusque hasta fino")
NOT_WORDS = _words_of("not no не")
TIME_WORDS = _words_of("""
    on at after from before since date datetime time timestamp day start starts begin begins в с со после дата дату
    время день раньше ранее sanasi vaqti vaqt sana kuni kun санаси вақти вақт сана куни am ab le el il em
""")
SHOW_WORDS = _words_of("show shows shown display displayed appear appears hide hidden pub")
"""Words that mean publication or its end with one for a time, as in show_from: only a later day tells."""
SHOWS = _words_of("show shows")
TIMES_OF_EVENTS = SHOWS | _words_of("date datetime time day start starts begin begins")
EARLIER_WORDS = _words_of("before раньше ранее")
_FILLER_WORDS = _words_of("""
    status state flag active by for of the end ends lift lifts lifted over is under be to go goes
    снятие снятия qilish qilinsin qilinadi qilinmasin etish etilsin etiladi etilmasin
    қилиш қилинсин қилинади қилинмасин этиш этилсин этилади этилмасин datum uhrzeit fecha hora heure data
    ora der des de du la del di ate
""")
PAGE_WORDS = _words_of("page post article release press story content entry wp cms hugo jekyll my x")
"""Words in names that are about the page: post_draft, wp_draft."""
HOUR_WORDS = _words_of(
    "time hour uhrzeit uhr heure hora ora время час часы vaqt vaqti вақт вақти soat соат saat godzina"
)
"""Words for the hour in a key of its own, such as publish_time."""
RELEASE_WORDS = (
    HOLD_WORDS | ISSUE_WORDS | PUBLIC_WORDS | _words_of("publishing releasing embargoing pubdate pub нашри nashri")
) - {"schedule", "live"}
"""Words for publication that make that hour its own."""
ZONES = _words_of("timezone tz zeitzone пояс mintaqasi минтақаси fuseau")
PAIRS_FOR_ZONES = (_words_of("time zone"), _words_of("zona horaria"), _words_of("utc offset"), _words_of("gmt offset"))
ZONE_WORDS = ZONES.union(*PAIRS_FOR_ZONES) | _words_of("часовой vaqt вақт horaire id name")
"""Words for the time zone of an hour, in a key of its own."""
OF_WORDS = UNTIL_WORDS | PAGE_WORDS | _words_of("of the for at on go lift lifts end ends der du de la di della в")
PARTS_OF_DAYS = _words_of("""
    noon midday midnight morning afternoon evening night lunch lunchtime утро утром днем вечер вечером ночью полдень
    полночь обед tong ertalab tush tushda kechqurun kechasi тонг эрталаб туш тушда кечқурун morgens mittags abends
    vormittags nachmittags midi minuit matin soir tonight вечера утра дня ночи abend mittag mitternacht noche tarde
    mañana mediodía medianoche
""")
"""Words for an hour without its number."""
PUBLICATION_WORDS = ISSUE_WORDS | PUBLIC_WORDS | SUBJECT_WORDS
NEAR_WORDS = tuple(
    word
    for word in sorted(HOLD_WORDS | ISSUE_WORDS | PUBLIC_WORDS | NOT_WORDS | EARLIER_WORDS | UNTIL_WORDS)
    if len(word) > _SHORT - 1
)
"""Words for publication and its time that are too long to be nearly another word."""
ALL_WORDS = HOLD_WORDS | PUBLICATION_WORDS | END_WORDS | UNTIL_WORDS | NOT_WORDS | TIME_WORDS | _FILLER_WORDS

SIGNED_OFF = _words_of("ok okay approved approval approvals cleared clearance signoff")
"""Words of names for a consent without which a release is not public, such as legal_ok."""
SIGNERS = _words_of("""
    legal lawyer lawyers editor editors editorial pr comms press office board ceo chief boss director manager minister
    ministry partner partners client team sign signed off by has is final internal to status state
""")
"""Whose consent it is."""
# Words of names such as do_not_publish, draft_mode and is_ready.
FLAG_WORDS = _words_of("""
    is has in as do does dont a an still strictly currently fully completely mode status flag yet this can should ok
    okay now to for immediate may allowed be это на в ha
""")

# --- Words of values

NO_WORDS = _words_of("false no off 0 never none нет ні yoq йўқ nein non não nao nie hayır жоқ")
EMBARGO_WORDS = _words_of("embargo embargoed эмбарго sperrfrist status state")
OVER_WORDS = _words_of("lifted over ended снято снят")
"""Words that say of an embargo that there is none any more; of a time until which a release is held, its end."""
LIFTED_WORDS = _words_of("lifted over")
"""Words of names, such as embargo_lifted, under which no says that there is an embargo."""
ENDS_OF_EMBARGO = UNTIL_WORDS | _words_of("lift lifts end ends")
"""Words of names for the end of an embargo, which may never come."""
NEVER_WORDS = _words_of("false no never none нет никогда yoq йўқ")
YES_WORDS = _words_of("true yes y on 1 да так ha ҳа ja oui sí sim tak")
LATER_WORDS = _words_of("""
    later soon tomorrow unknown pending awaiting waiting wait hold held scheduled unpublished tbd tba tbc todo n maybe
    perhaps undecided unsure embargoed draft позже потом скоро завтра черновик keyin keyinroq ertaga кейин эртага später
    bald morgen bientôt demain pronto mañana presto domani
""")
"""Words that say, in place of a day or of yes and no, that it is not time yet."""
WORDS_OF_LATER = _words_of("not yet no on in under to be is until till for at the a review approval confirmed decided")
OPEN_STATES = _words_of("public open all everyone anyone free any world")
OUTSIDERS = OPEN_STATES - {"any"} | _words_of("press media external general web website internet")
"""Readers who are not of the house; that the press may see a page says that others may not."""
DRAFTS = _words_of("""
    draft drafts wip workinprogress unfinished unreleased unpublished черновик черновики qoralama qoralamalar қоралама
    қораламалар entwurf entwürfe brouillon brouillons borrador borradores bozza bozze rascunho rascunhos taslak
    taslaklar чернетка чернетки szkic szkice kladde utkast luonnos қаралама 下書き 草稿 초안 مسودة טיוטה ร่าง
""")
"""What people call what is not finished, as a state, a kind, a flag, and the name of a folder."""
WITHHELD_STATES = DRAFTS | _words_of("""
    private pending hidden scheduled schedule future embargo embargoed review trash withdrawn retracted эмбарго отложено
    отозван отозвано
""")
ENDED_STATES = _words_of("rejected declined archived deleted spam")
"""States of a workflow in which a page is not public either."""
UNFINISHED = DRAFTS | _words_of("""
    embargoed underembargo notpublished nonpublic notpublic donotpublish notforpublication эмбарго непубликовать
    неопубликовано
""")
"""Values that can say nothing else of the page itself, such as `type: draft`; of its subject, they can."""
WORDS_OF_STATES = _words_of("""
    in under needs need needed awaiting waiting await for of to be is not yet auto ready approval approved copy legal
    internal editorial peer progress
""")
"""Words that states in which a page is not public have beside those: in review, auto-draft, pending approval."""
PARTS_OF_PAGES = _words_of("""
    navigation nav toc tableofcontents footer header title path tags feedback sidebar date author comments meta
    breadcrumb breadcrumbs image share related
""")
"""What themes can leave out of a page."""
CLOSED_KINDS = UNFINISHED | _words_of("private internal confidential")
COPIES = _words_of("revision revisions autosave attachment navmenuitem customcss customizechangeset oembedcache")
"""Kinds of what WordPress exports beside pages: their former versions, and files."""
CLOSED_TO_READERS = _words_of("""
    internal internally intranet private confidential secret restricted embargoed draft drafts nobody none внутренний
    внутреннее внутренняя служебное конфиденциально ichki ички maxfiy махфий intern interne interno vertraulich
""")
COLLEAGUES = _words_of("""
    staff employees team members editors colleagues board management newsroom insiders сотрудники редакция xodimlar
    ходимлар mitarbeiter
""")
"""Readers who may be those of a page that not everyone may see, or only those whom it is written for."""
NOT_OF_THE_HOUSE = re.compile(
    r"\binternal(?: affairs| medicine| markets?| revenue| trade| migra\w+| displace\w+|ly displaced)\b", re.I
)
"""What is internal to a country or a body, and no secret of the office."""
WORDS_OF_READERS = _words_of("only use for strictly the our and use eyes только для пользования faqat nur")

STATUS: dict[Literal["published", "draft", "withdrawn"], frozenset[str]] = {
    "published": _words_of("published publish опубликовано опубликован nashrqilingan нашрқилинган"),
    "draft": _words_of("draft черновик qoralama қоралама"),
    "withdrawn": _words_of("""
        withdrawn retracted отозван отозвано qaytaribolingan қайтариболинган чақириболинган chaqiribolingan
    """),
}
"""What pressgen's own key `status` takes."""

# --- Names of folders, and endings of names of files

SCHEDULED = _words_of("""
    scheduled запланировано запланированные rejalashtirilgan режалаштирилган geplant programado programados programmé
    programmés
""")
"""Names for what the date of a file says, if it has one."""
PATHS = (
    CLOSED_KINDS
    | SCHEDULED
    | _words_of("""
    embargo подэмбарго sperrfrist trash trashed deleted hold onhold pending maxfiy махфий конфиденциально vertraulich
    дляслужебногопользования toreview inreview forreview underreview needsreview pendingreview awaitingreview unreviewed
    toapprove forapproval needsapproval pendingapproval awaitingapproval notapproved unapproved inprogress
    notready notreadyyet notyet насогласование насогласовании напроверку напроверке наутверждение наутверждении неготово
    вработе tekshirishda tasdiqlashda tayyoremas текширишда тасдиқлашда тайёрэмас zurprüfung zurfreigabe inprüfung
    nichtfertig inarbeit arelire avalider enrelecture enattente encours porrevisar enrevisión pendiente pendientes
    porpublicar nolisto
""")
)
"""What people call what is not finished."""
SUBJECT_PATHS = _words_of("review approval prüfung freigabe relecture revisión")
"""Names of folders that may say so, or what their files are: only a warning asks."""

# --- Keys, without case, accents, `_`, `-` and spaces

# pressgen's own.
FLAGS = {"draft": True, "unlisted": True, "noindex": True, "published": False}
"""Flags that withhold a release, each with the value that does."""
STATES_AND_FLAGS = frozenset(("status", *FLAGS))
ENDS_AND_EMBARGOES = frozenset(("embargo", "expires"))
TIMES = ENDS_AND_EMBARGOES | {"date"}
OTHER_DATES = _words_of("""
    datetime timestamp dategmt postdategmt datum fecha data tarix tarih dato päivämäärä päiväys dátum
    日期 日付 날짜 تاريخ datapublikacji issuedate dateofissue
""")
"""Keys for the date of a page that has no other."""
SECOND_DATES = OTHER_DATES | _words_of("""
    programado programada programmé geplant planned planneddate plannedfor plannedat
""")
IN_UTC = _words_of("utc gmt")
RELEASE_HOURS = _words_of("pubtime publishtime publishingtime publicationtime releasetime posttime embargotime")
KEYS_OF_EVENTS = _words_of("""
    event events tadbir тадбир мероприятие событие venue venues ticket tickets ticketurl ticketlink ticketprice doors
    doorsopen admission performer performers artist artists lineup soloist conductor
""")
"""Keys that only a release about an event has."""
CREATION_DAYS = _words_of("created createdat createdon createddate createdate datecreated creationdate создано")
"""Keys for the day on which a note was begun."""
# Those of other generators.
IF_SET: dict[Effect, frozenset[str]] = {
    "draft": DRAFTS - {"draft", "drafts"}
    | _words_of("""
        private secret confidential notpublic nonpublic headless withdrawn trash trashed
        deleted removed ignore ignored skip disabled exclude excluded приватно секретно закрыто maxfiy махфий yopiq ёпиқ
        recalled spiked offline incomplete testonly previewonly devonly intranet intranetonly
        internal internalonly internaluse internaluseonly forinternaluse forinternaluseonly notforpublication
        donotrelease confidentiel confidencial confidenziale vertraulich geheim privé privat privado privato intern
        interne interno внутреннее внутренний ichki ички inprogress inactive unreviewed needsreview prywatny gizli
        приватний 非公開 비공개
        nichtveröffentlichen nichtöffentlich nepaspublier nonpublié nopublicar nopublicado nonpubblicare
    """),
    "unlisted": _words_of("""
        hidden hide notlisted hiddeninhomelist hiddenfromhomepage hiddenfromhome excludefromhome excludefromcollections
        eleventyexcludefromcollections excludefromfeed excludefromfeeds excludefromrss feedexclude rssexclude rssignore
        skipfeed nofeed norss excludefromarchive excludefromlist excludefromlists hidefromlists hidefromfeed скрыто
        скрыть скрытый yashirin яширин versteckt caché oculto nascosto
    """),
    "noindex": _words_of("""
        excludefromsearch excludesearch searchexclude hiddenfromsearch hidefromsearch excludefromsitemap sitemapexclude
        sitemapignore hidefromsitemap nositemap
    """),
    "refused": _words_of("""
        password passwordprotected protected protect restricted access accesslevel membersonly subscribersonly
        visibility permission permissions encrypted encrypt paywall paywalled premium пароль доступ видимость parol
    """),
    "unclear": _words_of(
        "archived test testing placeholder todo staging preview killed suspended blocked paused rejected"
    ),
    "none": _words_of("redirect redirectto redirecturl redirectlink externalurl externallink movedto navexclude"),
}
IF_FALSE: dict[Effect, frozenset[str]] = {
    "draft": _words_of("""
        public visible live online released available enabled active ready approved render show display output
        generate web website onweb cleared publishable signedoff authorised authorized final
        публично видимый ochiq очиқ veröffentlicht veroeffentlicht öffentlich publié publicado pubblicato
        видно доступно опубликован reviewed publiée publicada pubblicata opublikowane опубліковано yayında жарияланды
        公開
    """),
    "unlisted": _words_of("listed list feed rss infeed inlist showinlist showinlists showonhome inarchive"),
    "noindex": _words_of("sitemap insitemap searchable search insearchindex indexable indexed index"),
}
STATES = _words_of("""
    state workflow workflowstate workflowstatus moderationstate moderationstatus review reviewstate reviewstatus
    approval approvalstatus publishstate publishstatus publishingstatus publicationstate publicationstatus
    editorialstatus legal legalstatus legalreview legalcheck editorialreview clearance signoff
    articlestatus contentstatus entrystatus pagestatus documentstatus wpstatus translationstatus
    estado statut état stato durum стан күйі 状态 狀態 상태
""")
"""Keys whose value may be a state in which a page is not public."""
KINDS = _words_of(
    "type layout kind posttype pagetype contenttype entrytype doctype template stage phase progress maturity"
)
"""Keys whose value says what a page is; one that says of it that it is a draft is no name of a layout."""
SECRECY = _words_of("classification confidentiality sensitivity securitylevel")
"""Keys whose value says how secret a page is."""
AUDIENCES = SECRECY | _words_of("""
    audience audiences readers readership recipients distribution circulation channel channels destination destinations
    publishto platform platforms аудитория auditoriya zielgruppe
""")
"""Keys whose value says who may read a page, or for whom it is written."""
CONTAINERS = _words_of("""
    params extra meta metadata options settings config page post article publishing publication frontmatter data fields
    system sys seo flags attributes workflow press schedule scheduling release sitemap cms hugo jekyll site
    wordpress wp ghost astro pressgen content entry dates
""")
"""Groups in which themes and editors have keys that are about the page."""
CASCADES = _words_of("cascade")
"""Groups with keys for all pages in a folder, which nothing else has here."""
OTHER_THINGS = _words_of(
    "taxonomy taxonomies translation translations navigation images video audio table form podcast"
)
"""Groups with flags of their own, besides those of other generators."""
ANY_DAYS = _words_of("date дата sana сана")
"""Names for any day: in a group that is about something else, it is that of the other thing."""
STARTS_OF_EVENTS = _words_of("start starts begin begins day time")
READY_IN_GROUPS = _words_of("released approved ready visible reviewed cleared signedoff final")
"""Flags that are about nothing but the page in those."""
REFUSALS = NOT_WORDS | _words_of("dont never skip")
HELD_WORDS = {"drafted"} | WITHHELD_STATES | IF_SET["draft"] | HOLD_WORDS
"""Words of names of flags that hold a page back."""
READY_WORDS = ISSUE_WORDS | IF_FALSE["draft"] | _words_of("publish published release public готово tayyor тайёр")
# `internet` is nearly two of them.
NAMES_IF_SET = frozenset(name for name in IF_SET["draft"] - {"interne", "interno"} | {"hidden"} if len(name) > _SHORT)
NAMES_IF_FALSE = _words_of("public visible released available enabled approved")
"""Names of flags that keep a page back if set, or if false, and are too long to be nearly another word."""
_USUAL_WORDS = _words_of("web website output generate final legal clearance") | IF_SET["unclear"]
"""Keys that are usual words before a colon as well."""
_LIGHTS: tuple[tuple[re.Pattern[str], Effect], ...] = (
    (re.compile(r"\b(?:red|amber|green)\b", re.I), "draft"),
    (re.compile(r"^(?!.*\b(?:clear|white)\b).", re.I), "unclear"),
)
_NO_ROBOTS = re.compile(r"\bnoindex\b|\bnone\b|\bindex: false\b", re.IGNORECASE)
PATTERNS: dict[str, tuple[tuple[re.Pattern[str], Effect], ...]] = {
    # The Traffic Light Protocol: only what is clear, or white as it once was, is for everyone.
    "tlp": _LIGHTS,
    "trafficlightprotocol": _LIGHTS,
    **dict.fromkeys(SECRECY | {"marking"}, ((re.compile(r"\btlp\W*(?:red|amber|green)\b", re.I), "draft"),)),
    "robots": ((_NO_ROBOTS, "noindex"),),
    "metarobots": ((_NO_ROBOTS, "noindex"),),
    "sitemap": ((re.compile(r"\b(?:disable|disabled|exclude|ignore): true\b", re.I), "noindex"),),
    "build": (
        (re.compile(r"\brender: (?:false|never)\b", re.I), "draft"),
        (re.compile(r"\blist: (?:false|never)\b", re.I), "unlisted"),
    ),
}
"""Names of groups and lists, what in them has an effect, and which; the first that is there counts."""
_WITH_FLAGS = frozenset(("robots", "metarobots", "build")).union(STATES, *IF_SET.values(), *IF_FALSE.values())
FOREIGN_NAMES = _WITH_FLAGS - _USUAL_WORDS
"""Keys of other generators that have an effect here."""
NAMES_WITH_EFFECT = _WITH_FLAGS | KINDS | AUDIENCES | PATTERNS.keys() | {"flags", "hide"}
"""These, and those that have one only with some values."""
WITHHELD_NAMES = WITHHELD_STATES | IF_SET["draft"] | HOLD_WORDS | END_WORDS
"""Words for what is not public yet, or no more."""

"""All problems that pressgen reports, each with severity, sentence and hint: the only home of their English.

A key is a public code, or a code with one of its cases: `link-missing`, `link-missing/near`. `{name}` is a value
that the reporting code fills in; two braces are one in the text. Catalogues (`locale/`) translate the templates.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Severity = Literal["error", "warning", "notice"]


class Case(NamedTuple):
    """The templates of a problem; a rule of `check` also has `group`, the anchor of its heading in docs/checks.md."""

    severity: Severity
    message: str
    hint: str = ""
    group: str = ""


def error(message: str, hint: str = "") -> Case:
    """A problem that prevents a build."""
    return Case("error", message, hint)


def warning(message: str, hint: str = "", group: str = "") -> Case:
    """A problem that readers will notice."""
    return Case("warning", message, hint, group)


def notice(message: str, hint: str = "", group: str = "") -> Case:
    """Information for the author."""
    return Case("notice", message, hint, group)


_SHAPE = "Begin the file with a line ---, then title: and date:, then another line ---, then the text."
_UTF_8 = "Save it as UTF-8."
_NEAR = "Did you mean {near}?"
_QUOTE = "If this is meant as text, put the whole value in quotation marks."
_VALUES = "There are more than {most} values here, with aliases written out."
_FORMS = "Write 2025-01-27, or with the time 2025-01-27 14:30, or with its offset too: 2025-01-27 14:30 +05:00."
_OFFSETS = "Write it with its offset: {first} or {second}."
_KEEP = "Keep one of them."
_ONE_DATE = "Correct one of the two dates."
_NO_VALUE = "`{name}` has no value."
_PLACE_TEMPLATE = "Put it into templates/, or correct its name."
_PICTURE_FILE = "Name a JPEG, PNG, WebP, GIF or SVG file."
_SHARE_FILE = "Name a photo or PNG: `share_image: pictures/share.jpg` for content/pictures/share.jpg."
_THEME_FILE = "Name a picture file: `{name}: pictures/picture.png` for content/pictures/picture.png."
_PROFILE = "Save the picture again, without a colour profile or with sRGB."
_LINK_LOST, _PICTURE_LOST = "The link “{target}” was not found.", "The picture “{target}” was not found."
_BESIDE = "Check the path; it starts from this file's folder."
_INTO_CONTENT = "Put the file into content/ and link to it there."
_RELATED = "The related release “{target}” "
_ANCHOR = "The link “{target}” leads to “#{anchor}”, which is not in {file}."
_BRACKETS = "Look for long runs of brackets, quotes or lists in it, and split them up."
_TAG = "Write BCP 47 tags: en, uz-Cyrl, zh-TW."
_UNLISTED = "If it is meant as one, add {tag} to `languages` in pressgen.yml."
_TOO_EARLY = "{name} would show {part} of this release too early ({place})."
_EMPTY_FOLDER = "Name an empty folder of its own for the site, such as `output`."
_UNTOUCHED = "The site in the output folder was not changed."
_ADDRESS = "Give the page another address. " + _UNTOUCHED
_SLUG = "Give the release another `slug` or `permalink`, or rename the file."
_NO_TEMPLATE, _NEEDED = "There is no template “{template}”; ", "it is needed for {path}."
_PHONE, _MAIL = "Write it in international form: +998 66 233 00 00.", "Write it as press@example.org."
_BROKEN = "Correct the address, or link to an archived copy."
_EMBARGO = "Keep one of the two."
_SCRIPT = "Type the word again in one alphabet, so that searching finds it."
_SAME = "Make the two versions say the same."
_HEADLINE_QUOTED = 'Write it in quotation marks: pressgen new "…".'

# fmt: off
PROBLEMS: dict[str, Case] = {
    # The file.
    "file-empty": error("This file is empty.", _SHAPE),
    "file-encoding": error("This file is not UTF-8 text: the byte {byte} is not part of any character.", _UTF_8),
    "file-encoding/other": error("This file is {encoding} text.", _UTF_8),
    "file-not-text": error("This is not a text file; its format is {format}.",
        "Save the release as plain text (Markdown) in UTF-8."),
    "file-not-text/binary": error("This is not a text file; it has binary data.",
        "Save the release as plain text (Markdown) in UTF-8."),
    "file-name": error("The file's name is not UTF-8 text.", "Rename the file."),
    "file-name/double": error("Two files have this name, in two Unicode forms.", "Rename or remove one of them."),
    "file-too-large": error("The file has {size} bytes; at most {most} are read.",
        "Publish long documents as a PDF beside the release."),
    "file-unreadable": error("The file or folder cannot be read.",
        "Give the account that builds the site the right to read it."),
    "file-unreadable/because": error("The file or folder cannot be read ({reason}).",
        "Give the account that builds the site the right to read it."),
    "file-unreadable/special": error("This is neither a file nor a folder: it is a broken link, a device or a pipe.",
        "Remove it, or put the file that is meant in its place."),
    "file-unreadable/vanished": error("The file was there when the build began, but cannot be read now.",
        "Build again."),
    "path-outside": error("This link leads outside its folder and is not followed.",
        "Put a copy of the file or folder in its place."),
    "control-character": warning(
        "A control character ({character}), which cannot be shown, was left out, here and everywhere else in the file.",
        "Delete it."),
    # The front matter block.
    "fence-missing": error("This file has no front matter.", _SHAPE),
    "fence-open-missing": error("This line was probably meant to open the front matter.",
        "Write a line of exactly three hyphens: ---"),
    "fence-open-missing/keys": error("The line --- that opens the front matter is missing above these keys.",
        "Write a line --- above the first key, and another below the last key."),
    "fence-close-missing": error("The front matter that begins here is never closed.",
        "Write a line of exactly three hyphens --- after the last key."),
    "fence-close-missing/near": error("This line was probably meant to close the front matter.",
        "Write a line of exactly three hyphens --- after the last key."),
    "fence-foreign": error("The front matter is in {language}; only YAML is read.", _SHAPE),
    "fence-foreign/other": error("The front matter is in another language; only YAML is read.", _SHAPE),
    "fence-second": warning("A line --- is in the middle of the front matter; the keys after it are read as well.",
        "Delete this line."),
    "yaml-quotes": notice(
        "Typographic quotation marks around a value are read as straight ones, here and on other lines.",
        "To show them to readers, write straight quotation marks around them."),
    "yaml-syntax": error("This is not valid YAML: {reason}.", "{fix}"),
    "yaml-syntax/colon": error("The value contains a colon, so it must be in quotation marks.", "{fix}"),
    "yaml-syntax/colon-above": error("A colon above has no space after it.", "{fix}"),
    "yaml-syntax/entry": error("This line is neither `key: value` nor part of the entry above.", "{fix}"),
    "yaml-syntax/quote": error("A quotation mark that opens here is never closed.", "{fix}"),
    "yaml-syntax/list": error("A list that opens with [ is never closed.",
        "Close it with ], or put the value in quotation marks."),
    "yaml-syntax/group": error("A group that opens with {{ is never closed.",
        "Close it with }}, or put the value in quotation marks."),
    "yaml-syntax/backslash": error("A backslash in double quotation marks is before a letter that cannot follow it.",
        "{fix}"),
    "yaml-syntax/tab": error("Indent with spaces, not with a tab.",
        "Begin the keys of one level in the same column, with spaces and never with tabs."),
    "yaml-syntax/dash": error(
        "A list cannot begin on the line of its key, and text cannot begin with a dash and a space.", "{fix}"),
    "yaml-syntax/block": error("After the character | or >, the text must begin on the next line.", "{fix}"),
    "yaml-syntax/character": error("The value begins with a character that has a meaning of its own in YAML.", "{fix}"),
    "yaml-syntax/star": error("The value begins with * or &, which have a meaning of their own in YAML.", "{fix}"),
    "yaml-syntax/indent": error(
        "This line does not continue the entry above: its indentation or a quotation mark is wrong.", "{fix}"),
    "yaml-syntax/item": error("This line does not continue the list above.", "{fix}"),
    "yaml-syntax/percent": error(
        "A line that begins with % is an instruction to the YAML reader, which is not supported.", "{fix}"),
    "yaml-syntax/unreadable": error("This YAML cannot be read ({reason}).", "{fix}"),
    "yaml-duplicate-key": error("The key “{key}” is given twice, on lines {first} and {second}.", _KEEP),
    "yaml-not-mapping": error("These lines are not entries of the form `key: value`.",
        "Write a space after each colon: `title: News`."),
    "yaml-key": error("A key must be a word, not a list, a group in braces or nothing.", _QUOTE),
    "yaml-character": error("Here is a character that is not text ({character}).", "Delete it."),
    "yaml-character/escape": error("An escape in this text means a character that is not text.",
        "Use single quotation marks, or delete it."),
    "yaml-tag": error("The YAML tag {tag} is not supported.", _QUOTE),
    "yaml-merge-key": error("Merge keys (<<) are not supported.", "Write the keys out."),
    "yaml-aliases": error("*{name} refers to a value named &{name}, but there is none above.", _QUOTE),
    "yaml-aliases/many": error("There are more than {most} aliases (*name) here.", "Write the values out."),
    "yaml-aliases/values": error(_VALUES, "Write fewer."),
    "yaml-documents": error("A second document begins here.", "Remove this line."),
    "yaml-depth": error("Lists and groups nest deeper than {most} levels here.", _QUOTE),
    "yaml-size": error("This is longer than {most} KiB.", "Move long texts into the body."),
    "yaml-size/values": error(_VALUES, "Write fewer."),
    "yaml-loader": error("PyYAML is installed here without libyaml, which pressgen needs to read YAML.",
        "Install a wheel of PyYAML: pip install --force-reinstall --only-binary :all: pyyaml"),
    # Values in the front matter.
    "title-missing": error("The title is missing.", "Write `title: ` and the headline between the lines ---."),
    "title-missing/value": error(_NO_VALUE, "Write the headline after the colon."),
    "title-missing/empty": error("The title is empty.", "Write `title: ` and the headline."),
    "date-missing": error("The release has no date.",
        "Write `date: 2025-01-27`, or with the time `date: 2025-01-27 09:00`, in the front matter."),
    "date-missing/draft": warning("The draft has no date yet, so no preview shows it.",
        "Write `date: 2025-01-27`, or with the time `date: 2025-01-27 09:00`, in the front matter."),
    "date-missing/value": error(_NO_VALUE, "Write `date: 2025-01-27`."),
    "date-invalid/form": error("“{date}” is ambiguous or not a date.", _FORMS),
    "date-invalid/days": error("“{date}” could mean two different days.", "Write {first} or {second}."),
    "date-invalid/days-of-key": error("“{date}” could mean two different days.",
        "Write `{name}: {first}` or `{name}: {second}`."),
    "date-invalid/weekday": error("“{date}”: {day} is a {weekday}.", "Correct the weekday or the date."),
    "date-invalid/future": error("{date} is too far in the future.", _FORMS),
    "date-invalid/year": error("The year {year} in {date} is before {first}.",
        "Write the year in the Gregorian calendar."),
    "date-invalid/day": error("There is no day {date}.", _FORMS),
    "date-invalid/noon": error("“{time}” could mean midnight or noon.", "Write 00:00 or 12:00."),
    "date-invalid/time": error("“{time}” is not a time.", _FORMS),
    "date-invalid/hour": error("There is no time {time}.",
        "Hours go from 0 to 23, minutes and seconds from 0 to 59; 24:00 is 00:00 of the next day."),
    "date-invalid/offset": error("{offset} is not an offset from UTC.", "Offsets go from -14:00 to +14:00."),
    "date-invalid/gap": error("{time} does not exist in {zone}: the clocks change then.", _OFFSETS),
    "date-invalid/twice": error("{time} comes twice in {zone}: the clocks change then.", _OFFSETS),
    "date-invalid/leap": error("There was no day {date} in {zone}: the calendar skips it.", _FORMS),
    "date-order/expires": error("The release expires on {other}, before it is published on {date}.", _ONE_DATE),
    "date-order/updated": warning("The release was updated on {other}, before it is published on {date}.", _ONE_DATE),
    "date-order/expires-name": error("`expires` is before the date in the file's name, {date}.",
        "Correct one of the two."),
    "date-order/updated-name": warning("`updated` is before the date in the file's name, {date}.",
        "Correct one of the two."),
    "date-order/correction": warning(
        "A correction is dated {other}, before the release was published on {date}; it is not shown.", _ONE_DATE),
    "date-differs": notice("The date in the front matter, {date}, is used; the file's name says {other}.",
        "Rename the file, or correct `date`."),
    "date-far": warning("The release is dated more than {years} years ahead; it is not public until then.",
        "Check the year. To hold it back for good, write `draft: true`."),
    "count-invalid": warning("`{name}` must be a whole number, not “{value}”.",
        "Write the digits alone: `{name}: 3511`."),
    "count-invalid/digits": warning("`{name}` has {digits} digits, too many for a count.",
        "Write the digits alone: `{name}: 3511`."),
    "count-invalid/negative": warning("`{name}` cannot be less than 0: {value}.",
        "Write the digits alone: `{name}: 3511`."),
    "correction-invalid": error("An entry of `{name}` is not a group with date, kind and text.",
        "Write each as `{{date: 2025-01-27, kind: correction, text: What was wrong}}`."),
    "correction-invalid/date": error("A correction in `{name}` has no date.",
        "Add the day on which you publish it: `date: 2025-01-27`."),
    "correction-invalid/text": error("A correction in `{name}` has no text.",
        "Tell readers what was wrong: `text: What was wrong`."),
    "correction-invalid/kind": error("“{value}” is not a kind of correction.",
        "Write `kind: correction`, clarification, update or withdrawal."),
    "embargo-invalid": error("`{name}: {value}` does not say until when the release is held back.",
        "Write the time of publication, as in `{name}: 2026-12-10 09:00`, or `draft: true` to hold it back."),
    "embargo-unclear": error("`{name}: {value}` may mean that the release is not public before that day.",
        "Write `embargo: {value}` if it does; otherwise give the key another name."),
    "due-problem": warning("When this release becomes public, the build will report [{code}] here.",
        "`pressgen check {file}` shows the problem."),
    "flag-invalid": warning("`{name}` must be true or false, not “{value}”.",
        "Write `{name}: true` or `{name}: false`."),
    "flag-invalid/withholding": error("`{name}` must be true or false, not “{value}”.",
        "Write `{name}: true` or `{name}: false`."),
    "flag-invalid/date": error("`{name}` must be true or false, not “{value}”.",
        "Write `{name}: true` or `{name}: false`. The day of publication is `date`."),
    "status-invalid": error("`{name}` cannot be “{value}”.", "Write `{name}: published` or `{name}: draft`."),
    "text-expected/list": error("`{name}` must be text, not a list.",
        "Write one value; if it begins with [ or {{, put it in quotation marks."),
    "text-expected/group": error("`{name}` must be text, not a group of keys.",
        "Write one value; if it begins with [ or {{, put it in quotation marks."),
    "text-expected/entry": error("Every entry of `{name}` must be text.",
        "Put a tag that contains a colon and a space, or begins with [ or {{, in quotation marks."),
    "list-expected": error("`{name}` must be a list, not a group of keys.",
        "Write `{name}: [one, two]`, or each on its own line after a dash and a space."),
    "text-cut": warning("In `{name}`, the words from # on are a comment and are not shown.",
        "Put the whole value in quotation marks."),
    "key-conflict": error("`{best}` and `{name}` say different things (lines {first} and {second}).", _KEEP),
    "key-conflict/harmless": warning("`{best}` and `{name}` say different things (lines {first} and {second}).",
        "`{best}` is used. Keep one of them."),
    "key-conflict/image": error("`{name}` differs from `{key}` within `{group}`.", _KEEP),
    "key-conflict/group": error("`{key}` is given twice within `{name}`, with different values.", _KEEP),
    "key-letters": notice("The key “{name}” contains {letter}, which does not belong there. It is read as `{key}`.",
        "Type `{key}` again."),
    "key-near-miss": warning("“{name}” is not a known key; did you mean `{key}`?", "Write `{key}: …`."),
    "key-near-miss/withholding": error(
        "“{name}” is not a known key; did you mean `{key}`? Then the release is held back.",
        "Write `{entry}`, or give the key another name."),
    "key-read-as": warning("`{name}: {value}` is read as `{key}: true`.", "Write `{key}: true`, or delete the key."),
    "key-no-effect": warning("`{name}: {value}` has no effect here: the page stays where it is.", "Delete the key."),
    "access-refused": error("`{name}` does not keep anyone out: everyone can read a published page.",
        "Write `draft: true` to hold the release back, or delete the key."),
    "canonical-invalid": warning("`{name}: {value}` is not an address.",
        "Write the whole address of the other page: `{name}: https://www.example.org/news/plan/`."),
    "key-unknown": notice("Unknown keys: {names}. They have no effect unless a template uses them."),
    "group-key-unknown": notice("“{key}” is not known within `{name}` and is left out.", "Known here: {known}."),
    "person-invalid/empty": warning("A name in `{name}` is empty.", "Write the name, without HTML."),
    "person-invalid/list": warning("There is a list within the list `{name}`.",
        "Write each name on its own line after a dash and a space."),
    "person-invalid/name": warning("A person in `{name}` has no name and is left out.",
        "Write `name: ` and, if you like, role, url, email and phone."),
    "person-invalid/url": warning("“{value}” is not a web address; the name is shown without it.",
        "Begin it with https://, or with / on this site."),
    "person-invalid/email": warning("“{value}” is not an e-mail address; the name is shown without it.",
        "Write one address: press@example.org."),
    "contact-unknown": warning("There is no contact “{key}”.", "Contacts in pressgen.yml: {known}."),
    "contact-unknown/none": warning("There is no contact “{key}”.",
        "Write the contact in pressgen.yml, under `contacts`, or its name here."),
    "check-ignore-invalid": warning("`{name}` must give a reason for each code.",
        "Write `{name}: {{word-repeated: it is the name of the band}}`."),
    "check-ignore-invalid/reason": warning("`{name}` gives no reason for “{code}”.",
        "Write after the colon why it does not matter here."),
    "check-code-unknown": warning("There is no rule with the code “{code}”.",
        "The codes are in square brackets in each message."),
    "check-code-unknown/near": warning("There is no rule with the code “{code}”.", "Did you mean `{near}`?"),
    "related-missing": warning(_RELATED + "does not exist.",
        "Write the path of its file, starting from this file's folder, or its slug."),
    "related-not-public": warning(_RELATED + "is not public.", "It appears when it is public."),
    "related-not-public/unlisted": warning(_RELATED + "is unlisted.", "Link to it in the text."),
    # The text.
    "html-removed": warning("Unsupported HTML was removed: {names}.",
        "Write it in Markdown, or delete it; to show the character <, write &lt;."),
    "embed-replaced": warning("The <{name}> of {address} is shown as a link: pages have text and pictures only.",
        "Write a link in words of your own instead: [Watch the film](address)."),
    "foreign-code/hugo": warning("Code of another generator is shown as text (Hugo shortcode{times}): {code}",
        "Write in Markdown what the shortcode would have shown: a figure is ![text](file.jpg), a video is a link."),
    "foreign-code/tag": warning("Code of another generator is shown as text (Liquid or Jinja tag{times}): {code}",
        "Write the text itself in place of {{% … %}}; a link to another release is [words](its-file.md)."),
    "foreign-code/expression": warning(
        "Code of another generator is shown as text (Liquid or Jinja expression{times}): {code}",
        "Write the value itself in place of {{{{ … }}}}; a picture or link needs only its path."),
    "foreign-code/kramdown": warning("Code of another generator is shown as text (kramdown extension{times}): {code}",
        "Delete it; headings have their anchors without it."),
    "foreign-code/wordpress": warning("Code of another generator is shown as text (WordPress shortcode{times}): {code}",
        'Write the picture as ![text](file.jpg "caption") and a video as a link.'),
    "foreign-code/mdx": warning("Code of another generator is shown as text (MDX import or component{times}): {code}",
        "Delete the import and write in Markdown what the component would have shown."),
    "footnote-unused": warning("The text never refers to footnote [^{label}].",
        "Write [^{label}] after the words that the note belongs to, or delete the note."),
    "markdown-too-deep": error("The text is nested too deeply to be converted.",
        "Remove levels: lists in lists, quotes in quotes, emphasis in emphasis."),
    "markdown-too-large": error("The text has more than {lines} lines or {elements} elements.",
        "Publish it in several parts, or as a PDF beside the release."),
    "markdown-failed": error("The text cannot be converted ({reason}).",
        "Delete half of the text, and repeat, to find the part that fails; raw HTML is the likeliest."),
    "text-lost": warning("Words of this line are not on the page: “{words}”.",
        "A row with more cells than its table has columns, < and [ ]: are the usual causes; "
        "write \\ before a character to show it."),
    "attributes-unused": warning("{attributes} belongs to no block, so it was left out.",
        "Write it in the line right below the paragraph, list or table that it is meant for, or delete it."),
    "code-by-indent": notice("These lines are indented, so they are shown as code.",
        "If they are ordinary text, delete the spaces or the tab at the start of the line."),
    "document-overdue": error("The document took longer than its time budget.", _BRACKETS),
    "document-failed": error("The document could not be read ({reason}).", _BRACKETS),
    # Links.
    "link-missing": warning(_LINK_LOST, _BESIDE),
    "link-missing/near": warning(_LINK_LOST, _NEAR),
    "link-missing/site": warning(_LINK_LOST, "For another site write the whole address: https://{target}."),
    "link-missing/mail": warning(_LINK_LOST, "For an e-mail address write mailto:{target}."),
    "link-missing/outside": warning("The link “{target}” leads outside content/.", _INTO_CONTENT),
    "link-not-public": warning("The link “{target}” leads to a release that is not public.",
        "It becomes a link when the release is public; until then readers see only its words."),
    "link-broken": warning("The page of the link “{target}” was not found in this site.",
        "Link to a release by its file, so that its address is looked up."),
    "link-broken/near": warning("The page of the link “{target}” was not found in this site.", _NEAR),
    "anchor-missing": warning("The link #{anchor} was not found: nothing in this text has that name.",
        "Write {{#{anchor}}} after the heading that is meant, or link to the name that the heading has already."),
    "anchor-missing/page": warning(_ANCHOR, "There are no headings to link to."),
    "anchor-missing/near": warning(_ANCHOR, "Anchors there: {near}"),
    "link-empty": warning("A link has no address.",
        "Write the address between the round brackets, or remove the brackets."),
    "link-malformed": warning("“{target}” is not an address.", "Correct the address."),
    "link-foreign": warning("The address “{target}” contains another generator's code.",
        "Write the address itself, or the file that it means; until then readers see only its words."),
    # Pictures.
    "image-missing": warning(_PICTURE_LOST, _BESIDE),
    "image-missing/near": warning(_PICTURE_LOST, _NEAR),
    "image-missing/outside": warning("The picture “{target}” leads outside content/.", _INTO_CONTENT),
    "image-missing/root": warning("The picture “{target}” is not in content/ or static/.",
        "Put the picture into content/ or static/; until then readers see only its description."),
    "image-missing/lead": warning("The picture “{target}” is not in the release's folder, content/ or static/.",
        "Check the path, or remove `image`."),
    "image-missing/number": warning("“{target}” is the number of a picture in another system, not a file.",
        "Save the picture in content/ and name that file."),
    "image-missing/remote": warning("The picture “{target}” is on another site.",
        "Save it in content/ and name that file."),
    "image-missing/none": warning("`{name}` is given, but there is no image.",
        "Name the picture's file as `image: hall.jpg`."),
    "image-unusable": warning("The picture “{target}” cannot be shown: {reason}.", "{fix}"),
    "image-unusable/link": warning("The link “{target}” leads to a picture that is not published: {reason}.", "{fix}"),
    "image-unusable/file": warning("This picture is not published: {reason}.", "{fix}"),
    "image-unusable/format": warning("The picture “{target}” is in a format that pages do not show.", _PICTURE_FILE),
    "image-unusable/lead": warning("“{target}” is not a picture.", _PICTURE_FILE),
    "image-invalid/word": warning("`{name}: {value}` does not name a picture.",
        "Write the picture's file, or leave the key out."),
    "image-invalid/list": warning("`{name}` must be one picture, not a list; the first is used.",
        "Write one file, `{name}: hall.jpg`, and put further pictures into the text."),
    "image-invalid/file": warning("`{name}` has no file.", "Name the picture's file as `src: hall.jpg`."),
    "image-profile": warning("The picture “{target}” has a colour profile that cannot be read; it is shown without it.",
        _PROFILE),
    "image-alt-missing": warning("The picture {target} has no description for readers who cannot see it.",
        "Say in a few words what it shows, between the square brackets: ![The rector speaking](file.jpg)."),
    "image-alt-missing/lead": warning("The lead picture has no description; the headline is used in its place.",
        "Write what the picture shows: `image: {{src: …, alt: …}}`."),
    "remote-picture": warning("The picture {target} is on another host, so the page has a link to it instead.",
        "Save the picture beside the release and name that file; then the page shows it."),
    "picture-failed": error("The picture cannot be published: {reason}.",
        "Save the picture again as JPEG, PNG or WebP."),
    # Languages and tags.
    "language-invalid": error("“{value}” is not a language tag.", "Write a tag such as en, ru, uz, uz-Cyrl or zh-TW."),
    "language-differs": warning("The file's name or folder says “{lang}”, which is used; `lang` says “{other}”.",
        "Rename or move the file, or remove `lang`."),
    "language-unknown": error("The release is in “{lang}”; the site's languages are {languages}.",
        "Add {lang} to `languages` in pressgen.yml, or correct `lang`."),
    "language-unknown/site": error("“{lang}” is not a language of this site; they are {languages}.",
        "Choose one of them, or add it to `languages` in pressgen.yml."),
    "language-unlisted": notice("The ending “{ending}” is not a listed language; the release is in “{lang}”.",
        _UNLISTED),
    "language-unlisted/folder": warning("The folder “{tag}” is not a listed language; the release is in “{lang}”.",
        _UNLISTED),
    "translation-double": error("Two versions of one release are in “{lang}”; the other is {other}.",
        "Give one of them another `lang`, another file name or another `translation_key`."),
    "words-missing": notice("There are no interface words in “{lang}”; English ones are shown.",
        "A catalogue for the language is welcome: docs/templates.md says how."),
    "categories-unread": notice("Releases with categories: {count}. They are not shown.",
        "To show them as tags, write `tag_keys: [{names}]` in pressgen.yml."),
    "tag-address": notice("The tags “{tag}” and “{other}” would have one address; that of “{tag}” is tags/{slug}/.",
        "If they mean one thing, spell them the same way."),
    "tag-repeated": notice("The tag “{tag}” is already given.", "Remove it."),
    "tag-repeated/other": notice("The tag “{tag}” is already given, as “{other}”.", "Remove it."),
    "tag-spelling": notice("The tag “{tag}” is shown as “{other}”, as {file} spells it.",
        "Spell a tag the same way everywhere."),
    # Addresses.
    "slug-invalid": error("`{name}: {value}` {fault}.", "Write letters, digits and hyphens, or leave the key out."),
    "slug-invalid/repaired": warning("`{name}: {value}` {fault}. It is read as {slug}", "Write `{name}: {slug}`."),
    "address-invalid": error("`{name}: {value}` {fault}.", "Write the path within the site, such as {path}"),
    "address-invalid/repaired": warning("`{name}: {value}` {fault}. It is read as {path}", "Write `{name}: {path}`."),
    "address-invalid/code": warning("`{name}: {value}` is an instruction to another generator.",
        "Write the address itself, /2025/01/plan/, or leave the key out."),
    "address-invalid/withheld": error("`{name}: {value}` is an instruction to another generator.",
        "Write the address itself, /2025/01/plan/, or leave the key out."),
    "alias-invalid": warning("The old address “{value}” {fault}.",
        "Write the old path within the site, such as {path}"),
    "alias-invalid/repaired": warning("The old address “{value}” {fault}. It is read as {path}",
        "Write the old path as {path}"),
    "id-taken": warning("The id “{id}” is already used by {file}.",
        "Write another `id`, or delete the line; feeds then use the address as the id."),
    "address-shared": warning(
        "Releases with the address of an earlier one: {count}, such as {file}. Their day is added to it.",
        "Give them a `slug` each, or write `permalink: {pattern}` in pressgen.yml for all addresses."),
    "address-shared/day": warning(
        "Releases with the address of an earlier one: {count}, such as {file}. Their day is added to it.",
        "Give them other file names, or a `slug` each."),
    "path-collision": error("Several files have the same address, “{path}”: {names}.",
        "Give all but one of them another `slug`, `permalink` or file name."),
    "path-unusable/character": error("The address “{path}” cannot be published: “{part}” cannot be in an address.",
        _SLUG),
    "path-unusable/control": error("The address “{path}” cannot be published: it has control characters.", _SLUG),
    "path-unusable/part": error(
        "The address “{path}” cannot be published: “{part}…” is longer than file systems allow.", _SLUG),
    "path-unusable/device": error("The address “{path}” cannot be published: “{part}” is a reserved name on Windows.",
        _SLUG),
    "path-unusable/long": error("The address “{path}” cannot be published: it is too long.", _SLUG),
    "path-unusable/reserved": error("The address “{path}” cannot be published: pressgen needs that name for itself.",
        _SLUG),
    # Views.
    "views-line": warning("This line is not in the form that `pressgen views import` writes; it is not read: {line}",
        "Correct it like the lines around it, or take the file from the last commit."),
    "views-file": warning("The file cannot be read ({reason}); no numbers of views are shown from it.",
        "Give the account that builds the site the right to read it."),
    "views-unread": error("{path} cannot be read: {reason}.", "Check the name of the file, or copy it again."),
    "views-unwritten": error("The file cannot be written ({reason}).", "Give your account the right to write it."),
    "views-not-log": error(
        "{path} is not an access log in the combined format, and no export that pressgen knows.",
        "Set the server to the combined format, or import an export of Plausible, Matomo, Umami or GoAccess."),
    "views-not-log/common": error("{path} is a log without user agents, so that robots cannot be left out.",
        "Set the server to the combined format; docs/views.md shows how."),
    "views-export": error("{path} is not an export of pages that pressgen knows.",
        "Export the pages with their views from Plausible, Matomo, Umami or GoAccess; docs/views.md shows how."),
    "views-export/large": error("{path} is too large: at most {most} MB of JSON are read.",
        "Export it as CSV, or in several parts that are imported together."),
    "views-malformed": warning(
        "{path}: {count} of {lines} lines are not in the combined format, the first in line {line}; "
        "they were not counted."),
    "views-malformed/export": warning(
        "{path}: {count} of {lines} rows have no number of views or no date, the first in line {line}; "
        "they were not counted."),
    "views-cut": warning("{path} breaks off; what comes before was counted.",
        "Copy the file again and import it: nothing is counted twice."),
    "views-none": warning("{path} has no view of a release of this site.",
        "Check that it is the file of this site, and that `url` in pressgen.yml has the path under which it is read."),
    "views-overlap": warning(
        "{path} has visits from {start} to {end}, a time that another log covers too. They were added.",
        "That is right for the logs of two servers. If both have the same visits, "
        "take {file} from the last commit and import one of them."),
    "views-lower": warning(
        "{source} has fewer views than before, as for {address}: {new}, not {old} (releases: {count}). "
        "The former numbers stay.",
        "Export all time, not a part of it. If the smaller numbers are right, import with --allow-lower."),
    "views-lower/taken": notice(
        "{source} has fewer views than before, as for {address}: {new}, not {old} (releases: {count}). "
        "The smaller numbers have a note in {file}."),
    # The record of published releases.
    "text-changed/text": warning("A published text was changed: “{before}” is now “{after}”.", "{fix}"),
    "text-changed/figure": warning("A figure in a published text was changed: “{before}” is now “{after}”.", "{fix}"),
    "text-changed/headline": warning("A published headline was changed: “{before}” is now “{after}”.", "{fix}"),
    "text-changed/summary": warning("A published summary was changed: “{before}” is now “{after}”.", "{fix}"),
    "text-changed/picture": warning("A picture in a published release was changed, added or removed.", "{fix}"),
    "text-changed/picture-words": warning(
        "The words about a published picture were changed: “{before}” is now “{after}”.", "{fix}"),
    "correction-removed": warning(
        "The release has {count} corrections; {recorded} were published.",
        "Restore the missing ones from the history of the file."),
    "record-conflict": error("Git could not merge this part of the record, and left its marks here.",
        "Delete the lines that begin with <<<<<<<, |||||||, ======= or >>>>>>>, and keep all others."),
    "record-double": error("This line and line {first} are different texts of version {version} of “{title}”.",
        "Delete the one that was not published."),
    "record-invalid": error("This line of the record cannot be read: {reason}.",
        "Restore the file as it was last committed: `git checkout content/record.jsonl`"),
    "record-invalid/value": error("This line of the record has no id, version or time.",
        "Restore the file as it was last committed: `git checkout content/record.jsonl`"),
    "record-unwritable": warning("The site was published, but the record cannot be written ({reason}).",
        "Give the account that builds the site the right to write content/, and build again."),
    # Settings.
    "settings-missing": error("There is no pressgen.yml in this folder.",
        "Go to the site's folder, or write one with `title: …` and `url: https://…`."),
    "settings-empty": error("pressgen.yml is empty.", "Write at least `title` and `url`."),
    "settings-encoding": error("pressgen.yml is not UTF-8 text.", _UTF_8),
    "settings-missing-key": error("`{name}` is not given.", "Write `{name}: …`; docs/settings.md says what it is."),
    "settings-unknown": error("`{name}` is not a setting.", "Known here: {known}."),
    "settings-unknown/near": error("`{name}` is not a setting.", "Did you mean `{near}`?"),
    "settings-check": error("`check.{code}` is off without a reason.",
        "Write `{code}: {{severity: off, reason: …}}`, so that others know why."),
    "settings-type": error("`{name}` must be {wanted}, not {given}.", "{fix}"),
    "settings-type/least": error("`{name}` must be at least {bound}.", "{fix}"),
    "settings-type/above": error("`{name}` must be greater than {bound}.", "{fix}"),
    "settings-type/most": error("`{name}` must be at most {bound}.", "{fix}"),
    "settings-type/entries": error("`{name}` must have {bound} or more entries.", "{fix}"),
    "settings-type/choice": error("`{name}` cannot be “{given}”.", "{fix}"),
    "settings-type/key": error("`{name}` lacks the key `{key}`.", "{fix}"),
    "settings-type/other": error("`{name}` cannot be used: {reason}.", "{fix}"),
    "settings-tag-keys": error("`tag_keys` names “{name}”, which is a key with a meaning of its own.",
        "Name keys of another generator, such as categories."),
    "settings-url": error("`url` is “{url}”, which is not a public address.", "Write the whole public address: https://x.example/news/."),
    "settings-timezone": error("“{zone}” is not a time zone.", "Write an IANA name, such as Asia/Tashkent."),
    "settings-languages/tag": error("“{tag}” is not a language tag.", _TAG),
    "settings-languages/twice": error("A language is listed twice.", "List each language once."),
    "settings-languages/text": error("`{name}` has text in “{lang}”, which `languages` does not list.",
        "List the language or remove the text."),
    "settings-languages/unknown": error("“{lang}” is not a language that dates can be written in.",
        "Write a BCP 47 tag such as en, ru, uz, uz-Cyrl, ar."),
    "settings-permalink": error("`permalink: {pattern}` is not a pattern for addresses.",
        "Begin with / and use {{slug}}, and {{year}}, {{month}}, {{day}} as you like: /{{year}}/{{month}}/{{slug}}/."),
    "settings-markdown": error("`markdown_extensions` are for python-markdown only.",
        "Write `markdown: python-markdown`, or delete the extensions: CommonMark needs none."),
    "settings-markdown/extension": error("The Markdown extension “{name}” cannot be used ({reason}).",
        "Install its package beside pressgen, and write its name and options as its documentation does."),
    "settings-menu": error("A menu leads to “{target}”, which is not a public page.",
        "Name a file of content/pages/ without its language: `to: pages/about.md`."),
    "settings-link": error("In `{name}`, “{address}” is not an address for readers.",
        "Write a whole address, https://x.example/, or one on this site, /about/."),
    "settings-logo": error("The logo “{file}” is not in content/ or static/.",
        "Name a picture file: `publisher: {{logo: pictures/logo.svg}}` for content/pictures/logo.svg."),
    "settings-logo/format": error("The logo “{file}” cannot be shown as a picture.",
        "Name a picture file: `publisher: {{logo: pictures/logo.svg}}` for content/pictures/logo.svg."),
    "settings-logo/reason": error("The logo “{file}” cannot be shown: {reason}.",
        "Name a picture file: `publisher: {{logo: pictures/logo.svg}}` for content/pictures/logo.svg."),
    "settings-share-image": error("The share image “{file}” is not in content/ or static/.", _SHARE_FILE),
    "settings-share-image/format": error("The share image “{file}” cannot be shown as a picture.", _SHARE_FILE),
    "settings-share-image/reason": error("The share image “{file}” cannot be shown: {reason}.", _SHARE_FILE),
    "settings-share-image/svg": error(
        "The share image “{file}” is an SVG, which social networks do not show.", _SHARE_FILE),
    # The theme.
    "settings-colour": error("`theme.{name}: {colour}` is not a colour.",
        'Write its number with # in quotation marks, or its name in CSS: `{name}: "#0b5f70"`.'),
    "settings-colour/near": error("`theme.{name}: {colour}` is not a colour.", "Did you mean {near}?"),
    "settings-colour/comment": error("`theme.{name}` has no value: without quotation marks, # begins a comment.",
        'Write `{name}: "{colour}"`.'),
    "settings-contrast": error(
        "`theme.ink: {colour}` is hard to read on the paper {ground}: the contrast is {ratio}, not {required} or more.",
        'Write `ink: "{offer}"`, the nearest colour that is easy enough to read.'),
    "settings-contrast/accent": error(
        "Links in `theme.accent: {colour}` are hard to read on the paper {ground}: "
        "the contrast is {ratio}, not {required} or more.",
        'Write `accent: "{offer}"`, the nearest colour that is easy enough to read. '
        "As `band`, you can use any colour."),
    "settings-contrast/paper": error(
        "On `theme.paper: {colour}`, text is hard to read: "
        "the contrast with {ground} is only {ratio}, not {required} or more.",
        'Write `paper: "{offer}"`, the nearest colour on which text is easy enough to read.'),
    "settings-font": error("The font “{font}” is not in content/ or static/.",
        "Name a WOFF2 file: `{name}: fonts/brand.woff2` for content/fonts/brand.woff2."),
    "settings-font/format": error("The font “{font}” is not a WOFF2 file.",
        "Convert it and name the new file: `{name}: fonts/brand.woff2` for content/fonts/brand.woff2."),
    "settings-font/name": error("“{font}” is not the name of a font family.",
        "Write it in letters, digits and spaces: `{name}: Segoe UI`."),
    "settings-picture": error("`theme.{name}: {file}` is not in content/ or static/.", _THEME_FILE),
    "settings-picture/format": error("`theme.{name}: {file}` cannot be shown as a picture.", _THEME_FILE),
    "settings-picture/reason": error("`theme.{name}: {file}` cannot be shown: {reason}.", _THEME_FILE),
    "settings-picture/svg": error("`theme.{name}: {file}` is an SVG, which social networks do not show.", _SHARE_FILE),
    "settings-twice": error("`{older}` and `theme.{name}` name two different files.",
        "Keep the one in `theme`, and delete `{older}`."),
    # Templates.
    "template-invalid": warning("`{name}: {value}` is not the name of a template file.",
        "Write a name in templates/, without folders: `{name}: speech.html`."),
    "template-invalid/repaired": warning(
        "`{name}: {value}` is not the name of a template file. It is read as {value}.html.",
        "Write the whole name of a file in templates/, or leave the key out."),
    "template-missing": error(_NO_TEMPLATE + _NEEDED, _PLACE_TEMPLATE),
    "template-missing/near": error(_NO_TEMPLATE + _NEEDED, _NEAR),
    "template-missing/own": warning(_NO_TEMPLATE + "the usual one is used.", _PLACE_TEMPLATE),
    "template-missing/own-near": warning(_NO_TEMPLATE + "the usual one is used.", _NEAR),
    "template-failed": error("{reason}; while rendering {path}.",
        "Correct the template; docs/templates.md lists the values that each one gets."),
    "template-failed/source": error("{reason}; while rendering {path} ({source}).",
        "Correct the template; docs/templates.md lists the values that each one gets."),
    "template-failed/overdue": error("One of the pages from {first} to {last} took too long.",
        "Look for a loop in the template that never ends."),
    "template-failed/pages": error("One of the pages from {first} to {last} could not be rendered ({reason}).",
        "Look for a loop in the template that never ends."),
    "template-encoding": error("The template is not UTF-8 text.", _UTF_8),
    # The output folder.
    "output-unsafe/name": error("The output folder “{folder}” is not the full name of a folder; nothing was built.",
        _EMPTY_FOLDER),
    "output-unsafe/variable": error(
        "The output folder “{folder}” contains “{part}”, which was not replaced by a folder; nothing was built.",
        _EMPTY_FOLDER),
    "output-unsafe/unreadable": error(
        "The output folder “{folder}” could not be examined ({reason}); nothing was built.", _EMPTY_FOLDER),
    "output-unsafe/root": error("The output folder “{folder}” is the root of the file system; nothing was built.",
        _EMPTY_FOLDER),
    "output-unsafe/repository": error(
        "The output folder “{folder}” is inside a repository's own data; nothing was built.", _EMPTY_FOLDER),
    "output-unsafe/home": error("The output folder “{folder}” is a home folder or contains one; nothing was built.",
        _EMPTY_FOLDER),
    "output-unsafe/outside": error(
        "The output folder “{folder}” is or contains “{source}”, which the site is made from; nothing was built.",
        _EMPTY_FOLDER),
    "output-unsafe/inside": error(
        "The output folder “{folder}” is inside “{source}”, which the site is made from; nothing was built.",
        _EMPTY_FOLDER),
    "output-unsafe/file": error("The output folder “{folder}” is not a folder; nothing was built.", _EMPTY_FOLDER),
    "output-foreign": error("The output folder “{folder}” contains files that pressgen did not make, such as “{file}”.",
        _EMPTY_FOLDER + " If everything in it is an old copy of this site, empty it first."),
    "output-in-the-way": error(
        "“{path}” in the output folder is where a page must go, but pressgen did not make that file.",
        "Move it away, or give the page another address. " + _UNTOUCHED),
    "output-path": error("“{path}” cannot be the name of a published file, or is there twice.", _ADDRESS),
    "output-path/folder": error("“{path}” would have to be both a file and a folder.", _ADDRESS),
    "output-moved": error("“{path}” was changed by something else while the site was being written.",
        "The site in the output folder is as that left it. Build again, with nothing else writing there."),
    "output-torn": error("“{path}” could neither be written nor restored.",
        "The site in the output folder is old in parts and new in parts. Fix the disk and build again."),
    "manifest-damaged": error("“{path}”, the list of the files that pressgen made, is damaged or not pressgen's.",
        "If everything in “{folder}” is an old copy of this site, empty it; otherwise build elsewhere."),
    "manifest-newer": error("“{path}” was written by a newer pressgen.", "Update pressgen, or build elsewhere."),
    # What must not be published yet.
    "leak": error(_TOO_EARLY,
        "Nothing was published. Move this release out of content/, build again, and report the fault in pressgen."),
    "leak/file": error("{path} would be published too early: only this release names {file}.",
        "Nothing was published. Move this release and {file} to another folder, build again, and report the fault in "
        "pressgen."),
    "leak/static": error(_TOO_EARLY,
        "Move {name} out of static/ until then. If it is no secret, add these words to `already_public` in "
        "pressgen.yml."),
    "leak/linked": error(_TOO_EARLY,
        "Remove the links to {name} until then. If it is no secret, add these words to `already_public` in "
        "pressgen.yml."),
    "leak/copy": error("{name} would be published too early: it is a copy of {other}, which only this release names.",
        "Move {name} out of static/ until then."),
    # What `pressgen diff` compares with.
    "against-unknown": error("“{name}” is neither a folder nor a commit that git knows here.",
        "Name an output folder, a commit or branch, or an address that begins with https://."),
    "against-unreadable/git": error("git could not read the sources of “{name}”: {reason}.",
        "Try `git show {name}` in the site's folder."),
    "against-unreadable/commit": error("The site at “{name}” cannot be built: {reason}", "Name a later commit."),
    "against-unreadable/status": error("“{name}” answers with {status}.",
        "Upload .pressgen.json with the site: many programs leave out files that begin with a dot."),
    "against-unreadable/silent": error("“{name}” could not be read: {reason}.",
        "Open the address in a browser on this computer, and correct it."),
    "against-unreadable/redirect": error("“{name}” leads to an address that is not public.",
        "Name the address to which it leads."),
    "against-unreadable/size": error("“{name}” is larger than {most} MB.", "Name the address of a .pressgen.json."),
    "against-unreadable/manifest": error("“{name}” is not the list of files that pressgen makes, or is damaged.",
        "Name the address of a .pressgen.json, or of a site that pressgen built."),
    "against-unreadable/newer": error("“{name}” was written by a newer pressgen.", "Update pressgen."),
    # The build itself.
    "content-missing": error("There is no folder content/ beside pressgen.yml.",
        "Create it and put releases into it: Markdown files with front matter."),
    "build-locked": error("Another build is writing this site.", "Wait until it has ended, and run this one again."),
    "build-locked/process": error("Another build is writing this site (process {process}).",
        "Wait until it has ended, and run this one again."),
    "workers-not-started": error("The worker processes could not be started ({reason}).",
        "Free some memory or use fewer jobs; in a script of your own, call pressgen under "
        '`if __name__ == "__main__":`.'),
    "port-taken": error("The preview cannot use port {port}: another program uses it.",
        "Another preview may be running there; stop it, or choose another port: --port 8001."),
    "port-taken/permission": error("The preview has no permission to use port {port}.",
        "Choose another port: --port 8001."),
    "port-taken/other": error("The preview cannot use port {port}: {reason}.", "Choose another port: --port 8001."),
    "handles-exhausted": error("No more files can be opened ({reason}).",
        "Close other programs and pages of the preview, or raise the limit: `ulimit -n 4096`."),
    "preview-failed": error("The preview could not process the last change ({reason}).",
        "Undo the change, or build the site to see more; please report this as a bug in pressgen."),
    # New sites, releases and templates.
    "scaffold-answer/title": error("The name of the newsroom is empty.", "Write it as readers should see it."),
    "scaffold-answer/character": error("The name of the newsroom has a character that is not text.",
        "Type the name again without it."),
    "scaffold-answer/url": error("“{value}” is not an http or https address.",
        "Write the whole address: https://news.example.org/."),
    "scaffold-answer/languages": error("No language is named.", "Write tags with commas between: en, ru, uz."),
    "scaffold-answer/timezone": error("“{zone}” is not a time zone.", "Write a name such as {near}."),
    "scaffold-taken": error("{folder} has a site already: there is a pressgen.yml in it.",
        "Name another folder: `pressgen init newsroom`. For a new release, use `pressgen new`."),
    "scaffold-taken/template": error("{path} already exists; it was not changed.",
        "Rename or delete it if you want a fresh copy."),
    "template-not-copied": error("There is no {path} to compare with the theme's.",
        "Copy it first: `pressgen eject {name}`."),
    "scaffold-failed": error("{path} could not be written: {reason}.",
        "Fix that and run the command again; files that were written stay, and nothing else was changed."),
    "scaffold-failed/outside": error("{path} could not be written: a link there leads out of the site's folder.",
        "Fix that and run the command again; files that were written stay, and nothing else was changed."),
    "headline-unusable/break": error("The headline has a line break in it.", "Write it on one line."),
    "headline-unusable/empty": error("The headline is empty.", _HEADLINE_QUOTED),
    "headline-unusable/character": error("The headline has a character that is not text ({character}).",
        "Type the headline again without it."),
    "headline-unusable/lost": error("The headline has a character that a build would remove.",
        "Type the headline again without it."),
    "kind-unknown": error("There is no kind of release “{kind}”.", "Known: {known}."),
    "kind-unknown/near": error("There is no kind of release “{kind}”.", "Did you mean {near}? Known: {known}."),
    "release-unknown": error("There is no release {path}.", "Name its file: content/2026/plan.md."),
    "release-unknown/near": error("There is no release {path}.", _NEAR),
    "release-unusable": error("{path} has errors.", "`pressgen check {path}` shows them; fix them first."),
    "release-unusable/keys": error("The keys are not on lines of their own.",
        "Write one key on each line, not indented."),
    "translation-exists": error("{path} is the version in “{lang}” already.", "Edit that file."),
    "template-unknown": error("The theme has no template “{name}”.", "`pressgen eject` lists them."),
    "template-unknown/near": error("The theme has no template “{name}”.", _NEAR),
    # The rules of `pressgen check`.
    "tag-alike": warning("The tag “{tag}” looks like “{usual}”, which {file} has.",
        "Write `{usual}` if they mean one thing.", "tags"),
    "headline-long": warning("The headline has {length} characters; search engines show about {most}.",
        "Shorten it; the details go into the summary.", "headline-and-summary"),
    "headline-figure": warning("The headline says {figure}, but the text doesn't.",
        "Correct one of the two, or give the figure in the text.", "headline-and-summary"),
    "headline-name": notice("The headline names “{name}”, but the text doesn't.",
        "Spell the name the same way in both, or name it in the text.", "headline-and-summary"),
    "summary-missing": notice("The release has no summary.",
        "Write `summary:` and one or two sentences; lists, feeds and shared links show them.", "headline-and-summary"),
    "summary-long": notice("The summary has {length} characters; more than {most} are cut off where it is shared.",
        "Shorten it to the news itself.", "headline-and-summary"),
    "contact-missing": warning("The release has no press contact.",
        "Write `contacts:` in pressgen.yml for all releases, or in this one.", "contacts-and-formats"),
    "phone-format": warning(
        "The telephone number “{number}” has {digits} digits; with +{code} it should have {wanted}.", _PHONE,
        "contacts-and-formats"),
    "phone-format/length": warning("The telephone number “{number}” has {digits} digits; it should have {wanted}.",
        _PHONE, "contacts-and-formats"),
    "phone-format/country": warning("The telephone number “{number}” has no country code.", _PHONE,
        "contacts-and-formats"),
    "mail-format": warning("“{mail}” is not a mail address.", _MAIL, "contacts-and-formats"),
    "money-format": warning("The amount “{amount}” can be read in two ways: its digits are not in groups of three.",
        "Write 1,250,000 or 1 250 000.", "contacts-and-formats"),
    "money-format/twice": warning("“{amount}” names its currency twice.", "Keep either the symbol or the word.",
        "contacts-and-formats"),
    "heading-order": notice("The heading “{heading}” is of level {level}; the one before it is of level {before}.",
        "Make it level {wanted}: {marks}.", "structure"),
    "table-header": warning("A table has no header.",
        "Name its columns in the first row, above the line of hyphens; screen readers announce them with each cell.",
        "structure"),
    "link-words": warning("The words of a link are “{words}”; alone they do not say where it leads.",
        "Name the thing that is linked to: “the timetable (PDF)”.", "structure"),
    "placeholder-left": warning("“{words}” was left behind.", "Write what belongs there, or delete it.", "leftovers"),
    "example-contact": warning("The address {mail} is an example; nobody reads what is sent to it.",
        "Write the address of your press office.", "leftovers"),
    "sample-left": warning("This text is a sample.", "Write your own and delete `sample`, or delete the file.",
        "leftovers"),
    "sample-left/picture": warning("The picture {name} is a sample.",
        "Use a picture of your own, under a name of its own.", "leftovers"),
    "sample-left/boilerplate": warning("The paragraph about the organisation (`boilerplate`) is still the sample.",
        "Say who you are, what you do, and since when.", "leftovers"),
    "immediate-embargo": warning("Here is “{words}”, but line {line} mentions an embargo.", _EMBARGO, "leftovers"),
    "immediate-embargo/date": warning("Here is “{words}”, but the release is dated {date}.", _EMBARGO, "leftovers"),
    "weekday-date": warning("“{date}”: {day} is a {weekday}.", "Correct the weekday or the date.", "dates"),
    "weekday-date/none": warning("“{date}”: there is no such day.", "Check the date.", "dates"),
    "event-past": warning("The text announces {day}, but the release is dated {date}.",
        "Correct the date, or say that it has taken place.", "dates"),
    "word-repeated": warning("The word “{word}” is repeated: “{words}”.", "Delete one of the two.", "letters"),
    "script-mixed/latin": warning("“{word}” mixes Latin and Cyrillic letters: “{letters}” are Latin.", _SCRIPT,
        "letters"),
    "script-mixed/cyrillic": warning("“{word}” mixes Latin and Cyrillic letters: “{letters}” are Cyrillic.", _SCRIPT,
        "letters"),
    "invisible-character": warning("There is an invisible character ({character}) after “{before}”.",
        "Delete it; it hides the word from search.", "letters"),
    "bidi-control": warning("There is a control for the direction of writing ({character}) after “{before}”.",
        "Delete it; it can make words appear in another order than you wrote them.", "letters"),
    "translation-lag": warning("{file} was updated on {updated}; this translation is of {date}.",
        "Bring the translation up to date and give it the same `updated`.", "translations"),
    "external-broken/status": warning("The link “{target}” does not work: {reason}.", _BROKEN, "external-links"),
    "external-broken/silent": warning("The link “{target}” does not answer ({reason}).", _BROKEN, "external-links"),
    "external-broken/private": warning("The link “{target}” was not checked: its host is on a private network.",
        _BROKEN, "external-links"),
    "external-broken/address": warning("The link “{target}” was not checked: it is not a web address.", _BROKEN,
        "external-links"),
    "template-outdated": notice("The theme's own {name} has changed since this copy was made.",
        "Compare the two with `pressgen eject --diff {name}`. "
        "Then move your copy away, run `pressgen eject {name}`, and put your changes into the new one; "
        "or, if your copy is still right, delete its line in {record}.", "templates"),
    "template-outdated/gone": notice("The theme no longer has a {name}.",
        "If no template of yours needs it, delete the file and its line in {record}.", "templates"),
}

_OS_ERRORS = {
    "ENOSPC": ("the disk is full", "Free some space and build again."),
    "EDQUOT": ("the space allowed to this user is used up", "Free some space and build again."),
    "EFBIG": ("the file is larger than the system allows", "Make it smaller and build again."),
    "EACCES": ("pressgen has no permission there", "Give this user the permission, or build elsewhere."),
    "EPERM": ("the system does not permit it", "Give this user the permission, or build elsewhere."),
    "EROFS": ("the disk can only be read", "Build to another folder."),
    "EMFILE": ("too many files are open", "Build again; if that does not help, raise the limit (`ulimit -n`)."),
    "ENFILE": ("the system has too many files open", "Close other programs and build again."),
    "EIO": ("the disk reports an error", "Check the disk, and build to another one."),
    "ENAMETOOLONG": ("the name is too long for the disk", "Give the page a shorter slug and build again."),
    "ENOTDIR": ("there is a file where a folder is needed", "Move that file away, or build to another folder."),
    "ENOENT": ("it no longer exists", "Build again, with nothing else writing there."),
    "": ("{reason}", "Fix that and build again."),
}
_VERSIONS: dict[str, tuple[str, Severity]] = {
    "number": ("translation-numbers", "warning"),
    "date": ("translation-dates", "warning"),
    "telephone number": ("translation-phones", "warning"),
    "link": ("translation-links", "notice"),
}
PROBLEMS |= {
    f"output-failed/{name}".rstrip("/"): error(
        f"“{{path}}” could not be read or written: {words}.", f"{fix} {_UNTOUCHED}")
    for name, (words, fix) in _OS_ERRORS.items()
} | {
    f"{code}/{case}": Case(severity, message.format(noun=noun), _SAME, "translations")
    for noun, (code, severity) in _VERSIONS.items()
    for case, message in {
        "lost": "The translation lacks the {noun} {{lost}} of {{file}}:{{line}}.",
        "added": "The translation has the {noun} {{added}}, which {{file}} does not have.",
        "both": "The translation lacks the {noun} {{lost}} of {{file}}:{{line}} and has the {noun} {{added}}, "
        "which {{file}} does not have.",
    }.items()
} | {
    # The instant of a command is read like a date, and an answer of `pressgen init` like the setting.
    key.replace(code, same_cases): case
    for code, same_cases in (("date-invalid", "instant-invalid"), ("settings-languages", "scaffold-answer"))
    for key, case in PROBLEMS.items() if key.startswith(f"{code}/")
}
"""All problems by key."""

RULES = {key.partition("/")[0]: case for key, case in reversed(PROBLEMS.items()) if case.group}
"""The rules of `pressgen check` by code, each with its first case."""

PHRASES: dict[str, str] = {
    **{f"weekday-{number}": name for number, name in enumerate(
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"))},
    # How to write YAML.
    "yaml-quoted": "Put the whole value in quotation marks: `{entry}`",
    "yaml-entry": "Write each entry as `key: value`, with a space after the colon.",
    "yaml-close": "Close it at the end of the value.",
    "yaml-single": "Use single quotation marks.",
    "yaml-indent": "Begin the keys of one level in the same column, with spaces and never with tabs.",
    "yaml-list": "Begin the list on the next line.",
    "yaml-block": "Begin the text on the next line, indented.",
    "yaml-quote": "Put the value in quotation marks.",
    "yaml-item": "Begin every item with a dash and a space, in one column.",
    "yaml-percent": "Leave that line out.",
    "yaml-plain": "Write plain entries of the form key: value.",
    # What to do about a text that changed.
    "fix-correction": "Undo the change, or tell readers about it: add "
        "`corrections: [{{date: {date}, kind: correction, text: What was wrong}}]` to the front matter.",
    "fix-correction-more": "Undo the change, or tell readers about it: add the entry "
        "`{{date: {date}, kind: correction, text: What was wrong}}` to `corrections`.",
    # Why an address cannot be used.
    "address-elsewhere": "is not on this site",
    "address-rootless": "does not begin with /",
    "address-character": "contains {character}, which cannot be in an address",
    "address-slashes": "has two slashes in a row",
    "address-dot": "has a part that ends in a dot",
    "address-hidden": "hides a slash behind percent-encoding",
    "slug-character": "contains {character}, which cannot be in a slug",
    "slug-dot": "begins with a dot",
    "space": "a space",
    # What of a release is in a file, and where in the file.
    "leak-key": "the `{key}`",
    "leak-text": "words of the text",
    "leak-name": "the name of a file",
    "leak-address": "in its address",
    "leak-line": "line {line}",
    "leak-byte": "byte {byte}",
    "leak-packed": "packed in it",
    # What a setting may be.
    "settings-text": "text",
    "settings-integer": "a whole number",
    "settings-number": "a number",
    "settings-flag": "true or false",
    "settings-list": "a list",
    "settings-group": "keys with values",
    "settings-choices": "Choose from: {choices}.",
    "settings-choices-near": "Did you mean {near}? Choose from: {choices}.",
    "settings-page": "See `{name}` in docs/settings.md.",
    # Why a picture cannot be used, and what helps.
    "picture-format": "the file is not a JPEG, PNG, WebP or GIF picture, or it is damaged",
    "picture-pixels": "the picture has more than {most} pixels",
    "picture-damaged": "the picture is damaged",
    "picture-unread": "the picture cannot be read",
    "picture-slow": "it takes too much time or memory",
    "picture-tiff": "browsers do not show TIFF",
    "picture-heic": "HEIC needs the package pillow-heif",
    "picture-notes-tiff": "place and serial numbers cannot be removed from TIFF",
    "picture-notes-heif": "place and serial numbers cannot be removed from HEIC and AVIF",
    "svg-encoding": "the SVG is not UTF-8 text",
    "svg-damaged": "the SVG is damaged in line {line}",
    "svg-entities": "the SVG declares entities or types of its own",
    "svg-element": "the SVG contains <{name}>",
    "svg-html": "the SVG contains HTML",
    "svg-root": "the file is not an SVG picture",
    "svg-attribute": "the SVG contains the attribute {name}",
    "svg-file": "the SVG shows something from another file",
    "svg-picture": "the SVG contains a damaged picture",
    "svg-styles": "the SVG has styles that could load other files",
    "svg-size": "the SVG has neither a width and height nor a viewBox",
    "fix-picture": "Save the picture again as JPEG, PNG or WebP.",
    "fix-heic": "Save the picture again as JPEG, or install the package: `pip install pillow-heif`.",
    "fix-pixels": "Scale the picture down, or save it as JPEG, not progressive.",
}
"""Parts of sentences, for reasons and fixes that several problems share."""
# fmt: on

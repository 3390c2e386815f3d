"""A calendar day as people write it, in digits or with the month's name in one of twelve languages."""

from __future__ import annotations

import re
from datetime import date

Numbers = tuple[int, int, int]
"""Year, month and day."""

# Each month in all languages and scripts, with the endings of Uzbek, Tajik and Russian cases: январда, январи, январём.
_MONTHS = tuple(
    re.compile(rf"(?:{stems.replace(' ', '|')})(?:{cases})?")
    for cases in ["da|dan|ning|ga|ni|dagi|да|дан|нинг|га|ни|даги|ь|я|ю|и|ы|ем|ём|е|а|у|ом"]
    for stems in (
        "jan january yan yanv yanvar янв январ қаңтар januar jänner janvier janv enero ene janeiro gennaio gen يناير",
        "feb february fev fevral фев февр феврал ақпан februar février fevrier févr febrero fevereiro febbraio فبراير",
        "mar march mart мар март наурыз märz mars marzo março مارس",
        "apr april aprel апр апрел сәуір avril avr abril abr aprile أبريل ابريل إبريل",
        "may ма[йяюе] маем майда мамыр mai mayo maio maggio مايو",
        "jun june iyun iyn июн маусым juni juin junio junho giugno يونيو",
        "jul july iyul iyl июл шілде juli juillet juil julio julho luglio يوليو",
        "aug august avg avgust авг август тамыз août aout agosto ago أغسطس اغسطس",
        "sep sept september sen sent sentabr sentyabr сен сент сентябр сентабр қыркүйек septembre septiembre setembro "
        "set settembre سبتمبر",
        "oct october okt oktabr oktyabr окт октябр октабр қазан oktober octobre octubre outubro out ottobre "
        "أكتوبر اكتوبر",
        "nov november noy noyabr ноя нояб ноябр қараша novembre noviembre novembro نوفمبر",
        "dec december dek dekabr дек декабр желтоқсан dezember dez décembre decembre déc diciembre dic dezembro "
        "dicembre ديسمبر",
    )
)
_WEEKDAYS = (
    "mon monday пн понедельник dushanba душанба душанбе дүйсенбі дүйшөмбү montag lundi lunes segunda lunedì الاثنين",
    "tue tues tuesday вт вторник seshanba сешанба сешанбе сейсенбі шейшемби dienstag mardi martes terça "
    "martedì الثلاثاء",
    "wed wednesday ср среда chorshanba чоршанба чоршанбе сәрсенбі шаршемби mittwoch mercredi miércoles quarta "
    "mercoledì الأربعاء",
    "thu thur thurs thursday чт четверг payshanba пайшанба панҷшанбе бейсенбі бейшемби donnerstag jeudi jueves quinta "
    "giovedì الخميس",
    "fri friday пт пятница juma жума ҷумъа жұма freitag vendredi viernes sexta venerdì الجمعة",
    "sat saturday сб суббота shanba шанба шанбе сенбі ишемби samstag sonnabend samedi sábado sabato السبت",
    "sun sunday вс воскресенье yakshanba якшанба якшанбе жексенбі жекшемби sonntag dimanche domingo domenica الأحد",
)
_WEEKDAY = {word: number for number, words in enumerate(_WEEKDAYS) for word in words.split()}
_FILLER_WORDS = (
    "the of st nd rd th г год года й йил йили y yil yili kuni куни соли ж жыл жылы жылғы жылдын den le er de del el "
    "feira º م"
)
"""Words around a day, a month or a year that change nothing."""
_FILLERS = frozenset(_FILLER_WORDS.split())
_TOKEN = re.compile(r"(?P<number>[0-9]+)|(?P<word>[^\W\d_]+)|(?P<between>[ ,./–-]+)|(?P<other>.)", re.DOTALL)
_YEAR_DIGITS, _MAX_DAY_DIGITS = 4, 2


class WeekdayError(ValueError):
    """A date with another weekday than its own; `day` is the date."""

    def __init__(self, day: date) -> None:
        self.day = day
        super().__init__(day)


def days_of(text: str) -> tuple[Numbers, ...]:
    """All days that a text may mean: two if day and month cannot be told apart, none if it is not a date.

    A single one may not exist (30 February). Raises WeekdayError.
    """
    tokens = list(_TOKEN.finditer(text))
    if any(token["other"] for token in tokens) or not tokens or text[0] in "-–./," or text[-1] in "-–/":
        return ()
    numbers = [token["number"] for token in tokens if token["number"]]
    words = [token["word"].casefold() for token in tokens if token["word"]]
    months = [month for month in map(_month, words) if month]
    weekdays = [_WEEKDAY[word] for word in words if word in _WEEKDAY]
    is_known = all(word in _FILLERS or word in _WEEKDAY or _month(word) for word in words)
    if not is_known or len(months) > 1 or len(weekdays) > 1:
        return ()
    if months:
        days = _day_in_month(numbers, months[0])
    else:
        separators = [
            token["between"].strip()
            for previous, token, following in zip(tokens, tokens[1:], tokens[2:], strict=False)
            if token["between"] and previous["number"] and following["number"]
        ]
        days = _numeric_days(numbers, separators)
    return _days_on_weekday(weekdays[0], days) if weekdays else days


def _month(word: str) -> int:
    """The number of the month with this name, in any of its cases; 0 for another word."""
    return next((number for number, names in enumerate(_MONTHS, 1) if names.fullmatch(word)), 0)


def _day_in_month(numbers: list[str], month: int) -> tuple[Numbers, ...]:
    """The day in a month with a name: of the two numbers, the one with four digits is the year."""
    years = [int(number) for number in numbers if len(number) == _YEAR_DIGITS]
    days = [int(number) for number in numbers if len(number) <= _MAX_DAY_DIGITS]
    return ((years[0], month, days[0]),) if len(numbers) == 2 and len(years) == len(days) == 1 else ()


def _numeric_days(numbers: list[str], separators: list[str]) -> tuple[Numbers, ...]:
    """The days that three numbers with the same separator can mean."""
    if len(numbers) != 3 or separators not in (["-", "-"], ["/", "/"], [".", "."]):
        return ()
    lengths = [len(number) for number in numbers]
    first, second, third = map(int, numbers)
    if lengths[0] == _YEAR_DIGITS and max(lengths[1:]) <= _MAX_DAY_DIGITS:
        return ((first, second, third),)
    if lengths[2] != _YEAR_DIGITS or max(lengths[:2]) > _MAX_DAY_DIGITS:
        return ()
    # 03/04/2026 is 3 April in Tashkent and 4 March in Washington; the author is asked which.
    candidates = ((third, month, day) for month, day in ((second, first), (first, second)) if 1 <= month <= 12)
    return tuple(dict.fromkeys(candidates))


def _days_on_weekday(weekday: int, readings: tuple[Numbers, ...]) -> tuple[Numbers, ...]:
    """The readings on that weekday; raises WeekdayError if there are none."""
    calendar_days: list[tuple[Numbers, date | None]] = []
    for numbers in readings:
        try:
            calendar_days.append((numbers, date(*numbers)))
        except ValueError:
            # A day that does not exist has no weekday, and a problem of its own.
            calendar_days.append((numbers, None))
    matching = tuple(numbers for numbers, day in calendar_days if day is None or day.weekday() == weekday)
    if readings and not matching and calendar_days[0][1] is not None:
        raise WeekdayError(calendar_days[0][1])
    return matching

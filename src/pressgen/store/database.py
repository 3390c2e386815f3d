"""The memory between builds, `.pressgen/build.db`: rows in tables, each with a checksum (the only home of sqlite3).

Whatever cannot be read is deleted and made again, so a row that is missing costs time and nothing else.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, TypeVar, cast
from zlib import crc32

FOLDER = ".pressgen"
FILE = "build.db"
SCHEMA = 1
PATIENCE = 2.0
"""Seconds to wait for another build that is writing; after that this one does without memory."""
_UNAVAILABLE = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_READONLY", "SQLITE_IOERR", "SQLITE_CANTOPEN")
"""How the errors begin that say nothing about the file itself: another build has it, or the disk is full or broken."""
_ERRORS = (sqlite3.Error, ValueError)
"""What is raised about a database: a ValueError where a damaged name in it is no text, or has a null character."""

T = TypeVar("T")
Value = str | bytes | int | float | None
Row = tuple[Value, ...]


class Table(NamedTuple):
    """A table: its name, and its columns, of which the first `keys` are the primary key."""

    name: str
    columns: tuple[str, ...]
    keys: int = 1


DOCUMENT = Table("document", ("path", "stamp", "digest", "value"))
"""What each source was parsed to, without its body, and what each picture measures."""
BODY = Table("body", ("digest", "html"))
"""Bodies as HTML; read when a page or a feed is rendered."""
OUTPUT = Table("output", ("folder", "path", "fingerprint", "stamp"), keys=2)
"""What was published, and from what."""
LINK = Table("link", ("url", "at", "fault"))
"""What addresses on other sites answered, and when."""
TEMPLATE = Table("template", ("digest", "facts"))
"""What templates mention."""
BUILD = Table("build", ("folder", "question", "inputs", "watched", "valid_from", "valid_until", "report"))
"""The last build to each folder: what it was asked and read, how long its answer holds, and its report."""
TABLES = (DOCUMENT, BODY, OUTPUT, LINK, TEMPLATE, BUILD)


class StoreError(Exception):
    """What was remembered cannot be read, or nothing can be kept; the build must be made without it."""

    def __init__(self, reason: str, is_damaged: bool = True) -> None:
        super().__init__(reason, is_damaged)
        self.is_damaged = is_damaged


class Store:
    """Rows in tables. Without a file the rows live in this process alone, and nothing is kept."""

    def __init__(self, file: Path | None, key: str) -> None:
        self._file = file
        self._rows: dict[str, dict[tuple[Value, ...], Row]] = {table.name: {} for table in TABLES}
        self._connection = _connect(file, key) if file else None
        if self._connection is None:
            self._file = None

    @property
    def is_kept(self) -> bool:
        """Whether a later build will find what is put in here."""
        return self._connection is not None

    def get(self, table: Table, *key: Value) -> Iterator[Row]:
        """The rows whose key begins with these values; rows that were damaged are left out."""
        if self._connection is None:
            rows = self._rows[table.name]
            if len(key) == table.keys:
                return iter([rows[key]] if key in rows else [])
            return iter([row for row in rows.values() if row[: len(key)] == key])
        return _select(self._connection, table, key)

    def put(self, table: Table, rows: Iterable[Row]) -> None:
        """Add rows, or replace those with the same keys."""
        if self._connection is None:
            self._rows[table.name].update((row[: table.keys], row) for row in rows)
            return
        marks = ", ".join("?" * (len(table.columns) + 1))
        with self._translating():
            self._connection.executemany(
                f"INSERT OR REPLACE INTO {table.name} VALUES ({marks})", ((*row, _checksum(row)) for row in rows)
            )

    def forget(self, table: Table, keys: Iterable[tuple[Value, ...]]) -> None:
        """Remove the rows with these keys."""
        if self._connection is None:
            for key in keys:
                self._rows[table.name].pop(key, None)
            return
        where = " AND ".join(f"{column} = ?" for column in table.columns[: table.keys])
        with self._translating():
            self._connection.executemany(f"DELETE FROM {table.name} WHERE {where}", keys)

    def keys(self, table: Table) -> list[str]:
        """The first key of every row."""
        if self._connection is None:
            return [str(key[0]) for key in self._rows[table.name]]
        with self._translating():
            return [str(key) for (key,) in self._connection.execute(f"SELECT {table.columns[0]} FROM {table.name}")]

    def count(self, table: Table) -> int:
        """How many rows there are."""
        if self._connection is None:
            return len(self._rows[table.name])
        with self._translating():
            return int(self._connection.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0])

    def commit(self) -> None:
        """Keep all that was put in and removed since the last time."""
        if self._connection is not None:
            with self._translating():
                self._connection.commit()

    def reader(self) -> BodyReader:
        """What reads bodies in any process; a body that was put in must have been committed."""
        if self._connection is None:
            return BodyReader(None, {str(row[0]): str(row[1]) for row in self._rows[BODY.name].values()})
        return BodyReader(self._file, {})

    def close(self) -> None:
        """Give the file back; what was not committed is lost."""
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.rollback()
                self._connection.close()

    @contextlib.contextmanager
    def _translating(self) -> Iterator[None]:
        try:
            yield
        except _ERRORS as error:
            raise _store_error(error) from error


class BodyReader:
    """Reads bodies by their digests; every process that has one opens the file for itself."""

    def __init__(self, file: Path | None, bodies: dict[str, str]) -> None:
        self._file, self._bodies = file, bodies
        self._connection: sqlite3.Connection | None = None
        self._process = 0

    def __reduce__(self) -> tuple[type[BodyReader], tuple[Path | None, dict[str, str]]]:
        return BodyReader, (self._file, self._bodies)

    def __call__(self, digest: str) -> str:
        """The HTML with this digest; raises StoreError if it is not there or damaged."""
        if self._file is None:
            if digest in self._bodies:
                return self._bodies[digest]
            raise StoreError(digest)
        try:
            # SQLite forbids a child process to use what its parent opened.
            if self._connection is None or self._process != os.getpid():
                self._connection, self._process = _open(self._file, "ro"), os.getpid()
            for row in _select(self._connection, BODY, (digest,)):
                return str(row[1])
        except _ERRORS as error:
            raise _store_error(error) from error
        raise StoreError(digest)


def retry_without_memory(run: Callable[[bool], T], is_kept: bool) -> T:
    """The answer of `run`; if what was remembered is damaged or out of reach, its answer without any memory."""
    try:
        return run(is_kept)
    except StoreError:
        return run(False)


@contextlib.contextmanager
def open_store(root: Path, key: str, is_wanted: bool = True) -> Iterator[Store]:
    """The memory of the site in `root`, as long as the block runs.

    `key` says what all that is remembered depends on; under another key everything is forgotten.
    Where no file can be kept (a read-only or full disk, a link in its place, or none `is_wanted`), nothing outlives
    the block. A StoreError in the block that is about damage deletes the memory on its way out.
    """
    store = Store(_file_of(root) if is_wanted else None, key)
    try:
        yield store
    except StoreError as error:
        store.close()
        if error.is_damaged:
            forget_all(root)
        raise
    finally:
        store.close()


def peek(root: Path, table: Table, *key: Value) -> list[Row]:
    """The rows of a table whose key begins with these values, whatever they depend on; none if they cannot be read."""
    file = root / FOLDER / FILE
    if file.parent.is_symlink() or not _is_plain_file(file):
        return []
    try:
        with contextlib.closing(_open(file, "ro")) as connection:
            return list(_select(connection, table, key))
    except (OSError, *_ERRORS, StoreError):
        return []


def forget_all(root: Path) -> bool:
    """Delete the memory of the site in `root`; whether there was one."""
    is_there = False
    for suffix in ("", "-journal"):
        with contextlib.suppress(OSError):
            os.unlink(root / FOLDER / (FILE + suffix))
            is_there = True
    return is_there


def forget_folder(root: Path) -> bool:
    """Delete everything that is kept beside the site, pictures included; whether there was anything."""
    folder = root / FOLDER
    if folder.is_symlink() or not folder.is_dir():
        return False
    shutil.rmtree(folder)
    return True


def _file_of(root: Path) -> Path | None:
    folder = root / FOLDER
    try:
        folder.mkdir(exist_ok=True)
        # A link could lead anywhere, and whatever else has the name is somebody's own.
        if folder.is_symlink() or (os.path.lexists(folder / FILE) and not _is_plain_file(folder / FILE)):
            return None
    except OSError:
        return None
    return folder / FILE


def _is_plain_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _connect(file: Path, key: str) -> sqlite3.Connection | None:
    """The open database with the tables of this key; None where it cannot be written."""
    for _ in range(2):
        with contextlib.suppress(OSError, *_ERRORS):
            connection = _open(file, "rwc")
            try:
                _prepare(connection, key)
                return connection
            except _ERRORS as error:
                connection.close()
                if not _store_error(error).is_damaged:
                    return None
        forget_all(file.parents[1])
    return None


def _open(file: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{file.as_uri()}?mode={mode}", uri=True, timeout=PATIENCE, isolation_level="IMMEDIATE", check_same_thread=False
    )
    # No fsync: after a loss of power the checksums show what is damaged, and it is made again.
    connection.execute("PRAGMA synchronous = OFF")
    return connection


def _prepare(connection: sqlite3.Connection, key: str) -> None:
    """Create the tables unless they are there for this key."""
    wanted = f"{SCHEMA} {key}"
    with contextlib.suppress(sqlite3.OperationalError):  # no such table
        rows = connection.execute("SELECT value FROM memory").fetchall()
        if rows == [(wanted,)]:
            return
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            connection.execute(f'DROP TABLE "{name}"')
        connection.execute("CREATE TABLE memory (value TEXT)")
        for table in TABLES:
            keys = ", ".join(table.columns[: table.keys])
            columns = ", ".join(table.columns)
            connection.execute(f"CREATE TABLE {table.name} ({columns}, checksum INTEGER, PRIMARY KEY ({keys}))")
        connection.execute("INSERT INTO memory VALUES (?)", (wanted,))


def _select(connection: sqlite3.Connection, table: Table, key: tuple[Value, ...]) -> Iterator[Row]:
    where = " AND ".join(f"{column} = ?" for column in table.columns[: len(key)])
    query = f"SELECT * FROM {table.name}" + (f" WHERE {where}" if key else "")
    try:
        for *values, checksum in connection.execute(query, key):
            row = cast(Row, tuple(values))
            if _checksum(row) == checksum:
                yield row
    except _ERRORS as error:
        raise _store_error(error) from error


def _store_error(error: Exception) -> StoreError:
    name = getattr(error, "sqlite_errorname", "")
    return StoreError(str(error), is_damaged=not name.startswith(_UNAVAILABLE))


def _checksum(row: Row) -> int:
    total = 0
    for value in row:
        if isinstance(value, bytes):
            total = crc32(value, total)
        else:  # one bit in the file tells a text from the same bytes, so it must count
            total = crc32(str(value).encode("utf-8", "surrogatepass"), ~total)
    return total

"""The memory between builds, `build.db` in the cache folder: rows with checksums in tables (the only home of sqlite3).

Whatever cannot be read is deleted and made again, so a missing row costs time and nothing else.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, TypeVar
from zlib import crc32

from msgspec import msgpack

from pressgen.cache_folder import CACHE_FOLDER

FILE = "build.db"
SCHEMA = 4
PATIENCE = 2.0
"""Seconds to wait for another build that is writing; after that this one works without memory."""
_UNAVAILABLE = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_READONLY", "SQLITE_IOERR", "SQLITE_CANTOPEN")
"""How errors begin that do not mean damage: another build has the file, or the disk is full or broken."""
_ERRORS = (sqlite3.Error, ValueError)
"""What is raised about a database; it is a ValueError if a damaged name in it is not text or has a null character."""

_encode = msgpack.Encoder().encode

T = TypeVar("T")
Value = str | bytes | int | float | None
Row = tuple[Value, ...]


class Table(NamedTuple):
    """A table: its name and its columns, of which the first `keys` are the primary key."""

    name: str
    columns: tuple[str, ...]
    keys: int = 1


DOCUMENT = Table("document", ("path", "stamp", "digest", "value"))
"""Parsed sources, without their bodies, and measured pictures."""
BODY = Table("body", ("digest", "html"))
"""Bodies as HTML; read when a page or a feed is rendered."""
OUTPUT = Table("output", ("folder", "fingerprints", "stamps"))
"""The fingerprints and the stamps of all published files by path, as JSON."""
ORIGIN = Table("origin", ("folder", "path", "digest", "origin"), keys=2)
"""Of published files, by their content, what they were made from; only `pressgen diff` asks."""
LINK = Table("link", ("url", "at", "fault"))
"""Answers of addresses on other sites, and when they came."""
TEMPLATE = Table("template", ("digest", "facts"))
"""What templates mention."""
BUILD = Table("build", ("folder", "question", "inputs", "watched", "valid_from", "valid_until", "report", "changes"))
"""The last build to each folder: its question and inputs, how long its answer is valid, its report, and
the changes that time will make."""
SAME_WORDS = Table("same_words", ("version", "text"))
"""Versions of the record, and the texts of other digests that have the same words."""
TABLES = (DOCUMENT, BODY, OUTPUT, ORIGIN, LINK, TEMPLATE, BUILD, SAME_WORDS)


class StoreError(Exception):
    """The memory cannot be read or written; the build must run without it."""

    def __init__(self, reason: str, is_damaged: bool = True) -> None:
        super().__init__(reason, is_damaged)
        self.is_damaged = is_damaged


class Store:
    """Rows in tables; without a file they are forgotten with this process."""

    # In memory, rows are dicts and not another SQLite database: the preview would copy all bodies for each edit.
    def __init__(self, file: Path | None, key: str) -> None:
        self._rows: dict[str, dict[tuple[Value, ...], Row]] = {table.name: {} for table in TABLES}
        self._connection = _connect(file, key) if file else None
        self._reader = BodyReader(file, {}) if file and self._connection else None

    @property
    def is_kept(self) -> bool:
        """Whether a later build can read what this one puts in."""
        return self._connection is not None

    def get(self, table: Table, *key: Value) -> Iterator[Row]:
        """The rows whose key begins with these values, without damaged ones."""
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
        values = ", ".join("?" * (len(table.columns) + 1))
        with _translating():
            self._connection.executemany(
                f"INSERT OR REPLACE INTO {table.name} VALUES ({values})", ((*row, _checksum(row)) for row in rows)
            )

    def forget(self, table: Table, keys: Iterable[tuple[Value, ...]]) -> None:
        """Remove the rows with these keys."""
        if self._connection is None:
            for key in keys:
                self._rows[table.name].pop(key, None)
            return
        with _translating():
            self._connection.executemany(f"DELETE FROM {table.name}{_condition(table, table.keys)}", keys)

    def keys(self, table: Table, *key: Value) -> list[str]:
        """The next value of the key of every row whose key begins with these values; rows are not read for it."""
        column = table.columns[len(key)]
        if self._connection is None:
            return [str(row_key[len(key)]) for row_key in self._rows[table.name] if row_key[: len(key)] == key]
        query = f"SELECT {column} FROM {table.name}{_condition(table, len(key))}"
        with _translating():
            return [str(value) for (value,) in self._connection.execute(query, key)]

    def count(self, table: Table) -> int:
        """The number of rows in a table."""
        if self._connection is None:
            return len(self._rows[table.name])
        with _translating():
            return int(self._connection.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0])

    def commit(self) -> None:
        """Make all changes since the last commit permanent."""
        if self._connection is not None:
            with _translating():
                self._connection.commit()

    def reader(self) -> BodyReader:
        """A reader of committed bodies for any process."""
        return self._reader or BodyReader(None, dict(self._rows[BODY.name]))

    def close(self) -> None:
        """Close the file; what was not committed is lost."""
        if self._reader is not None:
            self._reader.close()
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.rollback()
                self._connection.close()


class BodyReader:
    """Reads bodies by digest; each process opens the file for itself."""

    def __init__(self, file: Path | None, rows: dict[tuple[Value, ...], Row]) -> None:
        self._file, self._rows = file, rows
        self._connection: sqlite3.Connection | None = None
        self._process = 0

    def __reduce__(self) -> tuple[type[BodyReader], tuple[Path | None, dict[tuple[Value, ...], Row]]]:
        return BodyReader, (self._file, self._rows)

    def __call__(self, digest: str) -> str:
        """The HTML with this digest; raises StoreError if it is not there or damaged."""
        if self._file is None:
            if row := self._rows.get((digest,)):
                return str(row[1])
            raise StoreError(digest)
        with _translating():
            # SQLite forbids a forked process to use a connection of its parent.
            if self._connection is None or self._process != os.getpid():
                self._connection, self._process = _open(self._file, "ro"), os.getpid()
            for row in _select(self._connection, BODY, (digest,)):
                return str(row[1])
        raise StoreError(digest)

    def close(self) -> None:
        """Close the file for this process."""
        if self._connection is not None and self._process == os.getpid():
            self._connection.close()
        self._connection = None


def retry_without_memory(run: Callable[[bool], T], is_kept: bool) -> T:
    """The result of `run(is_kept)`; if the memory is damaged or cannot be used, that of a second run without it."""
    # The error must be gone before the second run: its traceback keeps the processes of the first one alive.
    with contextlib.suppress(StoreError):
        return run(is_kept)
    return run(False)


@contextlib.contextmanager
def open_store(root: Path, key: str, is_wanted: bool = True) -> Iterator[Store]:
    """The memory of the site in `root`, as long as the block runs.

    `key` stands for everything that all rows depend on; with another key they are deleted. Where there can be no file
    (a read-only or full disk, a link in its place) or none `is_wanted`, nothing outlives the block. A StoreError in
    the block deletes the memory if it is about damage.
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
    """The rows of a table whose key begins with these values, under any store key; none if they cannot be read."""
    file = root / CACHE_FOLDER / FILE
    try:
        if file.parent.is_symlink() or not _is_plain_file(file):
            return []
        with contextlib.closing(_open(file, "ro")) as connection:
            # Another version, older or newer, may have another table of this name.
            return list(_select(connection, table, key)) if _has_columns(connection, table) else []
    except (OSError, *_ERRORS, StoreError):
        return []


def forget_all(root: Path) -> bool:
    """Delete the memory of the site in `root`; whether there was one."""
    is_deleted = False
    # SQLite's journal goes as well: it would be played back into the next database of this name.
    for suffix in ("", "-journal"):
        with contextlib.suppress(OSError):
            os.unlink(root / CACHE_FOLDER / (FILE + suffix))
            is_deleted = True
    return is_deleted


def forget_folder(root: Path) -> bool:
    """Delete the memory's folder, made pictures included; whether there was one."""
    folder = root / CACHE_FOLDER
    if folder.is_symlink() or not folder.is_dir():
        return False
    shutil.rmtree(folder)
    return True


def _file_of(root: Path) -> Path | None:
    folder = root / CACHE_FOLDER
    try:
        folder.mkdir(exist_ok=True)
        # A link could lead anywhere, and anything else with this name is somebody's own.
        if folder.is_symlink() or (os.path.lexists(folder / FILE) and not _is_plain_file(folder / FILE)):
            return None
    except OSError:
        return None
    return folder / FILE


def _is_plain_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _connect(file: Path, key: str) -> sqlite3.Connection | None:
    """The open database with the tables of this key; None where it cannot be written."""
    for _ in range(2):  # once more after damage
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
    try:
        # No fsync: after a power failure the checksums show what is damaged, and it is made again.
        connection.execute("PRAGMA synchronous = OFF")
    except _ERRORS:
        connection.close()  # a file that is open cannot be deleted everywhere
        raise
    return connection


def _prepare(connection: sqlite3.Connection, key: str) -> None:
    """Create the tables unless they are there for this key."""
    full_key = f"{SCHEMA} {key}"
    with contextlib.suppress(sqlite3.OperationalError):  # no such table
        rows = connection.execute("SELECT value FROM memory").fetchall()
        if rows == [(full_key,)]:
            return
    # In one transaction: a build that is killed in between leaves the database as it was.
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        # Builds name all their inputs, so that this table needs no key; without it, nobody knew what should be public.
        # Origins say with which code they were found, and without them nobody knew what another setting changes.
        kept = [table.name for table in (BUILD, ORIGIN) if _has_columns(connection, table)]
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            if name not in kept:
                connection.execute(f'DROP TABLE "{name}"')
        connection.execute("CREATE TABLE memory (value TEXT)")
        for table in TABLES:
            keys = ", ".join(table.columns[: table.keys])
            columns = ", ".join(table.columns)
            connection.execute(
                f"CREATE TABLE IF NOT EXISTS {table.name} ({columns}, checksum INTEGER, PRIMARY KEY ({keys}))"
            )
        connection.execute("INSERT INTO memory VALUES (?)", (full_key,))


def _has_columns(connection: sqlite3.Connection, table: Table) -> bool:
    """Whether a database has the table as this version writes it."""
    columns = [str(row[1]) for row in connection.execute(f"PRAGMA table_info({table.name})")]
    return columns == [*table.columns, "checksum"]


def _select(connection: sqlite3.Connection, table: Table, key: tuple[Value, ...]) -> Iterator[Row]:
    query = f"SELECT * FROM {table.name}{_condition(table, len(key))}"
    with _translating():
        for stored in connection.execute(query, key):
            row: Row = stored[:-1]
            if _checksum(row) == stored[-1]:
                yield row


def _condition(table: Table, keys: int) -> str:
    terms = " AND ".join(f"{column} = ?" for column in table.columns[:keys])
    return f" WHERE {terms}" if terms else ""


@contextlib.contextmanager
def _translating() -> Iterator[None]:
    try:
        yield
    except _ERRORS as error:
        raise _store_error(error) from error


def _store_error(error: Exception) -> StoreError:
    name = getattr(error, "sqlite_errorname", "")
    return StoreError(str(error), is_damaged=not name.startswith(_UNAVAILABLE))


def _checksum(row: Row) -> int:
    # MessagePack tells text from bytes, which is a single bit in the file, and where each value ends.
    return crc32(_encode(row))

"""What was found in a policy, kept between runs (`--cache`) under everything that it hangs on: its bytes, the rules, the program."""

from __future__ import annotations

import marshal
import os
import stat
import sys
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from gapcheck import __version__, cache
from gapcheck.checking import Run, check_input, check_read
from gapcheck.digest import blake2b
from gapcheck.plain import flat, places_of, rules_of, whole
from gapcheck.reading import MAX_PICTURED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from gapcheck.finding import Checked
    from gapcheck.paths import Input

# Raise this with every change to what is kept of a policy.
FORMAT = 2
# So many bytes are kept at the most; when there are more, those that were not asked for longest go, until a quarter is free.
MOST = 500_000_000
_FOLDER = "results"
_ENDING = ".result"
# So many values are written before it is looked at again how many bytes there are.
_OFTEN = 2000
# What reads policies, and finds values in them, beside this program.
_LIBRARIES = (
    "regex",
    "python-dateutil",
    "phonenumberslite",
    "pyap2",
    "markdown-it-py",
    "mdit-py-plugins",
    "turbohtml",
    "mammoth",
    "pypdfium2",
)


class Memory:
    """The kept results of one kind of run: `hangs_on` is all that they hang on but for the policy."""

    def __init__(self, kind: str, hangs_on: str) -> None:
        base = cache.directory()
        self.folder = os.path.join(base, _FOLDER) if base else None
        self.head = f"{kind}\0{FORMAT}\0{cache.FORMAT}\0{__version__}\0{sys.version}\0{program()}\0{hangs_on}\0"
        self.written = 0

    def key(self, data: bytes, path: str) -> str:
        """Return the key of a policy: the end of a file's name says how it is read."""
        digest = blake2b(f"{self.head}{os.path.basename(path)}\0".encode("utf-8", "surrogateescape"), digest_size=32)
        digest.update(data)
        return digest.hexdigest()

    def get(self, key: str) -> Any:
        """Return what was kept, or None."""
        if self.folder is None:
            return None
        folder, name = self._place(key)
        packed = cache.get(folder, name, key)
        if packed is None:
            return None
        with suppress(OSError):  # one may read what one may not write
            os.utime(os.path.join(folder, name))
        return marshal.loads(zlib.decompress(packed))

    def put(self, key: str, value: Any) -> None:
        """Keep plain data."""
        if self.folder is None:
            return
        folder, name = self._place(key)
        try:
            os.makedirs(self.folder, mode=0o700, exist_ok=True)
        except OSError:
            return
        cache.put(folder, name, key, zlib.compress(marshal.dumps(value), 1))
        self.written += 1
        if self.written % _OFTEN == 0:
            trim()

    def _place(self, key: str) -> tuple[str, str]:
        return os.path.join(str(self.folder), key[:2]), key[2:40] + _ENDING


def trim(most: int | None = None) -> None:
    """Delete what was not asked for longest, where all that is kept has more bytes than `most` (MOST)."""
    folder = os.path.join(cache.directory() or "", _FOLDER)
    found = []
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                state = os.stat(os.path.join(place, name))
            except OSError:
                continue  # another run deletes too
            found.append((state.st_mtime, state.st_size, os.path.join(place, name)))
    most = MOST if most is None else most
    total = sum(size for _, size, _ in found)
    if total <= most:
        return
    for _, size, path in sorted(found):
        if total <= most * 3 // 4:
            return
        try:
            os.unlink(path)
        except OSError:
            continue
        total -= size


def program() -> str:
    """Return what says whether the program is the same: its own files, as they stand, and the versions of what it uses."""
    from importlib.metadata import PackageNotFoundError, version

    digest = blake2b(digest_size=16)
    for place, folders, names in os.walk(os.path.dirname(os.path.abspath(__file__))):
        folders.sort()
        for name in sorted(names):
            if name.endswith(".py"):
                state = os.stat(os.path.join(place, name))
                digest.update(f"{place}\0{name}\0{state.st_size}\0{state.st_mtime_ns}\0".encode("utf-8", "surrogateescape"))
    for name in _LIBRARIES:
        try:
            digest.update(f"{name}\0{version(name)}\0".encode())
        except PackageNotFoundError:
            digest.update(f"{name}\0".encode())
    return digest.hexdigest()


def run_key(run: Run) -> str:
    """Return what results hang on in a run: packs as compiled, with all their texts, date, evidence, the names of other laws."""
    digest = blake2b(digest_size=32)
    plans = list({id(pack.plan): pack.plan for pack in run.packs}.values())  # several packs may share one
    packs = tuple((*pack._replace(plan=None), [one is pack.plan for one in plans].index(True)) for pack in run.packs)  # type: ignore[arg-type]
    for part in (packs, tuple(plans), run.names, run.weights):
        digest.update(marshal.dumps(_ordered(part), 2))
    digest.update(f"{run.as_of}\0{run.shown.passages}\0{sorted(run.shown.only or ())}\0{run.shown.only is None}".encode())
    return digest.hexdigest()


def _ordered(value: Any) -> Any:
    """Return the same as plain tuples and lists, in an order that does not change from run to run."""
    if isinstance(value, tuple):
        return tuple(map(_ordered, value))
    if isinstance(value, frozenset):
        return ("set", *sorted(map(repr, value)))
    if isinstance(value, dict):
        return tuple((key, _ordered(one)) for key, one in value.items())
    return value


class Recalling:
    """Checks policies of one run, or recalls what was found."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.rules = rules_of(run.packs)
        self.places = places_of(self.rules)
        self.memory = Memory("check", run_key(run))

    def check(self, item: Input, stdin: Callable[[], bytes], bug: Callable[[], None]) -> Checked:
        """Return what `check_input` returns."""
        data = None if item.error or item.parts else contents(item.path)
        if data is None:
            return check_input(item, self.run, stdin, bug)
        key = self.memory.key(data, item.path)
        kept = self.memory.get(key)
        if kept is not None:
            checked = whole(kept, self.rules)
            document = checked.document
            return checked._replace(path=item.path, document=document and document._replace(path=item.path))
        checked = check_read(item.path, self.run, lambda: data, bug)
        if worth_keeping(checked):
            self.memory.put(key, flat(checked, self.places))
        return checked


def worth_keeping(checked: Checked) -> bool:
    """Return whether the same would be found again: not where time or memory ran out, or a program of ours failed."""
    return not checked.error and not any(finding.status == "undecided" for finding in checked.findings)


def contents(path: str) -> bytes | None:
    """Return what is in an ordinary file that is not too large, or None where reading it will say what is wrong."""
    try:
        state = os.stat(path)
        if not stat.S_ISREG(state.st_mode) or state.st_size > MAX_PICTURED:
            return None
        with open(path, "rb") as file:
            return file.read(MAX_PICTURED + 1)
    except (OSError, ValueError):
        return None


def recalled(pieces: Iterable[tuple[Input, Run]], stdin: Callable[[], bytes], bug: Callable[[], None]) -> Iterator[Checked]:
    """Yield what is found in each input, of which what was found before is recalled."""
    made: dict[int, Recalling] = {}
    for item, run in pieces:
        if id(run) not in made:
            made[id(run)] = Recalling(run)
        yield made[id(run)].check(item, stdin, bug)

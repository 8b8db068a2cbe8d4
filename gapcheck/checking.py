"""One run: which requirements are asked for, and each input read and checked, whatever happens to the others."""

from __future__ import annotations

from gapcheck.document import Document
from gapcheck.engine import check
from gapcheck.errors import GapcheckError, Problem, ReadError, did_you_mean
from gapcheck.finding import Checked, Shown
from gapcheck.language import foreign, note
from gapcheck.likely import doubt
from gapcheck.paths import STDIN, Input
from gapcheck.reading import read_bytes, read_path
from gapcheck.record import TYPE_CHECKING, Record
from gapcheck.rule import Check, Names, Pack, Requirement, ids_of
from gapcheck.view import View

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gapcheck.closest import Weights


def chosen(packs: Sequence[Pack], select: Sequence[str], ignore: Sequence[str]) -> tuple[Pack, ...]:
    """Return the packs cut to the requirements asked for; raise GapcheckError where nothing is left."""
    if not select and not ignore:
        return tuple(packs)
    known = ids_of(packs)
    problems = [
        Problem(
            f"{option} {wanted}",
            0,
            0,
            f"no requirement has this id{did_you_mean(wanted, known) or did_you_mean(wanted.upper(), known)}",
        )
        for option, ids in (("--select", select), ("--ignore", ignore))
        for wanted in ids
        if not any(stands_for(wanted, id) for id in known)
    ]
    if problems:
        raise GapcheckError(*problems)

    def wanted(rule: Requirement | Check) -> bool:
        selected = not select or any(stands_for(name, rule.id) for name in select)
        return selected and not any(stands_for(name, rule.id) for name in ignore)

    left = [
        pack._replace(requirements=tuple(filter(wanted, pack.requirements)), checks=tuple(filter(wanted, pack.checks))) for pack in packs
    ]
    if not any(pack.requirements or pack.checks for pack in left):
        raise GapcheckError(Problem("gapcheck", 0, 0, "--select and --ignore leave no requirement to check"))
    return tuple(pack for pack in left if pack.requirements or pack.checks)


def stands_for(name: str, id: str) -> bool:
    """Return whether `name` is the id, or the beginning of it up to a hyphen."""
    name, id = name.lower().rstrip("-"), id.lower()
    return id == name or id.startswith(name + "-")


class Run(Record):
    """What is the same for every input of a run: packs, an ISO date, how much evidence to show, the names of other laws, and what
    tells which passage comes closest to a missing disclosure, by law and id, where that is wanted."""

    packs: Sequence[Pack]
    as_of: str
    shown: Shown
    names: Names | None
    weights: dict[tuple[str, str], Weights] | None = None


def check_input(item: Input, run: Run, stdin: Callable[[], bytes], bug: Callable[[], None]) -> Checked:
    """Return what the packs find in one input, or why it could not be checked; `bug` is told of our own errors."""
    if item.error:
        return Checked(item.path, None, (), item.error)
    if item.parts:
        return _checked(item.path, run, lambda: _together(item.parts, stdin), bug)
    return check_read(item.path, run, stdin if item.path == STDIN else None, bug)


def _together(items: Sequence[Input], stdin: Callable[[], bytes]) -> Document:
    """Return the inputs as one document; raise a ReadError that names those that cannot be read."""
    from gapcheck.joined import join  # few runs ask for it

    documents: list[Document] = []
    problems: list[Problem] = []
    for item in items:
        try:
            if item.error:
                raise ReadError(Problem(item.path, 0, 0, item.error))
            documents.append(read_bytes(stdin(), STDIN) if item.path == STDIN else read_path(item.path))
        except ReadError as error:
            problems += [problem._replace(message=str(problem)) for problem in error.problems]
    if problems:
        raise ReadError(*problems)
    return join(documents)


def check_read(path: str, run: Run, data: Callable[[], bytes] | None, bug: Callable[[], None]) -> Checked:
    """Return the same for the policy in the file `path` or, where `data` is given, in what it returns."""
    return _checked(path, run, lambda: read_bytes(data(), path) if data else read_path(path), bug)


def _checked(path: str, run: Run, read: Callable[[], Document], bug: Callable[[], None]) -> Checked:
    document: Document | None = None
    try:
        document = read()
        view = View(document)
        findings = check(document, run.packs, run.as_of, run.shown, view)
        if run.weights is not None:
            from gapcheck.closest import with_closest  # few runs ask for it

            findings = with_closest(document, findings, run.weights)
        language = foreign(view)
        remark = note(language) if language else doubt(view)
        if remark:
            document = document._replace(notes=(*document.notes, remark))
        if run.names is None:
            return Checked(path, document, findings)
        from gapcheck.naming import named  # not every run has a place for the names of other laws

        return Checked(path, document, findings, suggested=named(view, run.names))
    except ReadError as error:
        return Checked(path, None, (), "; ".join(problem.message for problem in error.problems))
    except MemoryError:
        return Checked(path, None, (), "there is not enough memory for it")
    except Exception as error:  # a bug: it must cost this policy its verdict, and no other policy
        bug()
        said = f"internal error (please report): {type(error).__name__}: {error}"
        return Checked(path, document, (), said)

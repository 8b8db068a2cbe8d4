"""One run as a hook starts it, with a clock between its stages: python bench/inside.py LAPS WORDS..., as `startup` runs it.

What is imported here besides the program is next to nothing, so that it does not count.
"""

import time

LAPS = {"Python itself": time.process_time()}

import gc  # noqa: E402 - as gapcheck.__main__ does

gc.disable()

import sys  # noqa: E402

from gapcheck import checking, cli, engine, jobs  # noqa: E402

LAPS["imports"] = time.process_time() - LAPS["Python itself"]


def timed(module: object, name: str, stage: str) -> None:
    """Have calls of a function add what they take to a stage."""
    work = getattr(module, name)

    def call(*given: object) -> object:
        start = time.process_time()
        found = work(*given)
        if hasattr(found, "__next__"):
            found = list(found)  # what is yielded is worked out here
        LAPS[stage] = LAPS.get(stage, 0.0) + time.process_time() - start
        return found

    setattr(module, name, call)


def main(laps: str, words: list[str]) -> int:
    """Do one run, and write what its stages took."""
    for module, name, stage in (
        (jobs, "load_together", "compiled rules from the cache"),
        (checking, "read_path", "read: decode, sections, statements"),
        (checking, "View", "view: words to bits"),
        (engine, "foreign", "language, broken end"),
        (engine, "broken_off", "language, broken end"),
        (engine, "Units", "first pass, negation, headings"),
        (engine, "judge", "judge"),
        (engine, "contradictions", "contradictions"),
    ):
        timed(module, name, stage)
    code = cli.main(words, sys.stdin, sys.stdout, sys.stderr)
    sys.stdout.flush()
    LAPS["arguments, settings, report"] = time.process_time() - sum(LAPS.values())
    with open(laps, "w", encoding="utf-8") as file:
        file.writelines(f"{taken}\t{stage}\n" for stage, taken in LAPS.items())
    return code


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], sys.argv[2:]))

"""`make fuzz`: runs each target with atheris for FUZZ_SECONDS, and says how much was tried and how much memory it took.

    python fuzz/run.py [TARGET...]      all of them, each in a program of its own
    python fuzz/run.py --one TARGET     one, in this program, with libFuzzer's options behind it

An input that breaks something is kept in build/fuzz/; make it small, and keep it in tests/fuzz_inputs/TARGET/ with its repair.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INPUTS = ROOT / "tests" / "fuzz_inputs"
KEPT = ROOT / "build" / "fuzz"
NAMES = ("text", "markdown", "html", "values", "docx", "pdf", "rules", "engine", "reports")
# For each target: bytes of the longest input, what it may take of memory (MB), and seconds that one input may take.
LONGEST = {"docx": 20_000, "pdf": 20_000}
USUAL = 4_000
MEMORY = 2_048
SLOW = 20
MISSING = "fuzzing needs atheris, which there is for Linux and Python before 3.14: pip install 'gapcheck[fuzz]'; nothing was fuzzed"


def seeds(name: str) -> dict[str, bytes]:
    """Return inputs to begin from, by name."""
    sys.path[:0] = [str(ROOT / "tests")]
    policies = [
        path.read_bytes()[: USUAL // 3] for path in sorted((ROOT / "fixtures").glob("*/policy.*"))[:12] if path.suffix in (".md", ".txt")
    ]
    rules = sorted((ROOT / "rules").glob("*/*.yaml"))
    found = [b"We keep your data for 30 days, and never sell it."]
    if name in ("text", "markdown"):
        found += policies
    elif name == "values":
        words = b"at Example Ltd, 12 Sample Street, Exampleton EX1 2AB, a@b.example, within 30 days of 3 May 2024 (Art. 6(1) GDPR)"
        found += [b"A" + words, b"T" + words, b"A1. One\n\nSee section 9 [here].\n\n## 2. Two\n\nThe following:\n\n## 4. TODO {{name}}"]
        found += [sign + policy for sign in (b"A", b"T") for policy in policies]
    elif name == "html":
        found += [path.read_bytes()[:USUAL] for path in sorted((ROOT / "fixtures").glob("*/policy.htm*"))]
        found += [b"<h1>Privacy</h1><table><tr><th>a<th>b<tr><td>1<td>2</table><ul><li>x:<ul><li>y</ul></ul><!-- c --><script>1</script>"]
    elif name == "docx":
        head = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        words = b"<w:p><w:r><w:t>We keep your data.</w:t></w:r><w:ins><w:r><w:t>x</w:t></w:r></w:ins></w:p>"
        cells = b"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        found.append(head + words + cells + b"</w:body></w:document>\0<w:styles/>\0<w:numbering/>")
        found.append(
            b"M"
            + bytes([0x48, 0x49, 0x4A, 0xD7, 0xC8, 0xC5, 1, 1, 1] * 4)
            + b"\0"
            + bytes(range(64, 192, 3))
            + b"\0"
            + bytes(range(64, 128))
        )
    elif name == "pdf":
        from pdf_for_tests import lines, pdf

        found += [pdf(lines("1. Privacy", "We keep your data for 30 days.", "", "We never sell it.")), pdf(lines("a"), lines("b", x=300))]
        found.append(b"".join(bytes([20, low, 40, 11, 0]) + b"We keep your data.\n" for low in range(180, 20, -4)))
    elif name == "rules":
        found += [b"\0" + path.read_bytes() for path in rules[::8] if path.name not in ("pack.yaml", "claims.yaml")]
        found += [b"\1" + path.read_bytes() for path in rules if path.name == "pack.yaml"]
        found += [b"\2" + (ROOT / "tests/rules/common/terms.yaml").read_bytes()]
        found += [b"\5" + path.read_bytes() for path in sorted((ROOT / "rules/common/conflicts").glob("xc-*"))[::6]]
    elif name == "engine":
        patterns = (b"(keep|kept) ...5 {number} (day|days)", b"retain* [your|the] data", b"we ... {email}", b"'d' [not] (a|b c|d*)")
        found += [pattern + b"\n" + policies[0] for pattern in patterns]
    elif name == "reports":
        found += [b"\x1f".join((b"=1+1", b"</script><script>", b"\x1b[2J", b"[a](b)", b"::error::", b"]]>", b"a,b;=c", b"x\r\ny", b"\xff"))]
    return {f"seed-{number}": data for number, data in enumerate(found)}


def one(name: str, options: list[str]) -> None:
    """Fuzz one target in this program, until libFuzzer ends it."""
    import atheris  # type: ignore[import-not-found]

    with atheris.instrument_imports(include=["gapcheck", "markdown_it", "mdit_py_plugins", "mammoth"]):
        from targets import TARGETS
    atheris.Setup([sys.argv[0], *options], TARGETS[name])
    atheris.Fuzz()


def run(name: str, seconds: int) -> bool:
    """Fuzz one target in a program of its own; return whether nothing broke."""
    grown = KEPT / name
    grown.mkdir(parents=True, exist_ok=True)
    for seed, data in seeds(name).items():
        (grown / seed).write_bytes(data)
    folders = [str(grown), *(str(place) for place in (INPUTS / name,) if place.is_dir())]
    limits = [f"-max_total_time={seconds}", f"-rss_limit_mb={MEMORY}", f"-timeout={SLOW}", f"-max_len={LONGEST.get(name, USUAL)}"]
    command = [sys.executable, __file__, "--one", name, *limits, "-print_final_stats=1", f"-artifact_prefix={KEPT}/{name}-", *folders]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    stats = dict(re.findall(r"stat::(\w+):\s+(\d+)", done.stderr))
    tried, memory = stats.get("number_of_executed_units", "?"), stats.get("peak_rss_mb", "?")
    slowest = stats.get("slowest_unit_time_sec", "?")
    said = "nothing broke" if not done.returncode else "BROKE"
    print(f"{name:9} {tried:>9} inputs in {seconds} s, at most {memory} MB, the slowest in {slowest} s: {said}", flush=True)
    if done.returncode:
        print("\n".join(line for line in done.stderr.splitlines() if "Instrumenting" not in line)[-6_000:], file=sys.stderr)
    return not done.returncode


def main(words: list[str]) -> int:
    """Do what the words ask for."""
    sys.path[:0] = [str(ROOT)]
    if words[:1] == ["--one"]:
        one(words[1], words[2:])
    try:
        import atheris  # noqa: F401
    except ImportError:
        print(MISSING)
        return 0
    seconds = int(os.environ.get("FUZZ_SECONDS") or 60)
    sound = [run(name, seconds) for name in words or NAMES]
    return 0 if all(sound) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

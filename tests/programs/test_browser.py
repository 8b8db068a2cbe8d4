"""The HTML report in a real browser; run with `make browser`."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from conftest import ROOT, gapcheck
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

LONG = ROOT / "fixtures" / "analytics-saas-long" / "policy.txt"
WIDE = {"width": 1440, "height": 1000}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not program:
        pytest.fail("there is no browser: apt-get install chromium, or name one in CHROMIUM")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    laws = ("--law", "all", "--quiet", "--as-of", "2026-11-22", "--fail-on", "never")
    assert gapcheck(*laws, "--output", folder / "one.html", LONG).code == 0
    several = sorted(ROOT.glob("fixtures/*/policy.*"))
    assert gapcheck(*laws, "--output", folder / "several.html", *several).code == 0
    return folder


class Watched:
    """A page, with what it asked for and complained about."""

    def __init__(self, browser: Browser, file: Path, **options: object) -> None:
        self.context = browser.new_context(**{"viewport": WIDE, **options})  # type: ignore[arg-type]
        self.page = self.context.new_page()
        self.troubles: list[str] = []
        self.page.on("console", lambda message: self.troubles.append(message.text))
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("request", lambda request: self.troubles.append(request.url) if request.url != file.as_uri() else None)
        self.page.goto(file.as_uri())

    def close(self) -> None:
        self.context.close()


@pytest.fixture
def page(browser: Browser, reports: Path) -> Iterator[Page]:
    watched = Watched(browser, reports / "one.html")
    yield watched.page
    watched.close()
    assert watched.troubles == []


@pytest.fixture
def several(browser: Browser, reports: Path) -> Iterator[Page]:
    watched = Watched(browser, reports / "several.html")
    yield watched.page
    watched.close()
    assert watched.troubles == []


def shown(page: Page) -> Locator:
    return page.locator(".f:not([hidden])")


def in_view(place: Locator) -> bool:
    return bool(
        place.evaluate(
            """element => { const box = element.getClientRects()[0]; const x = box.left + 3, y = box.top + box.height / 2;
            const top = document.elementFromPoint(x, y); return !!top && (element.contains(top) || top.contains(element)); }"""
        )
    )


def arrive(place: Locator) -> None:
    """Wait until `place` is where a reader sees it."""
    for _ in range(40):
        if in_view(place):
            return
        place.page.wait_for_timeout(50)
    raise AssertionError(f"{place} is not in view")


def test_from_a_finding_to_its_passage_and_back(page: Page) -> None:
    finding = page.locator(".f[data-s=partial]").nth(3)
    finding.scroll_into_view_if_needed()
    link = finding.locator("a.to").first
    link.click()
    mark = page.locator(str(link.get_attribute("href")))
    arrive(mark)
    expect(mark).to_have_class(page_class("now"))
    single = page.locator(".m:not([data-f*=' '])").last
    single.click()
    target = page.locator(str(single.get_attribute("href")))
    arrive(target.locator("summary").first if target.locator("summary").count() else target)
    expect(target).to_have_class(page_class("now"))


def page_class(name: str) -> object:
    import re

    return re.compile(rf"\b{name}\b")


def test_a_passage_of_several_findings_offers_them(page: Page) -> None:
    mark = page.locator(".m[data-f*=' ']").first
    mark.click()
    links = page.locator(".menu a")
    assert links.count() == len(str(mark.get_attribute("data-f")).split())
    expect(links.first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".menu")).to_have_count(0)
    expect(mark).to_be_focused()
    mark.press("Enter")
    href = links.last.get_attribute("href")
    links.last.click()
    expect(page.locator(".menu")).to_have_count(0)
    target = page.locator(str(href))
    arrive(target.locator("summary").first if target.locator("summary").count() else target)


def test_filters(page: Page) -> None:
    total = shown(page).count()
    count = page.locator("#count")
    expect(count).to_have_text(f"{total} findings")
    for status in ("met", "not-applicable", "undecided"):
        page.locator(f".pill:has(input[value={status}])").click()
    expect(page.locator(".f[data-s=met]:not([hidden])")).to_have_count(0)
    gaps = shown(page).count()
    assert 0 < gaps < total
    expect(count).to_have_text(f"{gaps} of {total} findings shown")
    page.locator("#severity").select_option("critical")
    expect(page.locator(".f:not([hidden]):not([data-v=critical])")).to_have_count(0)
    page.locator("button[type=reset]").click()
    expect(count).to_have_text(f"{total} findings")
    for law in ("ccpa", "pipa-ab", "common"):
        page.locator(f".pill:has(input[value={law}])").click()
    expect(page.locator(".f:not([hidden]):not([data-l=gdpr])")).to_have_count(0)
    page.locator("#search").fill("Retention PERIOD")
    expect(page.locator(".f:not([hidden])").first).to_contain_text("Retention period")
    page.wait_for_timeout(300)
    assert 0 < shown(page).count() < 10
    page.locator("#search").fill("zebra crossing")
    expect(count).to_have_text(f"0 of {total} findings shown")


def test_a_link_to_a_finding_that_is_filtered_out_shows_it(page: Page) -> None:
    page.locator(".pill:has(input[value=met])").click()
    square = page.locator("a.sq.met").first
    expect(page.locator("#count")).to_contain_text(" of ")
    expect(page.locator(str(square.get_attribute("href")))).to_be_hidden()
    square.click()
    expect(page.locator(str(square.get_attribute("href")))).to_be_visible()


def test_everything_opens_and_closes(page: Page) -> None:
    page.locator("#open").click()
    assert page.locator(".f details.clause").count() > 5 and page.locator("details.f:not([open])").count() == 0
    page.locator("#open").click()
    assert page.locator("details.f[open]").count() == 0


def test_keys_alone(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.locator(".skip").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    first = page.locator("a.sq").first
    first.focus()
    page.keyboard.press("ArrowDown")
    focused = page.locator("a.sq:focus")
    assert focused.get_attribute("href") != first.get_attribute("href")
    page.keyboard.press("Enter")
    finding = page.locator(f".f[id='{str(focused.get_attribute('href') or page.url.split('#')[1])[1:]}']") if focused.count() else None
    assert "#p1-f" in page.url and (finding is None or finding.count() == 1)
    # One stop of the tab key for each picture.
    assert page.locator(".roving a[tabindex='0']").count() == page.locator(".roving").count()


def test_the_matrix_leads_to_findings(several: Page) -> None:
    cell = several.locator(".matrix td.partial a").first
    cell.click()
    target = several.locator(str(cell.get_attribute("href")))
    expect(target).to_be_visible()
    arrive(target.locator("summary").first)
    assert several.locator("details.policy[open]").count() == 1


def test_what_to_add_is_linked_where_there_are_many_policies(several: Page) -> None:
    several.locator(".matrix td.missing a").first.click()
    link = several.locator(".f.now a[href^='#r-']")
    link.click()
    arrive(several.locator(str(link.get_attribute("href"))).locator("h3"))


@pytest.mark.parametrize("name", ["one.html", "several.html"])
@pytest.mark.parametrize("width", [320, 390, 800, 1100, 1440])
def test_nothing_sticks_out(browser: Browser, reports: Path, name: str, width: int) -> None:
    watched = Watched(browser, reports / name, viewport={"width": width, "height": 900})
    watched.page.locator("#open").click()
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= width
    watched.close()


def test_without_script(browser: Browser, reports: Path) -> None:
    watched = Watched(browser, reports / "one.html", java_script_enabled=False)
    page = watched.page
    expect(page.locator("#filters")).to_be_hidden()
    page.locator(".f[data-s=partial] a.to").first.click()
    mark = page.locator(".m:target")
    expect(mark).to_be_visible()
    assert "#p1-t" in page.url
    page.locator(".m").nth(3).click()
    assert "#p1-f" in page.url
    watched.close()


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())


@pytest.mark.parametrize("script", [True, False])
def test_paper_shows_everything_and_no_controls(browser: Browser, reports: Path, script: bool) -> None:
    watched = Watched(browser, reports / "one.html", java_script_enabled=script)
    said = words_of(watched.page.pdf()).lower()
    closed = watched.page.locator("details.f:not([open])")
    assert closed.count() > 20
    for words in ("A clause to start from", "What to add or change", "Not applicable", "The policy’s own text", "SHA-256"):
        assert words.lower() in said, words
    assert "search the findings" not in said and "any severity" not in said and "skip to" not in said
    assert said.count("a clause to start from") > 20
    watched.close()


def test_paper_has_of_many_policies_those_that_are_open(several: Page) -> None:
    said = words_of(several.pdf())
    assert "Requirements by policies" in said and "(closed, so not printed)" in said and "The policy’s own text" not in said
    several.locator("details.policy > summary").first.click()
    assert words_of(several.pdf()).count("The policy’s own text") == 1


def test_paper_says_that_it_is_filtered(page: Page) -> None:
    page.locator(".pill:has(input[value=met])").click()
    page.wait_for_timeout(300)
    assert "findings shown" in words_of(page.pdf())


def test_no_other_script_or_style_runs(browser: Browser, reports: Path) -> None:
    watched = Watched(browser, reports / "one.html")
    ran = watched.page.evaluate(
        """() => { const script = document.createElement("script"); script.textContent = "window.ran = 1"; document.body.append(script);
        document.body.insertAdjacentHTML("beforeend", "<img src=https://x.invalid/ onerror='window.ran = 2'><p style='color: red'>");
        return new Promise(done => setTimeout(() => done(window.ran || 0), 200)); }"""
    )
    assert ran == 0 and any("Content Security Policy" in trouble for trouble in watched.troubles)
    watched.close()


@pytest.mark.parametrize("name", ["one.html", "several.html"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessibility(browser: Browser, reports: Path, name: str, scheme: str) -> None:
    axe = Path(os.environ.get("AXE", "")) / "axe.min.js"
    if not axe.is_file():
        pytest.fail("there is no axe-core: name its folder in AXE")
    watched = Watched(browser, reports / name, color_scheme=scheme)
    watched.page.evaluate("() => { for (const one of document.querySelectorAll('details:not(.policy)')) one.open = true; }")
    watched.page.evaluate("() => { const one = document.querySelector('details.policy'); if (one) one.open = true; }")
    watched.page.evaluate(axe.read_text())
    found = watched.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [(one["id"], one["nodes"][0]["html"][:200], len(one["nodes"])) for one in found["violations"]] == []
    watched.close()

"""Policies that a build still has to fill: what it would put in is seen by nobody, so it proves nothing."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from conftest import gapcheck

from gapcheck.reading import read_bytes
from gapcheck.reading.templates import without_templates

POLICY = "---\ntitle: Privacy\n---\n\n# Privacy policy\n\nWe, Acme Ltd, collect your name to send you the newsletter.\n\n{}\n"


def report(tmp_path: Path, text: str, name: str = "policy.md", law: str = "all") -> dict[str, Any]:
    """Return what the JSON report says of one policy."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    found: dict[str, Any] = json.loads(gapcheck("--law", law, "--format", "json", path).out)["documents"][0]
    return found


def met(document: dict[str, Any], *ids: str) -> set[str]:
    """Return which of the requirements are met."""
    return {one["id"] for one in document["findings"] if one["id"] in ids and one["status"] == "met"}


def words(text: str, name: str = "policy.md") -> list[str]:
    """Return the statements as they are read, a value of a template as "*"."""
    document = read_bytes(text.encode(), name)
    assert document.text == text and len(document.read) == len(text)
    found = [" ".join(document.read[start:end] for start, end in statement.pieces) for statement in document.statements]
    return [" ".join(re.sub("\u0298+", "*", one).split()) for one in found]


@pytest.mark.parametrize(
    "value",
    [
        "{{ site.email }}",
        "{{email_address | escape}}",
        "<%= privacy_email %>",
        "{% data variables.contact.email %}",
        "{{{mail}}}",
        "<?= $mail ?>",
    ],
)
def test_a_value_is_no_contact(tmp_path: Path, value: str) -> None:
    contact = ("CCPA-7011-e3J", "GDPR-13-1-a")
    filled = report(tmp_path, POLICY.format("Contact our privacy team at privacy@acme.com."))
    assert met(filled, *contact) == set(contact) and filled["notes"] == []
    open_ = report(tmp_path, POLICY.format(f"Contact our privacy team at {value}."))
    assert met(open_, *contact) == set()
    assert open_["notes"] == [f"1 value is filled in by a build and was not seen: {value} (line 9)"]
    assert not [one for one in open_["findings"] if one["id"] == "XC-05"]
    quotes = [proof["quote"] for one in open_["findings"] for proof in one["evidence"]]
    assert f"Contact our privacy team at {value}." in quotes


@pytest.mark.parametrize(
    "value", ["{{ page.date }}", "{{git_revision_date_localized}}", "<%= Date.new(2024, 5, 1) %>", "{{ '2024-05-01' | date }}"]
)
def test_a_value_is_no_date(tmp_path: Path, value: str) -> None:
    dates = ("CCPA-7011-e4", "CALOPPA-b4", "PIPA-DATE")
    assert met(report(tmp_path, POLICY.format("Last updated: 1 May 2024")), *dates) == set(dates)
    document = report(tmp_path, POLICY.format(f"Last updated: {value}"))
    assert met(document, *dates) == set()
    assert document["notes"] == [f"1 value is filled in by a build and was not seen: {value} (line 9)"]


def test_values_are_counted_and_some_shown(tmp_path: Path) -> None:
    text = POLICY.format("{{ a.b }} {{ a.b }} {{ c.d }}\n\n{% include x.md %} {{ e.f }} {{ g.h }}\n")
    assert report(tmp_path, text)["notes"] == [
        "6 values are filled in by a build and were not seen: {{ a.b }} (line 9, ...), {{ c.d }} (line 9), {% include x.md %} (line 11), "
        "{{ e.f }} (line 11), ..."
    ]
    assert "note: 6 values are filled in" in gapcheck("--law", "gdpr", tmp_path / "policy.md").out


def test_blanks_for_people_are_still_placeholders(tmp_path: Path) -> None:
    document = report(
        tmp_path, "# Privacy policy\n\nWe, {{company_name}}, are the controller of your data, and we say here how we use them.\n"
    )
    assert [one["confidence"] for one in document["findings"] if one["id"] == "XC-05"] == ["high"]
    assert document["notes"] == []


def test_tags_comments_and_attributes_are_no_words() -> None:
    assert words(
        """{% comment %} We sell your data. {% endcomment %}{# We sell. #}{{!-- We sell. --}}<%# We sell. %>{{/* We sell. */}}
Privacy {#top}
==============
{: .no_toc }

{% if site.eu -%}
We keep your data for {{ site.years }} years{: .x}.
{%- endif %}

::: tip
See [our list]({{ site.baseurl }}/list) and <a href="{{ url }}">more</a>. {{#each rights}}You may object.{{/each}}
:::

{{< note >}}Write.{{< /note >}} {{< email >}}
"""
    ) == ["Privacy", "We keep your data for * years .", "See [our list] and more", "You may object.", "Write. *"]


def test_attributes_and_link_targets_are_no_values() -> None:
    source = (
        "<th style={{ width: '45%' }}>We</th> keep [this]({{ site.url }}/a) <b class='{{ x }}'>name</b>, [mail](mailto:{{ site.mail }})"
    )
    document = read_bytes(source.encode(), "policy.md")
    assert document.notes == ("1 value is filled in by a build and was not seen: {{ site.mail }} (line 1)",)
    assert not any("45" in document.read[start:end] for statement in document.statements for start, end in statement.pieces)


def test_code_and_open_tags_stay() -> None:
    assert words("We set `{{x}}` and {% open.\n\n```\n{{y}}\n```\n") == ["We set `{{x}}` and {% open.", "{{y}}"]
    assert words("The brackets {# and {{ mean nothing here.") == ["The brackets {# and {{ mean nothing here."]


def test_components() -> None:
    source = """import Layout from '../layout'
import { Mail, Note } from "../parts"

export const meta = {
  title: 'We sell your data',
}

# Privacy

{/* We sell

your data */}

<Note type="info" onClick={() => go(1 > 2)}>

We keep your **name**{" "}for {props.years} years.

</Note>

Write to <Mail />.

<>Or</> <Foo.Bar>call us</Foo.Bar>.
"""
    wanted = ["Privacy", "We keep your **name** for * years.", "Write to *.", "Or call us ."]
    assert words(source, "policy.mdx") == wanted == words(source, "policy.md")
    notes = read_bytes(source.encode(), "policy.mdx").notes
    assert notes == ("2 values are filled in by a build and were not seen: {props.years} (line 16), <Mail /> (line 20)",)


def test_html_templates() -> None:
    source = "<html><head><style>a{{b}}</style></head><body><h1>Privacy</h1><p>Write to {{ mail }}.<script>{{x}}</script></p><%= part %></body></html>"
    for name in ("policy.html", "policy.html.erb", "policy.erb", "policy.njk", "policy.liquid"):
        assert words(source, name) == ["Privacy", "Write to *.", "*"]
        document = read_bytes(source.encode(), name)
        assert document.format == "html" and document.notes[0].startswith("2 values are filled in by a build")
        assert "Write to {{ mail }}." in document.quoted


def test_templates_of_markdown_and_text() -> None:
    assert read_bytes(b"# Privacy\n\nWe keep names.", "policy.liquid").format == "markdown"
    assert read_bytes(b"# Privacy\n\nWe keep names.", "policy.md.erb").format == "markdown"
    assert read_bytes(b"We keep names.", "policy.txt.erb").format == "text"


def test_light_markup() -> None:
    rst = "Privacy Policy\n**************\n\n.. note::\n\n   Read it.\n\n.. we sell data\n   to anybody\n\nContact\n-------\n\nWrite to |mail| or :ref:`us <x>`.\n"
    assert words(rst, "policy.rst") == ["Privacy Policy", "Read it.", "Contact", "Write to * or `us <x>`."]
    adoc = "= Privacy Policy\n:toc:\n\n// we sell data\n== Contact\n\n[NOTE]\n====\nWrite to {mail}.\n====\n\n* names\n* dates\n"
    assert words(adoc, "policy.adoc") == ["Privacy Policy", "Contact", "Write to *.", "names", "dates"]


@pytest.mark.parametrize("tag", ["{{!-- ", "{# ", "<% ", "{% ", "<?= ", "<A ", "{/* ", "{", "```\n~~~\n", "import x\n", "{% comment %}"])
def test_time_is_bounded(tag: str) -> None:
    # A quadratic search would take minutes.
    without_templates("import x from 'y'\n\n" + tag * 20_000, "policy.mdx", "markdown")


def test_many_values_on_one_line_take_no_time() -> None:
    begun = time.process_time()
    without_templates("{{a}}" * 80_000, "policy.txt", "text")
    assert time.process_time() - begun < 6


def test_folders_are_searched_for_mdx(tmp_path: Path) -> None:
    (tmp_path / "policy.mdx").write_text("# Privacy\n\nWe keep your name.\n")
    (tmp_path / "policy.erb").write_text("We keep your name.\n")
    out = gapcheck("--law", "gdpr", "--format", "json", tmp_path).out
    assert [Path(one["path"]).name for one in json.loads(out)["documents"]] == ["policy.mdx"]

"""A text that is not English is not judged, and the report says why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import ROOT, gapcheck

GERMAN = (
    "Wir verarbeiten Ihre Daten, wenn Sie unsere Seite besuchen. Die Daten werden nach drei Monaten gel\u00f6scht. Sie haben das Recht auf "
    "Auskunft und auf L\u00f6schung der Daten, die wir von Ihnen haben. Der Zweck ist die Sicherheit der Seite. "
)
ENGLISH = "We collect your name and your address to send you what you order. You may object at any time, and you have the right to a copy. "
OTHERS = {
    "German": GERMAN,
    "French": "Nous utilisons les donn\u00e9es que vous nous donnez pour r\u00e9pondre \u00e0 vos questions. Elles sont effac\u00e9es dans les trois mois par nos soins.",
    "Spanish": "Usamos los datos que usted nos da para responder a sus preguntas. Los datos se borran en tres meses y no se venden.",
    "Italian": "Usiamo i dati che ci fornisce per rispondere alle domande. I dati sono cancellati dopo tre mesi e non sono venduti nel resto del mondo.",
    "Portuguese": "Usamos os dados que voc\u00ea nos d\u00e1 para responder. Os dados n\u00e3o s\u00e3o vendidos e s\u00e3o apagados em tr\u00eas meses por uma equipa.",
    "Dutch": "Wij gebruiken uw gegevens om het contact met u te onderhouden. De gegevens worden niet verkocht en zijn na een jaar gewist.",
    "Swedish": "Vi anv\u00e4nder dina uppgifter f\u00f6r att svara p\u00e5 fr\u00e5gor. De s\u00e4ljs inte och tas bort n\u00e4r det har g\u00e5tt ett \u00e5r. Du kan klaga.",
    "Danish": "Vi bruger dine oplysninger til at svare. De er ikke solgt, og det er muligt at klage. Du kan skrive til os med en besked.",
    "Finnish": "K\u00e4yt\u00e4mme tietoja, jotta voimme vastata. Tiedot ovat tallessa vuoden, ja niit\u00e4 ei myyd\u00e4. Voit my\u00f6s valittaa, kun se on tarpeen, tai kysy\u00e4.",
    "Polish": "Nie sprzedajemy danych. Dane przez rok s\u0105 w naszej bazie, oraz mo\u017cna si\u0119 z nami skontaktowa\u0107. To jest dla nas wa\u017cne.",
    "Czech": "\u00dadaje o v\u00e1s jsou u n\u00e1s jeden rok. Na ot\u00e1zky odpov\u00edme, nebo je p\u0159ed\u00e1me. Pro v\u00e1s z toho je v\u00fdhoda, jako podle z\u00e1kona.",
    "Turkish": "Verilerin sat\u0131lmas\u0131 s\u00f6z konusu de\u011fil. Bu veriler bir y\u0131l i\u00e7in saklan\u0131r ve size sorulur. E-posta ile veya mektup ile yaz\u0131n.",
    "Cyrillic": "\u041c\u044b \u043d\u0435 \u043f\u0440\u043e\u0434\u0430\u0435\u043c \u0434\u0430\u043d\u043d\u044b\u0435 \u0438 \u0445\u0440\u0430\u043d\u0438\u043c \u0438\u0445 \u0433\u043e\u0434.",
    "Japanese": "\u79c1\u305f\u3061\u306f\u304a\u5ba2\u69d8\u306e\u500b\u4eba\u60c5\u5831\u3092\u9069\u5207\u306b\u7ba1\u7406\u3057\u307e\u3059\u3002",
    "Greek": "\u0394\u03b5\u03bd \u03c0\u03bf\u03c5\u03bb\u03ac\u03bc\u03b5 \u03c4\u03b1 \u03b4\u03b5\u03b4\u03bf\u03bc\u03ad\u03bd\u03b1 \u03c3\u03b1\u03c2.",
}


@pytest.mark.parametrize("language", OTHERS)
def test_other_languages_are_undecided(tmp_path: Path, language: str) -> None:
    path = tmp_path / "policy.txt"
    path.write_text(OTHERS[language], encoding="utf-8")
    result = gapcheck("--law", "all", "--format", "json", path)
    findings = json.loads(result.out)["documents"][0]["findings"]
    assert result.code == 2
    assert {one["status"] for one in findings} == {"undecided"}
    assert all(one["message"].endswith("), and the rules are English") for one in findings)
    assert language in findings[0]["message"]


def test_the_table_says_why(tmp_path: Path) -> None:
    path = tmp_path / "policy.txt"
    path.write_text(GERMAN, encoding="utf-8")
    said = " ".join(gapcheck("--law", "gdpr", path).out.split())
    assert "note: the text is mostly German (by its commonest words), and the rules are English: nothing was judged" in said
    assert "0 missing" in said


def test_an_english_part_is_judged(tmp_path: Path) -> None:
    path = tmp_path / "policy.txt"
    path.write_text(GERMAN * 8 + "\n\n" + ENGLISH * 8, encoding="utf-8")
    document = json.loads(gapcheck("--law", "gdpr", "--format", "json", path).out)["documents"][0]
    assert {one["status"] for one in document["findings"]} > {"met", "missing"}
    assert len(document["notes"]) == 1
    assert document["notes"][0].startswith("part of the text is German: only its English sentences, about ")


def test_a_few_english_words_are_no_part(tmp_path: Path) -> None:
    path = tmp_path / "policy.txt"
    path.write_text(GERMAN * 6 + "\n\nThis policy is also available in English.", encoding="utf-8")
    assert gapcheck("--law", "gdpr", path).code == 2


@pytest.mark.parametrize("path", sorted((ROOT / "fixtures").glob("*/policy.*")), ids=lambda path: path.parent.name)
def test_english_is_english(path: Path) -> None:
    assert "the rules are English" not in gapcheck("--law", "gdpr", path).out


@pytest.mark.parametrize(
    "text", ["Acme.", "Privacy", "Firms: de Boer, van Dijk, Le Monde, Das Haus", "| a | b |\n|---|---|\n| ads | data |"]
)
def test_too_little_to_tell_is_judged(tmp_path: Path, text: str) -> None:
    path = tmp_path / "policy.txt"
    path.write_text(text, encoding="utf-8")
    assert "the rules are English" not in gapcheck("--law", "gdpr", path).out

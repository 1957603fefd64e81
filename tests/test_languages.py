"""The language of paragraphs."""

from __future__ import annotations

import subprocess
import sys

import pytest

from newscrawl.languages import paragraph_languages

FRENCH = [
    "Le conseil municipal a voté lundi soir la rénovation de la piscine, fermée depuis plus de trois ans.",
    "Les travaux, confiés à une entreprise de la région, doivent commencer au printemps et durer quatorze mois.",
    "Les habitants pourront donner leur avis jusqu’à la fin du mois, a précisé la mairie.",
]


@pytest.mark.parametrize(
    ("language", "paragraph"),
    [
        ("es", "El alcalde aseguró que las obras empezarán en primavera y que no habrá retrasos en la entrega."),
        ("en", "The mayor said that the works would begin in spring and that there would be no further delay."),
        ("it", "Il sindaco ha detto che i lavori cominceranno in primavera e che non ci saranno altri ritardi."),
        ("es", "« Las obras empezarán en primavera y no habrá más retrasos », ha señalado el alcalde en un mensaje."),
    ],
)
def test_a_paragraph_left_in_another_language(language, paragraph):
    assert paragraph_languages([*FRENCH, paragraph]) == ("fr", [None, None, None, language])


@pytest.mark.parametrize(
    "paragraph",
    [
        "Robert Lewandowski (POL/Bayern Munich), Matthijs de Ligt (NED/Ajax Amsterdam puis Juventus Turin).",
        "« The show must go on, and we will be back next year », a déclaré le maire devant la presse lundi soir.",
        "Gracias a todos.",
        "Breaking news",
        "Royal Caribbean Harmony, Wonder of the Seas, Barcelone, Civitavecchia, 700 à 950 €",
        "",
        "12 345 678 – 9 %",
        "Volodymyr Zelensky, Recep Tayyip Erdogan, Emmanuel Macron, Viktor Orban, Boris Johnson, Jens Stoltenberg",
    ],
)
def test_names_quotations_and_short_paragraphs_are_left_alone(paragraph):
    assert paragraph_languages([*FRENCH, paragraph]) == ("fr", [None] * 4)


def test_a_text_in_another_language_has_no_foreign_passage():
    text = ["El alcalde aseguró que las obras empezarán en primavera y que no habrá retrasos en la entrega."] * 2
    assert paragraph_languages(text) == ("es", [None, None])


@pytest.mark.parametrize(
    "text",
    [
        "Majistra a di lendi maten ke lari a ap fèmen pandan twa semèn pou yo ka ranje pon an anvan lapli yo kòmanse.",
        "Minis inn anons ki bann travay lor semin pou koumanse lindi e ki zot pou dir trwa semenn dan sa landrwa la.",
        "Nilaza ny ben’ny tanàna fa hikatona telo herinandro ny lalana mba hanamboarana ny tetezana vaovao.",
        "Meer bi nee na yoon wi dina tëj ñatti ayi-bis ngir defaraat pom bi balaa taw bi tàmbali.",
        "Mokonzi ya engumba alobaki ete balabala ekokangama poso misato mpo na kobongisa gbagba liboso ya mbula.",
        "Umukuru w’igisagara yavuze ko ibarabara rizokwugarwa kugira ngo basanure ikiraro imbere y’imvura.",
        "El baladiya galet elli el triq bech titsakker tletha jma3 bech ysal7ou el jesr 9bal ma tji el mtar.",
        "U merre hà dettu luni chì a strada serà chjosa trè settimane per accuncià u ponte prima di e piove.",
        "Lo cònsol a dich diluns que la carrièra seriá barrada tres setmanas per reparar lo pònt abans las pluèjas.",
        "Ar maer en deus lavaret dilun e vo serret ar straed e-pad teir sizhun evit kempenn ar pont a-raok ar glav.",
        "Azul fell-awen, aɣella n tɣiwant yenna-d d akken abrid ad yemdel tlata n ddurtat akken ad yeffeɣ.",
    ],
    ids=["ht", "mfe", "mg", "wo", "ln", "rn", "arabizi", "co", "oc", "br", "kab"],
)
def test_a_language_that_is_not_told_apart_is_none(text):
    assert paragraph_languages([text] * 3) == (None, [None] * 3)
    assert paragraph_languages([*FRENCH, text]) == ("fr", [None] * 4)


def test_names_with_accents_make_no_french():
    names = (
        "Kermor Rovers v Saint-Servan Athlétic: Désiré Lémeric and Frédéric Quéméneur start in League quarter-final."
    )
    assert paragraph_languages([names]) == (None, [None])


def test_french_full_of_names_is_french():
    scorers = "Buteurs : Lémeric (12e), Quéméneur (45e) et Da Silva (78e) pour Kermor, Van den Berg (60e) pour Gand."
    assert paragraph_languages([scorers]) == ("fr", [None])


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ca", "L’alcalde ha dit que el carrer estarà tancat tres setmanes per arreglar el pont abans de les pluges."),
        ("pt", "O presidente disse que a rua vai ficar fechada três semanas para que a ponte seja reparada."),
        ("ro", "Primarul a spus că strada va fi închisă trei săptămâni pentru ca podul să fie reparat."),
        ("tr", "Belediye başkanı, köprünün onarımı için yolun üç hafta kapalı olacağını ve bunu bildirdi."),
        ("nl", "De burgemeester zei dat de straat drie weken dicht is om de brug voor de regen te kunnen herstellen."),
        ("ar", "قال رئيس البلدية إن الشارع سيغلق ثلاثة أسابيع من أجل إصلاح الجسر قبل موسم الأمطار في المدينة."),
    ],
)  # fmt: skip
def test_the_languages_told_apart(language, text):
    assert paragraph_languages([text] * 2) == (language, [None] * 2)


def test_code_and_names_take_no_text_out_of_its_language():
    code = "public static void main(String[] argv) { JFrame frame = new JFrame(title); frame.setSize(width, height); }"
    assert paragraph_languages([*FRENCH, code, code, code]) == ("fr", [None] * 6)


def test_nothing_to_tell():
    assert paragraph_languages([]) == (None, [])
    assert paragraph_languages(["Oui."]) == (None, [None])
    assert paragraph_languages(["Oui."]) == (None, [None])


def test_ordinary_french_is_not_marked(shared):
    lines = (shared / "gold" / "ordinary-dev.txt").read_text("utf-8").splitlines()
    language, others = paragraph_languages(lines)
    assert language == "fr"
    # One of the odd sentences of that file is English.
    assert sum(other is not None for other in others) <= 1


def test_the_model_loads_at_first_use_only():
    probe = "import sys, newscrawl.languages; sys.exit('py3langid' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are those of POSIX")
def test_where_the_model_cannot_be_unpacked_an_article_says_so():
    probe = """
import resource
from newscrawl import extract_article
resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
for text in ("El alcalde aseguró que las obras empezarán en primavera y que no habrá retrasos en la entrega. ",
             "Les habitants pourront donner leur avis jusqu’à la fin du mois, a précisé la mairie dans une lettre. "):
    page = f"<article><h1>El alcalde y las obras, les habitants et la mairie</h1><p>{text * 4}</p><p>{text * 3}</p>"
    for other in ("", "<p>The mayor said that the works would begin in spring and that there would be no delay.</p>"):
        article = extract_article(page + other, "https://exemple.invalid/un-titre-de-plus/")
        print(article.language, *article.problems)
"""
    done = subprocess.run([sys.executable, "-c", probe], check=True, capture_output=True, text=True)
    assert done.stdout.splitlines() == ["None language_unknown"] * 2 + ["fr", "fr language_unknown"]


@pytest.mark.parametrize(
    ("before", "quoted", "behind"),
    [
        (
            "Le président a répondu aux élus : « ",
            "No vamos a aceptar ninguna imposición de nadie, y mucho menos de quienes han perdido las elecciones",
            " », avant de quitter la salle.",
        ),
        (
            "« ",
            "The committee has never been shown any of these documents, and it will not discuss them today",
            " », a répondu la porte-parole du groupe à la presse.",
        ),
    ],
)
def test_french_that_quotes_another_language_is_french(before, quoted, behind):
    around = ["Le conseil a adopté le budget de la commune après un long débat entre les élus de la majorité."] * 4
    assert paragraph_languages([*around, before + quoted + behind]) == ("fr", [None] * 5)
    assert paragraph_languages([*around, quoted])[1][4] in {"es", "en"}  # alone it is foreign


@pytest.mark.parametrize(
    "frame", ["« {} », a répondu lundi soir le chef du groupe.", "Le maire a seulement répondu ceci : “{}”"]
)
def test_a_text_of_one_sentence_that_quotes_is_in_the_language_around_the_quotation(frame):
    quoted = "The committee has never been shown any of these documents, and it will not discuss them today"
    assert paragraph_languages([frame.format(quoted)]) == ("fr", [None])
    assert paragraph_languages([quoted]) == ("en", [None])

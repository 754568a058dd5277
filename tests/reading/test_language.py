# ruff: noqa: E501, RUF001 -- texts in many scripts, in lines of their own length
"""The language check: English passes in every dress, other languages never pass in silence."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest

from medlint.document import Document, Format
from medlint.errors import LanguageError
from medlint.parsing import parse
from medlint.reading.language import check_english

Reader = Callable[[str], Document]


def as_text(source: str) -> Document:
    return parse(source, path="draft.txt", format=Format.TEXT)


def as_html(source: str) -> Document:
    return parse(source, path="draft.html", format=Format.HTML)


FRENCH = (
    "Le curcuma est une épice jaune que l'on vend aussi en gélules. Quelques petites études "
    "suggèrent qu'il soulage les genoux, mais aucune ne prouve qu'il remplace un traitement. "
    "Parlez-en à votre médecin si vous prenez déjà un anticoagulant."
)
SPANISH = (
    "La cúrcuma es una especia amarilla que también se vende en cápsulas. Algunos estudios "
    "pequeños sugieren que alivia las rodillas, pero ninguno demuestra que sustituya a un "
    "tratamiento. Consulte con su médico si ya toma un anticoagulante."
)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("French", FRENCH, id="French"),
        pytest.param("Spanish", SPANISH, id="Spanish"),
        pytest.param(
            "German",
            "Kurkuma ist ein gelbes Gewürz, das man auch als Kapsel kaufen kann. Einige kleine "
            "Studien deuten an, dass es den Knien hilft, doch keine zeigt, dass es eine Behandlung "
            "ersetzt. Fragen Sie Ihren Arzt, wenn Sie schon einen Blutverdünner nehmen.",
            id="German",
        ),
        pytest.param(
            "Dutch",
            "Kurkuma is een geel kruid dat je ook als capsule kunt kopen. Een paar kleine "
            "onderzoeken wijzen erop dat het de knieën helpt, maar geen ervan laat zien dat het een "
            "behandeling vervangt. Vraag het uw huisarts als u al een bloedverdunner gebruikt.",
            id="Dutch",
        ),
        pytest.param(
            "Italian",
            "La curcuma è una spezia gialla che si vende anche in capsule. Alcuni piccoli studi "
            "suggeriscono che allevi il dolore alle ginocchia, ma nessuno dimostra che sostituisca "
            "una cura. Chieda al medico se prende già un anticoagulante.",
            id="Italian",
        ),
        pytest.param(
            "Portuguese",
            "A cúrcuma é uma especiaria amarela que também se vende em cápsulas. Alguns estudos "
            "pequenos sugerem que ela alivia os joelhos, mas nenhum mostra que substitui um "
            "tratamento. Fale com o seu médico se já toma um anticoagulante.",
            id="Portuguese",
        ),
        pytest.param(
            "Polish",
            "Kurkuma to żółta przyprawa, którą można kupić także w kapsułkach. Kilka małych badań "
            "sugeruje, że pomaga na kolana, ale żadne nie dowodzi, że zastępuje leczenie. Zapytaj "
            "lekarza, jeśli bierzesz już leki na rozrzedzenie krwi.",
            id="Polish",
        ),
        pytest.param(
            "Swedish",
            "Gurkmeja är en gul krydda som också säljs i kapslar. Några små studier tyder på att den "
            "hjälper knäna, men ingen visar att den ersätter en behandling. Fråga din läkare om du "
            "redan tar blodförtunnande medel.",
            id="Swedish",
        ),
        pytest.param(
            "Finnish",
            "Kurkuma on keltainen mauste, jota myydään myös kapseleina. Muutama pieni tutkimus "
            "viittaa siihen, että se auttaa polvia, mutta yksikään ei osoita, että se korvaisi "
            "hoidon. Kysy lääkäriltä, jos käytät jo verenohennuslääkettä.",
            id="Finnish",
        ),
        pytest.param(
            "Turkish",
            "Zerdeçal sarı bir baharattır ve kapsül olarak da satılır. Birkaç küçük çalışma dizlere "
            "iyi geldiğini söylüyor, ama hiçbiri bir tedavinin yerini tuttuğunu göstermiyor. Kan "
            "sulandırıcı alıyorsanız önce doktorunuza sorun, çünkü kanama riski artabilir.",
            id="Turkish",
        ),
        pytest.param(
            "Russian",
            "Куркума — жёлтая пряность, которую продают и в капсулах. Несколько небольших "
            "исследований намекают, что она помогает коленям, но ни одно не доказывает, что она "
            "заменяет лечение. Спросите врача, если вы уже принимаете препараты для крови.",
            id="Russian",
        ),
        pytest.param(
            "Chinese",
            "姜黄是一种黄色的香料，也以胶囊的形式出售。一些小型研究表明它可能对膝盖有帮助，"
            "但没有研究证明它可以代替治疗。如果您正在服用抗凝药，请先咨询医生。",
            id="Chinese",
        ),
        pytest.param(
            "Arabic",
            "الكركم من التوابل الصفراء ويباع أيضا على شكل كبسولات. تشير بعض الدراسات الصغيرة إلى أنه "
            "قد يخفف آلام الركبة، لكن لا شيء يثبت أنه يغني عن العلاج. استشر طبيبك قبل أن تتناوله.",
            id="Arabic",
        ),
        pytest.param(
            "Latin",
            "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor "
            "incididunt ut labore et dolore magna aliqua. Ut enim ad minim veniam, quis nostrud "
            "exercitation ullamco laboris nisi ut aliquip ex ea commodo consequat.",
            id="lorem ipsum",
        ),
        pytest.param(
            "a language in another script",
            "კურკუმა ყვითელი სანელებელია, რომელიც კაფსულებითაც იყიდება.",
            id="Georgian, which is not told apart",
        ),
        pytest.param(
            "French",
            "LE CURCUMA EST UNE ÉPICE JAUNE QUE L'ON VEND AUSSI EN GÉLULES.",
            id="capitals",
        ),
        pytest.param("French", "Le curcuma guérit le diabète de type 2.", id="one sentence"),
    ],
)
def test_text_in_another_language_is_refused_by_name(name: str, text: str) -> None:
    with pytest.raises(LanguageError) as caught:
        check_english(as_text(text))
    assert str(caught.value) == (
        f"the text reads as {name}, not English; medlint checks English only"
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("12 34 56 %", id="numbers only"),
        pytest.param("Turmeric cures diabetes.", id="three words"),
        pytest.param("Vitamin C", id="two words"),
        pytest.param("Causes", id="one word"),
        pytest.param("TURMERIC LOWERS BLOOD SUGAR AND CALMS SORE KNEES.", id="capitals"),
        pytest.param(
            "Metformin, glipizide, sitagliptin, empagliflozin, liraglutide, semaglutide, "
            "pioglitazone, acarbose, repaglinide, saxagliptin, dulaglutide, canagliflozin",
            id="list of drugs",
        ),
        pytest.param(
            "Abductor pollicis longus, extensor carpi ulnaris, flexor digitorum profundus, "
            "sternocleidomastoideus, latissimus dorsi, gastrocnemius, tibialis anterior",
            id="list of muscles",
        ),
        pytest.param(
            "Echinacea purpurea\nHypericum perforatum\nGinkgo biloba\nPanax ginseng\n"
            "Silybum marianum\nZingiber officinale\nCurcuma longa\nAllium sativum",
            id="list of plants",
        ),
        pytest.param(
            "Foramen ovale, ductus arteriosus and sinus venosus close in utero or post partum; "
            "angina pectoris, cor pulmonale and pulsus paradoxus are signs of a failing heart.",
            id="sentence full of Latin",
        ),
        pytest.param(
            "Food\tCalories\tProtein\nFigs\t74 kcal\t0.8 g\nDates\t282 kcal\t2.5 g\n"
            "Pears\t57 kcal\t0.4 g\nPlums\t46 kcal\t0.7 g",
            id="table of numbers",
        ),
        pytest.param(
            "Signs and symptoms\n\n- nausea\n- vomiting\n- abdominal pain\n- weight loss\n"
            "- night sweats\n- swollen lymph nodes\n- shortness of breath",
            id="list without sentences",
        ),
        pytest.param(
            "Dr. Jean-Luc Dubois, Hôpital Saint-Antoine, Paris. Prof. José Muñoz, Hospital "
            "Clínic, Barcelona. Dr. Łukasz Żak, Szpital Bielański, Warszawa.",
            id="names and places",
        ),
        pytest.param(
            "Turmeric is a yellow spice that is also sold in capsules. Some small trials suggest "
            "that it eases sore knees, but none shows that it can replace a treatment. Ask your "
            "doctor before you take it.\n\n" + SPANISH,
            id="one Spanish paragraph",
        ),
        pytest.param(
            "Ask your doctor about turmeric.\n\nSources\n\n" + FRENCH.replace(". ", ".\n"),
            id="foreign sources",
        ),
    ],
)
def test_english_passes_in_every_dress(text: str) -> None:
    check_english(as_text(text))


def test_a_menu_in_english_does_not_save_a_foreign_page() -> None:
    menu = "<nav><ul><li>About us and what we do for you</li><li>Contact the team</li></ul></nav>"
    with pytest.raises(LanguageError, match="reads as Spanish"):
        check_english(as_html(f"<body>{menu}<main><p>{SPANISH}</p></main></body>"))


def test_a_foreign_menu_does_not_condemn_an_english_page() -> None:
    menu = f"<nav><ul><li>{FRENCH}</li><li>{SPANISH}</li></ul></nav>"
    check_english(as_html(f"<body>{menu}<main><p>Ask your doctor about it.</p></main></body>"))


def test_a_passage_declared_foreign_is_passed_over() -> None:
    english = "<p>Ask your doctor about turmeric before you take it for sore knees. " * 8
    check_english(as_html(f'<body>{english}</p><p lang="es">{SPANISH}</p></body>'))


def test_a_page_declared_foreign_is_refused_since_no_rule_would_read_it() -> None:
    page = '<html lang="fr-CA"><body><p>Ask your doctor about turmeric.</p></body></html>'
    with pytest.raises(LanguageError) as caught:
        check_english(as_html(page))
    assert str(caught.value) == (
        "the text is declared to be French, not English; medlint checks English only"
    )


@pytest.mark.parametrize("tag", ["en_US", "eng", "", "und"])
def test_a_tag_that_means_english_or_nothing_condemns_no_page(tag: str) -> None:
    short = f'<p lang="fr">{FRENCH}</p>'
    english = "<p>Ask your doctor about turmeric before you take it for sore knees. " * 8
    check_english(as_html(f'<html lang="{tag}"><body>{english}</p>{short}</body></html>'))


def test_a_page_declared_in_a_language_without_a_name_is_refused_by_its_code() -> None:
    page = '<html lang="eo"><body><p>Kurkumo estas flava spico.</p></body></html>'
    with pytest.raises(LanguageError, match="declared to be 'eo'"):
        check_english(as_html(page))


def test_plain_english_never_loads_the_identifier() -> None:
    program = """
import sys
from medlint.document import Format
from medlint.parsing import parse
from medlint.reading.language import check_english
text = "Ask your doctor about turmeric before you take it for your sore knees."
check_english(parse(text, path="a.txt", format=Format.TEXT))
assert not {"py3langid", "numpy", "spacy"} & set(sys.modules), "loaded"
"""
    subprocess.run([sys.executable, "-c", program], check=True)

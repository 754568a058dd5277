# ruff: noqa: E501 -- the samples keep one paragraph a line, as scraped pages do
# ruff: noqa: RUF001 -- and dashes and bullets as writers type them
"""Plain text: what a reader sees without any markup is told by shape, at its exact place."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medlint.document import BlockKind, Document, Format, InlineKind
from medlint.parsing import parse as parse_checked
from medlint.parsing.plaintext import parse
from medlint.text import Span


def read(source: str) -> Document:
    return parse_checked(source, path="draft.txt", format=Format.TEXT)


def shown(source: str) -> list[str]:
    """The blocks as "kind level| text"; cells with table, row and column, h for a header."""
    lines = []
    for block in read(source).blocks:
        label = block.kind.value + (f" {block.level}" if block.level else "")
        if block.cell:
            header = "h" if block.cell.header else ""
            label += f" {block.cell.table}.{block.cell.row}.{block.cell.column}{header}"
        if "navigation" in block.path:
            label += " nav"
        lines.append(f"{label}| {block.text}")
    return lines


@pytest.mark.parametrize(
    ("source", "blocks"),
    [
        pytest.param(
            """\
Skip to main content
Home > Nutrition > Supplements

Turmeric for Sore Joints: What the Trials Say

By Nora Whitfield
Medically reviewed by Samuel Adeyemi, MD
Updated 4 March 2024

Turmeric has been a kitchen spice for four thousand years. Lately it is sold in capsules, too.

A wooden spoon heaped with bright orange powder on a marble counter
Getty Images

How it may work

Curcumin, the yellow pigment, blocks several messengers of inflammation in the test tube. Whether enough of it reaches a knee is another matter.
• Dose Most trials gave 500 mg twice a day, which is far more than any curry holds.
• Absorption Black pepper raises the level in blood, but it also slows the breakdown of some drugs.
  • Note that warfarin is one of them.
Smiling grandmother stretching her knees on a yoga mat, symbolizing freedom from pain

What Should I Ask My Pharmacist?

Ask whether turmeric affects anything you take. Bring the bottle with you.

Turmeric Products Compared
Product Curcumin per Dose Price
Golden Root Capsules 450 mg daily 18 dollars
Kitchen powder About 60 mg a teaspoon 2 dollars

Advertisement

Sources

Ogawa T, Lindqvist P. Curcumin and knee pain: a small trial. J Imagined Rheum. 2019;12(3):45-51.
Bureau of Spices. Turmeric fact sheet. https://spices.example.org/turmeric
Herbal Safety Board

The bottom line

You may try turmeric with food, but it does not replace the treatment that your doctor chose.
""",
            [
                "meta nav| Skip to main content",
                "meta nav| Home > Nutrition > Supplements",
                "heading 1| Turmeric for Sore Joints: What the Trials Say",
                "meta| By Nora Whitfield",
                "meta| Medically reviewed by Samuel Adeyemi, MD",
                "meta| Updated 4 March 2024",
                "paragraph| Turmeric has been a kitchen spice for four thousand years. Lately it is sold in capsules, too.",
                "caption| A wooden spoon heaped with bright orange powder on a marble counter",
                "caption| Getty Images",
                "heading 2| How it may work",
                "paragraph| Curcumin, the yellow pigment, blocks several messengers of inflammation in the test tube. Whether enough of it reaches a knee is another matter.",
                "list-item 1| Dose Most trials gave 500 mg twice a day, which is far more than any curry holds.",
                "list-item 1| Absorption Black pepper raises the level in blood, but it also slows the breakdown of some drugs.",
                "list-item 2| Note that warfarin is one of them.",
                "caption| Smiling grandmother stretching her knees on a yoga mat, symbolizing freedom from pain",
                "heading 2| What Should I Ask My Pharmacist?",
                "paragraph| Ask whether turmeric affects anything you take. Bring the bottle with you.",
                "caption| Turmeric Products Compared",
                "table-cell 0.0.0| Product Curcumin per Dose Price",
                "table-cell 0.1.0| Golden Root Capsules 450 mg daily 18 dollars",
                "table-cell 0.2.0| Kitchen powder About 60 mg a teaspoon 2 dollars",
                "meta nav| Advertisement",
                "heading 2| Sources",
                "reference| Ogawa T, Lindqvist P. Curcumin and knee pain: a small trial. J Imagined Rheum. 2019;12(3):45-51.",
                "reference| Bureau of Spices. Turmeric fact sheet. https://spices.example.org/turmeric",
                "reference| Herbal Safety Board",
                "heading 2| The bottom line",
                "paragraph| You may try turmeric with food, but it does not replace the treatment that your doctor chose.",
            ],
            id="web page with captions, a flattened table and sources",
        ),
        pytest.param(
            """\
Skip to main content

How Does Magnesium Change the Way You Sleep?

Fundamentals

You lie awake at three, and the ceiling has no answers. Magnesium takes part in hundreds of reactions, and some of them quiet the nerves.

Serene woman in soft natural light beside a tall window
Close-up of kiwi slices on slate

What Does the Mineral Do?

A short supply makes muscles twitch. When this happens at night, a condition known as can follow, and sleep is lost.

Moonlit birch trunks rise from mist, each ring of bark hinting at quiet rhythm. Pale light pools between them, conveying endocrine stillness

Intermediate

Forms of the Mineral

Shops sell more forms than most people can count.

  • Magnesium citrate This form dissolves well and loosens the bowel.
  • Magnesium oxide Cheap and poorly absorbed.
Stacked river stones rest in shallow water. Their grey skins carry the cold of the hills

Common Forms and Their Uses
Form Main Use Typical Amount
Citrate Constipation and cramps 200 mg with dinner
Oxide Heartburn Rarely more than 400 mg a day
Glycinate Sleep Two capsules at night

Academic

Receptors in the Sleeping Brain

The mineral sits in the channel of one receptor and eases another. Whether tablets change either in people is unknown.

References

  • Haraldsen, K. “Magnesium and the night ∞ a review.” Journal of Invented Sleep, 2020.
  • SlumberHouse. “Why We Wake.” SlumberHouse, 2022.

Reflection

Footprints cross wet sand toward a low sun, embodying the long road to rest

What Will You Try First?

Keep a diary for two weeks before you buy anything. Your own nights are the best evidence you have
""",
            [
                "meta nav| Skip to main content",
                "heading 1| How Does Magnesium Change the Way You Sleep?",
                "heading 2| Fundamentals",
                "paragraph| You lie awake at three, and the ceiling has no answers. Magnesium takes part in hundreds of reactions, and some of them quiet the nerves.",
                "caption| Serene woman in soft natural light beside a tall window",
                "caption| Close-up of kiwi slices on slate",
                "heading 2| What Does the Mineral Do?",
                "paragraph| A short supply makes muscles twitch. When this happens at night, a condition known as can follow, and sleep is lost.",
                "caption| Moonlit birch trunks rise from mist, each ring of bark hinting at quiet rhythm. Pale light pools between them, conveying endocrine stillness",
                "heading 2| Intermediate",
                "heading 2| Forms of the Mineral",
                "paragraph| Shops sell more forms than most people can count.",
                "list-item 1| Magnesium citrate This form dissolves well and loosens the bowel.",
                "list-item 1| Magnesium oxide Cheap and poorly absorbed.",
                "caption| Stacked river stones rest in shallow water. Their grey skins carry the cold of the hills",
                "caption| Common Forms and Their Uses",
                "table-cell 0.0.0| Form Main Use Typical Amount",
                "table-cell 0.1.0| Citrate Constipation and cramps 200 mg with dinner",
                "table-cell 0.2.0| Oxide Heartburn Rarely more than 400 mg a day",
                "table-cell 0.3.0| Glycinate Sleep Two capsules at night",
                "heading 2| Academic",
                "heading 2| Receptors in the Sleeping Brain",
                "paragraph| The mineral sits in the channel of one receptor and eases another. Whether tablets change either in people is unknown.",
                "heading 2| References",
                "reference| Haraldsen, K. “Magnesium and the night ∞ a review.” Journal of Invented Sleep, 2020.",
                "reference| SlumberHouse. “Why We Wake.” SlumberHouse, 2022.",
                "heading 2| Reflection",
                "caption| Footprints cross wet sand toward a low sun, embodying the long road to rest",
                "heading 2| What Will You Try First?",
                "paragraph| Keep a diary for two weeks before you buy anything. Your own nights are the best evidence you have",
            ],
            id="three levels with captions between them",
        ),
        pytest.param(
            """\
From: Ines Carvalho <ines@clinic.example.com>
To: Desk
Subject: Draft on iron tablets, second version

Hi Tom,

here is the draft on iron. I left out the part about infusions because
the new guidance is due in May, and nobody wants to print it twice. The
numbers come from our own audit.

Iron tablets work best on an empty stomach. Many people cannot stand
that, though, and take them with a little food. Tea, coffee and milk
block the uptake for about two hours.

What to tell readers:

  - Take one tablet every other day unless your doctor says otherwise;
    daily doses do not help more.
  - Expect dark stools.
  - Keep the bottle away from children, since ten tablets can kill a
    toddler.

Iron without a blood test is a long-
term mistake, and well-meant pre-
and post-natal packs are no excuse.

> Could we say that iron cures tiredness? The marketing people would
> love it.
>
>> Please do not.

No. Only tiredness from lack of iron goes away.

--
See {{ site.guidelines }} or https://clinic.example.com/iron (in Portuguese).
""",
            [
                "meta| From: Ines Carvalho <ines@clinic.example.com>",
                "meta| To: Desk",
                "meta| Subject: Draft on iron tablets, second version",
                "paragraph| Hi Tom,",
                "paragraph| here is the draft on iron. I left out the part about infusions because the new guidance is due in May, and nobody wants to print it twice. The numbers come from our own audit.",
                "paragraph| Iron tablets work best on an empty stomach. Many people cannot stand that, though, and take them with a little food. Tea, coffee and milk block the uptake for about two hours.",
                "heading 1| What to tell readers:",
                "list-item 1| Take one tablet every other day unless your doctor says otherwise; daily doses do not help more.",
                "list-item 1| Expect dark stools.",
                "list-item 1| Keep the bottle away from children, since ten tablets can kill a toddler.",
                "paragraph| Iron without a blood test is a long-term mistake, and well-meant pre- and post-natal packs are no excuse.",
                "quotation| Could we say that iron cures tiredness? The marketing people would love it.",
                "quotation| Please do not.",
                "paragraph| No. Only tiredness from lack of iron goes away.",
                "paragraph| See {{ site.guidelines }} or https://clinic.example.com/iron (in Portuguese).",
            ],
            id="hand-wrapped mail with a head and quotes",
        ),
        pytest.param(
            """\
LIVING WITH GOUT
================

Gout comes in attacks. Between them the joints look perfectly normal.

What sets it off
----------------
Beer, mussels and fasting are the usual suspects:

1. beer, even without alcohol
2. mussels and anchovies
3. fasting for more than a day

What helps
----------
(a) Rest and ice for the joint.
(b) Colchicine within a day of the first pain.

    The dose for people with weak kidneys is lower. Ask before you
    take a second tablet.

***

Drug            Dose          With food
Colchicine      0.5 mg        either
Naproxen        500 mg        yes

Food   | Purines
-------|--------
Cherry | low
Herring | high

Copyright 2023 Gout Society
""",
            [
                "heading 1| LIVING WITH GOUT",
                "paragraph| Gout comes in attacks. Between them the joints look perfectly normal.",
                "heading 2| What sets it off",
                "paragraph| Beer, mussels and fasting are the usual suspects:",
                "list-item 1| beer, even without alcohol",
                "list-item 1| mussels and anchovies",
                "list-item 1| fasting for more than a day",
                "heading 2| What helps",
                "list-item 1| Rest and ice for the joint.",
                "list-item 1| Colchicine within a day of the first pain.",
                "paragraph| The dose for people with weak kidneys is lower. Ask before you take a second tablet.",
                "table-cell 0.0.0h| Drug",
                "table-cell 0.0.1h| Dose",
                "table-cell 0.0.2h| With food",
                "table-cell 0.1.0| Colchicine",
                "table-cell 0.1.1| 0.5 mg",
                "table-cell 0.1.2| either",
                "table-cell 0.2.0| Naproxen",
                "table-cell 0.2.1| 500 mg",
                "table-cell 0.2.2| yes",
                "table-cell 1.0.0h| Food",
                "table-cell 1.0.1h| Purines",
                "table-cell 1.1.0| Cherry",
                "table-cell 1.1.1| low",
                "table-cell 1.2.0| Herring",
                "table-cell 1.2.1| high",
                "meta| Copyright 2023 Gout Society",
            ],
            id="draft with underlines and drawn tables",
        ),
        pytest.param(
            """\
Seven Facts About Fibre
Fibre is the part of plants that we cannot digest. It feeds the bacteria in the gut instead.
Where it is found
Good sources include:
Oats and barley
Beans, peas and lentils
Pears with their skin
Everyday Amounts
Thirty grams a day is what most guidelines ask for. Most people eat half of that.
1. Start slowly
Too much at once causes wind. Add five grams a week.
2. Drink more
Fibre binds water, so you need more of it.
Signs that call for a doctor:
blood in the stool that does not come from a known haemorrhoid
weight loss
pain at night
Reference list
[1] Moreau A. Fibre and the gut. Paris: Invented Press; 2018.
[2] https://fibre.example.org/amounts
""",
            [
                "heading 1| Seven Facts About Fibre",
                "paragraph| Fibre is the part of plants that we cannot digest. It feeds the bacteria in the gut instead.",
                "heading 2| Where it is found",
                "paragraph| Good sources include:",
                "list-item 1| Oats and barley",
                "list-item 1| Beans, peas and lentils",
                "list-item 1| Pears with their skin",
                "heading 2| Everyday Amounts",
                "paragraph| Thirty grams a day is what most guidelines ask for. Most people eat half of that.",
                "heading 2| Start slowly",
                "paragraph| Too much at once causes wind. Add five grams a week.",
                "heading 2| Drink more",
                "paragraph| Fibre binds water, so you need more of it.",
                "heading 2| Signs that call for a doctor:",
                "list-item 1| blood in the stool that does not come from a known haemorrhoid",
                "list-item 1| weight loss",
                "list-item 1| pain at night",
                "heading 2| Reference list",
                "reference| [1] Moreau A. Fibre and the gut. Paris: Invented Press; 2018.",
                "reference| [2] https://fibre.example.org/amounts",
            ],
            id="no empty line anywhere",
        ),
        pytest.param(
            """\
Vitamin C content
Food

Amount

Orange

70 mg

Red pepper

95 mg

Potato

17 mg

A medium orange covers the needs of a day.

Who should be careful?

People with iron overload absorb even more iron when they take vitamin C.<!-- medlint-ignore-next-line unsourced-number: checked by hand -->
Kidney stones are another reason.

Common Worries

Kidney stones

Heartburn

Loose stools

Tooth enamel

Getting Enough Without Tablets

Fruit will do. {% include "box.html" %} Write to help@vitamins.example.org or see www.vitamins.example.org/c.
""",
            [
                "table-cell 0.0.0| Vitamin C content",
                "table-cell 0.1.0| Food",
                "table-cell 0.2.0| Amount",
                "table-cell 0.3.0| Orange",
                "table-cell 0.4.0| 70 mg",
                "table-cell 0.5.0| Red pepper",
                "table-cell 0.6.0| 95 mg",
                "table-cell 0.7.0| Potato",
                "table-cell 0.8.0| 17 mg",
                "paragraph| A medium orange covers the needs of a day.",
                "heading 1| Who should be careful?",
                "paragraph| People with iron overload absorb even more iron when they take vitamin C.",
                "comment| <!-- medlint-ignore-next-line unsourced-number: checked by hand -->",
                "paragraph| Kidney stones are another reason.",
                "heading 2| Common Worries",
                "list-item 1| Kidney stones",
                "list-item 1| Heartburn",
                "list-item 1| Loose stools",
                "list-item 1| Tooth enamel",
                "heading 2| Getting Enough Without Tablets",
                'paragraph| Fruit will do. {% include "box.html" %} Write to help@vitamins.example.org or see www.vitamins.example.org/c.',
            ],
            id="every block and cell apart",
        ),
        pytest.param(
            """\
                         CHAPTER TWO

                    The Tea That Calms

    For as long as people have slept badly, somebody has sold them
chamomile. My grandmother kept hers in a blue tin next to the stove,
and she poured it for every ailment from toothache to heartbreak.
    In 2011 a small group of physicians in Utrecht asked whether there
was more to it than warmth and sugar. They gave capsules to forty
people for four weeks.
    Nobody slept longer. A few slept more calmly.

                              - 12 -

    This does not mean that the tea is useless. A warm cup at nine says
to body and mind that the day is over.
""",
            [
                "heading 1| CHAPTER TWO",
                "heading 2| The Tea That Calms",
                "paragraph| For as long as people have slept badly, somebody has sold them chamomile. My grandmother kept hers in a blue tin next to the stove, and she poured it for every ailment from toothache to heartbreak.",
                "paragraph| In 2011 a small group of physicians in Utrecht asked whether there was more to it than warmth and sugar. They gave capsules to forty people for four weeks.",
                "paragraph| Nobody slept longer. A few slept more calmly.",
                "meta nav| 12 -",
                "paragraph| This does not mean that the tea is useless. A warm cup at nine says to body and mind that the day is over.",
            ],
            id="first lines indented",
        ),
        pytest.param(
            """\
🌿 HERBAL HAPPINESS NEWSLETTER 🌿

Hi friends!

Three things we love this month:

✅ Ashwagandha gummies melt stress away
✅ Our new magnesium spray works in minutes!
✅ Free shipping until Sunday

👉 Does it really work?

Our customers say yes. "I sleep like a baby," writes Dana from Leeds.

Side effects:
None that we know of. But please ask a doctor if you are pregnant.

Figure 1. Stress score before and after four weeks
Photo: Lena Ortiz

Ingredients

Ashwagandha root
Pectin
Natural flavours

Unsubscribe: https://herbal.example.com/u?id=7
""",
            [
                "heading 1| 🌿 HERBAL HAPPINESS NEWSLETTER 🌿",
                "paragraph| Hi friends!",
                "heading 2| Three things we love this month:",
                "list-item 1| Ashwagandha gummies melt stress away",
                "list-item 1| Our new magnesium spray works in minutes!",
                "list-item 1| Free shipping until Sunday",
                "heading 2| 👉 Does it really work?",
                'paragraph| Our customers say yes. "I sleep like a baby," writes Dana from Leeds.',
                "heading 2| Side effects:",
                "paragraph| None that we know of. But please ask a doctor if you are pregnant.",
                "caption| Figure 1. Stress score before and after four weeks",
                "caption| Photo: Lena Ortiz",
                "heading 2| Ingredients",
                "list-item 1| Ashwagandha root",
                "list-item 1| Pectin",
                "list-item 1| Natural flavours",
                "reference| Unsubscribe: https://herbal.example.com/u?id=7",
            ],
            id="newsletter with symbols",
        ),
        pytest.param(
            """\
Shingles vaccine - questions and answers

What is shingles?
Shingles is a painful rash caused by the chickenpox virus, which wakes up after decades.

Who should get the vaccine?
Everybody over fifty, and younger people with weak defences.

Is it safe?
Sore arms and a day of fever are common. Serious reactions are rare: about 3 in a million [2].

2.1 Doses
You need two doses, two to six months apart.

Age\tDoses\tInterval
50 and over\t2\t2 to 6 months
18 to 49\t2\t1 to 2 months

Bibliography:
1. Harbour Clinic. Shingles leaflet. 2022.
2. Okafor C, et al. Safety of a vaccine. Imagined Med J. 2021;7:12-19.

Disclaimer

This page does not replace medical advice, and you should ask your own doctor.
""",
            [
                "heading 1| Shingles vaccine - questions and answers",
                "heading 2| What is shingles?",
                "paragraph| Shingles is a painful rash caused by the chickenpox virus, which wakes up after decades.",
                "heading 2| Who should get the vaccine?",
                "paragraph| Everybody over fifty, and younger people with weak defences.",
                "heading 2| Is it safe?",
                "paragraph| Sore arms and a day of fever are common. Serious reactions are rare: about 3 in a million [2].",
                "heading 3| 2.1 Doses",
                "paragraph| You need two doses, two to six months apart.",
                "table-cell 0.0.0h| Age",
                "table-cell 0.0.1h| Doses",
                "table-cell 0.0.2h| Interval",
                "table-cell 0.1.0| 50 and over",
                "table-cell 0.1.1| 2",
                "table-cell 0.1.2| 2 to 6 months",
                "table-cell 0.2.0| 18 to 49",
                "table-cell 0.2.1| 2",
                "table-cell 0.2.2| 1 to 2 months",
                "heading 2| Bibliography:",
                "reference| Harbour Clinic. Shingles leaflet. 2022.",
                "reference| Okafor C, et al. Safety of a vaccine. Imagined Med J. 2021;7:12-19.",
                "heading 2| Disclaimer",
                "paragraph| This page does not replace medical advice, and you should ask your own doctor.",
            ],
            id="questions, section numbers, tabs",
        ),
        pytest.param(
            """\
Title: Seaweed extract and thyroid health
Author: Communications office
Date: 12 May 2023

SEAWEED EXTRACT SHOWS PROMISE FOR TIRED THYROIDS

Bergen, 12 May - A brown seaweed extract raised hormone levels in mice, a team reports today in the Journal of Marine Remedies

The team fed thirty mice for six weeks. Their levels rose by 12 percent; the untreated mice stayed the same

"We were surprised," said Dr. Kari Holm, who led the work.

Seaweed contains a lot of iodine
Too much iodine harms the thyroid

Notes to editors
The mice were not compared with mice on iodine alone.
""",
            [
                "meta| Title: Seaweed extract and thyroid health",
                "meta| Author: Communications office",
                "meta| Date: 12 May 2023",
                "heading 1| SEAWEED EXTRACT SHOWS PROMISE FOR TIRED THYROIDS",
                "paragraph| Bergen, 12 May - A brown seaweed extract raised hormone levels in mice, a team reports today in the Journal of Marine Remedies",
                "paragraph| The team fed thirty mice for six weeks. Their levels rose by 12 percent; the untreated mice stayed the same",
                'paragraph| "We were surprised," said Dr. Kari Holm, who led the work.',
                "heading 2| Seaweed contains a lot of iodine",
                "heading 2| Too much iodine harms the thyroid",
                "heading 2| Notes to editors",
                "paragraph| The mice were not compared with mice on iodine alone.",
            ],
            id="press release with fields",
        ),
    ],
)
def test_a_text_of_this_shape_reads_as_these_blocks(source: str, blocks: list[str]) -> None:
    assert shown(source) == blocks


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        # headings
        pytest.param("Side Effects", "heading", id="title case"),
        pytest.param("When to see your doctor", "heading", id="sentence case"),
        pytest.param("SIDE EFFECTS", "heading", id="capitals"),
        pytest.param("What causes gout?", "heading", id="question"),
        pytest.param("5 Foods That Calm the Gut", "heading", id="listicle"),
        pytest.param("## Side effects", "heading", id="hashes"),
        pytest.param("Storage:", "heading", id="label"),
        pytest.param("What Vitamin D Is For", "heading", id="title case ending in a small word"),
        pytest.param(
            "Hormone Levels Symbolize Nothing", "heading", id="picture word in title case"
        ),
        # paragraphs
        pytest.param("Ginger helps.", "paragraph", id="two words and a stop"),
        pytest.param("Eat Well and Live Long!", "paragraph", id="title case with a stop"),
        pytest.param("Does it work? Nobody knows?", "paragraph", id="two questions"),
        pytest.param("He said: “Rest.”", "paragraph", id="stop inside quotes"),
        pytest.param("It helps one in ten.[3]", "paragraph", id="stop before a marker"),
        pytest.param("It helps one in ten.3", "paragraph", id="stop before a flattened marker"),
        pytest.param("The most common triggers are:", "paragraph", id="announcement with a verb"),
        pytest.param(
            "Common causes of cramps include", "paragraph", id="announcement without colon"
        ),
        pytest.param(
            "If your knee still hurts after a week of rest, you should ask a physiotherapist",
            "paragraph",
            id="sentence that lost its stop",
        ),
        pytest.param(
            "Table 2 lists the dose for each age and should be read with care.",
            "paragraph",
            id="sentence that begins like a label",
        ),
        pytest.param(
            "A woman who is holding her breath cannot hurt herself.",
            "paragraph",
            id="finite verb and stop, with picture words",
        ),
        pytest.param(
            "Symptoms may include - fever - chills - a stiff neck",
            "paragraph",
            id="list run into its announcement",
        ),
        # captions
        pytest.param(
            "Smiling nurse holding a clipboard in a bright corridor",
            "caption",
            id="person and place",
        ),
        pytest.param("Woman holding a glass of water.", "caption", id="noun phrase with a stop"),
        pytest.param(
            "Ripe figs are scattered over rough linen, evoking abundance. This depicts digestive balance and calm",
            "caption",
            id="two sentences about a picture",
        ),
        pytest.param("Diagram of the inner ear", "caption", id="medium"),
        pytest.param("Fig. 3: Blood sugar after breakfast", "caption", id="label of a figure"),
        pytest.param("Photo credit: Lena Ortiz", "caption", id="credit"),
        pytest.param(
            "Close-knit layers of muscle fibre beneath pale skin, lit from the side with soft golden light",
            "caption",
            id="long noun phrase",
        ),
        # references
        pytest.param("https://example.org/trial", "reference", id="bare address"),
        pytest.param(
            "Sources: Harbour Clinic, 2021; Bureau of Spices", "reference", id="inline sources"
        ),
        pytest.param(
            "Okafor C, Lind P, et al. Figs and gut transit. Imagined Med J. 2021;7(2):12-19.",
            "reference",
            id="citation outside its section",
        ),
        # furniture and bylines
        pytest.param("Read more", "meta nav", id="button"),
        pytest.param("Health > Digestion > Figs", "meta nav", id="breadcrumbs"),
        pytest.param("Page 3 of 9", "meta nav", id="page number"),
        pytest.param("- 12 -", "meta nav", id="page number between dashes"),
        pytest.param("7 min read", "meta", id="reading time"),
        pytest.param("Reviewed by Dr. Ada Brandt, M.D.", "meta", id="reviewer with a stop"),
        pytest.param("June 2022", "meta", id="date"),
        # list items
        pytest.param("· figs", "list-item", id="middle dot"),
        pytest.param("– figs", "list-item", id="en dash"),
        pytest.param("* figs", "list-item", id="asterisk"),
        pytest.param("(a) figs", "list-item", id="letter in parentheses"),
        pytest.param("iv. figs", "list-item", id="roman numeral"),
        pytest.param("✅ figs", "list-item", id="check mark"),
    ],
)
def test_a_line_between_two_paragraphs_is_of_this_kind(line: str, kind: str) -> None:
    source = (
        f"Figs are sweet, and they ripen late.\n\n{line}\n\nThe rest is up to you and your gut.\n"
    )
    _, between, _ = shown(source)
    assert between.split("|")[0].rstrip("0123456789 ") == kind


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("E. coli lives in every gut, and most strains do no harm.", id="genus"),
        pytest.param("-5 °C is too cold for insulin, so keep it in your pocket.", id="minus"),
        pytest.param("> 65 years of age means a lower dose.", id="greater than"),
        pytest.param("2.5 mg of melatonin is enough for you.", id="decimal"),
        pytest.param("#1 on the list is sleep.", id="number sign"),
        pytest.param("*All names were changed.", id="footnote star"),
    ],
)
def test_a_sign_that_is_no_bullet_stays_in_the_text(line: str) -> None:
    assert shown(line + "\n\nThat is all there is to say.")[0] == f"paragraph| {line}"


@pytest.mark.parametrize(
    ("source", "blocks"),
    [
        pytest.param(
            "Some people take vitamin D every day, mostly in the\nUnited States, with no benefit.",
            [
                "paragraph| Some people take vitamin D every day, mostly in the United States, with no benefit."
            ],
            id="two lines, the first ending in a small word",
        ),
        pytest.param(
            "Figs hold more calcium than most fruit. They hold plenty of fibre too.\n"
            "Dried figs hold even more of both, and of sugar, since the water went.\n"
            "So a handful is enough.",
            [
                "paragraph| Figs hold more calcium than most fruit. They hold plenty of fibre too.",
                "paragraph| Dried figs hold even more of both, and of sugar, since the water went.",
                "paragraph| So a handful is enough.",
            ],
            id="no line plainly goes on: one paragraph a line",
        ),
        pytest.param(
            "Figs hold more calcium than most fruit, and there is plenty of\n"
            "fibre too. Dried figs hold even more, since the water is gone.\n"
            "Eat a handful.\n"
            "Dates are sweeter still, and they keep for years in a tin that\n"
            "closes well.",
            [
                "paragraph| Figs hold more calcium than most fruit, and there is plenty of fibre too. Dried figs hold even more, since the water is gone. Eat a handful.",
                "paragraph| Dates are sweeter still, and they keep for years in a tin that closes well.",
            ],
            id="wrapped paragraphs parted by short last lines",
        ),
        pytest.param(
            "Warning signs include:\n"
            "shortness of breath that comes on when lying flat\n"
            "swelling of the ankles at night",
            [
                "paragraph| Warning signs include:",
                "list-item 1| shortness of breath that comes on when lying flat",
                "list-item 1| swelling of the ankles at night",
            ],
            id="announced lines in lower case are items",
        ),
        pytest.param(
            "The dose depends on weight, on age and on the kidneys: about 5\n- 10 mg per kilo are usual for adults.",
            [
                "paragraph| The dose depends on weight, on age and on the kidneys: about 5 - 10 mg per kilo are usual for adults."
            ],
            id="dash at the start of a wrapped line",
        ),
        pytest.param(
            "•\nFigs for fibre.\n•\nDates for joy.",
            ["list-item 1| Figs for fibre.", "list-item 1| Dates for joy."],
            id="bullets on lines of their own",
        ),
        pytest.param(
            "1. Wash the figs and\n   dry them.\n   - Keep the stems.\n2. Bake them.",
            [
                "list-item 1| Wash the figs and dry them.",
                "list-item 2| Keep the stems.",
                "list-item 1| Bake them.",
            ],
            id="nested items with hanging lines",
        ),
        pytest.param(
            "Figs are sweet.\n----\nDates are, too.",
            ["paragraph| Figs are sweet.", "paragraph| Dates are, too."],
            id="rule below a sentence parts, it does not underline",
        ),
        pytest.param(
            "a {{ b }} c <!-- medlint-ignore-next-line x: y --> d",
            ["paragraph| a {{ b }} c d", "comment| <!-- medlint-ignore-next-line x: y -->"],
            id="comment within a line",
        ),
        pytest.param(
            "Figs help people who have slow guts, as every grandmother in the\n"
            "<!-- medlint-ignore-next-line x:\n y -->\n"
            "village knew.",
            [
                "paragraph| Figs help people who have slow guts, as every grandmother in the village knew.",
                "comment| <!-- medlint-ignore-next-line x:\n y -->",
            ],
            id="comment between wrapped lines",
        ),
        pytest.param(
            "Figs <!-- never closed", ["paragraph| Figs <!-- never closed"], id="open comment"
        ),
        pytest.param(
            "Turmeric cures diabetes", ["paragraph| Turmeric cures diabetes"], id="one line"
        ),
        pytest.param("", [], id="empty"),
        pytest.param(" \n\t\r\n\ufeff\f", [], id="blank"),
    ],
)
def test_lines_join_only_where_a_writer_wrapped_them(source: str, blocks: list[str]) -> None:
    assert shown(source) == blocks


def test_a_file_of_one_long_line_is_one_paragraph() -> None:
    line = "Figs are sweet and good for the gut of most people who eat them daily. " * 150
    assert shown(line + "the end") == [f"paragraph| {line}the end"]


def test_the_head_of_a_draft_becomes_metadata() -> None:
    document = read("Title: Figs\nAuthor: Ada Brandt\nTitle: Dates\n\nFigs are sweet.")
    assert document.metadata == {"title": "Figs", "author": "Ada Brandt"}
    assert [block.kind for block in document.blocks] == [BlockKind.META] * 3 + [BlockKind.PARAGRAPH]


def test_lines_with_colons_that_are_no_head_stay_prose() -> None:
    source = "Ginger: it settles the stomach.\nFennel: it calms the gut.\n\nBoth are cheap."
    assert read(source).metadata == {}
    assert [block.kind for block in read(source).blocks] == [BlockKind.PARAGRAPH] * 3


@pytest.mark.parametrize(
    ("source", "kind", "text", "target"),
    [
        pytest.param(
            "See https://a.example/b_(c), please.",
            InlineKind.URL,
            "https://a.example/b_(c)",
            "https://a.example/b_(c)",
            id="address with parentheses before a comma",
        ),
        pytest.param(
            "More (at www.figs.example.org/x).",
            InlineKind.URL,
            "www.figs.example.org/x",
            "www.figs.example.org/x",
            id="address in parentheses",
        ),
        pytest.param(
            "Ask help@figs.example.org.",
            InlineKind.URL,
            "help@figs.example.org",
            "help@figs.example.org",
            id="mail address before a stop",
        ),
        pytest.param(
            "Built {# by hand #} with love.",
            InlineKind.TEMPLATE,
            "{# by hand #}",
            None,
            id="template comment",
        ),
        pytest.param(
            "Take {{ dose }} daily.", InlineKind.TEMPLATE, "{{ dose }}", None, id="template output"
        ),
        pytest.param(
            "{% if uk %}Take it.", InlineKind.TEMPLATE, "{% if uk %}", None, id="template tag"
        ),
    ],
)
def test_addresses_and_template_tags_are_marked(
    source: str, kind: InlineKind, text: str, target: str | None
) -> None:
    (block,) = read(source).blocks
    (inline,) = block.inlines
    assert (inline.kind, inline.span.of(block.text), inline.target) == (kind, text, target)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("Take 5 mg/dL or 3.5 and/or more.", id="units"),
        pytest.param("It ended.Net gains were small.", id="missing space"),
        pytest.param("Use {braces} and {{ open.", id="braces"),
    ],
)
def test_ordinary_signs_are_not_marked(source: str) -> None:
    (block,) = read(source).blocks
    assert block.inlines == ()


SAMPLE = "Figs\n\nFigs are sweet 🍇 and\xa0good.\n\n- One\n- Two\n\nEat them, will you?\n"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(SAMPLE.replace("\n", "\r\n"), id="CRLF"),
        pytest.param(SAMPLE.replace("\n", "\r"), id="CR"),
        pytest.param("\ufeff" + SAMPLE, id="byte order mark"),
        pytest.param(SAMPLE.replace("\n\n", "\n\f\n"), id="form feeds"),
        pytest.param(SAMPLE.replace("\n\n", "\n \xa0\t\n"), id="white space on empty lines"),
    ],
)
def test_line_ends_and_white_space_change_nothing(source: str) -> None:
    assert shown(source) == [
        "heading 1| Figs",
        "paragraph| Figs are sweet 🍇 and\xa0good.",
        "list-item 1| One",
        "list-item 1| Two",
        "paragraph| Eat them, will you?",
    ]


def test_signs_without_width_are_left_out_of_words() -> None:
    source = "Eat fi\u200bgs and aspa\u00adragus.\0 Please."
    (block,) = read(source).blocks
    assert block.text == "Eat figs and asparagus. Please."
    assert block.map.to_source(Span(4, 8)).of(source) == "fi\u200bgs"


def test_a_word_behind_an_emoji_maps_to_its_place() -> None:
    source = "\r\n• 🍇🍇 Figs\r\n"
    (block,) = read(source).blocks
    assert block.source_span == Span(4, 11)
    assert block.map.to_source(Span(3, 7)).of(source) == "Figs"


PIECES = st.sampled_from(
    [
        *("figs", "Figs", "the", "you", "may", "include", "12", "2021", "Smith", "symbolizing"),
        *("mg", "🍇", "e\u0301", "“", "”", "[3]", ".", "?", ":", ",", ";", "(", ")", "-", "–", "•"),
        *(
            "1.",
            "(a)",
            "#",
            ">",
            "|",
            "\t",
            "---",
            "===",
            "*",
            "{{ x }}",
            "{%",
            "<!--",
            "-->",
            "\xad",
        ),
        *(
            "https://a.example/b.",
            "me@a.example",
            "Sources",
            "Table 1.",
            "\ufeff",
            "\xa0",
            "\u2028",
        ),
        *(" ", " ", " ", "  ", "\n", "\n", "\n\n", "\r\n", "\r", "\f", "\x1c", "\x85"),
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=60).map("".join), st.text(max_size=80))
INVISIBLE = re.compile("\u00ad\\s+|[\0\u00ad\u200b\u200e\u200f\u2060\ufeff]")
"""What a reader does not see; a word that is cut at the end of a line goes on in the next one."""
MARKER = re.compile(r"\s*(?:>\s*)*(?:o\t|\(?[0-9a-zA-Z]{1,5}[.)]|[^\w\s]+\s)")


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_every_word_stands_in_one_block_at_its_place(source: str) -> None:
    document = read(source)
    seen = [0] * len(source)
    for block in document.blocks:
        for segment in block.map.segments:
            if segment.exact:
                for at in range(segment.source.start, segment.source.end):
                    seen[at] += 1
        for word in re.finditer(r"\w+", block.text):
            place = block.map.to_source(Span(word.start(), word.end()))
            assert INVISIBLE.sub("", place.of(source)) == word.group()
    assert max(seen, default=0) <= 1
    # A line that holds nothing but a template's tag has no words for a reader.
    for tag in re.finditer(r"\{\{ x \}\}", source):
        seen[tag.start() : tag.end()] = [1] * len(tag.group())
    lost = [at for at, times in enumerate(seen) if not times and source[at].isalnum()]
    for at in lost:
        line_start = max(source.rfind(sign, 0, at) for sign in "\n\r\f\x1c\x85\u2028") + 1
        marker = MARKER.match(source, line_start)
        assert marker is not None, source[at]
        assert at < marker.end(), source[at]


@settings(max_examples=100, deadline=None)
@given(TEXTS.filter(lambda text: "\r" not in text))
def test_crlf_reads_as_lf_does(source: str) -> None:
    def blocks(text: str) -> list[tuple[str, str]]:
        return [(block.kind.value, block.text.replace("\r\n", "\n")) for block in read(text).blocks]

    assert blocks(source.replace("\n", "\r\n")) == blocks(source)


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param("figs ", id="words in one line"),
        pytest.param("f", id="one word"),
        pytest.param(" ", id="spaces"),
        pytest.param("a\t", id="tabs"),
        pytest.param("a | ", id="bars"),
        pytest.param("a  b\n", id="columns"),
        pytest.param("<!--", id="open comments"),
        pytest.param("<!-- x -->\n", id="comments"),
        pytest.param("{{ a ", id="open templates"),
        pytest.param("http://a)", id="addresses"),
        pytest.param("a.", id="dots"),
        pytest.param("a@b.", id="at signs"),
        pytest.param("> ", id="quote marks"),
        pytest.param("1. ", id="numbers"),
        pytest.param("Title\n", id="headings"),
        pytest.param("x and\n", id="announcements"),
        pytest.param("Sources\n", id="bibliographies"),
        pytest.param("A pot of figs\n\nIt is. ", id="captions"),
        pytest.param("12\nAb cd\n", id="cells"),
        pytest.param("a-\n", id="hyphens"),
    ],
)
def test_time_grows_with_the_text_only(piece: str) -> None:
    source = "q " + piece * (24_000 // len(piece)) + " z"
    begin = time.process_time()
    parse(source, "x")
    # Linear reading takes a third of a second at most here; quadratic, minutes.
    assert time.process_time() - begin < 6


def test_a_line_of_one_megabyte_is_read() -> None:
    (block,) = parse("figs " * 200_000, "x").blocks
    assert len(block.text) == 999_999

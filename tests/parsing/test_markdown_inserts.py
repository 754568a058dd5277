from __future__ import annotations

import pytest

from medlint.document import OBJECT, InlineKind
from medlint.parsing.markdown import parse


def read(source: str) -> list[str]:
    """The blocks; what is opaque as a template stands between bars."""
    document = parse(source, "x.md")
    document.verify()
    found = []
    for block in document.blocks:
        text = block.text
        for inline in reversed(block.inlines):
            if inline.kind is InlineKind.TEMPLATE:
                start, end = inline.span.start, inline.span.end
                text = f"{text[:start]}|{text[start:end]}|{text[end:]}"
        found.append(f"{block.kind}: {text}")
    return found


@pytest.mark.parametrize(
    ("source", "blocks"),
    [
        pytest.param(
            "Take {{ dose }} of {{< param name >}}.",
            ["paragraph: Take |{{ dose }}| of |{{< param name >}}|."],
            id="words-of-a-template",
        ),
        pytest.param(
            "Known as\n{{< term x >}}\ncan develop.",
            ["paragraph: Known as |{{< term x >}}| can develop."],
            id="on-its-own-line-amid-a-sentence",
        ),
        pytest.param(
            "One.\n{{< youtube abc >}}\nTwo.",
            ["paragraph: One.", "paragraph: Two."],
            id="on-its-own-line-between-sentences",
        ),
        pytest.param("{{ toc }}\n\n- {{< ref a >}}\n\n# {% x %}\n", [], id="alone-in-a-block"),
        pytest.param(
            "{{< note >}}\nOne *two*.\n{{< /note >}}",
            ["paragraph: One two."],
            id="pair-around-lines",
        ),
        pytest.param(
            "{{% box %}}\n\n- one\n\n{{% /box %}}", ["list-item: one"], id="pair-around-blocks"
        ),
        pytest.param(
            "{{< note >}}One.{{< /note >}} Two.", ["paragraph: One. Two."], id="pair-in-a-line"
        ),
        pytest.param(
            "A{% if x %} b{% else %} c{% endif %}{# no #}.", ["paragraph: A b c."], id="liquid-pair"
        ),
        pytest.param(
            "{{#if x}}one{{/if}} {{/* no */}}two", ["paragraph: one two"], id="handlebars"
        ),
        pytest.param(
            "{% comment %}\nno\n\nno\n{% endcomment %}\nyes", ["paragraph: yes"], id="comment"
        ),
        pytest.param(
            "{{< highlight go >}}\nx := *y*\n\n* z\n{{< /highlight >}}", [], id="pair-around-code"
        ),
        pytest.param(
            "run {{< code >}}x *y*{{< /code >}} now",
            ["paragraph: run |{{< code >}}x *y*{{< /code >}}| now"],
            id="pair-around-code-in-a-line",
        ),
        pytest.param(
            "{{< highlight >}}\n```\nx\n```\n\nProse.\n\n```\n{{< /highlight >}}\n```",
            ["code: x", "paragraph: Prose.", "code: {{< /highlight >}}"],
            id="pair-across-fences",
        ),
        pytest.param(
            '{{< accordion title="More &amp; more" >}}\n\none\n\n{{< /accordion >}}',
            ["caption: More & more", "paragraph: one"],
            id="title-of-a-box",
        ),
        pytest.param(
            '{{< figure src="a.png" alt="A \\"b\\"" caption="C &amp; d" >}}',
            ['alt-text: A "b"', "caption: C & d"],
            id="figure",
        ),
        pytest.param(
            'One {{< img src="a.png" alt="b" >}} two.',
            [f"paragraph: One {OBJECT} two.", "alt-text: b"],
            id="image-in-a-line",
        ),
        pytest.param(
            '[{{< img src="a_b_c.png" alt="d" >}}](http://x.org)Two.',
            ["alt-text: d", "paragraph: Two."],
            id="image-in-a-link-in-front",
        ),
        pytest.param("{{< a\n  b=1\n>}}\n\none", ["paragraph: one"], id="over-lines"),
        pytest.param("{{ one\n\ntwo }}", ["paragraph: {{ one", "paragraph: two }}"], id="no-tag"),
        pytest.param(
            "```\n{{ a\n```\n\none }}", ["code: {{ a", "paragraph: one }}"], id="across-a-fence"
        ),
        pytest.param(
            "<!-- {{ -->\none }}",
            ["comment: <!-- {{ -->", "paragraph: one }}"],
            id="across-a-comment",
        ),
        pytest.param("`{{` and `}}`", ["paragraph: {{ and }}"], id="braces-in-code"),
        pytest.param("{{#if x}} one", ["paragraph: {{#if x}} one"], id="half-of-a-pair"),
        pytest.param("`{{ x }}`", ["paragraph: {{ x }}"], id="in-code"),
        pytest.param("    {{< x >}}\n", ["code: {{< x >}}"], id="in-a-code-block"),
        pytest.param("> one {{ x }}\n> *two*", ["quotation: one |{{ x }}| two"], id="in-a-quote"),
        pytest.param("<p>one {{ x }}</p>", ["paragraph: one |{{ x }}|"], id="in-html"),
        pytest.param(
            "Take <%= dose %> a day.", ["paragraph: Take |<%= dose %>| a day."], id="embedded-ruby"
        ),
        pytest.param(
            "<% if x %>\none\n<% end %>\n\n<%= render 'y' %>\n\ntwo",
            ["paragraph: one", "paragraph: two"],
            id="embedded-ruby-alone",
        ),
        pytest.param("`<%= x %>` one", ["paragraph: <%= x %> one"], id="embedded-ruby-in-code"),
        pytest.param("3 <% of 4 >", ["paragraph: 3 <% of 4 >"], id="no-embedded-ruby"),
    ],
)
def test_template_tags(source: str, blocks: list[str]) -> None:
    assert read(source) == blocks


@pytest.mark.parametrize(
    ("source", "blocks"),
    [
        pytest.param("[youtube=http://x.org/a_b]_One_ two", ["paragraph: One two"], id="embedded"),
        pytest.param(
            '[caption id="a"]![alt](b) Words[/caption]',
            ["alt-text: alt", "paragraph: Words"],
            id="pair",
        ),
        pytest.param(
            "Hear [soundcloud url=http://x.org] now.",
            [f"paragraph: Hear {OBJECT} now."],
            id="embedded-in-a-line",
        ),
        pytest.param("[note]one[/note] two", ["paragraph: one two"], id="pair-without-arguments"),
        pytest.param(
            "as [sic] said [see b=c](d)", ["paragraph: as [sic] said see b=c"], id="words"
        ),
        pytest.param("[TOC]\n\none", ["paragraph: one"], id="contents"),
    ],
)
def test_shortcodes_in_brackets(source: str, blocks: list[str]) -> None:
    assert read(source) == blocks


@pytest.mark.parametrize(
    ("source", "blocks"),
    [
        pytest.param(
            "_one_{.a} [two](b){:target='_blank'}", ["paragraph: one two"], id="in-a-line"
        ),
        pytest.param("one\n{: .lead #x}\n\ntwo", ["paragraph: one", "paragraph: two"], id="below"),
        pytest.param("# [one](a){#b}", ["heading: one"], id="heading"),
        pytest.param("a set {1, 2} of *b* {c}", ["paragraph: a set {1, 2} of b {c}"], id="words"),
        pytest.param(
            ":::warning\nOne *two*.\n:::\n\nthree",
            ["paragraph: One two.", "paragraph: three"],
            id="fenced-div",
        ),
    ],
)
def test_attribute_lists_and_fences(source: str, blocks: list[str]) -> None:
    assert read(source) == blocks


def test_private_characters_of_the_author_are_text() -> None:
    assert read("{{ a }} \U000f0000 b \ue000") == ["paragraph: |{{ a }}| \U000f0000 b \ue000"]

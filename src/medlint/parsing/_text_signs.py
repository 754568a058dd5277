"""The words and patterns by which the shape of a passage of plain text is told."""

# ruff: noqa: RUF001 -- dashes, quotation marks and bullets stand here as writers type them

from __future__ import annotations

import re


def words(text: str) -> list[str]:
    """The words of a text in lower case, punctuation around them stripped."""
    stripped = (word.strip("“”\"'‘’()[]{},.;:!?*_").lower() for word in text.split())
    return [word.replace("’", "'") for word in stripped if word]


STOP = re.compile(
    r"(?:[.!?…][\"”’»)\]*_]*(?:\s?(?:\[[\d,;\s–-]+\]|\(\d{1,3}\)|[¹²³⁰⁴-⁹]+))*"
    r"|(?<=[^\W\d]{2})[.!?][\"”’]?\d{1,3})\Z"
)
"""The end of a sentence; closing quotes and citation markers, even flattened ones, may follow."""

INNER_STOP = re.compile(r"[a-z\d)\]”\"]{3}[.!?][”\"]? +[“\"(]?[A-Z]")
"""The end of one sentence and the beginning of the next."""

ASKS = re.compile(
    r"\W{0,3}(?:what|why|how|when|where|who|which|whose|is|are|was|can|could|do|does|did|should|will|"
    r"would|has|have|may|must)\b",
    re.IGNORECASE,
)
"""The first word of a question."""

SECTION_NUMBER = re.compile(r"\d{1,2}((?:\.\d{1,2})+)\.? +\S")

FIELD = re.compile(r"([A-Za-z][A-Za-z-]*(?: [A-Za-z-]+){0,2}):\s+(\S.*)", re.DOTALL)
"""A "Key: value" line."""

FIELDS = frozenset(
    {
        *("from", "to", "cc", "bcc", "subject", "date", "sent", "reply-to", "title", "headline"),
        *("author", "authors", "by", "byline", "published", "updated", "last updated", "keywords"),
        *("tags", "category", "description", "summary", "slug", "url", "status", "reviewed by"),
    }
)
"""Keys of which one at least stands in the head of a mail or draft."""

SITE_LINE = re.compile(
    r"(?:skip|jump) to (?:the )?(?:main )?(?:content|navigation|search)"
    r"|(?:back )?to (?:the )?top|toggle (?:menu|navigation|search)|(?:open|close) (?:menu|search)"
    r"|home|menu|search|save|close|next|previous|register|advertisement|sponsored(?: content)?"
    r"|(?:share|print|e-?mail)(?: this(?: (?:article|page|post))?| on \w+)?|tweet|pin it|copy link"
    r"|(?:log|sign) ?in|sign up(?: for [^.!?]*)?|subscribe(?: (?:to|now|for|today)\b[^.!?]*)?"
    r"|(?:read|learn|view|see|show|load) (?:more|less|all)|(?:continue|keep) reading"
    r"|follow us(?: on [^.!?]*)?|accept(?: all)?(?: cookies)?"
    r"|(?:cookie|privacy) (?:policy|settings|notice)|terms(?: of (?:use|service))?"
    r"|contact(?: us)?|about(?: us)?|all rights reserved\.?|table of contents"
    r"|(?:in|on) this (?:article|page)|you (?:may|might) also like|listen to this article"
    r"|(?:related|recommended|popular|more) (?:articles|posts|stories|reading|content|topics)"
    r"|leave a (?:comment|reply)|\d+ comments?|\d+ (?:shares?|likes?|views?)"
    r"|was this (?:article |page )?helpful\?|(?:page |[-–—] )?\d{1,4}(?: of \d+| [-–—])?"
    r"|[^\s>»›|/]+(?: [^\s>»›|/]+){0,3}(?: [>»›|/] [^\s>»›|/]+(?: [^\s>»›|/]+){0,5}){2,}",
    re.IGNORECASE,
)
"""A line of the site around the article: menus, buttons, page numbers, trails of breadcrumbs."""

BYLINE = re.compile(
    r"(?i:(?:(?:written|edited|compiled|authored|posted) )?by) "
    r"(?:[A-Z][\w.'’-]*,? ?(?:and |& )?){2,6}"
    r"|(?i:(?:(?:medically|clinically|scientifically|fact|peer|last)[ -])?"
    r"(?:reviewed|checked|updated|published|posted|modified)"
    r"(?:(?: on| by)\b|:| (?=[^.!?]*\b(?:19|20)\d\d\b)).{1,100})"
    r"|\d{1,3}[ -](?i:min(?:ute)?s?(?: read)?)|(?i:©|\(c\)|copyright) .*"
    r"|(?:\w{3,9},? )?(?:\d{1,2} [A-Z]\w{2,8}|[A-Z]\w{2,8} \d{1,2}),? (?:19|20)\d\d"
    r"|(?:Jan|Febr)uary (?:19|20)\d\d|(?:March|April|May|June|July|August) (?:19|20)\d\d"
    r"|(?:Septem|Octo|Novem|Decem)ber (?:19|20)\d\d"
)
"""Who wrote or checked the article, and when."""

CREDIT = re.compile(
    r"(?:photo|image|picture|illustration|video|photograph)s?"
    r"(?: (?:credits?|courtesy|source|by))?\s?(?::| by | courtesy | © ?).{1,100}"
    r"|(?:credits?|alt(?: text)?|caption): ?.+"
    r"|.{0,60}\b(?:getty images|shutterstock|istock)\b.{0,30}",
    re.IGNORECASE | re.DOTALL,
)
"""Who took a picture."""

SOURCES_INLINE = re.compile(r"(?:sources?|references?|cited from|adapted from): \S", re.IGNORECASE)
ADDRESS_ONLY = re.compile(r"<?(?:https?://|www\.|doi:)\S+\Z", re.IGNORECASE)
ADDRESS_LAST = re.compile(r"[.:),] +(?:https?://|www\.|doi:)\S+\Z", re.IGNORECASE)
ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)

SMALL = frozenset(
    words(
        "a an and as at but by de for from if in into is it its nor of on or per than that the to "
        "via vs versus with without within over under after before during between through about "
        "against among until your you are be"
    )
)
"""Words that headlines leave uncapitalised."""

UNFINISHED = frozenset(
    words(
        "a an the of in on at to for from by with without and or but nor as than that which who "
        "whose is are was were be been has have had can may will would should could must into "
        "over under between through during your our their its his her this these those"
    )
)
"""Words that no line ends with on purpose."""

TELLS = frozenset(
    words(
        "you your yours you're you've we our us we're i i'm my may might must should will would "
        "can can't cannot could won't shouldn't because if when however although therefore"
    )
)
"""Words of somebody who tells or argues; descriptions of pictures and labels do without."""

STATES = frozenset(
    words("not don't doesn't didn't isn't aren't has have had was were been do does did")
)
"""Words that state; a label does without, a description of a picture mostly."""

IS = frozenset({"is", "are", "it's", "they're"})

LEADS_IN = frozenset(
    words(
        "include includes including are is as with following these such may can example note will "
        "to for the from of or and"
    )
)
"""The last word of a line that a list completes."""

ANNOUNCES = frozenset(
    words(
        "is are was were has have include includes including following these such example note can "
        "may will should must do does"
    )
)
"""Words of a sentence that a list completes; a label before one does without."""

PICTURING = frozenset(
    words(
        "symbolize symbolise depict illustrate portray visualize visualise embody signify evoke "
        "symbolizes symbolises depicts illustrates portrays visualizes visualises embodies "
        "signifies evokes represents symbolizing symbolising depicting illustrating portraying "
        "visualizing visualising embodying signifying evoking representing reflecting conveying "
        "highlighting emphasizing emphasising underscoring showcasing showing holding wearing "
        "smiling sitting standing gazing posing pouring looking lying stretching jogging "
        "surrounded pictured seen arranged displayed scattered heaped close-up closeup"
    )
)
"""What things in pictures do, and what pictures do."""

MEDIUM = re.compile(
    r"\b(?:photo(?:graph)?|image|picture|illustration|diagram|drawing|infographic|portrait|view|"
    r"screenshot|rendering|micrograph|chart|graph|close-?up|cross-section) "
    r"(?:of|showing|depicting|with)\b",
    re.IGNORECASE,
)
SCENE = re.compile(
    r"(?:An?|Two|Three|Several|Young|Older|Elderly|Smiling|Happy|Senior|Assorted|Various)\b.{3,80}?"
    r" (?:on|in|with|against|near|beside|inside|atop|by|next to)"
    r" (?:an?|the|his|her|their|white|wooden)\b"
)
"""Something somewhere: "A bowl of oats on a table"."""

THING = re.compile(
    r"(?:An?|The|Two|Three|Several|Young|Older|Elderly|Smiling|Senior|Close-up|Man|Woman|Girl|Boy|"
    r"Child|Children|People|Person|Couple|Doctor|Nurse|Patient|Hand|Hands|Illustration|Diagram|"
    r"Photo|Image|Portrait|Group|Family|Athlete|Scientist)\b"
)
"""What a picture is of, where its description begins."""

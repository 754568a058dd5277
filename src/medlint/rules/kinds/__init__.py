"""The ways of matching: one module each, one closed set."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from medlint.rules.kinds.abbreviation import Abbreviation
from medlint.rules.kinds.attribution import Attribution
from medlint.rules.kinds.balance import Balance
from medlint.rules.kinds.bare import Bare
from medlint.rules.kinds.claim import ClaimMatch
from medlint.rules.kinds.contradicted import Contradicted
from medlint.rules.kinds.dependency import Dependency
from medlint.rules.kinds.gap import Gap
from medlint.rules.kinds.limit import LimitMatch
from medlint.rules.kinds.line import Line
from medlint.rules.kinds.mojibake import Mojibake
from medlint.rules.kinds.notation import Notation
from medlint.rules.kinds.outdated import OutdatedSource
from medlint.rules.kinds.overclaim import Overclaim
from medlint.rules.kinds.page import PageDemand
from medlint.rules.kinds.paired import Paired
from medlint.rules.kinds.phrases import Phrases
from medlint.rules.kinds.readability import Readability
from medlint.rules.kinds.reference import ReferenceFault
from medlint.rules.kinds.regex import Regex
from medlint.rules.kinds.required import Required
from medlint.rules.kinds.retracted import RetractedSource
from medlint.rules.kinds.several import Several
from medlint.rules.kinds.signpost import Signpost
from medlint.rules.kinds.statistic import StatisticFault
from medlint.rules.kinds.stopping import Stopping
from medlint.rules.kinds.substitution import Substitution
from medlint.rules.kinds.sums import Sums
from medlint.rules.kinds.tokens import Tokens
from medlint.rules.kinds.tooltip import Tooltip
from medlint.rules.kinds.uncited import Uncited
from medlint.rules.kinds.unmentioned import Unmentioned
from medlint.rules.kinds.unsupported import Unsupported

MatchSpec = Annotated[
    Abbreviation
    | Attribution
    | Balance
    | Bare
    | ClaimMatch
    | Contradicted
    | Dependency
    | Gap
    | LimitMatch
    | Line
    | Mojibake
    | Notation
    | OutdatedSource
    | Overclaim
    | PageDemand
    | Paired
    | Phrases
    | Readability
    | ReferenceFault
    | Regex
    | Required
    | RetractedSource
    | Several
    | Signpost
    | StatisticFault
    | Stopping
    | Substitution
    | Sums
    | Tokens
    | Tooltip
    | Uncited
    | Unmentioned
    | Unsupported,
    Field(discriminator="kind"),
]
"""A rule's `match`: told apart by its `kind`."""

"""The trained reader of overclaims: which faults of health writing a sentence's wording tells."""

from __future__ import annotations

FAULTS = (
    "absolute-safety",
    "clinically-proven",
    "comparative-claim",
    "disease-mongering",
    "dose-told",
    "evaluative-certainty",
    "guarantee",
    "hype-lexicon",
    "natural-fallacy",
    "pregnancy-invite",
    "presupposed-efficacy",
    "reversal-verb",
    "root-cause",
    "symptom-dismissal",
    "testimonial",
    "treatment-refusal",
    "vague-attribution",
)
"""The faults that it was trained on; docs/overclaims-model.md says what each means."""

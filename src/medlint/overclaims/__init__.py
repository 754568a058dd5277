"""The trained reader of overclaims: which faults of health writing a sentence's wording tells."""

from __future__ import annotations

FAULTS = (
    "absolute-safety",
    "approval-misuse",
    "clinically-proven",
    "comparative-claim",
    "disease-mongering",
    "dose-told",
    "evaluative-certainty",
    "guarantee",
    "hype-lexicon",
    "mechanism-leap",
    "mixing-invite",
    "model-not-stated",
    "natural-fallacy",
    "null-misread",
    "population-overreach",
    "pregnancy-invite",
    "presupposed-efficacy",
    "reversal-verb",
    "root-cause",
    "single-study",
    "surrogate-outcome",
    "symptom-dismissal",
    "testimonial",
    "treatment-refusal",
    "vague-attribution",
)
"""The faults that it was trained on; docs/overclaims-model.md says what each means."""

COMMENDS = "commends"
"""What else it hears, and what is no fault: that a therapy is said to do good."""

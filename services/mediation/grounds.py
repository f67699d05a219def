"""Which provision each track of mediation rests on: what a refusal cites. Pure.

HZ clauses are those of 洪泽's document on mediation before the suit; beside a suit 行政诉讼法 art. 62 (a suit is withdrawn by ruling only) and in
court art. 60 (what can be mediated at all) apply.
"""

from typing import Final

IN_LITIGATION: Final = "XSF-62"
IN_COURT: Final = "XSF-60"

_CITED: Final = {
    IN_LITIGATION: "诉中调解的登记规则（行政诉讼法第六十二条：撤诉经裁定准许）",
    IN_COURT: "人民法院调解（行政诉讼法第六十条）",
    "MSF-205": "司法确认（民事诉讼法第二百零五条）",
}


def clause_for(track: str, clause: str) -> str:
    """The clause of a step in a track, where before the suit it is `clause`."""
    return {"in_litigation": IN_LITIGATION, "court": IN_COURT}.get(track, clause)


def cited(clause: str) -> str:
    """How a refusal names the provision."""
    return _CITED.get(clause, "《十项机制》第四项")

"""Writes answers as a few lines of text, for a person at a terminal."""

from app.domain.answers.comparison import ComparedVersion, ComparisonJson, ImpactJson, JudgedJson, SampleLine
from app.domain.answers.law import AppliedLaw
from app.domain.answers.ownership import Ownership

# What does not apply is left to the full answer.
_VERDICTS = {"met": "met", "not_met": "not met", "unknown": "unknown"}


def comparison_text(comparison: ComparisonJson) -> str:
    """Each version with its determination, and the provisions on which it parts from the baseline."""
    lines = [
        f"{law['rule_set']['id']} {_version(law['rule_set'])} ({law['rule_set']['status']}): {law['summary']}"
        for law in comparison["determinations"]
    ]
    for difference in comparison["differences"]:
        name, baseline = _version(difference), _version(comparison["baseline"])
        lines += ["", f"{baseline} → {name}: {difference['from']} → {difference['to']}"]
        for provision in difference["provisions"]:
            verdicts = " → ".join(_verdict(provision[side]) for side in ("baseline", "other"))
            lines.append(f"  {provision['citation']}, {provision['code']}: {verdicts}")
            lines += [
                f"    {each['name']}: {', '.join(each['baseline'])} → {', '.join(each['other'])} {each['unit'] or ''}"
                for each in provision["parameters"]
            ]
    return "\n".join(line.rstrip() for line in lines)


def ownership_text(ownership: Ownership) -> str:
    """Each party and measure with the verdict of every method, its bounds, its paths and what is missing."""
    lines = [f"Asked: {ownership['asks']}."]
    for answer in ownership["answers"]:
        lines += ["", f"{answer['subject']}, {answer['measure'].replace('_percent', '')}"]
        for found in answer["by_method"]:
            verdict = _VERDICTS[found["verdict"]]
            bounds = f"{found['at_least']} to {found['at_most']} %" if "at_least" in found else ""
            lines.append(f"  {found['method']:18} {verdict:8} {bounds}")
            lines += [f"    {path['counts']}: {path['says']}" for path in found["paths"]]
            lines += [f"    ring: {each['says']}" for each in found["rings"]]
            lines += [f"    missing: {each['says']} ({each['pointer']})" for each in found["missing"]]
    return "\n".join(line.rstrip() for line in lines)


def impact_text(impact: ImpactJson) -> str:
    """Write how many deals move from which class to which, by which provisions, and what could not be read."""
    lines = [f"{impact['transactions']:,} transactions: {'some change' if impact['changed'] else 'nothing changes'}"]
    for cell in impact["cells"]:
        same = cell["from"] == cell["to"]
        lines.append(f"{cell['count']:>9,}  {cell['from']} → {cell['to']}" + ("" if same else _such_as(cell["sample"])))
        lines += [
            f"{provision['count']:>13,}  {provision['citation']}, {provision['code']} ({provision['cause']})"
            for provision in cell["provisions"]
        ]
    same_class = impact["same_determination"]
    for name, deals in (
        ("other duties", same_class["other_duties"]),
        ("other possibilities", same_class["other_possibilities"]),
    ):
        if deals["count"]:
            lines.append(f"{deals['count']:>9,}  stay in their class with {name}{_such_as(deals['sample'])}")
    invalid = impact["invalid"]
    if invalid["count"]:
        listed = ", ".join(map(str, invalid["lines"]))
        more = invalid["count"] - len(invalid["lines"])
        rest = f" and {more:,} more" if more else ""
        lines.append(f"{invalid['count']:>9,}  are no transactions and got no determination: lines {listed}{rest}")
    return "\n".join(lines)


def _such_as(sample: SampleLine | None) -> str:
    if sample is None:
        return ""
    named = f" {sample['reference']}," if sample["reference"] is not None else ""
    return f", such as{named} line {sample['line']}"


def _version(law: ComparedVersion | AppliedLaw) -> str:
    """Write the version with the alternatives chosen, as the command line takes it."""
    return "+".join([str(law["version"]), *(f"{axis}:{choice}" for axis, choice in law.get("variants", {}).items())])


def _verdict(judged: JudgedJson | None) -> str:
    return "not asked" if judged is None else str(judged["verdict"]).replace("_", " ")

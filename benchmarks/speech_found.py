"""How much of what must not be said is found, and how often a fine reply is flagged?

    python benchmarks/speech_found.py FILE [--misses]

FILE: a line for each sentence, either ``family<TAB>sentence`` as in ``tests/speech/strangers.tsv`` (family ``fine`` for one that breaks
nothing), or JSON with ``text``, ``label`` (``bad`` or ``fine``) and ``family``. ``--misses`` prints what was not found and what was wrongly
flagged.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from cs_scripts.speech import SEVERITIES, Checker

FINE = "fine"


def read(path: Path) -> Iterator[tuple[str, str]]:
    """Give family and sentence of each line."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("{"):
            row = json.loads(line)
            yield (FINE if row["label"] == FINE else str(row["family"])), row["text"]
        elif line and not line.startswith("#"):
            yield line.partition("\t")[0], line.rpartition("\t")[2]


def main() -> None:
    """Print the counts."""
    path, *options = sys.argv[1:]
    checker = Checker()
    rows = [(family, text, checker.check(text)) for family, text in read(Path(path))]
    broken = [row for row in rows if row[0] != FINE]
    fine = [found for family, _, found in rows if family == FINE]
    gravest = Counter(min((finding.severity for finding in found), key=SEVERITIES.index) for _, _, found in broken if found)
    hit, errors = gravest.total(), sum(any(finding.severity == "error" for finding in found) for found in fine)
    mentioned = sum(map(bool, fine))
    by_severity = ", ".join(f"{gravest[severity]} {severity}" for severity in SEVERITIES)
    print(f"{len(broken)} that break something: {hit} found ({share(hit, len(broken))}); the gravest: {by_severity}")
    wrong = f"{errors} errors ({share(errors, len(fine))}), {mentioned} mentioned at all ({share(mentioned, len(fine))})"
    print(f"{len(fine)} that are fine: {wrong}")
    wanted, found = Counter(row[0] for row in broken), Counter(row[0] for row in broken if row[2])
    for family, count in wanted.items():
        print(f"{family:14} {found[family]:4} of {count}")
    if options == ["--misses"]:
        for family, text, findings in rows:
            if (family == FINE) == bool(findings):
                print(family, text, *(f"{finding.rule}:{finding.matched}" for finding in findings))


def share(part: int, whole: int) -> str:
    """Write a share in per cent."""
    return f"{part / max(whole, 1):.1%}".replace("%", " %")


if __name__ == "__main__":
    main()

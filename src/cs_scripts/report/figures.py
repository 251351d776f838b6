"""Turn counts into the figures of the report: plain numbers, fit for JSON, the same that the page shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cs_scripts.report.collect import Collected
from cs_scripts.report.counts import Counts, most
from cs_scripts.speech import SEVERITIES
from cs_scripts.tagging.response_times import Responses

SHOWN = 30
"""Rows of a table at most."""

_SHOWN_ARTICLES = 20
_KEYS = ("count", "average", "median", "p90", "within_10s", "within_16s", "within_180s")


def report_figures(found: Collected, labels: Mapping[str, str]) -> dict[str, Any]:
    """Sum up.

    Args:
        found: what was counted.
        labels: Chinese name of each intent.

    Returns:
        A mapping with a key for each section of ``data/report.yaml``; ``compare`` is None where there is nothing to compare.
    """
    now = _period(found.now, labels)
    before = _period(found.before, labels) if found.before.buyer else None
    summary = {**now["summary"], "files": found.files, "unknown_role": found.unknown, "rejected": found.rejected}
    return {"version": 1, **now, "summary": summary, "compare": _compare(before, now) if before else None}


def _period(counts: Counts, labels: Mapping[str, str]) -> dict[str, Any]:
    responses = _responses(counts.responses)
    buyer = counts.buyer
    intents = [(intent, count) for intent, count in counts.intents.items()]
    return {
        "summary": {
            "buyer_messages": buyer,
            "staff_messages": counts.staff,
            "conversations": responses["conversations"],
            "from": counts.first.isoformat(sep=" ", timespec="minutes") if counts.first else None,
            "to": counts.last.isoformat(sep=" ", timespec="minutes") if counts.last else None,
            "none": {"count": counts.none, "share": share(counts.none, buyer)},
        },
        "intents": [
            {"id": intent, "label": labels.get(intent, intent), "count": count, "share": share(count, buyer)}
            for intent, count in most([*intents, ("none", counts.none)], len(labels) + 1)
            if count
        ],
        "days": [{"day": day, "messages": of[0], "none": of[1]} for day, of in sorted(counts.days.items())],
        "hours": [{"weekday": day, "hour": hour, "messages": count} for (day, hour), count in sorted(counts.hours.items())],
        "response": {key: responses[key] for key in ("first", "all", "agents")},
        "unanswered": {
            "turns": responses["turns"],
            "answered": responses["answered"],
            "intents": [{**entry, "label": labels.get(entry["id"], entry["id"])} for entry in responses["unanswered"]],
        },
        "others": [
            {"text": counts.examples[form], "count": count, "share": share(count, counts.none)}
            for form, count in most(counts.others.items(), SHOWN)
        ],
        "articles": _articles(counts, labels),
        "speech": _speech(counts),
    }


def share(count: int, of: int) -> float:
    """Give a share; 0 of nothing."""
    return round(count / of, 4) if of else 0.0


def _responses(responses: Responses) -> dict[str, Any]:
    found = responses.figures()
    agents = [{"agent": name, "first": _only(of["first_response"]), "all": _only(of["responses"])} for name, of in found["agents"].items()]
    return {
        "conversations": found["conversations"]["count"],
        "turns": found["turns"],
        "answered": found["answered"],
        "first": _only(found["first_response"]),
        "all": _only(found["responses"]),
        "agents": sorted(agents, key=lambda agent: (-agent["all"]["count"], agent["agent"]))[:SHOWN],
        "unanswered": [{"id": entry["id"], "count": entry["count"]} for entry in found["unanswered_intents"]],
    }


def _only(durations: Mapping[str, Any]) -> dict[str, Any]:
    return {key: durations[key] for key in _KEYS}


def _articles(counts: Counts, labels: Mapping[str, str]) -> list[dict[str, Any]]:
    asked = most(((name, of[""]) for name, of in counts.articles.items()), _SHOWN_ARTICLES)
    return [
        {
            "article": name,
            "messages": count,
            "intents": [
                {"id": intent, "label": labels.get(intent, intent), "count": n}
                for intent, n in most(((intent, n) for intent, n in counts.articles[name].items() if intent), 3)
            ],
        }
        for name, count in asked
    ]


def _speech(counts: Counts) -> dict[str, Any]:
    agents = []
    for agent, checked in most(counts.checked.items(), SHOWN):
        of = {severity: counts.severities[agent, severity] for severity in SEVERITIES}
        rules = most(((rule, n) for (who, rule), n in counts.rules.items() if who == agent), 3)
        agents.append(
            {
                "agent": agent,
                "checked": checked,
                **of,
                "per_hundred": round(100 * sum(of.values()) / checked, 1),
                "rules": [{"rule": rule, "label": counts.labels[rule], "count": n} for rule, n in rules],
            }
        )
    total = {severity: sum(n for (_, of), n in counts.severities.items() if of == severity) for severity in SEVERITIES}
    return {"checked": counts.staff, **total, "agents": agents}


def _compare(before: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """Put the same figures of two periods side by side."""
    rows = [
        {"name": name, "unit": unit, "before": old, "now": new}
        for (name, unit, old), (_, _, new) in zip(_key_figures(before), _key_figures(now), strict=True)
    ]
    shares = {entry["id"]: entry["share"] for entry in before["intents"]}
    known = {entry["id"]: entry for entry in (*before["intents"], *now["intents"])}
    new_shares = {entry["id"]: entry["share"] for entry in now["intents"]}
    moved = [
        {"id": name, "label": entry["label"], "before": shares.get(name, 0.0), "now": new_shares.get(name, 0.0)}
        for name, entry in known.items()
    ]
    moved.sort(key=lambda entry: (-abs(entry["now"] - entry["before"]), entry["id"]))
    return {"from": before["summary"]["from"], "to": before["summary"]["to"], "figures": rows, "intents": moved[:12]}


def _key_figures(period: Mapping[str, Any]) -> list[tuple[str, str, Any]]:
    summary, response, speech = period["summary"], period["response"], period["speech"]
    found = speech["error"] + speech["warning"] + speech["hint"]
    open_turns = period["unanswered"]["turns"] - period["unanswered"]["answered"]
    return [
        ("每天买家消息", "条", round(summary["buyer_messages"] / max(1, len(period["days"])), 1)),
        ("没认出的", "%", summary["none"]["share"]),
        ("首次响应中位", "秒", response["first"]["median"]),
        ("首次响应 10 秒内", "%", response["first"]["within_10s"]),
        ("平均响应", "秒", response["all"]["average"]),
        ("响应 3 分钟内", "%", response["all"]["within_180s"]),
        ("没人回的轮次", "%", share(open_turns, period["unanswered"]["turns"])),
        ("用语每百条", "处", round(100 * found / max(1, speech["checked"]), 1)),
    ]

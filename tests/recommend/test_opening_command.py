"""``cs-scripts opening``: all occasions, what to say on one, and why not now."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from click.testing import CliRunner

from cs_scripts.cli.opening import command
from cs_scripts.recommend import recommender


def at(hour: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recommender, "check_time", lambda _: datetime(2026, 11, 30, hour))


def test_without_an_occasion_all_are_listed() -> None:
    shown = CliRunner().invoke(command, []).output.splitlines()
    assert "催付（payment_reminder，10:00–15:00 发，只说一次）" in shown
    assert "核对订单（order_confirmation）" in shown


def test_at_its_hour_the_replies_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    at(14, monkeypatch)
    done = CliRunner().invoke(command, ["催付", "-k", "2", "--order", "status=待付款,item=米白卫衣"])
    assert done.exit_code == 0
    assert [line[:2] for line in done.output.splitlines()] == ["1.", "2."]


def test_out_of_hours_it_says_from_when(monkeypatch: pytest.MonkeyPatch) -> None:
    at(21, monkeypatch)
    done = CliRunner().invoke(command, ["催付"])
    assert done.stdout == ""
    assert "可在 12月01日 10:00 起发" in done.stderr
    record = json.loads(CliRunner().invoke(command, ["催付", "--json"]).stdout)
    assert (record["trigger"], record["replies"], record["not_before"]) == ("payment_reminder", [], "2026-12-01T10:00")

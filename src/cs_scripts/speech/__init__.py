"""What an agent must not say: check a reply, a phrase book, a quick-reply file or a chat log against the rules of speech."""

from cs_scripts.speech.checker import Checker, Finding, check
from cs_scripts.speech.conditions import Context
from cs_scripts.speech.rules import SEVERITIES, Allowed, Change, Rule, SpeechRules
from cs_scripts.speech.rules_file import load_rules

__all__ = ["SEVERITIES", "Allowed", "Change", "Checker", "Context", "Finding", "Rule", "SpeechRules", "check", "load_rules"]

"""Read the signs of a talk: what the agent did, whether the buyer repeats himself, his mood, motive and knowledge."""

from __future__ import annotations

from collections.abc import Sequence

from cs_scripts.conversation.turn import MAX_LENGTH, Heard, Turn, hear_turn
from cs_scripts.text.patterns import lazy

_NOISE = lazy(r"[\s,。!?~.呢吗嘛啊呀哦哈吧么的了亲]|你好|您好|请问|在吗")
_GREETING = lazy(
    r"(?:您好|你好|您|你|等下|等一下|看下|我看看?|在的|在呢|亲|客官|亲爱的|哦|呢|哈|嗯+|"
    r"恩+|好的|有什么(?:可以|能)?(?:帮助?|为)?您?的?吗?|可以帮您|欢迎光临|稍等|请|一下|"
    r"需要帮助吗|很高兴为您服务|[\s,。!?~])*"
)
_LOOKING = lazy(
    r"稍等|稍候|等一下|等下|等一会|(?:查|核实|看|问|确认|核对|了解)(?:一下|下|看看?)|帮您查|帮亲查|正在(?:查|核实|处理|联系)|耐心等"
)
_ASKING = lazy(r"(?:吗|么|嘛|哪[个款种里]|什么|多少|是不是|可以不|好不好|行不行|对吧)[亲哦呀啊~ ]*[?？]?$|[?？]")
_RECENT = 6
_OPEN = frozenset(("hurt", "hurried", "repeated"))
_AGENT = ("agent_offered", "agent_promised", "agent_refused")
_LEAST = 3
_SAME = 0.75


def read_signs(turns: Sequence[Turn]) -> frozenset[str]:
    """Read the signs of a talk.

    Args:
        turns: the turns, oldest first; the last is the buyer's message.

    Returns:
        Members of ``terms.SIGNS``. Mood and urging are read from the message and the buyer's last two turns before, what the agent
        asked and answered from the agent's last words, everything else from all turns.
    """
    signs: set[str] = set()
    for turn in turns:
        signs |= {sign for sign in turn.signs if sign not in _OPEN}
    buyer = [turn for turn in turns if turn.role == "buyer"]
    for turn in buyer[-3:]:
        signs |= turn.signs & {"hurt"}
    signs |= turns[-1].signs & _OPEN
    last = _last_words(turns)
    if any(turn.asked for turn in last):
        signs.add("agent_asked")
    if any(_answers(turn) for turn in last) and len(buyer) > 1:
        signs.add("agent_answered")
    if _says_again(buyer):
        signs.add("repeated")
    return frozenset(signs)


def last_signs(turns: Sequence[tuple[str, str]]) -> frozenset[str]:
    """Tell what the agent did last, since the buyer's turn before.

    Args:
        turns: role and text of the turns before the message, oldest first.

    Returns:
        Any of ``asked``, ``promised``, ``offered``, ``refused``, ``looking`` (he said that he is looking something up) and
        ``answered``.

    >>> sorted(last_signs([("buyer", "几天能到"), ("seller", "亲，您是哪个城市呀")]))
    ['asked']
    """
    said = [hear_turn(text[:MAX_LENGTH], "seller" if role == "seller" else "buyer") for role, text in turns[-_RECENT:]]
    last = _last_words([*said, said[-1]]) if said else []
    found = {sign.removeprefix("agent_") for turn in last for sign in turn.signs if sign in _AGENT}
    found |= {"looking" for turn in last if _LOOKING.search(turn.text)}
    if any(turn.asked or _ASKING.search(turn.text) for turn in last):
        found.add("asked")
    if any(_answers(turn) for turn in last):
        found.add("answered")
    return frozenset(found)


def _last_words(turns: Sequence[Turn] | Sequence[Heard]) -> list[Turn | Heard]:
    """Give the agent's turns since the buyer's turn before the message."""
    last: list[Turn | Heard] = []
    for turn in reversed(turns[:-1]):
        if turn.role == "seller":
            last.append(turn)
        elif last:
            break
    return last


def _answers(turn: Turn | Heard) -> bool:
    """Tell whether an agent's turn says more than a greeting or a question."""
    return not _GREETING.fullmatch(turn.text) and not turn.asked and not turn.text.rstrip(" 。~").endswith(("吗", "呢?", "?", "嘛"))


def _says_again(buyer: Sequence[Turn]) -> bool:
    """Tell whether the last turn says nearly the same as an earlier one."""
    if len(buyer) == 1:
        return False
    now = _pairs(buyer[-1].text)
    before = (_pairs(turn.text) for turn in buyer[-5:-1]) if len(now) >= _LEAST else ()
    return any(len(then) >= _LEAST and len(now & then) >= _SAME * min(len(now), len(then)) for then in before)


def _pairs(text: str) -> set[str]:
    core = _NOISE.sub("", text[:200])
    return {core[i : i + 2] for i in range(len(core) - 1)}

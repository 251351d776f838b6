"""Find the messages in a JSON value, however they are nested, and make each a flat row.

Known shapes: the open platform's answer, the browser extension's ``{user, chats}``, 京麦 and 微信客服 logs, Qianniu's remote history,
``{"买家甲": […]}``, ``turns``, ``messages``, and the conversations of OpenAI and ShareGPT data.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cs_scripts.chatlog.columns import is_personal, load_vocabulary, show
from cs_scripts.chatlog.layouts.keys import columns_of, field_of
from cs_scripts.chatlog.layouts.parts import TOO_DEEP, holds_more, is_parts, name_of, scalar, text_of, unpacked
from cs_scripts.chatlog.roles import clean_nick
from cs_scripts.files.rejects import Reject

NOT_JSON = "不是 JSON 对象"
NOBODY = "只有文字，没说是谁说的"
NO_MESSAGE = "对象里没有消息"
CONVERSATION, BUYER, ROLE = "会话", "买家", "角色"
_DEEPEST = 40
_TURNS = frozenset(
    {"turns", "dialogue", "dialog", "messages", "conversation", "conversations", "utterances", "history", "对话", "会话", "消息"}
)
_IDS = frozenset({"id", "_id"})
_PICTURES = ("imgurl", "img_url", "imageurl", "image_url", "picurl")
_CONTEXT = {"buyer": BUYER, "conversation": CONVERSATION}
_WHO = frozenset({"sender", "role", "staff", "direction"})
_SPOKEN_OF = _WHO | {"time"}
_ANSWERS = frozenset({"code", "ret", "retcode", "errcode", "errno", "status", "success", "ok", "error"})

Found = Iterator["dict[str, Any] | Reject"]


def is_flat(value: Mapping[str, Any]) -> bool:
    """Tell whether an object has no other in it, nor a list that is packed into a text."""
    return not any(isinstance(inner, dict | list) or (inner is not unpacked(inner)) for inner in value.values())


def flat(item: Mapping[str, Any], context: Mapping[str, str]) -> dict[str, Any]:
    """Make one message a flat row.

    Args:
        item: the message.
        context: what the objects around it say, which its own keys overrule.

    Returns:
        The row: key and cell.

    >>> flat({"fromid": {"nick": "某人"}, "loginid": {"nick": "小店:宝"}, "originalData": {"text": "在吗"}}, {})["originalData"]
    '在吗'
    """
    row: dict[str, Any] = {}
    fields = set()
    for key, value in item.items():
        name = field_of(key)
        fields.add(name)
        if name == "text":
            row[key] = text_of(value)
        elif name in ("sender", "buyer", "agent", "role", "item") and isinstance(value, dict):
            row[key] = name_of(value)
        else:
            row[key] = scalar(value)
    if not any(isinstance(row[key], str) and row[key].strip() for key in row if field_of(key) == "text") and _has_picture(item):
        row[next((key for key in row if field_of(key) == "text"), "text")] = "[图片]"
    if "loginid" in item and "fromid" in item:
        row.update(_remote(item))
    for name, key in _CONTEXT.items():
        if key in context and name not in fields and key not in row:
            row[key] = context[key]
    row.update((key, said) for key, said in context.items() if is_personal(key) and key not in row)
    return row


def _remote(item: Mapping[str, Any]) -> dict[str, str]:
    """Tell who spoke in a message of Qianniu's remote history: whoever is logged in is staff."""
    sent, login = clean_nick(name_of(item["fromid"])), clean_nick(name_of(item["loginid"]))
    is_staff = sent == login or (":" in login and sent.partition(":")[0] == login.partition(":")[0])
    other = clean_nick(name_of(item.get("toid"))) if is_staff else sent
    return {ROLE: "客服" if is_staff else "买家", BUYER: other}


def _has_picture(item: Mapping[str, Any]) -> bool:
    return any(value for key, value in item.items() if key.lower() in _PICTURES)


def is_message(value: Mapping[str, Any], text_key: str = "") -> bool:
    """Tell whether an object has the text of a message in it."""
    texts = (inner for key, inner in value.items() if key == text_key or field_of(key) == "text")
    return any(text_of(inner).strip() and not holds_more(inner) and not _is_whole(inner) for inner in texts) or _has_picture(value)


def _is_whole(value: Any) -> bool:
    """Tell whether what stands in the place of a text is a message that says who speaks."""
    return isinstance(value, dict) and tells_who(value) and is_message(value)


def messages_in(value: Any, name: str = "", text_key: str = "") -> list[dict[str, Any] | Reject]:
    """Find all messages in a JSON value.

    Args:
        value: the value.
        name: what to call the conversation where the value itself does not name it.
        text_key: the key with the text, when the user named it.

    Returns:
        A flat row for each message, and a reject for what stands between messages and is none.

    >>> [row["content"] for row in messages_in({"买家甲": [{"content": "在吗"}], "买家乙": [{"content": "好"}]})]
    ['在吗', '好']
    >>> messages_in({"买家甲": [{"content": "在吗"}]})[0]["会话"]
    '买家甲'
    """
    return list(_walk(unpacked(value), {CONVERSATION: name} if name else {}, "", text_key, 0))


def _walk(value: Any, context: Mapping[str, str], key: str, text_key: str, depth: int) -> Found:
    if depth > _DEEPEST:
        yield Reject(0, TOO_DEEP)
    elif isinstance(value, list):
        yield from _walk_list(value, context, key, text_key, depth)
    elif isinstance(value, dict):
        yield from _walk_object(value, context, text_key, depth)


def _walk_object(value: Mapping[str, Any], context: Mapping[str, str], text_key: str, depth: int) -> Found:
    """Find the messages of an object: itself, or all that stand in it, in lists, in objects, or packed into a text."""
    if columns := columns_of(value):
        yield from (flat(row, context) for row in columns)
        return
    around = _around(value, context)
    if CONVERSATION not in around or around[CONVERSATION] == context.get(CONVERSATION):
        around = {**around, **_id_of(value, text_key)}
    itself = context if depth else {}  # what a line is called is for the dialogue in it
    is_own = is_message(value, text_key)
    is_said = is_own and any(field_of(key) in _SPOKEN_OF for key in value)
    inner = {name: unpacked(held) for name, held in value.items() if not is_own or field_of(name) != "text"}
    lists = {name: held for name, held in inner.items() if isinstance(held, list)}
    objects = {name: held for name, held in inner.items() if isinstance(held, dict) and not is_said}
    listed = [found for name, held in lists.items() for found in _inner(name, held, around, text_key, depth)]
    has_list = any(isinstance(found, dict) for found in listed)
    if is_said and (tells_who(value) or not has_list):
        yield flat(value, itself)
        yield from listed
        return
    bare = [name for name, held in objects.items() if has_list and is_message(held, text_key) and not tells_who(held)]
    nested = [f for name, held in objects.items() if name not in bare for f in _inner(name, held, around, text_key, depth)]
    if is_own and not has_list and not any(isinstance(f, dict) and tells_who(f) for f in nested) and not (nested and is_envelope(value)):
        yield flat(value, itself)
        yield from listed
        return
    strays = [value] if is_own else []
    for stray in [*strays, *(objects[name] for name in bare)]:
        if not is_envelope(stray):
            yield Reject(0, NOBODY)
    yield from listed
    yield from nested


def _inner(name: str, inner: Any, around: Mapping[str, str], text_key: str, depth: int) -> Found:
    field = "" if name.lower() in _TURNS else field_of(name)
    is_parted = isinstance(inner, list) and not is_parts(inner)
    if (field in ("sender", "agent") and not is_parted) or (field == "text" and not is_parted and text_of(inner) and not _is_whole(inner)):
        return
    names_talk = bool(name) and (not name.isascii() or any(c.isdigit() for c in name)) and name.lower() not in _TURNS and not field_of(name)
    if names_talk and name.isascii() and isinstance(inner, dict) and is_message(inner, text_key):
        names_talk = False  # a message's number
    context = {**around, CONVERSATION: name} if names_talk and CONVERSATION not in around and BUYER not in around else around
    yield from _walk(inner, context, name, text_key, depth + 1)


def tells_who(value: Mapping[str, Any]) -> bool:
    """Tell whether an object says who speaks in it.

    >>> tells_who({"role": "user"}), tells_who({"time": 1})
    (True, False)
    """
    return any(field_of(key) in _WHO for key in value)


def is_envelope(value: Mapping[str, Any]) -> bool:
    """Tell the envelope of an answer, as in ``{"code": 0, "msg": "ok", "data": {…}}``, from a message.

    >>> is_envelope({"code": 0, "msg": "ok"}), is_envelope({"text": "在吗", "extra": {}})
    (True, False)
    """
    return any(key.lower() in _ANSWERS for key in value) and not any(field_of(key) in _SPOKEN_OF for key in value)


def _around(value: Mapping[str, Any], context: Mapping[str, str]) -> Mapping[str, str]:
    """Add what an object says of all messages in it."""
    found = dict(context)
    for key, inner in value.items():
        name = "buyer" if key == "user" else field_of(key)
        if name in _CONTEXT and unpacked(inner) is inner and not isinstance(inner, dict | list) and show(inner).strip():
            found[_CONTEXT[name]] = show(inner).strip()
        elif is_personal(key) and not isinstance(inner, dict | list) and show(inner).strip():
            found[key] = show(inner).strip()
    if BUYER in found and CONVERSATION in context and found[CONVERSATION] == context[CONVERSATION]:
        found.pop(CONVERSATION)
    return found


def _id_of(value: Mapping[str, Any], text_key: str) -> Mapping[str, str]:
    """Name the conversation by the id of the object that holds its messages in a list."""
    said = next((show(value[key]).strip() for key in value if key.lower() in _IDS and not isinstance(value[key], dict | list)), "")
    if not said or is_message(value, text_key) or any(field_of(key) == "conversation" and show(value[key]).strip() for key in value):
        return {}
    held = [inner for key, found in value.items() if key.lower() in _TURNS and isinstance(inner := unpacked(found), list)]
    return {CONVERSATION: said} if any(isinstance(item, dict) and is_message(item, text_key) for inner in held for item in inner) else {}


def _walk_list(value: Sequence[Any], context: Mapping[str, str], key: str, text_key: str, depth: int) -> Found:
    items = list(map(unpacked, value))
    has_messages = any(isinstance(item, dict) and is_message(item, text_key) for item in items)
    is_talk = key.lower() in _TURNS
    silent: list[Reject] = []
    is_heard = has_messages
    for number, item in enumerate(items, 1):
        if isinstance(item, dict):
            named = context if has_messages or depth else {**context, CONVERSATION: f"第{number}段"}
            found = list(_walk(item, named, "", text_key, depth + 1))
            is_heard = is_heard or bool(found)
            yield from found
            if not found and has_messages:
                yield flat(item, context)
            elif not found and item and [] not in item.values():
                silent.append(Reject(0, NO_MESSAGE))
        elif isinstance(item, list) and is_talk and len(item) == 2 and all(isinstance(part, str) for part in item):
            yield {ROLE: item[0], "content": item[1], **context}
        elif isinstance(item, list) and not has_messages:
            named = {**context, CONVERSATION: f"第{number}段"} if CONVERSATION not in context else context
            yield from _walk(item, named, key, text_key, depth + 1)
        elif isinstance(item, str) and not has_messages:
            if is_talk or not depth:
                yield _spoken(item, context)
        elif has_messages:
            yield Reject(0, NOT_JSON)
    if is_heard:
        yield from silent


def _spoken(text: str, context: Mapping[str, str]) -> dict[str, Any] | Reject:
    """Read a turn that is bare text with a word for the role before it; without one nobody knows who speaks."""
    word, colon, rest = text.replace("：", ":", 1).partition(":")
    if colon and word.strip().lower() in load_vocabulary().roles:
        return {ROLE: word.strip(), "content": rest.strip(), **context}
    return Reject(0, NOBODY)

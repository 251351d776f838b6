"""Find fitted weights: those of the wheel, else those fitted here before, else fit them, once and under a lock.

Weights are named after everything they depend on. Missing, stale, damaged or not writable: the answer is the same, it only takes longer.
What takes long is told to the logger ``cs_scripts``, which the command line shows.
"""

from __future__ import annotations

import contextlib

from cs_scripts.errors import FileReadError
from cs_scripts.files.data import data_path, installed
from cs_scripts.files.once import once
from cs_scripts.files.private import read_private, write_private
from cs_scripts.recognition.key import content_key
from cs_scripts.recognition.model import IntentModel
from cs_scripts.recognition.weights import DAMAGED, pack, unpack
from cs_scripts.text.tokens import Tokenizer

BUNDLED = "weights.npz"
"""Name of the weights that a wheel brings, below ``data``."""


def cached_name(key: str) -> str:
    """Name the file that holds the weights of a key.

    Args:
        key: what ``content_key`` gave.

    Returns:
        Its name in the cache folder.
    """
    return f"intents-{key}.npz"


def load_model(engine: str = "auto") -> IntentModel:
    """Load the intent model, or fit it and fill the cache.

    Args:
        engine: the tokenizer's engine; the weights are the same for all.

    Returns:
        The model.

    Raises:
        FileReadError: this is an installed package, which brings no examples to fit anew, and its weights are damaged.
    """
    tokenizer = Tokenizer(engine)
    key = None if installed() else content_key()
    with contextlib.suppress(*DAMAGED):
        return unpack(data_path(BUNDLED).read_bytes(), tokenizer, key)
    if key is None:
        raise FileReadError(data_path(BUNDLED), "安装不完整，请重新安装 cs-scripts")
    return _fit_once(tokenizer, key)


def _cached(tokenizer: Tokenizer, key: str) -> IntentModel | None:
    content = read_private(cached_name(key))
    if content is not None:
        with contextlib.suppress(*DAMAGED):
            return unpack(content, tokenizer, key)
    return None


def _fit_once(tokenizer: Tokenizer, key: str) -> IntentModel:
    """Take the weights that were kept, else fit and keep them."""
    import logging

    log = logging.getLogger("cs_scripts")
    return once(
        lambda: _cached(tokenizer, key),
        lambda: fit_model(tokenizer.engine),
        lambda model: write_private(cached_name(key), pack(model, key)),
        waiting=lambda: log.info("另一个进程正在训练识别模型，等它完成……"),
        unkept=lambda error: log.warning("识别模型存不下来，每次都要重新训练：%s", error),
    )


def fit_model(engine: str = "auto") -> IntentModel:
    """Fit the intent model on the bundled examples and the asks of the bundled phrase book.

    Args:
        engine: the tokenizer's engine.

    Returns:
        The model.

    Raises:
        DataFileError: a file breaks its format, or an intent and its messages do not go together.
    """
    import logging

    from cs_scripts.phrasebook.read import load_phrasebook
    from cs_scripts.recognition.examples import load_lessons
    from cs_scripts.recognition.intent_files import check_intents
    from cs_scripts.recognition.training import IntentClassifier

    log = logging.getLogger("cs_scripts")

    def progress(done: int, total: int) -> None:
        if done * 4 // total > (done - 1) * 4 // total:
            log.info("训练识别模型：%d%%", done * 100 // total)

    log.info("首次使用，正在训练识别模型，约需十几秒到半分钟，之后不用再等……")
    check_intents(load_phrasebook().intents, data_path("messages"))
    examples = load_lessons()
    classifier = IntentClassifier(engine=engine)
    return classifier.fit([example.text for example in examples], [example.intents for example in examples], progress).model_

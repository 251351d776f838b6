"""The cache of fitted weights: a convenience that can be missing, stale, damaged or read-only, but never wrong."""

import io
import logging
import os
import pickle
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cs_scripts import Recommender
from cs_scripts.files.private import alone
from cs_scripts.recognition import cache as weights
from cs_scripts.recognition.key import content_key
from cs_scripts.recognition.model import IntentModel
from cs_scripts.recognition.training import IntentClassifier
from cs_scripts.recognition.weights import DAMAGED, pack, unpack
from cs_scripts.text.tokens import Tokenizer

PROBE = "能便宜点吗 什么时候发货"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, recommender: Recommender) -> Path:
    """An own cache folder, with fitting replaced by the session's model, and a count of how often it was asked for."""
    monkeypatch.setenv("CS_SCRIPTS_CACHE", str(tmp_path / "cache"))
    calls = tmp_path / "calls"

    def fit(engine: str) -> IntentModel:
        calls.write_text(calls.read_text() + "x" if calls.exists() else "x")
        return recommender.recogniser.model

    monkeypatch.setattr(weights, "fit_model", fit)
    return tmp_path / "cache"


def cached_file() -> Path:
    return Path(os.environ["CS_SCRIPTS_CACHE"]) / weights.cached_name(content_key())


def fits(cache: Path) -> int:
    calls = cache.parent / "calls"
    return len(calls.read_text()) if calls.exists() else 0


def test_second_load_does_not_fit(cache: Path, recommender: Recommender) -> None:
    """What was fitted once is read afterwards, and gives the same scores."""
    weights.load_model()
    again = weights.load_model()
    assert fits(cache) == 1
    assert np.array_equal(again.score(PROBE), recommender.recogniser.model.score(PROBE))
    assert again.name(5) == recommender.recogniser.model.name(5)


def test_same_examples_same_bytes() -> None:
    """Fitting twice gives the same file, byte for byte: what the wheel brings can be made again by anybody."""
    texts = ["几时发货", "今天发吗", "多少钱", "贵了点", "嗯"]
    labels = ["shipping_time", "shipping_time", "price_info", "price_info", "none"]
    first, second = (pack(IntentClassifier().fit(texts, labels).model_, "key") for _ in range(2))
    assert first == second


def test_one_message_scores_as_among_many(recommender: Recommender) -> None:
    """Sums of whole numbers are exact, so no order of adding matters."""
    model = recommender.recogniser.model
    texts = [PROBE, "嗯嗯", "", "这件我160能穿吗", "收到货是坏的，怎么退"] * 20
    assert np.array_equal(np.concatenate(list(model.score_all(texts))), [model.score(text) for text in texts])


@pytest.mark.parametrize("content", [b"", b"garbage", b"PK\x03\x04 cut off", pickle.dumps({"weights": 1})])
def test_damaged_cache_is_fitted_anew(cache: Path, content: bytes) -> None:
    """Any other content is replaced, and a pickle is never loaded."""
    cache.mkdir(mode=0o700)
    cached_file().write_bytes(content)
    weights.load_model()
    assert fits(cache) == 1
    weights.load_model()
    assert fits(cache) == 1


@pytest.mark.parametrize("cut", [0.1, 0.5, 0.99])
def test_truncated_cache_is_fitted_anew(cache: Path, cut: float) -> None:
    """A file cut short by a full disk is noticed."""
    weights.load_model()
    whole = cached_file().read_bytes()
    cached_file().write_bytes(whole[: int(len(whole) * cut)])
    weights.load_model()
    assert fits(cache) == 2


def _npy(array: Any) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array)
    return buffer.getvalue()


def _changed(content: bytes, **arrays: bytes) -> bytes:
    """Put other members into an npz file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, arrays.get(name.removesuffix(".npy"), old.read(name)))
    return buffer.getvalue()


def _huge_shape(header: bytes) -> bytes:
    return header.replace(b"(34,", b"(9999999999,")


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "an array alone, not an archive": lambda _: _npy(np.zeros(3)),
    "weights as text": lambda whole: _changed(whole, low=_npy(np.array([["a"]]))),
    "weights as objects": lambda whole: _changed(whole, low=_npy(np.array([None]))),
    "a huge shape": lambda whole: _changed(whole, low=_huge_shape(_npy(np.zeros(34, dtype=np.uint8)))),
    "a bomb": lambda _: _bomb(),
    "no labels": lambda whole: _changed(whole, labels=_npy(np.zeros(0, dtype=np.uint8))),
    "a flipped header": lambda whole: whole[:70] + bytes([whole[70] ^ 255]) + whole[71:],
    "another key": lambda whole: _changed(whole, key=_npy(np.frombuffer(b"abc", dtype=np.uint8))),
    "another format": lambda whole: _changed(whole, format=_npy(np.array([99], dtype=np.uint32))),
    "rows out of reach": lambda whole: _changed(whole, rows=_npy(np.full((4, 9), 255, dtype=np.uint8))),
    "an endless n-gram": lambda whole: _changed(whole, words_longest=_npy(np.array([4_000_000_000], dtype=np.uint32))),
}


def _bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("format.npy", _npy(np.zeros(10_000_000, dtype=np.uint8)))
    return buffer.getvalue()


@pytest.mark.parametrize("name", DAMAGES)
def test_every_damage_is_one_of_those_expected(name: str, recommender: Recommender) -> None:
    """Whatever somebody puts there, reading it ends in an error that means "fit anew", and takes no memory."""
    whole = pack(recommender.recogniser.model, "key")
    with pytest.raises(DAMAGED):
        unpack(DAMAGES[name](whole), Tokenizer(), "key")
    unpack(whole, Tokenizer(), "key")


def test_arrays_that_do_not_belong_together(recommender: Recommender) -> None:
    """A file with the right names and wrong shapes is refused."""
    m = recommender.recogniser.model
    content = pack(IntentModel(m.labels[:-1], m.chars, m.words, m.rows, m.table, m.intercept, m.tokenizer), "key")
    with pytest.raises(ValueError, match="do not belong together"):
        unpack(content, Tokenizer())


def test_folder_that_cannot_be_made(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """Without a place for the cache everything works, only slower, and is said."""
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("CS_SCRIPTS_CACHE", str(tmp_path / "file" / "sub"))
    weights.load_model()
    weights.load_model()
    assert fits(cache) == 2
    assert "每次都要重新训练" in caplog.text


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps others out of the user's profile")
@pytest.mark.parametrize("mode", [0o777, 0o770, 0o1777])
def test_folder_that_others_can_write_to_is_refused(cache: Path, mode: int, caplog: pytest.LogCaptureFixture) -> None:
    """Weights that somebody planted in a shared folder are not used, and none are written there."""
    weights.load_model()
    assert fits(cache) == 1
    cache.chmod(mode)
    weights.load_model()
    assert fits(cache) == 2
    assert "chmod 700" in caplog.text


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_what_is_kept_is_for_the_user_alone(cache: Path) -> None:
    """The folder is 0700 and the file 0600, and a link in the file's place is neither read nor followed."""
    weights.load_model()
    assert cache.stat().st_mode & 0o777 == 0o700
    assert cached_file().stat().st_mode & 0o777 == 0o600
    elsewhere = cache.parent / "elsewhere"
    cached_file().rename(elsewhere)
    cached_file().symlink_to(elsewhere)
    before = elsewhere.read_bytes()
    weights.load_model()
    assert fits(cache) == 2
    assert not cached_file().is_symlink()
    assert elsewhere.read_bytes() == before


def test_a_second_process_waits(cache: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """While one process fits, another waits and then reads what the first has kept."""
    caplog.set_level(logging.INFO, "cs_scripts")
    cache.mkdir(mode=0o700)
    program = (
        "import sys; from pathlib import Path; from cs_scripts.files.private import alone\n"
        "with alone(Path(sys.argv[1]), print): print('in', flush=True); sys.stdin.readline()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", program, str(cache / "lock")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ | _path()
    )
    assert other.stdout is not None
    assert other.stdout.readline().strip() == b"in"

    def leave_once_waited_for() -> None:
        while "另一个进程" not in caplog.text:
            time.sleep(0.02)
        other.communicate(b"\n")

    leaving = threading.Thread(target=leave_once_waited_for, daemon=True)
    leaving.start()
    weights.load_model()
    leaving.join(30)
    assert other.returncode == 0
    assert fits(cache) == 1


def _path() -> dict[str, str]:
    return {"PYTHONPATH": os.pathsep.join(sys.path)}


def test_a_lock_is_free_again_after_its_holder(tmp_path: Path) -> None:
    """The file that was locked stays, and nobody is kept out by it."""
    for _ in range(2):
        with alone(tmp_path / "lock", lambda: pytest.fail("nobody is inside")):
            pass


def test_key_follows_the_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another example, or another word in the lexicon, is another key; other line ends are not."""
    folder = tmp_path / "data"
    (folder / "messages").mkdir(parents=True)
    for name in ("phrases.yaml", "lexicon.txt", "typos.txt", "traditional.txt"):
        (folder / name).write_bytes(b"")
    message_file = folder / "messages" / "gift.txt"
    monkeypatch.setattr("cs_scripts.files.data.DATA_PLACES", (folder,))
    keys = []
    for lexicon, messages in ((b"", b"a\nb\n"), (b"", b"a\r\nb\r\n"), (b"", b"a\nc\n"), (b"x 5", b"a\nc\n")):
        (folder / "lexicon.txt").write_bytes(lexicon)
        message_file.write_bytes(messages)
        keys.append(content_key())
    assert keys[0] == keys[1]
    assert len(set(keys)) == 3


def test_jieba_leaves_nothing_in_the_shared_temporary_folder(tmp_path: Path) -> None:
    """Its own cache would be read from there, whoever wrote it."""
    shared, own = tmp_path / "shared", tmp_path / "own"
    shared.mkdir()
    (shared / "jieba.cache").write_bytes(b"not marshal")
    program = "from cs_scripts.text.tokens import Tokenizer; print(Tokenizer('jieba').cut('仅退款行吗' * 1000)[:3])"
    variables = {"TMPDIR": str(shared), "TEMP": str(shared), "TMP": str(shared), "CS_SCRIPTS_CACHE": str(own)}
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, env=os.environ | _path() | variables)
    assert done.stdout.decode().strip() == "['仅退款', '行', '吗']"
    assert [path.name for path in shared.iterdir()] == ["jieba.cache"]
    assert (own / "jieba.cache").is_file()

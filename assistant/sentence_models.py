"""sentence-transformers and the hub it fetches from, for those who embed and those who rerank."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from assistant.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

ScorePairs = Callable[[Sequence[tuple[str, str]]], list[float]]

_UNWANTED: Final = ["*.bin", "*.pt", "*.pkl", "*.py", "*.onnx", "*.h5", "*.ot", "*.msgpack", "onnx/*", "openvino/*"]
"""Pickles and code, which can run anything, and formats that are not used."""
_SAFELY: Final[dict[str, Any]] = {
    "trust_remote_code": False,
    "local_files_only": True,
    "model_kwargs": {"use_safetensors": True},
}


def find_folder(model: str, owner: str, remedy: str, progress: Callable[[str], None] | None = None) -> Path:
    """Give the folder of a model: a folder as it is, or what the hub holds under that name.

    The cached revision is taken where there is one, so that a model stays what it is.

    Args:
        model: a sentence-transformers folder or hub name.
        owner: whose models a name without owner means.
        remedy: what to do where there is none.
        progress: called with the model's name when it has to be fetched.

    Raises:
        ModelError: there is no such model, or the folder holds none.
    """
    folder = Path(model) if Path(model).is_dir() else _snapshot(model, owner, remedy, progress)
    if any((folder / name).is_file() for name in ("modules.json", "config.json")):
        return folder
    raise ModelError(f"{folder} is no sentence-transformers model: it has no modules.json. {remedy}")


def load_sentence_transformer(model: str, folder: Path, threads: int, remedy: str) -> "SentenceTransformer":
    """Load an embedding model.

    Args:
        model: its name, for messages.
        folder: where it is.
        threads: how many cores torch may use.
        remedy: what to do where it can't be loaded.

    Raises:
        ModelError: it can't be loaded.
    """
    _prepare_torch(threads)
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(str(folder), **_SAFELY)
    except Exception as error:  # transformers raises whatever a wrong file leads to
        raise ModelError(_not_loaded(model, "sentence-transformers model", error, remedy)) from error


def load_cross_encoder(model: str, folder: Path, threads: int, remedy: str) -> ScorePairs:
    """Load a cross-encoder and give what it does: one score to each pair of texts.

    Args:
        model: its name, for messages.
        folder: where it is.
        threads: how many cores torch may use.
        remedy: what to do where it can't be loaded.

    Raises:
        ModelError: it can't be loaded, or gives several scores.
    """
    _prepare_torch(threads)
    from sentence_transformers import CrossEncoder

    try:
        loaded = CrossEncoder(str(folder), **_SAFELY)
    except Exception as error:  # as above
        raise ModelError(_not_loaded(model, "cross-encoder", error, remedy)) from error
    if loaded.num_labels != 1:
        raise ModelError(f'"{model}" gives {loaded.num_labels} scores to a pair, where one is needed. {remedy}')

    def scores(pairs: Sequence[tuple[str, str]]) -> list[float]:
        return [float(score) for score in loaded.predict(list(pairs), batch_size=16, show_progress_bar=False)]

    return scores


def first_line(error: Exception) -> str:
    """Give the part of an error's message that a person may want to read."""
    return str(error).strip().partition("\n")[0]


def _prepare_torch(threads: int) -> None:
    import torch
    from transformers.utils.logging import disable_progress_bar

    torch.set_num_threads(threads)
    disable_progress_bar()  # type: ignore[no-untyped-call]


def _not_loaded(model: str, kind: str, error: Exception, remedy: str) -> str:
    return f'"{model}" can\'t be loaded as a {kind} with safetensors weights ({first_line(error)}). {remedy}'


def _snapshot(model: str, owner: str, remedy: str, progress: Callable[[str], None] | None) -> Path:
    from huggingface_hub import snapshot_download

    repository = model if "/" in model else f"{owner}/{model}"
    try:
        return Path(snapshot_download(repository, local_files_only=True))
    except Exception:  # whatever is wrong with the cache, the hub is asked next
        if progress:
            progress(model)
    try:
        return Path(snapshot_download(repository, ignore_patterns=_UNWANTED))
    except Exception as error:  # the hub's client raises a dozen kinds, network errors among them
        msg = (
            f'The model "{model}" is no folder here and could not be fetched ({first_line(error)}). '
            f"Check the spelling and the network. {remedy}"
        )
        raise ModelError(msg) from error

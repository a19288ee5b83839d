"""Writes tensor_text.txt: tensors and what PyTorch prints for them.

    python3 tensor_text.py > tensor_text.txt

A case is `TYPE [SHAPE] VALUES`, the text, and a line `---`. Values are either listed, or
`linear START STEP`: START + i * STEP in float64, rounded to the type.
"""

import random
import struct
import torch

DTYPES = {"float": torch.float32, "double": torch.float64, "int": torch.int32, "bool": torch.bool}


def show(kind, shape, values, head):
    tensor = torch.tensor(values, dtype=torch.float64).to(DTYPES[kind]).reshape(shape)
    print(f"{kind} {list(shape)} {head}")
    print(tensor)
    print("---")


def listed(kind, shape, values):
    if kind == "float":
        values = [struct.unpack("f", struct.pack("f", v))[0] for v in values]
    show(kind, shape, values, " ".join(repr(float(v)) for v in values))


def linear(kind, shape, start, step):
    count = torch.Size(shape).numel()
    show(kind, shape, [start + i * step for i in range(count)], f"linear {start!r} {step!r}")


def count(shape):
    return torch.Size(shape).numel()


inf, nan = float("inf"), float("nan")
rng = random.Random(1)

for values in (
    [0], [-0.0], [1], [-1], [0.5], [1e-5], [1e9], [1e8], [123456789], [1.5e8], [nan], [inf], [-inf], [1e-4], [9.9e-5],
    [0.00005], [0.12345], [0.00025], [2.5], [1e300], [5e-324], [1e-40], [99999.99999], [100000000.5],
):
    for kind in ("float", "double"):
        listed(kind, [], values)
        listed(kind, [1], values)
for values in (
    [0, 0, 0], [1, 2, 3], [1, -2, 3], [1, 1000], [1, 1001], [0, 1e8], [0, 1.1e8], [1.5, 1500], [1.5, 1501],
    [nan, 1, 2], [inf, 1, 2], [-inf, 0.5, 2], [nan, nan], [inf, -inf, nan, 0], [-inf, 1e-7, 1], [nan, 1e9, -1e9],
    [0.1, 0.2, 0.30000001], [1e-5, 1], [1e-4, 0.05], [0.99995, 0.99994999], [-0.0, 0.5], [-0.00001, 0.1], [-0.0, 1],
    [0.00015, 0.00025, 0.00035], [1.00005, 1.00015, 1.00025], [999999.5, 1e6], [-1e-10, 1e-10], [0, 1e-5], [-1.5, 10.25],
    [1e5, 1e5 + 1], [12345678, 87654321], [3.4028235e38, 1], [1e10, 2e10], [1e-3, 0.9999], [1e-3, 1.0001],
):
    for kind in ("float", "double"):
        listed(kind, [len(values)], values)
for shape in ([2, 3], [3, 1], [1, 3], [2, 2, 2], [1, 1, 2, 2], [2, 1, 2, 1, 2], [1, 10], [12], [40], [3, 13], [2, 3, 11],
              [1, 1, 1], [6, 1, 3, 3], [10]):
    for scale in (1, 100, 1e-6, 1e4):
        listed("float", shape, [rng.gauss(0, 1) * scale for _ in range(count(shape))])
    listed("float", shape, [rng.randint(-99, 99) for _ in range(count(shape))])
    listed("double", shape, [rng.gauss(0, 3) for _ in range(count(shape))])
    listed("int", shape, [rng.randint(-1000, 1000) for _ in range(count(shape))])
    listed("bool", shape, [rng.randint(0, 1) for _ in range(count(shape))])
for kind in DTYPES:
    for shape in ([0], [0, 3], [2, 0], [3, 0, 2]):
        listed(kind, shape, [])
    listed(kind, [], [1])
    listed(kind, [1], [0])
    for shape in ([1000], [1001], [2000], [7, 200], [6, 200], [200, 6], [200, 7], [10, 10, 10], [11, 10, 10], [8, 1, 30, 30],
                  [2, 3, 16, 16], [1, 1, 32, 32], [1002, 1], [1, 1002], [5, 5, 5, 5, 5]):
        if count(shape) == 1000 and kind not in ("float", "bool"):
            continue
        step = {"float": 0.37, "double": 0.0123, "int": 3, "bool": 1}[kind]
        linear(kind, shape, {"bool": 0}.get(kind, -count(shape) / 2 * step // 1), step)
linear("float", [1001], 0.0, 1.0)
linear("float", [3, 1001], 0.0, 1.0)
linear("float", [1001], 0.001, 0.001)
linear("float", [40, 40], -1e-5, 1e-8)
linear("float", [100, 20], 1e12, 1e9)
linear("double", [23], 0.0, 1.0)
for size in range(9, 17):
    linear("double", [size], 0.5, 0.5)
    linear("int", [size * 2], 0, 1000)

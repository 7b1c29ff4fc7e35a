"""Values of synthetic series, made from spec/signals.md alone in another language: python3 make.py > values.json"""

import json
import math
import struct

MASK = 0xFFFFFFFF
ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24]
MINUTE = 60 * 10**6
DAY = 1440 * MINUTE


def block(key, counter):
    k = [key[0], key[1], 0x1BD11BDA ^ key[0] ^ key[1]]
    x0 = (counter[0] + k[0]) & MASK
    x1 = (counter[1] + k[1]) & MASK
    for r in range(13):
        x0 = (x0 + x1) & MASK
        by = ROTATIONS[r % 8]
        x1 = (((x1 << by) | (x1 >> (32 - by))) & MASK) ^ x0
        if r + 1 in (4, 8, 12):
            n = (r + 1) // 4
            x0 = (x0 + k[n % 3]) & MASK
            x1 = (x1 + k[(n + 1) % 3] + n) & MASK
    return x0, x1


def stream(seed, *parts):
    name = "\x1f".join(parts).encode("utf-16-le")
    units = list(struct.unpack(f"<{len(name) // 2}H", name))
    counters = [(len(units), 0)]
    units += [0] * (-len(units) % 4)
    for i in range(0, len(units), 4):
        counters.append((units[i] + (units[i + 1] << 16), units[i + 2] + (units[i + 3] << 16)))
    key = (seed & MASK, seed >> 32)
    for c in counters:
        out = block(key, c)
        key = (out[0] ^ c[0], out[1] ^ c[1])
    return key


def signed(word, bits=32):
    return word - (1 << bits) if word >> (bits - 1) else word


def uniform(key, i):
    w0, w1 = block(key, (i, 0))
    return ((w0 >> 5) * 2**26 + (w1 >> 6)) / 2**53


def curve(x):
    return math.exp(-x * x / 2)


TAIL = 3.6541528853610088
AREA = 0.004928673233974658
EDGES = [AREA / curve(TAIL), TAIL]
while len(EDGES) < 256:
    EDGES.append(math.sqrt(-2 * math.log(AREA / EDGES[-1] + curve(EDGES[-1]))))
EDGES.append(0.0)
HEIGHTS = [0.0] + [curve(x) for x in EDGES[1:256]] + [1.0]


def shares(key, i, lane):
    return [(w + 0.5) / 2**32 for w in block(key, (i, lane))]


def normal(key, i):
    lane = 1
    while True:
        w0, w1 = block(key, (i, lane))
        j = w0 % 256
        q = signed(w0 >> 12, 20) * 2**32 + w1 + 0.5
        x = q * EDGES[j] / 2**51
        if abs(q) < 2**51 * EDGES[j + 1] / EDGES[j]:
            return x
        while j == 0:
            p0, p1 = shares(key, i, lane + 1)
            a, b = -math.log(p0) / TAIL, -math.log(p1)
            if 2 * b > a * a:
                return math.copysign(TAIL + a, q)
            lane += 2
        if HEIGHTS[j] + shares(key, i, lane + 1)[0] * (HEIGHTS[j + 1] - HEIGHTS[j]) < curve(x):
            return x
        lane += 2


def student(key, i, df):
    lane = 0
    while True:
        u, v = [(signed(w) + 0.5) / 2**31 for w in block(key, (i, lane))]
        w = u * u + v * v
        if w < 1:
            return u * math.sqrt(df * (w ** (-2 / df) - 1) / w)
        lane += 1


def laplace(key, i, scale):
    w0, w1 = block(key, (i, 0))
    size = -scale * math.log(((w0 >> 6) * 2**26 + (w1 >> 6) + 0.5) / 2**52)
    return -size if w1 & 1 else size


def sequence(purpose, phi, sd, first, rows):
    inner, tied = stream(42, "s1", purpose), stream(42, "s1", purpose + "/tied")
    spread = [0.0]
    for n in range(128):
        spread.append(spread[-1] + phi ** (2 * n))
    ends, out = [first * normal(tied, 0)], []
    while len(out) < rows:
        m = len(ends) - 1
        ends.append(phi**128 * ends[m] + sd * math.sqrt(spread[128]) * normal(tied, m + 1))
        y = [ends[m]]
        for j in range(1, 129):
            y.append(phi * y[-1] + sd * normal(inner, 128 * m + j))
        miss = ends[m + 1] - y[128]
        out += [y[j] + phi ** (128 - j) * spread[j] / spread[128] * miss for j in range(128)]
    return out[:rows]


def cbf(i):
    keys = [stream(42, "s1", "signal[0]" + part) for part in ("", "/start", "/length", "/height")]
    n = i // 100
    kind = int(3 * uniform(keys[0], n))
    a, b = (1 + uniform(keys[1], n)) / 8, (1 + 2 * uniform(keys[2], n)) / 4
    h = 6 * (1 + normal(keys[3], n) / 6)
    s = (i % 100 / 100 - a) / b
    return (h, h * s, h * (1 - s))[kind] if 0 <= s < 1 else 0


def poisson(mean, v):
    term = total = math.exp(-mean)
    n = 0
    while v >= total and n < 63:
        n += 1
        term *= mean / n
        total += term
    return n


def bursts(rows, per_day, minutes):
    counts, places = stream(42, "s1", "missing/bursts"), stream(42, "s1", "missing/bursts/place")
    size = int(min(8 * DAY / per_day, 365 * DAY))
    starts = []
    for n in range(-2, rows * MINUTE // size + 1):
        many = poisson(per_day * size / DAY, uniform(counts, n % 2**32))
        starts += [n * size + int(uniform(places, (64 * n + j) % 2**32) * size) for j in range(many)]
    times = [row * MINUTE for row in range(rows)]
    return [row for row, t in enumerate(times) if any(b <= t < b + minutes * MINUTE for b in starts)]


noise = stream(42, "s1", "noise[0]")
second = stream(2**53 - 1, "s1", "b", "noise[0]")
levels = stream(42, "s1", "signal[0]")
jitter, width = stream(42, "s1", "jitter"), int(0.8 * MINUTE)
far = [i for i in range(20000) if abs(normal(noise, i)) > 3.5]
values = {
    "gaussian": [normal(noise, i) for i in range(60)],
    "farRows": far,
    "far": [normal(noise, i) for i in far],
    "laplace": [laplace(noise, i, 2) for i in range(40)],
    "student": [student(second, i, 3) for i in range(40)],
    "walk": [x + 0.1 * i for i, x in enumerate(sequence("signal[0]", 1.0, 2.0, 0.0, 300))][::7],
    "ar1": sequence("noise[0]", 0.8, 3 * math.sqrt(1 - 0.8**2), 3.0, 300)[::7],
    "modes": [[1, 2, 3, 4, 5][int(5 * uniform(levels, i // 10))] for i in range(0, 400, 10)],
    "cbf": [cbf(i) for i in range(0, 1000, 13)],
    "jitter": [int(uniform(jitter, i) * width) - width // 2 for i in range(40)],
    "bursts": bursts(8000, 3, 20),
}
print(json.dumps(values))

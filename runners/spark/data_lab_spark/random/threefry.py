"""Threefry-2x32 with 13 rounds over arrays of counters (Salmon, Moraes, Dror, Shaw, SC11, 2011); spec/signals.md, "Random numbers"."""

import numpy as np

PARITY = 0x1BD11BDA
ROTATIONS = (13, 15, 26, 6, 17, 29, 16, 24)
ROUNDS = 13
MASK = 0xFFFFFFFF
#: Counters that are encrypted at a time: what they need stays in the processor's cache.
BLOCK = 1 << 14

Key = tuple[int, int]


def _encrypt(key: Key, x0: np.ndarray, x1: np.ndarray) -> None:
    """Encrypts counters in place."""
    keys = (key[0], key[1], (PARITY ^ key[0] ^ key[1]) & MASK)
    x0 += np.uint32(keys[0])
    x1 += np.uint32(keys[1])
    high = np.empty_like(x1)
    for number in range(ROUNDS):
        turn = ROTATIONS[number % 8]
        x0 += x1
        np.left_shift(x1, np.uint32(turn), out=high)
        x1 >>= np.uint32(32 - turn)
        x1 |= high
        x1 ^= x0
        if number % 4 == 3:
            n = number // 4 + 1
            x0 += np.uint32(keys[n % 3])
            x1 += np.uint32((keys[(n + 1) % 3] + n) & MASK)


def words(key: Key, index: np.ndarray, lane: int) -> tuple[np.ndarray, np.ndarray]:
    """The two 32-bit words of counters (index, lane); `index` holds whole numbers from 0 to 2^32 − 1."""
    first = index.astype(np.uint32)
    second = np.full(first.shape, lane, np.uint32)
    for start in range(0, len(first), BLOCK):
        part = slice(start, start + BLOCK)
        _encrypt(key, first[part], second[part])
    return first, second


def block(key: Key, c0: int, c1: int) -> Key:
    """One counter, without arrays, which cost more than the work."""
    keys = (key[0], key[1], PARITY ^ key[0] ^ key[1])
    x0, x1 = (c0 + keys[0]) & MASK, (c1 + keys[1]) & MASK
    for number in range(ROUNDS):
        turn = ROTATIONS[number % 8]
        x0 = (x0 + x1) & MASK
        x1 = ((x1 << turn | x1 >> (32 - turn)) & MASK) ^ x0
        if number % 4 == 3:
            n = number // 4 + 1
            x0 = (x0 + keys[n % 3]) & MASK
            x1 = (x1 + keys[(n + 1) % 3] + n) & MASK
    return x0, x1


def key_of(seed: int, name: str) -> Key:
    """The key of a seed (0 to 2^53 − 1) and a name, absorbed by UTF-16 code units, four at a time."""
    raw = name.encode("utf-16-le", "surrogatepass")
    units = [raw[at] | raw[at + 1] << 8 for at in range(0, len(raw), 2)]
    key = (seed & MASK, seed >> 32)

    def absorb(c0: int, c1: int) -> Key:
        out = block(key, c0, c1)
        return out[0] ^ c0, out[1] ^ c1

    key = absorb(len(units), 0)
    units += [0] * (-len(units) % 4)
    for at in range(0, len(units), 4):
        u = units[at : at + 4]
        key = absorb(u[0] | u[1] << 16, u[2] | u[3] << 16)
    return key

"""Small IDX files, written by the format's own description (http://yann.lecun.com/exdb/mnist/)."""

import hashlib
import struct
from dataclasses import replace

import numpy as np

from playground.digits.datasets import DATASETS
from playground.digits.datasets.fashion_mnist import FASHION_MNIST_FILES
from playground.digits.datasets.mnist import MNIST_FILES

TRAIN, TEST = 60, 20
KNOWN = {"mnist": MNIST_FILES, "fashion_mnist": FASHION_MNIST_FILES}


def images_file(images):
    return struct.pack(">4I", 0x803, *images.shape) + images.tobytes()


def labels_file(labels):
    return struct.pack(">2I", 0x801, len(labels)) + bytes(labels)


def small_files(seed=0):
    """Four files in torchvision's names, with made-up pictures."""
    generator = np.random.default_rng(seed)
    files = {}
    for part, count in (("train", TRAIN), ("t10k", TEST)):
        pictures = generator.integers(0, 256, (count, 28, 28), dtype=np.uint8)
        files[f"{part}-images-idx3-ubyte"] = images_file(pictures)
        files[f"{part}-labels-idx1-ubyte"] = labels_file([index % 10 for index in range(count)])
    return files


def md5(content):
    return hashlib.md5(content).hexdigest()


def write(folder, files):
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)


def knowing(key, contents):
    """The files of a data set with the sizes of `contents`, and their MD5 where the real ones have theirs."""
    known = KNOWN[key]
    return replace(
        known,
        files={
            name: (len(content), md5(content) if known.files[name][1] else None)
            for name, content in contents.items()
        },
    )


def entry_of(key, contents):
    """The catalogue's entry, with `contents` in place of the real files."""
    entry, files = DATASETS[key], knowing(key, contents)

    def load(root):
        return files.load(root, name=key, source=entry.source)

    return replace(entry, load=load, files=files.paths, train_size=TRAIN, test_size=TEST)

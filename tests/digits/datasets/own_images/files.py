"""Files of images as people bring them, made with Pillow, zipfile and NumPy."""

import io
import zipfile

import numpy as np
from PIL import Image


def png(pixels, kind="PNG", **options):
    buffer = io.BytesIO()
    (pixels if isinstance(pixels, Image.Image) else Image.fromarray(pixels)).save(buffer, kind, **options)
    return buffer.getvalue()


def noise(seed, shape=(28, 28)):
    return np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)


def pictures(*folders, each=4):
    """Path to content: `each` different images a folder."""
    return {
        f"{folder}/{index}.png": png(noise((place, index)))
        for place, folder in enumerate(folders)
        for index in range(each)
    }


def archive(files, compression=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as target:
        for path, content in files.items():
            target.writestr(path, content)
    return buffer.getvalue()


def npz(**arrays):
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def npy(array, **options):
    buffer = io.BytesIO()
    np.save(buffer, array, **options)
    return buffer.getvalue()


def result_of(reading):
    """What a generator returns."""
    while True:
        try:
            next(reading)
        except StopIteration as end:
            return end.value

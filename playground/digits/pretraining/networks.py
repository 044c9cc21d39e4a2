"""Makes the networks that ship with the project: `python -m playground.digits.pretraining.networks`.

It needs MNIST on disk (see `PLAYGROUND_DATA_DIR`) and writes `playground/digits/pretrained/*.safetensors`, each
with its config, seed and test accuracy in its metadata. Two cores take about 20 minutes.
"""

import argparse

import torch

from playground.digits.checkpoints import PRETRAINED_FOLDER, save_checkpoint
from playground.digits.datasets import load_digits
from playground.digits.pretraining.drawings import with_drawings
from playground.digits.training import train
from playground.digits.training.loop import EpochFinished, TrainingConfig, TrainingFinished

CONFIGS: dict[str, TrainingConfig] = {
    "mlp": TrainingConfig(learning_rate=0.004, batch_size=128, schedule="one_cycle"),
    "cnn": TrainingConfig(
        model="cnn", learning_rate=0.006, batch_size=128, epochs=6, schedule="one_cycle", augmentation=True
    ),
}
COPIES, OTHERS = 2, 30_000
"""The drawings that the networks learn from beside MNIST: of each training image, and of other handwritings."""


def main() -> None:
    """Train each wanted network and save it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=list(CONFIGS), help="which networks; default: all")
    parser.add_argument("--threads", type=int, default=1, help="threads that PyTorch uses")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    mnist = load_digits("mnist")
    dataset = with_drawings(mnist, COPIES, OTHERS)
    for name in arguments.names:
        config = CONFIGS[name]
        for event in train(config, dataset, device="cpu"):
            if isinstance(event, EpochFinished):
                print(f"{name} epoch {event.epoch}: test accuracy {event.test_accuracy:.4f}", flush=True)
            if isinstance(event, TrainingFinished):
                path = save_checkpoint(
                    PRETRAINED_FOLDER / f"{name}.safetensors",
                    event.model,
                    config=config.to_dict(),
                    dataset=dataset.name,
                    drawings=len(dataset.train_images) - len(mnist.train_images),
                    test_accuracy=event.test_accuracy,
                )
                print(f"{path}: test accuracy {event.test_accuracy:.4f}")


if __name__ == "__main__":
    main()

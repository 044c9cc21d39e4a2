"""Makes the networks that ship with the project: `python -m playground.digits.pretraining.networks`.

It needs MNIST on disk (see `PLAYGROUND_DATA_DIR`), requirements-dev.txt and the handwriting fonts, and writes
`playground/digits/pretrained/*.safetensors`, each with its config, seed and test accuracy in its metadata. With
`--further` it goes on from the weights that are there, and their metadata stand in the new file's as `started_from`.
"""

import argparse
from pathlib import Path

import torch

from playground.digits.checkpoints import PRETRAINED_FOLDER, load_pretrained, save_checkpoint
from playground.digits.datasets import DigitDataset, load_digits
from playground.digits.evaluation.metrics import evaluate
from playground.digits.models import DigitNetwork
from playground.digits.pretraining.drawings import with_drawings
from playground.digits.pretraining.handwriting_fonts import default_folder
from playground.digits.training.loop import EpochFinished, Training, TrainingConfig

CONFIGS: dict[str, TrainingConfig] = {
    "mlp": TrainingConfig(learning_rate=0.004, batch_size=128, schedule="one_cycle", validation_share=0),
    "cnn": TrainingConfig(
        model="cnn",
        learning_rate=0.006,
        batch_size=128,
        epochs=6,
        schedule="one_cycle",
        augmentation=True,
        validation_share=0,
    ),
}
FURTHER: dict[str, TrainingConfig] = {
    "mlp": TrainingConfig(learning_rate=0.002, batch_size=128, schedule="one_cycle", validation_share=0),
    "cnn": TrainingConfig(
        model="cnn",
        learning_rate=0.002,
        batch_size=128,
        epochs=1,
        schedule="one_cycle",
        augmentation=True,
        validation_share=0,
    ),
}
"""Runs that go on from the shipped weights."""
FURTHER_SHARE = 0.85
"""What such a run makes, in the weighted mean of its last and its first weights: so it keeps more of what it could
(Wortsman et al., 2022, "Robust fine-tuning of zero-shot models", https://arxiv.org/abs/2109.01903)."""
COPIES, OTHERS, OF_EACH_FONT = 2, 30_000, 300
"""The drawings that the networks learn from beside MNIST: of each training image, of other handwritings, of each font."""


def train_network(
    config: TrainingConfig, dataset: DigitDataset, start: DigitNetwork | None = None
) -> DigitNetwork:
    """The network of a config in eval mode, trained on the CPU; the CNN in bfloat16 where it is not the weights.

    With that and with channels last, a convolution on a CPU takes less than half the time.

    Args:
        config: the run.
        dataset: what it learns from.
        start: where it begins, instead of random weights; of the result it keeps 1 - `FURTHER_SHARE`.
    """
    training = Training(config, dataset, "cpu")
    model = training.model
    if start is not None:
        model.load_state_dict(start.state_dict())
    model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    in_float32 = model.register_forward_hook(lambda module, inputs, logits: logits.float())
    # Without the cache: it would keep the first weights as long as the context lasts.
    with torch.autocast("cpu", torch.bfloat16, enabled=config.model == "cnn", cache_enabled=False):
        for event in training.events():
            if isinstance(event, EpochFinished):
                print(f"epoch {event.epoch}: test accuracy {event.test_accuracy:.4f}", flush=True)
    in_float32.remove()
    model.to(memory_format=torch.contiguous_format)  # type: ignore[call-overload]
    if start is not None:
        begun = start.state_dict()
        mixed = {
            name: torch.lerp(begun[name], weights, FURTHER_SHARE) if weights.is_floating_point() else weights
            for name, weights in model.state_dict().items()
        }
        model.load_state_dict(mixed)
    return model.eval()


def main() -> None:
    """Train each wanted network and save it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="which networks; default: all that there are")
    parser.add_argument("--further", action="store_true", help="go on from the shipped weights")
    parser.add_argument("--threads", type=int, default=1, help="threads that PyTorch uses")
    parser.add_argument(
        "--fonts", type=Path, default=default_folder(), help="where the handwriting fonts lie"
    )
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    mnist = load_digits("mnist")
    dataset = with_drawings(mnist, COPIES, OTHERS, of_each_font=OF_EACH_FONT, fonts=arguments.fonts)
    configs = FURTHER if arguments.further else CONFIGS
    for name in arguments.names or configs:
        start = load_pretrained(name) if arguments.further else None
        model = train_network(configs[name], dataset, start.model if start else None)
        accuracy = evaluate(model, mnist.test_images, mnist.test_labels).accuracy
        path = save_checkpoint(
            PRETRAINED_FOLDER / f"{name}.safetensors",
            model,
            config=configs[name].to_dict(),
            dataset=dataset.name,
            drawings=len(dataset.train_images) - len(mnist.train_images),
            test_accuracy=accuracy,
            **({"started_from": start.metadata} if start else {}),
        )
        print(f"{path}: test accuracy {accuracy:.4f}")


if __name__ == "__main__":
    main()

"""How fast a network of the plane learns, beside the plain loop of PyTorch: `python -m benchmarks.plane_training`.

Both in turn, round after round, in one process with one thread: the same network, points and batches, 250 points in
batches of ten. Printed are the epochs a second of both, the median of their ratios with its spread, and by how much
their losses differ. The second network is the largest that the page offers.
"""

import statistics
import time

import torch

from playground.concepts.optimizers import build_optimizer
from playground.concepts.plane.data import PlaneSource
from playground.concepts.plane.network import PlaneNetwork
from playground.concepts.plane.training import PlaneTrainer, PlaneTraining, loss_on

ROUNDS = 7
EPOCHS = 60
NETWORKS = {
    "2-4-2-1": PlaneNetwork(),
    "2-8x6-1": PlaneNetwork(hidden=(8,) * 6, activations=("tanh",) * 6),
}


def main() -> None:
    """Print one network a line."""
    torch.set_num_threads(1)
    source = PlaneSource("circle")
    for name, network in NETWORKS.items():
        for loss in ("mse", "bce_with_logits"):
            training = PlaneTraining(loss=loss)
            rounds = []
            for _ in range(ROUNDS):
                plain, plain_losses = _plain(source, network, training)
                own, own_losses = _own(source, network, training)
                rounds.append((EPOCHS / own, EPOCHS / plain))
            ratios = sorted(fast / slow for fast, slow in rounds)
            difference = max(abs(a - b) for a, b in zip(own_losses, plain_losses, strict=True))
            print(
                f"{name}, {loss}: {statistics.median(own for own, _ in rounds):,.0f} epochs a second, the plain loop "
                f"{statistics.median(plain for _, plain in rounds):,.0f}; ratio {statistics.median(ratios):.2f} "
                f"(from {ratios[0]:.2f} to {ratios[-1]:.2f}); losses differ by at most {difference:.1e}",
                flush=True,
            )


def _own(source: PlaneSource, network: PlaneNetwork, training: PlaneTraining) -> tuple[float, list[float]]:
    trainer = PlaneTrainer(network, training, source.draw())
    begin = time.perf_counter()
    trainer.train(EPOCHS)
    return time.perf_counter() - begin, [epoch.train_loss for epoch in trainer.epochs[1:]]


def _plain(source: PlaneSource, network: PlaneNetwork, training: PlaneTraining) -> tuple[float, list[float]]:
    data, model = source.draw(), network.build()
    loss, encode = loss_on(training.loss, data.target)
    optimizer = build_optimizer(training.optimizer, model.parameters())
    inputs, targets = data.features(data.train_points, network), encode(data.train_targets)
    torch.manual_seed(training.seed)
    losses, begin = [], time.perf_counter()
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(inputs)).split(training.batch_size):
            optimizer.zero_grad()
            loss(model(inputs[batch]), targets[batch]).backward()
            optimizer.step()
        with torch.no_grad():
            losses.append(loss(model(inputs), targets).item())
    return time.perf_counter() - begin, losses


if __name__ == "__main__":
    main()

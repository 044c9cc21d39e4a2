"""What our training is measured against: the article's loop, plain PyTorch, scikit-learn, and the arithmetic alone."""

import warnings
from collections.abc import Callable, Iterator

import torch
from PIL import Image
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset

from playground.digits.datasets import DigitDataset
from playground.digits.datasets.torchvision_compat import torchvision_datasets
from playground.digits.models import build_model
from playground.digits.training import TrainingConfig

BATCH = 64


def article_loop(digits: DigitDataset) -> Iterator[float]:
    """The article's training as it is written: a `DataLoader`, `ToTensor`, Adam; the loss of each step."""
    torchvision_datasets()  # first, so that torchvision can be imported
    from torchvision.transforms import ToTensor

    model = nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))
    criterion, optimizer = nn.CrossEntropyLoss(), torch.optim.Adam(model.parameters(), lr=0.001)
    loader = DataLoader(_Images(digits, ToTensor()), batch_size=BATCH, shuffle=True)
    while True:
        for images, labels in loader:
            optimizer.zero_grad()
            loss = criterion(model(images), labels)
            loss.backward()
            optimizer.step()
            yield loss.item()


class _Images(Dataset[tuple[Tensor, int]]):
    """What `torchvision.datasets.MNIST` does for each image, whatever the digits are."""

    def __init__(self, digits: DigitDataset, transform: Callable[[Image.Image], Tensor]) -> None:
        self.digits, self.transform = digits, transform

    def __len__(self) -> int:
        return len(self.digits.train_labels)

    def __getitem__(self, index: int) -> tuple[Tensor, int]:
        image = Image.fromarray(self.digits.train_images[index].numpy())
        return self.transform(image), int(self.digits.train_labels[index])


def plain_loop(digits: DigitDataset, config: TrainingConfig) -> Iterator[float]:
    """The same loop with images in memory, fused Adam, and our batches and first weights; the loss of each step."""
    model = nn.Sequential(nn.Unflatten(1, (1, 28)), *build_model(config.model_config, config.seed).layers())
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=config.learning_rate, fused=True)
    generator = torch.Generator().manual_seed(config.seed)
    while True:
        for batch in torch.randperm(len(digits.train_images), generator=generator).split(config.batch_size):
            optimizer.zero_grad()
            loss = criterion(model(digits.train_images[batch] / 255), digits.train_labels[batch])
            loss.backward()
            optimizer.step()
            yield loss.item()


def scikit_learn(digits: DigitDataset) -> Callable[[int], None]:
    """`MLPClassifier` of the same sizes, optimizer and batches, on float32 pixels in memory; it makes so many steps."""
    pixels, labels = (digits.train_images.flatten(1) / 255).numpy(), digits.train_labels.numpy()
    classifier = MLPClassifier((128,), batch_size=BATCH, alpha=0)
    position = 0

    def steps(count: int) -> None:
        nonlocal position
        while count:
            taken = min(count, (len(pixels) - position) // BATCH)
            part = slice(position, position + taken * BATCH)
            with warnings.catch_warnings(), threadpool_limits(1):
                warnings.simplefilter("ignore", ConvergenceWarning)
                classifier.partial_fit(pixels[part], labels[part], classes=range(10))
            count, position = count - taken, position + taken * BATCH
            if len(pixels) - position < BATCH:
                position = 0

    return steps


def matrix_products() -> Callable[[int], None]:
    """The four large and small products of a step, which no way around can leave out; it makes so many steps of them."""
    torch.manual_seed(0)
    x, a, delta2, delta1 = (torch.randn(BATCH, size) for size in (784, 128, 10, 128))
    (w1, b1), (w2, b2) = ((torch.randn(*shape), torch.randn(shape[0])) for shape in ((128, 784), (10, 128)))

    def steps(count: int) -> None:
        for _ in range(count):
            torch.addmm(b1, x, w1.t())
            torch.addmm(b2, a, w2.t())
            torch.mm(delta2.t(), a)
            torch.mm(delta2, w2)
            torch.mm(delta1.t(), x)

    return steps

"""The PyTorch program of a network in the plane: the same data, first weights, order and losses."""

import itertools

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.concepts.losses.catalogue import losses_of
from playground.concepts.module_definition import definitions_source
from playground.concepts.plane.data import PlaneSource
from playground.concepts.plane.datasets import PLANE_DATASETS, POINTS
from playground.concepts.plane.features import FEATURES, TYPED
from playground.concepts.plane.network import DEFAULT_INITIALIZATION, PlaneNetwork
from playground.concepts.plane.training import PlaneTraining, loss_names
from playground.concepts.plane.typed_function import parse_plane_function

INITIALIZED = {
    DEFAULT_INITIALIZATION: "",
    "xavier": "nn.init.xavier_normal_(layer.weight, generator=generator)",
    "kaiming": 'nn.init.kaiming_normal_(layer.weight, nonlinearity="relu", generator=generator)',
    "zeros": "nn.init.zeros_(layer.weight)",
}


def plane_program(source: PlaneSource, network: PlaneNetwork, training: PlaneTraining, epochs: int) -> str:
    """A program that trains as the page does and prints the losses after its last epoch."""
    target = source.target
    parts = [
        "import math\n\nimport torch\nfrom torch import nn\n",
        definitions_source([NETWORK_ACTIVATIONS[name].definition for name in network.activations]),
        _data(source),
        features_source(network),
        _model(network, training),
        _loss(training.loss or loss_names(target)[0], target),
        _loop(training, epochs),
    ]
    return "\n".join(part.rstrip() + "\n" for part in parts if part)


def _data(source: PlaneSource) -> str:
    lines = ["Labelled = tuple[torch.Tensor, torch.Tensor]\n\n"] if source.own is None else []
    if source.own is None:
        drawn_by = PLANE_DATASETS[source.name] if source.typed is None else source.typed
        lines += [f"{drawn_by.program}\n\n", f"count = {POINTS}"]
        drawn = f"points, targets = {drawn_by.function_name}(count, {source.noise!r}, generator)"
    else:
        points, targets = [[x1, x2] for x1, x2, _ in source.own], [target for *_, target in source.own]
        lines += [f"count = {len(points)}"]
        whole = targets if source.target == "number" else [int(target) for target in targets]
        drawn = f"points, targets = torch.tensor({points}), torch.tensor({whole})"
    if source.own is None:
        lines.append(f"generator = torch.Generator().manual_seed({source.seed})")
    lines.append(drawn)
    if source.own is None:
        lines += [
            "order = torch.randperm(count, generator=generator)",
            "points, targets = points[order], targets[order]",
        ]
    lines.append(f"training = count - round({source.test_share!r} * count)")
    return "\n".join(lines)


def features_source(network: PlaneNetwork) -> str:
    """Source that makes `inputs` of `points`."""
    lines = []
    columns = []
    for name in network.features:
        if name == TYPED:
            lines.append(parse_plane_function(network.typed).program.replace("def loss(", "def typed("))
            columns.append("torch.vmap(typed)(points.double()).float()")
        else:
            columns.append(FEATURES[name].code)
    lines += ["x1, x2 = points.unbind(1)", f"inputs = torch.stack([{', '.join(columns)}], dim=1)"]
    return "\n".join(lines)


def modules_source(network: PlaneNetwork, dropout: float = 0.0) -> list[str]:
    """What makes each of its modules."""
    modules = []
    for number, (fan_in, fan_out) in enumerate(itertools.pairwise(network.sizes)):
        modules.append(f"nn.Linear({fan_in}, {fan_out})")
        if number < len(network.hidden):
            modules.append(NETWORK_ACTIVATIONS[network.activations[number]].source_call("nn"))
            if dropout:
                modules.append(f"nn.Dropout({dropout!r})")
    return modules


def _model(network: PlaneNetwork, training: PlaneTraining) -> str:
    modules = modules_source(network, training.dropout)
    lines = [f"torch.manual_seed({network.seed})", f"model = nn.Sequential({', '.join(modules)})"]
    if network.initialization != DEFAULT_INITIALIZATION:
        lines += [
            f"generator = torch.Generator().manual_seed({network.seed})",
            "for layer in model:",
            "    if isinstance(layer, nn.Linear):",
            "        nn.init.zeros_(layer.bias)",
            f"        {INITIALIZED[network.initialization]}",
        ]
    return "\n".join(lines)


def _loss(name: str, target: str) -> str:
    if name == "cross_entropy":
        return "loss = nn.CrossEntropyLoss()"
    if name == "hinge":
        column = "targets = 2.0 * targets[:, None] - 1\n\n\ndef loss(outputs, targets):\n"
        return column + "    return torch.relu(1 - targets * outputs).mean()\n\n"
    kind = "score" if name == "bce_with_logits" else "number"
    column = (
        "2.0 * targets[:, None] - 1"
        if target == "two classes" and kind == "number"
        else "targets[:, None].float()"
    )
    return f"targets = {column}\nloss = {losses_of(kind)[name].source_call().replace('torch.nn.', 'nn.')}"


def _loop(training: PlaneTraining, epochs: int) -> str:
    penalties = []
    if training.l1:
        penalties.append(f"{training.l1!r} * sum(weight.abs().sum() for weight in weights)")
    if training.l2:
        penalties.append(f"{training.l2!r} / 2 * sum(weight.square().sum() for weight in weights)")
    lines = [f"optimizer = {training.optimizer.source_call('model.parameters()')}"]
    if penalties:
        lines.append("weights = [parameter for parameter in model.parameters() if parameter.dim() == 2]")
    lines += [
        f"torch.manual_seed({training.seed})",
        f"for epoch in range({epochs}):",
        f"    for batch in torch.randperm(training).split({training.batch_size}):",
        "        optimizer.zero_grad()",
        f"        value = {' + '.join(['loss(model(inputs[batch]), targets[batch])', *penalties])}",
        "        value.backward()",
        "        optimizer.step()",
        "model.eval()",
        "with torch.no_grad():",
        "    trained = loss(model(inputs[:training]), targets[:training])",
        '    print(f"training loss {trained.item():.6f}")',
        "    if training < count:",
        '        print(f"test loss {loss(model(inputs[training:]), targets[training:]).item():.6f}")',
    ]
    return "\n".join(lines)

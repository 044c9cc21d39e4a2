import pytest
import torch

from playground.concepts.backpropagation.autograd_graph import record
from playground.concepts.backpropagation.small_net import SmallNet
from playground.concepts.backpropagation.small_net_training import MAX_STEPS, TASKS, SmallNetTrainer


@pytest.mark.parametrize("name", TASKS)
def test_the_program_makes_the_tasks_points(name):
    made = {"torch": torch}
    exec(TASKS[name].program, made)
    torch.testing.assert_close(made["x"], TASKS[name].points)
    torch.testing.assert_close(made["y"], TASKS[name].targets)


@pytest.mark.parametrize("name", TASKS)
def test_points_and_targets_are_finite_and_fit_the_picture(name):
    task = TASKS[name]
    assert task.points.shape == (len(task.targets), task.inputs)
    assert task.points.abs().max() <= 1
    assert task.targets.abs().max() <= 1


def test_losses_are_those_of_a_plain_loop():
    net, task = SmallNet(1, (3, 2), seed=2), TASKS["wave"]
    learner = SmallNetTrainer(net, task, 0.2)
    for _ in range(20):
        learner.step()
    weights = {name: value.requires_grad_() for name, value in net.weights().items()}
    expected = []
    for _ in range(21):
        loss = torch.nn.functional.mse_loss(net.output(weights, task.points), task.targets)
        expected.append(loss.item())
        gradients = torch.autograd.grad(loss, list(weights.values()))
        with torch.no_grad():
            for value, gradient in zip(weights.values(), gradients, strict=True):
                value.sub_(0.2 * gradient)
    assert learner.losses == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize(
    ("name", "hidden", "reached"), [("wave", (3,), 0.01), ("halves", (1,), 0.05), ("xor", (3,), 0.1)]
)
def test_a_network_that_is_large_enough_learns_the_task(name, hidden, reached):
    task = TASKS[name]
    learner = SmallNetTrainer(SmallNet(task.inputs, hidden), task, 0.3)
    for _ in range(3000):
        learner.step()
    assert learner.losses[-1] < reached


def test_one_bend_is_not_enough_for_xor():
    learner = SmallNetTrainer(SmallNet(2, (1,)), TASKS["xor"], 0.5)
    for _ in range(2000):
        learner.step()
    assert learner.losses[-1] > 0.15


def test_a_rate_that_is_too_large_ends_the_learning():
    learner = SmallNetTrainer(SmallNet(1, (3,), "relu"), TASKS["hill"], 1e6)
    while not learner.finished:
        learner.step()
    assert len(learner.losses) < MAX_STEPS


def test_the_graph_has_the_loss_and_the_gradients_of_now():
    learner = SmallNetTrainer(SmallNet(2, (2,)), TASKS["xor"], 0.1)
    learner.step()
    graph = record(learner.forward, learner.values)
    assert graph.loss == pytest.approx(learner.losses[-1], rel=1e-12)
    learner.optimizer.zero_grad()
    learner._loss().backward()
    for name, weight in learner.weights.items():
        torch.testing.assert_close(graph.nodes[graph.leaf(name)].gradient, weight.grad)

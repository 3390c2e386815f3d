"""The parallel map: order, located failures, time budgets, ended processes, and no process left behind."""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from pressgen.errors import ContentError, OutputError, Problem
from pressgen.output import workers
from pressgen.output.workers import Done, Failed, run


def double(number: int) -> int:
    return number * 2


def double_after_a_pause(number: int) -> int:
    time.sleep(0.02 * (5 - number % 5))
    return number * 2


def whose_process(_: int) -> int:
    time.sleep(0.01)
    return os.getpid()


def act(word: str) -> str:
    if word == "loop":
        while True:
            pass
    elif word == "exit":
        os._exit(3)
    elif word == "segfault":
        faulthandler.disable()
        signal.raise_signal(signal.SIGSEGV)
    elif word == "refuse":
        raise ContentError(
            Problem(code="bad-date", file="content/a.md", line=3, message="Not a date.", hint="2025-01-27")
        )
    elif word == "fault":
        raise LookupError("no such key")
    elif word == "leave":
        sys.exit(4)
    elif word == "deep":
        return str(nested(10_000))
    elif word == "memory":
        return str(len(bytearray(4 << 30)))
    return word.upper()


def nested(depth: int) -> int:
    return 0 if depth == 0 else max(map(nested, [depth - 1])) + 1


def unpicklable(_: int) -> object:
    return lambda: None


def add(first: int, second: int) -> int:
    return first + second


def end_at_once(*_: object) -> None:
    os._exit(1)


def children_left() -> int:
    return len(multiprocessing.active_children())


def test_results_come_in_the_order_of_the_items() -> None:
    assert run(double_after_a_pause, range(20), jobs=4, budget=5) == [Done(n * 2) for n in range(20)]
    assert children_left() == 0


def test_no_items_need_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multiprocessing, "get_context", lambda _: pytest.fail("a process was asked for"))
    assert run(double, [], jobs=4, budget=5) == []


def test_even_one_job_runs_in_a_process_of_its_own() -> None:
    (outcome,) = run(whose_process, [1], jobs=1, budget=5)
    assert isinstance(outcome, Done)
    assert outcome.result != os.getpid()


def test_there_are_never_more_processes_than_items_or_jobs() -> None:
    three = {outcome.result for outcome in run(whose_process, range(3), jobs=8, budget=5) if isinstance(outcome, Done)}
    two = {outcome.result for outcome in run(whose_process, range(30), jobs=2, budget=5) if isinstance(outcome, Done)}
    assert 1 <= len(three) <= 3
    assert 1 <= len(two) <= 2


def test_a_helping_process_does_a_part_itself_and_is_as_it_was() -> None:
    before = signal.getsignal(signal.SIGALRM), sys.getrecursionlimit()
    outcomes = run(whose_process, range(40), jobs=2, budget=5, meanwhile=workers.HELPING)
    places = [outcome.result for outcome in outcomes if isinstance(outcome, Done)]
    assert len(places) == 40
    assert len({*places}) == 2
    # The others begin at the front, the helper at the end.
    assert os.getpid() == places[-1] != places[0]
    assert (signal.getsignal(signal.SIGALRM), sys.getrecursionlimit()) == before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert children_left() == 0


def test_a_helping_process_is_held_to_the_budget_and_outlives_every_item() -> None:
    words = ["a", "b", "loop", "c", "refuse", "d", "leave", "loop"]
    helped, alone = (run(act, words, jobs=2, budget=0.4, meanwhile=meanwhile) for meanwhile in (workers.HELPING, ()))
    assert str(helped) == str(alone)


def test_steps_are_taken_meanwhile_one_by_one_as_long_as_there_is_something_to_wait_for() -> None:
    taken: list[float] = []

    def steps() -> Iterator[None]:
        while True:
            taken.append(time.monotonic())
            time.sleep(0.005)
            yield

    outcomes = run(whose_process, range(600), jobs=2, budget=5, meanwhile=steps())
    assert [type(outcome) for outcome in outcomes] == [Done] * 600
    assert os.getpid() not in {outcome.result for outcome in outcomes if isinstance(outcome, Done)}
    assert taken
    assert children_left() == 0


@pytest.mark.parametrize("pause", [0.0, 0.3])
def test_whoever_is_busy_meanwhile_holds_others_to_the_budget_and_blames_only_the_right_item(pause: float) -> None:
    words = [*"abcdefgh" * 20, "loop", *"ijkl" * 20, "leave", *"mnop" * 10]
    busy = run(act, words, jobs=2, budget=0.4, meanwhile=(time.sleep(pause) for _ in range(4)))
    alone = run(act, words, jobs=2, budget=0.4)
    assert str(busy) == str(alone)
    assert [word for word, outcome in zip(words, busy, strict=True) if isinstance(outcome, Failed)] == ["loop", "leave"]


def test_a_step_that_fails_ends_the_processes_as_well() -> None:
    def steps() -> Iterator[None]:
        yield
        raise LookupError("no such template")

    with pytest.raises(LookupError):
        run(whose_process, range(600), jobs=2, budget=5, meanwhile=steps())
    assert children_left() == 0


def test_a_refusal_is_carried_whole() -> None:
    good, bad, other = run(act, ["a", "refuse", "b"], jobs=1, budget=5)
    assert (good, other) == (Done("A"), Done("B"))
    assert isinstance(bad, Failed)
    assert bad.reason == "refused"
    assert isinstance(bad.error, ContentError)
    assert bad.error.problems[0].line == 3
    assert bad.error.problems[0].hint == "2025-01-27"


def test_any_other_exception_is_told_by_type_and_message() -> None:
    assert run(act, ["fault", "leave"], jobs=1, budget=5) == [
        Failed(reason="fault", kind="LookupError", message="no such key"),
        Failed(reason="fault", kind="SystemExit", message="4"),
    ]


def test_a_result_that_cannot_be_carried_over_is_a_fault_of_its_item() -> None:
    (outcome,) = run(unpicklable, [1], jobs=1, budget=5)
    assert isinstance(outcome, Failed)
    assert outcome.reason == "fault"


def test_an_endless_loop_is_ended_after_its_budget_and_the_others_answer() -> None:
    words = ["a", "b", "loop", *"cdefgh"] * 2
    begun = time.monotonic()
    outcomes = run(act, words, jobs=2, budget=0.4)
    assert 0.4 <= time.monotonic() - begun < 5
    assert outcomes == [Failed(reason="overdue") if word == "loop" else Done(word.upper()) for word in words]
    assert children_left() == 0


@pytest.mark.parametrize(("word", "ending"), [("exit", "exit code 3"), ("segfault", "SIGSEGV")])
def test_an_ended_process_costs_only_the_item_it_was_at(word: str, ending: str) -> None:
    words = ["a", "b", word, *"cdefgh"]
    outcomes = run(act, words, jobs=1, budget=5)
    assert outcomes[2] == Failed(reason="died", message=ending)
    assert [outcome for outcome in outcomes if isinstance(outcome, Done)] == [
        Done(w.upper()) for w in words if w != word
    ]


def test_many_ended_processes_in_a_row_do_not_end_the_run() -> None:
    outcomes = run(act, ["exit"] * 8 + ["a"], jobs=2, budget=5)
    assert outcomes[:8] == [Failed(reason="died", message="exit code 3")] * 8
    assert outcomes[8] == Done("A")


def test_deep_recursion_is_an_exception_and_not_a_crash() -> None:
    deep, good = run(act, ["deep", "a"], jobs=1, budget=10)
    assert isinstance(deep, Failed)
    assert (deep.reason, deep.kind) == ("fault", "RecursionError")
    assert good == Done("A")


def test_an_item_cannot_take_all_memory() -> None:
    greedy, good = run(act, ["memory", "a"], jobs=1, budget=10)
    limited = sys.platform == "linux"  # no other system keeps a limit on address space
    assert getattr(greedy, "kind", "") == ("MemoryError" if limited else "")
    assert good == Done("A")


def test_thousands_of_small_items_cost_little() -> None:
    begun = time.monotonic()
    assert run(double, range(5_000), jobs=2, budget=5) == [Done(n * 2) for n in range(5_000)]
    assert time.monotonic() - begun < 5


def test_progress_counts_every_item_once() -> None:
    told: list[int] = []
    run(act, ["a", "exit", "b", "fault"], jobs=2, budget=5, progress=told.append)
    assert told == [1, 2, 3, 4]


def test_constant_arguments_come_with_the_task() -> None:
    assert run(partial(add, 40), [1, 2], jobs=1, budget=5) == [Done(41), Done(42)]


def test_beside_other_threads_processes_are_spawned_and_answer_alike() -> None:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert run(act, ["a", "exit", "b"], jobs=1, budget=20) == [
            Done("A"),
            Failed(reason="died", message="exit code 3"),
            Done("B"),
        ]
    finally:
        stop.set()
        thread.join()


def test_processes_that_never_get_ready_end_the_run_with_a_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "serve", end_at_once)
    monkeypatch.setattr(workers, "_may_fork", lambda: True)
    with pytest.raises(OutputError) as refusal:
        run(double, [1, 2], jobs=1, budget=5)
    assert refusal.value.problems[0].code == "workers-not-started"
    assert children_left() == 0


def interrupt(done: int) -> None:
    if done == 3:
        raise KeyboardInterrupt


def test_an_interrupted_run_leaves_no_process_behind() -> None:
    with pytest.raises(KeyboardInterrupt):
        run(double_after_a_pause, range(100), jobs=3, budget=5, progress=interrupt)
    assert children_left() == 0


SCRIPT = """
import os, pathlib, sys, time
from pressgen.output.workers import run

def note_and_loop(folder):
    pathlib.Path(folder, str(os.getpid())).touch()
    while True:
        pass

if __name__ == "__main__":
    run(note_and_loop, [sys.argv[1]] * 2, jobs=2, budget=float(sys.argv[2]))
"""


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.parametrize(("by", "budget", "patience"), [(signal.SIGINT, 60.0, 5.0), (signal.SIGKILL, 0.5, 5.0)])
def test_an_ended_command_leaves_no_process_behind(
    tmp_path: Path, by: signal.Signals, budget: float, patience: float
) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    command = subprocess.Popen(
        [sys.executable, str(script), str(notes), str(budget)], stderr=subprocess.DEVNULL, start_new_session=True
    )
    while len(list(notes.iterdir())) < 2:
        time.sleep(0.01)
    os.killpg(command.pid, by) if by == signal.SIGINT else command.kill()
    command.wait()
    pids = [int(note.name) for note in notes.iterdir()]
    end = time.monotonic() + patience
    while any(map(alive, pids)) and time.monotonic() < end:
        time.sleep(0.02)
    assert not any(map(alive, pids))

"""The parallel map: order, located failures, budgets of time and memory, ended processes, and no process left behind.

Whatever holds for forked workers holds for spawned ones: almost every test runs with both.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest

from pressgen.errors import ContentError, OutputError
from pressgen.workers import Done, Failed, Outcome, Pool, map_items, pool
from workers.tasks import (
    OneWay,
    act,
    add,
    double,
    double_after_a_pause,
    end_at_once,
    end_at_some_starts,
    odd_result,
    process_number,
    reverse,
    sleep,
    time_of_end,
)

T = TypeVar("T")
R = TypeVar("R")
IS_LINUX = sys.platform == "linux"


def has_children() -> bool:
    return bool(multiprocessing.active_children())


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.fixture(
    params=[
        pytest.param(True, marks=pytest.mark.skipif(not IS_LINUX, reason="no safe fork")),
        # Where processes are forked, what holds for spawned ones is a trial: each takes a moment to start.
        pytest.param(False, marks=[pytest.mark.trial] if IS_LINUX else []),
    ]
)
def fork(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


Run = Callable[..., list[Outcome[object]]]


@pytest.fixture
def run(fork: bool) -> Iterator[Run]:
    """One call of `Pool.map`, all outcomes of it."""

    def run_all(
        task: Callable[[T], R], items: Sequence[T], jobs: int = 2, budget: float = 10.0, **more: object
    ) -> list[Outcome[R]]:
        progress = more.pop("progress", None)
        with Pool(task, jobs=jobs, budget=budget, fork=fork, **more) as workers:  # type: ignore[arg-type]
            return list(workers.map(items, progress))  # type: ignore[arg-type]

    yield run_all
    assert not has_children()


def results(outcomes: Sequence[Outcome[R]]) -> list[R]:
    assert all(isinstance(outcome, Done) for outcome in outcomes), outcomes
    return [outcome.result for outcome in outcomes if isinstance(outcome, Done)]


def upper(words: Sequence[str], failures: dict[str, Failed]) -> list[Outcome[str]]:
    return [failures.get(word) or Done(word.upper()) for word in words]


OVERDUE = Failed(reason="overdue")
EXIT = Failed(reason="died", message="exit code 3")
KILL = Failed(reason="died", message="SIGKILL")


def test_results_come_in_the_order_of_the_items(run: Run) -> None:
    assert results(run(double_after_a_pause, range(20), jobs=4)) == [n * 2 for n in range(20)]


def test_map_items_needs_no_pool(fork: bool) -> None:
    assert results(list(map_items(double, range(50), jobs=2, budget=5))) == [n * 2 for n in range(50)]
    assert not has_children()


def test_no_items_need_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multiprocessing, "get_context", lambda _: pytest.fail("a process was asked for"))
    assert list(map_items(double, [], jobs=4, budget=5)) == []


def test_one_job_has_a_process_of_its_own(run: Run) -> None:
    (number,) = results(run(process_number, [1], jobs=1))
    assert number != os.getpid()


def test_there_are_never_more_processes_than_items_or_jobs(run: Run) -> None:
    assert 1 <= len({*results(run(process_number, range(3), jobs=8))}) <= 3
    assert 1 <= len({*results(run(process_number, range(30), jobs=2))}) <= 2


def test_a_result_is_yielded_before_later_items_are_finished(fork: bool) -> None:
    with Pool(sleep, jobs=2, budget=10, fork=fork) as workers:
        outcomes = workers.map([0.0, 0.0, 5.0])
        begin = time.monotonic()
        assert [next(outcomes), next(outcomes)] == [Done(0.0), Done(0.0)]
        assert time.monotonic() - begin < 4


def test_a_worker_has_its_next_chunk_while_nobody_listens(fork: bool) -> None:
    with Pool(time_of_end, jobs=1, budget=10, fork=fork) as workers:
        outcomes = workers.map(range(64))
        first = next(outcomes)
        time.sleep(0.5)
        listening = time.monotonic()
        ends = results([first, *outcomes])
        assert sum(end < listening for end in ends) > 16 == 64 // 4  # the first chunk, and the one queued ahead
        assert ends == sorted(ends)


def test_large_items_and_results_do_not_block_the_pipes(run: Run) -> None:
    texts = [f"{number:06}" * 50_000 for number in range(60)]
    assert results(run(reverse, texts)) == [text[::-1] for text in texts]


def test_a_refusal_is_carried_whole(run: Run) -> None:
    good, bad, other = run(act, ["a", "refuse", "b"], jobs=1)
    assert (good, other) == (Done("A"), Done("B"))
    assert isinstance(bad, Failed)
    assert bad.reason == "refused"
    assert isinstance(bad.error, ContentError)
    assert bad.error.problems[0].line == 3
    assert bad.error.problems[0].values == {"target": "x:"}


def test_any_other_exception_is_reported_by_type_and_message(run: Run) -> None:
    assert run(act, ["fault", "a", "leave", "refuse in vain"], jobs=1) == [
        Failed(reason="fault", kind="LookupError", message="no such key"),
        Done("A"),
        Failed(reason="fault", kind="SystemExit", message="4"),
        Failed(reason="fault", kind="TypeError", message="not to be carried"),
    ]


def test_a_result_that_cannot_be_pickled_or_unpickled_costs_its_item_only(run: Run) -> None:
    locked, one_way, good, other = run(odd_result, range(4), jobs=1)
    assert isinstance(locked, Failed)
    assert (locked.reason, locked.kind) == ("fault", "TypeError")
    assert isinstance(one_way, Failed)
    assert (one_way.reason, one_way.kind) == ("fault", "ValueError")
    assert (good, other) == (Done(""), Done(""))


def test_what_a_process_prepares_is_in_no_budget(run: Run) -> None:
    assert results(run(double, range(3), budget=0.4, prepare=partial(sleep, 1.0))) == [0, 2, 4]


def test_a_process_that_ends_while_it_prepares_is_a_false_start(run: Run) -> None:
    with pytest.raises(OutputError) as refusal:
        run(double, range(3), prepare=end_at_once)
    assert refusal.value.problems[0].code == "workers-not-started"
    assert not has_children()


def test_false_starts_count_from_the_last_process_that_started(run: Run, tmp_path: Path) -> None:
    prepare = partial(end_at_some_starts, str(tmp_path / "starts"), (1, 2, 4))
    assert run(act, ["a", "exit", "b"], jobs=1, prepare=prepare) == upper(["a", "exit", "b"], {"exit": EXIT})
    assert (tmp_path / "starts").stat().st_size >= 5


def test_an_item_that_cannot_be_unpickled_costs_itself_only() -> None:
    odd, good = Pool(str, jobs=1, budget=10, fork=False), Pool(str, jobs=1, budget=10, fork=False)
    with odd, good:
        first, second = odd.map([OneWay(), 2])
        assert isinstance(first, Failed)
        assert (first.reason, first.kind, second) == ("fault", "ValueError", Done("2"))


@pytest.mark.parametrize("word", ["loop", "deaf loop"])
def test_an_endless_loop_is_ended_after_its_budget_and_costs_its_item_only(run: Run, word: str) -> None:
    words = ["a", "b", word, *"cdefgh"] * 2
    begin = time.monotonic()
    outcomes = run(act, words, budget=0.4)
    assert 0.4 <= time.monotonic() - begin < 8
    assert outcomes == upper(words, {word: OVERDUE})


def test_the_budget_is_for_each_item_not_for_a_chunk(run: Run) -> None:
    assert results(run(sleep, [0.1] * 40, jobs=4, budget=0.35)) == [0.1] * 40


@pytest.mark.parametrize(("word", "ending"), [("exit", "exit code 3"), ("segfault", "SIGSEGV"), ("kill", "SIGKILL")])
def test_an_ended_process_costs_only_the_item_it_was_at(run: Run, word: str, ending: str) -> None:
    words = ["a", "b", word, *"cdefgh"]
    assert run(act, words, jobs=1) == upper(words, {word: Failed(reason="died", message=ending)})


def test_among_many_items_in_large_chunks_the_right_one_is_blamed(run: Run) -> None:
    words = [*"abcdefgh" * 20, "kill", *"ijkl" * 20, "loop", *"mnop" * 10, "exit", *"qrst" * 40]
    assert run(act, words, budget=0.5) == upper(words, {"kill": KILL, "loop": OVERDUE, "exit": EXIT})


def test_a_process_that_somebody_else_kills_costs_nothing(fork: bool) -> None:
    with Pool(process_number, jobs=2, budget=10, fork=fork) as workers:
        outcomes = workers.map(range(200))
        first = next(outcomes)
        assert isinstance(first, Done)
        os.kill(first.result, signal.SIGKILL)
        assert len({*results(list(outcomes))}) in (2, 3)


def test_many_ended_processes_in_a_row_do_not_end_the_run(run: Run) -> None:
    assert run(act, ["exit"] * 8 + ["a"]) == [EXIT] * 8 + [Done("A")]


def test_deep_recursion_is_an_exception_and_not_a_crash(run: Run) -> None:
    deep, good = run(act, ["deep", "a"], jobs=1)
    assert isinstance(deep, Failed)
    assert (deep.reason, deep.kind) == ("fault", "RecursionError")
    assert good == Done("A")


@pytest.mark.skipif(not IS_LINUX, reason="no other system keeps a limit on address space")
def test_an_item_cannot_take_all_memory(run: Run) -> None:
    greedy, modest, good = run(act, ["memory", "some memory", "a"], jobs=1)
    assert getattr(greedy, "kind", "") == "MemoryError"
    assert modest == Done(str(512 << 20))
    assert good == Done("A")


@pytest.mark.skipif(not IS_LINUX, reason="no other system keeps a limit on address space")
def test_the_memory_of_an_item_can_be_set(run: Run) -> None:
    greedy, good = run(act, ["some memory", "a"], jobs=1, memory=256 << 20)
    assert getattr(greedy, "kind", "") == "MemoryError"
    assert good == Done("A")


def test_thousands_of_small_items_cost_little(run: Run) -> None:
    begin = time.monotonic()
    assert results(run(double, range(5_000))) == [n * 2 for n in range(5_000)]
    assert time.monotonic() - begin < 5


def test_progress_counts_every_item_once(run: Run) -> None:
    counts: list[int] = []
    run(act, ["a", "exit", "b", "fault"], progress=counts.append)
    assert counts == [1, 2, 3, 4]


def test_constant_arguments_come_with_the_task(run: Run) -> None:
    assert results(run(partial(add, 40), [1, 2], jobs=1)) == [41, 42]


def test_a_pool_keeps_its_processes_for_further_calls(fork: bool) -> None:
    with Pool(process_number, jobs=2, budget=10, fork=fork) as workers:
        first = {*results(list(workers.map(range(40))))}
        begin = time.monotonic()
        second = {*results(list(workers.map(range(2))))}
        assert time.monotonic() - begin < 0.2
        assert second <= first
    assert not has_children()


def test_other_items_in_a_further_call_are_not_mistaken_for_the_first(fork: bool) -> None:
    with Pool(double, jobs=2, budget=10, fork=fork) as workers:
        for items in (range(300), range(500, 900), [7], range(0)):
            assert results(list(workers.map(items))) == [n * 2 for n in items]
    assert not has_children()


def test_items_may_change_between_calls(fork: bool) -> None:
    items = [1, 2, 3]
    with Pool(double, jobs=1, budget=10, fork=fork) as workers:
        assert results(list(workers.map(items))) == [2, 4, 6]
        items[:] = [10, 20, 30, 40]
        assert results(list(workers.map(items))) == [20, 40, 60, 80]


def test_a_pool_whose_processes_died_meanwhile_starts_others(fork: bool) -> None:
    with Pool(process_number, jobs=2, budget=10, fork=fork) as workers:
        former = {*results(list(workers.map(range(40))))}
        for number in former:
            os.kill(number, signal.SIGKILL)
        assert not former & {*results(list(workers.map(range(40))))}


def test_closing_the_iterator_early_kills_the_processes_at_work(fork: bool) -> None:
    with Pool(sleep, jobs=1, budget=60, fork=fork) as workers:
        outcomes = workers.map([0.1, *[30.0] * 15])
        assert next(outcomes) == Done(0.1)
        assert has_children()
        begin = time.monotonic()
        outcomes.close()
        assert not has_children()
        assert list(workers.map([0.25])) == [Done(0.25)]
        assert time.monotonic() - begin < 5
    assert not has_children()


def test_processes_are_at_work_before_the_first_outcome_is_asked_for() -> None:
    outcomes = map_items(sleep, [0.1], jobs=1, budget=5)
    assert has_children()
    assert list(outcomes) == [Done(0.1)]
    assert not has_children()


def test_a_consumer_that_never_starts_leaves_no_process_behind() -> None:
    outcomes = map_items(sleep, [30.0], jobs=1, budget=60)
    assert has_children()
    del outcomes
    assert not has_children()


def test_a_consumer_that_stops_early_leaves_no_process_behind() -> None:
    for outcome in map_items(double, range(1_000), jobs=2, budget=5):
        assert outcome == Done(0)
        break
    assert not has_children()


def test_a_new_call_ends_one_that_was_left_open(fork: bool) -> None:
    with Pool(double_after_a_pause, jobs=2, budget=10, fork=fork) as workers:
        former = workers.map(range(100))
        assert next(former) == Done(0)
        outcomes = workers.map(range(1_000, 1_010))
        assert next(outcomes) == Done(2_000)
        former.close()
        assert results(list(outcomes)) == [n * 2 for n in range(1_001, 1_010)]


@pytest.mark.skipif(not IS_LINUX, reason="no safe fork")
def test_the_first_use_is_quick() -> None:
    durations: list[float] = []
    for _ in range(5):  # each has new processes, and a busy computer slows some down
        begin = time.monotonic()
        assert results(list(map_items(double, range(10), jobs=2, budget=5))) == [n * 2 for n in range(10)]
        durations.append(time.monotonic() - begin)
    assert min(durations) < 0.2


def test_beside_other_threads_processes_are_spawned_and_answer_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fork", lambda: pytest.fail("a process with threads was forked"))
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert list(map_items(act, ["a", "exit", "b"], jobs=1, budget=20)) == [Done("A"), EXIT, Done("B")]
    finally:
        stop.set()
        thread.join()


@pytest.mark.skipif(not IS_LINUX, reason="no safe fork")
def test_processes_that_never_get_ready_end_the_run_with_a_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "serve", end_at_once)
    with pytest.raises(OutputError) as refusal, Pool(double, jobs=1, budget=5, fork=True) as workers:
        list(workers.map([1, 2]))
    assert refusal.value.problems[0].code == "workers-not-started"
    assert "exit code 1" in refusal.value.problems[0].message
    assert not has_children()


@pytest.mark.skipif(not IS_LINUX, reason="no safe fork")
def test_where_no_process_can_be_forked_the_system_s_reason_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", fail)
    with pytest.raises(OutputError) as refusal:
        list(map_items(double, [1, 2], jobs=2, budget=5))
    assert refusal.value.problems[0].code == "workers-not-started"
    assert "Resource temporarily unavailable" in refusal.value.problems[0].message


@pytest.mark.skipif(not IS_LINUX, reason="no safe fork")
def test_fewer_processes_than_jobs_do_all_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    real, numbers = os.fork, iter(range(100))

    def fork_once() -> int:
        if next(numbers):
            raise BlockingIOError(11, "Resource temporarily unavailable")
        return real()

    monkeypatch.setattr(os, "fork", fork_once)
    assert results(list(map_items(double, range(500), jobs=4, budget=5))) == [n * 2 for n in range(500)]


def interrupt(done: int) -> None:
    if done == 3:
        raise KeyboardInterrupt


def test_an_interrupted_run_leaves_no_process_behind(run: Run) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(double_after_a_pause, range(100), jobs=3, progress=interrupt)
    assert not has_children()


def test_the_package_imports_little() -> None:
    code = "import sys, pressgen.workers; print(*sorted(sys.modules))"
    names = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    own = {name for name in names if name.startswith("pressgen.")}
    assert own <= {
        f"pressgen.{name}"
        for name in ("errors", "letters", "problems", "version", "workers", "workers.pool", "workers.process")
    }
    assert "multiprocessing" not in names


SCRIPT = """
import os, pathlib, signal, sys, time
from pressgen.workers import Pool

def note_and_loop(folder):
    pathlib.Path(folder, str(os.getpid())).touch()
    while True:
        pass

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # shells have commands in the background ignore it
    with Pool(note_and_loop, jobs=2, budget=float(sys.argv[2]), fork=sys.argv[3] == "True") as pool:
        list(pool.map([sys.argv[1]] * 2))
"""


@pytest.mark.skipif(not IS_LINUX, reason="reads /proc")
@pytest.mark.parametrize(("by", "budget"), [(signal.SIGINT, 60.0), (signal.SIGKILL, 0.5)])
def test_an_ended_command_leaves_no_process_behind(
    tmp_path: Path, fork: bool, by: signal.Signals, budget: float
) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    command = subprocess.Popen(
        [sys.executable, str(script), str(notes), str(budget), str(fork)],
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    while len(list(notes.iterdir())) < 2:
        time.sleep(0.01)
    os.killpg(command.pid, by) if by == signal.SIGINT else command.kill()
    command.wait()
    numbers = [int(note.name) for note in notes.iterdir()]
    end = time.monotonic() + 5
    while any(map(is_running, numbers)) and time.monotonic() < end:
        time.sleep(0.02)
    assert not any(map(is_running, numbers))


IDLE_SCRIPT = """
import os, sys, time
from pressgen.workers import Pool

def number(_):
    time.sleep(0.05)
    return os.getpid()

if __name__ == "__main__":
    pool = Pool(number, jobs=2, budget=60, fork=sys.argv[1] == "True")
    print(*{outcome.result for outcome in pool.map(range(10))}, flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(not IS_LINUX, reason="reads /proc")
def test_idle_processes_end_with_a_command_that_is_killed(tmp_path: Path, fork: bool) -> None:
    script = tmp_path / "script.py"
    script.write_text(IDLE_SCRIPT)
    with subprocess.Popen([sys.executable, str(script), str(fork)], stdout=subprocess.PIPE, text=True) as command:
        assert command.stdout is not None
        numbers = [int(word) for word in command.stdout.readline().split()]
        assert len(numbers) == 2
        assert all(map(is_running, numbers))
        command.kill()
    end = time.monotonic() + 5
    while any(map(is_running, numbers)) and time.monotonic() < end:
        time.sleep(0.02)
    assert not any(map(is_running, numbers))

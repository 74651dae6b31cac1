import json

import pytest

from benchmarks.__main__ import BENCHMARKS, main
from benchmarks.screening import MIXED, OURS, PEERS, Disagreement, _agree
from benchmarks.transactions import OUTCOMES, facts_stated, variants


@pytest.mark.parametrize("name", BENCHMARKS)
def test_a_benchmark_runs_and_writes_its_figures(name, tmp_path, capsys):
    file = tmp_path / "figures.json"
    assert main(["--quick", "--json", str(file), name]) == 0
    assert json.loads(file.read_text("utf-8"))[name]
    assert f"== {name}" in capsys.readouterr().out


def test_the_peers_that_are_installed_give_the_same_determinations(tmp_path):
    file = tmp_path / "figures.json"
    main(["--quick", "--json", str(file), "screening"])  # it stops at the first peer that disagrees
    found = json.loads(file.read_text("utf-8"))["screening"]
    assert set(found["microseconds"]) == {*OUTCOMES, MIXED}
    for timings in found["microseconds"].values():
        assert {OURS, "zen-engine", "if chain"} <= set(timings)
    assert set(found["skipped"]) <= {*PEERS, "json-rules-engine"} - {"zen-engine", "if chain"}


def test_a_peer_that_gives_another_determination_is_no_peer():
    with pytest.raises(Disagreement, match="some engine says excepted"):
        _agree("some engine", "prohibited", "excepted")


def test_the_transaction_measured_states_thirty_facts_and_one_less_where_one_is_missing():
    counted = {outcome: facts_stated(body) for outcome, body in variants().items()}
    assert counted == {"notifiable": 30, "prohibited": 30, "undetermined": 29, "excepted": 30}

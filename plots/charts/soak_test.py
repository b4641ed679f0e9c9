import pytest

from plots import testing, testing_gate
from plots.charts import soak


def draw(read, document):
    (figure,) = testing.figures_of(soak, read(document)).values()
    return figure


def heads(figure):
    return [axes.get_title(loc="left") for axes in figure.axes]


def test_each_group_has_a_panel_that_says_what_is_right(read):
    assert heads(draw(read, testing_gate.soak_document())) == [
        f"{extra}{neighbour}: {right}"
        for extra, right in (
            ("Identical sides", "every alarm is false"),
            ("1 % more work", "every alarm is false"),
            ("2 % more work", "every alarm is false"),
            ("3 % more work", "either verdict is right"),
            ("5 % more work", "every pass is a miss"),
            ("10 % more work", "every pass is a miss"),
        )
        for neighbour in ("", ", neighbour")
    ]


def test_bars_are_the_shares_with_their_bounds(read):
    document = testing_gate.soak_document(neighbour=False, extras=(3,))
    (group,) = document["pepbench"]["gate"]["soak"]["groups"]
    (axes,) = draw(read, document).axes
    shares = {**group["peers"], **{name: group[name] for name in ("regressed", "passed", "undecided")}}
    drawn = {container.get_label(): container for container in axes.containers}
    for name, share in shares.items():
        (bar,) = drawn[f"share: {name}"].patches
        assert bar.get_width() == pytest.approx(share["share"])
        ((low, _, high, _),) = testing.bars_of(axes, f"bounds: {name}")
        assert (low, high) == pytest.approx((share["low"], share["high"]))


def test_numbers_stand_beside_the_bars_and_above_them(read):
    texts = testing.texts_of(draw(read, testing_gate.soak_document(neighbour=False, extras=(3,))))
    assert any(text.startswith("12 (4.00 %, ") for text in texts)
    assert any(text.startswith("288 (96.00 %, ") for text in texts)
    assert "300 verdicts, median ratio 1.0300, pass 1.10 s (p95 1.60), regressed 2.10 s (p95 2.90)" in texts


def test_a_soak_without_peers(read):
    document = testing_gate.soak_document(neighbour=False, extras=(0, 5))
    for group in document["pepbench"]["gate"]["soak"]["groups"]:
        group["peers"] = {}
    figure = draw(read, document)
    assert len(figure.axes) == 2
    assert not any("Grey" in text for text in testing.texts_of(figure))


def test_a_gate_that_is_no_soak_has_no_such_chart(read):
    assert testing.figures_of(soak, read(testing_gate.document())) == {}

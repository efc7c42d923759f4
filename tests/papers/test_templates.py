from __future__ import annotations

from dataclasses import dataclass

import pytest

from ktgs_desktop.errors import UserError
from ktgs_desktop.papers.templates import filled


@dataclass(frozen=True)
class Sums:
    text: str
    lines: int


VALUES = {"body": "Ban Thường vụ", "year": 2021, "sums": Sums("03 đảng viên", 3), "many": ()}


def refused(source: str) -> UserError:
    with pytest.raises(UserError) as caught:
        filled(source, VALUES, template="mau")
    assert caught.value.params["template"] == "mau"
    return caught.value


def test_fields_and_choices():
    source = "{{ body }} năm {{ year }}{% if sums.lines %}: {{ sums.text }}{% endif %}"
    assert filled(source, VALUES, template="x") == "Ban Thường vụ năm 2021: 03 đảng viên"


def test_an_unknown_field_is_named_with_its_line():
    error = refused("một\n{{ body }}\n{{ bodi }}")
    assert (error.code, error.params["name"], error.params["line"]) == (
        "template_field_unknown",
        "bodi",
        3,
    )


def test_an_unknown_part_of_a_field_is_named():
    error = refused("{{ year }}\n{{ sums.members }}")
    assert (error.params["name"], error.params["line"]) == ("sums.members", 2)


def test_an_unknown_field_in_a_part_that_is_not_reached():
    error = refused("{% if sums.lines > 99 %}\n{{ nothing }}\n{% endif %}")
    assert (error.params["name"], error.params["line"]) == ("nothing", 2)


def test_an_unknown_part_met_only_while_filling_in():
    source = "x\n{% for entry in sums_list %}\n{{ entry.name }}{% endfor %}"
    values = {"sums_list": (Sums("a", 1),)}
    with pytest.raises(UserError) as caught:
        filled(source, values, template="mau")
    assert caught.value.code == "template_field_unknown"
    assert (caught.value.params["name"], caught.value.params["line"]) == ("entry.name", 3)


@pytest.mark.parametrize(
    ("source", "line"),
    [("một\n{{ body", 2), ("{% if year %}", 1), ("a\n{% nothing %}", 2), ("{{ year + }}", 1)],
)
def test_broken_syntax_is_told_with_its_line(source, line):
    error = refused(source)
    assert (error.code, error.params["line"]) == ("template_syntax", line)


@pytest.mark.parametrize(
    "source",
    [
        "{{ body.__class__ }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ sums.__init__ }}",
        "{{ range(10) }}",
        "{{ body.format(1) and lipsum }}",
        "{% include 'x' %}",
        "{{ 1 / 0 }}",
        "{{ body + 1 }}",
    ],
)
def test_nothing_but_fields_is_reached(source):
    assert refused(source).code in (
        "template_field_unknown",
        "template_syntax",
        "template_not_allowed",
    )


def test_values_are_not_templates_themselves():
    assert filled("{{ body }}", {"body": "{{ year }}"}, template="x") == "{{ year }}"

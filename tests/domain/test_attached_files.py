"""Who may have a file of a paper, and what is read from papers others wrote."""

from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.attached_files import (
    FileRefusal,
    NamedFile,
    NamingPaper,
    files_of,
    plain_name,
    refusal,
)

OWN, ABOVE, FAR_ABOVE, BELOW, BESIDE = (UUID(int=number) for number in range(1, 6))
DIGEST = "0f" * 32
units = st.sampled_from((OWN, ABOVE, FAR_ABOVE, BELOW, BESIDE))
papers = st.builds(
    NamingPaper,
    unit=st.sampled_from((OWN, BELOW)),
    id=st.uuids(),
    label=st.just("1-CTr"),
    secret=st.booleans(),
    issued=st.booleans(),
    files=st.just((NamedFile(DIGEST, "a.pdf", 1, "SCAN"),)),
)
json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(units, st.lists(papers, max_size=5))
def test_nothing_secret_and_nothing_unissued_goes_to_anybody(asker, naming):
    if refusal(asker, {ABOVE, FAR_ABOVE}, naming) is None:
        assert not any(paper.secret for paper in naming)
        assert any(paper.issued for paper in naming)
        assert asker in (ABOVE, FAR_ABOVE) or asker in {one.unit for one in naming if one.issued}


@given(st.lists(papers, min_size=1, max_size=5))
def test_a_secret_paper_counts_whatever_else_names_the_file(naming):
    said = refusal(ABOVE, {ABOVE}, naming)
    assert (said is FileRefusal.SECRET) == any(paper.secret for paper in naming)


@given(units, st.lists(papers, max_size=5), st.randoms())
def test_the_order_of_the_papers_does_not_matter(asker, naming, chance):
    mixed = list(naming)
    chance.shuffle(mixed)
    assert refusal(asker, {ABOVE}, mixed) == refusal(asker, {ABOVE}, naming)


def test_each_refusal_has_its_case():
    def paper(*, secret=False, issued=True):
        return NamingPaper(OWN, UUID(int=9), "1-CTr", secret, issued, ())

    above = {ABOVE, FAR_ABOVE}
    assert refusal(ABOVE, above, []) is FileRefusal.UNKNOWN
    assert refusal(ABOVE, above, [paper(issued=False)]) is FileRefusal.NOT_ISSUED
    assert refusal(BESIDE, above, [paper()]) is FileRefusal.NOT_THEIRS
    assert refusal(ABOVE, above, [paper(), paper(secret=True)]) is FileRefusal.SECRET
    assert refusal(FAR_ABOVE, above, [paper()]) is None


@given(json)
def test_a_paper_of_any_shape_is_read(files):
    for one in files_of({"files": files}):
        assert len(one.digest) == 64
        assert one.name
        assert one.size >= 0


def test_files_of_a_paper_are_read_as_it_names_them():
    whole = {"digest": DIGEST, "name": "Số 12.pdf", "size": 7, "role": "SCAN", "made_on": "2021"}
    short = {"digest": "0f0f", "name": "b.pdf"}
    bare = {"digest": DIGEST}
    assert files_of({"files": [whole, short, bare, "x"]}) == (
        NamedFile(DIGEST, "Số 12.pdf", 7, "SCAN"),
        NamedFile(DIGEST, DIGEST[:12], 0, ""),
    )


@given(st.text(max_size=300))
def test_a_name_from_outside_names_no_folder(name):
    plain = plain_name(name)
    assert not set(plain) & set('/\\<>:"|?*\0')
    assert plain not in (".", "..")
    assert len(plain) <= 200


def test_a_name_without_folders():
    assert plain_name("..\\..\\Windows/cmd.exe") == "cmd.exe"
    assert plain_name("../") == ""

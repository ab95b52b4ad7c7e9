import pytest

from router.app.left_out import left_out


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("rules/50-new.yaml.txt", "50-new.yaml"),
        ("rules/50-new.YML.txt", "50-new.YML"),
        ("rules/50-new.yaml (1)", "50-new.yaml"),
        ("rules/50-new.yaml - Copy", "50-new.yaml"),
        ("rules/50-new.yaml.docx", "50-new.yaml"),
        ("rules/50-new.ymal", "50-new.yaml"),
        ("rules/50-new.yam", "50-new.yaml"),
    ],
)
def test_a_name_that_hides_its_ending_is_shown_without_what_is_too_much(
    name: str, better: str
) -> None:
    (finding,) = left_out([name])

    assert finding.span.file == name
    assert finding.hints[0] == f"if it holds rules, rename it to {better}"


@pytest.mark.parametrize(
    "name",
    [
        "50-new.yaml~", "50-new.yaml.bak", "50-new.yml.orig", "50-new.yaml.swp", "50-new.yaml.1",
        "50-new.yaml.dpkg-old", "notes.txt", "README.md", "yaml.txt", "yaml", "my-yaml-notes.txt",
    ],
)  # fmt: skip
def test_backups_and_other_files_are_left_out_without_a_word(name: str) -> None:
    assert not [*left_out([f"rules/{name}"])]

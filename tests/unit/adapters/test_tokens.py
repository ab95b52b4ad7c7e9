from pathlib import Path

import pytest

from router.adapters.tokens import (
    Tokens,
    find_dev_token,
    find_tokens,
    look_at_tokens,
    make_dev_token,
)
from router.app.checkups.ports import Credentials, TokenPlace
from router.core.errors import UsageError


def test_without_anything_there_is_no_token() -> None:
    assert not find_tokens({})
    assert not find_tokens({"PLIVO_AUTH_TOKEN": " , "})


def test_several_tokens_stand_with_commas_and_are_trimmed() -> None:
    assert find_tokens({"PLIVO_AUTH_TOKEN": " main , sub,main\n"}).values == ("main", "sub")


def test_a_file_holds_tokens(tmp_path: Path) -> None:
    (tmp_path / "token").write_bytes(b"\xef\xbb\xbfold\r\nnew\r\n")
    assert find_tokens({"PLIVO_AUTH_TOKEN_FILE": str(tmp_path / "token")}).values == ("old", "new")


def test_systemd_passes_a_credential(tmp_path: Path) -> None:
    (tmp_path / "plivo-auth-token").write_text("kept by systemd\n")
    environment = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    assert find_tokens(environment).values == ("kept by systemd",)


def test_another_credential_is_none_of_ours(tmp_path: Path) -> None:
    assert not find_tokens({"CREDENTIALS_DIRECTORY": str(tmp_path)})


def test_all_places_together_keep_their_order(tmp_path: Path) -> None:
    (tmp_path / "plivo-auth-token").write_text("three")
    (tmp_path / "file").write_text("two,one")
    found = find_tokens(
        {
            "PLIVO_AUTH_TOKEN": "one",
            "PLIVO_AUTH_TOKEN_FILE": str(tmp_path / "file"),
            "CREDENTIALS_DIRECTORY": str(tmp_path),
        }
    )
    assert found.values == ("one", "two", "three")


def test_a_named_file_that_is_missing_is_refused() -> None:
    with pytest.raises(UsageError, match='PLIVO_AUTH_TOKEN_FILE: cannot read "nowhere"'):
        find_tokens({"PLIVO_AUTH_TOKEN_FILE": "nowhere"})


def test_a_file_that_is_no_text_is_refused_without_showing_it(tmp_path: Path) -> None:
    (tmp_path / "token").write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match="does not hold text"):
        find_tokens({"PLIVO_AUTH_TOKEN_FILE": str(tmp_path / "token")})


def test_a_token_is_never_shown() -> None:
    tokens = Tokens(("hunter2",))
    assert "hunter2" not in repr(tokens)
    assert "hunter2" not in f"{tokens}"


def test_the_dev_token_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    data = tmp_path / "deep" / "data"
    assert not find_dev_token(str(data))
    made = make_dev_token(str(data))
    assert len(made.values[0]) == 40
    assert (data / "dev-auth-token").stat().st_mode & 0o777 == 0o600
    assert make_dev_token(str(data)) == made == find_dev_token(str(data))


def test_an_empty_dev_token_file_is_made_anew_for_its_owner_alone(tmp_path: Path) -> None:
    (tmp_path / "dev-auth-token").write_text("\n")
    (tmp_path / "dev-auth-token").chmod(0o644)
    assert make_dev_token(str(tmp_path))
    assert (tmp_path / "dev-auth-token").stat().st_mode & 0o777 == 0o600


def test_a_data_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file is in the way")
    with pytest.raises(UsageError, match="cannot write"):
        make_dev_token(str(tmp_path / "data"))


def test_a_look_counts_the_tokens_of_each_place(tmp_path: Path) -> None:
    (tmp_path / "plivo-auth-token").write_text("three")
    (tmp_path / "file").write_text("'two'\nfour")
    for name in ("plivo-auth-token", "file"):
        (tmp_path / name).chmod(0o600)
    found = look_at_tokens(
        str(tmp_path),
        {
            "PLIVO_AUTH_TOKEN": "one",
            "PLIVO_AUTH_TOKEN_FILE": str(tmp_path / "file"),
            "CREDENTIALS_DIRECTORY": str(tmp_path),
        },
    )
    assert found.values == ("one", "'two'", "four", "three")
    assert found.places == (
        TokenPlace("PLIVO_AUTH_TOKEN", 1),
        TokenPlace("PLIVO_AUTH_TOKEN_FILE", 2, in_quotes=True),
        TokenPlace("systemd's credential plivo-auth-token", 1),
    )
    assert not found.dev


def test_a_look_sees_that_others_can_read_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("one")
    (tmp_path / "file").chmod(0o644)
    found = look_at_tokens(str(tmp_path), {"PLIVO_AUTH_TOKEN_FILE": str(tmp_path / "file")})
    assert [place.open_to_all for place in found.places] == [True]


def test_a_look_tells_of_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    found = look_at_tokens(
        str(tmp_path),
        {"PLIVO_AUTH_TOKEN": "one", "PLIVO_AUTH_TOKEN_FILE": str(tmp_path / "missing")},
    )
    assert found.values == ()
    assert "does not exist" in found.places[1].problem or "no such file" in found.places[1].problem


def test_a_look_finds_dev_modes_token_where_there_is_no_other(tmp_path: Path) -> None:
    assert look_at_tokens(str(tmp_path), {}) == Credentials()
    made = make_dev_token(str(tmp_path))
    assert look_at_tokens(str(tmp_path), {"CREDENTIALS_DIRECTORY": str(tmp_path)}) == Credentials(
        made.values, dev=True
    )
    assert not look_at_tokens(str(tmp_path), {"PLIVO_AUTH_TOKEN": "one"}).dev

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest

from router.app.settings import Endpoint, Settings, dev_public_url, report_url
from router.app.settings_reading import SettingsRefused, read_settings
from router.core.address import Address
from router.language.source import SourceFile
from router.render.findings import as_line, as_text


def read(
    text: str | None = None, name: str = "settings.yaml", /, **layers: dict[str, str]
) -> Settings | SettingsRefused:
    """Settings of a file's text, `environment` and `flags`."""
    file = None if text is None else SourceFile(name, text.encode())
    return read_settings(file, layers.get("environment", {}), layers.get("flags", {}))


def taken(
    text: str | None = None, name: str = "settings.yaml", /, **layers: dict[str, str]
) -> Settings:
    settings = read(text, name, **layers)
    assert isinstance(settings, Settings), settings
    return settings


def lines(text: str) -> str:
    """The findings of a settings file, one a line."""
    refused = read(text)
    assert isinstance(refused, SettingsRefused)
    assert not refused.sentences
    return as_line(refused.findings)


def page(text: str) -> str:
    """The findings of a settings file as people read them."""
    refused = read(text)
    assert isinstance(refused, SettingsRefused)
    return as_text(refused.findings, refused.sources)


def sentences(**layers: dict[str, str]) -> tuple[str, ...]:
    """What is wrong with variables and flags."""
    refused = read(None, **layers)
    assert isinstance(refused, SettingsRefused)
    assert not refused.findings
    return refused.sentences


def test_without_anything_the_defaults_hold() -> None:
    settings = taken()
    assert settings == Settings()
    assert (settings.rules, settings.data) == ("rules", "data")
    assert str(settings.listen) == "127.0.0.1:8080"
    assert str(settings.admin_listen) == "127.0.0.1:8081"
    assert settings.public_url == ""
    assert settings.timezone is UTC
    assert (settings.require_signature, settings.retention_days) == ("any", 90)
    assert settings.delivery_reports
    assert not settings.log_text


def test_a_file_of_every_setting_is_read() -> None:
    settings = taken(
        """
        rules: my-rules
        data: /var/lib/sms-router
        listen: 0.0.0.0:80
        admin-listen: '[::1]:81'
        public-url: https://sms.example.org:8443/plivo/
        numbers: [+1 555 765 4321, 555 765 4322]
        timezone: America/New_York
        country: us
        require-signature: v3
        delivery-reports: no
        retention: 30 days
        log-text: yes
        """.replace("        ", "")
    )
    assert settings == Settings(
        rules="my-rules",
        data="/var/lib/sms-router",
        listen=Endpoint("0.0.0.0", 80),
        admin_listen=Endpoint("::1", 81),
        public_url="https://sms.example.org:8443/plivo",
        numbers=(Address("+15557654321"), Address("+15557654322")),
        timezone=ZoneInfo("America/New_York"),
        country="US",
        require_signature="v3",
        delivery_reports=False,
        retention_days=30,
        log_text=True,
    )


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing set yet\n", "\ufeff# with a mark\n"])
def test_a_file_that_sets_nothing_is_fine(text: str) -> None:
    assert taken(text) == Settings()


def test_a_variable_is_stronger_than_the_file_and_a_flag_stronger_than_both() -> None:
    text = "rules: of-the-file\nlisten: 127.0.0.1:1\npublic-url: https://file.example.org\n"
    environment = {"SMS_ROUTER_LISTEN": "127.0.0.1:2", "SMS_ROUTER_PUBLIC_URL": "http://env.test"}
    settings = taken(text, environment=environment, flags={"listen": "127.0.0.1:3"})
    assert settings.rules == "of-the-file"
    assert settings.listen.port == 3
    assert settings.public_url == "http://env.test"


def test_every_setting_has_its_variable() -> None:
    settings = taken(
        environment={
            "SMS_ROUTER_RULES": "r",
            "SMS_ROUTER_DATA": "d",
            "SMS_ROUTER_ADMIN_LISTEN": "localhost:9",
            "SMS_ROUTER_NUMBERS": "+15557654321, 72975",
            "SMS_ROUTER_TIMEZONE": "Europe/London",
            "SMS_ROUTER_COUNTRY": "GB",
            "SMS_ROUTER_REQUIRE_SIGNATURE": "V3",
            "SMS_ROUTER_DELIVERY_REPORTS": "off",
            "SMS_ROUTER_RETENTION": "1 day",
            "SMS_ROUTER_LOG_TEXT": "TRUE",
            "PATH": "/bin",
        }
    )
    assert (settings.rules, settings.data) == ("r", "d")
    assert settings.admin_listen == Endpoint("localhost", 9)
    assert settings.numbers == (Address("+15557654321"), Address("72975"))
    assert settings.timezone == ZoneInfo("Europe/London")
    assert (settings.country, settings.require_signature) == ("GB", "v3")
    assert (settings.delivery_reports, settings.retention_days) == (False, 1)
    assert settings.log_text


def test_a_variable_set_to_nothing_is_not_set() -> None:
    assert taken(environment={"SMS_ROUTER_LISTEN": "", "SMS_ROUTER_LISTN": " "}) == Settings()


def test_the_variables_of_a_kubernetes_service_are_not_ours() -> None:
    environment = {
        "SMS_ROUTER_SERVICE_HOST": "10.0.0.1",
        "SMS_ROUTER_PORT": "tcp://10.0.0.1:80",
        "SMS_ROUTER_PORT_80_TCP_ADDR": "10.0.0.1",
    }
    assert taken(environment=environment) == Settings()


def test_folders_of_the_file_count_from_the_files_folder() -> None:
    settings = taken("rules: rules\ndata: /data\n", "/etc/sms-router/settings.yaml")
    assert (settings.rules, settings.data) == ("/etc/sms-router/rules", "/data")
    assert taken("rules: rules\n").rules == "rules"


def test_one_number_needs_no_list() -> None:
    assert taken("numbers: +1 555 765 4321\n").numbers == (Address("+15557654321"),)


def test_a_number_given_twice_counts_once() -> None:
    assert len(taken("numbers: [+15557654321, +1 555 765 4321]\n").numbers) == 1


def test_national_numbers_are_read_by_the_strongest_country() -> None:
    settings = taken("numbers: 020 7946 0018\n", environment={"SMS_ROUTER_COUNTRY": "GB"})
    assert settings.numbers == (Address("+442079460018"),)


def test_an_unknown_key_is_a_finding_with_its_place_and_a_suggestion() -> None:
    shown = page("rules: rules\nlistn: 127.0.0.1:8080\n")
    assert shown.startswith('settings.yaml:2:1: error: unknown setting "listn" [unknown-key]\n')
    assert 'did you mean "listen"?' in shown


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("public_url", "public-url"), ("url", "public-url"), ("tz", "timezone"), ("port", "listen")],
)
def test_other_words_for_a_setting_lead_to_it(wrong: str, right: str) -> None:
    assert f'did you mean "{right}"?' in page(f"{wrong}: x\n")


def test_a_word_like_no_setting_gets_the_list_of_them() -> None:
    assert "settings are rules, data, listen" in page("qqqqqqqq: x\n")


@pytest.mark.parametrize(
    ("line", "finding"),
    [
        ("listen: 8080", '"8080" is not a host and a port'),
        ("listen: :8080", '":8080" is not a host and a port'),
        ("listen: 127.0.0.1:99999", '"127.0.0.1:99999" has a port above 65535'),
        ("listen: ::1:80", '"::1:80" is an IPv6 address without brackets'),
        ("listen: '[::g]:80'", '"[::g]:80" is not a host and a port'),
        ("listen: a b:80", '"a b:80" is not a host and a port'),
        ("public-url: sms.example.org", "does not begin with http:// or https://"),
        ("public-url: ftp://sms.example.org", "does not begin with http:// or https://"),
        ("public-url: https://", '"https://" names no host'),
        ("public-url: https://[::1", '"https://[::1" is not a URL'),
        ("public-url: https://a.example.org:99999", "is not a URL"),
        ("public-url: https://a b.example.org", "holds a character that no URL may hold"),
        ("public-url: https://a.example.org?x=1", "has a part behind ? or #"),
        ("public-url: 'https://a.example.org#x'", "has a part behind ? or #"),
        ("public-url: https://u:pw@a.example.org", "holds a user name or password"),
        ("timezone: America/New_Yrok", '"America/New_Yrok" is not a time zone'),
        ("timezone: ../../etc/passwd", '"../../etc/passwd" is not a time zone'),
        ("timezone: America", '"America" is not a time zone'),
        ("country: Germany", '"Germany" is not a country'),
        ("require-signature: v2", '"v2" is not a choice here'),
        ("delivery-reports: maybe", '"maybe" is neither yes nor no'),
        ("retention: 90", '"90" is not a number of days'),
        ("retention: 0 days", '"0 days" is out of range'),
        ("retention: forever", '"forever" is not a number of days'),
        ("log-text: 2", '"2" is neither yes nor no'),
        ('rules: "a\\0b"', "holds a character that no file name can hold"),
        ("data: ~/sms", '"~/sms" has a ~, which only a shell takes'),
        ("data: /srv/~", '"/srv/~" has a ~, which only a shell takes'),
        ("rules:", '"rules" has no value that can be used'),
        ("rules: [a]", '"rules" has no value that can be used'),
        ("numbers: {a: b}", '"numbers" has no value that can be used'),
        ("numbers: [[+15557654321]]", '"numbers" has no value that can be used'),
    ],
)
def test_a_wrong_value_is_a_finding_at_its_place(line: str, finding: str) -> None:
    shown = lines(f"# first line\n{line}\n")
    assert shown.startswith("settings.yaml:2:")
    assert finding in shown
    assert shown.rstrip().endswith("[bad-setting]")


def test_hints_say_what_to_write() -> None:
    assert "write https://sms.example.org" in page("public-url: sms.example.org\n")
    assert "write https://a.example.org" in page("public-url: https://a.example.org?x=1\n")
    assert 'did you mean "America/New_York"?' in page("timezone: America/New_Yrok\n")
    assert 'did you mean "America/New_York"?' in page("timezone: Eastern\n")
    assert "write it as 90 days" in page("retention: 90\n")
    assert "write it as 90 days" in page("retention: forever\n")
    assert "write it as 14 days" in page("retention: 2 Weeks\n")
    assert "write it as 30 days" in page("retention: 1 month\n")
    assert "write it as 730 days" in page("retention: 2 years\n")
    assert "write GB" in page("country: uk\n")
    assert "write US" in page("country: USA\n")


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        ("https://münchen.example/a", "write https://xn--mnchen-3ya.example/a"),
        ("https://münchen.example:8443", "write https://xn--mnchen-3ya.example:8443"),
        ("https://münchen.example/ä", "write it as https://sms.example.org"),
        ("https://münchen..example", "write it as https://sms.example.org"),
        ("münchen.example", "write it as https://sms.example.org"),
    ],
)
def test_a_host_with_other_letters_is_shown_as_the_dns_has_it(url: str, advice: str) -> None:
    shown = page(f"public-url: {url}\n")
    assert "holds a character that no URL may hold" in shown
    assert f"= {advice}\n" in shown


@pytest.mark.parametrize(
    ("text", "message", "advice"),
    [
        ("- timezone\n", "a list stands here; the settings file starts with a key", "= write one"),
        ("timezone\n", "a text stands here; the settings file starts with a key", "= write one"),
        ("country: US\n---\ncountry: US\n", "the settings file has only one", '= take the line "-'),
        ("rules: a\nrules: b\n", 'the key "rules" stands here a second time', "= keep one"),
    ],
)
def test_a_file_that_is_none_is_told_of_in_words_of_settings(
    text: str, message: str, advice: str
) -> None:
    shown = page(text)
    assert message in shown
    assert advice in shown
    assert "rule file" not in shown


def test_numbers_of_a_variable_may_stand_in_brackets() -> None:
    settings = taken(environment={"SMS_ROUTER_NUMBERS": "[+1 555 765 4321, +15557654322]"})
    assert [number.value for number in settings.numbers] == ["+15557654321", "+15557654322"]


def test_the_advice_for_a_variable_can_be_followed_there() -> None:
    together, national = sentences(
        environment={"SMS_ROUTER_NUMBERS": "+15557654321 +15557654322, 555 123 4567"}
    )
    assert together.endswith("put commas between several numbers")
    assert national.endswith("or name your country in SMS_ROUTER_COUNTRY: US")


@pytest.mark.parametrize("ending", ["/receive_sms/", "/receive_sms", "/sms_status/"])
def test_the_message_url_itself_is_not_the_public_url(ending: str) -> None:
    shown = page(f"public-url: https://a.example.org/plivo{ending}\n")
    assert "which the server adds by itself" in shown
    assert "write https://a.example.org/plivo\n" in shown


def test_a_password_in_the_public_url_is_not_shown_in_the_message() -> None:
    assert "hunter2" not in lines("public-url: https://u:hunter2@a.example.org\n")
    assert "hunter2" not in lines("public-url: https://ü:hunter2@a.example.org\n")


def test_a_bad_number_is_found_where_it_stands() -> None:
    shown = lines("numbers:\n  - +15557654321\n  - +1555FLOWERS\n")
    assert shown.startswith('settings.yaml:3:5: error: "+1555FLOWERS" has letters in it')


def test_all_findings_come_in_one_run_and_in_order() -> None:
    found = lines("listn: x\nretention: 90\ncountry: Germany\n").splitlines()
    assert [line.split(":")[1] for line in found] == ["1", "2", "3"]


def test_a_wrong_value_is_refused_even_where_a_flag_covers_it() -> None:
    refused = read("listen: 8080\n", flags={"listen": "127.0.0.1:80"})
    assert isinstance(refused, SettingsRefused)


def test_yaml_that_cannot_be_read_is_found_like_in_a_rule_file() -> None:
    assert "settings.yaml:2:" in lines('rules: rules\nlisten: "127.0.0.1:80\n')


def test_a_file_that_is_no_text_is_a_finding() -> None:
    refused = read_settings(SourceFile("settings.yaml", b"rules: \xff\n"), {}, {})
    assert isinstance(refused, SettingsRefused)
    assert "[not-utf-8]" in as_line(refused.findings)


@pytest.mark.parametrize(
    "line", ["auth-token: hunter2", "PLIVO_AUTH_TOKEN: hunter2", "plivo-password: hunter2"]
)
def test_a_token_in_the_file_is_an_error_that_says_where_it_goes(line: str) -> None:
    shown = page(f"{line}\n")
    assert "[token-in-settings]" in shown
    assert "PLIVO_AUTH_TOKEN" in shown
    assert "hunter2" not in shown


def test_a_wrong_variable_is_named_with_what_to_write() -> None:
    assert sentences(environment={"SMS_ROUTER_LISTEN": "8080"}) == (
        'SMS_ROUTER_LISTEN: "8080" is not a host and a port: write them as 127.0.0.1:8080',
    )


def test_a_wrong_flag_is_named_with_what_to_write() -> None:
    (sentence,) = sentences(flags={"public-url": "sms.example.org"})
    assert sentence.startswith('--public-url: "sms.example.org" does not begin with http://')


@pytest.mark.parametrize("empty", ["", " "])
def test_a_folder_named_by_a_variable_of_the_shell_that_is_not_set_is_none(empty: str) -> None:
    words = "there is no name here: write the folder's, or leave it out"
    assert sentences(flags={"rules": empty}) == (f"--rules: {words}",)
    assert sentences(flags={"data": empty}) == (f"--data: {words}",)


@pytest.mark.parametrize("name", ["rules~", "~rules", "a/~b", "my ~ rules"])
def test_a_tilde_may_stand_in_a_folders_name(name: str) -> None:
    assert taken(flags={"rules": name}).rules == name


def test_an_unknown_variable_is_refused_with_a_suggestion() -> None:
    assert sentences(environment={"SMS_ROUTER_LISTN": "127.0.0.1:80"}) == (
        "SMS_ROUTER_LISTN is not a setting: did you mean SMS_ROUTER_LISTEN?",
    )


def test_a_token_in_a_settings_variable_is_refused_without_showing_it() -> None:
    (sentence,) = sentences(environment={"SMS_ROUTER_AUTH_TOKEN": "hunter2"})
    assert "PLIVO_AUTH_TOKEN" in sentence
    assert "hunter2" not in sentence


def test_delivery_reports_go_to_our_own_url() -> None:
    assert (
        report_url(Settings(), "https://a.example.org/x") == "https://a.example.org/x/sms_status/"
    )
    assert report_url(Settings(), "") is None
    assert report_url(Settings(delivery_reports=False), "https://a.example.org") is None


def test_an_ipv6_endpoint_is_written_with_brackets() -> None:
    assert str(Endpoint("::1", 80)) == "[::1]:80"


def test_what_listens_everywhere_is_reached_from_here_on_loopback() -> None:
    assert Endpoint("0.0.0.0", 1).from_here == Endpoint("127.0.0.1", 1)
    assert Endpoint("::", 1).from_here == Endpoint("::1", 1)
    assert Endpoint("10.0.0.1", 1).from_here == Endpoint("10.0.0.1", 1)


def test_only_this_machine_reaches_an_endpoint_on_loopback() -> None:
    hosts = ("127.0.0.1", "127.9.9.9", "::1", "localhost", "0.0.0.0", "10.0.0.1", "example.org")
    assert [host for host in hosts if Endpoint(host, 1).is_loopback] == [
        "127.0.0.1", "127.9.9.9", "::1", "localhost",
    ]  # fmt: skip


def test_dev_mode_is_called_where_it_listens() -> None:
    assert dev_public_url(Endpoint("localhost", 80)) == "http://127.0.0.1:80"
    assert dev_public_url(Endpoint("::1", 80)) == "http://[::1]:80"

"""The settings: defaults, and refusals that name the variable and the expected form."""

from datetime import timedelta
from pathlib import Path

import pytest

from yingsu.settings import ROLES, SettingInvalid, load, role_urls


def test_with_nothing_set_the_record_is_embedded_beside_the_caller_and_has_samples() -> None:
    settings = load({})
    assert settings.embedded
    assert settings.samples
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.data_folder == Path(".yingsu").absolute()
    assert settings.key_file == settings.data_folder / "keys" / "master.key"
    assert (settings.files, settings.file_mib) == (settings.data_folder / "files", 50)
    assert settings.token_lifetime == timedelta(minutes=10)
    assert settings.log_level == "info"


def test_an_external_database_gets_no_samples_unless_asked() -> None:
    url = "postgresql://admin@db.example:5433/yingsu"
    assert not load({"YINGSU_DATABASE_URL": url}).samples
    assert load({"YINGSU_DATABASE_URL": url, "YINGSU_SAMPLES": "yes"}).samples


def test_every_setting_is_read_from_its_variable() -> None:
    settings = load(
        {
            "YINGSU_DATA": "/srv/yingsu",
            "YINGSU_HOST": "0.0.0.0",
            "YINGSU_PORT": "8443",
            "YINGSU_ISSUER": "https://issuer.example",
            "YINGSU_AUDIENCE": "urn:example:api",
            "YINGSU_TOKEN_MINUTES": "5",
            "YINGSU_EXTERNAL_JWKS": "https://issuer.example/jwks",
            "YINGSU_LOG_LEVEL": "WARNING",
            "YINGSU_RATE_LIMIT": "50/second",
            "YINGSU_FILES": "/mnt/files",
            "YINGSU_FILE_MIB": "1024",
        }
    )
    assert (settings.files, settings.file_mib) == (Path("/mnt/files"), 1024)
    assert settings.key_file == Path("/srv/yingsu/keys/master.key")
    assert (settings.host, settings.port, settings.token_lifetime) == ("0.0.0.0", 8443, timedelta(minutes=5))
    assert (settings.issuer, settings.audience) == ("https://issuer.example", "urn:example:api")
    assert (settings.external_jwks, settings.log_level, settings.rate_limit) == (
        "https://issuer.example/jwks",
        "warning",
        "50/second",
    )


def test_networks_for_webhooks_are_for_all_or_for_one_jurisdiction() -> None:
    found = load({"YINGSU_WEBHOOK_NETWORKS": "10.1.0.0/16, 320813=192.168.7.0/24,fd12::/16"}).webhook_networks
    assert [(str(one.network), one.jurisdiction) for one in found] == [
        ("10.1.0.0/16", None),
        ("192.168.7.0/24", "320813"),
        ("fd12::/16", None),
    ]
    assert load({}).webhook_networks == ()


def test_an_empty_variable_counts_as_unset() -> None:
    assert load({"YINGSU_PORT": " "}).port == 8000


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("YINGSU_PORT", "0"),
        ("YINGSU_PORT", "65536"),
        ("YINGSU_PORT", "八千"),
        ("YINGSU_HOST", "example.com"),
        ("YINGSU_ISSUER", "http://plain.example"),
        ("YINGSU_AUDIENCE", "two words"),
        ("YINGSU_TOKEN_MINUTES", "61"),
        ("YINGSU_EXTERNAL_JWKS", "keys.json"),
        ("YINGSU_SAMPLES", "maybe"),
        ("YINGSU_LOG_LEVEL", "loud"),
        ("YINGSU_RATE_LIMIT", "many"),
        ("YINGSU_FILE_MIB", "0"),
        ("YINGSU_FILE_MIB", "1025"),
        ("YINGSU_WEBHOOK_NETWORKS", "10.1.0.0/33"),
        ("YINGSU_WEBHOOK_NETWORKS", "10.1.2.3/16"),
        ("YINGSU_WEBHOOK_NETWORKS", "32=10.1.0.0/16"),
        ("YINGSU_WEBHOOK_NETWORKS", "=10.1.0.0/16"),
        ("YINGSU_WEBHOOK_NETWORKS", "10.1.0.0/16,"),
        ("YINGSU_DATABASE_URL", "mysql://db/yingsu"),
        ("YINGSU_DATABASE_URL", "postgresql://db"),
        ("YINGSU_DATABASE_URL", "postgresql://db:port/yingsu"),
    ],
)
def test_a_wrong_value_is_refused_in_one_line_that_names_the_variable_and_the_form(name: str, value: str) -> None:
    with pytest.raises(SettingInvalid) as refusal:
        load({name: value})
    assert name in refusal.value.message
    assert "应为" in refusal.value.message
    assert "\n" not in refusal.value.message


def test_a_refused_database_address_is_not_shown_because_it_can_hold_a_password() -> None:
    with pytest.raises(SettingInvalid) as refusal:
        load({"YINGSU_DATABASE_URL": "postgresql://admin:hunter2@db"})
    assert "hunter2" not in refusal.value.message


def test_role_urls_keep_the_server_and_drop_the_administrator() -> None:
    urls = role_urls("postgresql://admin:secret@db.example:5433/yingsu?sslmode=require&user=admin", dict.fromkeys(_ROLES, "p/w"))
    assert urls.app == "postgresql://yingsu_app:p%2Fw@db.example:5433/yingsu?sslmode=require"
    assert urls.keys == "postgresql://yingsu_keys:p%2Fw@db.example:5433/yingsu?sslmode=require"


def test_role_urls_of_a_socket_have_no_password() -> None:
    urls = role_urls("postgresql://postgres@/yingsu?host=%2Fdata%2Frun&port=5432")
    assert urls.owner == "postgresql://yingsu_owner@/yingsu?host=%2Fdata%2Frun&port=5432"
    assert urls.reader == "postgresql://yingsu_reader@/yingsu?host=%2Fdata%2Frun&port=5432"


_ROLES = ("yingsu_owner", "yingsu_app", "yingsu_reader", "yingsu_keys")


def test_no_password_gets_into_a_log_through_the_settings() -> None:
    settings = load({"YINGSU_DATABASE_URL": "postgresql://root:s3cret@db/yingsu"})
    urls = role_urls("postgresql://root:s3cret@db/yingsu", dict.fromkeys(ROLES, "s3cret"))
    assert "s3cret" in urls.app
    assert "s3cret" not in f"{settings}{urls}"

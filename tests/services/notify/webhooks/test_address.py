"""Where webhooks may go, and where never."""

from collections.abc import Callable
from ipaddress import ip_network

import pytest

from services.notify.webhooks.address import AddressForbidden, HostUnresolved, HttpsRequired, Target, UrlInvalid, check, read_url
from yingsu.errors import YingsuError
from yingsu.settings import AllowedNetwork

EVERYWHERE = tuple(AllowedNetwork(network=ip_network(text)) for text in ("0.0.0.0/0", "::/0"))
INTRANET = (
    AllowedNetwork(network=ip_network("10.1.0.0/16")),
    AllowedNetwork(network=ip_network("192.168.7.0/24"), jurisdiction="320813"),
    AllowedNetwork(network=ip_network("fd12::/16")),
)
HERE = "320813"


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://oa.example.cn/in?key=1", Target(scheme="https", host="oa.example.cn", port=443, path="/in?key=1")),
        ("HTTPS://OA.Example.cn", Target(scheme="https", host="oa.example.cn", port=443, path="/")),
        ("http://10.1.2.3:8080/a/b", Target(scheme="http", host="10.1.2.3", port=8080, path="/a/b")),
        ("http://[fd12::1]/", Target(scheme="http", host="fd12::1", port=80, path="/")),
        ("https://xn--fiqs8s.example/?", Target(scheme="https", host="xn--fiqs8s.example", port=443, path="/")),
    ],
)
def test_a_url_is_read_into_its_parts(url: str, target: Target) -> None:
    assert read_url(url) == target


def test_the_host_header_names_the_port_only_where_it_is_not_the_usual_one() -> None:
    found = [read_url(url).authority for url in ("https://a.cn/", "https://a.cn:8443/", "http://[fd12::1]:81/", "http://a.cn:80")]
    assert found == ["a.cn", "a.cn:8443", "[fd12::1]:81", "a.cn"]


@pytest.mark.parametrize(
    "url",
    [
        "ftp://oa.example.cn/",
        "file:///etc/passwd",
        "oa.example.cn/in",
        "https:///in",
        "https://user:secret@oa.example.cn/",
        "https://oa.example.cn/#part",
        "https://oa.example.cn:0/",
        "https://oa.example.cn:65536/",
        "https://oa.example.cn:8a/",
        "https://oa.example.cn/a b",
        "https://oa.example.cn\\@10.1.2.3/",
        "https://oa.example.cn/中",
        "https://示例.cn/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://127.1/",
        "https://0177.0.0.1/",
        "https://[fe80::1%25eth0]/",
        "https://[::1/",
        "https://[v1.abc]/",
        "https://oa.example.cn[::1]/",
        "https://[fd12::1]oa.example.cn/",
        "https://-a.cn/",
        "https://a..cn/",
        "https://oa.example.cn/\r\nHost: other",
        "https://oa.example.cn/" + "a" * 500,
    ],
)
def test_a_url_that_means_nothing_or_hides_something_is_refused(url: str) -> None:
    with pytest.raises(UrlInvalid) as refused:
        read_url(url)
    assert (refused.value.code, refused.value.pointer) == ("webhook-url-invalid", "/url")
    assert "请更正后重新提交" in refused.value.message
    assert "secret" not in refused.value.message


def checked(url: str, *found: str, allowed: tuple[AllowedNetwork, ...] = INTRANET, jurisdiction: str = HERE) -> list[str]:
    return [str(address) for address in check(read_url(url), found, allowed, jurisdiction)]


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://oa.example.cn/", "203.0.114.9"),
        ("https://oa.example.cn/", "2400:3200::1"),
        ("https://oa.example.cn/", "10.1.200.3"),
        ("http://oa.example.cn/", "10.1.200.3"),
        ("http://oa.example.cn/", "192.168.7.20"),
        ("http://oa.example.cn/", "fd12::9"),
    ],
)
def test_public_addresses_and_those_of_allowed_networks_are_sent_to(url: str, address: str) -> None:
    assert checked(url, address) == [address]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "::1",
        "10.2.0.1",
        "172.16.0.1",
        "192.168.8.1",
        "169.254.1.1",
        "fe80::1",
        "fc00::1",
        "100.64.0.1",
        "192.0.2.1",
        "fec0::1",
        "4000::1",
        "3fff::1",
    ],
)
def test_an_address_that_is_not_public_is_refused_unless_its_network_is_allowed(address: str) -> None:
    with pytest.raises(AddressForbidden) as refused:
        checked("https://oa.example.cn/", address)
    assert refused.value.code == "webhook-address-forbidden"
    assert "YINGSU_WEBHOOK_NETWORKS" in refused.value.message
    assert address not in refused.value.message
    assert checked("http://oa.example.cn/", address, allowed=EVERYWHERE) == [address]


def test_a_network_of_one_jurisdiction_is_closed_to_the_others() -> None:
    with pytest.raises(AddressForbidden):
        checked("http://oa.example.cn/", "192.168.7.20", jurisdiction="320803")


@pytest.mark.parametrize(
    "address",
    [
        "169.254.169.254",
        "169.254.170.2",
        "100.100.100.200",
        "168.63.129.16",
        "fd00:ec2::254",
        "fd20:ce::254",
        "0.0.0.0",
        "0.1.2.3",
        "::",
        "::10.1.2.3",
        "::ffff:10.1.2.3",
        "::ffff:169.254.169.254",
        "64:ff9b::a01:203",
        "2002:a01:203::1",
        "2001:0:a01:203::1",
        "224.0.0.1",
        "ff02::1",
        "255.255.255.255",
        "240.0.0.1",
        "fe80::1%eth0",
    ],
)
def test_some_addresses_are_never_sent_to(address: str) -> None:
    with pytest.raises(AddressForbidden, match="一律不予推送"):
        checked("https://oa.example.cn/", address, allowed=EVERYWHERE)


def test_every_address_of_a_name_counts() -> None:
    for found in (("203.0.114.9", "10.9.0.1"), ("10.1.0.1", "169.254.169.254"), ("10.1.0.1", "::ffff:10.1.0.1")):
        with pytest.raises(AddressForbidden):
            checked("https://oa.example.cn/", *found)
    assert checked("https://oa.example.cn/", "203.0.114.9", "10.1.0.1") == ["203.0.114.9", "10.1.0.1"]


@pytest.mark.parametrize(
    ("error", "found", "said"),
    [
        (HttpsRequired, lambda: checked("http://oa.example.cn/", "203.0.114.9"), "须使用 https"),
        (HttpsRequired, lambda: checked("http://oa.example.cn/", "10.1.0.1", "203.0.114.9"), "须使用 https"),
        (HostUnresolved, lambda: checked("https://oa.example.cn/"), "不能解析"),
        (AddressForbidden, lambda: checked("https://oa.example.cn/", "nonsense"), "不是合格的 IP 地址"),
    ],
)
def test_what_else_is_refused_says_what_to_do(error: type[YingsuError], found: Callable[[], object], said: str) -> None:
    with pytest.raises(error, match=said) as refused:
        found()
    assert "请" in refused.value.message
    assert refused.value.pointer == "/url"

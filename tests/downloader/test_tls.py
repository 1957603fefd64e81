"""A certificate that nobody vouches for ends the request before anything of it is sent."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from newscrawl import clock
from tests.local_site import Answer, LocalSite, Probed


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A key and a certificate for 127.0.0.1 that signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(clock.now() - timedelta(days=1))
        .not_valid_after(clock.now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = tmp_path / "site.pem"
    path.write_bytes(pem + signed.public_bytes(serialization.Encoding.PEM))
    return path


def test_a_certificate_signed_by_itself_is_refused(
    probe: Callable[..., Probed], serve: Callable[..., LocalSite], certificate: Path
) -> None:
    site = serve("127.0.0.1", certificate)
    site.pages["/"] = Answer()
    allowed = {"NEWSCRAWL_ALLOWED_PRIVATE_HOSTS": "127.0.0.1"}
    probed = probe(site.url("/"), settings=allowed)
    assert not probed.answers
    assert not site.visits
    assert "certificate could not be verified" in probed.failures[site.url("/")][1]
    assert probed.stat("newscrawl/network/bad_certificate") == 1
    assert probed.stat("retry/count") == 0
    unchecked = probe(site.url("/"), settings={**allowed, "DOWNLOAD_VERIFY_CERTIFICATES": False})
    assert list(unchecked.answers) == [site.url("/")]

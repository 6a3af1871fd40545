"""Packs the binding as a wheel (PEP 427, PEP 517, PEP 660) with the standard library alone, so that `pip install` of
a checkout needs neither a network nor a build tool: there is nothing to build."""

import base64
import hashlib
import io
import pathlib
import re
import tarfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = dict(re.findall(r'^([a-z-]+) = "(.*)"$', (HERE / "pyproject.toml").read_text(encoding="utf-8"), re.M))
NAME = f"{PROJECT['name']}-{PROJECT['version']}"
METADATA = (f"Metadata-Version: 2.1\nName: {PROJECT['name']}\nVersion: {PROJECT['version']}\n"
            f"Summary: {PROJECT['description']}\nLicense: MIT\nRequires-Python: {PROJECT['requires-python']}\n")
FIXED = (2020, 1, 1, 0, 0, 0)  # the same files give the same wheel


def sources():
    return sorted(path for path in (HERE / "koor").iterdir() if path.suffix in (".py", ".typed"))


def record_line(name, data):
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
    return f"{name},sha256={digest},{len(data)}\n"


def pack(folder, files):
    """A wheel of {name: bytes} with its description; gives the wheel's name."""
    info = f"{NAME}.dist-info"
    files = {**files, f"{info}/METADATA": METADATA.encode(),
             f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: koor\nRoot-Is-Purelib: true\nTag: py3-none-any\n"}
    record = "".join(record_line(name, data) for name, data in files.items()) + f"{info}/RECORD,,\n"
    wheel = f"{NAME}-py3-none-any.whl"
    with zipfile.ZipFile(pathlib.Path(folder, wheel), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**files, f"{info}/RECORD": record.encode()}.items():
            archive.writestr(zipfile.ZipInfo(name, FIXED), data, zipfile.ZIP_DEFLATED)
    return wheel


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    return pack(wheel_directory, {f"koor/{path.name}": path.read_bytes() for path in sources()})


def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    return pack(wheel_directory, {"koor-checkout.pth": f"{HERE}\n".encode()})


def build_sdist(sdist_directory, config_settings=None):
    name = f"{NAME}.tar.gz"
    with tarfile.open(pathlib.Path(sdist_directory, name), "w:gz") as archive:
        for path in [HERE / "pyproject.toml", HERE / "wheel_backend.py", *sources()]:
            archive.add(path, f"{NAME}/{path.relative_to(HERE)}")
        info = tarfile.TarInfo(f"{NAME}/PKG-INFO")
        info.size = len(METADATA.encode())
        archive.addfile(info, io.BytesIO(METADATA.encode()))
    return name

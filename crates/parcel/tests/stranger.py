"""Opens a parcel from FORMAT.md alone: Python's standard library and the programs age, openssl and zstd.

    stranger.py FORMAT.md PARCEL IDENTITY INVITATION

IDENTITY is the addressee's AGE-SECRET-KEY-1… line in a file, INVITATION that of the sender.
Prints the manifest with the rows of each part; ends with an error at the first thing that is not right.
"""

import base64
import hashlib
import json
import os
import re
import struct
import subprocess
import sys
import tempfile

BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
# SubjectPublicKeyInfo of an Ed25519 key (RFC 8410), before its 32 bytes.
ED25519_DER = bytes.fromhex("302a300506032b6570032100")


def run(*command, stdin=None):
    return subprocess.run(command, input=stdin, check=True, capture_output=True).stdout


def verify(public, message, signature):
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, name) for name in ("key", "message", "signature")]
        for path, content in zip(paths, (ED25519_DER + public, message, signature)):
            with open(path, "wb") as file:
                file.write(content)
        key, said, signed = paths
        run("openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", key,
            "-rawin", "-in", said, "-sigfile", signed)


def bech32_bytes(text):
    """The bytes of age1…, its checksum left unread: the invitation is signed."""
    values = [BECH32.index(c) for c in text[len("age1"):-6]]
    bits = "".join(f"{value:05b}" for value in values)
    return bytes(int(bits[at:at + 8], 2) for at in range(0, len(bits) - len(bits) % 8, 8))


def table(format_page):
    rows = re.findall(r"^    [0-9a-f]0 │ (.*)$", format_page, re.M)
    characters = "".join(rows).replace(" ", "")
    assert len(characters) == len(set(characters)) == 256, "the table has 256 characters"
    return characters


def read_invitation(text, characters):
    lines = text.splitlines(keepends=True)
    assert lines[0] == "支部台账邀请函 1\n" and len(lines) == 9, "an invitation has nine lines"
    value = {label: rest.rstrip("\n") for label, rest in (line.split("：", 1) for line in lines[1:])}
    public = base64.b64decode(value["签名公钥"], validate=True)
    verify(public, "".join(lines[:7]).encode(), base64.b64decode(value["签名"], validate=True))
    assert hashlib.sha256("".join(lines[:8]).encode()).hexdigest()[:8] == value["校验"], "check digits"
    fingerprint = hashlib.sha256(public + bech32_bytes(value["加密公钥"])).digest()[:8]
    assert "".join(characters[byte] for byte in fingerprint) == value["指纹"], "fingerprint"
    return public, fingerprint.hex()


def main(format_path, parcel_path, identity_path, invitation_path):
    characters = table(open(format_path, encoding="utf-8").read())
    public, sender = read_invitation(open(invitation_path, encoding="utf-8", newline="").read(), characters)

    file = open(parcel_path, "rb").read()
    assert file[:8] == b"ZBT1\r\n\x1a\n", "magic"
    (header_length,) = struct.unpack_from("<I", file, 8)
    header_bytes = file[12:12 + header_length]
    header = json.loads(header_bytes)
    assert header["format"] == 1 and header["sender"] == sender, "header"

    payload = run("age", "-d", "-i", identity_path, stdin=file[12 + header_length:])
    assert len(payload) == header["payload"], "length of the payload"
    signature, container = payload[:64], payload[64:]
    verify(public, b"ZBT1" + header_bytes + hashlib.sha256(container).digest(), signature)

    (manifest_length,) = struct.unpack_from("<I", container, 0)
    manifest = json.loads(container[4:4 + manifest_length])
    for field in ("format", "program"):
        assert manifest[field] == header[field], field
    for office in ("sender", "addressee"):
        assert manifest[office]["fingerprint"] == header[office], office
    if header["addressee"] == header["sender"]:
        assert manifest["addressee"] == manifest["sender"], "a publication names its sender twice"

    at, rows = 4 + manifest_length, {}
    for part in manifest["parts"]:
        packed = container[at:at + part["packed"]]
        at += part["packed"]
        assert hashlib.sha256(packed).hexdigest() == part["sha256"], part["name"]
        text = run("zstd", "-d", "-c", "-q", stdin=packed)
        lines = text.decode().split("\n")
        assert lines.pop() == "" and len(text) == part["bytes"] and len(lines) == part["rows"], part["name"]
        rows[part["name"]] = [json.loads(line) for line in lines]
    assert at == len(container), "nothing after the parts"
    json.dump({"manifest": manifest, "rows": rows}, sys.stdout, ensure_ascii=True)


main(*sys.argv[1:])

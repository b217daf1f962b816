"""A server on loopback that gives recorded answers in their order, and notes what it was asked."""
import base64
import gzip
import http.client
import re
import socket
import ssl
import struct
import threading
import time


class FakeServer:
    """Plays the answers of `exchange`; further requests get a 500. `requests` holds what came, as the recordings have it."""

    def __init__(self, exchange, tls=None):
        self.exchange, self.requests, self.lock = exchange, [], threading.Lock()
        self.context = None
        if tls:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(tls["certificate"], tls["key"])
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.host = "127.0.0.1:%d" % self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.close()

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            connection.settimeout(150)
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        try:
            if self.context:
                connection = self.context.wrap_socket(connection, server_side=True)
            stream = connection.makefile("rb")
            while self.serve_one(connection, stream):
                pass
        except (OSError, ValueError):
            pass
        finally:
            connection.close()

    def serve_one(self, connection, stream):
        line = stream.readline(1 << 20)
        if not line:
            return False
        start = re.fullmatch(rb"([A-Z]+) (\S+) HTTP/1\.1\r\n", line)
        if not start:
            connection.sendall(b"<!DOCTYPE html>\n<title>what is that?</title>\n")
            return False
        headers = []
        while (line := stream.readline(1 << 20)) not in (b"\r\n", b""):
            name, _, value = line.decode("utf-8", "surrogateescape").partition(":")
            headers.append([name, value.strip()])
        length = int(dict((n.lower(), v) for n, v in headers).get("content-length", "0"))
        body = stream.read(length)
        # Recordings show one slash where there are more.
        target = re.sub("^/+", "/", start[2].decode())
        asked = {"method": start[1].decode(), "target": target, "body": body,
                 "headers": sorted(h for h in headers if h[0].lower() not in ("host", "content-length", "connection"))}
        with self.lock:
            number = len(self.requests)
            self.requests.append(asked)
        known = number < len(self.exchange)
        return self.answer(connection, self.exchange[number]["response"] if known else {"status": 500, "body": "one request too many"})

    def answer(self, connection, response):
        time.sleep(response.get("delay_ms", 0) / 1000)
        if response.get("drop"):
            return False
        body = base64.b64decode(response["body_base64"]) if "body_base64" in response else response.get("body", "").encode()
        if "body_repeat" in response:  # A text with something long in its middle.
            before, part, times, after = response["body_repeat"]
            body = (before + part * times + after).encode()
        headers = [[n, v.replace("{{HOST}}", self.host)] for n, v in response.get("headers", []) if v is not None]
        chunks = [c.encode() for c in response.get("chunks", [])]
        mode, ends = response.get("mode"), False
        if response.get("gzip"):
            body = gzip.compress(body)
            headers.append(["Content-Encoding", "gzip"])
            if response["gzip"] == "cut" or response.get("cut"):
                headers.append(["Content-Length", str(len(body))])
                body, ends = body[:len(body) // 2], True
        if mode == "chunked":
            headers.append(["Transfer-Encoding", "chunked"])
            body = b"".join(b"%x\r\n%s\r\n" % (len(c), c) for c in chunks or [body])
            ends = response.get("cut", False)
            body += b"" if ends else b"0\r\n\r\n"
        elif mode == "close":
            headers.append(["Connection", "close"])
            ends = True
        elif not ends and response["status"] not in (204, 304):
            claimed = response.get("content_length", len(body))
            ends = claimed != len(body)
            headers.append(["Content-Length", str(claimed)])
        elif not ends:
            body = b""
        phrase = http.client.responses.get(response["status"], "Odd")
        head = "HTTP/1.1 %d %s\r\n%s\r\n" % (response["status"], phrase, "".join("%s: %s\r\n" % (n, v) for n, v in headers))
        connection.sendall(head.encode() + body)
        return not ends


def unpack_snappy(data):
    """The block format of snappy."""
    size, at = varint(data, 0)
    out = bytearray()
    while at < len(data):
        tag = data[at]
        at += 1
        kind, length = tag & 3, (tag >> 2) + 1
        if kind == 0:
            if length > 60:
                extra = length - 60
                length = int.from_bytes(data[at:at + extra], "little") + 1
                at += extra
            out += data[at:at + length]
            at += length
            continue
        if kind == 1:
            length, back = ((tag >> 2) & 7) + 4, ((tag >> 5) << 8) | data[at]
            at += 1
        else:
            extra = 2 if kind == 2 else 4
            back = int.from_bytes(data[at:at + extra], "little")
            at += extra
        for _ in range(length):
            out.append(out[-back])
    if len(out) != size:
        raise ValueError("snappy: %d bytes in place of %d" % (len(out), size))
    return bytes(out)


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def fields(message):
    """Number and value of each field: whole numbers, or bytes."""
    at = 0
    while at < len(message):
        key, at = varint(message, at)
        if key & 7 == 0:
            value, at = varint(message, at)
        elif key & 7 == 1:
            value, at = message[at:at + 8], at + 8
        elif key & 7 == 2:
            length, at = varint(message, at)
            value, at = message[at:at + length], at + length
        else:
            raise ValueError("protobuf: wire type %d" % (key & 7))
        yield key >> 3, value


TYPES = ("UNKNOWN", "COUNTER", "GAUGE", "HISTOGRAM", "GAUGEHISTOGRAM", "SUMMARY", "INFO", "STATESET")


def read_remote_write(body):
    """A message of remote write 1.0 in the recordings' form."""
    result = {"timeseries": [], "metadata": []}
    for number, value in fields(unpack_snappy(body)):
        if number == 1:
            result["timeseries"].append(read_series(value))
        elif number == 3:
            found = dict(fields(value))
            result["metadata"].append({"type": TYPES[found.get(1, 0)], "metric_family_name": found.get(2, b"").decode(),
                                       "help": found.get(4, b"").decode(), "unit": found.get(5, b"").decode()})
    return result


def read_series(message):
    series = {"labels": [], "samples": []}
    for number, value in fields(message):
        if number == 1:
            pair = dict(fields(value))
            series["labels"].append([pair.get(1, b"").decode(), pair.get(2, b"").decode()])
        elif number == 2:
            sample = dict(fields(value))
            number = struct.unpack("<d", sample.get(1, bytes(8)))[0]
            text = {"nan": "NaN", "inf": "+Inf", "-inf": "-Inf"}.get(str(number), str(number))
            time_ms = sample.get(2, 0)
            series["samples"].append({"value": text, "timestamp_ms": time_ms - (1 << 64) if time_ms >= 1 << 63 else time_ms})
    return series

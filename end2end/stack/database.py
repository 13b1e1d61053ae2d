"""A database of its own on the test's PostgreSQL, and TLS in front of it.

The PostgreSQL of the tests is built without TLS, and the Lambda asks for it. So this stands before the
server as RDS's TLS stands before its own: it answers PostgreSQL's SSLRequest, proves itself by a
certificate, and hands on what is inside."""
import asyncio
import datetime
import os
import ssl
import subprocess
import threading
import uuid

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

SSL_REQUEST = bytes.fromhex("0000000804d2162f")


class Database:
    def __init__(self, server):
        host, port = server.rsplit("@", 1)[-1].removeprefix("postgres://").strip("/").split(":")
        self.host, self.port = host, int(port)
        self.name = f"lks_lambda_{uuid.uuid4().hex}"
        statement(f"CREATE DATABASE {self.name}")

    def drop(self):
        statement(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")


def statement(sql):
    root = os.path.join(os.path.dirname(__file__), "../..")
    subprocess.run([os.path.join(root, ".ci/postgres"), "sql", sql], check=True)


class Authority:
    """A certificate authority and the certificate of one server, as PEM files in a folder."""

    def __init__(self, folder, name, server):
        self.file = os.path.join(folder, f"{name}.pem")
        self.server = os.path.join(folder, f"{name}-server.pem")
        key, own = make(name, None, None)
        server_key, certificate = make(server, key, own)
        write(self.file, own.public_bytes(serialization.Encoding.PEM))
        pem = server_key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        write(self.server, pem + certificate.public_bytes(serialization.Encoding.PEM))


def make(name, issuer_key, issuer):
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.timezone.utc)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
    )
    if issuer is not None:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    return key, builder.sign(issuer_key or key, hashes.SHA256())


def write(path, content):
    with open(path, "wb") as file:
        file.write(content)


class TlsFront:
    """Listens on a free port of 127.0.0.1 and hands on to the server, over TLS only."""

    def __init__(self, certificate, host, port):
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(certificate)
        self.target = (host, port)
        self.plain = 0
        self.loop = asyncio.new_event_loop()
        started = threading.Event()
        threading.Thread(target=self.run, args=(started,), daemon=True).start()
        started.wait(10)

    def run(self, started):
        asyncio.set_event_loop(self.loop)
        server = self.loop.run_until_complete(asyncio.start_server(self.serve, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        started.set()
        self.loop.run_forever()

    async def serve(self, reader, writer):
        try:
            if await reader.readexactly(len(SSL_REQUEST)) != SSL_REQUEST:
                self.plain += 1
                return
            writer.write(b"S")
            await writer.drain()
            await writer.start_tls(self.context)
            inner_reader, inner_writer = await asyncio.open_connection(*self.target)
            await asyncio.gather(copy(reader, inner_writer), copy(inner_reader, writer))
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


async def copy(reader, writer):
    try:
        while piece := await reader.read(65536):
            writer.write(piece)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()

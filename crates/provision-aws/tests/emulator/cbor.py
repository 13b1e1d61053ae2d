"""Puts CloudWatch's RPC protocol (CBOR), which the AWS SDK for Rust speaks, into the query protocol, which moto
speaks, and the answers back. Shapes and both protocols are botocore's; only the wrapping is done here.
"""
import datetime
import io
import urllib.parse

import botocore.loaders
import botocore.model
import botocore.parsers
import botocore.serialize
import cbor2

PREFIX = "/service/GraniteServiceVersion20100801/operation/"


class Translated:
    """A WSGI application around moto's."""

    def __init__(self, app):
        self.app = app
        described = botocore.loaders.Loader().load_service_model("cloudwatch", "service-2")
        self.model = botocore.model.ServiceModel(described, "cloudwatch")
        self.writer = botocore.serialize.create_serializer("query", include_validation=False)
        self.reader = botocore.parsers.create_parser("query")

    def __call__(self, environ, start_response):
        if not environ.get("PATH_INFO", "").startswith(PREFIX):
            return self.app(environ, start_response)
        operation = self.model.operation_model(environ["PATH_INFO"][len(PREFIX):])
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        given = cbor2.loads(body) if body else {}
        request = self.writer.serialize_to_request(given, operation)
        text = urllib.parse.urlencode(request["body"]).encode()
        asked = {
            **environ, "PATH_INFO": "/", "REQUEST_METHOD": "POST", "wsgi.input": io.BytesIO(text), "RAW_URI": "/",
            "REQUEST_URI": "/", "CONTENT_LENGTH": str(len(text)), "CONTENT_TYPE": "application/x-www-form-urlencoded",
        }
        status, headers, answer = self.ask(asked)
        response = {"status_code": status, "headers": headers, "body": answer}
        shown = self.reader.parse(response, operation.output_shape)
        number = shown.pop("ResponseMetadata", {}).get("RequestId", "")
        error = shown.pop("Error", None)
        if error:
            shown = {"__type": error.get("Code", ""), "message": error.get("Message", "")}
        start_response(
            f"{status} Answered",
            [("content-type", "application/cbor"), ("smithy-protocol", "rpc-v2-cbor"), ("x-amzn-requestid", number)],
        )
        return [cbor2.dumps(shown, default=plain, datetime_as_timestamp=True, timezone=datetime.timezone.utc)]

    def ask(self, environ):
        told = {}

        def start_response(status, headers, exc_info=None):
            told["status"] = int(status.split()[0])
            told["headers"] = {name.lower(): value for name, value in headers}

        body = b"".join(self.app(environ, start_response))
        return told["status"], told["headers"], body


def plain(encoder, value):
    encoder.encode(dict(value) if hasattr(value, "items") else str(value))

#!/usr/bin/env python3
"""Starts moto on loopback: serve.py PORT.

What moto 5.2 lacks of what the stack needs is added here, and nothing else; docs/AWS.md lists it:
  * an API put as an OpenAPI document keeps its authorizers, its own answers, its version, and of each
    integration the private link and the transfer mode;
  * a network load balancer shows the fixed addresses that it was given, a target the zone it was given;
  * a function keeps where it logs to; rules that name another group keep their description;
  * a mount target's interface says what it is;
  * bucket policies are kept but not enforced: moto takes the condition on TLS for met on loopback;
  * CloudWatch's newer protocol (CBOR), which the SDK speaks, is put into the one that moto knows (cbor.py).
"""
import json
import os
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
os.environ["MOTO_AMIS_PATH"] = str(HERE / "images.json")

import moto.apigateway.models as apigateway  # noqa: E402
import moto.awslambda.models as functions  # noqa: E402
import moto.ec2.models.security_groups as groups  # noqa: E402
import moto.efs.models as files  # noqa: E402
import moto.elbv2.models as balancing  # noqa: E402
import moto.s3.models as buckets  # noqa: E402
import moto.server  # noqa: E402
from moto.iam.access_control import PermissionResult  # noqa: E402

import cbor  # noqa: E402

KEPT = ("connectionId", "responseTransferMode")
VERBS = {"get", "put", "post", "delete", "options", "head", "patch", "x-amazon-apigateway-any-method"}


def extend_integrations():
    plain = apigateway.Integration.to_json

    def to_json(self):
        return {**plain(self), **getattr(self, "kept", {})}

    apigateway.Integration.to_json = to_json


def extend_documents():
    plain = apigateway.APIGatewayBackend.put_rest_api

    def put_rest_api(self, function_id, api_doc, fail_on_warnings, mode="merge"):
        document = json.loads(json.dumps(api_doc))
        for item in document["paths"].values():
            for name in [name for name in item if name.lower() not in VERBS]:
                del item[name]
            for described in item.values():
                given = described.get("x-amazon-apigateway-integration", {})
                given.setdefault("uri", "")
                given.setdefault("httpMethod", "")
        api = plain(self, function_id, document, fail_on_warnings, mode)
        api.version = document["info"].get("version")
        api.description = document["info"].get("description", api.description)
        names = put_authorizers(api, document)
        for path, item in document["paths"].items():
            resource = api.get_resource_for_path(path)
            for verb, described in item.items():
                complete(resource.resource_methods[verb.upper()], described, names)
        api.gateway_responses = {}
        for kind, answer in document.get("x-amazon-apigateway-gateway-responses", {}).items():
            api.put_gateway_response(
                kind, answer.get("statusCode"), answer.get("responseParameters"), answer.get("responseTemplates")
            )
        return api

    apigateway.APIGatewayBackend.put_rest_api = put_rest_api


def put_authorizers(api, document):
    """Names of schemes to ids of authorizers; None for signatures."""
    api.authorizers = {}
    names = {}
    for name, scheme in document.get("components", {}).get("securitySchemes", {}).items():
        if scheme.get("x-amazon-apigateway-authtype") != "cognito_user_pools":
            names[name] = None
            continue
        names[name] = f"auth{len(names)}"
        api.create_authorizer(
            authorizer_id=names[name],
            name=name,
            authorizer_type="COGNITO_USER_POOLS",
            provider_arns=scheme["x-amazon-apigateway-authorizer"]["providerARNs"],
            auth_type=None,
            authorizer_uri=None,
            authorizer_credentials=None,
            identity_source=f"method.request.header.{scheme['name']}",
            identiy_validation_expression=None,
            authorizer_result_ttl=None,
        )
    return names


def complete(method, described, names):
    asked = [name for requirement in described.get("security", []) for name in requirement]
    if asked:
        method.authorizer_id = names[asked[0]]
        method.authorization_type = "COGNITO_USER_POOLS" if method.authorizer_id else "AWS_IAM"
    else:
        method.authorization_type = "NONE"
    given = described.get("x-amazon-apigateway-integration", {})
    if method.method_integration:
        method.method_integration.kept = {name: given[name] for name in KEPT if name in given}
        method.method_integration.http_method = given.get("httpMethod") or None


def extend_balancers():
    plain = balancing.ELBv2Backend.create_load_balancer

    def create_load_balancer(self, *args, **kwargs):
        balancer = plain(self, *args, **kwargs)
        balancer.addresses = {
            mapping.get("SubnetId"): mapping.get("PrivateIPv4Address") for mapping in kwargs.get("subnet_mappings") or []
        }
        return balancer

    def availability_zones(self):
        zones = [balancing.AvailabilityZone(subnet) for subnet in self.subnets]
        for zone in zones:
            address = getattr(self, "addresses", {}).get(zone.subnet_id)
            if address:
                zone.load_balancer_addresses = [{"PrivateIPv4Address": address}]
        return zones

    balancing.ELBv2Backend.create_load_balancer = create_load_balancer
    balancing.FakeLoadBalancer.availability_zones = property(availability_zones)


def extend_targets():
    register, health_for = balancing.FakeTargetGroup.register, balancing.FakeTargetGroup.health_for

    def registered(self, targets):
        register(self, targets)
        self.zones = {**getattr(self, "zones", {}), **{one["Id"]: one.get("AvailabilityZone") for one in targets}}

    def health(self, target, ec2_backend):
        status = health_for(self, target, ec2_backend)
        status.zone = getattr(self, "zones", {}).get(target["Id"])
        return status

    def shown(self):
        zone = {"AvailabilityZone": self.zone} if getattr(self, "zone", None) else {}
        return {"Id": self.instance_id, "Port": self.port, **zone}

    balancing.FakeTargetGroup.register = registered
    balancing.FakeTargetGroup.health_for = health
    balancing.FakeHealthStatus.target = property(shown)


def extend_rules():
    def description(self):
        return self.ip_range.get("Description") or (self.source_group or {}).get("Description")

    groups.SecurityGroupRule.description = property(description)


def extend_functions():
    create, show, update = (
        functions.LambdaFunction.__init__,
        functions.LambdaFunction.get_configuration,
        functions.LambdaFunction.update_configuration,
    )

    def created(self, account_id, spec, *args, **kwargs):
        create(self, account_id, spec, *args, **kwargs)
        self.logging = spec.get("LoggingConfig")

    def shown(self, *args, **kwargs):
        shown = show(self, *args, **kwargs)
        return {**shown, "LoggingConfig": self.logging} if self.logging else shown

    def updated(self, config_updates):
        self.logging = config_updates.get("LoggingConfig", self.logging)
        return update(self, config_updates)

    functions.LambdaFunction.__init__ = created
    functions.LambdaFunction.get_configuration = shown
    functions.LambdaFunction.update_configuration = updated


def extend_mount_targets():
    plain = files.MountTarget.set_network_interface

    def set_network_interface(self, network_interface):
        plain(self, network_interface)
        network_interface.description = f"EFS mount target for {self.file_system_id} ({self.mount_target_id})"

    files.MountTarget.set_network_interface = set_network_interface


def open_buckets():
    buckets.FakeBucket.get_permission = lambda self, action, resource: PermissionResult.NEUTRAL


def speak_cbor():
    plain = moto.server.run_simple
    moto.server.run_simple = lambda host, port, app, **more: plain(host, port, cbor.Translated(app), **more)


extend_integrations()
extend_documents()
extend_balancers()
extend_targets()
extend_rules()
extend_functions()
extend_mount_targets()
open_buckets()
speak_cbor()
moto.server.main(["-H", "127.0.0.1", "-p", sys.argv[1]])

"""ministack, with what API Gateway does and it does not: a proxied answer keeps its back end's headers, which is how a
browser learns that a worker lets its page in."""
import contextvars
import sys
import urllib.error

from ministack.app import main
from ministack.services import apigateway_v1

answered = contextvars.ContextVar("answered", default=None)
ask, proxy = apigateway_v1._urlopen_async, apigateway_v1._invoke_http_proxy_v1
# Of one connection, or of a body that is written anew.
DROPPED = {"connection", "content-length", "date", "keep-alive", "transfer-encoding"}


async def noting(request, timeout):
    try:
        answer = await ask(request, timeout)
    except urllib.error.HTTPError as refusal:
        answered.set(refusal.headers)
        raise
    answered.set(answer[1])
    return answer


async def proxied(*arguments, **named):
    answered.set(None)
    status, headers, body = await proxy(*arguments, **named)
    kept = {name: value for name, value in (answered.get() or {}).items() if name.lower() not in DROPPED}
    return status, {**headers, **kept}, body


apigateway_v1._urlopen_async, apigateway_v1._invoke_http_proxy_v1 = noting, proxied
if __name__ == "__main__":
    sys.exit(main())

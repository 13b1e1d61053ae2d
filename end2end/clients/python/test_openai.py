"""`/v1` with OpenAI's client."""

import openai
import pytest

TALK = [{"role": "user", "content": "Yesterday I cooked fried rice."}]


def test_a_chat_completion_counts_its_tokens(gpt):
    answer = gpt.chat.completions.create(model="llama3", messages=TALK)
    assert answer.choices[0].message.content and answer.choices[0].finish_reason == "stop"
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens > 0


def test_a_stream_ends_with_the_usage(gpt):
    chunks = list(
        gpt.chat.completions.create(model="llama3", messages=TALK, stream=True, stream_options={"include_usage": True})
    )
    assert chunks[-1].choices == [] and chunks[-1].usage.completion_tokens > 0
    assert chunks[-2].choices[0].finish_reason == "stop"
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks[:-1])


def test_limits_parts_and_json_mode(gpt):
    parts = [{"role": "user", "content": [{"type": "text", "text": "I like tea."}]}]
    short = gpt.chat.completions.create(model="llama3", messages=parts, max_tokens=2, stop=["zzz"], seed=1)
    assert short.choices[0].finish_reason == "length" and short.usage.completion_tokens == 2
    answer = gpt.chat.completions.create(model="llama3", messages=TALK, response_format={"type": "json_object"})
    assert answer.choices[0].message.content.startswith('{"reply":')


def test_completions(gpt):
    assert gpt.completions.create(model="llama3", prompt="I like tea.").choices[0].text
    chunks = list(gpt.completions.create(model="llama3", prompt="I like tea.", stream=True))
    assert chunks[-1].choices[0].finish_reason == "stop" and any(chunk.choices[0].text for chunk in chunks)


def test_embeddings_as_numbers_and_as_the_client_prefers_them(gpt):
    # Without a wish for numbers this client asks for base64 and decodes it.
    coded = gpt.embeddings.create(model="nomic-embed-text", input=["tea", "rice"])
    plain = gpt.embeddings.create(model="nomic-embed-text", input=["tea", "rice"], encoding_format="float")
    assert [len(item.embedding) for item in coded.data] == [768, 768]
    assert coded.data[1].embedding == pytest.approx(plain.data[1].embedding)


def test_models(gpt):
    assert {"practice-rules:latest", "llama3:latest"} <= {model.id for model in gpt.models.list()}
    assert gpt.models.retrieve("llama3").id == "llama3"


def test_errors_are_of_the_right_class(gpt):
    with pytest.raises(openai.NotFoundError, match="model 'nope' not found"):
        gpt.chat.completions.create(model="nope", messages=TALK)
    with pytest.raises(openai.BadRequestError, match="is too short") as refused:
        gpt.chat.completions.create(model="llama3", messages=[])
    assert refused.value.type == "invalid_request_error" and refused.value.code is None
    with pytest.raises(openai.BadRequestError, match="does not support tools"):
        gpt.chat.completions.create(
            model="llama3", messages=TALK, tools=[{"type": "function", "function": {"name": "add", "parameters": {}}}]
        )

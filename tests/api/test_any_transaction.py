import json

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema_rs import validator_for

from app.api.application import interface
from app.api.description.document import schemas
from app.domain.canonical import canonical_json
from tests.api.builders import READER, read
from tests.api.worlds import transactions
from tests.profiles import examples

COMPONENTS = {"schemas": schemas(interface().openapi())}
SLOW = settings(examples(60), suppress_health_check=list(HealthCheck))


def schema(name: str):
    return validator_for({"$ref": f"#/components/schemas/{name}", "components": COMPONENTS})


@SLOW
@given(transactions())
def test_every_transaction_that_the_dictionary_allows_is_read_and_fits_the_schema(value):
    schema("Transaction").validate(value)
    reading = read(value)
    assert READER.read(reading.canonical) == reading
    assert reading.canonical == canonical_json(json.loads(reading.canonical))


@pytest.mark.parametrize("explain", ["brief", "full"])
def test_every_transaction_that_the_dictionary_allows_gets_a_determination(client, explain):
    conforms = schema("Determination").validate

    @SLOW
    @given(transactions())
    def screened(value):
        answer = client.post(
            f"/v1/screenings?explain={explain}",
            content=json.dumps(value),
            headers={"content-type": "application/json"},
        )
        assert answer.status_code == 200
        conforms(answer.json())

    screened()

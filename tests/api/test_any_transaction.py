import json

import pytest
from hypothesis import HealthCheck, given, settings

from app.domain.canonical import canonical_json
from tests.api.builders import READER, read
from tests.api.described import described
from tests.api.worlds import transactions
from tests.profiles import examples

SLOW = settings(examples(60), suppress_health_check=list(HealthCheck))


@SLOW
@given(transactions())
def test_every_transaction_that_the_dictionary_allows_is_read_and_fits_the_schema(value):
    described("Transaction").validate(value)
    reading = read(value)
    assert READER.read(reading.canonical) == reading
    assert reading.canonical == canonical_json(json.loads(reading.canonical))


@pytest.mark.parametrize("explain", ["brief", "full"])
def test_every_transaction_that_the_dictionary_allows_gets_a_determination(client, explain):
    conforms = described("Determination").validate

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

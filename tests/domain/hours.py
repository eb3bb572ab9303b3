"""Zones, instants and times of day for properties that hold in all of them."""

from datetime import UTC, datetime, time

from hypothesis import strategies as st

# Half an hour of daylight saving (Lord Howe), none but a Ramadan (Casablanca), clocks over midnight (Nuuk, St John's,
# Sao Paulo), a date left out (Apia), quarters of an hour (Kathmandu), zones that moved (Volgograd, Pyongyang, Caracas).
ZONES = st.sampled_from(
    [
        "Europe/Moscow", "Europe/Berlin", "Europe/Volgograd", "America/New_York", "America/Nuuk", "America/St_Johns",
        "America/Sao_Paulo", "America/Caracas", "Australia/Lord_Howe", "Africa/Casablanca", "Africa/Cairo",
        "Asia/Kathmandu", "Asia/Pyongyang", "Pacific/Apia", "Pacific/Chatham", "UTC",
    ]
)  # fmt: skip
INSTANTS = st.integers(1_136_073_600, 2_051_222_400).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
TIMES = st.builds(time, st.integers(0, 23), st.integers(0, 59))

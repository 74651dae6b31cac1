"""Lists the ISO 4217 currency codes that can be stated."""

from typing import Final

_LONGEST = 80

# Those in use, and those replaced in the last years, which older statements still carry.
CURRENCIES = frozenset(
    """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF
    CLF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL
    HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD
    MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR
    RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD
    TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
    """.split()  # noqa: SIM905 (a table of codes reads better than 170 quoted words)
)

_COMMON: Final = {"CNH": "CNY", "NTD": "TWD", "RMB": "CNY", "STG": "GBP", "UKP": "GBP", "YUAN": "CNY"}
"""By codes in common use that are not of ISO 4217, the codes that are."""


def currencies_meant(given: str) -> list[str]:
    """Gives the code that a text may mean as a currency, if any."""
    code = given[:_LONGEST].strip().upper()
    code = _COMMON.get(code, code)
    return [code] if code in CURRENCIES else []

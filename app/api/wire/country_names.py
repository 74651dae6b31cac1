"""Finds the code of a country that was written by its name, by another code, or as one of its states or provinces."""

import re
from typing import Final

from app.domain.facts.countries import COUNTRIES

_LONGEST = 80

NAMES = {
    "AE": "ARE; UAE; United Arab Emirates; Abu Dhabi; Dubai",
    "AR": "ARG; Argentina",
    "AT": "AUT; Austria",
    "AU": "AUS; Australia",
    "BE": "BEL; Belgium",
    "BM": "BMU; Bermuda",
    "BR": "BRA; Brazil",
    "BS": "BHS; Bahamas",
    "BZ": "BLZ; Belize",
    "CA": "CAN; Canada; Alberta; British Columbia; Ontario; Quebec",
    "CH": "CHE; Switzerland; Swiss",
    "CL": "CHL; Chile",
    "CN": "CHN; PRC; China; Mainland China; People's Republic of China; Beijing; Shanghai; Shenzhen",
    "CU": "CUB; Cuba",
    "CY": "CYP; Cyprus",
    "CZ": "CZE; Czechia; Czech Republic",
    "DE": "DEU; GER; Germany",
    "DK": "DNK; Denmark",
    "EE": "EST; Estonia",
    "ES": "ESP; Spain",
    "FI": "FIN; Finland",
    "FR": "FRA; France",
    "GB": "GBR; UK; Great Britain; United Kingdom; England; Scotland; Wales; Northern Ireland",
    "GE": "GEO; Georgia",
    "GG": "GGY; Guernsey",
    "GR": "GRC; Greece",
    "HK": "HKG; HKSAR; Hong Kong; Hong Kong SAR",
    "HU": "HUN; Hungary",
    "ID": "IDN; Indonesia",
    "IE": "IRL; Ireland",
    "IL": "ISR; Israel",
    "IM": "IMN; Isle of Man",
    "IN": "IND; India",
    "IR": "IRN; Iran",
    "IT": "ITA; Italy",
    "JE": "JEY; Jersey",
    "JP": "JPN; Japan",
    "KP": "PRK; DPRK; North Korea",
    "KR": "KOR; ROK; South Korea; Republic of Korea",
    "KY": "CYM; Cayman; Caymans; Cayman Islands",
    "KZ": "KAZ; Kazakhstan",
    "LI": "LIE; Liechtenstein",
    "LT": "LTU; Lithuania",
    "LU": "LUX; Luxembourg",
    "LV": "LVA; Latvia",
    "MH": "MHL; Marshall Islands",
    "MO": "MAC; Macau; Macao; Macau SAR; Macao SAR",
    "MT": "MLT; Malta",
    "MU": "MUS; Mauritius",
    "MX": "MEX; Mexico",
    "MY": "MYS; Malaysia; Labuan",
    "NL": "NLD; Netherlands; Holland",
    "NO": "NOR; Norway",
    "NZ": "NZL; New Zealand",
    "PA": "PAN; Panama",
    "PH": "PHL; Philippines",
    "PL": "POL; Poland",
    "PR": "PRI; Puerto Rico",
    "PT": "PRT; Portugal",
    "QA": "QAT; Qatar",
    "RU": "RUS; Russia; Russian Federation",
    "SA": "SAU; KSA; Saudi Arabia",
    "SC": "SYC; Seychelles",
    "SE": "SWE; Sweden",
    "SG": "SGP; Singapore",
    "TH": "THA; Thailand",
    "TR": "TUR; Turkey; Türkiye",
    "TW": "TWN; Taiwan; Chinese Taipei",
    "UA": "UKR; Ukraine",
    "US": "USA; United States; United States of America; America; Alabama; Alaska; Arizona; Arkansas; California; "
    "Colorado; Connecticut; Delaware; District of Columbia; Florida; Georgia; Hawaii; Idaho; Illinois; Indiana; Iowa; "
    "Kansas; Kentucky; Louisiana; Maine; Maryland; Massachusetts; Michigan; Minnesota; Mississippi; Missouri; Montana; "
    "Nebraska; Nevada; New Hampshire; New Jersey; New Mexico; New York; North Carolina; North Dakota; Ohio; Oklahoma; "
    "Oregon; Pennsylvania; Rhode Island; South Carolina; South Dakota; Tennessee; Texas; Utah; Vermont; Virginia; "
    "Washington; West Virginia; Wisconsin; Wyoming",
    "VE": "VEN; Venezuela",
    "VG": "VGB; BVI; British Virgin Islands",
    "VN": "VNM; Vietnam; Viet Nam",
    "ZA": "ZAF; South Africa",
}
"""By code, the names and other codes that a country is given by: those that deal teams meet, not all that there are."""

_OF_THEIR_OWN: Final = frozenset({"HK", "MO", "TW", "AS", "GU", "MP", "PR", "UM", "VI"})
"""Parts of a country in the lists of ISO 3166-2 that have a code of their own, which is the one to give."""

_SUBDIVISION = re.compile("([A-Z]{2})-([A-Z0-9]{1,3})", re.ASCII)


def _plain(name: str) -> str:
    return " ".join(name[:_LONGEST].replace(".", "").replace("_", " ").casefold().removeprefix("the ").split())


_CODES: dict[str, list[str]] = {}
for _code, _written in NAMES.items():
    for _name in _written.split("; "):
        _CODES.setdefault(_plain(_name), []).append(_code)


def countries_meant(given: str) -> list[str]:
    """Gives the codes that a text may mean as a country: more than one where its name is that of several."""
    code = given[:_LONGEST].strip().upper()
    if code in COUNTRIES:
        return [code]
    part = _SUBDIVISION.fullmatch(code)
    if part is not None:
        country = part[2] if part[2] in _OF_THEIR_OWN else part[1]
        return [country] if country in COUNTRIES else []
    return _CODES.get(_plain(given), [])

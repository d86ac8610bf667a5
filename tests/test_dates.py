"""Expressions of time: both reports by hand, every line of the grammar, anchors, doubt, the calendar, hostile text."""

import importlib.util
import json
import re
import sys

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import ROOT

from analysis.measure import calendar, dates, load, measure, segment, spans
from analysis.measure.dates import direction, grammar, reading, seasons, values

CORPUS = load(ROOT)
MEASURED = measure(CORPUS)["dates"]
NO_BOILERPLATE = {"boilerplate": CORPUS.tables["boilerplate"].iloc[:0]}
# What the examples of the grammar were written on: a Thursday.
THURSDAY = "1998-03-05"


def article(text, published="2022-01-13"):
    return pd.DataFrame([{"article_id": "a", "source": "s", "published": published, "text": text}])


def found_in(text, published="2022-01-13"):
    articles = article(text, published)
    return dates.find(articles, segment.find(articles, tables=NO_BOILERPLATE), tables={})


def of(text, published="2022-01-13", columns=("surface", "value", "edtf")):
    return list(found_in(text, published)[list(columns)].itertuples(index=False, name=None))


# --- both reports, every expression, read by eye

LENGTH, NOT_TOLD = "a length of time, not a date", "the text does not say which"
BRASOV = [
    ("Thursday", "DATE", "2022-01-13", "2022-01-13", "published", ""),
    ("1990", "DATE", "1990", "1990", "text", ""),
    ("several months", "DURATION", "PXM", "", "", LENGTH),
    ("1999", "DATE", "1999", "1999", "text", ""),
    ("2004", "DATE", "2004", "2004", "text", ""),
    ("Sunday", "DATE", "2022-01-09", "2022-01-09", "published", ""),
    ("Monday", "DATE", "2022-01-10", "2022-01-10", "published", ""),
    ("Wednesday", "DATE", "2022-01-12", "2022-01-12", "published", ""),
    ("Thursday", "DATE", "2022-01-13", "2022-01-13", "published", ""),
    ("Thursday", "DATE", "2022-01-13", "2022-01-13", "published", ""),
    ("at the time", "DATE", "", "", "", NOT_TOLD),
    ("next week", "DATE", "2022-W03", "2022-01-17/2022-01-23", "published", ""),
]
LAODONG = [
    ("In a recent exchange", "DATE", "", "", "", NOT_TOLD),
    ("2008", "DATE", "2008", "2008", "text", ""),
    ("2008", "DATE", "2008", "2008", "text", ""),
    ("August of the same year", "DATE", "2008-08", "2008-08", "before", ""),
    ("2008", "DATE", "2008", "2008", "text", ""),
    ("2015", "DATE", "2015", "2015", "text", ""),
    ("1990", "DATE", "1990", "1990", "text", ""),
    ("at that time", "DATE", "1990", "1990", "before", ""),
    ("December 2016", "DATE", "2016-12", "2016-12", "text", ""),
]
TOLD = ["surface", "type", "value", "edtf", "anchor", "reason"]


@pytest.mark.parametrize(("name", "expected"), [("brasov-2022", BRASOV), ("laodong-2026", LAODONG)])
def test_every_expression_of_both_reports(name, expected):
    own = MEASURED[MEASURED["article_id"] == name]
    assert list(own[TOLD].itertuples(index=False, name=None)) == expected


def test_what_a_date_goes_back_to_is_a_row():
    own = MEASURED[MEASURED["antecedent"] != ""].set_index("surface")["antecedent"]
    surfaces = MEASURED.set_index("span_id")["surface"]
    assert {surface: surfaces[before] for surface, before in own.items()} == {
        "August of the same year": "2008",
        "at that time": "1990",
    }


# --- the grammar


@pytest.mark.parametrize("line", grammar.lines(), ids=lambda line: f"{line.rule}-{line.example}")
def test_the_example_of_a_line_is_found_by_its_rule(line):
    text = re.sub(r"[\[\]]", "", line.example)
    surface = marked[1] if (marked := re.search(r"\[(.*)\]", line.example)) else text
    own = found_in(text, THURSDAY)
    own = own[own["surface"] == surface]
    assert list(own[["rule", "type", "value"]].itertuples(index=False, name=None)) == [
        (line.rule, line.type, line.value)
    ]


@pytest.mark.parametrize("line", direction.lines(), ids=lambda line: line.example)
def test_the_example_of_a_direction_points_there_because_of_its_line(line):
    start, end = line.example.index("["), line.example.index("]") - 1
    text = re.sub(r"[\[\]]", "", line.example)
    assert direction.tells(text, start, end) == line.tells
    found = [one for one in direction.lines() if one.behind.match(text, end) and one.before.search(text[:start])]
    assert found[0] == line


def test_every_kind_of_word_is_used():
    patterns = " ".join(
        grammar.read_table(grammar._path("rules.csv"), ("rule", "pattern", "example", "type", "value"))["pattern"]
    )
    patterns += " ".join(grammar.parts().values())
    kinds = set(grammar.read_table(grammar._path("words.csv"), ("kind", "word", "value"))["kind"])
    assert kinds - set(re.findall(r"\{(\w+)\}", patterns)) == {
        *("future_cue", "past_cue", "event_verb", "event_verb_of_one", "event_ing", "numbered")
    }


def test_what_is_longer_wins_and_nothing_overlaps():
    text = "In the third quarter of 1989, on Thursday, 9 February 1990, at 5 p.m. Friday, and two or three years ago."
    own = found_in(text)
    assert list(own["surface"]) == [
        *("the third quarter of 1989", "Thursday, 9 February 1990", "5 p.m. Friday", "two or three years ago")
    ]


# --- what an expression means

FRIDAY = ("2022-01-14", "2022-01-14")
EXPRESSIONS = [
    ("in 1999 and 2004.", [("1999", "1999", "1999"), ("2004", "2004", "2004")]),
    ("at the Bucharest summit in 2008", [("2008", "2008", "2008")]),
    ("in the 1990s and early 2014", [("the 1990s", "199", "199X"), ("early 2014", "2014", "2014")]),
    ("December 2016", [("December 2016", "2016-12", "2016-12")]),
    ("on 9 February 1990", [("9 February 1990", "1990-02-09", "1990-02-09")]),
    ("on November 8 , 2016 , it rolled around", [("November 8 , 2016", "2016-11-08", "2016-11-08")]),
    ("February 9, 1990", [("February 9, 1990", "1990-02-09", "1990-02-09")]),
    ("30 February 1990", [("30 February 1990", "", "")]),
    ("2008, in August of the same year", [("2008", "2008", "2008"), ("August of the same year", "2008-08", "2008-08")]),
    ("In 2008 he left. In August war came.", [("2008", "2008", "2008"), ("August", "2008-08", "2008-08")]),
    ("Since 2008 he was away. In August he came.", [("2008", "2008", "2008"), ("August", "2021-08", "2021-08")]),
    ("August of the same year", [("August of the same year", "", "")]),
    ("on Thursday", [("Thursday", "2022-01-13", "2022-01-13")]),
    ("on Friday", [("Friday", "2022-01-07", "2022-01-07")]),
    ("he said on Friday", [("Friday", "2022-01-07", "2022-01-07")]),
    ("they will meet on Friday", [("Friday", "2022-01-14", "2022-01-14")]),
    ("he would leave, he said on Friday", [("Friday", "2022-01-07", "2022-01-07")]),
    ("they met in November", [("November", "2021-11", "2021-11")]),
    ("they will meet in November", [("November", "2022-11", "2022-11")]),
    ("on Sunday and Monday", [("Sunday", "2022-01-09", "2022-01-09"), ("Monday", "2022-01-10", "2022-01-10")]),
    ("two years ago, last month", [("two years ago", "2020", "2020"), ("last month", "2021-12", "2021-12")]),
    ("next week", [("next week", "2022-W03", "2022-01-17/2022-01-23")]),
    ("at the time", [("at the time", "", "")]),
    ("at that time", [("at that time", "", "")]),
    ("In 1990. He left at that time.", [("1990", "1990", "1990"), ("at that time", "1990", "1990")]),
    ("In 1990. He left. So it was. And at that time", [("1990", "1990", "1990"), ("at that time", "", "")]),
    ("the third quarter of 2014", [("the third quarter of 2014", "2014-Q3", "2014-07/2014-09")]),
    ("in the summer of 2008", [("the summer of 2008", "2008-SU", "2008-06~/2008-08~")]),
    ("last winter", [("last winter", "2020-WI", "2020-12~/2021-02~")]),
    ("about 1990", [("about 1990", "1990", "1990~")]),
    ("in fiscal 2014", [("fiscal 2014", "2014", "2014")]),
    ("at 10:30 a.m. on Thursday", [("10:30 a.m. on Thursday", "2022-01-13T10:30", "2022-01-13")]),
    ("April 24 and 25, 2015", [("April 24", "2015-04-24", "2015-04-24"), ("25, 2015", "2015-04-25", "2015-04-25")]),
    ("the past two years", [("the past two years", "P2Y", "2020-01-13/2022-01-13")]),
    ("for three months", [("three months", "P3M", "")]),
    ("every year, weekly", [("every year", "P1Y", ""), ("weekly", "P1W", "")]),
    ("In 2008 he won. A year earlier", [("2008", "2008", "2008"), ("A year earlier", "2007", "2007")]),
    ("the Daily Star, USA Today, 60 Minutes, the March for Science, the fall of Rome, it won 10:30", []),
    ("as they met around Friday", [("Friday", "2022-01-07", "2022-01-07")]),
    ("the 1990s; in August of the same year", [("the 1990s", "199", "199X"), ("August of the same year", "", "")]),
    ("now and in the future", [("now", "PRESENT_REF", ""), ("the future", "FUTURE_REF", "")]),
    ("$500 million a year, at the same time, a 6-year-old, 37 years old", []),
    ("In May they may march. March on!", [("May", "2022-05", "2022-05")]),
    ("it ends on last Oct. 23", [("last Oct. 23", "2021-10-23", "2021-10-23")]),
    ("in this Feb. 14, 2019 photo", [("Feb. 14, 2019", "2019-02-14", "2019-02-14")]),
    ("at 0735 GMT", [("0735 GMT", "2022-01-13T07:35", "2022-01-13")]),
    ("at eleven o'clock tonight", [("eleven o'clock tonight", "2022-01-13T23:00", "2022-01-13")]),
    ("at ten-thirty a.m.", [("ten-thirty a.m.", "2022-01-13T10:30", "2022-01-13")]),
    ("at 3 p.m. Pacific Time", [("3 p.m. Pacific Time", "2022-01-13T15:00", "2022-01-13")]),
    ("on Friday the 13th", [("Friday the 13th", "2021-08-13", "2021-08-13")]),
    ("they will meet on Friday the 13th", [("Friday the 13th", "2022-05-13", "2022-05-13")]),
    ("on Monday of next week", [("Monday of next week", "2022-01-17", "2022-01-17")]),
    ("On Monday; on the following Friday", [("Monday", "2022-01-10", "2022-01-10"), ("the following Friday", *FRIDAY)]),
    ("on Easter Monday", [("Easter Monday", "2021-04-05", "2021-04-05")]),
    ("they will meet on Good Friday", [("Good Friday", "2022-04-15", "2022-04-15")]),
    ("it rose in '99, 'til '99", [("'99", "1999", "1999")]),
    ("the last day of February 2020", [("the last day of February 2020", "2020-02-29", "2020-02-29")]),
    ("early in the day", [("the day", "2022-01-13", "2022-01-13")]),
    ("to save the day", []),
    (
        "by the end of the third quarter of 2014",
        [("the end of the third quarter of 2014", "2014-Q3", "2014-07/2014-09")],
    ),
    ("in the first century", [("the first century", "", "")]),
    ("earlier Friday, he will say", [("earlier Friday", "2022-01-07", "2022-01-07")]),
    ("it agreed to buy it in March", [("March", "2022-03", "2022-03")]),
    ("it had been due to expire in March", [("March", "2021-03", "2021-03")]),
    (
        "for twenty-five years, forty-eight hours",
        [("twenty-five years", "P25Y", ""), ("forty-eight hours", "PT48H", "")],
    ),
    (
        "it takes 12 to 18 months, two to three weeks",
        [("12 to 18 months", "P12M", ""), ("two to three weeks", "P2W", "")],
    ),
    ("the big 1988 quarter", [("1988", "1988", "1988")]),
    ("House Bill 1523 and Section 1973, 1500 people, 1600 Pennsylvania Avenue", []),
    ("until at least 2021", [("2021", "2021", "2021")]),
    ('ABC\'s "This Week", "Saturday Night Live", the Winter Games, the Tonight Show, the "Today" show', []),
    ("the Ambassador April Glaspie, the May Department Stores", []),
    ("seven days a week, a 15 year-old boy, those 18 to 25 years old", [("seven days", "P7D", "")]),
    ("from Monday through Friday", [("Monday", "2022-01-10", "2022-01-10"), ("Friday", *FRIDAY)]),
    ("between August and November", [("August", "2021-08", "2021-08"), ("November", "2021-11", "2021-11")]),
    ("from December to January 2016", [("December", "2015-12", "2015-12"), ("January 2016", "2016-01", "2016-01")]),
    ("in the sixties and seventies", [("the sixties", "196", "196X"), ("seventies", "197", "197X")]),
    (
        "on Election Day, on Labor Day weekend",
        [
            ("Election Day", "2021-11-02", "2021-11-02"),
            ("Labor Day weekend", "2021-W35-WE", "2021-09-04/2021-09-05"),
        ],
    ),
    ("before Christmas 1988", [("Christmas 1988", "1988-12-25", "1988-12-25")]),
    ("at 8 o'clock Monday night", [("8 o'clock Monday night", "2022-01-10T20:00", "2022-01-10")]),
    ("within hours; the office hours", [("hours", "PTXH", "")]),
    ("the day before the vote", [("the day", "", "")]),
    (
        "in the winter. He stays until spring",
        [("the winter", "2021-WI", "2021-12~/2022-02~"), ("spring", "2022-SP", "2022-03~/2022-05~")],
    ),
    ("since the turn of the century", [("the turn of the century", "20", "20XX")]),
    ("on 13/02/2014, 26OCT89", [("13/02/2014", "2014-02-13", "2014-02-13"), ("26OCT89", "1989-10-26", "1989-10-26")]),
    ("on 2/3/2014", [("2/3/2014", "", "")]),
]


@pytest.mark.parametrize(("text", "expected"), EXPRESSIONS, ids=[text for text, _ in EXPRESSIONS])
def test_expressions(text, expected):
    assert of(text) == expected


# Said on a Thursday, in news: what the clause says of the time to come, by the form of its verb.
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The vote will be held Monday.", "1998-03-09"),
        ("The vote will not be held Monday.", "1998-03-09"),
        ("The vote is to be held Monday.", "1998-03-09"),
        ("The vote was held Monday.", "1998-03-02"),
        ("The deal would be completed in June.", "1998-06"),
        ("The deal, to be completed in June, is big.", "1998-06"),
        ("The deal was completed in June.", "1997-06"),
        ("He will have left by Monday.", "1998-03-09"),
        ("He may have left Monday.", "1998-03-02"),
        ("He could not be found Monday.", "1998-03-02"),
        ("He has to leave Friday.", "1998-03-06"),
        ("He is leaving Friday.", "1998-03-06"),
        ("He left Friday.", "1998-02-27"),
        ("They will look for ways to get around Monday's ruling by the court.", "1998-03-02"),
        ("They will speak at Monday's meeting.", "1998-03-09"),
        ("Monday's vote will be close.", "1998-03-09"),
        ("They do not plan to leave on Friday.", "1998-03-06"),
        ("The deadline is Friday.", "1998-03-06"),
        ("The law takes effect in June.", "1998-06"),
        ("It will stay in force since June.", "1997-06"),
        ("It is paid to holders of record Aug. 15.", "1998-08-15"),
        ("Talks resume Friday.", "1998-03-06"),
        ("He said talks begin Monday.", "1998-03-09"),
        ("Bush and rebel leader Smith meet separately Monday.", "1998-03-09"),
        ("The Senate votes Tuesday on the bill.", "1998-03-10"),
        ("The deal was struck before Congress returns in June.", "1998-06"),
        ("They are also meeting Friday.", "1998-03-06"),
        ("He spoke of when the case is heard in June.", "1998-06"),
        ("Bush to meet Arafat Monday", "1998-03-09"),
        ("Thanks to rain Monday the river rose.", "1998-03-02"),
        ("Housing starts in June", "1997-06"),
        ("The start Monday", "1998-03-02"),
        ("He won 300 votes Tuesday.", "1998-03-03"),
        ("Stocks close higher Monday", "1998-03-02"),
        ("The judge ordered him to leave by Friday.", "1998-03-06"),
        ("The sum was due by Friday.", "1998-03-06"),
        ("Sales had fallen by June.", "1997-06"),
        ("By Monday, officials had agreed.", "1998-03-02"),
        ("By Monday, officials will agree.", "1998-03-09"),
        ("It was not until Monday that he came.", "1998-03-02"),
        ("It was closed until Monday.", "1998-03-09"),
        ("He was cited by the police in June.", "1997-06"),
        ("They were to meet Monday.", "1998-03-09"),
        ("They were to have met Monday.", "1998-03-02"),
        ("He would not comment Monday.", "1998-03-02"),
        ("There will be a vote, he said, in June.", "1998-06"),
        ("He left, the police said, in June.", "1997-06"),
        ("The agreement calls for a vote in June.", "1998-06"),
        ("He faces trial in June.", "1998-06"),
        ("Palestinians plan a rally for Monday.", "1998-03-09"),
        ("Sales rose through June.", "1997-06"),
        ("He was not told until June.", "1997-06"),
        ("They didn't meet until Monday.", "1998-03-02"),
        ("The game is at 7 p.m. Sunday.", "1998-03-08T19:00"),
        ("On Friday, the Senate takes up the bill.", "1998-03-06"),
        ("He becomes chairman June 1.", "1998-06-01"),
        ("It will release February figures.", "1998-02"),
        ("Oil for October delivery rose.", "1998-10"),
        ("The December contract fell.", "1998-12"),
        ("He will be free come June.", "1998-06"),
        ("Outlined in a closed session Monday, the plan would cost little.", "1998-03-02"),
        ("It is polling day Tuesday, and the curfew goes into effect.", "1998-03-10"),
        ("This is about his statement Wednesday that he could go.", "1998-03-04"),
        ("This is about an event in June, though it is not expected to last.", "1997-06"),
        ("The state fell ill, and by Wednesday they had agreed.", "1998-03-04"),
        ("She will take part in an armed services event Friday.", "1998-03-06"),
        ("They passed a bill to keep it open through June.", "1998-06"),
        ("He was willing to go on Friday.", "1998-03-06"),
        ("On Monday, he agreed to pay.", "1998-03-02"),
        ("He had expected to leave Friday.", "1998-02-27"),
        ("The group, determined to hold a vote Friday, is large.", "1998-03-06"),
        ("He expects to win in Tuesday's primary.", "1998-03-10"),
        ("It keeps the cuts through mid-June.", "1998-06"),
        ("Halfway through Wednesday's debate", "1998-03-04"),
        ("They may reinforce doubts after the report on December retail sales.", "1997-12"),
        ("The hurdle to reaching a deal by June is one of several untested ones.", "1998-06"),
        ("And by Wednesday, he had left.", "1998-03-04"),
        ("She declared that Saturday is no holiday.", "1998-03-07"),
        ("She hopes that Tuesday will be dry.", "1998-03-10"),
        ("He was to be sentenced Monday.", "1998-03-09"),
        ("By Monday he’ll have left.", "1998-03-09"),
        ("In June he'll face a jury.", "1998-06"),
        ("He trailed until June, when he met his party.", "1997-06"),
        ("The talks lasted until June.", "1997-06"),
        ("She was the mayor until June.", "1997-06"),
        ("He will not know until June, when talks are held.", "1998-06"),
        ("Bonds rose ahead of Friday's report.", "1998-03-06"),
        ("Bonds had risen ahead of Friday's report.", "1998-02-27"),
        ("He turns 72 in July.", "1998-07"),
        ("He testifies Monday.", "1998-03-09"),
        ("He'll visit China Tuesday.", "1998-03-10"),
        ("They’re voting Tuesday.", "1998-03-10"),
        ("She's leaving Tuesday.", "1998-03-10"),
        ("The handling of Tuesday's meeting between both was good.", "1998-03-03"),
        ("They want to assess the impact of the court's decision Monday that it is void.", "1998-03-02"),
        ("They vowed to retaliate after the Friday killing of a man.", "1998-02-27"),
        ("The judge set Nov. 5 as the opening day.", "1998-11-05"),
        ("He got an early November trial date.", "1998-11"),
        ("It may grow after the loss, capped by Monday's sell-off.", "1998-03-02"),
        ("It must be done by Monday's deadline.", "1998-03-09"),
        ("Friday's filing suggests that he may help.", "1998-02-27"),
        ("After it unveiled plans to impose tariffs Tuesday, they fell.", "1998-03-03"),
        ("They dropped plans to meet Tuesday.", "1998-03-10"),
        ("He has no intention of leaving Sunday.", "1998-03-08"),
        ("He told how long he will stay after Judge Jackson on Wednesday handed it down.", "1998-03-04"),
        ("It signs the deal | Senate to vote Tuesday on it", "1998-03-10"),
        ("He said that it is open past June.", "1998-06"),
        ("It could hurt, due to the death in June of a judge.", "1997-06"),
        ("It was not to open, they said, until May at the earliest.", "1998-05"),
        ("The court hears arguments Wednesday.", "1998-03-11"),
        ("In Rome on Sunday, when a planned rally took place, it rained.", "1998-03-01"),
        ("They had hoped for a law, but after Monday's bombing a vote will be late.", "1998-03-02"),
        ("On Friday, most of the governments of the world are set to sign it.", "1998-03-06"),
        ("It lasted beyond June.", "1997-06"),
        ("They promised to help laid-off workers in June.", "1998-06"),
        ("A loss added to the mood but many still see a rise in June as likely.", "1998-06"),
        ("They should not, and they didn't leave in June.", "1997-06"),
        ("Fox News host Smith on Monday called him weak.", "1998-03-02"),
        ("Attempts to reach him on Monday were in vain.", "1998-03-02"),
        ("He made unannounced visits to Iraq on Monday.", "1998-03-02"),
        ("Parliament votes Monday.", "1998-03-09"),
        ("Officials said the trial starts Monday.", "1998-03-09"),
        ("He said parliament votes Monday.", "1998-03-09"),
        ("Clinton to see him Monday, officials announced.", "1998-03-09"),
        ("The damage from Monday's tornado may be worse.", "1998-03-02"),
        ("The ship heads to port after a collision with a tanker on Monday.", "1998-03-02"),
        ("The troops join forces in the town of Kos on Monday.", "1998-03-02"),
        ("The fans celebrate after the game Monday.", "1998-03-02"),
        ("The holders and the shares hold steady Monday.", "1998-03-02"),
        ("The court holds a hearing Monday.", "1998-03-09"),
        ("There was much at stake Monday.", "1998-03-02"),
        ("Less money for the fall", "1998-FA"),
    ],
)
def test_which_way_a_clause_points(text, expected):
    assert [value for (value,) in of(text, THURSDAY, ("value",))] == [expected]


# Forms of the calendar, the clock and of lengths, each with the values of all that is found in it.
FORMS = [
    ("on Friday, the 9th of February, 1990", ["1990-02-09"]),
    ("on March twenty-first, 1996", ["1996-03-21"]),
    ("on 1998/02/27 and 27.02.1998", ["1998-02-27", "1998-02-27"]),
    ("on Feb. 9-12, 1997", ["1997-02-09"]),
    ("he left on the 3rd.", ["1998-03-03"]),
    ("he will leave on the 15th.", ["1998-03-15"]),
    ("on the 31st; on the 3rd floor; by the 45th", ["1998-01-31"]),
    ("since Nov.; Jan. Smith", ["1997-11"]),
    ("by end-March; it will end Monday", ["1998-03", "1998-03-09"]),
    ("June '97, the '87 crash", ["1997-06", "1987"]),
    ("the January-March quarter, the January-September period", ["1998-Q1", "P9M"]),
    ("by year-end 1997, by mid-year", ["1997-12-31", "1998"]),
    ("in the 17th and 18th centuries", ["16", "17"]),
    ("nineteen seventeen, nineteen oh five, twenty sixteen", ["1917", "1905", "2016"]),
    ("January twenty-first nineteen ninety eight", ["1998-01-21"]),
    ("in March nineteen ninety six, in the year two thousand five", ["1996-03", "2005"]),
    ("the week after next, the year before last", ["1998-W12", "1996"]),
    ("the weekend before last, this coming weekend", ["1998-W08-WE", "1998-W10-WE"]),
    ("six months hence, a decade hence", ["1998-09", "2008"]),
    ("two weeks from Friday, a week from today", ["1998-03-20", "1998-03-12"]),
    ("two years ago today, a year ago this week, a year ago Monday", ["1996-03-05", "1997-W10", "1997-03-03"]),
    ("half a year ago, half a century ago, a quarter-century ago", ["1997-09", "1948", "1973"]),
    ("a year and a half ago, 65 million years ago", ["1996", "PAST_REF"]),
    ("two Sundays ago, two summers ago, two weekends ago", ["1998-02-22", "1996-SU", "1998-W08-WE"]),
    ("before dawn on Monday, at dusk", ["1998-03-02TMO", "1998-03-02TEV"]),
    ("dawn broke, from dawn", ["1998-03-05TMO"]),
    ("between 9 and 11 p.m.", ["1998-03-05T21:00", "1998-03-05T23:00"]),
    ("from 9 to 5 p.m.", ["1998-03-05T09:00", "1998-03-05T17:00"]),
    ("at 1530 hours; 1530 hours of work", ["1998-03-05T15:30", "PT1530H"]),
    ("at 8 Friday night, the night of Friday", ["1998-02-27T20:00", "1998-02-27TNI"]),
    ("Christmas morning, Mardi Gras, Veterans' Day", ["1997-12-25TMO", "1998-02-24", "1997-11-11"]),
    ("in Q3", ["1997-Q3"]),
    ("the quarter ended Dec. 31", ["1997-Q4", "1997-12-31"]),
    ("the quarter ended Oct. 1, 1995", ["1995-Q3", "1995-10-01"]),
    ("Its fiscal first quarter fell. In the quarter ended Dec. 31", ["1998-Q1", "1998-Q1", "1997-12-31"]),
    ("In the third quarter of 1997 it rose. In that period it fell.", ["1997-Q3", "1997-Q3"]),
    ("In that period", []),
    ("In the third quarter of 1997 it rose. The period of mourning ends.", ["1997-Q3"]),
    ("2½ years, three thousand years, 1.5 million years", ["P2Y6M", "P3000Y", "P1500000Y"]),
    ("another two years, an entire year, three nights", ["P2Y", "P1Y", "P3D"]),
    ("some day, 37 years of age, their 6-month-old son, a quarter mile", ["FUTURE_REF"]),
    ("a six-month-old venture", ["P6M"]),
    ("the past three summers, the next two weekends", ["P3SU", "P2WE"]),
    ("every third year, every other day", ["P3Y", "P2D"]),
    ("in years to come, the other day", ["FUTURE_REF", "PAST_REF"]),
    ("the fall in prices, the fall from power, the fall in 1997", ["1997-FA", "1997"]),
    ("He left in the fall.", ["1997-FA"]),
    ("In 1990 he left. The next year he came.", ["1990", "1991"]),
    ("In 1990 he left. It grew over the next year.", ["1990", "1999"]),
    ("In 1990 he left. Two years before, he had come.", ["1990", "1988"]),
    ("In 1990 he left. Two years after that he came.", ["1990", "1992"]),
    ("In 1990 he left. That summer he came.", ["1990", "1990-SU"]),
    ("In 1990 he left. The following spring he came.", ["1990", "1991-SP"]),
    ("In March 1990 he left. The following fall he came.", ["1990-03", "1990-FA"]),
    ("In June 1990 he left. The previous winter he came.", ["1990-06", "1989-WI"]),
    ("In 1990 he left. That December he came.", ["1990", "1990-12"]),
    ("On March 2 he left. He came that Friday.", ["1998-03-02", "1998-03-06"]),
    ("the last Friday of May 1998; the first Monday in October", ["1998-05-29", "1997-10-06"]),
    ("On March 2 he left. The previous weekend he came.", ["1998-03-02", "1998-W09-WE"]),
    ("an hour and 20 minutes, two years and three months", ["PT1H20M", "P2Y3M"]),
    ("three hours, two minutes; an hour and two days", ["PT3H2M", "PT1H", "P2D"]),
    ("in the last two and a half years, the prior two quarters", ["P2Y6M", "P2Q"]),
    ("at two-thirty this afternoon, at 3 o'clock in the morning", ["1998-03-05T14:30", "1998-03-05T03:00"]),
    ("at 9:02 a.m. on April 19, 1995", ["1995-04-19T09:02"]),
    ("On March 2 he left. That same night he came.", ["1998-03-02", "1998-03-02TNI"]),
    ("In the week of March 9 he left. That weekend he came.", ["1998-W11", "1998-W11-WE"]),
    ("It left at 1600 GMT and landed at 0900 GMT.", ["1998-03-05T16:00", "1998-03-05T09:00"]),
    ("It left at 14:30 and again at 10:15.", ["1998-03-05T14:30", "1998-03-05T10:15"]),
    ("He has been away since 7 p.m. on March 31.", ["1997-03-31T19:00"]),
    ("In 1994 it sat at 10 a.m. on Dec. 7.", ["1994", "1994-12-07T10:00"]),
    ("at 9 a.m. on April 31", [""]),
    ("On March 2 he left. The following weekend he came.", ["1998-03-02", "1998-W10-WE"]),
    ("Last weekend he left. The following weekend he came.", ["1998-W09-WE", "1998-W10-WE"]),
    ("two years and six months ago; a year and a half ago", ["1995-09", "1996"]),
    ("1.5 hours and 20 minutes, several years and two months", ["PT1H50M", "PXY2M"]),
    ("Temperatures were in the 80's, said the owner of a hat of the 80's.", ["198"]),
    (
        "Tune in tomorrow night at 8 o'clock, or this afternoon at 3:15.",
        ["1998-03-06TNI", "1998-03-06T20:00", "1998-03-05TAF", "1998-03-05T15:15"],
    ),
    (
        "He came tonight at 2 o'clock. He was held last night and is to be free at 9:30.",
        ["1998-03-05TNI", "1998-03-05T02:00", "1998-03-04TNI", "1998-03-04T09:30"],
    ),
    ("They must pay by the end of the day. At the end of the day, he lost.", ["1998-03-05"]),
    ("in the first hours of the war; the opening minutes", ["PTXH", "PTXM"]),
    ("Output fell in January from the year-earlier period.", ["1998-01", "1997-01"]),
]


@pytest.mark.parametrize(("text", "expected"), FORMS, ids=[text for text, _ in FORMS])
def test_forms(text, expected):
    assert [value for (value,) in of(text, THURSDAY, ("value",))] == expected


# What is found, and where it begins and ends, in brackets.
EDGES = [
    "It is expected to last [two months]; it may last [a year]; in [the last two months]",
    "The vote, coming [two days] after the speech, fell. In [the coming two weeks] he left.",
    "in [these past few months], in [the next three years]",
    "He said that [Tuesday]'s vote and that [March] sales fell. Later [that Tuesday] he left. It rose [that Friday].",
    "It can continue past [Thursday]. Following [Monday night]'s strike it fell. [The following Monday] he left.",
    "a debate about [July], a book about [1990], in [about 1990], [the current year], the current [July 31] date",
    "In 1,990 ways. In [1990] that [March] sales fell. Bills that fall short. [That fall] he came.",
    "no later than [March], as early as [May], [the year] ended [March]",
    "[the first Monday in October], [the last Friday of May 1998]",
    "in [the early part of last year], at [the close of this month]",
    "the third time in as many months, in some quarters, more than one-quarter of it, up to a quarter, in [a quarter]",
    "my 30-year old son, a [30-year] loan, Twentieth Century Fox, [20th-century] art",
    "They met each other [Tuesday night]. They met [every other Tuesday].",
    "I for one am here. Two calls, one in [the morning]; at [one in the morning]",
    "the present system, the past president, the future of Iraq; in [the future], at [the present]. [The past] is.",
    "a recent report, at the time of the vote; [at the time] he was away",
    "[The previous weekend] nobody came. A [daily] meeting; a daily newspaper.",
    "[a short time ago], [a moment ago]; [a month] after that vote; the 2nd and 14th Amendments",
    "[the fiscal year 1990], in [the fiscal year]",
    "the [19th-century] novel, in [the 19th century]; [full-year] results for [full-year 1997]",
    "[a year or two ago], [a few short weeks ago], [two long years ago], [a generation ago]",
    "[weekday mornings], [weekend nights]; by [mid-day]; a [yearslong] war, in [coming hours], [the past hour or so]",
    "[the late 18th] and [early 19th centuries], [the weekend of Sept. 16-17], [10 shopping days]",
    "as recently as [last month]; told [recently] as news.",
    "At [two-thirty this afternoon], at [3 o'clock in the morning]. A clip went around [last night].",
    "[the prior two quarters], [the last two and a half weeks], [the first two-and-a-half years]",
    "It happens [every five to six years].",
    "a boy of 12 years-old; each may leave. In [1990] he took power [that March] and left [that summer] for good.",
    "come [spring], deep into [summer], before [winter]",
    "in the 60s to the mid-70s; in [the early 60s]; in [the 80's]",
    "He worked [12-hour] days for [24 hours].",
    "In this [March 25, 1997], photo; the past six races, in [the past]",
    "It sounds [every 25 seconds]; the 18 to 34 year olds, in [three short months]",
    "He came in [1990]. [More than a decade later] he left. The poll of [Jan. 21-Feb. 5]",
]


@pytest.mark.parametrize("text", EDGES)
def test_where_an_expression_begins_and_ends(text):
    found = of(re.sub(r"[][]", "", text), THURSDAY, ("surface",))
    assert [surface for (surface,) in found] == re.findall(r"\[(.+?)\]", text)


# What depends on the day of publication, which comes first.
SAID = [
    ("1989-11-02", "The economy will pick up in the second quarter.", ["1990-Q2"]),
    ("1989-11-02", "It will report third-quarter results.", ["1989-Q3"]),
    ("1989-07-20", "Sales will rise in the fourth quarter.", ["1989-Q4"]),
    ("1989-07-20", "Sales rose in the fourth quarter.", ["1988-Q4"]),
    ("1990-01-20", "It will report fourth-quarter results.", ["1989-Q4"]),
    ("1990-01-20", "Sales will rise in the second quarter.", ["1990-Q2"]),
    ("1989-11-02", "Revenue is expected to rise in the first half.", ["1990-H1"]),
    ("1989-11-02", "Revenue rose in the first half.", ["1989-H1"]),
    ("1989-03-02", "Revenue is expected to rise in the second half.", ["1989-H2"]),
    ("1989-03-02", "Revenue rose in the second half.", ["1988-H2"]),
    ("1989-11-02", "The law took effect Jan. 1.", ["1989-01-01"]),
    ("1989-11-02", "It has risen since Dec. 31, in the year ended Dec. 20.", ["1988-12-31", "P1Y", "1988-12-20"]),
    ("1989-11-02", "It opened a two-month period ending Jan. 6.", ["P2M", "1990-01-06"]),
    ("1989-11-02", "He named him for the Jan. 1 games.", ["1990-01-01"]),
    ("1989-11-02", "For fiscal 1990, which began July 1, it is ready.", ["1990", "1989-07-01"]),
    (
        "1989-11-02",
        "It rose in September, they said yesterday, after a fall in the previous month.",
        ["1989-09", "1989-11-01", "1989-08"],
    ),
    ("1998-01-20", "This winter is mild, last winter was cold.", ["1997-WI", "1996-WI"]),
    ("1998-03-05", "This winter has been mild. This winter will be cold.", ["1997-WI", "1998-WI"]),
    ("1998-03-05", "In the year since the quake, in the week since the vote", ["P1Y", "P1W"]),
    ("1998-03-05", "It will double by the middle of the next decade.", ["200"]),
    ("1998-03-05", "on March 6 last year", ["1997-03-06"]),
    ("1992-01-09", "In December 1990 he left, to return the following March.", ["1990-12", "1991-03"]),
    ("1992-01-09", "In March 1990 he left. He had come the previous December.", ["1990-03", "1989-12"]),
    ("1998-03-05", "on the following March", [""]),
    ("1998-03-05", "in 1989, when a bomb exploded on Christmas Day", ["1989", "1989-12-25"]),
    ("1998-03-05", "Fourth-quarter profit rose in a recent period of calm.", ["1997-Q4", ""]),
    ("1989-02-05", "Fourth-quarter profit rose. Full-year net fell.", ["1988-Q4", "1988"]),
    ("1989-02-05", "Fourth-quarter profit rose. Full-year net will fall.", ["1988-Q4", "1989"]),
    ("1989-01-19", "It will have a loss for the fourth quarter and the year.", ["1988-Q4", "1988"]),
    ("1996-12-20", "Orders fell in November. Sales rose 2% in the month.", ["1996-11", "1996-11"]),
    ("1996-12-20", "Orders fell in November. Sales will rise in the month.", ["1996-11", "1996-12"]),
    (
        "1989-09-21",
        "Starts fell in August, it said yesterday. They are down. They rose the month before.",
        ["1989-08", "1989-09-20", "1989-07"],
    ),
    # A year that is compared with, a limit, or over when something will be, is not what the text goes on to tell of.
    ("1990-01-24", "Net rose, compared with $2 million in 1988. Loans rose in November.", ["1988", "1989-11"]),
    ("1990-01-24", "It runs until 1995. Talks began in November.", ["1995", "1989-11"]),
    ("1990-01-24", "It was completed in 1988. They have until March 15 to sue.", ["1988", "1990-03-15"]),
    # "April gold" is due then, "in April gold" was not. Where no verb tells, a month that is near is to come.
    ("1990-02-24", "April gold fell. In April gold fell. April gold output fell.", ["1990-04", "1989-04", "1989-04"]),
    ("1990-02-24", "A new chief in April", ["1990-04"]),
    ("1990-02-24", "Bonds due Oct. 31, 1991, rose. Late in the day, they fell.", ["1991-10-31", "1990-02-24"]),
    ("1991-01-09", "In the summer of 1988 he left. A year later he came.", ["1988-SU", "1989"]),
    ("1998-06-15", "In the fall of 1994 it failed. They met the following spring.", ["1994-FA", "1995-SP"]),
    # What came about is not counted from what is still to come.
    (
        "1998-03-05",
        "On March 2 he left. He must pay by April 1. The next day he fell.",
        ["1998-03-02", "1998-04-01", "1998-03-03"],
    ),
    ("1989-06-22", "On June 19 it fell. It bought 6% and two weeks later sold 9%.", ["1989-06-19", ""]),
    ("1990-06-21", "Prices rose 0.2% in May after rising 0.2% in April.", ["1990-05", "1990-04"]),
    ("1990-06-21", "Prices may rise in July.", ["1990-07"]),
    ("1992-02-15", "It must pay by Nov. 30, or by Christmas.", ["1992-11-30", "1992-12-25"]),
    ("1992-01-15", "It must pay by Jan. 14.", ["1992-01-14"]),
    ("1992-01-15", "In November, the last month of its year, it grew. Last month it fell.", ["1991-11", "1991-12"]),
    ("1997-10-28", "It stopped at 2:35 p.m. and again at 3:30.", ["1997-10-28T14:35", "1997-10-28T15:30"]),
    # A Thursday, a Tuesday, a Friday.
    ("1998-03-05", "They met this weekend.", ["1998-W10-WE"]),
    ("1998-03-03", "They met this weekend.", ["1998-W09-WE"]),
    ("1998-03-03", "They will meet this weekend.", ["1998-W10-WE"]),
    ("1998-03-06", "They left for the weekend.", ["1998-W10-WE"]),
    ("1998-03-06", "They met over the weekend.", ["1998-W09-WE"]),
    ("1998-02-05", "Fourth-quarter profit rose. For the year, it fell.", ["1997-Q4", "1997"]),
    ("1998-02-05", "It stood at $5 million at year-end.", ["1997-12-31"]),
    ("1998-02-05", "It will stand at $5 million at year end.", ["1998"]),
    ("1998-03-05", "1968, the year he came", ["1968", "1968"]),
    ("1998-03-05", "It hurt the 1996 election. In July he left.", ["1996", "1997-07"]),
    ("1998-03-05", "In 1996 he came. In July he left.", ["1996", "1996-07"]),
    ("1998-03-05", "He had come in 1996. In July he left.", ["1996", "1997-07"]),
    ("1998-03-05", "It began in 1996, on April 12 of that year.", ["1996", "1996-04-12"]),
    ("1998-03-05", "On March 2 he left, as he had the day before in Rome.", ["1998-03-02", "1998-03-01"]),
    ("1998-03-05", "On March 2 he left. Two days before in Rome", ["1998-03-02", "1998-02-28"]),
    ("1998-03-05", "the evening on Feb. 6", ["1998-02-06TEV"]),
    ("1998-03-05", "In the summer of 1988 he left. That year he came. Two years later", ["1988-SU", "1988", "1990"]),
    ("1998-03-05", "In the first half of 1995 it began. The following year it ended.", ["1995-H1", "1996"]),
    ("1998-03-05", "He left last summer. That year", ["1997-SU", "1997"]),
    ("1998-03-05", "In 1994 it sat from Dec. 7 to Feb. 12.", ["1994", "1994-12-07", "1995-02-12"]),
    (
        "1998-03-05",
        "He wrote it in 1994. The tour before the Nov. 6 vote, his January talk",
        ["1994", "1997-11-06", "1998-01"],
    ),
    ("1998-03-05", "He is there every Tuesday and Wednesday.", ["XXXX-WXX-2", "XXXX-WXX-3"]),
    ("1998-03-05", "He came in 1990. About two years later he left.", ["1990", "1992"]),
    ("1998-03-05", "In the year following the war, in the week following it", ["P1Y", "1998-WXX"]),
    ("1998-03-05", "deliveries starting next month and, in Asia, in June", ["1998-04", "1998-06"]),
    ("1998-03-05", "The trouble in October dates back to May 1997.", ["1997-10", "1997-05"]),
    ("1998-03-05", "Feb. 25-March 3, Jan. 21-February 5", ["1998-02-25", "1998-01-21"]),
    ("1998-03-05", "It lost money in 1996, but on Jan. 20 of this year it paid.", ["1996", "1998-01-20"]),
    ("1998-03-05", "every Tuesday, Wednesday and Thursday", ["XXXX-WXX-2", "XXXX-WXX-3", "XXXX-WXX-4"]),
    ("1998-03-05", "The week of may 9 was dull. In the week of May 9", ["1998-WXX", "1998-W19"]),
    ("1998-03-05", "fiscal 1990s, the year-ending notes", ["199"]),
    ("1998-03-05", "Sales in January rose 3% from a year earlier.", ["1998-01", "1997-01"]),
    ("1998-03-05", "Orders fell in January from December and 4% from a year ago.", ["1998-01", "1997-12", "1997-01"]),
    ("1998-03-05", "In January he said that a year ago it was 3%.", ["1998-01", "1997"]),
    ("1998-08-05", "In the first half, it rose 6% from the year-earlier period.", ["1998-H1", "1997-H1"]),
    ("1998-03-05", "In the summer of 1997 he left. Over the following two years he wrote.", ["1997-SU", "P2Y"]),
    ("1998-03-05", "At noon some 2000 people marched, and again at 3:30.", ["1998-03-05T12:00", "1998-03-05T15:30"]),
    ("1998-03-05", "Rates fell to lows not seen since the '60s. He took degrees in the '70s.", ["196", "197"]),
    (
        *("1998-03-05", "Fourth-quarter profit rose 5%. It opened one year and two months ago for $3 million."),
        ["1997-Q4", "1997-01"],
    ),
    (
        *("1998-03-05", "Fourth-quarter profit rose. Smith, who came in May, said sales rose 5% from a year earlier."),
        ["1997-Q4", "1997-05", "1996-Q4"],
    ),
    ("1998-03-05", "every Monday, Tuesday and Wednesday night", ["XXXX-WXX-1", "XXXX-WXX-2", "1998-03-04TNI"]),
    ("", "It was at 9:02 a.m. on April 19, 1995.", ["1995-04-19T09:02"]),
    ("1998-03-05", "next March and this March", ["1999-03", "1998-03"]),
    ("1998-03-05", "they met each other Tuesday night", ["1998-03-03TNI"]),
    # A Thursday: of the day before or after it is not said that it is the last or the next.
    ("1998-03-05", "last Wednesday, last Tuesday, this past Wednesday", ["1998-02-25", "1998-03-03", "1998-03-04"]),
    ("1998-03-05", "next Friday, next Saturday, this coming Friday", ["1998-03-13", "1998-03-07", "1998-03-06"]),
]


@pytest.mark.parametrize(("published", "text", "expected"), SAID, ids=[f"{row[0]}-{row[1]}" for row in SAID])
def test_what_depends_on_the_day_of_publication(published, text, expected):
    assert [value for (value,) in of(text, published, ("value",))] == expected


def test_half_a_unit_counts_where_a_stretch_begins():
    found = of("the past two and a half years, the past two and a half weeks", THURSDAY, ("value", "edtf"))
    assert found == [("P2Y6M", "1995-09-05/1998-03-05"), ("P2.5W", "")]


def test_a_stretch_that_follows_begins_with_the_date_before():
    columns = ("value", "edtf")
    text = "In 1990 he left. Over the following two years he wrote."
    assert of(text, THURSDAY, columns)[1] == ("P2Y", "1990/1992")
    assert of("On 9 February 1990 he left. In the following two days he came.", THURSDAY, columns)[1] == (
        *("P2D", "1990-02-09/1990-02-11"),
    )
    assert of("He left. Over the following two years he wrote.", THURSDAY, columns) == [("P2Y", "")]


def test_a_quarter_that_was_said_is_what_a_year_ago_goes_back_from():
    text = "Third-quarter profit rose. Sales were flat. A year ago it had a loss. In the quarter it sold a plant."
    assert of(text, "1989-10-30", ("surface", "value")) == [
        *(("Third-quarter", "1989-Q3"), ("A year ago", "1988-Q3"), ("the quarter", "1989-Q3"))
    ]
    assert of("A year ago it had a loss.", "1989-10-30", ("value",)) == [("1988",)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Third-quarter net rose. In the first nine months, net fell from a year earlier.", ["1989-Q3", "P9M", "1988"]),
        ("Third-quarter net rose. For the nine months, net fell from the year-ago period.", ["1989-Q3", "P9M", "1988"]),
        ("In August, it rose. In the year-earlier month, it fell.", ["1989-08", "1988-08"]),
        ("Third-quarter net rose from last year's third quarter. A year ago, net", ["1989-Q3", "1988-Q3", "1988-Q3"]),
        ("Third-quarter net rose. In the same period of 1987", ["1989-Q3", "1987-Q3"]),
        (
            "Third-quarter net rose. It will take a fourth-quarter charge. A year ago, net",
            ["1989-Q3", "1989-Q4", "1988-Q3"],
        ),
        (
            "Third-quarter net rose. We expect a fall in the fourth quarter. A year ago, net",
            ["1989-Q3", "1989-Q4", "1988-Q3"],
        ),
        ("Third-quarter net rose after a flat second quarter. A year ago, net", ["1989-Q3", "1989-Q2", "1988-Q3"]),
        ("Fourth-quarter net rose. In the year-ago period", ["1989-Q4", "1988-Q4"]),
        ("Net rose from the second quarter. A year ago, net", ["1989-Q2", "1988-Q2"]),
        ("Third-quarter net rose. A year ago the panel rejected its drug.", ["1989-Q3", "1988"]),
        ("Third-quarter net rose. The stock, which traded at $19 a year ago", ["1989-Q3", "1988"]),
        (
            "Third-quarter net rose. It expects fourth-quarter net to exceed what it earned a year ago.",
            ["1989-Q3", "1989-Q4", "1988-Q4"],
        ),
        (
            "Third-quarter net fell. In the first half, it had a loss; a year earlier, it had a profit.",
            ["1989-Q3", "1989-H1", "1988-H1"],
        ),
        ("Third-quarter net rose. It expects a gain in the current quarter.", ["1989-Q3", "1989-Q4"]),
        ("Starts fell in the first eight months from the year-earlier period.", ["P8M", "1988"]),
        (
            "Third-quarter net rose from a year ago and from the previous quarter.",
            ["1989-Q3", "1988-Q3", "1989-Q2"],
        ),
        ("in the second and third quarters of 1988", ["1988-Q2", "1988-Q3"]),
        ("this time last year", ["1988"]),
        ("from the previous year's third quarter", ["1988-Q3"]),
        ("compared with the same quarter a year earlier", ["1988-Q3"]),
        ("caught during the same period last year", ["1988"]),
        ("in the September quarter, in the last quarter of 1990", ["1989-Q3", "1990-Q4"]),
        ("up from a week earlier", ["1989-W43"]),
        ("in fiscal '90", ["1990"]),
    ],
)
def test_what_business_news_compares_with(text, expected):
    assert [value for (value,) in of(text, "1989-10-30", ("value",))] == expected


def test_a_unit_is_counted_from_the_last_date_that_is_as_exact():
    text = "On 9 February 2014 he came. That was in 2014. The previous month he was away."
    assert of(text)[-1][:2] == ("The previous month", "2014-01")


@pytest.mark.parametrize(
    ("year", "day"),
    [(1818, "03-22"), (1954, "04-18"), (1998, "04-12"), (2000, "04-23"), (2038, "04-25"), (2076, "04-19")],
)
def test_easter(year, day):
    assert seasons.easter(year).isoformat() == f"{year}-{day}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from 2008 to 2014", ["2008/2014", "2008/2014"]),
        ("between 1999 and 2004", ["1999/2004", "1999/2004"]),
        ("2008–2014 and 2008-2014", ["2008/2014"] * 4),
        ("since 2014", ["2014/.."]),
        ("until 2016", ["../2016"]),
        ("in 1999 and 2004", ["", ""]),
        ("from 2014 to 2008", ["", ""]),
        ("from December 2021 to January 2022", ["2021-12/2022-01"] * 2),
    ],
)
def test_periods(text, expected):
    own = found_in(text)
    assert list(own["period"]) == expected
    assert all(calendar.bounds(period) for period in own["period"] if period)


# --- the day of publication

RELATIVE = "On Thursday, tomorrow, last month, next week, last year, at 5 p.m., two years ago, the third quarter."


@pytest.mark.parametrize("published", ["", "XXXX", "[2016-12..]", "[..2016-12]"])
def test_where_publication_is_unknown_nothing_is_resolved_against_it(published):
    own = found_in(RELATIVE + " In 1990.", published)
    assert len(own) == 9
    assert set(own["reason"][:-1]) == {"the day of publication is not known"}
    assert not own["value"][:-1].any()
    assert own["edtf"].iloc[-1] == "1990"


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        (
            "2016-12",
            {"last month": "2016-11", "last year": "2015", "two years ago": "2014", "the third quarter": "2016-Q3"},
        ),
        ("2016", {"last year": "2015", "two years ago": "2014"}),
    ],
)
def test_where_publication_is_known_in_part_only_what_follows_from_it_is_resolved(published, expected):
    own = found_in(RELATIVE, published)
    assert len(own) == 8
    resolved = own[own["value"] != ""]
    assert dict(zip(resolved["surface"], resolved["value"], strict=True)) == expected
    assert set(own.loc[own["value"] == "", "reason"]) == {"the day of publication is not known"}


@pytest.mark.slow
@given(st.dates(min_value=pd.Timestamp("1900-01-01").date(), max_value=pd.Timestamp("2100-12-31").date()))
def test_what_a_month_says_every_day_of_it_says(day):
    resolved = {row.surface: row.value for row in found_in(RELATIVE, f"{day:%Y-%m}").itertuples() if row.value}
    exact = {row.surface: row.value for row in found_in(RELATIVE, day.isoformat()).itertuples()}
    assert resolved.items() <= exact.items()
    assert len(resolved) >= 3


def test_doubt_about_publication_is_passed_on_also_through_what_goes_back_to_it():
    own = found_in(
        "Last year he left. In 1990 he came. On Monday; the next day. This summer. In August last year.", "2026-02-18?"
    )
    assert list(zip(own["surface"], own["edtf"], strict=True)) == [
        ("Last year", "2025?"),
        ("1990", "1990"),
        ("Monday", "2026-02-16?"),
        ("the next day", "2026-02-17?"),
        ("This summer", "2026-06%/2026-08%"),
        ("August last year", "2025-08?"),
    ]
    assert (own["earliest"] != "").all()


# --- the calendar


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("1899-12", ("1899-12-01", "1899-12-31")),
        ("1812?", ("1812-01-01", "1812-12-31")),
        ("0987", ("0987-01-01", "0987-12-31")),
        ("1900-02", ("1900-02-01", "1900-02-28")),
        ("199X", ("1990-01-01", "1999-12-31")),
        ("18XX~", ("1800-01-01", "1899-12-31")),
        ("2021-12-27/2022-01-02", ("2021-12-27", "2022-01-02")),
        ("2021-12-27?/2022-01-02?", ("2021-12-27", "2022-01-02")),
        ("2021-24", ("2021-12-01", "2022-02-28")),
        ("2023-24~", ("2023-12-01", "2024-02-29")),
        ("2021-22?", ("2021-06-01", "2021-08-31")),
        ("2014/..", ("2014-01-01", "None")),
        ("XXXX", ("None", "None")),
    ],
)
def test_bounds(edtf, expected):
    assert tuple(map(str, calendar.bounds(edtf))) == expected


def test_a_week_across_new_year_of_an_uncertain_report():
    assert of("on Sunday", "2022-01-02?") == [("Sunday", "2022-01-02", "2022-01-02?")]
    assert of("next week", "2021-12-30") == [("next week", "2022-W01", "2022-01-03/2022-01-09")]


def test_dates_before_1900_and_weeks_across_new_year():
    assert of("in 1812 and in March 1899") == [("1812", "1812", "1812"), ("March 1899", "1899-03", "1899-03")]
    assert of("next week", "2021-12-20?") == [("next week", "2021-W52", "2021-12-27?/2022-01-02?")]
    assert of("on Friday", "1850-01-01") == [("Friday", "1849-12-28", "1849-12-28")]
    row = found_in("next week", "2021-12-20").iloc[0]
    assert (row["earliest"], row["latest"]) == ("2021-12-27", "2022-01-02")


@given(st.dates(), st.sampled_from("DWMQY"))
def test_a_unit_of_the_calendar_holds_its_day(day, unit):
    value = values.of_day(day, unit)
    # The first and the last week may reach beyond the calendar that `date` has.
    if 1 < day.year < 9999:
        first, last = calendar.bounds(values.edtf(value))
        assert first <= day <= last
        assert values.unit_of(value) == unit
        assert values.first_day(value) == first


# --- every row


def test_what_is_not_resolved_has_a_reason_and_what_is_has_bounds():
    texts = [text for text, _ in EXPRESSIONS + FORMS]
    for own in (MEASURED, found_in("\n".join(texts)), found_in("\n".join(texts), "2026-02-18?")):
        assert ((own["reason"] != "") == (own["edtf"] == "")).all()
        assert ((own["earliest"] != "") == (own["edtf"] != "")).all()
        assert (own["earliest"] <= own["latest"]).all()
        assert ((own["anchor"] != "") == (own["edtf"] != "")).all()
        assert ((own["antecedent"] != "") == (own["anchor"] == "before")).all()
        assert set(own["antecedent"]) - {""} <= set(own["span_id"])
        assert set(own["type"]) <= {"DATE", "TIME", "DURATION", "SET"}


@pytest.mark.parametrize(
    "text",
    [
        "1,990 or 20081 or $1990 or 1990.5 or 1990% or 199O or #1990 or 1990/91",
        "١٩٩٠ and １９９０ and 1٩90 and ²2008",
        "99/99/9999 25:61 00:99 9999999999999 0000 1.2.3.4 17:99 p.m.",
        "Maya, Marchand, Sundayish, todays, nowhere, yearling, monthly",
        "children of 5 to 17 separated",
        "the average daily volume, the daily share turnover, daily dividends",
        "",
    ],
)
def test_what_is_no_time_is_not_found(text):
    assert of(text) == []


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("31 February 1990, February 30, the 45th of May 2014, 0 March 1990", "2022-01-13"),
        ("9999 years ago, the next 9999 centuries, 5000 years later, tomorrow, next week, last decade", "9999-12-31"),
        ("yesterday, last year, last century, last week, on Monday, 9 March", "0001-01-01"),
        ("last night, last weekend, Christmas, last Thanksgiving, at noon, the year before", "1000-01-01"),
    ],
)
def test_what_no_calendar_has_is_a_row_with_a_reason(text, published):
    own = found_in(text, published)
    assert len(own)
    assert ((own["reason"] != "") == (own["edtf"] == "")).all()


_WORDS = [
    "1990",
    "in",
    "May",
    "August",
    "last",
    "year",
    "week",
    "the",
    "two",
    "ago",
    "of",
    "Monday",
    "😀",
    "9",
    ",",
    "-",
]
_WORDS += [
    "quarter",
    "third",
    "31",
    "to",
    "and",
    "same",
    "that",
    "p.m.",
    "5",
    "earlier",
    "every",
    "'s",
    "\n",
    ". ",
    "²",
    "é",
]


@given(st.lists(st.sampled_from(_WORDS), max_size=30), st.sampled_from(["2022-01-13", "2026-02?", "", "1812-02-29"]))
def test_any_row_of_words_gives_spans_in_order_that_give_their_surface_back(words, published):
    text = "😀 " + " ".join(words)
    own = found_in(text, published)
    assert spans.faults(article(text), own).empty
    assert (own["start"].to_numpy()[1:] >= own["end"].to_numpy()[:-1]).all()
    assert ((own["reason"] != "") == (own["edtf"] == "")).all()


@given(st.text(max_size=200))
def test_any_text_can_be_read(text):
    assert spans.faults(article(text), found_in(text)).empty


def test_an_emoji_before_moves_no_offset():
    own = found_in("😀😀 in 1990")
    assert list(own[["start", "end"]].itertuples(index=False, name=None)) == [(6, 10)]


def test_the_layer_is_empty_but_whole_where_there_is_no_time():
    assert list(found_in("No time here.").columns) == [*spans.KEY, *dates.COLUMNS]


def test_rules_are_found_by_their_names():
    assert {line.rule for line in grammar.lines()} == set(reading.rules())


# --- the benchmark


def benchmark():
    path = ROOT / "benchmarks" / "dates.py"
    spec = importlib.util.spec_from_file_location("benchmark_dates", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["benchmark_dates"] = module
    spec.loader.exec_module(module)
    return module


BENCHMARK = benchmark()
TIMEML = """<?xml version="1.0" ?>
<TimeML><DOCID>x</DOCID>
<DCT><TIMEX3 tid="t0" type="DATE" value="{created}">{created}</TIMEX3></DCT>
<TITLE>On <TIMEX3 tid="t9" type="DATE" value="1900">1900</TIMEX3></TITLE>
<TEXT>
{text}
</TEXT></TimeML>
"""


def timex(surface, kind, value):
    return f'<TIMEX3 tid="t1" type="{kind}" value="{value}">{surface}</TIMEX3>'


def expressions(*rows):
    return [BENCHMARK.Expression(*row) for row in rows]


def test_a_document_is_read_with_its_offsets_and_without_the_document_date():
    inner = f"He <EVENT eid='e1'>left on {timex('May &amp; 5', 'DATE', '1998-05-05')}</EVENT>.\n"
    document = BENCHMARK.read_timeml(TIMEML.format(created="1998-03-05T12:00", text=inner))
    assert document.published == "1998-03-05"
    assert [document.text[one.start : one.end] for one in document.gold] == ["May & 5"]
    assert document.gold[0][2:] == ("DATE", "1998-05-05")


def test_equal_offsets_are_paired_first_then_the_largest_overlap_then_what_stands_first():
    found = expressions((0, 10, "DATE", "a"), (20, 30, "DATE", "b"), (40, 50, "DATE", "c"))
    gold = expressions((0, 4, "DATE", "a"), (4, 10, "DATE", "a"), (18, 30, "DATE", "b"), (20, 30, "DATE", "b"))
    assert sorted(BENCHMARK.pairs(found, gold)) == [(0, 1), (1, 3)]
    tie = expressions((0, 5, "DATE", "a"), (5, 10, "DATE", "a"))
    assert BENCHMARK.pairs(found, tie) == [(0, 0)]
    assert BENCHMARK.pairs(expressions((0, 5, "DATE", "a")), expressions((5, 6, "DATE", "a"))) == []


def test_counts_and_scores_by_hand():
    found = expressions((0, 4, "DATE", "1990"), (10, 14, "DATE", "1991"), (20, 24, "SET", "P1Y"), (30, 34, "DATE", "x"))
    gold = expressions((0, 4, "DATE", "1990"), (10, 16, "TIME", "1991"), (20, 24, "SET", "P2Y"))
    gold += expressions((50, 54, "DATE", "y"), (60, 64, "DATE", "z"))
    assert BENCHMARK.counts(gold, found) == [4, 5, 3, 2, 2, 2]
    assert BENCHMARK.scores([4, 5, 3, 2, 2, 2]) == {
        **{"relaxed_f1": round(6 / 9, 4), "strict_f1": round(4 / 9, 4)},
        **{"type_accuracy": round(2 / 3, 4), "value_f1": round(4 / 9, 4)},
    }
    assert set(BENCHMARK.scores([0, 0, 0, 0, 0, 0]).values()) == {0.0}


def test_one_line_of_json_for_a_folder_and_for_some_of_its_documents(tmp_path, monkeypatch, capsys):
    inside = tmp_path / "corpus" / "deeper"
    inside.mkdir(parents=True)
    right = f"In {timex('1990', 'DATE', '1990')} he left {timex('last' + chr(10) + 'month', 'DATE', '1998-02')}."
    (inside / "a.tml").write_text(TIMEML.format(created="1998-03-05", text=right), "utf-8")
    wrong = f"He {timex('left', 'DATE', '1990')} in 1991."
    (tmp_path / "corpus" / "b.tml").write_text(TIMEML.format(created="1998-03-05", text=wrong), "utf-8")
    (tmp_path / "ids.txt").write_text("a.tml\n", "utf-8")

    def run(*options):
        monkeypatch.setattr(sys, "argv", ["dates.py", str(tmp_path / "corpus"), *map(str, options)])
        BENCHMARK.main()
        return capsys.readouterr().out

    both, one = json.loads(run()), json.loads(run("--ids", tmp_path / "ids.txt"))
    assert (both["documents"], both["expressions"], both["relaxed_f1"]) == (2, 3, round(4 / 6, 4))
    assert (one["documents"], one["expressions"], one["strict_f1"], one["value_f1"]) == (1, 2, 1.0, 1.0)
    assert both["intervals"]["relaxed_f1"] == [0.0, 1.0]
    assert {"type_accuracy", "seconds"} <= set(both)
    assert "not found" in run("--misses", "--examples", 1)
    run("--table", tmp_path / "scores.csv")
    assert list(pd.read_csv(tmp_path / "scores.csv").columns) == ["Score", "Rules", "95 %", "HeidelTime"]
    (tmp_path / "ids.txt").write_text("c\n", "utf-8")
    with pytest.raises(SystemExit, match="no document c"):
        run("--ids", tmp_path / "ids.txt")

"""What watches the pages can see what it is there for."""

from __future__ import annotations

from paper import flaws, on_paper
from visitor import NARROW, WIDE
from waiting import wait_until


def test_a_script_against_the_policy_is_a_fault(visit):
    person = visit()
    person.open("/")
    person.page.evaluate("() => document.body.append(Object.assign(document.createElement('script'), { textContent: '1' }))")
    wait_until(lambda: person.page.evaluate("() => 0") == 0 and person.watch.faults, 10, "the fault to be noticed")
    assert "Content Security Policy" in person.watch.faults.pop()


def test_a_missing_part_of_a_page_and_an_error_of_a_script_are_faults(visit):
    person = visit()
    person.open("/")
    person.page.evaluate("() => fetch('/khong-co').then(answer => answer.text())")
    person.page.evaluate("() => { setTimeout(() => { throw new Error('vỡ'); }); }")
    wait_until(lambda: person.page.evaluate("() => 0") == 0 and len(person.watch.faults) >= 2, 10, "both faults to be noticed")
    faults = " ".join(person.watch.faults)
    person.watch.faults.clear()
    assert "/khong-co was answered 404" in faults and "vỡ" in faults


def test_pale_words_and_an_empty_button_break_rules(visit):
    person = visit()
    person.open("/")
    person.page.evaluate("() => document.querySelector('main').insertAdjacentHTML('beforeend', '<button></button><p id=pale>nhạt</p>')")
    person.page.evaluate("() => { document.getElementById('pale').style.color = '#ddd'; }")
    broken = {one.split()[0] for one in person.violations()}
    assert {"button-name", "color-contrast"} <= broken


def test_a_page_that_is_too_wide_is_noticed(visit):
    person = visit(None, NARROW)
    person.open("/")
    assert person.overflow == 0
    person.page.evaluate("() => { document.querySelector('h1').style.width = '500px'; }")
    assert person.overflow > 100


def test_a_button_on_paper_and_what_does_not_fit_the_sheet_are_noticed(visit):
    person = visit()
    person.open("/")
    add = """html => document.querySelector('main').insertAdjacentHTML('beforeend', html)"""
    with on_paper(person):
        assert flaws(person) == []
        person.page.evaluate(add, "<button>Gửi</button><p id=wide>rộng</p><div id=scrolls><p>dài</p></div>")
        person.page.evaluate("""() => {
          document.getElementById('wide').style.width = '250mm';
          document.getElementById('scrolls').style.overflow = 'auto';
          document.querySelector('#scrolls p').style.width = '250mm';
        }""")
        idle, wide, scrolls = flaws(person)
    assert "<button>" in idle and "rộng" in wide and scrolls.startswith("on paper, cut off: div")


def test_a_page_weighs_what_came_for_it(visit):
    person = visit(None, WIDE)
    # As somebody comes for the first time, whoever had this profile before.
    person.tools.send("Network.enable")
    person.tools.send("Network.setCacheDisabled", {"cacheDisabled": True})
    person.open("/")
    weight = person.watch.weight()
    assert len(weight) >= 3 and sum(weight.values()) > 10_000

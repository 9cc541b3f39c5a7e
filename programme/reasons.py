"""Why this mentor, why not that one, why nobody, and who moves: the desk's sentences, in the reader's language."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from programme.desk_cards import Barrier, Candidate, Couple, Preview, Price, Share, Shift
from texts import N_, _

MINUS, EMPTY = "\u2212", "—"
NAMED_MOVES, NAMED_MENTORS = 2, 3
SMALLEST = 0.05

Words = Callable[[Couple, Share], str]

RULES: Mapping[str, str] = {
    "unavailable": N_("the mentor is not available"),
    "ineligible": N_("not eligible in this cohort"),
    "same_person": N_("one and the same person"),
    "kinship": N_("kinship avoidance"),
    "command": N_("direct superior"),
    "stream": N_("different stream"),
    "banned": N_("banned by staff"),
    "named_out": N_("ruled out by name in the rules"),
    "two_cycle": N_("each would be the other's mentor"),
    "quota": N_("a quota is full"),
    "no_seat": N_("no free seat"),
    "locked": N_("this person's pair is locked"),
    "floor": N_("under the floor"),
    "seats_full": N_("mentors full"),
    "no_eligible_mentor": N_("no open mentor"),
    "outweighed": N_("outweighed by a rule"),
}

EARLIER: Mapping[str, str] = {
    "unmatched": N_("one unpaired"),
    "below_floor": N_("under the floor"),
    "min_load": N_("a minimum missed"),
}

CRITERIA: Mapping[str, str] = {
    "expertise": N_("Needs and expertise"),
    "field": N_("Professional field"),
    "dialect": N_("Dialect of the place"),
    "locality": N_("County and township"),
    "grassroots": N_("Grass-roots experience"),
    "method": N_("Way of learning"),
    "wish": N_("Wishes"),
    "past_result": N_("Past results"),
    "unit": N_("Unit"),
}

GROUNDS: Mapping[str, str] = {
    "months_reached": N_("three years at work are reached"),
    "over_age": N_("over the age limit"),
    "no_work_start": N_("the start of work is not recorded"),
    "no_birth": N_("the date of birth is not recorded"),
    "year_only": N_("only the year is recorded, which does not decide it"),
    "not_started": N_("work had not begun on the cohort's date"),
    "already_led": N_("has a mentor already"),
    "outside_reach": N_("the cohort does not reach the unit yet"),
}


def signed(points: float) -> str:
    """A difference with one decimal, a plus sign or a true minus sign; 0.0 without any."""
    text = f"{abs(points):.1f}"
    if float(text) == 0:
        return text
    return f"{'+' if points > 0 else MINUS}{text}"


def rule(code: str) -> str:
    """The words of a rule's code; an unknown code still names itself."""
    return _(RULES[code]) if code in RULES else code


def criterion(code: str) -> str:
    """The words of a criterion."""
    return _(CRITERIA[code]) if code in CRITERIA else code


def listing(parts: Iterable[str]) -> str:
    """Names one after another, as the language writes lists."""
    return _(", ").join(parts)


def joined(clauses: Iterable[str]) -> str:
    """Clauses one after another up to the full stop, "" without any."""
    said = _("; ").join(clause for clause in clauses if clause)
    return said + _(".") if said else ""


def price_words(candidate: Candidate) -> str:
    """The price as it stands in a table: exact, or at most so much; "" where it is not known."""
    if candidate.total is not None:
        return signed(candidate.total)
    return "" if candidate.least is None else f"≤ {signed(candidate.least)}"


def sentence(clauses: Iterable[str]) -> str:
    """Clauses made into one sentence, "" without any."""
    said = joined(clauses)
    return said[:1].upper() + said[1:]


def why(couple: Couple) -> str:
    """Why this pair: what speaks for it, the heaviest criterion first, then what speaks against it."""
    ranked = sorted(couple.shares, key=lambda share: (-share.most, share.criterion))
    known = [share for share in ranked if share.value is not None and share.most > 0]
    for_it = [FOR[share.criterion](couple, share) for share in known if share.criterion in FOR and share.points > 0]
    against = [AGAINST[share.criterion](couple, share) for share in known if share.criterion in AGAINST]
    against += [_("to be considered: {rule}").format(rule=rule(code)) for code in couple.hints]
    if not any(against):
        return sentence(for_it)
    counter = _("Against it: {clauses}").format(clauses=joined(against))
    return _("{first} {second}").format(first=sentence(for_it), second=counter).strip()


def runner_up(candidates: Sequence[Candidate]) -> str:
    """What the best other mentor would cost; "" when there is none."""
    others = [one for one in candidates if not one.present and not one.forbidden and one.total is not None]
    if not others:
        return ""
    next_best = others[0]
    ahead = candidates[: candidates.index(next_best)]
    text = _("The next choice, {mentor}, would change the total by {change}")
    if any(one.unpriced == "quotas" for one in ahead):
        text = _("Of those whose price is exact, {mentor} would change the total by {change}")
    said = text.format(mentor=next_best.mentor.label, change=signed(next_best.total or 0))
    more = _("others who would move: {count}").format(count=len(next_best.moves)) if next_best.moves else ""
    alone = sum(move.to_mentor is None for move in next_best.moves)
    if alone:
        more = _("{more}, {count} of them without a mentor then").format(more=more, count=alone)
    tolls = [_(words) for name, words in EARLIER.items() if name in next_best.earlier]
    return sentence([said, more, _("but: {tolls}").format(tolls=listing(tolls)) if tolls else ""])


def consequence(preview: Preview) -> str:
    """What an act would do: who goes where, the total, who else moves, the lowest fit among them."""
    if preview.price is None:
        return ""
    clauses = [shift(move) for move in preview.own]
    clauses += [_total(preview.price), moved(preview.moves) or _("nobody else moves")]
    return sentence(clauses + _tolls(preview.price))


def _total(price: Price) -> str:
    """The change of the total; with its two parts where evenness plays a part."""
    if abs(price.balance) < SMALLEST:
        return _("total fit {change}").format(change=signed(price.fit))
    text = _("in all {total} (fit {fit}, evenness of load {balance})")
    return text.format(total=signed(price.total), fit=signed(price.fit), balance=signed(price.balance))


def moved(moves: Sequence[Shift]) -> str:
    """Who else moves: the first two by name, the others counted; "" when nobody does."""
    named = [shift(move) for move in moves[:NAMED_MOVES]]
    rest = len(moves) - len(named)
    if rest:
        named.append(_("{count} more move").format(count=rest))
    return _(", ").join(named)


def shift(move: Shift) -> str:
    """One person's move in a clause."""
    if move.to_mentor is None:
        return _("{mentee} is left without a mentor").format(mentee=move.mentee.label)
    if move.from_mentor is None:
        return _("{mentee} gets {mentor}").format(mentee=move.mentee.label, mentor=move.to_mentor.label)
    return _("{mentee} moves to {mentor}").format(mentee=move.mentee.label, mentor=move.to_mentor.label)


def move_mark(candidate: Candidate) -> str:
    """Who moves, short enough for a table cell: one person by name, more by number."""
    if candidate.present:
        return _("present mentor")
    if candidate.forbidden:
        return rule(candidate.forbidden)
    losing = {"unmatched"} if any(move.to_mentor is None for move in candidate.moves) else set()
    tolls = [_(words) for name, words in EARLIER.items() if name in losing.union(candidate.earlier)]
    return " · ".join([*tolls, _who_moves(candidate)])


def _who_moves(candidate: Candidate) -> str:
    if candidate.total is None:
        return _("computed when chosen") if candidate.least is None else _("exact when chosen")
    if not candidate.moves:
        return _("nobody")
    first = candidate.moves[0]
    if len(candidate.moves) == 1:
        return f"{first.mentee.label} → {first.to_mentor.label if first.to_mentor else EMPTY}"
    return _("{count} people").format(count=len(candidate.moves))


def unmatched(barrier: Barrier) -> str:
    """Why somebody has no mentor."""
    if barrier.reason == "alone":
        return sentence([_("left without a mentor on purpose: {reason}").format(reason=barrier.words)])
    if barrier.reason == "ineligible":
        return sentence([_("not eligible: {ground}").format(ground=ground(barrier.ineligible))])
    if barrier.reason == "no_eligible_mentor":
        barred = sorted(barrier.rules.items(), key=lambda item: (-item[1], item[0]))
        told = [_("{rule}: {count} mentors").format(rule=rule(code), count=count) for code, count in barred]
        return sentence([_("no mentor is open to this person"), *told])
    names = listing(who.label for who in barrier.mentors[:NAMED_MENTORS])
    if barrier.reason == "seats_full":
        text = _("every suitable mentor is full, {count} in all; the most suitable are {names}")
    else:
        text = _("a seat is free with {names}, but an earlier aim of the rules speaks against it")
    return sentence([text.format(count=len(barrier.mentors), names=names)])


def remedy(barrier: Barrier) -> str:
    """What would help somebody who has no mentor."""
    if barrier.reason == "alone":
        return _("Take the person up again, or choose a mentor on the right.")
    if barrier.reason == "ineligible":
        return _("Correct the record if it is wrong; else this person waits for a later cohort.")
    if barrier.reason == "seats_full":
        best = barrier.mentors[0].label
        return _("One more seat with {mentor} would do, or choose a mentor on the right and see who moves.").format(
            mentor=best
        )
    if barrier.rules.get("unavailable"):
        return _("Confirming mentors who still wait for it would help; then run the scheme again.")
    return _("Lift a ban, or ask the units for another mentor; then run the scheme again.")


def ground(code: str) -> str:
    """The words of a ground of ineligibility; an unknown code still names itself."""
    return _(GROUNDS[code]) if code in GROUNDS else code


def _tolls(price: Price) -> list[str]:
    """What weighs more than points: people left without a mentor, pairs under the floor; else the lowest fit."""
    said = []
    if price.unmatched > 0:
        said.append(_("{count} more without a mentor").format(count=price.unmatched))
    if price.below_floor > 0:
        said.append(_("{count} more under the floor").format(count=price.below_floor))
    if not said and price.lowest is not None:
        said.append(_("nobody falls below {fit}").format(fit=int(price.lowest)))
    return said


def _expertise(couple: Couple, share: Share) -> str:
    needs = listing(_("{need} ({grade})").format(need=need, grade=grade) for need, grade in couple.common.covered)
    text = _("{mentor} covers {percent}% of the needs: {needs}")
    return text.format(mentor=couple.mentor.label, percent=round(100 * (share.value or 0)), needs=needs)


def _no_expertise(couple: Couple, _share: Share) -> str:
    missing = listing(couple.common.uncovered)
    return _("no expertise in {needs}").format(needs=missing) if missing else ""


def _same_field(couple: Couple, _share: Share) -> str:
    return _("both work in the field {field}").format(field=couple.common.field)


def _place(couple: Couple, _share: Share) -> str:
    return _("both are in the same township") if couple.common.same_township else _("both are in the same county")


def _speaks(couple: Couple, _share: Share) -> str:
    return _("the mentor speaks {dialects}, as the place served does").format(dialects=listing(couple.common.dialects))


def _years(couple: Couple, _share: Share) -> str:
    return _("{years} years at the grass roots").format(years=f"{couple.common.grassroots_years:g}")


def _percent(template: str) -> Words:
    return lambda _couple, share: _(template).format(percent=round(100 * (share.value or 0)))


def _zero(template: str) -> Words:
    """The words where a criterion gives nothing at all, else ""."""
    return lambda _couple, share: "" if share.value else _(template)


FOR: Mapping[str, Words] = {
    "expertise": _expertise,
    "field": _same_field,
    "dialect": _speaks,
    "locality": _place,
    "grassroots": _years,
    "method": _percent(N_("the ways of teaching and learning agree to {percent}%")),
    "wish": _percent(N_("the two wished for each other")),
    "past_result": _percent(N_("past results of {percent} points")),
    "unit": _percent(N_("the units are as the rules prefer")),
}
AGAINST: Mapping[str, Words] = {
    "expertise": _no_expertise,
    "field": _zero(N_("the professional fields differ")),
    "dialect": _zero(N_("the dialect of the place is not spoken")),
    "locality": _zero(N_("the counties differ")),
    "grassroots": _zero(N_("no years at the grass roots")),
    "unit": _zero(N_("the units are not as the rules prefer")),
}

"""The engine's explanation of one mentee, drawn in names and words for the desk."""

from collections.abc import Iterable

from matching import Candidate as Priced
from matching import Explanation, Pairing, Unmatched
from matching import Move as Moved
from matching.explain import main_tier
from programme.desk_cards import Barrier, Candidate, Common, Couple, Share, Shift
from programme.desk_changes import SET_ASIDE, to_be_set_aside
from programme.desk_people import People
from programme.desk_plan import MILLI, earlier_losses, in_points, sheet_of
from programme.desk_table import Table
from programme.firmness import Firmness
from programme.snapshot import person_of


class Drawing:
    """The engine's explanation of one mentee in names and words."""

    def __init__(self, table: Table, people: People, words: dict[str, str], firm: Firmness | None) -> None:
        self.table, self.people, self.words, self.firm = table, people, words, firm
        self.burdens = sheet_of(table.state.core).burdens
        problem = table.state.problem
        self.free = dict(zip(problem.mentors, problem.free.tolist(), strict=True))
        self.expertise = {mentor.id: mentor.expertise for mentor in table.state.pool.mentors}

    def couple(self, mentee_id: int, pairing: Pairing) -> Couple:
        """A present pair."""
        pair = mentee_id, person_of(pairing.mentor)
        hold = self.table.holds.get(pair)
        capacity, burden = self.burdens[pair[1]]
        return Couple(
            mentor=self.people.mentor(pairing.mentor),
            fit=pairing.fit / MILLI,
            shares=self._shares(pairing),
            common=self._common(pairing),
            hints=pairing.hints,
            capacity=capacity,
            burden=burden,
            expertise=self._expertise(pairing.mentor),
            hold=hold.origin if hold and hold.kind == "pin" else "",
            hold_reason=hold.reason if hold else "",
            rule=hold.rule if hold else "",
            share=self.firm.share(*pair) if self.firm else None,
            grades=self._grades(self._needs(mentee_id), pairing.mentor),
            named=self.table.by_the_rules(pair) == "pin",
        )

    def candidates(self, mentee_id: int, priced: Iterable[Priced]) -> tuple[Candidate, ...]:
        """Mentors with their prices; a locked mentee's prices are known only once one is chosen."""
        aside, needs = to_be_set_aside(self.table.state, mentee_id), self._needs(mentee_id)
        return tuple(self._candidate(mentee_id, one, aside, needs) for one in priced)

    def _candidate(self, mentee_id: int, one: Priced, aside: frozenset[int], needs: tuple[str, ...]) -> Candidate:
        mentor_id = person_of(one.mentor)
        capacity, burden = self.burdens[mentor_id]
        unknown, pair = one.forbidden == "locked", (mentee_id, mentor_id)
        barred = ("" if self.free[one.mentor] else "no_seat") if unknown else one.forbidden
        if barred == "banned" and self.table.by_the_rules(pair):
            barred = "named_out"
        return Candidate(
            mentor=self.people.mentor(one.mentor),
            fit=one.fit / MILLI,
            capacity=capacity,
            burden=burden,
            present=one.chosen,
            total=None if one.price is None else in_points(self.table.state, -one.price),
            moves=tuple(self.shift(move) for move in one.moves),
            forbidden="" if one.chosen else barred,
            reason=one.reason,
            earlier=earlier_losses(self.table.state, one.tier_losses or one.at_least),
            can_override=barred in SET_ASIDE and mentor_id in aside,
            grades=self._grades(needs, one.mentor),
            unpriced="" if barred or one.chosen or one.price is not None else "locked" if unknown else "quotas",
            least=self._least(one),
        )

    def _least(self, one: Priced) -> float | None:
        """What the total is at most; where an earlier aim suffers, points say nothing."""
        state = self.table.state
        if not one.at_least or earlier_losses(state, one.at_least):
            return None
        return in_points(state, -one.at_least[main_tier(state.problem)])

    def shift(self, move: Moved) -> Shift:
        """Somebody else's move."""
        known = self.people
        return Shift(
            known.mentee(move.mentee),
            known.mentor(move.from_mentor) if move.from_mentor else None,
            known.mentor(move.to_mentor) if move.to_mentor else None,
        )

    def barrier(self, known: Explanation) -> Barrier:
        """Why there is no mentor, the best of the allowed ones first."""
        why: Unmatched = known.unmatched  # type: ignore[assignment]
        fits = {one.mentor: one.fit for one in known.candidates}
        allowed = sorted(why.details.get("mentors", ()), key=lambda key: (-fits[key], key))
        return Barrier(
            reason=why.reason,
            ineligible=str(why.details.get("reason", "")),
            rules=dict(why.details.get("rules", {})),
            mentors=tuple(self.people.mentor(key) for key in allowed),
        )

    def _shares(self, pairing: Pairing) -> tuple[Share, ...]:
        total = sum(share.weight for share in pairing.shares if share.value is not None) or 1
        return tuple(
            Share(one.criterion, 100 * one.weight / total if one.value is not None else 0.0, one.value, one.points)
            for one in pairing.shares
        )

    def _common(self, pairing: Pairing) -> Common:
        facts, words = pairing.facts, self.words
        return Common(
            covered=tuple((words.get(code, code), grade) for code, grade in facts.covered),
            uncovered=tuple(words.get(code, code) for code in facts.uncovered),
            field=words.get(facts.field, facts.field),
            same_county=facts.same_county,
            same_township=facts.same_township,
            same_unit=facts.same_unit,
            dialects=tuple(words.get(code, code) for code in facts.dialects),
            grassroots_years=facts.grassroots_years,
            wished=facts.wished,
        )

    def _needs(self, mentee_id: int) -> tuple[str, ...]:
        state = self.table.state
        return state.wanting[state.keys(mentee_id, 0)[0]].needs

    def _grades(self, needs: tuple[str, ...], mentor: str) -> tuple[int, ...]:
        """What a mentor knows (0..5) of each need."""
        known = self.expertise[mentor]
        return tuple(known.get(need, 0) for need in needs)

    def _expertise(self, mentor: str) -> tuple[tuple[str, int], ...]:
        graded = sorted(self.expertise[mentor].items(), key=lambda item: (-item[1], item[0]))
        return tuple((self.words.get(code, code), grade) for code, grade in graded)

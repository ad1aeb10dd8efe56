import Foundation
import Models
import Rules
import Testing

@Suite struct DeadlineTests {
    let rules: RulePacks
    let deadlines: DeadlinePack

    init() throws {
        rules = try RulePacks.load()
        deadlines = rules.deadlines(on: day(2026, 11, 23))
    }

    @Test func caseWithoutProgressStallsAfterFifteenWorkingDaysUnconfirmed() {
        #expect(deadlines.stalledAfterWorkingDays == 15)
        #expect(!deadlines[.stalled].confirmed)
        #expect(deadlines.hearingReminderWorkingDays == [3, 1] && !deadlines[.hearingReminder].confirmed)
    }

    @Test func assignmentLimitFollowsFormCustodyAndUrgency() {
        #expect(deadlines.assignment(form: .litigation, held: true, acceptedAtOnce: true).key == .assignmentHeld)
        #expect(deadlines.assignment(form: .litigation, held: false, acceptedAtOnce: true).key == .assignmentAtOnce)
        #expect(deadlines.assignment(form: .representation, held: false, acceptedAtOnce: false).key == .assignment)
        #expect(deadlines.assignment(form: .advice, held: false, acceptedAtOnce: false).key == .assignmentAdvice)
    }

    @Test func hoursRunToTheMinuteAndOverNight() throws {
        let start = try #require(Instant.parse("2026-11-21T20:15:00+07:00"))
        #expect(deadlines[.assignmentHeld].due(after: start, in: rules.calendar) == start.addingTimeInterval(12 * 3600))
    }

    @Test func workingDaysEndWithTheLegalDay() throws {
        // Thursday evening in Ha Noi, still Thursday noon in UTC; Saturday, Sunday and Tuesday 24 November are off.
        let start = try #require(Instant.parse("2026-11-19T23:59:59+07:00"))
        #expect(deadlines[.assignment].due(after: start, in: rules.calendar) == Instant.parse("2026-11-26T00:00:00+07:00"))
        #expect(
            deadlines[.assignment].due(after: start.addingTimeInterval(1), in: rules.calendar)
                == Instant.parse("2026-11-27T00:00:00+07:00"))
    }

    /// `lateBefore` turns a limit round for lists: what it says of a beginning is what `due` says of it.
    @Test(arguments: DeadlineKey.allCases) func whatListsCallLateIsWhatIsDue(_ key: DeadlineKey) throws {
        let limit = deadlines[key]
        // Over Tết 2026 and over the national day, at odd hours, by steps that hit each weekday.
        for text in ["2026-02-25T00:00:00+07:00", "2026-02-13T23:59:59+07:00", "2026-09-03T06:30:00+07:00", "2026-11-23T12:00:00+07:00"] {
            let now = try #require(Instant.parse(text))
            let before = limit.lateBefore(now, in: rules.calendar)
            for hours in stride(from: 0, through: 24 * 70, by: 5) {
                let start = now.addingTimeInterval(-Double(hours) * 3_600)
                let isOver =
                    limit.seconds == nil
                    ? limit.due(after: start, in: rules.calendar) <= now : limit.due(after: start, in: rules.calendar) < now
                #expect((start < before) == isOver, "\(key) from \(Instant.format(start)) at \(text)")
            }
        }
    }

    @Test func calendarDaysThatEndOnADayOffMoveOn() {
        #expect(deadlines[.handover].lastDay(from: day(2026, 10, 22), in: rules.calendar) == day(2026, 11, 23))
        #expect(deadlines[.handover].lastDay(from: day(2026, 10, 21), in: rules.calendar) == day(2026, 11, 20))
        #expect(deadlines[.assignmentHeld].lastDay(from: day(2026, 10, 21), in: rules.calendar) == nil)
    }

    @Test func circular12_2018_article6_1_hearingUnderFiveWorkingDaysAwayPresses() {
        #expect(deadlines.presses(day(2026, 11, 20), on: day(2026, 11, 16), in: rules.calendar))
        #expect(!deadlines.presses(day(2026, 11, 23), on: day(2026, 11, 16), in: rules.calendar))
    }

    @Test func circular12_2018_article6_1_noticeAndWhatPressesAreAcceptedAtOnce() {
        func isAtOnce(_ channel: Channel, _ deadline: LegalDate?, _ ground: String? = nil) -> Bool {
            deadlines.isAcceptedAtOnce(channel: channel, ground: ground, deadline: deadline, on: day(2026, 11, 16), in: rules.calendar)
        }
        #expect(isAtOnce(.notice, nil))
        #expect(isAtOnce(.inPerson, day(2026, 11, 20)))
        #expect(!isAtOnce(.inPerson, day(2026, 11, 23)))
        #expect(!isAtOnce(.post, nil))
        #expect(isAtOnce(.post, nil, "avoid_harm") && isAtOnce(.inPerson, day(2026, 11, 23), "hearing_near"))
        #expect(!isAtOnce(.post, day(2026, 11, 13)), "what is over presses no more")
    }

    @Test func circular12_2018_article6_2a_papersMayComeLaterFromDifficultAreas() {
        #expect(deadlines.papersLater(especiallyDifficult: false).amount == 5)
        #expect(deadlines.papersLater(especiallyDifficult: true).amount == 10)
        #expect(deadlines.papersLater(especiallyDifficult: false, forceMajeure: true).amount == 10)
    }
}

import Models
import Rules
import Testing

@Suite struct CalendarTests {
    let calendar: WorkingCalendar

    init() throws {
        calendar = try RulePacks.load().calendar
    }

    @Test func weekendsAreOff() {
        #expect(calendar.isWorkingDay(day(2026, 11, 20)))
        #expect(!calendar.isWorkingDay(day(2026, 11, 21)))
        #expect(!calendar.isWorkingDay(day(2026, 11, 22)))
        #expect(calendar.isWorkingDay(day(2026, 11, 23)))
    }

    @Test func holidaysAreOffToTheirLastDay() {
        #expect(calendar.isWorkingDay(day(2026, 2, 13)))
        #expect(!calendar.isWorkingDay(day(2026, 2, 16)))
        #expect(!calendar.isWorkingDay(day(2026, 2, 20)))
        #expect(calendar.isWorkingDay(day(2026, 2, 23)))
        #expect(calendar.holiday(on: day(2026, 2, 18))?.title.en == "Lunar New Year")
    }

    @Test func exchangedSaturdaysAreWorked() {
        #expect(calendar.isWorkingDay(day(2026, 1, 10)))
        #expect(calendar.isWorkingDay(day(2026, 8, 22)))
    }

    @Test func firstDayIsNotCounted() {
        #expect(calendar.adding(workingDays: 3, to: day(2026, 11, 16)) == day(2026, 11, 19))
        #expect(calendar.adding(workingDays: 3, to: day(2026, 11, 19)) == day(2026, 11, 25))
        #expect(calendar.adding(workingDays: 0, to: day(2026, 11, 21)) == day(2026, 11, 21))
    }

    @Test func addingSkipsTheLunarNewYear() {
        #expect(calendar.adding(workingDays: 1, to: day(2026, 2, 13)) == day(2026, 2, 23))
        #expect(calendar.adding(workingDays: -1, to: day(2026, 2, 23)) == day(2026, 2, 13))
    }

    @Test func workingDaysBetweenIsTheInverseOfAdding() {
        let start = day(2026, 1, 1)
        for count in 1...300 {
            let end = calendar.adding(workingDays: count, to: start)
            #expect(calendar.workingDays(from: start, to: end) == count)
            #expect(calendar.workingDays(from: end, to: start) == -count)
        }
        #expect(calendar.workingDays(from: start, to: start) == 0)
    }

    @Test func yearWithoutAPackCountsWeekendsOnlyAndIsUnconfirmed() {
        #expect(calendar.isWorkingDay(day(2025, 9, 2)))
        #expect(!calendar.isWorkingDay(day(2025, 9, 6)))
        #expect(!calendar.isConfirmed(2025))
        #expect(calendar.isConfirmed(2026))
        #expect(!calendar.isConfirmed(2027))
    }

    @Test func unconfirmedHolidayMakesItsSpanUnconfirmed() {
        #expect(calendar.isConfirmed(from: day(2026, 1, 1), to: day(2026, 11, 23)))
        #expect(!calendar.isConfirmed(from: day(2026, 11, 23), to: day(2026, 11, 25)))
        #expect(!calendar.isConfirmed(from: day(2026, 12, 31), to: day(2027, 1, 4)))
    }
}

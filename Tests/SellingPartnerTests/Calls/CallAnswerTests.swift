import Ports
import Testing

@testable import SellingPartner

@Suite("Reading an answer's head")
struct CallAnswerTests {
    @Test(
        "A rate is taken only if it is one",
        arguments: [
            ("0.0167", 0.0167), ("5.0", 5), ("0", nil), ("-1", nil), ("nan", nil), ("inf", nil), ("fast", nil),
            ("", nil),
        ] as [(String, Double?)])
    func rates(_ text: String, _ expected: Double?) {
        #expect(CallAnswer(status: 200, headers: [HTTPHeader("x-amzn-ratelimit-limit", text)]).rateLimit == expected)
    }

    @Test("The request id and the date are found in any spelling")
    func facts() {
        let answer = CallAnswer(
            status: 200,
            headers: [HTTPHeader("X-AMZN-REQUESTID", "id"), HTTPHeader("date", "Sun, 06 Nov 1994 08:49:37 GMT")])
        #expect(answer.requestID == "id")
        #expect(answer.date?.secondsSince1970 == 784_111_777)
        #expect(CallAnswer(status: 200, headers: []).requestID == nil)
        #expect(CallAnswer(status: 200, headers: []).rateLimit == nil)
    }

    @Test("Calendar days count forth and back")
    func calendar() {
        for days in stride(from: Int64(-200_000), through: 200_000, by: 37) {
            #expect(CivilDate(daysSince1970: days).daysSince1970 == days)
        }
        #expect(CivilDate(daysSince1970: 11_016) == CivilDate(year: 2000, month: 2, day: 29))
    }

    @Test(
        "Other dates are not guessed at",
        arguments: [
            "", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 06 Foo 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 25:49:37 GMT", "1994-11-06",
        ])
    func badDates(_ text: String) {
        #expect(HTTPDate(text) == nil)
    }
}

import JobModel
import JobStore
import OperationCatalogue
import Overview
import Testing

@testable import spworker

@Suite("Jobs as JSON")
struct JobJSONTests {
    @Test("A new job has every member, null where there is nothing")
    func new() {
        #expect(
            Records.job().json.text == """
                {"application":"main","attempt":0,"checkpoint":null,"crashes":0,"createdAt":"2026-03-01T11:59:00.000Z",\
                "deadline":null,"error":null,"finishedAt":null,"id":42,"kind":"request","label":"ready","maxAttempts":8,\
                "operation":"orders.getOrder@v0","priority":5,"progress":null,"region":"EU","result":null,\
                "runAt":"2026-03-01T11:59:00.000Z","runs":0,"seller":"acme","startedAt":null,"state":"waiting","uniqueKey":null}
                """)
    }

    @Test("An ended job has its result and no label")
    func ended() {
        let json = Records.job {
            $0.state = .succeeded
            $0.finishedAt = Records.now
            $0.result = JobResult(status: 200, bytes: 2, sha256: "ab", inline: "{}")
        }.json
        #expect(json["label"] == .null)
        #expect(json["state"] == "succeeded")
        #expect(
            json["result"]?.text
                == #"{"bytes":2,"inline":"{}","pages":null,"path":null,"sha256":"ab","status":200}"#)
    }

    @Test("A failure has kind, message, status and request id")
    func failure() {
        let failure = JobFailure(kind: "rejected", message: "No.", status: 400)
        #expect(failure.json.text == #"{"kind":"rejected","message":"No.","requestId":null,"status":400}"#)
    }

    @Test("A grantless job has no seller")
    func grantless() {
        let json = Records.job(authorization: nil).json
        #expect(json["seller"] == .null)
        #expect(json["region"] == .null)
        #expect(json["application"] == "main")
    }

    @Test("Checkpoints are JSON where they can be, and text otherwise")
    func checkpoints() {
        #expect(Records.job { $0.checkpoint = #"{"page":2}"# }.json["checkpoint"]?["page"] == 2)
        #expect(Records.job { $0.checkpoint = "page 2" }.json["checkpoint"] == "page 2")
    }

    @Test("Details hold parameters, outputs and the history of runs")
    func detail() {
        var record = Records.job()
        record.content = JobContent(parameters: #"{"orderId":"1"}"#, body: nil, options: "{}", output: nil)
        let attempt = AttemptRow(
            jobID: record.row.id, run: 1, worker: WorkerID("w1"), startedAt: Records.now, endedAt: Records.now,
            outcome: "retry", failure: nil,
            lastCall: LastCall(
                startedAt: Records.now, endedAt: Records.now, status: 503, requestID: "r1", rateLimit: 0.0167))
        record.row.lastCall = LastCall(startedAt: Records.now)
        let output = OutputRow(
            id: 1, jobID: record.row.id, seller: "acme", location: "/out/a.json", host: "h", bytes: 3, sha256: "ab",
            modifiedAt: nil, writtenAt: Records.now)
        let json = record.detail(attempts: [attempt], outputs: [output])
        #expect(
            json["outputs"]?.text == """
                [{"bytes":3,"host":"h","location":"/out/a.json","sha256":"ab","writtenAt":"2026-03-01T12:00:00.000Z"}]
                """)
        #expect(json["params"]?["orderId"] == "1")
        #expect(
            json["attempts"]?.text == """
                [{"endedAt":"2026-03-01T12:00:00.000Z","error":null,"lastCall":{"endedAt":"2026-03-01T12:00:00.000Z",\
                "rateLimit":0.0167,"requestId":"r1","startedAt":"2026-03-01T12:00:00.000Z","status":503},\
                "outcome":"retry","run":1,"startedAt":"2026-03-01T12:00:00.000Z","worker":"w1"}]
                """)
        #expect(
            json["lastCall"]?.text == """
                {"endedAt":null,"rateLimit":null,"requestId":null,"startedAt":"2026-03-01T12:00:00.000Z","status":null}
                """)
    }

    @Test("A lane has the plan in force and the configured one")
    func lane() {
        let record = LaneRecord(lane: Records.lane(), waiting: 3, readAt: Records.now)
        #expect(record.json["plan"]?.text == #"{"burst":1,"rate":0.5}"#)
        #expect(record.json["waiting"] == 3)
        #expect(record.json["blockedUntil"] == .null)
    }
}

import Ports
import Testing

@testable import Secrets

@Suite("Signing requests")
struct RequestSignerTests {
    /// 2015-08-30T12:36:00Z.
    private static let then: Int64 = 1_440_938_160_000_000
    private static let secret = Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")

    private func sign(_ vector: SigningVector, with signer: RequestSigner = RequestSigner()) -> HTTPRequest {
        signer.sign(
            HTTPRequest(
                method: vector.method, url: vector.url, headers: vector.headers.map { HTTPHeader($0.0, $0.1) },
                body: vector.body.isEmpty ? nil : Array(vector.body.utf8)),
            with: AWSCredentials(
                accessKeyID: "AKIDEXAMPLE", secretAccessKey: Self.secret, sessionToken: vector.token.map(Secret.init),
                source: "the test"), service: vector.service, region: vector.region, at: Self.then)
    }

    @Test("gives the signature that the published algorithm gives", arguments: SigningVector.all)
    func vectors(vector: SigningVector) {
        let request = sign(vector)
        #expect(
            request.headers.first("authorization")
                == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/\(vector.region)/\(vector.service)/aws4_request, "
                + "SignedHeaders=\(vector.signed), Signature=\(vector.signature)")
        #expect(request.headers.first("x-amz-date") == "20150830T123600Z")
        #expect(request.headers.first("x-amz-security-token") == vector.token)
        #expect(request.headers.first("host") == vector.headers.first { $0.0 == "Host" }?.1)
    }

    @Test(
        "for S3 gives the signatures of its handbook, tells the body's hash, and leaves paths as they are",
        arguments: [
            (
                "GET", "https://examplebucket.s3.amazonaws.com/test.txt", [HTTPHeader("Range", "bytes=0-9")], nil,
                "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
            ),
            (
                "PUT", "https://examplebucket.s3.amazonaws.com/test%24file.text",
                [
                    HTTPHeader("Date", "Fri, 24 May 2013 00:00:00 GMT"),
                    HTTPHeader("x-amz-storage-class", "REDUCED_REDUNDANCY"),
                ], "Welcome to Amazon S3.", "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"
            ),
            // By another implementation.
            (
                "PUT", "http://storage.test:9000/b//a/./x%20y?uploads&partNumber=1", [], "Welcome to Amazon S3.",
                "27b5efe7fff3dcb029c4894ed165554bb550e83b8e7534f53849a45a90949a80"
            ),
        ] as [(String, String, [HTTPHeader], String?, String)])
    func storage(method: String, url: String, headers: [HTTPHeader], body: String?, signature: String) {
        // The handbook's example key for S3 is not the one of the algorithm's test suite.
        let keys = AWSCredentials(
            accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
            source: "the test")
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        let hash = body == nil ? empty : "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"
        let plain = HTTPRequest(method: method, url: url, headers: headers, body: body.map { Array($0.utf8) })
        var told = plain
        told.headers.append(HTTPHeader("X-Amz-Content-Sha256", hash))
        for request in [plain, told] {
            let signed = RequestSigner().sign(
                request, with: keys, service: "s3", region: "us-east-1", at: 1_369_353_600_000_000)
            #expect(signed.headers.first("x-amz-content-sha256") == hash)
            #expect(signed.headers.filter { $0.name.lowercased() == "x-amz-content-sha256" }.count == 1)
            #expect(signed.headers.first("authorization")?.hasSuffix("Signature=\(signature)") == true)
        }
    }

    @Test("replaces a signature that is there already, the token of other keys included")
    func signsAgain() throws {
        let vector = try #require(SigningVector.all.last)
        let signer = RequestSigner()
        let once = sign(vector, with: signer)
        let again = signer.sign(
            once,
            with: AWSCredentials(accessKeyID: "OTHER", secretAccessKey: Secret("planted"), source: "the test"),
            service: "ssm", region: "eu-west-1", at: Self.then + 60_000_000)
        #expect(again.headers.filter { $0.name.lowercased() == "authorization" }.count == 1)
        #expect(again.headers.filter { $0.name.lowercased() == "x-amz-date" }.map(\.value) == ["20150830T123700Z"])
        #expect(again.headers.first("x-amz-security-token") == nil)
        #expect(again.headers.first("authorization")?.contains("Credential=OTHER/") == true)
    }

    @Test("derives a key once for each day, service, region and key, and keeps few of them")
    func keepsKeys() throws {
        let vector = SigningVector.all[0]
        let signer = RequestSigner()
        let first = sign(vector, with: signer)
        let second = sign(vector, with: signer)
        #expect(first.headers == second.headers)
        #expect(signer.keys.count == 1)
        for day in 0..<50 {
            _ = signer.keys.key(
                AWSCredentials(accessKeyID: "A", secretAccessKey: Secret("planted"), source: ""), date: "\(day)",
                region: "r", service: "s")
        }
        #expect(signer.keys.count <= 16)
        #expect(sign(vector, with: signer).headers == first.headers)
    }

    @Test("takes AWS's time from a refusal only when the clocks are far apart")
    func clock() {
        var clock = SigningClock()
        func correct(_ header: String?) -> Bool {
            clock.correct(dateHeader: header, wallMicroseconds: Self.then)
        }
        for header in ["Sun, 30 Aug 2015 12:39:00 GMT", nil, "yesterday"] {
            let isCorrected = correct(header)
            #expect(!isCorrected)
        }
        #expect(clock.time(wallMicroseconds: Self.then) == Self.then)
        let isAhead = correct("Sun, 30 Aug 2015 13:36:00 GMT")
        #expect(isAhead)
        #expect(clock.offset == 3_600_000_000)
        let isNear = correct("Sun, 30 Aug 2015 13:36:30 GMT")
        #expect(!isNear)
        let isBack = correct("Sun, 30 Aug 2015 12:36:00 GMT")
        #expect(isBack)
        #expect(clock.offset == 0)
    }
}

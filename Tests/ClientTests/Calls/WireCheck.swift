import Foundation
import OperationCatalogue
import Ports

/// Holds a request that was sent against the sample call that it was made of, with Foundation's decoding and the rules
/// of Amazon's documentation.
struct WireCheck {
    private let sample: SampleCall
    private let request: HTTPRequest
    private let endpoint: String

    init(_ request: HTTPRequest, of sample: SampleCall, endpoint: String) {
        self.request = request
        self.sample = sample
        self.endpoint = endpoint
    }

    /// What is wrong with the request, in words.
    var problems: [String] {
        var problems: [String] = []
        if request.method != sample.operation.method { problems.append("the method is \(request.method)") }
        guard request.url.hasPrefix(endpoint + "/") else { return problems + ["it goes to \(request.url)"] }
        let target = request.url.dropFirst(endpoint.count)
        if !target.utf8.allSatisfy(Self.mayStandInTarget) { problems.append("\(target) is not percent-encoded") }
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        problems += path(parts[0])
        problems += query(parts.count > 1 ? parts[1] : nil)
        problems += headers()
        if request.body != sample.body { problems.append("the body is not the one that was given") }
        if request.method == "GET", request.body != nil { problems.append("a GET has a body") }
        return problems
    }

    private static func mayStandInTarget(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._~%/?&=,".utf8.contains(byte)
        }
    }

    private func path(_ path: Substring) -> [String] {
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        let template = sample.operation.path.split(separator: "/", omittingEmptySubsequences: false)
        guard segments.count == template.count else { return ["\(path) has not the form of \(sample.operation.path)"] }
        return zip(segments, template).compactMap { segment, form in
            guard form.hasPrefix("{") else { return segment == form ? nil : "\(segment) stands for \(form)" }
            guard let parameter = parameter(form.dropFirst().dropLast(), .path) else { return "\(form) is unknown" }
            return decoded(segment, parameter) == sample.values[parameter.name]?.first
                ? nil : "\(segment) stands for \(sample.values[parameter.name] ?? [])"
        }
    }

    private func query(_ query: Substring?) -> [String] {
        var found: [String: [String?]] = [:]
        var problems: [String] = []
        for item in query?.split(separator: "&", omittingEmptySubsequences: false) ?? [] {
            let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2, let parameter = parameter(pair[0], .query) else {
                problems.append("'\(item)' is no parameter")
                continue
            }
            if parameter.collectionFormat == .multi {
                found[parameter.name, default: []].append(decoded(pair[1], parameter))
            } else if found.keys.contains(parameter.name) {
                problems.append("\(parameter.name) is given twice")
            } else if parameter.collectionFormat == .csv {
                found[parameter.name] = pair[1].split(separator: ",", omittingEmptySubsequences: false).map {
                    decoded($0, parameter)
                }
            } else {
                found[parameter.name] = [decoded(pair[1], parameter)]
            }
        }
        for parameter in sample.operation.parameters where parameter.location == .query {
            let (given, sent) = (sample.values[parameter.name], found[parameter.name])
            if given?.map({ $0 as String? }) != sent {
                problems.append("\(parameter.name) is \(sent ?? []) and should be \(given ?? [])")
            }
        }
        return problems
    }

    private func headers() -> [String] {
        func values(_ name: String) -> [String] {
            request.headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
        }
        var problems: [String] = []
        if values("x-amz-access-token").map({ $0.isEmpty }) != [false] { problems.append("there is not one token") }
        if values("user-agent").map({ $0.contains("(Language=") }) != [true] { problems.append("no user agent") }
        if values("x-amz-date").count != 1 { problems.append("x-amz-date is not there once") }
        if !values("content-length").isEmpty, sample.body == nil { problems.append("a length without a body") }
        if values("content-type") != (sample.body == nil ? [] : ["application/json"]) {
            problems.append("content-type is \(values("content-type"))")
        }
        for parameter in sample.operation.parameters where parameter.location == .header {
            let given = sample.values[parameter.name].map { [$0.joined(separator: ",")] } ?? []
            if values(parameter.name) != given {
                problems.append("\(parameter.name) is \(values(parameter.name)) and should be \(given)")
            }
        }
        return problems
    }

    private func parameter(_ name: Substring, _ location: Parameter.Location) -> Parameter? {
        sample.operation.parameters.first { $0.name == name && $0.location == location }
    }

    /// Decoded once, or twice for SKUs that need it.
    private func decoded(_ text: Substring, _ parameter: Parameter) -> String? {
        let once = String(text).removingPercentEncoding
        let original = sample.values[parameter.name]?.joined() ?? ""
        let isTwice = parameter.isEncodedTwice && ["%", "+", ","].contains(where: { original.contains($0) })
        return isTwice ? once?.removingPercentEncoding : once
    }
}

/// How a key in a reference is matched against the keys of a document.
enum SecretKey {
    /// Names for the same thing in other clients' files, without case, `_` and `-`.
    private static let synonyms: [Set<String>] = [
        [
            "clientid", "lwaappid", "lwaclientid", "appclientid", "sellingpartnerappclientid", "spapiclientid",
            "spclientid",
        ],
        [
            "clientsecret", "lwaclientsecret", "appclientsecret", "sellingpartnerappclientsecret", "spapiclientsecret",
            "spclientsecret",
        ],
        ["refreshtoken", "lwarefreshtoken", "spapirefreshtoken", "sprefreshtoken"],
    ]

    static func matches(_ key: String, wanted: String) -> Bool {
        let key = normal(key)
        let wanted = normal(wanted)
        return key == wanted || synonyms.contains { $0.contains(key) && $0.contains(wanted) }
    }

    static func isRefreshToken(_ key: String) -> Bool { matches(key, wanted: "refreshtoken") }

    /// The steps of a key that is written with dots.
    static func path(_ key: String) -> [String] {
        var steps = [""]
        var escaped = false
        for character in key {
            if escaped {
                steps[steps.count - 1] += character == "." ? "." : "\\\(character)"
                escaped = false
            } else if character == "\\" {
                escaped = true
            } else if character == "." {
                steps.append("")
            } else {
                steps[steps.count - 1].append(character)
            }
        }
        if escaped { steps[steps.count - 1] += "\\" }
        return steps
    }

    /// Whether a key looks like a name. A document that was read wrongly may have a secret where a key should be.
    static func isPrintable(_ key: String) -> Bool {
        (1...64).contains(key.utf8.count) && !SecretPattern.occurs(in: key)
            && key.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_.-".contains($0)) }
    }

    private static func normal(_ key: String) -> String {
        key.lowercased().filter { $0 != "_" && $0 != "-" }
    }
}

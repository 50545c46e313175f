import Crypto
package import JobStore
package import Secrets

/// Somebody who is told of events.
package struct HookTarget: Sendable, Hashable {
    /// Where notices are posted to.
    package enum Address: Sendable, Hashable {
        case url(HookURL)
        /// A secret reference whose value is the URL.
        case reference(SecretReference)
    }

    /// How it is told.
    package enum Way: Sendable, Hashable {
        /// By a request, signed with the secret when there is one.
        case post(Address, secret: SecretReference?)
        /// By a program and its arguments.
        case exec([String])
    }

    package let way: Way
    /// Its name in the database, in logs and for people. Holds neither a URL's path nor a program's arguments; a few digits
    /// tell such apart that differ in nothing else.
    package let name: String

    /// Creates a target.
    package init(_ way: Way) {
        self.way = way
        name =
            switch way {
            case .post(.url(let url), _): "post \(url.host) \(Self.digits(url.text))"
            case .post(.reference(let reference), _): "post \(reference)"
            case .exec(let words): "exec \(words.first ?? "") \(Self.digits(words.joined(separator: "\0")))"
            }
    }

    private static func digits(_ text: String) -> String {
        SHA256.hash(data: Array(text.utf8)).prefix(3).map(hexadecimal).joined()
    }
}

/// The configured targets of every hook.
package struct HookTargets: Sendable, Hashable {
    /// The targets of each hook, in order.
    package var targets: [Hook: [HookTarget]]

    /// Creates them; by default nobody is told of anything.
    package init(_ targets: [Hook: [HookTarget]] = [:]) { self.targets = targets }

    /// What the store must know of them.
    package var plan: HookPlan { HookPlan(targets.mapValues { $0.map(\.name) }) }

    /// Every secret reference among them.
    package var references: [SecretReference] {
        targets.values.joined().flatMap { target -> [SecretReference] in
            guard case .post(let address, let secret) = target.way else { return [] }
            guard case .reference(let url) = address else { return [secret].compactMap(\.self) }
            return [url, secret].compactMap(\.self)
        }
    }

    /// The hook's target with this name.
    func target(_ hook: Hook, named name: String) -> HookTarget? { targets[hook]?.first { $0.name == name } }
}

/// Two lower-case hexadecimal digits.
func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return byte < 16 ? "0" + digits : digits
}

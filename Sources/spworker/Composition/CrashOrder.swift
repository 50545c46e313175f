import Ports
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Has the process kill itself at a named instant, so that a test can see what a crash leaves behind right there.
struct CrashOrder: Equatable {
    /// The variable that asks for it: `pageAppended:2` is the second time that a run comes by this point.
    static let variable = "SPWORKER_CRASH_AT"

    let point: ProbePoint
    /// Which passing is the last one, from 1.
    let passing: Int

    /// Reads the variable; `nil` when it is not set.
    ///
    /// - Throws: `Failure` when it makes no sense.
    init?(_ environment: any Environment) throws(Failure) {
        guard let text = environment.value(Self.variable), !text.isEmpty else { return nil }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let point = ProbePoint(rawValue: String(parts[0])) else {
            let known = ProbePoint.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure(.usage, "error: \(Self.variable): there is no point '\(parts[0])'; write one of \(known).")
        }
        let count = parts.count == 2 ? Int(parts[1]) : 1
        guard let count, count >= 1 else {
            throw Failure(
                .usage, "error: \(Self.variable): what follows '\(parts[0]):' must be a whole number from 1.")
        }
        self.point = point
        passing = count
    }

    /// A probe that carries the order out: the process ends as if by `kill -9`, without a last word.
    var probe: Probe {
        let order = self
        let passings = Mutex(0)
        return Probe { point in
            guard point == order.point else { return }
            let isLast = passings.withLock { passings in
                passings += 1
                return passings == order.passing
            }
            if isLast { kill(getpid(), SIGKILL) }
        }
    }
}

extension Composition {
    /// What is told of the named instants of runs: nothing, unless a test has the process die at one.
    ///
    /// - Throws: `Failure` when the order makes no sense, or a call could reach Amazon.
    func probe(_ configuration: Configuration) throws -> Probe {
        guard let order = try CrashOrder(environment) else { return Probe() }
        guard configuration.endpoints.areLocal else {
            throw Failure(
                .usage,
                "error: \(CrashOrder.variable) needs every endpoint on this machine: nobody would know what became of "
                    + "a call to Amazon. Unset it.")
        }
        return order.probe
    }
}

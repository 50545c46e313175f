import JobModel
import JobStore
import OperationCatalogue
import Worker

/// When a definition fires.
extension DefinitionReader {
    /// Reads whose clock the definition goes by, or reports why that cannot be had; UTC when it does not say.
    func clock(_ top: SettingSection) -> DefinitionSchedule.Clock {
        guard let name = top.text("timezone", due: "a zone such as Europe/Berlin, or marketplace") else {
            return .zone(.utc)
        }
        do throws(ZoneLookupError) {
            guard name.lowercased() == "marketplace" else { return .zone(try zones.zone(named: name)) }
            var known: [String: Zone] = [:]
            for marketplace in Marketplace.all {
                known[marketplace.timeZone] = try zones.zone(named: marketplace.timeZone)
            }
            return .marketplace(known)
        } catch {
            top.report("timezone", error.message, error.cure)
            return .zone(.utc)
        }
    }

    /// Reads when the definition fires; `nil` when it runs by hand only.
    func schedule(_ top: SettingSection) -> DefinitionSchedule? {
        let timing = timing(top)
        let missed = missed(top)
        let overlap = top.value("overlap", due: "skip or queue") { ScheduleFire.Overlap(rawValue: $0) } ?? .skip
        let jitter = top.duration("jitter") ?? .zero
        guard let timing else {
            if top.node("schedule") == nil, top.node("every") == nil {
                for key in ["missed", "overlap", "jitter"] where top.node(key) != nil {
                    top.report(
                        key, "there is no schedule that \(key) could be about", "add schedule or every, or remove it")
                }
            }
            return nil
        }
        return DefinitionSchedule(
            text: timing.text, timing: timing.timing, missed: missed, overlap: overlap, jitter: ScheduleJitter(jitter))
    }

    private func timing(_ top: SettingSection) -> (text: String, timing: DefinitionSchedule.Timing)? {
        if top.node("schedule") != nil, top.node("every") != nil {
            top.report("every", "schedule says already when to fire", "remove one of them")
            return nil
        }
        let isInterval = top.node("every") != nil
        let key = isInterval ? "every" : "schedule"
        guard let text = top.text(key, due: isInterval ? "an interval such as 15m" : "a cron expression in quotes")
        else { return nil }
        do throws(ScheduleError) {
            if isInterval { return ("every \(text)", .every(try Every(text))) }
            switch try Schedule(text, in: .utc) {
            case .cron(let expression, _): return (text, .cron(expression))
            case .every(let every): return (text, .every(every))
            }
        } catch {
            top.report(key, error.message, error.cure)
            return nil
        }
    }

    private func missed(_ top: SettingSection) -> MissedFires {
        guard let node = top.node("missed") else { return .one }
        if case .map = node.value {
            let section = section("missed", of: top)
            return .all(section.integer("all", in: 1...1000) ?? 1)
        }
        return top.value("missed", due: "skip, one or {all: 10}") { ["skip": .skip, "one": .one][$0] } ?? .one
    }
}

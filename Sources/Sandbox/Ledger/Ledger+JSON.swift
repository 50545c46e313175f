import OperationCatalogue

extension Ledger {
    /// The ledger as a JSON object, with names in camel case, times in ISO 8601 and durations in seconds.
    func json(elapsed: Duration, withRows: Bool) -> [UInt8] {
        JSONWriter.object { writer in
            writer.member("elapsed", elapsed)
            writer.member("exchanges", array: sortedExchanges) { writer, entry in
                writer.object { writer in
                    writer.member("seller", entry.key.seller)
                    writer.member("region", entry.key.region?.rawValue)
                    writer.member("application", entry.key.application)
                    writer.member("result", entry.key.result)
                    writer.member("count", entry.value)
                }
            }
            writer.member("calls", array: sortedCalls) { writer, entry in
                writer.object { writer in
                    writer.member("operation", entry.key.operation)
                    writer.member("seller", entry.key.seller)
                    writer.member("region", entry.key.region?.rawValue)
                    writer.member("status", entry.key.status)
                    writer.member("count", entry.value)
                }
            }
            writer.member("throttles", object: writeThrottles)
            writer.member("complaints", object: writeComplaints)
            writer.member(
                "effects",
                object: { writer in
                    writer.member("count", effectCount)
                    writer.member("repeated", repeatedEffectCount)
                })
            writer.member("created", object: writeCreations)
            writer.member("restrictedTokens", object: { $0.member("count", mintCount) })
            if withRows { writer.member("rows", array: rows) { $1.write(to: &$0) } }
        }
    }

    private var sortedExchanges: [(key: ExchangeKey, value: Int)] {
        exchanges.sorted { left, right in
            (left.key.seller ?? "", left.key.region?.rawValue ?? "", left.key.application ?? "", left.key.result)
                < (
                    right.key.seller ?? "", right.key.region?.rawValue ?? "", right.key.application ?? "",
                    right.key.result
                )
        }
    }

    private var sortedCalls: [(key: CallKey, value: Int)] {
        calls.sorted { left, right in
            (left.key.operation, left.key.seller ?? "", left.key.region?.rawValue ?? "", left.key.status)
                < (right.key.operation, right.key.seller ?? "", right.key.region?.rawValue ?? "", right.key.status)
        }
    }

    private func writeCreations(_ writer: inout JSONWriter) {
        let entries = creations.sorted { left, right in
            (left.value.first?.at ?? .zero, left.value.first?.id ?? "")
                < (right.value.first?.at ?? .zero, right.value.first?.id ?? "")
        }
        writer.member("count", creationCount)
        writer.member("details", array: entries) { writer, entry in
            writer.object { writer in
                writer.member("operation", entry.key.operation)
                writer.member("seller", entry.key.seller)
                writer.member("region", entry.key.region?.rawValue)
                writer.member("body", entry.key.body)
                writer.member("count", entry.value.count)
                writer.member("each", array: entry.value) { writer, creation in
                    writer.object { writer in
                        writer.member("id", creation.id)
                        writer.member("at", creation.at)
                        writer.member("time", creation.time.iso)
                        writer.member("contentSHA256", creation.contentHash)
                    }
                }
            }
        }
    }

    private func writeThrottles(_ writer: inout JSONWriter) {
        writer.member("count", throttleCount)
        writer.member("details", array: throttles) { writer, throttle in
            writer.object { writer in
                writer.member("at", throttle.at)
                writer.member("operation", throttle.operation)
                writer.member("seller", throttle.seller)
                writer.member("region", throttle.region?.rawValue)
                writer.member("early", throttle.early)
                writer.member("applicationLimit", throttle.isApplicationLimit)
            }
        }
    }

    private func writeComplaints(_ writer: inout JSONWriter) {
        writer.member("count", complaintCount)
        writer.member("details", array: complaints) { writer, complaint in
            writer.object { writer in
                writer.member("at", complaint.at)
                writer.member("operation", complaint.operation)
                writer.member("seller", complaint.seller)
                writer.member("message", complaint.message)
            }
        }
    }
}

extension LedgerRow {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("kind", kind.rawValue)
            writer.member("at", at)
            writer.member("time", time.iso)
            writer.member("application", application)
            writer.member("seller", seller)
            writer.member("region", region?.rawValue)
            writer.member("operation", operation)
            writer.member("status", status)
            writer.member("requestId", requestId)
            writer.member("bodyHash", bodyHash)
            writer.member("effectId", effectId)
            if let items { writer.member("items", items) }
            writer.member("note", note)
        }
    }
}

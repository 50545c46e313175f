import CLibPQ

/// What a statement has yielded.
final class Rows {
    let result: OpaquePointer

    /// Takes the result over.
    init(_ result: OpaquePointer) {
        self.result = result
    }

    deinit { PQclear(result) }

    var count: Int { Int(PQntuples(result)) }
    /// How many rows an insertion, update or deletion has changed.
    var changed: Int { Int(String(cString: PQcmdTuples(result))) ?? 0 }

    subscript(row: Int) -> Columns { Columns(rows: self, row: Int32(row)) }
}

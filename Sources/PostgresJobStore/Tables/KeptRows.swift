import JobModel
import JobStore

/// What this process has read or written of sellers that nobody else has changed since.
///
/// Whoever changes an authorization, one of its lanes or one of their runs has locked the authorization's row, and
/// writes its own number there unless it stands there already. So a look at the number under the lock tells whether
/// what is here still holds. Who has the whole queue writes no numbers and counts the queue's edition up instead, of
/// which everybody takes note at the beginning of a transaction. Ends of runs, which read a job of 50 columns, its lane
/// and its authorization before, then read nothing.
///
/// A number belongs to one connection to one process of the server: another one may have forgotten what was committed
/// without waiting for the disk. A pooler may change the process behind a connection that lives on.
final class KeptRows {
    /// A seller with what is known of it.
    final class Seller {
        /// Whether this process's number stands in its row, or is about to be written there.
        var isMine: Bool
        /// Whether nobody's number stood there, so that nobody loses anything by another one.
        let isFree: Bool
        var row: AuthorizationRow?
        fileprivate(set) var lanes: [Int64: LaneRow] = [:]
        /// Runs alone.
        private(set) var jobs: [JobID: JobRow] = [:]
        /// The transaction that has locked it last.
        fileprivate var transaction: Int

        fileprivate init(isMine: Bool, isFree: Bool, transaction: Int) {
            self.isMine = isMine
            self.isFree = isFree
            self.transaction = transaction
        }

        // Rows are large: to compare one with nothing would copy it.

        /// Whether its own row is known.
        var isRead: Bool { if case .some = row { true } else { false } }
        func holds(lane id: Int64) -> Bool { lanes.index(forKey: id) != nil }
        func holds(job id: JobID) -> Bool { jobs.index(forKey: id) != nil }

        /// Takes note of a job that was read or changed.
        func change(_ job: JobRow) { jobs[job.id] = job.state == .running ? job : nil }
    }

    /// More lanes are not kept.
    private static let mostLanes = 50_000

    /// The number to write; 0 where nothing is kept from one transaction to the next.
    private(set) var writer: Int64 = 0
    /// All of them, where they were read.
    var applications: [ApplicationRow]?
    private var sellers: [Int64: Seller] = [:]
    private var laneCount = 0
    private var edition: Int64 = 0
    private weak var connection: Connection?
    /// Which of the server's processes answered last.
    private var server: String?
    /// The present transaction.
    private var transaction = 0
    /// What it has locked and others have changed last.
    private var borrowed: [Int64] = []

    /// Whether a transaction on the connection needs a number of its own.
    func needsNumber(on connection: Connection) -> Bool { self.connection !== connection }

    /// A transaction has begun and has the queue's lock, alone or with others.
    ///
    /// - Parameters:
    ///   - number: A new number, where one was needed.
    ///   - edition: The queue's, read under the lock; `nil` where nothing is to be kept.
    ///   - server: Which of the server's processes answers, where that was asked.
    func begin(on connection: Connection, number: Int64?, edition: Int64?, server: String? = nil) {
        transaction += 1
        let isOther = server.map { $0 != self.server } ?? false
        self.server = server ?? self.server
        if let number, edition != nil {
            self.connection = connection
            writer = number
            forget()
        } else if isOther {
            // This transaction keeps nothing; the next one asks for another number.
            self.connection = nil
            writer = 0
            forget()
        } else if edition == nil {
            writer = 0
        }
        if edition == nil || edition != self.edition { forget() }
        self.edition = edition ?? 0
    }

    /// The seller, if this transaction has locked it.
    func seller(_ id: Int64) -> Seller? {
        guard let seller = sellers[id], seller.transaction == transaction else { return nil }
        return seller
    }

    /// This transaction has locked the seller, in whose row this number stands.
    func locked(_ id: Int64, writer number: Int64) {
        if let seller = sellers[id], number == writer {
            seller.transaction = transaction
            return
        }
        drop(id)
        sellers[id] = Seller(isMine: number == writer, isFree: number == 0, transaction: transaction)
        if number != writer { borrowed.append(id) }
    }

    /// Takes note of a lane that was read or changed.
    func keep(_ lane: LaneRow, of seller: Seller) {
        if seller.lanes.updateValue(lane, forKey: lane.id) == nil { laneCount += 1 }
    }

    /// The transaction has committed.
    func commit() {
        for id in borrowed where sellers[id]?.isMine == false { drop(id) }
        borrowed = []
        if writer == 0 || laneCount > Self.mostLanes { forget() }
    }

    /// Forgets everything: the transaction came to nothing.
    func forget() {
        sellers = [:]
        laneCount = 0
        borrowed = []
        applications = nil
    }

    private func drop(_ id: Int64) {
        if let gone = sellers.removeValue(forKey: id) { laneCount -= gone.lanes.count }
    }
}

extension PostgresTables {
    /// The seller whose row, lanes or runs are about to be changed, if it is locked by itself.
    func take(_ id: Int64?) throws -> KeptRows.Seller? {
        guard let id, let seller = kept.seller(id) else { return nil }
        if !seller.isMine {
            seller.isMine = true
            try write { $0.taken.append(id) }
        }
        return seller
    }

    /// The lane, if its seller is locked and it is known.
    func keptLane(id: Int64) -> LaneRow? {
        guard let owner = owners.authorizationID(ofLane: id) else { return nil }
        return kept.seller(owner)?.lanes[id]
    }

    /// Keeps a lane that was read.
    func keep(_ lane: LaneRow) {
        owners.learn(lane)
        if let owner = lane.authorizationID, let seller = kept.seller(owner) {
            kept.keep(lane, of: seller)
        } else {
            fetched.lanes[lane.id] = lane
        }
    }

    /// Keeps an authorization that was read.
    func keep(_ row: AuthorizationRow) {
        if let seller = kept.seller(row.id) { seller.row = row } else { fetched.authorizations[row.id] = row }
    }
}

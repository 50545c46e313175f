import HTTPTypes
import JobModel
import JobStore
import OperationCatalogue
import Overview

/// Puts in a job that a program wishes for.
struct JobEnqueue {
    private let call: APICall
    private let marks: RequestMarks

    init(_ call: APICall) {
        self.call = call
        marks = RequestMarks(call)
    }

    /// The job's number, whether it was there already, and oddities.
    ///
    /// - Throws: `Refusal`, `JobRejection`.
    func reply() async throws -> APIReply {
        let wish = try JobWish(try await call.readBody())
        if marks.key != nil, wish.request.uniqueKey != nil {
            throw Refusal(
                .unprocessableContent, "Two keys",
                faults: [
                    Refusal.Fault(
                        field: "uniqueKey",
                        problem: "does not go with the header Idempotency-Key: a job has one key; leave one out")
                ])
        }
        let digest = RequestMarks.digest(of: wish.canonical)
        if let known = try await known(digest) { return try await duplicate(known, []) }
        let admission = try await admit(wish, digest)
        let deed = deed(of: admission.job)
        guard let enqueued = try await call.store.enqueue([admission.job], telling: deed).first else {
            throw StoreError(.unexpected, "The store put no job in.")
        }
        switch enqueued {
        case .new(let id):
            return reply(id, isDuplicate: false, admission.warnings)
        case .duplicate(let id):
            // Somebody else was faster.
            if marks.key != nil { try await check(id, digest) }
            return try await duplicate(id, admission.warnings)
        }
    }

    /// The job that this request led to when it came before, whoever's it is.
    ///
    /// - Throws: `Refusal` with status 422 when its key came with another body.
    private func known(_ digest: String) async throws -> JobID? {
        guard let key = marks.uniqueKey else { return nil }
        let since = call.installation.now - RequestMarks.memory
        let earlier = try await call.store.jobs(uniqueKey: key, limit: 1).first { record in
            record.row.finishedAt.map { $0 > since } ?? true
        }
        guard let id = earlier?.row.id else { return nil }
        try await check(id, digest)
        return id
    }

    private func duplicate(_ id: JobID, _ warnings: [String]) async throws -> APIReply {
        let hold = try await call.store.job(id)?.hold
        return reply(id, isDuplicate: true, warnings + [hold].compactMap(\.self))
    }

    private func admit(_ wish: JobWish, _ digest: String) async throws -> Admission {
        var request = wish.request
        if let key = marks.uniqueKey {
            request.uniqueKey = key
        }
        request.options = marks.add(to: request.options)
        var admission = try await call.installation.admit(request)
        guard marks.key != nil else { return admission }
        admission.job.uniqueFor = max(admission.job.uniqueFor ?? .zero, RequestMarks.memory)
        admission.job.options = RequestDigest.added(digest, to: admission.job.options)
        return admission
    }

    /// Makes sure that the job was put in by the same request.
    private func check(_ id: JobID, _ digest: String) async throws {
        let options = try await call.store.job(id)?.content.flatMap {
            try? JSONReader.value(of: Array($0.options.utf8))
        }
        guard let known = options?[RequestDigest.optionName]?.string, known != digest else { return }
        throw Refusal(
            .unprocessableContent, "The key came before",
            faults: [
                Refusal.Fault(
                    field: "Idempotency-Key",
                    problem: "came before with another body; take a new key for another job")
            ])
    }

    /// What the history tells of it, unless it is a duplicate.
    private func deed(of job: NewJob) -> DeedTelling<[Enqueued]> {
        let what = job.operation.isEmpty ? job.kind : job.operation
        let (owner, actor) = (Deed.Owner(of: [job.lane]), call.visitor.actor)
        return { answers in
            guard case .new(let id)? = answers.first else { return nil }
            return Deed(.jobsEnqueued, to: owner, note: "job \(id): \(what)", actor: actor)
        }
    }

    private func reply(_ id: JobID, isDuplicate: Bool, _ warnings: [String]) -> APIReply {
        APIReply(
            .object([
                "id": .integer(id.value), "duplicate": .bool(isDuplicate), "warnings": .texts(warnings),
            ]), status: isDuplicate ? .ok : .created, location: "\(APIPart.place)/jobs/\(id)")
    }
}
